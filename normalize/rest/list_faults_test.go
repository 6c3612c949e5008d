package rest

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// TestFaultsInThePage has a fault strike at each byte of a page's body.
func TestFaultsInThePage(t *testing.T) {
	body := `{"data":[{"id":"r0"},7,{"id":"r1"},{"x":1},{"id":"r2"}],"meta":{"more":false}}`
	want := []string{"r0", "!1", "r1", "!3", "r2"}
	faults := map[string]func(http.ResponseWriter, *http.Request, string){
		"reset": func(w http.ResponseWriter, _ *http.Request, part string) { cut(w, part) },
		"end":   func(w http.ResponseWriter, _ *http.Request, part string) { reply(w, 200, part) },
		"stall": func(w http.ResponseWriter, r *http.Request, part string) {
			reply(w, 200, part)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
		"short": func(w http.ResponseWriter, _ *http.Request, part string) {
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			cut(w, part)
		},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			for i := 1; i < len(body); i++ {
				synctest.Test(t, func(t *testing.T) {
					n := 0
					c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
						if n++; n == 1 {
							fault(w, r, body[:i])
							return
						}
						reply(w, 200, body)
					})
					ids, _, err := collect(t.Context(), things(enveloped, Cursor{}), c, Run{})
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
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n == 1 {
				cut(w, `[{"id":"a"},{"id":"b"},{"id":"c"},`)
			}
			reply(w, 200, `[{"id":"new"},{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"}]`)
		})
		ids, _, err := collect(t.Context(), things(Shape{Records: []Path{{}}}, SinglePage{}), c, Run{})
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
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			switch n++; n {
			case 1:
				reply(w, 200, `{"data":`+records(0, 4)+`,"meta":{"total":5}}`)
			case 2:
				cut(w, `{"data":[{"id":"r1"},{"id":"r2"},{"id":"r3"},`)
			case 3:
				reply(w, 200, `{"data":`+records(4, 1)+`,"meta":{"total":5}}`)
			default:
				reply(w, 200, `{"data":[],"meta":{"total":5}}`)
			}
		})
		ids, _, err := collect(t.Context(), things(enveloped, PageNumber{First: 1, DefaultSize: 4}), c, Run{})
		if diff := cmp.Diff(wanted(0, 5), ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

func TestProgressRenewsTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n < 20 {
				cut(w, strings.TrimSuffix(records(0, n), "]")+",")
			}
			reply(w, 200, records(0, 20))
		}, func(c *Config) { c.Retry.MaxAttempts = 2 })
		ids, _, err := collect(t.Context(), things(Shape{Records: []Path{{}}}, SinglePage{}), c, Run{})
		if diff := cmp.Diff(wanted(0, 20), ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

func TestErrorSaysWhereToGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		good := pages("total")
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			if broken && r.URL.Query().Get("offset") == "10" {
				cut(w, `{"data":[{"id":"r10"},{"id":"r11"},`)
			}
			good(w, r)
		})
		l := things(enveloped, Offset{})
		ids, _, err := collect(t.Context(), l, c, Run{})
		e, ok := errors.AsType[*PageError](err)
		if !ok || !errors.Is(err, ErrUnavailable) {
			t.Fatal(err)
		}
		broken = false
		rest, _, err := collect(t.Context(), l, c, Run{Start: &e.At})
		if diff := cmp.Diff(wanted(0, 25), append(ids, rest...)); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// A page that fails was not delivered, whatever of it had arrived.
func TestPageThatFailsLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		good := pages("total")
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			if broken {
				cut(w, `{"data":[{"id":"r0"},{"id":"r1"},`)
			}
			good(w, r)
		})
		l := things(enveloped, Offset{})
		_, err := l.Page(t.Context(), c, Run{Size: 10})
		e, ok := errors.AsType[*PageError](err)
		if !ok {
			t.Fatal(err)
		}
		broken = false
		ids, _, err := collect(t.Context(), l, c, Run{Start: &e.At})
		if diff := cmp.Diff(wanted(0, 25), ids); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

// A byte order mark may come in pieces.
func TestSlowMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for _, piece := range []string{"\xef", "\xbb", "\xbf", `{"data":[{"id":"a"}]}`} {
				_, _ = io.WriteString(w, piece)
				_ = http.NewResponseController(w).Flush()
			}
		}, func(c *Config) { c.Retry.MaxAttempts = 1 })
		ids, _, err := collect(t.Context(), things(enveloped, Offset{DefaultSize: 100}), c, Run{})
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
		{name: "error as text", body: `{"error":"key ` + testKey + `"}`, text: "acme: listThings: status 200: no records: key [redacted]"},
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
				c := newTest(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, test.body) }, func(c *Config) { c.MaxBody = 1500; c.Retry.MaxAttempts = 2 })
				ids, _, err := collect(t.Context(), things(enveloped, Offset{DefaultSize: 100}), c, Run{})
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
				c := newTest(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, test.body) })
				ids, _, err := collect(t.Context(), things(enveloped, Cursor{}), c, Run{})
				if diff := cmp.Diff(test.want, ids); err != nil || diff != "" {
					t.Error(err, diff)
				}
			})
		})
	}
}
