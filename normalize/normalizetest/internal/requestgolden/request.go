package requestgolden

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// request is one request as the transport got it.
type request struct {
	method string
	url    *url.URL
	header http.Header
	body   []byte
	roles  []string
}

// part is one thing that a request says: a query parameter, a header, or a value in
// its JSON body.
type part struct{ key, text string }

// target is the path and the query, as they are sent. Only a colon, which means
// itself in a query as well, is shown as it is: times are easier to read so.
func (r *request) target() string {
	return strings.ReplaceAll(r.url.RequestURI(), "%3A", ":")
}

// forToken reports whether an OAuth2 token is asked for.
func (r *request) forToken() bool { return bytes.Contains(r.body, []byte("grant_type=")) }

func (r *request) origin() string { return r.url.Scheme + "://" + r.url.Host }

// place is what requests to one operation, and one record, have in common.
func (r *request) place() string { return r.method + " " + r.origin() + r.url.EscapedPath() }

// parts are what the request says in addition to its place.
func (r *request) parts() []part {
	var out []part
	for pair := range strings.SplitSeq(strings.ReplaceAll(r.url.RawQuery, "%3A", ":"), "&") {
		if pair != "" {
			name, _, _ := strings.Cut(pair, "=")
			out = append(out, part{"?" + name, pair})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		for _, value := range r.header[name] {
			if name != "User-Agent" {
				out = append(out, part{name, name + ": " + value})
			}
		}
	}
	return append(out, bodyParts(r.body)...)
}

// lines write the request out: where it goes, the headers that not every request
// has, and the body. Without a request that has what is common to all, no header is
// written.
func (r *request) lines(common *request) []string {
	first := r.method + " " + r.target()
	if common == nil || r.origin() != common.origin() {
		first = r.method + " " + r.origin() + r.target()
	}
	out := []string{first}
	for _, p := range r.parts() {
		if r.header[p.key] != nil && common != nil && !slices.Contains(common.parts(), p) {
			out = append(out, p.text)
		}
	}
	if len(r.body) > 0 {
		out = append(out, compact(r.body))
	}
	return out
}

func compact(body []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, body) != nil {
		return string(bytes.TrimSpace(body))
	}
	return b.String()
}
