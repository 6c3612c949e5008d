package engine_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

func TestOpenRecordingGivesCredentialsOnlyToTheProvider(t *testing.T) {
	transport := fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req, Header: http.Header{"Content-Type": {"audio/mpeg"}},
			Body: io.NopCloser(strings.NewReader(req.URL.Host + " " + req.Header.Get("X-Api-Key"))),
		}, nil
	})
	e, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey("secret"), normalize.WithHTTPClient(&http.Client{Transport: transport}))
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
	transport := fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
		seen = append(seen, req.Header.Get("X-Api-Key")+" "+req.Header.Get("User-Agent"))
		return nil, errors.New("no network")
	})
	def := fakeapi.Definition()
	def.Header = http.Header{"X-Version": {"2"}}
	e, err := engine.New(def,
		normalize.WithHTTPClient(&http.Client{Transport: transport}),
		normalize.WithRetry(fakeapi.NoRetry), normalize.WithUserAgent("export/1"),
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
	def := fakeapi.Definition()
	def.Info.Auth = [][]normalize.Scheme{{{Name: "bearer", Kind: normalize.SchemeBearer}}, {{Name: "key", Kind: normalize.SchemeHeader, Param: "X-API-Key"}}}
	for _, tt := range []struct {
		opt         normalize.Option
		key, bearer string
	}{
		{normalize.WithAPIKey("k"), "k", ""},
		{normalize.WithToken("t"), "", "Bearer t"},
	} {
		transport := fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
			if key, bearer := req.Header.Get("X-Api-Key"), req.Header.Get("Authorization"); key != tt.key || bearer != tt.bearer {
				t.Errorf("sent %q and %q, want %q and %q", key, bearer, tt.key, tt.bearer)
			}
			return nil, errors.New("no network")
		})
		e, err := engine.New(def, tt.opt, normalize.WithRetry(fakeapi.NoRetry), normalize.WithHTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Conversation(t.Context(), "x"); !errors.Is(err, normalize.ErrUnavailable) {
			t.Error(err)
		}
	}
}

func TestScopeReachesRequests(t *testing.T) {
	def := fakeapi.Definition()
	def.Info.Scope = []normalize.ScopeParam{{Name: "account_id", Required: true}}
	def.Sources[0].Get.Request = fakeapi.Request(&def.Operations[1], request.Set{Query: "account", Value: request.Scope("account_id")})
	api := &fakeapi.API{Records: []string{`{"id":"x"}`}}
	e := fakeapi.Open(t, api, def, normalize.WithScope("account_id", "4 2"))
	if _, err := e.Conversation(t.Context(), "x"); err != nil || !slices.Equal(api.Asked(), []string{"/v1/conversations/x?account=4+2"}) {
		t.Errorf("asked %q, %v", api.Asked(), err)
	}
}
