package opening_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

func TestNewEngineSaysWhichOptionIsMissing(t *testing.T) {
	bearer := [][]normalize.Scheme{{{Name: "bearer", Kind: normalize.SchemeBearer}}}
	tests := []struct {
		name   string
		change func(*normalize.Info)
		opts   []normalize.Option
		want   []string // in the error; nil for none
	}{
		{"nothing", nil, nil, []string{"acme: no credentials: use WithAPIKey, or WithCredentials"}},
		{"key", nil, []normalize.Option{normalize.WithAPIKey("k")}, nil},
		{"token as key", nil, []normalize.Option{normalize.WithToken("k")}, nil},
		{"basic instead", nil, []normalize.Option{normalize.WithBasicAuth("u", "p")}, []string{"WithAPIKey"}},
		{"bearer", func(i *normalize.Info) { i.Auth = bearer }, nil, []string{"use WithToken"}},
		{"key as token", func(i *normalize.Info) { i.Auth = bearer }, []normalize.Option{normalize.WithAPIKey("k")}, nil},
		{"basic", func(i *normalize.Info) {
			i.Auth = [][]normalize.Scheme{{{Name: "b", Kind: normalize.SchemeBasic}}}
		}, nil, []string{"use WithBasicAuth"}},
		{"oauth", func(i *normalize.Info) {
			i.Auth = [][]normalize.Scheme{{{Name: "o", Kind: normalize.SchemeOAuth2, TokenURL: "https://api.acme.test/token"}}}
		}, nil, []string{"use WithOAuth2ClientCredentials"}},
		{"one of two", func(i *normalize.Info) { i.Auth = append(i.Auth, bearer...) }, nil, []string{"WithAPIKey, or WithToken, or"}},
		{"two keys together", func(i *normalize.Info) {
			i.Auth = [][]normalize.Scheme{{{Name: "app", Kind: normalize.SchemeHeader, Param: "A"}, {Name: "user", Kind: normalize.SchemeHeader, Param: "B"}}}
		}, nil, []string{`ByScheme["app"]`, `ByScheme["user"]`}},
		{"none needed", func(i *normalize.Info) { i.Auth = nil }, nil, nil},
		{"none will do", func(i *normalize.Info) { i.Auth = append(i.Auth, nil) }, nil, nil},
		{"function", nil, []normalize.Option{normalize.WithCredentials(func(context.Context) (normalize.Credentials, error) {
			return normalize.Credentials{}, nil
		})}, nil},
		{"scope", func(i *normalize.Info) { i.Scope = []normalize.ScopeParam{{Name: "account_id", Required: true}} },
			[]normalize.Option{normalize.WithAPIKey("k")}, []string{`WithScope("account_id"`}},
		{"scope of another operation", func(i *normalize.Info) { i.Scope = []normalize.ScopeParam{{Name: "team"}} },
			[]normalize.Option{normalize.WithAPIKey("k"), normalize.WithScope("team", "..")}, []string{`WithScope("team"): ".." cannot be sent`}},
		{"scope that is not a number", func(i *normalize.Info) { i.Scope = []normalize.ScopeParam{{Name: "team", Integer: true}} },
			[]normalize.Option{normalize.WithAPIKey("k"), normalize.WithScope("team", "one")}, []string{`WithScope("team"): "one" cannot be sent`}},
		{"scope left out", func(i *normalize.Info) { i.Scope = []normalize.ScopeParam{{Name: "team", Integer: true}} },
			[]normalize.Option{normalize.WithAPIKey("k"), normalize.WithScope("team", "")}, nil},
		{"unknown scope", nil, []normalize.Option{normalize.WithAPIKey("k"), normalize.WithScope("x", "y")}, []string{`WithScope("x")`}},
		{"concurrency", nil, []normalize.Option{normalize.WithAPIKey("k"), normalize.WithConcurrency(0)}, []string{"WithConcurrency(0)"}},
		{"nil options", nil, []normalize.Option{nil, normalize.WithAPIKey("k"), normalize.WithMiddleware(nil), normalize.WithHTTPClient(nil), normalize.WithLogger(nil)}, nil},
		{"no rate", nil, []normalize.Option{normalize.WithAPIKey("k"), normalize.WithRateLimit(0, 1)}, []string{"WithRateLimit(0, 1)"}},
		{"rate that is not a number", nil, []normalize.Option{normalize.WithAPIKey("k"), normalize.WithRateLimit(math.NaN(), 1)}, []string{"WithRateLimit(NaN, 1)"}},
		{"key with its line's end", nil, []normalize.Option{normalize.WithAPIKey("k\n")}, []string{"acme: WithAPIKey: ", "line break"}},
		{"token with a control character", nil, []normalize.Option{normalize.WithToken("k\x01")}, []string{"acme: WithToken: "}},
		{"both missing", func(i *normalize.Info) { i.BaseURLs = nil }, nil, []string{"WithBaseURL", "WithAPIKey"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			def := fakeapi.Definition()
			if tt.change != nil {
				tt.change(&def.Info)
			}
			_, err := engine.New(def, tt.opts...)
			if tt.want == nil {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestBaseURL(t *testing.T) {
	const missing = "give yours with WithBaseURL"
	tests := []struct{ name, servers, given, want, err string }{
		{name: "from the document", servers: "https://api.acme.test/v1/", want: "https://api.acme.test/v1"},
		{name: "first absolute", servers: "/v1 https://{host}/v1 https://eu.acme.test", want: "https://eu.acme.test"},
		{name: "given", servers: "https://api.acme.test/v1", given: "https://proxy.test/x/", want: "https://proxy.test/x"},
		{name: "given origin for an absolute one", servers: "https://api.acme.test/v1", given: "http://127.0.0.1:9", want: "http://127.0.0.1:9"},
		{name: "relative", servers: "/api/v1", err: missing},
		{name: "variable", servers: "https://{region}.acme.test", err: "https://{region}.acme.test, and each user has their own: give yours with WithBaseURL"},
		{name: "variable in the path", servers: "https://api.acme.test/{team}", err: "give yours with WithBaseURL"},
		{name: "relative before another one", servers: "/v1 https://api.acme.test", want: "https://api.acme.test"},
		{name: "plain http", servers: "http://api.acme.test", err: "WithInsecure"},
		{name: "plain http on this machine", servers: "http://localhost:8080", want: "http://localhost:8080"},
		{name: "plain http given", servers: "https://api.acme.test", given: "http://my.acme.test", err: "WithInsecure"},
		{name: "none", err: missing},
		{name: "relative and an origin", servers: "/api/v1", given: "https://my.acme.test", want: "https://my.acme.test/api/v1"},
		{name: "relative and an origin with slash", servers: "/api/v1/", given: "https://my.acme.test/", want: "https://my.acme.test/api/v1"},
		{name: "relative and a path", servers: "/api/v1", given: "https://my.acme.test/v2", want: "https://my.acme.test/v2"},
		{name: "root and an origin", servers: "/", given: "https://my.acme.test", want: "https://my.acme.test"},
		{name: "no scheme", servers: "/", given: "my.acme.test", err: "WithBaseURL"},
		{name: "other scheme", given: "ftp://my.acme.test", err: "absolute http or https"},
		{name: "no URL", given: "https://me:secret@my acme", err: "WithBaseURL"},
		{name: "query", given: "https://my.acme.test/?key=secret", err: "end with its path"},
		{name: "empty query", given: "https://my.acme.test/v1?", err: "end with its path"},
		{name: "user without host", given: "https://secret@", err: "absolute http or https"},
		{name: "user", given: "https://me:secret@my.acme.test", err: "holds a user"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			def := fakeapi.Definition()
			def.Info.BaseURLs = nil
			for _, s := range strings.Fields(tt.servers) {
				def.Info.BaseURLs = append(def.Info.BaseURLs, normalize.Server{URL: s})
			}
			e, err := engine.New(def, normalize.WithAPIKey("k"), normalize.WithBaseURL(tt.given))
			switch {
			case tt.err != "":
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want %q", err, tt.err)
				} else if strings.Contains(err.Error(), "secret") {
					t.Errorf("error %q tells a secret", err)
				}
			case err != nil:
				t.Error(err)
			case e.BaseURL() != tt.want:
				t.Errorf("base URL %q, want %q", e.BaseURL(), tt.want)
			}
		})
	}
}

// What a provider tells of itself is the caller's, and changing it changes nothing.
func TestWhatIsToldIsACopy(t *testing.T) {
	def := fakeapi.Definition()
	def.Info.Scope = []normalize.ScopeParam{{Name: "team"}}
	e := fakeapi.Open(t, &fakeapi.API{}, def)
	info, caps := e.Info(), e.Capabilities()
	info.BaseURLs[0].URL, info.Auth[0][0].Param, info.Scope[0].Name = "x", "x", "x"
	caps.Filter(normalize.FilterStatus).Values[0] = "x"
	again := e.Info()
	if again.BaseURLs[0].URL == "x" || again.Auth[0][0].Param == "x" || again.Scope[0].Name == "x" {
		t.Errorf("info %+v", again)
	}
	if got := e.Capabilities().Filter(normalize.FilterStatus).Values; got[0] == "x" {
		t.Errorf("values %v", got)
	}
}

// TestNoCredentials: an error about missing credentials matches ErrUnauthorized, also if
// other options are wrong as well.
func TestNoCredentials(t *testing.T) {
	for _, opts := range [][]normalize.Option{nil, {normalize.WithAPIKey("")}, {normalize.WithBaseURL("://")}} {
		if _, err := engine.New(fakeapi.Definition(), opts...); !errors.Is(err, normalize.ErrUnauthorized) {
			t.Errorf("%v", err)
		}
	}
	if _, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey("k"), normalize.WithBaseURL("://")); err == nil || errors.Is(err, normalize.ErrUnauthorized) {
		t.Errorf("with a key: %v", err)
	}
}
