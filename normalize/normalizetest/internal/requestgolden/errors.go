package requestgolden

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/normalize"
)

// sentinels are what errors are about, with their names.
var sentinels = []struct {
	name string
	err  error
}{
	{"ErrUnauthorized", normalize.ErrUnauthorized},
	{"ErrForbidden", normalize.ErrForbidden},
	{"ErrNotFound", normalize.ErrNotFound},
	{"ErrRateLimited", normalize.ErrRateLimited},
	{"ErrUnavailable", normalize.ErrUnavailable},
	{"ErrInvalidRequest", normalize.ErrInvalidRequest},
	{"ErrUnsupported", normalize.ErrUnsupported},
	{"ErrBadResponse", normalize.ErrBadResponse},
	{"ErrInvalidQuery", normalize.ErrInvalidQuery},
	{"ErrNoID", normalize.ErrNoID},
}

// refusal names what an error is about; it is "" for nil.
func refusal(err error) string {
	if err == nil {
		return ""
	}
	var guard *normalize.GuardError
	if errors.As(err, &guard) {
		return "GuardError"
	}
	var found []string
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			found = append(found, s.name)
		}
	}
	if found == nil {
		return "an error of another kind"
	}
	return strings.Join(found, ", ")
}

// told is the refusal with what the answer said of it.
func told(err error) string {
	text := refusal(err)
	if text == "" {
		return "no error"
	}
	var code, message, id string
	var api *normalize.APIError
	var response *normalize.ResponseError
	switch {
	case errors.As(err, &api):
		code, message, id = api.Code, api.Message, api.RequestID
	case errors.As(err, &response):
		code, message, id = response.Code, response.Message, response.RequestID
	}
	if api != nil && api.RetryAfter > 0 {
		text += fmt.Sprintf(", retry after %s", api.RetryAfter)
	}
	for _, said := range []struct{ name, value string }{{"code", code}, {"message", message}, {"request id", id}} {
		if said.value != "" {
			text += fmt.Sprintf(", %s %q", said.name, said.value)
		}
	}
	return text
}

// statusCodes are those that an API may answer with.
var statusCodes = []int{400, 401, 402, 403, 404, 405, 408, 409, 410, 416, 422, 425, 429, 500, 501, 502, 503, 504}

// errors writes the outcome of each example of an error, and of every status, for
// each way to read. Sources with the same outcome stand together.
func (r *recorder) errors(sources []normalize.SourceCapabilities) {
	var texts, titles []string
	for _, caps := range sources {
		r.source = caps.Name
		part := &sheet{}
		r.errorRows(part)
		i := slices.Index(texts, part.String())
		if i < 0 {
			texts, titles = append(texts, part.String()), append(titles, "errors")
			i = len(texts) - 1
		}
		if caps.Name != "" {
			titles[i] += " " + caps.Name
		}
	}
	for i, text := range texts {
		r.out.title(titles[i])
		r.out.gap()
		r.out.WriteString(text)
	}
}

func (r *recorder) errorRows(out *sheet) {
	for _, e := range r.errorExamples() {
		r.everywhere(out, e.name+".json", func(call func(normalize.Provider) error) []string {
			if e.role == "" {
				return []string{told(r.answered(r.example(e.name, e.status), call))}
			}
			sent, err := r.ask(e.role, []answer{r.example(e.name, e.status)}, call)
			if len(of(sent, e.role)) == 0 {
				return nil
			}
			return []string{told(err)}
		})
	}
	r.everywhere(out, "a status, with {}", func(call func(normalize.Provider) error) []string {
		return byStatus(func(status int) string {
			return refusal(r.answered(answer{status: status, body: []byte("{}")}, call))
		})
	})
}

// errorExample is an answer of a failure.
type errorExample struct {
	name   string
	role   string // whose requests are answered so; "" is every request
	status int
}

var errorName = regexp.MustCompile(`^(?:(list|get|messages|transcript|need_[a-zA-Z0-9]+)_)?error_(\d{3})(?:_\d+)?$`)

// errorExamples are those of the source, and those of no source in particular.
func (r *recorder) errorExamples() []errorExample {
	var out []errorExample
	for _, file := range slices.Sorted(maps.Keys(r.cfg.Examples)) {
		name, isJSON := strings.CutSuffix(file, ".json")
		rest := name
		if r.source != "" {
			rest = strings.TrimPrefix(name, r.source+"_")
		}
		found := errorName.FindStringSubmatch(rest)
		if !isJSON || found == nil {
			continue
		}
		status, err := strconv.Atoi(found[2])
		if err == nil {
			role := strings.Replace(found[1], "transcript", "messages", 1)
			out = append(out, errorExample{name, role, status})
		}
	}
	return out
}

// answered is the error of a call that gets one answer, whatever it asks.
func (r *recorder) answered(a answer, call func(normalize.Provider) error) error {
	p, w, err := r.open()
	if err != nil {
		return err
	}
	w.all = &a
	return call(p)
}

// everywhere writes what f gives for each way to read. Ways with the same outcome
// stand together.
func (r *recorder) everywhere(out *sheet, label string, f func(call func(normalize.Provider) error) []string) {
	calls := []struct {
		name string
		call func(normalize.Provider) error
	}{
		{"list", r.page(normalize.Query{}, nil)},
		{"get", func(p normalize.Provider) error {
			_, err := p.Conversation(r.ctx, plainText)
			return err
		}},
		{"messages", func(p normalize.Provider) error {
			_, err := p.Messages(r.ctx, plainText)
			return err
		}},
	}
	var results []result
	for _, c := range calls {
		if !r.sends(c.call) {
			continue // unsupported
		}
		lines := f(c.call)
		if lines == nil {
			continue // it does not send what is answered
		}
		i := slices.IndexFunc(results, func(o result) bool { return slices.Equal(o.lines, lines) })
		if i < 0 {
			results = append(results, result{nil, lines})
			i = len(results) - 1
		}
		results[i].labels = append(results[i].labels, c.name)
	}
	for _, got := range results {
		what := label
		if len(results) > 1 {
			what += " to " + strings.Join(got.labels, ", ")
		}
		out.row(0, what, got.lines...)
	}
}

// byStatus groups the statuses by their outcome.
func byStatus(f func(status int) string) []string {
	var names []string
	numbers := map[string][]string{}
	for _, status := range statusCodes {
		name := f(status)
		if name == "" {
			name = "no error"
		}
		if numbers[name] == nil {
			names = append(names, name)
		}
		numbers[name] = append(numbers[name], strconv.Itoa(status))
	}
	var out []string
	for _, name := range names {
		out = append(out, fmt.Sprintf("%-18s %s", name, strings.Join(numbers[name], " ")))
	}
	return out
}
