package examples

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
)

// replay answers every request with the example, but for what is needed in addition to it
// and for the pages that follow.
type replay struct {
	x     *example
	asked int // requests of the example's own operation
}

// RoundTrip implements [http.RoundTripper].
func (r *replay) RoundTrip(req *http.Request) (*http.Response, error) {
	name, err := r.answer(req)
	if err != nil {
		return nil, err
	}
	body, header := r.x.fake.Decl.Examples[name], r.x.fake.Decl.Headers[name].Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{
		StatusCode: r.x.status, Status: http.StatusText(r.x.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: req,
	}, nil
}

// answer names the example, or for the request of a need the example of that;
// where get is the same operation, that of get will do.
func (r *replay) answer(req *http.Request) (string, error) {
	x := r.x
	op, _ := x.fake.Route(req)
	if x.isError() {
		return x.name, nil
	}
	if op == x.op {
		r.asked++
		return x.page(r.asked)
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
		if _, ok := x.fake.Decl.Examples[file]; ok {
			return file, nil
		}
		if _, ok := x.fake.Decl.Examples[prefix+"get.json"]; ok && op == x.source.Get {
			return prefix + "get.json", nil
		}
		return "", fmt.Errorf("there is no example %s of what the answer needs", file)
	}
	return x.name, nil
}

// page names the example, and behind it, where it says that there is another page of
// messages, the other examples of them in turn: a transcript is read to its end.
func (x *example) page(n int) (string, error) {
	if n == 1 || x.kind != "messages" {
		return x.name, nil
	}
	for _, name := range declared.SortedKeys(x.fake.Decl.Examples) {
		other := &example{fake: x.fake, source: x.fake.Served[0], name: name}
		if name == x.name || strings.HasSuffix(name, ".golden.json") || !other.classify(nil) || other.isError() || other.kind != x.kind || other.source != x.source {
			continue
		}
		if n--; n == 1 {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s has another page behind it: add an example of the last page", x.name)
}
