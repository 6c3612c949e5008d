package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

func TestGet(t *testing.T) {
	l := resttest.Things(resttest.Enveloped, paging.Cursor{})
	tests := []struct {
		name, body string
		paths      []api.Path
		id, text   string
	}{
		{"bare", ` {"id":"a"} `, nil, "a", ""},
		{"wrapped", `{"data":{"id":"a"}}`, []api.Path{{"data"}}, "a", ""},
		{"either", `{"id":"a"}`, []api.Path{{"data"}, {}}, "a", ""},
		{"in an array", `{"data":[{"id":"a"}]}`, []api.Path{{"data"}}, "", "acme: getThing: status 200: no records"},
		{"in an array, as it is said", `{"data":[{"id":"a"},{"id":"b"}]}`, []api.Path{{"data", api.First}}, "a", ""},
		{"the body an array", `[{"id":"a"}]`, []api.Path{{api.First}}, "a", ""},
		{"below an array", `{"data":[[{"record":{"id":"a"}}]]}`, []api.Path{{"data", api.First, api.First, "record"}}, "a", ""},
		{"in an empty array", `{"data":[]}`, []api.Path{{"data", api.First}}, "", "acme: getThing: status 200: no records"},
		{"null", `{"data":null,"error":"gone"}`, []api.Path{{"data"}}, "", "acme: getThing: status 200: no records: gone"},
		{"no id", `{"x":1}`, nil, "", "acme: getThing: record 0: no id"},
		{"an error", `{"error":"gone"}`, nil, "", "acme: getThing: status 200: no records: gone"},
		{"malformed", `{"id":]`, nil, "", "acme: getThing: status 200: malformed JSON: "},
		{"broken off", `{"id":"a"`, nil, "", "acme: getThing: GET http://localhost/v1/things/{id}: the body broke off"},
		{"two values", `{"id":"a"} {}`, nil, "", "acme: getThing: status 200: malformed JSON"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 200, test.body) })
				g := rest.Get[resttest.Rec]{Operation: &resttest.GetOp, Record: test.paths, Decode: l.Decode, Request: func(ctx context.Context, id string) (*http.Request, error) {
					return resttest.Request(ctx, c, "/things/"+id), nil
				}}
				got, raw, err := g.Do(t.Context(), c, "a")
				if test.text != "" {
					if err == nil || !strings.HasPrefix(err.Error(), test.text) {
						t.Errorf("got %v, want %s", err, test.text)
					}
					return
				}
				if err != nil || got.ID != test.id || string(raw) != `{"id":"a"}` {
					t.Errorf("got %v, %s, %v", got, raw, err)
				}
			})
		})
	}
}

func TestDoer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if n++; n == 1 {
				resttest.Cut(w, `{"id":`)
			}
			if r.URL.Path == "/v1/things/gone" {
				resttest.Reply(w, 404, "")
			}
			resttest.Reply(w, 200, `{"id":"a"}`)
		})
		resp, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things/a%2Fb"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		if err != nil || string(data) != `{"id":"a"}` || resp.Status != "200 OK" || c.Stats().Retries != 1 {
			t.Error(string(data), resp.Status, err)
		}
		_, err = c.Doer().Do(resttest.Request(t.Context(), c, "/things/gone"))
		if e, ok := errors.AsType[*api.APIError](err); !ok || e.Operation != "getThing" || !errors.Is(err, api.ErrNotFound) {
			t.Error(err)
		}
	})
}
