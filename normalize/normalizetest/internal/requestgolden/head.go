package requestgolden

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize"
)

const legend = `What %s is sent, recorded at the transport. Read it against the provider's documentation.
The answers are the examples in this folder. A change is shown against the list's first
request: + is added, - is left out, ~ has another value. go test -update writes this file.
`

// way is one way to give credentials.
type way struct {
	name string
	opt  normalize.Option
}

// head writes what all requests have in common: the server, how the credentials are
// carried, and the headers and the scope.
func (r *recorder) head(info normalize.Info) error {
	fmt.Fprintf(&r.out, legend, cmp.Or(info.Title, info.Name))
	r.out.gap()
	shown, err := r.auth(info)
	if err != nil {
		return err
	}
	p, _, err := r.open()
	if err != nil {
		return err
	}
	// The first source's list is what the others are compared with.
	r.source = p.Capabilities().Sources[0].Name
	sent, err := r.ask("", nil, r.page(normalize.Query{}, nil))
	if len(sent) == 0 {
		return fmt.Errorf("the list cannot be read: %w", err)
	}
	r.common = last(sent)
	r.common.header.Del("Content-Type") // of a body, which not every request has
	r.common.body = nil
	server := r.common.origin()
	switch {
	case r.insecure:
		server += ", which takes WithInsecure"
	case r.origin:
		server += ", which is not the provider's: it takes WithBaseURL"
	}
	r.out.row(0, "server", server)
	for i, line := range shown {
		label := ""
		if i == 0 {
			label = "auth"
		}
		r.out.row(0, label, line)
	}
	r.headers()
	r.scope(info)
	r.source = ""
	return nil
}

func last(sent []*request) *request { return sent[len(sent)-1] }

// headers writes those that do not carry a credential.
func (r *recorder) headers() {
	var lines []string
	for _, p := range r.common.parts() {
		if r.common.header[p.key] != nil && !strings.Contains(p.text, "<") {
			lines = append(lines, p.text)
		}
	}
	if lines != nil {
		r.out.row(0, "headers", lines...)
	}
}

// auth tries every way to give credentials and keeps the first that does.
func (r *recorder) auth(info normalize.Info) ([]string, error) {
	var lines []string
	var refused error
	for _, w := range ways(info) {
		r.source = ""
		sent, err := r.askWith("", nil, opts(w), r.page(normalize.Query{}, nil))
		if len(sent) == 0 {
			refused = errors.Join(refused, err)
			continue
		}
		if lines == nil {
			r.opts = opts(w)
		}
		lines = append(lines, carried(w, sent)...)
	}
	if lines == nil {
		return nil, fmt.Errorf("no credentials will do: %w", refused)
	}
	return lines, nil
}

// opts is not empty where there is nothing to give.
func opts(w way) []normalize.Option {
	if w.opt == nil {
		return []normalize.Option{}
	}
	return []normalize.Option{w.opt}
}

// ways are the options for credentials. No credentials come first. Schemes that go
// together are given by their names.
func ways(info normalize.Info) []way {
	out := []way{
		{"without credentials", nil},
		{"WithAPIKey", normalize.WithAPIKey(apiKey)},
		{"WithToken", normalize.WithToken(bearer)},
		{"WithBasicAuth", normalize.WithBasicAuth(username, password)},
		{"WithOAuth2ClientCredentials", normalize.WithOAuth2ClientCredentials(clientID, clientSecret)},
	}
	for _, schemes := range info.Auth {
		if len(schemes) < 2 {
			continue
		}
		creds := normalize.Credentials{Username: username, Password: password, ByScheme: map[string]string{}}
		for _, s := range schemes {
			if s.Kind != normalize.SchemeBasic {
				creds.ByScheme[s.Name] = apiKey + "-of-" + s.Name
			}
		}
		names := strings.Join(slices.Sorted(maps.Keys(creds.ByScheme)), ", ")
		out = append(out, way{"WithCredentials by " + names, normalize.WithCredentials(func(context.Context) (normalize.Credentials, error) { return creds, nil })})
	}
	return out
}

// carried says where the credentials are in the requests, and how they are asked
// for where that takes a request of its own.
func carried(w way, sent []*request) []string {
	var lines []string
	for _, q := range sent[:len(sent)-1] {
		lines = append(lines, q.lines(nil)...)
		for _, p := range q.parts() {
			if strings.Contains(p.text, "<") && q.header[p.key] != nil {
				lines = append(lines, p.text)
			}
		}
	}
	found := false
	for _, p := range last(sent).parts() {
		if strings.Contains(p.text, "<") {
			where := ""
			if strings.HasPrefix(p.key, "?") {
				where = "?"
			}
			lines, found = append(lines, where+p.text), true
		}
	}
	if !found {
		lines = append(lines, "none")
	}
	for i := range lines {
		lines[i] = fmt.Sprintf("%-28s %s", w.name, lines[i])
		w.name = ""
	}
	return lines
}

// scope writes the values of the scope, and what is sent where one is not given.
func (r *recorder) scope(info normalize.Info) {
	for _, param := range info.Scope {
		var without []ScopeValue
		value := ""
		for _, s := range r.cfg.Scope {
			if s.Name == param.Name {
				value = s.Value
			} else {
				without = append(without, s)
			}
		}
		r.out.row(0, "scope "+param.Name, quoted(value))
		all := r.cfg.Scope
		r.cfg.Scope = without
		_, _, err := r.open()
		sent, _ := r.ask("", nil, r.page(normalize.Query{}, nil))
		r.cfg.Scope = all
		if err != nil {
			r.out.row(1, "without", "the provider cannot be opened")
			continue
		}
		full, _ := r.ask("", nil, r.page(normalize.Query{}, nil))
		r.out.row(1, "without", r.changes(last(full), sent, err)...)
	}
}
