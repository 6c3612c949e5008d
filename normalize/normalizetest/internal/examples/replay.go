package examples

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// replay answers every request with the example, but for what is needed beside
// it.
type replay struct{ x *example }

// RoundTrip implements [http.RoundTripper].
func (r replay) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := r.x.answers(req)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: r.x.status, Status: http.StatusText(r.x.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: req,
	}, nil
}

// answers gives the example, or for the request of a need the example of that;
// where get is the same operation, that of get will do.
func (x *example) answers(req *http.Request) ([]byte, error) {
	op, _ := x.fake.Route(req)
	if x.kind == "error" || op == x.operation() {
		return x.body, nil
	}
	prefix := ""
	if x.source.Name != "" {
		prefix = x.source.Name + "_"
	}
	for _, n := range x.source.Needs() {
		if n.Op != op {
			continue
		}
		file := prefix + "need_" + n.Decl.Name.Value + ".json"
		if body, ok := x.fake.Decl.Examples[file]; ok {
			return body, nil
		}
		if body, ok := x.fake.Decl.Examples[prefix+"get.json"]; ok && op == x.source.Get {
			return body, nil
		}
		return nil, fmt.Errorf("there is no example %s of what the answer needs", file)
	}
	return x.body, nil
}
