package request

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// Template says what the requests of an operation are made of. It is plain data and
// safe for concurrent use.
type Template struct {
	Operation *api.Operation // its method and the template of its path
	MediaType string         // of the JSON body; "" sends no body
	Send      []Set          // the query has them in this order
}

// Set says where one value of a request comes from and where it goes. Exactly one of
// Path, Query, Header and Body is set. Without a value the parameter is left out, except
// in the path, which always needs one.
type Set struct {
	Path   string   // a parameter of the path
	Query  string   // a parameter of the query
	Header string   // a header
	Body   []string // the path of a property of the body
	Append bool     // append the value to the array at Body
	Style  Style
	Value  Value
}

// Style is how a parameter is written.
type Style int

// The styles of parameters. They differ for several values, but for the last two.
const (
	Plain  Style = iota // of the query: name=a&name=b; elsewhere: a,b
	Comma               // name=a,b
	Space               // name=a%20b
	Pipe                // name=a%7Cb
	Label               // of the path: .a,b
	Matrix              // of the path: ;name=a,b
)

// Build makes the request for base, which does not end with a slash, and in. An error
// that matches [api.ErrInvalidRequest] says that a value cannot be sent.
func (t *Template) Build(ctx context.Context, base string, in *Inputs) (*http.Request, error) {
	b := builder{path: t.Operation.Path, header: http.Header{}}
	for i := range t.Send {
		s := &t.Send[i]
		v, ok, err := s.Value.Resolve(in)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if s.Header != "" && strings.ContainsFunc(join(v, ",", unescaped), isControl) {
			return nil, fmt.Errorf("header %s: the value has a control character: %w", s.Header, api.ErrInvalidRequest)
		}
		b.set(s, v)
	}
	if at := strings.IndexByte(b.path, '{'); at >= 0 {
		return nil, fmt.Errorf("internal error: operation %s: nothing is sent as %s", t.Operation.ID, b.path[at:])
	}
	var body io.Reader
	if t.MediaType != "" {
		r, err := b.body.Reader()
		if err != nil {
			return nil, err
		}
		body = r
		b.header.Set("Content-Type", t.MediaType)
	}
	req, err := http.NewRequestWithContext(ctx, t.Operation.Method, b.url(base), body)
	if err != nil {
		return nil, errors.Join(api.ErrInvalidRequest, err)
	}
	req.Header = b.header
	return req, nil
}

// builder is a request that is being built.
type builder struct {
	path   string // with the parameters that are not set yet
	query  []string
	header http.Header
	body   JSONBody
}

func (b *builder) set(s *Set, v any) {
	switch {
	case s.Path != "":
		text := join(v, ",", url.PathEscape)
		switch s.Style {
		case Label:
			text = "." + text
		case Matrix:
			text = ";" + url.PathEscape(s.Path) + "=" + text
		}
		b.path = strings.ReplaceAll(b.path, "{"+s.Path+"}", text)
	case s.Query != "":
		b.query = append(b.query, pairs(s, v)...)
	case s.Header != "":
		b.header.Set(s.Header, join(v, ",", unescaped))
	case s.Append:
		b.body.Append(v, s.Body...)
	default:
		b.body.Set(v, s.Body...)
	}
}

func unescaped(text string) string { return text }

// isControl reports whether a header cannot have the character.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// pairs are the parts of the query that a value is.
func pairs(s *Set, v any) []string {
	name := url.QueryEscape(s.Query) + "="
	if s.Style != Plain {
		return []string{name + join(v, map[Style]string{Comma: ",", Space: "%20", Pipe: "%7C"}[s.Style], url.QueryEscape)}
	}
	var out []string
	for _, one := range list(v) {
		out = append(out, name+url.QueryEscape(text(one)))
	}
	return out
}

func (b *builder) url(base string) string {
	out := base + b.path
	if len(b.query) == 0 {
		return out
	}
	mark := "?"
	if strings.Contains(b.path, mark) {
		mark = "&"
	}
	return out + mark + strings.Join(b.query, "&")
}
