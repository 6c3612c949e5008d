package api

import (
	"strings"
	"testing"
)

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
		if op := FindOperation(ops, method, path); op != nil {
			id = op.ID
		}
		if id != want {
			t.Errorf("%s %s: got %q, want %q", method, path, id, want)
		}
	}
}
