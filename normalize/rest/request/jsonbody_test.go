package request

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

func TestJSONBody(t *testing.T) {
	var b JSONBody
	for range 2 { // setting twice gives the same
		b.Set(20, "limit")
		b.Set("descending", "sort", "order")
		b.Set(int64(1_700_000_000_000), "filter", "start", "lower")
	}
	b.Append("a", "filter", "agents")
	b.Append("b", "filter", "agents")
	b.Set(json.RawMessage(`{"x":[1]}`), "filter", "raw")
	r, err := b.Reader()
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, "http://localhost/", r)
	if err != nil {
		t.Fatal(err)
	}
	if req.GetBody == nil {
		t.Error("the request cannot be sent again")
	}
	data, _ := io.ReadAll(req.Body)
	want := `{"filter":{"agents":["a","b"],"raw":{"x":[1]},"start":{"lower":1700000000000}},"limit":20,"sort":{"order":"descending"}}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
}

func TestJSONBodyEmpty(t *testing.T) {
	var b JSONBody
	r, err := b.Reader()
	if err != nil {
		t.Fatal(err)
	}
	if data, _ := io.ReadAll(r); string(data) != "{}" {
		t.Errorf("got %s", data)
	}
}
