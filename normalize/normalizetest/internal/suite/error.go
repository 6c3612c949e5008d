package suite

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// credentials tests wrong and missing credentials and the base URL.
func (s *suite) credentials(t *testing.T) {
	s.test(t, "auth/wrong", synth.Options{Conversations: 3}, func(e *env) {
		if len(e.source.List.Security) == 0 {
			return
		}
		const wrong = "wrong-secret-7fb2"
		p := e.open(e.fake.Secrets(wrong)...)
		_, _, err := e.read(p, normalize.Query{})
		want := normalize.ErrUnauthorized
		if e.fake.UnauthorizedStatus(e.source.List) == http.StatusForbidden {
			want = normalize.ErrForbidden
		}
		e.wantError("wrong credentials", err, want)
		if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, wrong) {
			e.Errorf("the error shows the secret: %s", text)
		}
	})
	s.test(t, "auth/alternatives", synth.Options{Conversations: 3}, func(e *env) {
		for _, together := range e.fake.Ways() {
			e.same(fmt.Sprint(together), e.all(e.open(e.fake.Alternative(together, server.Key)...), normalize.Query{}), nil)
		}
	})
	s.test(t, "auth/missing", synth.Options{Conversations: 3}, func(e *env) {
		if n := len(e.source.List.Security); n == 0 || len(e.source.List.Security[n-1]) == 0 {
			return // an empty alternative at the end: it goes without, too
		}
		_, err := s.cfg.New(e.base...)
		if err == nil || !strings.Contains(err.Error(), "With") {
			e.Errorf("without credentials New gives %v, and no option to use", err)
		}
	})
	s.test(t, "scope/missing", synth.Options{Conversations: 3}, func(e *env) {
		for _, p := range e.p.Info().Scope {
			opts := append(e.fake.Credentials(), normalize.WithBaseURL(e.fake.BaseURL(server.MemoryHost)), normalize.WithScope(p.Name, ""))
			if _, err := s.cfg.New(opts...); (err != nil) != p.Required || p.Required && !strings.Contains(err.Error(), p.Name) {
				e.Errorf("without the scope %s, which is required: %v, New gives %v", p.Name, p.Required, err)
			}
		}
	})
	s.test(t, "base URL/missing", synth.Options{Conversations: 3}, func(e *env) {
		_, err := s.cfg.New(e.fake.Credentials()...)
		switch address, usable := usableServer(s.decl); {
		case !usable && (err == nil || !strings.Contains(err.Error(), "WithBaseURL")):
			e.Errorf("no server holds for every user, and New gives %v, which does not name WithBaseURL", err)
		case usable && plainHTTP(address) && (err == nil || !strings.Contains(err.Error(), "WithInsecure")):
			e.Errorf("the server is %s, and New gives %v, which does not name WithInsecure", address, err)
		case usable && plainHTTP(address):
			if _, err = s.cfg.New(append(e.fake.Credentials(), normalize.WithInsecure())...); err != nil {
				e.Errorf("the server is %s, and New with WithInsecure gives %v", address, err)
			}
		case usable && err != nil:
			e.Errorf("the server is %s, and New gives %v", address, err)
		}
	})
}

// usableServer gives the server that holds for every user, if there is one: that of
// the field map, or the document's first that is an address and has no variables but
// such of which the values are listed.
func usableServer(d *declared.Declarations) (*url.URL, bool) {
	texts := []string{d.File.BaseURL.Value}
	if texts[0] == "" {
		for _, s := range d.Doc.Servers {
			texts = append(texts, server.WithListed(s))
		}
	}
	for _, text := range texts {
		if u, err := url.Parse(text); err == nil && u.Host != "" && u.Scheme != "" && !strings.Contains(text, "{") {
			return u, true
		}
	}
	return nil, false
}

func plainHTTP(u *url.URL) bool {
	return u.Scheme == "http" && u.Hostname() != "localhost" && !net.ParseIP(u.Hostname()).IsLoopback()
}

// failures tests that every error answer becomes a typed error that says what
// the body says.
func (s *suite) failures(t *testing.T) {
	statuses := []int{400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504}
	fake, err := server.OpenDeclared(s.decl, synth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range fake.DeclaredErrors(s.src.Name.Value) {
		if !slices.Contains(statuses, n) {
			statuses = append(statuses, n)
		}
	}
	for _, status := range statuses {
		s.test(t, fmt.Sprintf("error/%d", status), synth.Options{Conversations: 3}, func(e *env) {
			e.fake.Inject(faults.Fault{Operation: e.source.List.ID, Status: status, Times: 1000})
			_, _, err := e.read(e.p, normalize.Query{})
			e.checkAPIError(err, status)
		})
	}
}

var sentinels = map[int]error{
	400: normalize.ErrInvalidRequest, 401: normalize.ErrUnauthorized, 403: normalize.ErrForbidden, 404: normalize.ErrNotFound,
	422: normalize.ErrInvalidRequest, 429: normalize.ErrRateLimited,
	500: normalize.ErrUnavailable, 502: normalize.ErrUnavailable, 503: normalize.ErrUnavailable, 504: normalize.ErrUnavailable,
}

func (e *env) checkAPIError(err error, status int) {
	e.Helper()
	var api *normalize.APIError
	if !errors.As(err, &api) {
		e.Fatalf("status %d: the error is %v, want an APIError", status, err)
	}
	if api.Status != status || api.Provider != e.fake.Provider() || api.Operation == "" {
		e.Errorf("the error is %+v, want status %d", api, status)
	}
	if want := sentinels[status]; want != nil {
		e.wantError(fmt.Sprint("status ", status), err, want)
	}
	message, code := e.fake.Says(e.source.List, status)
	if message && api.Message != server.ErrorMessage(status) {
		e.Errorf("status %d: the message is %q, want %q", status, api.Message, server.ErrorMessage(status))
	}
	if code && api.Code != server.ErrorCode(status) {
		e.Errorf("status %d: the code is %q, want %q", status, api.Code, server.ErrorCode(status))
	}
	if strings.Contains(err.Error(), server.Key) {
		e.Errorf("the error shows the key: %v", err)
	}
}
