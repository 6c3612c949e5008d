package rest_test

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// TestFaultsInThePage has a fault strike at each byte of a page's body.
func TestFaultsInThePage(t *testing.T) {
	body := `{"data":[{"id":"r0"},7,{"id":"r1"},{"x":1},{"id":"r2"}],"meta":{"more":false}}`
	want := []string{"r0", "!1", "r1", "!3", "r2"}
	faults := map[string]func(http.ResponseWriter, *http.Request, string){
		"reset": func(w http.ResponseWriter, _ *http.Request, part string) { resttest.Cut(w, part) },
		"end":   func(w http.ResponseWriter, _ *http.Request, part string) { resttest.Reply(w, 200, part) },
		"stall": func(w http.ResponseWriter, r *http.Request, part string) {
			resttest.Reply(w, 200, part)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
		"short": func(w http.ResponseWriter, _ *http.Request, part string) {
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			resttest.Cut(w, part)
		},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			for i := 1; i < len(body); i++ {
				synctest.Test(t, func(t *testing.T) {
					n := 0
					c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
						if n++; n == 1 {
							fault(w, r, body[:i])
							return
						}
						resttest.Reply(w, 200, body)
					})
					ids, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
					if diff := cmp.Diff(want, ids); err != nil || diff != "" {
						t.Errorf("at %d: %v\n%s", i, err, diff)
					}
				})
			}
		})
	}
}

// TestShiftedRefetch has records arrive at the front between two attempts.
func TestShiftedRefetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n == 1 {
				resttest.Cut(w, `[{"id":"a"},{"id":"b"},{"id":"c"},`)
			}
			resttest.Reply(w, 200, `[{"id":"new"},{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"}]`)
		})
		ids, _, err := resttest.Collect(t.Context(), resttest.Things(api.Shape{Records: []api.Path{{}}}, paging.SinglePage{}), c, rest.Run{})
		if diff := cmp.Diff([]string{"a", "b", "c", "new", "d"}, ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// A page of records that came before may break off, and be shorter when it is asked
// for again: what is counted of it is what it has then.
func TestShrunkRefetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			switch n++; n {
			case 1:
				resttest.Reply(w, 200, `{"data":`+resttest.Records(0, 4)+`,"meta":{"total":5}}`)
			case 2:
				resttest.Cut(w, `{"data":[{"id":"r1"},{"id":"r2"},{"id":"r3"},`)
			case 3:
				resttest.Reply(w, 200, `{"data":`+resttest.Records(4, 1)+`,"meta":{"total":5}}`)
			default:
				resttest.Reply(w, 200, `{"data":[],"meta":{"total":5}}`)
			}
		})
		ids, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.PageNumber{First: 1, DefaultSize: 4}), c, rest.Run{})
		if diff := cmp.Diff(resttest.Wanted(0, 5), ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

func TestProgressRenewsTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n < 20 {
				resttest.Cut(w, strings.TrimSuffix(resttest.Records(0, n), "]")+",")
			}
			resttest.Reply(w, 200, resttest.Records(0, 20))
		}, func(c *transport.Config) { c.Retry.MaxAttempts = 2 })
		ids, _, err := resttest.Collect(t.Context(), resttest.Things(api.Shape{Records: []api.Path{{}}}, paging.SinglePage{}), c, rest.Run{})
		if diff := cmp.Diff(resttest.Wanted(0, 20), ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

func TestErrorSaysWhereToGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		good := resttest.Pages("total")
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if broken && r.URL.Query().Get("offset") == "10" {
				resttest.Cut(w, `{"data":[{"id":"r10"},{"id":"r11"},`)
			}
			good(w, r)
		})
		l := resttest.Things(resttest.Enveloped, paging.Offset{})
		ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{})
		e, ok := errors.AsType[*rest.PageError](err)
		if !ok || !errors.Is(err, api.ErrUnavailable) {
			t.Fatal(err)
		}
		broken = false
		rest, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &e.At})
		if diff := cmp.Diff(resttest.Wanted(0, 25), append(ids, rest...)); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// A page that fails was not delivered, whatever of it had arrived.
func TestPageThatFailsLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		good := resttest.Pages("total")
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if broken {
				resttest.Cut(w, `{"data":[{"id":"r0"},{"id":"r1"},`)
			}
			good(w, r)
		})
		l := resttest.Things(resttest.Enveloped, paging.Offset{})
		_, err := l.Page(t.Context(), c, rest.Run{Size: 10})
		e, ok := errors.AsType[*rest.PageError](err)
		if !ok {
			t.Fatal(err)
		}
		broken = false
		ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &e.At})
		if diff := cmp.Diff(resttest.Wanted(0, 25), ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// A byte order mark may come in pieces.
func TestSlowMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for _, piece := range []string{"\xef", "\xbb", "\xbf", `{"data":[{"id":"a"}]}`} {
				_, _ = io.WriteString(w, piece)
				_ = http.NewResponseController(w).Flush()
			}
		}, func(c *transport.Config) { c.Retry.MaxAttempts = 1 })
		ids, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Offset{DefaultSize: 100}), c, rest.Run{})
		if err != nil || len(ids) != 1 {
			t.Error(ids, err)
		}
	})
}

func TestBodies(t *testing.T) {
	tests := []struct {
		name, body string
		ids        []string
		text       string
	}{
		{name: "null records", body: `{"data":null,"meta":{"total":0}}`},
		{name: "null and nothing else", body: `{"data":null}`},
		{name: "null records of an error", body: `{"data":null,"error":{"code":"busy","message":"later"}}`, text: "acme: listThings: status 200: no records: busy: later"},
		{name: "error envelope", body: `{"error":{"code":"busy","message":"later"}}`, text: "acme: listThings: status 200: no records: busy: later"},
		{name: "error as text", body: `{"error":"key ` + resttest.Key + `"}`, text: "acme: listThings: status 200: no records: key [redacted]"},
		{name: "array of errors", body: `{"errors":["one","two"]}`, text: "acme: listThings: status 200: no records: one"},
		{name: "object for array", body: `{"data":{"id":"a"}}`, text: "acme: listThings: status 200: no records"},
		{name: "malformed", body: `{"data":[{"id":"a"},{"id":]}`, ids: []string{"a"}, text: "acme: listThings: status 200: malformed JSON: jsontext: "},
		{name: "too large", body: `{"data":[{"id":"a"},{"id":"` + strings.Repeat("x", 2000) + `"}]}`, ids: []string{"a"}, text: "acme: listThings: status 200: body too large"},
		{name: "broken off", body: `{"data":[{"id":"a"},{"id":"b"`, ids: []string{"a"}, text: "acme: listThings: GET http://localhost/v1/things: the body broke off"},
		{name: "BOM", body: "\ufeff" + `{"data":[{"id":"a"}]}`, ids: []string{"a"}},
		{name: "deep", body: `{"x":` + strings.Repeat("[", 400) + strings.Repeat("]", 400) + `,"data":[{"id":"a"}]}`, ids: []string{"a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, test.body) }, func(c *transport.Config) { c.MaxBody = 1500; c.Retry.MaxAttempts = 2 })
				ids, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Offset{DefaultSize: 100}), c, rest.Run{})
				if diff := cmp.Diff(test.ids, ids); diff != "" {
					t.Error(diff)
				}
				if test.text == "" {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if err == nil || !strings.HasPrefix(err.Error(), test.text) {
					t.Errorf("got %v, want %s", err, test.text)
				}
			})
		})
	}
}

// A hostile body that nests without end costs its record, or nothing where it is
// beside the records.
func TestNesting(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	for name, test := range map[string]struct {
		body string
		want []string
	}{
		"in a record":        {`{"data":[{"id":"a"},{"id":"b","x":` + deep + `},{"id":"c"}]}`, []string{"a", "!1", "c"}},
		"beside the records": {`{"x":` + deep + `,"data":[{"id":"a"}]}`, []string{"a"}},
		"for the cursor":     {`{"meta":{"next":` + deep + `},"data":[{"id":"a"}]}`, []string{"a"}},
		"for the records":    {`{"data":[` + deep + `,{"id":"a"}]}`, []string{"!0", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, test.body) })
				ids, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
				if diff := cmp.Diff(test.want, ids); err != nil || diff != "" {
					t.Error(err, diff)
				}
			})
		})
	}
}
