package engine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// wire is a server in memory; nothing of it outlives a request.
func wire(handler http.HandlerFunc) *http.Client {
	return &http.Client{Transport: fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
		w := &answer{header: http.Header{}, status: 200}
		handler(w, req)
		if err := req.Context().Err(); err != nil {
			return nil, err
		}
		return &http.Response{
			StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req, Header: w.header, Body: io.NopCloser(&w.body), ContentLength: -1,
		}, nil
	})}
}

type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header            { return a.header }
func (a *answer) WriteHeader(status int)         { a.status = status }
func (a *answer) Write(data []byte) (int, error) { return a.body.Write(data) }

// TestProviderPrintsNothing prints, logs and marshals what a user holds, with
// values that hold it.
func TestProviderPrintsNothing(t *testing.T) {
	const key = "very-secret"
	client := wire(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(401)
		fmt.Fprintf(w, `{"error":{"code":"no","message":%q}}`, fmt.Sprint(r.Header))
	})
	e, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey(key), normalize.WithBasicAuth("user", key), normalize.WithOAuth2ClientCredentials("id", key), normalize.WithToken(key),
		normalize.WithHTTPClient(client))
	if err != nil {
		t.Fatal(err)
	}
	run := e.Run(normalize.Query{})
	var last error
	for _, last = range run.Conversations(t.Context()) {
	}
	_, last2 := e.Page(t.Context(), normalize.Query{})
	_, last3 := e.Conversation(t.Context(), "x")
	_, last4 := e.OpenRecording(t.Context(), normalize.Recording{URL: "/x"})
	creds := normalize.Credentials{APIKey: key, Username: key}
	values := []any{e, *e, run, e.Doer(), e.Info(), e.Capabilities(), run.Report(), creds, &creds, normalize.WithAPIKey(key), struct{ P normalize.Provider }{e}, map[string]any{"p": e, "c": creds}, []any{e, creds}}
	for _, err := range []error{last, last2, last3, last4, &normalize.ProviderError{Err: last}} {
		for ; err != nil; err = errors.Unwrap(err) {
			values = append(values, err, struct{ Err error }{err})
		}
	}
	var out bytes.Buffer
	logs := []*slog.Logger{slog.New(slog.NewJSONHandler(&out, nil)), slog.New(slog.NewTextHandler(&out, nil))}
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T", "%t", "%e", "%c", "%U", "%b"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		data, _ := json.Marshal(v)
		out.Write(data)
		for _, log := range logs {
			log.Info("x", "v", v)
		}
	}
	for _, text := range []string{key, fmt.Sprintf("%x", key), fmt.Sprintf("%q", []byte(key)), strings.Trim(fmt.Sprint([]byte(key)), "[]")} {
		if i := strings.Index(out.String(), text); i >= 0 {
			t.Errorf("...%s...", out.String()[max(0, i-200):min(out.Len(), i+60)])
		}
	}
	if !strings.Contains(out.String(), "[redacted]") {
		t.Error("nothing was redacted, so nothing was tried")
	}
}

// TestUserAgentOfEveryRequest: also of those to where recordings lie.
func TestUserAgentOfEveryRequest(t *testing.T) {
	var seen []string
	client := wire(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.Host+r.URL.Path+" "+r.UserAgent()+" "+r.Header.Get("X-Version"))
		if r.URL.Path == "/moved" {
			w.Header().Set("Location", "https://files.test/there")
			w.WriteHeader(302)
		}
	})
	def := fakeapi.Definition()
	def.Header = http.Header{"X-Version": {"7"}}
	e, err := engine.New(def, normalize.WithAPIKey("secret"), normalize.WithHTTPClient(client), normalize.WithUserAgent("tool/1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{"/moved", "https://files.test/direct"} {
		body, err := e.OpenRecording(t.Context(), normalize.Recording{URL: u})
		if err != nil {
			t.Fatal(err)
		}
		_ = body.Close()
	}
	want := "api.acme.test/moved tool/1 7|files.test/there tool/1 |files.test/direct tool/1 "
	if got := strings.Join(seen, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestCredentialsInBaseURL: what looks like a user in it is not repeated.
func TestCredentialsInBaseURL(t *testing.T) {
	for _, given := range []string{
		"https:me:secret@api.acme.test", "me:secret@api.acme.test", "secret@api.acme.test", "https:///me:secret@api.acme.test", "https:/me:secret@api.acme.test/v1", "//me:secret@api.acme.test",
		"ftp://me:secret@api.acme.test", "https://api.acme.test/v1?token=secret", "https://api.acme.test#secret", "https://me:secret@[::1", "https://api.acme.test\x00secret", "me%3Asecret@api.acme.test",
	} {
		_, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey("k"), normalize.WithBaseURL(given))
		if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "WithBaseURL") {
			t.Errorf("%q: %v", given, err)
		}
	}
	_, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: "me:secret@api.acme.test"})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}
