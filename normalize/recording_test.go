package normalize_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/auth"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestOpenRecordingGivesCredentialsOnlyToTheProvider(t *testing.T) {
	transport := roundTrip(func(req *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req, Header: http.Header{"Content-Type": {"audio/mpeg"}},
			Body: io.NopCloser(strings.NewReader(req.URL.Host + " " + req.Header.Get("X-Api-Key"))),
		}, nil
	})
	e, err := normalize.NewEngine(fakeDefinition(), normalize.WithAPIKey("secret"), normalize.WithHTTPClient(&http.Client{Transport: transport}))
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"https://api.acme.test/r/1.mp3":   "api.acme.test secret",
		"https://media.acme.test/r/1.mp3": "media.acme.test ",
	} {
		body, err := e.OpenRecording(t.Context(), normalize.Recording{URL: url})
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		got, err := io.ReadAll(body)
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", url, got, err, want)
		}
		if err := body.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := e.OpenRecording(t.Context(), normalize.Recording{}); !errors.Is(err, normalize.ErrNotFound) {
		t.Errorf("without URL: %v", err)
	}
}

func TestCredentialsRotateAndHeadersAreSent(t *testing.T) {
	var n atomic.Int64
	var seen []string
	transport := roundTrip(func(req *http.Request) (*http.Response, error) {
		seen = append(seen, req.Header.Get("X-Api-Key")+" "+req.Header.Get("User-Agent"))
		return nil, errors.New("no network")
	})
	def := fakeDefinition()
	def.Header = http.Header{"X-Version": {"2"}}
	e, err := normalize.NewEngine(def,
		normalize.WithHTTPClient(&http.Client{Transport: transport}),
		normalize.WithRetry(noRetry), normalize.WithUserAgent("export/1"),
		normalize.WithCredentials(func(context.Context) (normalize.Credentials, error) {
			return normalize.Credentials{Token: []string{"one", "two"}[n.Add(1)-1]}, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := e.Conversation(t.Context(), "x"); err == nil {
			t.Fatal("no error")
		}
	}
	if got := strings.Join(seen, ", "); got != "one export/1, two export/1" {
		t.Errorf("sent %q", got)
	}
	if def.Header.Get("User-Agent") != "" {
		t.Error("the definition was changed")
	}
}

func TestAPIKeyIsSentAsOneWhereItCanBe(t *testing.T) {
	def := fakeDefinition()
	def.Info.Auth = [][]auth.Scheme{{{Name: "bearer", Kind: auth.SchemeBearer}}, {{Name: "key", Kind: auth.SchemeHeader, Param: "X-API-Key"}}}
	for _, tt := range []struct {
		opt         normalize.Option
		key, bearer string
	}{
		{normalize.WithAPIKey("k"), "k", ""},
		{normalize.WithToken("t"), "", "Bearer t"},
	} {
		transport := roundTrip(func(req *http.Request) (*http.Response, error) {
			if key, bearer := req.Header.Get("X-Api-Key"), req.Header.Get("Authorization"); key != tt.key || bearer != tt.bearer {
				t.Errorf("sent %q and %q, want %q and %q", key, bearer, tt.key, tt.bearer)
			}
			return nil, errors.New("no network")
		})
		e, err := normalize.NewEngine(def, tt.opt, normalize.WithRetry(noRetry), normalize.WithHTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Conversation(t.Context(), "x"); !errors.Is(err, normalize.ErrUnavailable) {
			t.Error(err)
		}
	}
}

func TestScopeReachesRequests(t *testing.T) {
	def := fakeDefinition()
	def.Info.Scope = []normalize.ScopeParam{{Name: "account_id", Required: true}}
	var got string
	def.Sources[0].Get.Request = func(ctx context.Context, base, id string) (*http.Request, error) {
		got = normalize.ScopeValue(ctx, "account_id")
		return requestFakeGet(ctx, base, id)
	}
	e := openFake(t, &fakeAPI{records: []string{`{"id":"x"}`}}, def, normalize.WithScope("account_id", "42"))
	if _, err := e.Conversation(t.Context(), "x"); err != nil || got != "42" {
		t.Errorf("account_id %q, %v", got, err)
	}
}
