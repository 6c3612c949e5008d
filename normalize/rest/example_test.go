package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// A list in pages with a cursor, read to its end.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Query().Get("after") == "" {
			_, _ = io.WriteString(w, `{"items":[{"name":"Ada"},{"name":"Grace"}],"next":"c2"}`)
			return
		}
		_, _ = io.WriteString(w, `{"items":[{"name":"Barbara"}],"next":null}`)
	}))
	defer server.Close()

	operation := api.Operation{ID: "listPeople", Method: http.MethodGet, Path: "/people", Success: []int{http.StatusOK}}
	client, err := transport.NewClient(transport.Config{
		Provider: "people", BaseURL: server.URL, Operations: []api.Operation{operation},
		Auth:        [][]auth.Scheme{{{Name: "token", Kind: auth.SchemeBearer}}},
		Credentials: auth.StaticCredentials(auth.Credentials{Token: "secret"}),
	})
	if err != nil {
		log.Fatal(err)
	}
	type person struct{ Name string }
	people := rest.List[person]{
		Operation: &operation,
		Request: func(ctx context.Context, at paging.Position) (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodGet, client.BaseURL()+"/people?after="+at.Cursor, nil)
		},
		Shape: api.Shape{Records: []api.Path{{"items"}}, Cursor: []api.Path{{"next"}}},
		Pager: paging.Cursor{},
		Decode: func() func([]byte) (person, error) {
			return func(raw []byte) (p person, err error) { return p, json.Unmarshal(raw, &p) }
		},
		ID: func(p person) string { return p.Name },
	}
	for item, err := range people.All(context.Background(), client, rest.Run{}) {
		if err != nil {
			log.Fatal(err) // a *rest.PageError, which says where to go on
		}
		if item.Err != nil {
			continue // one bad record; the others still come
		}
		fmt.Println(item.Record.Name)
	}
	fmt.Println(client.Stats().Requests, "requests")
	// Output:
	// Ada
	// Grace
	// Barbara
	// 2 requests
}
