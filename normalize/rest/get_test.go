package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

func TestGet(t *testing.T) {
	l := things(enveloped, Cursor{})
	tests := []struct {
		name, body string
		paths      []Path
		id, text   string
	}{
		{"bare", ` {"id":"a"} `, nil, "a", ""},
		{"wrapped", `{"data":{"id":"a"}}`, []Path{{"data"}}, "a", ""},
		{"either", `{"id":"a"}`, []Path{{"data"}, {}}, "a", ""},
		{"in an array", `{"data":[{"id":"a"}]}`, []Path{{"data"}}, "", "acme: getThing: status 200: no records"},
		{"in an array, as it is said", `{"data":[{"id":"a"},{"id":"b"}]}`, []Path{{"data", First}}, "a", ""},
		{"the body an array", `[{"id":"a"}]`, []Path{{First}}, "a", ""},
		{"below an array", `{"data":[[{"record":{"id":"a"}}]]}`, []Path{{"data", First, First, "record"}}, "a", ""},
		{"in an empty array", `{"data":[]}`, []Path{{"data", First}}, "", "acme: getThing: status 200: no records"},
		{"null", `{"data":null,"error":"gone"}`, []Path{{"data"}}, "", "acme: getThing: status 200: no records: gone"},
		{"no id", `{"x":1}`, nil, "", "acme: getThing: record 0: no id"},
		{"an error", `{"error":"gone"}`, nil, "", "acme: getThing: status 200: no records: gone"},
		{"malformed", `{"id":]`, nil, "", "acme: getThing: status 200: malformed JSON: "},
		{"broken off", `{"id":"a"`, nil, "", "acme: getThing: GET http://localhost/v1/things/{id}: the body broke off"},
		{"two values", `{"id":"a"} {}`, nil, "", "acme: getThing: status 200: malformed JSON"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTest(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, test.body) })
				g := Get[rec]{Operation: &getOp, Record: test.paths, Decode: l.Decode, Request: func(ctx context.Context, id string) (*http.Request, error) {
					return request(ctx, c, "/things/"+id), nil
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
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			if n++; n == 1 {
				cut(w, `{"id":`)
			}
			if r.URL.Path == "/v1/things/gone" {
				reply(w, 404, "")
			}
			reply(w, 200, `{"id":"a"}`)
		})
		resp, err := c.Doer().Do(request(t.Context(), c, "/things/a%2Fb"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		if err != nil || string(data) != `{"id":"a"}` || resp.Status != "200 OK" || c.Stats().Retries != 1 {
			t.Error(string(data), resp.Status, err)
		}
		_, err = c.Doer().Do(request(t.Context(), c, "/things/gone"))
		if e, ok := errors.AsType[*APIError](err); !ok || e.Operation != "getThing" || !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestFindOperation(t *testing.T) {
	ops := []Operation{
		{ID: "get", Method: "GET", Path: "/things/{id}"}, {ID: "search", Method: "GET", Path: "/things/search"}, {ID: "post", Method: "POST", Path: "/things"},
		{ID: "file", Method: "GET", Path: "/things/{id}.json"}, {ID: "parts", Method: "GET", Path: "/things/{id}/parts/{part}"},
	}
	for path, want := range map[string]string{
		"GET /things/1": "get", "GET /things/search": "search", "POST /things": "post", "GET /things": "", "GET /things/": "", "GET /things/1/parts/2": "parts",
		"GET /things/a%2Fb": "get", "PUT /things": "", "GET /other/1": "",
	} {
		method, path, _ := strings.Cut(path, " ")
		id := ""
		if op := findOperation(ops, method, path); op != nil {
			id = op.ID
		}
		if id != want {
			t.Errorf("%s %s: got %q, want %q", method, path, id, want)
		}
	}
}
