package requestgolden

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// refusals are the statuses with which APIs refuse a page behind the last one.
var refusals = []int{
	http.StatusBadRequest, http.StatusNotFound, http.StatusGone,
	http.StatusRequestedRangeNotSatisfiable, http.StatusUnprocessableEntity,
}

// behindEnd writes which refusals of the next page end the list well.
func (r *recorder) behindEnd(q normalize.Query, page answer) {
	var ends []string
	for _, status := range refusals {
		_, err := r.ask("list", []answer{page, {status: status, body: []byte("{}")}}, r.conversations(q))
		if word := refusal(err); word == "" || word == "GuardError" {
			ends = append(ends, fmt.Sprint(status))
		}
	}
	if ends != nil {
		r.out.row(2, "answered with "+strings.Join(ends, ", "), "the list ends")
	}
}

// early writes where a page that is all outside of a bound ends the list, as it may
// where the list is sorted by time.
func (r *recorder) early(q normalize.Query, page answer) {
	var times []time.Time
	for _, field := range r.timed(page) {
		for _, at := range field.at {
			times = append(times, at)
		}
	}
	if len(times) == 0 {
		return
	}
	slices.SortFunc(times, time.Time.Compare)
	since, until := q, q
	since.Since, until.Until = times[len(times)-1].Add(time.Hour), times[0].Add(-time.Hour)
	for _, bound := range []struct {
		label string
		q     normalize.Query
	}{{"all of it before Since", since}, {"all of it behind Until", until}} {
		if sent, _ := r.twoPages(bound.q, page); len(sent) == 1 {
			r.out.row(2, bound.label, "the list ends")
		}
	}
}

// morePages writes what follows each example of a role that is not the list.
func (r *recorder) morePages(role string, call func(normalize.Provider) error) {
	for _, name := range r.examples(role) {
		sent, err := r.ask(role, r.answers([]string{name}), call)
		sent = of(sent, role)
		switch {
		case len(sent) > 1:
			r.out.row(1, "after "+name+".json", differences(sent[0], sent[1], r.common)...)
		case len(sent) == 1:
			r.out.row(1, "after "+name+".json", "nothing more"+guarded(err))
		}
	}
}
