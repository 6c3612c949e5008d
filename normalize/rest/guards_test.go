package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

func TestGuards(t *testing.T) {
	n := 0 // of the request
	page := func(data string, meta string, args ...any) func(*http.Request) string {
		return func(*http.Request) string { return `{"data":` + data + `,"meta":` + fmt.Sprintf(meta, args...) + `}` }
	}
	tests := []struct {
		name  string
		pager paging.Pager
		body  func(r *http.Request) string
		run   rest.Run
		kind  api.GuardKind // "": ends well
		ids   []string
	}{
		{name: "same cursor", pager: paging.Cursor{}, kind: api.GuardRepeatedCursor, ids: resttest.Wanted(0, 2),
			body: func(*http.Request) string {
				return `{"data":` + resttest.Records(n-1, 1) + `,"meta":{"next":"c"}}`
			}},
		{name: "two cursors in turn", pager: paging.Cursor{}, kind: api.GuardRepeatedCursor, ids: resttest.Wanted(0, 3),
			body: func(*http.Request) string {
				return `{"data":` + resttest.Records(n-1, 1) + `,"meta":{"next":"c` + strconv.Itoa(n%2) + `"}}`
			}},
		{name: "same page", pager: paging.Offset{DefaultSize: 2}, kind: api.GuardRepeatedPage, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{}`)},
		{name: "same page, total reached", pager: paging.Offset{DefaultSize: 2}, kind: api.GuardRepeatedPage, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{"total":4}`)},
		{name: "two pages in turn", pager: paging.PageNumber{First: 1, DefaultSize: 2}, kind: api.GuardRepeatedPage, ids: resttest.Wanted(0, 4),
			body: func(*http.Request) string { return `{"data":` + resttest.Records((n+1)%2*2, 2) + `}` }},
		{name: "a lone record shifted", pager: paging.Offset{DefaultSize: 1}, ids: resttest.Wanted(0, 3),
			body: func(*http.Request) string {
				return []string{`{"data":[{"id":"r0"}]}`, `{"data":[{"id":"r0"}]}`, `{"data":[{"id":"r1"}]}`, `{"data":[{"id":"r2"}]}`, `{"data":[]}`}[n-1]
			}},
		{name: "page cap", pager: paging.PageNumber{}, run: rest.Run{MaxPages: 3}, kind: api.GuardPageCap, ids: resttest.Wanted(0, 3),
			body: func(*http.Request) string { return `{"data":` + resttest.Records(n-1, 1) + `,"meta":{"more":true}}` }},
		{name: "empty pages go on", pager: paging.Cursor{}, ids: resttest.Wanted(0, 1),
			body: func(*http.Request) string {
				if n < 10 {
					return `{"data":[],"meta":{"next":"c` + strconv.Itoa(n) + `"}}`
				}
				return `{"data":` + resttest.Records(0, 1) + `}`
			}},
		{name: "empty pages for ever", pager: paging.Cursor{}, kind: api.GuardEmptyPages,
			body: func(*http.Request) string { return `{"data":[],"meta":{"next":"c` + strconv.Itoa(n) + `"}}` }},
		{name: "more without a cursor", pager: paging.Cursor{}, kind: api.GuardNoCursor, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{"more":true}`)},
		{name: "cursor on the last page", pager: paging.Cursor{}, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{"more":false,"next":"c"}`)},
		{name: "offset stands still", pager: paging.Offset{}, kind: api.GuardNoAdvance, body: page(`[]`, `{"more":true}`)},
		{name: "foreign link", pager: paging.Link{}, kind: api.GuardForeignLink, ids: resttest.Wanted(0, 1), body: page(resttest.Records(0, 1), `{"link":"http://evil.test/v1/things"}`)},
		{name: "foreign port", pager: paging.Link{}, kind: api.GuardForeignLink, ids: resttest.Wanted(0, 1), body: page(resttest.Records(0, 1), `{"link":"//localhost:81/"}`)},
		{name: "foreign scheme", pager: paging.Link{}, kind: api.GuardForeignLink, ids: resttest.Wanted(0, 1), body: page(resttest.Records(0, 1), `{"link":"https://localhost/v1/things"}`)},
		{name: "link with a user", pager: paging.Link{}, kind: api.GuardForeignLink, ids: resttest.Wanted(0, 1), body: page(resttest.Records(0, 1), `{"link":"http://u:p@localhost/"}`)},
		{name: "link to itself", pager: paging.Link{}, kind: api.GuardRepeatedCursor, ids: resttest.Wanted(0, 2),
			body: func(*http.Request) string {
				return `{"data":` + resttest.Records(n-1, 1) + `,"meta":{"link":"?page=2"}}`
			}},
		{name: "short page, total says more", pager: paging.Offset{DefaultSize: 5}, ids: resttest.Wanted(0, 4),
			body: func(r *http.Request) string {
				from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				return `{"data":` + resttest.Records(from, 2) + `,"meta":{"total":4}}`
			}},
		{name: "total too small", pager: paging.Offset{DefaultSize: 2}, ids: resttest.Wanted(0, 5),
			body: func(r *http.Request) string {
				from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				return `{"data":` + resttest.Records(from, min(2, 5-from)) + `,"meta":{"total":1}}`
			}},
		{name: "total never reached", pager: paging.Offset{DefaultSize: 2}, kind: api.GuardMissing, ids: resttest.Wanted(0, 3),
			body: func(r *http.Request) string {
				from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
				return `{"data":` + resttest.Records(from, min(2, 3-from)) + `,"meta":{"total":10}}`
			}},
		{name: "more without a cursor and a word", pager: paging.Cursor{}, kind: api.GuardMissing, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{"total":4}`)},
		{name: "no more, yet the total says so", pager: paging.Cursor{}, kind: api.GuardMissing, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{"more":false,"total":3}`)},
		{name: "a single page with too few", pager: paging.SinglePage{}, kind: api.GuardMissing, ids: resttest.Wanted(0, 2), body: page(resttest.Records(0, 2), `{"total":3}`)},
		{name: "records that arrive are not missing", pager: paging.Cursor{}, ids: resttest.Wanted(0, 4),
			body: func(*http.Request) string {
				return []string{`{"data":` + resttest.Records(0, 2) + `,"meta":{"next":"c","total":4}}`, `{"data":` + resttest.Records(2, 2) + `,"meta":{"total":9}}`}[n-1]
			}},
		{name: "records that go are not missing", pager: paging.Cursor{}, ids: resttest.Wanted(0, 3),
			body: func(*http.Request) string {
				return []string{`{"data":` + resttest.Records(0, 2) + `,"meta":{"next":"c","total":9}}`, `{"data":` + resttest.Records(2, 1) + `,"meta":{"total":3}}`}[n-1]
			}},
		{name: "a record that moved made room for none", pager: paging.Offset{DefaultSize: 2}, kind: api.GuardMissing, ids: resttest.Wanted(0, 3),
			body: func(*http.Request) string {
				return []string{`{"data":` + resttest.Records(0, 2) + `,"meta":{"total":4}}`, `{"data":` + resttest.Records(1, 2) + `,"meta":{"total":4}}`, `{"data":[],"meta":{"total":4}}`}[n-1]
			}},
		// With one more at the front the third page holds the rest, and there is no fourth to ask for.
		{name: "the last page of a list that grew", pager: paging.PageNumber{First: 1, DefaultSize: 3}, ids: resttest.Wanted(0, 7),
			body: func(*http.Request) string {
				return []string{`{"data":` + resttest.Records(0, 3) + `,"meta":{"total":7}}`, `{"data":` + resttest.Records(2, 3) + `,"meta":{"total":8}}`, `{"data":` + resttest.Records(5, 2) + `,"meta":{"total":8}}`}[n-1]
			}},
		{name: "the last page of a list that grew from a total of before", pager: paging.PageNumber{First: 1, DefaultSize: 3}, ids: resttest.Wanted(0, 6),
			body: func(*http.Request) string {
				return []string{`{"data":` + resttest.Records(0, 3) + `,"meta":{"total":6}}`, `{"data":` + resttest.Records(2, 3) + `,"meta":{"total":6}}`, `{"data":` + resttest.Records(5, 1) + `,"meta":{"total":6}}`}[n-1]
			}},
		{name: "an empty page number", pager: paging.PageNumber{First: 1, DefaultSize: 2}, kind: api.GuardMissing, ids: []string{"r0", "r1", "r4", "r5"},
			body: func(*http.Request) string {
				return `{"data":` + []string{resttest.Records(0, 2), "[]", resttest.Records(4, 2), "[]"}[n-1] + `,"meta":{"total":6}}`
			}},
		{name: "shifted pages", pager: paging.Offset{DefaultSize: 3}, ids: resttest.Wanted(0, 5),
			body: func(r *http.Request) string {
				return []string{`{"data":` + resttest.Records(0, 3) + `}`, `{"data":` + resttest.Records(2, 3) + `}`, `{"data":[]}`}[n-1]
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n = 0
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					n++
					resttest.Reply(w, 200, test.body(r))
				})
				ids, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, test.pager), c, test.run)
				if diff := cmp.Diff(test.ids, ids); diff != "" {
					t.Error(diff)
				}
				e, ok := errors.AsType[*api.GuardError](err)
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
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			at, _ := strconv.Atoi(r.URL.Query().Get("cursor"))
			next := at + 2
			if broken && at == 4 {
				next = 2
			}
			resttest.Reply(w, 200, fmt.Sprintf(`{"data":%s,"meta":{"next":"%d","more":%v}}`, resttest.Records(at, 2), next, at < 8))
		})
		l := resttest.Things(resttest.Enveloped, paging.Cursor{})
		first, _, err := resttest.Collect(t.Context(), l, c, rest.Run{})
		e, ok := errors.AsType[*rest.PageError](err)
		if guard, is := errors.AsType[*api.GuardError](err); !ok || !is || guard.Kind != api.GuardRepeatedCursor {
			t.Fatal(err)
		}
		broken = false
		rest, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &e.At})
		if diff := cmp.Diff(resttest.Wanted(0, 10), append(first, rest...)); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// What an empty or short page did not bring comes when the run goes on from the
// token of the error that says that it is missing.
func TestMissingResumes(t *testing.T) {
	for _, short := range []string{"[]", resttest.Records(3, 1)} {
		synctest.Test(t, func(t *testing.T) {
			broken := true
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
				at, _ := strconv.Atoi(r.URL.Query().Get("page"))
				data := resttest.Records(3*(at-1), min(3, 8-3*(at-1)))
				if broken && at == 2 {
					data = short
				}
				resttest.Reply(w, 200, `{"data":`+data+`,"meta":{"total":8}}`)
			})
			l := resttest.Things(resttest.Enveloped, paging.PageNumber{First: 1, DefaultSize: 3})
			_, _, err := resttest.Collect(t.Context(), l, c, rest.Run{})
			e, ok := errors.AsType[*rest.PageError](err)
			if !ok || e.At.Page != 2 {
				t.Fatalf("got %v at %+v", err, e)
			}
			broken = false
			ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &e.At})
			if diff := cmp.Diff(resttest.Wanted(3, 5), ids); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

// The last page of a list with too few records is whole, and says so.
func TestLastPageWithTooFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			resttest.Reply(w, 200, `{"data":`+resttest.Records(0, 2)+`,"meta":{"total":3}}`)
		})
		page, err := resttest.Things(resttest.Enveloped, paging.Cursor{}).Page(t.Context(), c, rest.Run{})
		if err != nil || len(page.Items) != 2 || page.Next != nil {
			t.Fatalf("got %+v, %v", page, err)
		}
		if e, ok := errors.AsType[*api.GuardError](page.Missing); !ok || e.Kind != api.GuardMissing || e.Provider != "acme" {
			t.Errorf("got %v", page.Missing)
		}
	})
}

func TestPageCapResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, resttest.Pages("cursor"))
		l := resttest.Things(resttest.Enveloped, paging.Cursor{})
		ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{MaxPages: 1})
		e, ok := errors.AsType[*rest.PageError](err)
		if !ok {
			t.Fatal(err)
		}
		more, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &e.At})
		if diff := cmp.Diff(resttest.Wanted(0, 25), append(ids, more...)); err != nil || diff != "" || c.Stats().Requests != 3 {
			t.Error(err, diff, c.Stats())
		}
	})
}

// An API that refuses a page behind the last ends the list by it, with what the
// totals say still to be met; the first page is never behind the last.
func TestEndRefused(t *testing.T) {
	tests := []struct {
		name  string
		pages []string // "": refused
		start *paging.Position
		ids   []string
		check func(error) bool
	}{
		{name: "ends", pages: []string{resttest.Records(0, 2), resttest.Records(2, 2), ""}, ids: resttest.Wanted(0, 4), check: func(err error) bool { return err == nil }},
		{name: "ends where a run went on", pages: []string{""}, start: &paging.Position{Page: 3, Seen: 4}, check: func(err error) bool { return err == nil }},
		{name: "first", pages: []string{""}, check: func(err error) bool { return errors.Is(err, api.ErrNotFound) }},
		{name: "a page of which the rest is refused", pages: []string{resttest.Records(0, 2), "cut", ""}, ids: resttest.Wanted(0, 3), check: func(err error) bool { return errors.Is(err, api.ErrNotFound) }},
		{name: "records are missing", pages: []string{resttest.Records(0, 2), ""}, start: &paging.Position{Page: 2, Seen: 2, Least: 6}, ids: resttest.Wanted(0, 2), check: func(err error) bool {
			e, ok := errors.AsType[*api.GuardError](err)
			return ok && e.Kind == api.GuardMissing
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					if n++; test.pages[n-1] == "" {
						resttest.Reply(w, 404, `{"error":{"message":"no such page"}}`)
						return
					}
					if test.pages[n-1] == "cut" {
						resttest.Cut(w, `{"data":[{"id":"r2"},`)
					}
					resttest.Reply(w, 200, `{"data":`+test.pages[n-1]+`}`)
				})
				shape := resttest.Enveloped
				shape.End = []int{404}
				ids, _, err := resttest.Collect(t.Context(), resttest.Things(shape, paging.PageNumber{First: 1, DefaultSize: 2}), c, rest.Run{Start: test.start})
				if diff := cmp.Diff(test.ids, ids); diff != "" || !test.check(err) {
					t.Error(err, diff)
				}
			})
		})
	}
}

// TestLinkFromElsewhere: only a list of the link style has links in its tokens.
func TestLinkFromElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
		_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{Start: &paging.Position{Link: "http://localhost/v1/others"}})
		if e, ok := errors.AsType[*paging.TokenError](err); !ok || e.Kind != paging.TokenTampered {
			t.Errorf("%v", err)
		}
	})
}
