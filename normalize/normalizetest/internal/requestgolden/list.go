package requestgolden

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/parlancehq/parlance/normalize"
)

// list writes the first request of the source's list, what follows its examples, and
// what a query changes.
func (r *recorder) list() {
	r.out.gap()
	sent, err := r.ask("", nil, r.page(normalize.Query{}, nil))
	if len(sent) == 0 {
		r.out.row(0, "list", refusal(err))
		return
	}
	for _, q := range sent {
		r.out.row(0, "list", q.lines(r.common)...)
	}
	if r.caps.Order != normalize.OrderUnspecified {
		r.out.row(1, "order", fmt.Sprintf("%s by %s", r.caps.Order, r.caps.Time))
	}
	first := last(sent)
	r.listPages(first)
	for _, size := range []int{7, 1_000_000} {
		r.query(first, 1, "PageSize "+strconv.Itoa(size), normalize.Query{PageSize: size})
	}
	for _, f := range normalize.Filters() {
		r.filter(first, f)
	}
	r.combined(first)
	r.transcripts()
}

// query writes how the first request of a query differs from that of all.
func (r *recorder) query(first *request, depth int, label string, q normalize.Query) {
	sent, err := r.ask("", nil, r.page(q, nil))
	r.out.row(depth, label, r.changes(first, sent, err)...)
}

// changes says how the last of the requests differs from another.
func (r *recorder) changes(from *request, sent []*request, err error) []string {
	if len(sent) == 0 {
		return []string{refusal(err)}
	}
	return differences(from, last(sent), r.common)
}

// listPages writes what follows each example of the list. Where a page ends the list
// because it has fewer records than it could have, it is asked for with their
// number.
func (r *recorder) listPages(first *request) {
	for _, name := range r.examples("list") {
		page := r.example(name, http.StatusOK)
		whole, size := r.onePage(page)
		q := normalize.Query{}
		sent, err := r.twoPages(q, page)
		label := name + ".json"
		if len(sent) < 2 && size > 0 {
			q.PageSize = size
			if more, _ := r.twoPages(q, page); len(more) > 1 {
				sent, label = more, label+", PageSize "+strconv.Itoa(size)
			}
		}
		if whole != nil && whole.Total != nil {
			label += fmt.Sprintf(", total %d", *whole.Total)
		}
		if len(sent) < 2 {
			r.out.row(1, "after "+label, "the list ends"+guarded(err))
			continue
		}
		r.out.row(1, "after "+label, differences(first, sent[1], r.common)...)
		r.resumed(q, page, sent[1])
		r.behindEnd(q, page)
		r.early(q, page)
	}
}

// onePage reads a page and gives the number of its records, decoded or not.
func (r *recorder) onePage(page answer) (*normalize.Page, int) {
	var got *normalize.Page
	_, _ = r.ask("list", []answer{page}, r.page(normalize.Query{}, &got))
	if got == nil {
		return nil, 0
	}
	size := len(got.Conversations)
	for _, err := range got.Errors {
		if !normalize.Final(err) {
			size++
		}
	}
	return got, size
}

// twoPages gives the requests for a page and for the one behind it, and what ended
// the list.
func (r *recorder) twoPages(q normalize.Query, page answer) ([]*request, error) {
	sent, err := r.ask("list", []answer{page}, r.conversations(q))
	return of(sent, "list"), err
}

// guarded says what is wrong with the end of a list, such as that records are missing.
func guarded(err error) string {
	var guard *normalize.GuardError
	if errors.As(err, &guard) {
		return ", " + string(guard.Kind)
	}
	return ""
}

// resumed writes what a page's token leads to, where that is not what a run asks for
// next.
func (r *recorder) resumed(q normalize.Query, page answer, next *request) {
	var got *normalize.Page
	_, err := r.ask("list", []answer{page}, r.page(q, &got))
	if got == nil || got.Next == "" {
		r.out.row(2, "by its token", "nothing: "+refusal(err))
		return
	}
	q.PageToken = got.Next
	sent, err := r.ask("", nil, r.page(q, nil))
	if lines := r.changes(next, sent, err); len(lines) != 1 || lines[0] != same {
		r.out.row(2, "by its token", lines...)
	}
}
