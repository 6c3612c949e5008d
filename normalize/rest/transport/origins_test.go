package transport_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// TestOrigins has a server for all hosts, which sees who gets the key.
func TestOrigins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := map[string]string{}
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			seen[r.Host+r.URL.Path] = r.Header.Get("X-API-Key") + r.Header.Get("Referer") + r.Header.Get("X-Const")
			switch r.URL.Path {
			case "/v1/things", "/v1/rec":
				http.Redirect(w, r, "http://files.test/audio", http.StatusFound)
			case "/v1/near":
				http.Redirect(w, r, "/v1/moved", http.StatusFound)
			default:
				resttest.Reply(w, 200, "[]")
			}
		}, func(c *transport.Config) { c.AllowInsecure = true; c.Header = http.Header{"X-Const": {"const"}} })
		if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); err == nil || err.Error() != "acme: listThings: stopped: foreign link: redirect to http://files.test" {
			t.Error(err)
		}
		if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/near")); err != nil {
			t.Error(err)
		}
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://evil.test/v1/things", nil)
		if _, err := c.Doer().Do(req); err == nil {
			t.Error("a request to another origin was sent")
		}
		for _, u := range []string{"/v1/rec", "http://files.test/direct"} {
			resp, err := c.Open(t.Context(), u)
			if err != nil {
				t.Fatal(err)
			}
			if data, err := io.ReadAll(resp.Body); err != nil || string(data) != "[]" || resp.StatusCode != 200 {
				t.Error(err, string(data))
			}
			_ = resp.Body.Close()
		}
		const ours = resttest.Key + "const"
		want := map[string]string{
			"localhost/v1/things": ours, "localhost/v1/near": ours, "localhost/v1/moved": ours, "localhost/v1/rec": ours,
			"files.test/audio": "", "files.test/direct": "",
		}
		if fmt.Sprint(seen) != fmt.Sprint(want) {
			t.Errorf("got  %v\nwant %v", seen, want)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 404, `{"error":"gone"}`) })
		for _, u := range []string{"http://169.254.169.254/", "file:///etc/passwd", "", "ftp://x", "https:opaque", "javascript:x"} {
			if _, err := c.Open(t.Context(), u); !errors.Is(err, api.ErrInvalidRequest) {
				t.Errorf("%q: %v", u, err)
			}
		}
		if c.Stats().Requests != 0 {
			t.Error("sent")
		}
		if _, err := c.Open(t.Context(), "/x.mp3?sig=abc"); !errors.Is(err, api.ErrNotFound) || strings.Contains(err.Error(), "sig") {
			t.Error(err)
		}
	})
}

func TestLinkLosesTheKey(t *testing.T) {
	c, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: "https://acme.test/v1", Auth: [][]auth.Scheme{{{Kind: auth.SchemeQuery, Param: "key"}}}})
	if err != nil {
		t.Fatal(err)
	}
	from, _ := url.Parse("https://acme.test/v1/things?page=1")
	for link, want := range map[string]string{"?page=2&key=secret": "https://acme.test/v1/things?page=2", "https://ACME.test:443/x#f": "https://ACME.test:443/x", "/y": "https://acme.test/y"} {
		u, err := c.Follow(&resttest.ListOp, from, link)
		if err != nil || u.String() != want {
			t.Errorf("%s: got %v, %v", link, u, err)
		}
	}
}
