package requestgolden

import (
	"net/http"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// timeField is a time of the model, as the records of a page have it.
type timeField struct {
	name string
	at   map[string]time.Time // by the conversation's id
}

// timed gives the times of the page's conversations, those of the bounds.
func (r *recorder) timed(page answer) []timeField {
	got, _ := r.onePage(page)
	started := timeField{"StartedAt", map[string]time.Time{}}
	created := timeField{"CreatedAt", map[string]time.Time{}}
	updated := timeField{"UpdatedAt", map[string]time.Time{}}
	if got == nil {
		return nil
	}
	for _, c := range got.Conversations {
		for _, field := range []struct {
			to timeField
			at time.Time
		}{{started, c.StartedAt}, {created, c.CreatedAt}, {updated, c.UpdatedAt}} {
			if !field.at.IsZero() {
				field.to.at[c.ID] = field.at
			}
		}
	}
	return []timeField{started, created, updated}
}

// exactBy names the times that a bound is applied to here, to the nanosecond: those
// by which the records of the examples pass, or do not.
func (r *recorder) exactBy(f normalize.Filter) string {
	if f != normalize.FilterSince && f != normalize.FilterUntil && f != normalize.FilterUpdatedSince {
		return ""
	}
	tried, wrong := map[string]bool{}, map[string]bool{}
	for _, name := range r.examples("list") {
		page := r.example(name, http.StatusOK)
		for _, field := range r.timed(page) {
			for id, at := range field.at {
				tried[field.name] = true
				if r.passes(page, f, at, id) != (f != normalize.FilterUntil) || r.passes(page, f, at.Add(1), id) != (f == normalize.FilterUntil) {
					wrong[field.name] = true
				}
			}
		}
	}
	var out []string
	for _, name := range []string{"StartedAt", "CreatedAt", "UpdatedAt"} {
		if tried[name] && !wrong[name] {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// passes reports whether a page has the conversation when it is asked for with a
// bound.
func (r *recorder) passes(page answer, f normalize.Filter, at time.Time, id string) bool {
	var got *normalize.Page
	_, _ = r.ask("list", []answer{page}, r.page(with(normalize.Query{}, f, at.Format(time.RFC3339Nano)), &got))
	if got == nil {
		return false
	}
	for _, c := range got.Conversations {
		if c.ID == id {
			return true
		}
	}
	return false
}
