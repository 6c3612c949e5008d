package requestgolden

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// labels are the fields of the query, as users write them.
var labels = map[normalize.Filter]string{
	normalize.FilterAgentID: "AgentID", normalize.FilterParticipantID: "ParticipantID",
	normalize.FilterStatus: "Status", normalize.FilterChannel: "Channel", normalize.FilterDirection: "Direction",
	normalize.FilterSince: "Since", normalize.FilterUntil: "Until", normalize.FilterUpdatedSince: "UpdatedSince",
	normalize.FilterSearch: "Search",
}

// with gives the query with a filter.
func with(q normalize.Query, f normalize.Filter, value string) normalize.Query {
	at, _ := time.Parse(time.RFC3339Nano, value)
	switch f {
	case normalize.FilterAgentID:
		q.AgentID = value
	case normalize.FilterParticipantID:
		q.ParticipantID = value
	case normalize.FilterStatus:
		q.Status = normalize.Status(value)
	case normalize.FilterChannel:
		q.Channel = normalize.Channel(value)
	case normalize.FilterDirection:
		q.Direction = normalize.Direction(value)
	case normalize.FilterSince:
		q.Since = at
	case normalize.FilterUntil:
		q.Until = at
	case normalize.FilterUpdatedSince:
		q.UpdatedSince = at
	case normalize.FilterSearch:
		q.Search = value
	}
	return q
}

// valuesOf are the values that a filter is tried with; the label of each is how it
// is shown.
func valuesOf(f normalize.Filter) (values []string, shown func(string) string) {
	plain := func(s string) string { return s }
	switch f {
	case normalize.FilterStatus:
		return statuses(), plain
	case normalize.FilterChannel:
		return channels(), plain
	case normalize.FilterDirection:
		return directions(), plain
	case normalize.FilterSince, normalize.FilterUntil, normalize.FilterUpdatedSince:
		var out []string
		for _, at := range instants {
			out = append(out, at.Format(time.RFC3339Nano))
		}
		return out, plain
	}
	return texts, quoted
}

// result is what one value of a filter leads to.
type result struct {
	labels []string
	lines  []string
}

// filter writes how a filter is applied, and what is sent for each of its values.
// What is the same for several is written once.
func (r *recorder) filter(first *request, f normalize.Filter) {
	mode := r.caps.Filters[f].Mode
	values, shown := valuesOf(f)
	results := r.try(first, f, values, shown)
	if mode == normalize.Native && len(results) == 1 && results[0].lines[0] == "ErrInvalidQuery" {
		results = append(results, r.try(first, f, []string{plainText}, shown)...)
	}
	note := string(mode)
	if by := r.exactBy(f); by != "" {
		note += ", exact here by " + by
	}
	r.out.row(1, labels[f], note)
	usual := map[normalize.FilterMode]string{normalize.Emulated: same, normalize.Unsupported: "ErrUnsupported"}[mode]
	if len(results) == 1 && results[0].lines[0] == usual {
		return
	}
	for _, got := range results {
		r.out.row(2, strings.Join(got.labels, ", "), got.lines...)
	}
}

// try asks for each value.
func (r *recorder) try(first *request, f normalize.Filter, values []string, shown func(string) string) []result {
	var out []result
	seen := map[string]int{}
	for _, value := range values {
		sent, err := r.ask("", nil, r.page(with(normalize.Query{}, f, value), nil))
		lines := r.changes(first, sent, err)
		if s := r.caps.Filters[f]; lines[0] == same && s.Mode == normalize.Native && s.Values != nil && !slices.Contains(s.Values, value) {
			lines = []string{same + ", emulated"}
		}
		key := strings.Join(lines, "\n")
		if i, known := seen[key]; known {
			out[i].labels = append(out[i].labels, shown(value))
			continue
		}
		seen[key] = len(out)
		out = append(out, result{[]string{shown(value)}, lines})
	}
	return out
}

// combined writes what both bounds become together, and every filter that the
// provider applies at once, on the first page and on the next.
func (r *recorder) combined(first *request) {
	bounds := normalize.Query{Since: instants[2], Until: instants[2].AddDate(0, 0, 2)}
	r.query(first, 1, "Since and Until, two days behind", bounds)
	all, n := normalize.Query{}, 0
	for _, f := range normalize.Filters() {
		if value := r.nativeValue(first, f); value != "" {
			all, n = with(all, f, value), n+1
		}
	}
	if n < 2 {
		return
	}
	if !all.Since.IsZero() && !all.Until.IsZero() {
		all.Until = bounds.Until
	}
	r.query(first, 1, "all native filters", all)
	for _, name := range r.examples("list") {
		q, page := all, r.example(name, http.StatusOK)
		sent, _ := r.twoPages(q, page)
		if len(sent) < 2 {
			_, q.PageSize = r.onePage(page)
			sent, _ = r.twoPages(q, page)
		}
		if len(sent) > 1 {
			r.out.row(2, "after "+name+".json", differences(sent[0], sent[1], r.common)...)
			return
		}
	}
}

// nativeValue is the first value of a native filter that the provider is sent.
func (r *recorder) nativeValue(first *request, f normalize.Filter) string {
	if r.caps.Filters[f].Mode != normalize.Native {
		return ""
	}
	values, _ := valuesOf(f)
	if f == normalize.FilterSince || f == normalize.FilterUntil || f == normalize.FilterUpdatedSince {
		return values[2]
	}
	for _, value := range append(values, plainText) {
		sent, _ := r.ask("", nil, r.page(with(normalize.Query{}, f, value), nil))
		if len(sent) > 0 && differences(first, last(sent), r.common)[0] != same {
			return value
		}
	}
	return ""
}
