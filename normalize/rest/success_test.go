package rest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// TestSuccessInTheBody: an answer of status 200 is a success only if its body says
// what the operation knows of one, whatever records it has.
func TestSuccessInTheBody(t *testing.T) {
	status := [][]api.Check{{{Path: api.Path{"status"}, Texts: []string{"ok", "partial"}}}}
	for _, test := range []struct {
		name    string
		when    [][]api.Check
		body    string
		records int    // of a list
		fails   string // how the error ends; "" for none, " " where the body says no more
	}{
		{"it does", status, `{"status":"partial","data":[{"id":"a"}]}`, 1, ""},
		{"it does, behind the records", status, `{"data":[{"id":"a"}],"status":"ok"}`, 1, ""},
		{"it says otherwise", status, `{"status":"failed","error":"closed","data":[{"id":"a"}]}`, 0, ": closed"},
		{"it says otherwise behind the records", status, `{"data":[{"id":"a"}],"status":"failed","error":"closed"}`, 1, ": closed"},
		{"it says otherwise, and the error behind the records", status, `{"status":"failed","data":[{"id":"a"}],"error":"closed"}`, 0, ": closed"},
		{"it says nothing", status, `{"data":[{"id":"a"}]}`, 1, " "},
		{"null", status, `{"status":null,"data":[{"id":"a"}]}`, 1, " "},
		{"an empty list", status, `{"status":"failed","error":"closed","data":[]}`, 0, ": closed"},
		{"a boolean", [][]api.Check{{{Path: api.Path{"ok"}, Texts: []string{"true"}}}}, `{"ok":false,"data":[{"id":"a"}]}`, 0, " "},
		{"a number", [][]api.Check{{{Path: api.Path{"meta", "code"}, Texts: []string{"200"}}}}, `{"meta":{"code":200},"data":[{"id":"a"}]}`, 1, ""},
		{"absent", [][]api.Check{{{Path: api.Path{"errors"}, Not: true}}}, `{"errors":[],"data":[{"id":"a"}]}`, 1, ""},
		{"not absent", [][]api.Check{{{Path: api.Path{"errors"}, Not: true}}}, `{"errors":[{"error":"closed"}],"data":[{"id":"a"}]}`, 0, " "},
		{"there", [][]api.Check{{{Path: api.Path{"meta"}}}}, `{"meta":{},"data":[{"id":"a"}]}`, 1, ""},
		{"not there", [][]api.Check{{{Path: api.Path{"meta"}}}}, `{"data":[{"id":"a"}]}`, 1, " "},
		{"not a text", [][]api.Check{{{Path: api.Path{"status"}, Texts: []string{"failed"}, Not: true}}}, `{"data":[{"id":"a"}]}`, 1, ""},
		{"one of two ways", [][]api.Check{{{Path: api.Path{"status"}, Texts: []string{"ok"}}}, {{Path: api.Path{"status"}, Not: true}}}, `{"data":[{"id":"a"}]}`, 1, ""},
		{"none of two ways", [][]api.Check{{{Path: api.Path{"status"}, Texts: []string{"ok"}}}, {{Path: api.Path{"status"}, Not: true}}}, `{"status":"failed","data":[{"id":"a"}]}`, 0, " "},
		{"both of two", [][]api.Check{{{Path: api.Path{"status"}, Texts: []string{"ok"}}, {Path: api.Path{"error"}, Not: true}}}, `{"status":"ok","error":"closed","data":[{"id":"a"}]}`, 0, ": closed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				op := api.Operation{ID: "op", Method: http.MethodGet, Path: "/things", When: test.when}
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 200, test.body) })
				l := resttest.Things(api.Shape{Records: []api.Path{{"data"}}}, paging.SinglePage{})
				l.Operation = &op
				ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{})
				judged(t, "list", err, test.fails)
				if len(ids) != test.records {
					t.Errorf("%d records, want %d", len(ids), test.records)
				}
				if page, err := l.Page(t.Context(), c, rest.Run{}); err != nil {
					judged(t, "page", err, test.fails)
				} else if test.fails != "" {
					t.Errorf("the page is %v", page)
				}
				g := rest.Get[resttest.Rec]{Operation: &op, Record: []api.Path{{"data", api.First}}, Decode: l.Decode, Request: func(ctx context.Context, id string) (*http.Request, error) {
					return resttest.Request(ctx, c, "/things"), nil
				}}
				_, _, err = g.Do(t.Context(), c, "a")
				judged(t, "get", err, test.fails)
			})
		})
	}
}

func judged(t *testing.T, what string, err error, fails string) {
	t.Helper()
	e, ok := errors.AsType[*api.ResponseError](err)
	switch {
	case fails == "" && err != nil:
		t.Errorf("%s: %v", what, err)
	case fails != "" && (!ok || !errors.Is(err, api.ErrBadResponse)):
		t.Errorf("%s: the error is %v", what, err)
	case fails != "" && !strings.HasSuffix(err.Error(), "status 200: not a success"+strings.TrimSpace(fails)) &&
		!(what == "get" && e.Kind == api.ResponseEnvelope && strings.HasSuffix(err.Error(), fails)): // there is no record either
		t.Errorf("%s: the error is %v, want it to end with %q", what, err, fails)
	}
}
