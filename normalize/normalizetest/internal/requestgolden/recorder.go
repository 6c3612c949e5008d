package requestgolden

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize"
)

// recorder records one provider, source after source.
type recorder struct {
	cfg Config
	ctx context.Context
	out sheet

	insecure bool               // its server is reached by plain http
	origin   bool               // its server has to be named
	opts     []normalize.Option // the credentials
	common   *request           // the first list request: its headers are not written again

	source string // its name; "" where there is only one
	prefix string // of the names of its examples
	caps   normalize.SourceCapabilities
}

// base are the options that the provider is always opened with.
func (r *recorder) base(w *wire) []normalize.Option {
	opts := []normalize.Option{
		normalize.WithHTTPClient(&http.Client{Transport: w}),
		normalize.WithRetry(normalize.Retry{MaxAttempts: 1}),
		normalize.WithConcurrency(1),
	}
	if r.insecure {
		opts = append(opts, normalize.WithInsecure())
	}
	if r.origin {
		opts = append(opts, normalize.WithBaseURL(r.cfg.Origin))
	}
	for _, s := range r.cfg.Scope {
		opts = append(opts, normalize.WithScope(s.Name, s.Value))
	}
	return opts
}

// open opens the provider over a transport of its own, reduced to the source. Without
// options it takes the credentials that were found to work.
func (r *recorder) open(opts ...normalize.Option) (normalize.Provider, *wire, error) {
	w := &wire{r: r}
	if opts == nil {
		opts = r.opts
	}
	p, err := r.cfg.New(append(r.base(w), opts...)...)
	if err == nil && r.source != "" {
		p, err = p.Source(r.source)
	}
	return p, w, err
}

// info opens the provider for what it says of itself, and finds out what it takes to
// open it.
func (r *recorder) info() (normalize.Info, error) {
	none := normalize.WithCredentials(func(context.Context) (normalize.Credentials, error) { return normalize.Credentials{}, nil })
	p, _, err := r.open(none)
	if err != nil {
		r.insecure = true
		p, _, err = r.open(none)
	}
	if err != nil {
		r.insecure, r.origin = false, true
		p, _, err = r.open(none)
	}
	if err != nil {
		return normalize.Info{}, err
	}
	return p.Info(), nil
}

// ask opens the provider and gives what f has it send, but for tokens. Requests of
// the role are answered in turn. The error is that of opening, or of f.
func (r *recorder) ask(role string, turns []answer, f func(normalize.Provider) error) ([]*request, error) {
	sent, err := r.askWith(role, turns, nil, f)
	return slices.DeleteFunc(sent, (*request).forToken), err
}

// askWith is ask with other options than the usual ones.
func (r *recorder) askWith(role string, turns []answer, opts []normalize.Option, f func(normalize.Provider) error) ([]*request, error) {
	p, w, err := r.open(opts...)
	if err != nil {
		return nil, err
	}
	w.role, w.turns = role, turns
	err = f(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	return masked(w.sent), err
}

// masked gives the requests with words in place of the credentials.
func masked(sent []*request) []*request {
	var out []*request
	for _, q := range sent {
		m := &request{method: q.method, url: maskedURL(q.url), header: http.Header{}, body: []byte(mask(string(q.body))), roles: q.roles}
		for name, values := range q.header {
			for _, value := range values {
				m.header.Add(name, mask(value))
			}
		}
		out = append(out, m)
	}
	return out
}

func maskedURL(u *url.URL) *url.URL {
	out := *u
	out.RawQuery = mask(u.RawQuery)
	return &out
}

var masks = strings.NewReplacer(
	base64.StdEncoding.EncodeToString([]byte(username+":"+password)), "base64(<username>:<password>)",
	base64.StdEncoding.EncodeToString([]byte(clientID+":"+clientSecret)), "base64(<client id>:<client secret>)",
	apiKey, "<key>", bearer, "<token>", username, "<username>", password, "<password>",
	clientID, "<client id>", clientSecret, "<client secret>", accessToken, "<access token>",
)

func mask(text string) string { return masks.Replace(text) }

// conversations reads a query as far as it goes, at most limit conversations.
func (r *recorder) conversations(q normalize.Query) func(normalize.Provider) error {
	return func(p normalize.Provider) error {
		for _, err := range p.Conversations(r.ctx, q) {
			if normalize.Final(err) {
				return err
			}
		}
		return nil
	}
}

// page reads the first page of a query.
func (r *recorder) page(q normalize.Query, page **normalize.Page) func(normalize.Provider) error {
	return func(p normalize.Provider) error {
		got, err := p.Page(r.ctx, q)
		if page != nil && err == nil {
			*page = got
		}
		return err
	}
}

// quoted are texts as Go writes them, so that where they end is not in doubt.
func quoted(text string) string { return fmt.Sprintf("%q", text) }
