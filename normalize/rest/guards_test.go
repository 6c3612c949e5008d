package rest

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

func TestGuards(t *testing.T) {
	n := 0 // of the request
	page := func(data string, meta string, args ...any) func(*http.Request) string {
		return func(*http.Request) string { return `{"data":` + data + `,"meta":` + fmt.Sprintf(meta, args...) + `}` }
	}
	tests := []struct {
		name  string
		pager Pager
		body  func(r *http.Request) string
		run   Run
		kind  GuardKind // "": ends well
		ids   []string
	}{
		{name: "same cursor", pager: Cursor{}, kind: GuardRepeatedCursor, ids: wanted(0, 2),
			body: func(*http.Request) string {
				return `{"data":` + records(n-1, 1) + `,"meta":{"next":"c"}}`
			}},
		{name: "two cursors in turn", pager: Cursor{}, kind: GuardRepeatedCursor, ids: wanted(0, 3),
			body: func(*http.Request) string {
				return `{"data":` + records(n-1, 1) + `,"meta":{"next":"c` + strconv.Itoa(n%2) + `"}}`
			}},
		{name: "same page", pager: Offset{DefaultSize: 2}, kind: GuardRepeatedPage, ids: wanted(0, 2), body: page(records(0, 2), `{}`)},
		{name: "same page, total reached", pager: Offset{DefaultSize: 2}, kind: GuardRepeatedPage, ids: wanted(0, 2), body: page(records(0, 2), `{"total":4}`)},
		{name: "two pages in turn", pager: PageNumber{First: 1, DefaultSize: 2}, kind: GuardRepeatedPage, ids: wanted(0, 4),
			body: func(*http.Request) string { return `{"data":` + records((n+1)%2*2, 2) + `}` }},
		{name: "a lone record shifted", pager: Offset{DefaultSize: 1}, ids: wanted(0, 3),
			body: func(*http.Request) string {
				return []string{`{"data":[{"id":"r0"}]}`, `{"data":[{"id":"r0"}]}`, `{"data":[{"id":"r1"}]}`, `{"data":[{"id":"r2"}]}`, `{"data":[]}`}[n-1]
			}},
		{name: "page cap", pager: PageNumber{}, run: Run{MaxPages: 3}, kind: GuardPageCap, ids: wanted(0, 3),
			body: func(*http.Request) string { return `{"data":` + records(n-1, 1) + `,"meta":{"more":true}}` }},
		{name: "empty pages go on", pager: Cursor{}, ids: wanted(0, 1),
			body: func(*http.Request) string {
				if n < 10 {
					return `{"data":[],"meta":{"next":"c` + strconv.Itoa(n) + `"}}`
				}
				return `{"data":` + records(0, 1) + `}`
			}},
		{name: "empty pages for ever", pager: Cursor{}, kind: GuardEmptyPages,
			body: func(*http.Request) string { return `{"data":[],"meta":{"next":"c` + strconv.Itoa(n) + `"}}` }},
		{name: "more without a cursor", pager: Cursor{}, kind: GuardNoCursor, ids: wanted(0, 2), body: page(records(0, 2), `{"more":true}`)},
		{name: "cursor on the last page", pager: Cursor{}, ids: wanted(0, 2), body: page(records(0, 2), `{"more":false,"next":"c"}`)},
		{name: "offset stands still", pager: Offset{}, kind: GuardNoAdvance, body: page(`[]`, `{"more":true}`)},
		{name: "foreign link", pager: Link{}, kind: GuardForeignLink, ids: wanted(0, 1), body: page(records(0, 1), `{"link":"http://evil.test/v1/things"}`)},
		{name: "foreign port", pager: Link{}, kind: GuardForeignLink, ids: wanted(0, 1), body: page(records(0, 1), `{"link":"//localhost:81/"}`)},
		{name: "foreign scheme", pager: Link{}, kind: GuardForeignLink, ids: wanted(0, 1), body: page(records(0, 1), `{"link":"https://localhost/v1/things"}`)},
		{name: "link with a user", pager: Link{}, kind: GuardForeignLink, ids: wanted(0, 1), body: page(records(0, 1), `{"link":"http://u:p@localhost/"}`)},
		{name: "link to itself", pager: Link{}, kind: GuardRepeatedCursor, ids: wanted(0, 2),
			body: func(*http.Request) string { return `{"data":` + records(n-1, 1) + `,"meta":{"link":"?page=2"}}` }},
		{name: "short page, total says more", pager: Offset{DefaultSize: 5}, ids: wanted(0, 4),
			body: func(r *http.Request) string {
				from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				return `{"data":` + records(from, 2) + `,"meta":{"total":4}}`
			}},
		{name: "total too small", pager: Offset{DefaultSize: 2}, ids: wanted(0, 5),
			body: func(r *http.Request) string {
				from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				return `{"data":` + records(from, min(2, 5-from)) + `,"meta":{"total":1}}`
			}},
		{name: "total never reached", pager: Offset{DefaultSize: 2}, kind: GuardMissing, ids: wanted(0, 3),
			body: func(r *http.Request) string {
				from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				return `{"data":` + records(from, min(2, 3-from)) + `,"meta":{"total":10}}`
			}},
		{name: "more without a cursor and a word", pager: Cursor{}, kind: GuardMissing, ids: wanted(0, 2), body: page(records(0, 2), `{"total":4}`)},
		{name: "no more, yet the total says so", pager: Cursor{}, kind: GuardMissing, ids: wanted(0, 2), body: page(records(0, 2), `{"more":false,"total":3}`)},
		{name: "a single page with too few", pager: SinglePage{}, kind: GuardMissing, ids: wanted(0, 2), body: page(records(0, 2), `{"total":3}`)},
		{name: "records that arrive are not missing", pager: Cursor{}, ids: wanted(0, 4),
			body: func(*http.Request) string {
				return []string{`{"data":` + records(0, 2) + `,"meta":{"next":"c","total":4}}`, `{"data":` + records(2, 2) + `,"meta":{"total":9}}`}[n-1]
			}},
		{name: "records that go are not missing", pager: Cursor{}, ids: wanted(0, 3),
			body: func(*http.Request) string {
				return []string{`{"data":` + records(0, 2) + `,"meta":{"next":"c","total":9}}`, `{"data":` + records(2, 1) + `,"meta":{"total":3}}`}[n-1]
			}},
		{name: "a record that moved made room for none", pager: Offset{DefaultSize: 2}, kind: GuardMissing, ids: wanted(0, 3),
			body: func(*http.Request) string {
				return []string{`{"data":` + records(0, 2) + `,"meta":{"total":4}}`, `{"data":` + records(1, 2) + `,"meta":{"total":4}}`, `{"data":[],"meta":{"total":4}}`}[n-1]
			}},
		// With one more at the front the third page holds the rest, and there is no fourth to ask for.
		{name: "the last page of a list that grew", pager: PageNumber{First: 1, DefaultSize: 3}, ids: wanted(0, 7),
			body: func(*http.Request) string {
				return []string{`{"data":` + records(0, 3) + `,"meta":{"total":7}}`, `{"data":` + records(2, 3) + `,"meta":{"total":8}}`, `{"data":` + records(5, 2) + `,"meta":{"total":8}}`}[n-1]
			}},
		{name: "the last page of a list that grew from a total of before", pager: PageNumber{First: 1, DefaultSize: 3}, ids: wanted(0, 6),
			body: func(*http.Request) string {
				return []string{`{"data":` + records(0, 3) + `,"meta":{"total":6}}`, `{"data":` + records(2, 3) + `,"meta":{"total":6}}`, `{"data":` + records(5, 1) + `,"meta":{"total":6}}`}[n-1]
			}},
		{name: "an empty page number", pager: PageNumber{First: 1, DefaultSize: 2}, kind: GuardMissing, ids: []string{"r0", "r1", "r4", "r5"},
			body: func(*http.Request) string {
				return `{"data":` + []string{records(0, 2), "[]", records(4, 2), "[]"}[n-1] + `,"meta":{"total":6}}`
			}},
		{name: "shifted pages", pager: Offset{DefaultSize: 3}, ids: wanted(0, 5),
			body: func(r *http.Request) string {
				return []string{`{"data":` + records(0, 3) + `}`, `{"data":` + records(2, 3) + `}`, `{"data":[]}`}[n-1]
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n = 0
				c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
					n++
					reply(w, 200, test.body(r))
				})
				ids, _, err := collect(t.Context(), things(enveloped, test.pager), c, test.run)
				if diff := cmp.Diff(test.ids, ids); diff != "" {
					t.Error(diff)
				}
				e, ok := errors.AsType[*GuardError](err)
				switch {
				case test.kind == "" && err != nil, test.kind != "" && (!ok || e.Kind != test.kind || e.Provider != "acme"):
					t.Errorf("got %v, want %q", err, test.kind)
				}
			})
		})
	}
}

// A run that was led back goes on from where it brought something last.
func TestCirclesResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			at, _ := strconv.Atoi(r.URL.Query().Get("cursor"))
			next := at + 2
			if broken && at == 4 {
				next = 2
			}
			reply(w, 200, fmt.Sprintf(`{"data":%s,"meta":{"next":"%d","more":%v}}`, records(at, 2), next, at < 8))
		})
		l := things(enveloped, Cursor{})
		first, _, err := collect(t.Context(), l, c, Run{})
		e, ok := errors.AsType[*PageError](err)
		if guard, is := errors.AsType[*GuardError](err); !ok || !is || guard.Kind != GuardRepeatedCursor {
			t.Fatal(err)
		}
		broken = false
		rest, _, err := collect(t.Context(), l, c, Run{Start: &e.At})
		if diff := cmp.Diff(wanted(0, 10), append(first, rest...)); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// What an empty or short page did not bring comes when the run goes on from the
// token of the error that says that it is missing.
func TestMissingResumes(t *testing.T) {
	for _, short := range []string{"[]", records(3, 1)} {
		synctest.Test(t, func(t *testing.T) {
			broken := true
			c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
				at, _ := strconv.Atoi(r.URL.Query().Get("page"))
				data := records(3*(at-1), min(3, 8-3*(at-1)))
				if broken && at == 2 {
					data = short
				}
				reply(w, 200, `{"data":`+data+`,"meta":{"total":8}}`)
			})
			l := things(enveloped, PageNumber{First: 1, DefaultSize: 3})
			_, _, err := collect(t.Context(), l, c, Run{})
			e, ok := errors.AsType[*PageError](err)
			if !ok || e.At.Page != 2 {
				t.Fatalf("got %v at %+v", err, e)
			}
			broken = false
			ids, _, err := collect(t.Context(), l, c, Run{Start: &e.At})
			if diff := cmp.Diff(wanted(3, 5), ids); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

// The last page of a list with too few records is whole, and says so.
func TestLastPageWithTooFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 200, `{"data":`+records(0, 2)+`,"meta":{"total":3}}`)
		})
		page, err := things(enveloped, Cursor{}).Page(t.Context(), c, Run{})
		if err != nil || len(page.Items) != 2 || page.Next != nil {
			t.Fatalf("got %+v, %v", page, err)
		}
		if e, ok := errors.AsType[*GuardError](page.Missing); !ok || e.Kind != GuardMissing || e.Provider != "acme" {
			t.Errorf("got %v", page.Missing)
		}
	})
}

func TestPageCapResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTest(t, pages("cursor"))
		l := things(enveloped, Cursor{})
		ids, _, err := collect(t.Context(), l, c, Run{MaxPages: 1})
		e, ok := errors.AsType[*PageError](err)
		if !ok {
			t.Fatal(err)
		}
		more, _, err := collect(t.Context(), l, c, Run{Start: &e.At})
		if diff := cmp.Diff(wanted(0, 25), append(ids, more...)); err != nil || diff != "" || c.Stats().Requests != 3 {
			t.Error(err, diff, c.Stats())
		}
	})
}

func TestWindow(t *testing.T) {
	w := newWindow(3)
	for _, s := range []string{"a", "b", "c", "d"} {
		if !w.add(w.hash(s)) {
			t.Errorf("%s was there", s)
		}
	}
	if w.has(w.hash("a")) || !w.has(w.hash("b")) || w.add(w.hash("d")) || len(w.known) != 3 {
		t.Errorf("got %v", w.known)
	}
}

// An API that refuses a page behind the last ends the list by it, with what the
// totals say still to be met; the first page is never behind the last.
func TestEndRefused(t *testing.T) {
	tests := []struct {
		name  string
		pages []string // "": refused
		start *Position
		ids   []string
		check func(error) bool
	}{
		{name: "ends", pages: []string{records(0, 2), records(2, 2), ""}, ids: wanted(0, 4), check: func(err error) bool { return err == nil }},
		{name: "ends where a run went on", pages: []string{""}, start: &Position{Page: 3, Seen: 4}, check: func(err error) bool { return err == nil }},
		{name: "first", pages: []string{""}, check: func(err error) bool { return errors.Is(err, ErrNotFound) }},
		{name: "a page of which the rest is refused", pages: []string{records(0, 2), "cut", ""}, ids: wanted(0, 3), check: func(err error) bool { return errors.Is(err, ErrNotFound) }},
		{name: "records are missing", pages: []string{records(0, 2), ""}, start: &Position{Page: 2, Seen: 2, Least: 6}, ids: wanted(0, 2), check: func(err error) bool {
			e, ok := errors.AsType[*GuardError](err)
			return ok && e.Kind == GuardMissing
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
					if n++; test.pages[n-1] == "" {
						reply(w, 404, `{"error":{"message":"no such page"}}`)
						return
					}
					if test.pages[n-1] == "cut" {
						cut(w, `{"data":[{"id":"r2"},`)
					}
					reply(w, 200, `{"data":`+test.pages[n-1]+`}`)
				})
				shape := enveloped
				shape.End = []int{404}
				ids, _, err := collect(t.Context(), things(shape, PageNumber{First: 1, DefaultSize: 2}), c, Run{Start: test.start})
				if diff := cmp.Diff(test.ids, ids); diff != "" || !test.check(err) {
					t.Error(err, diff)
				}
			})
		})
	}
}
