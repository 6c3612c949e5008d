package transport_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// TestBasicHidesWhatIsSecret: many APIs take their key as a user name, with no
// password or any.
func TestBasicHidesWhatIsSecret(t *testing.T) {
	for _, password := range []string{"", "x"} {
		synctest.Test(t, func(t *testing.T) {
			creds := auth.Credentials{Username: "key-as-user", Password: password}
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
				user, _, _ := r.BasicAuth()
				resttest.Reply(w, 401, fmt.Sprintf(`{"error":"no user %s, by %s"}`, user, r.Header.Get("Authorization")))
			}, func(c *transport.Config) {
				c.Auth, c.Credentials = [][]auth.Scheme{{{Kind: auth.SchemeBasic}}}, auth.StaticCredentials(creds)
			})
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
			if want := "acme: listThings: 401: no user [redacted], by Basic [redacted]"; err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

// TestTokenEndpointHidesCredentials has the endpoint of tokens, and the transport
// to it, repeat what they were sent.
func TestTokenEndpointHidesCredentials(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"refused": func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			data, _ := json.Marshal(map[string]string{"error": "x", "error_description": r.Header.Get("Authorization") + r.PostForm.Encode() + "https://" + fmt.Sprint(r.BasicAuth())})
			resttest.Reply(w, 401, string(data))
		},
		"no JSON": func(w http.ResponseWriter, r *http.Request) {
			resttest.Reply(w, 200, `{"`+r.Header.Get("Authorization")+`":}`)
		},
		"reset": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		synctest.Test(t, func(t *testing.T) {
			c := resttest.New(t, handler, func(c *transport.Config) {
				c.Auth = [][]auth.Scheme{{{Name: "o", Kind: auth.SchemeOAuth2, TokenURL: "/token"}}}
				c.Credentials = auth.StaticCredentials(auth.Credentials{ClientID: "id", ClientSecret: "client&hidden"})
				next := c.HTTPClient.Transport
				c.HTTPClient = &http.Client{Transport: resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
					sent, _ := r.GetBody()
					data, _ := io.ReadAll(sent)
					resp, err := next.RoundTrip(r)
					if err != nil {
						err = fmt.Errorf("sending %s %s %s: %w", r.URL, r.Header, data, err)
					}
					return resp, err
				})}
			}, resttest.Once)
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
			if err == nil {
				t.Fatal("no error")
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				text := fmt.Sprintf("%v %+v %#v", e, e, e)
				for _, secret := range []string{"hidden", base64.StdEncoding.EncodeToString([]byte("id:client"))[:10]} {
					if strings.Contains(text, secret) {
						t.Errorf("%s: %s", name, text)
					}
				}
			}
		})
	}
}

// TestMalformedHidesCredentials: what a parser says of a body may quote it.
func TestMalformedHidesCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			resttest.Reply(w, 200, `{"data":[{"`+r.Header.Get("X-API-Key")+`":{"a":]}]}`)
		})
		_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
		_, _, err2 := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
		for _, err := range []error{err, err2} {
			for e := err; e != nil; e = errors.Unwrap(e) {
				if text := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(text, resttest.Key) {
					t.Error(text)
				}
			}
		}
	})
}

// TestForeignURLWithTheKey: the key goes nowhere else, even before it was first
// used.
func TestForeignURLWithTheKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 200, "{}") }, func(c *transport.Config) { c.AllowInsecure = true })
		resp, err := c.Open(t.Context(), "http://files.test/x?key="+resttest.Key)
		if e, ok := errors.AsType[*api.GuardError](err); !ok || e.Kind != api.GuardForeignLink {
			t.Errorf("got %v", err)
		}
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
}

// TestLinkWithTheKey: whatever name an API repeats the key under, no link has it,
// for it would be in the page token.
func TestLinkWithTheKey(t *testing.T) {
	for link, want := range map[string]string{
		"?offset=10&token=" + resttest.Key: "offset=10", "?offset=10&q=%22" + strings.ReplaceAll(resttest.Key, "-", "%252d"): "offset=10", "/v1/" + resttest.Key + "/things": "",
	} {
		synctest.Test(t, func(t *testing.T) {
			var got string
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.RawQuery != "" {
					got = r.URL.RawQuery
					resttest.Reply(w, 200, `{"data":[]}`)
					return
				}
				resttest.Reply(w, 200, fmt.Sprintf(`{"data":[{"id":"a"}],"meta":{"link":%q}}`, link))
			})
			_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Link{}), c, rest.Run{})
			if e, ok := errors.AsType[*api.GuardError](err); got != want || (want == "") != ok || ok && e.Kind != api.GuardForeignLink {
				t.Errorf("%s: asked for %q, %v", link, got, err)
			}
			if err != nil && strings.Contains(fmt.Sprintf("%v %+v", err, errors.Unwrap(err)), resttest.Key) {
				t.Error(err)
			}
		})
	}
}

// TestLinkWithAWordThatIsAKey: a key that is a common word is not taken for one in
// a link, which would lose what it needs.
func TestLinkWithAWordThatIsAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if got = append(got, r.URL.String()); len(got) == 1 {
				resttest.Reply(w, 200, `{"data":[{"id":"a"}],"meta":{"link":"/v1/things/demo?env=demo&offset=10"}}`)
				return
			}
			resttest.Reply(w, 200, `{"data":[]}`)
		}, func(c *transport.Config) { c.Credentials = auth.StaticCredentials(auth.Credentials{APIKey: "demo"}) })
		_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Link{}), c, rest.Run{})
		if err != nil || len(got) != 2 || got[1] != "/v1/things/demo?env=demo&offset=10" {
			t.Errorf("asked for %q, %v", got, err)
		}
	})
}

// TestHostWithTheKey: a guard names hosts.
func TestHostWithTheKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+r.Header.Get("X-API-Key")+".evil.test/", http.StatusFound)
		})
		_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
		if err == nil || err.Error() != "acme: listThings: stopped: foreign link: redirect to https://[redacted].evil.test" {
			t.Error(err)
		}
	})
}

// TestCookieThatCannotBeSent: net/http would drop bytes of it, and log one.
func TestCookieThatCannotBeSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for key, want := range map[string]string{"se;cret": "", `se"cret`: "", `se\cret`: "", "sé-cret": "", "se-cret+/==": "k=se-cret+/=="} {
			got := ""
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
				got = r.Header.Get("Cookie")
				resttest.Reply(w, 200, "{}")
			}, func(c *transport.Config) {
				c.Auth, c.Credentials = [][]auth.Scheme{{{Name: "key", Kind: auth.SchemeCookie, Param: "k"}}}, auth.StaticCredentials(auth.Credentials{APIKey: key})
			})
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
			if got != want || (err == nil) != (want != "") || err != nil && (!errors.Is(err, api.ErrUnauthorized) || strings.Contains(err.Error(), key)) {
				t.Errorf("%s: sent %s, with %v", key, got, err)
			}
		}
	})
}

// TestHugeTextsCostLittle: to look for credentials in a text costs much more than to
// read it, so that no more of one is looked at than may be shown.
func TestHugeTextsCostLittle(t *testing.T) {
	huge := strings.Repeat(`\\\\u0025&amp;amp;%2525x`, 2<<20/24)
	for name, answer := range map[string]func(http.ResponseWriter){
		"a message": func(w http.ResponseWriter) { resttest.Reply(w, 200, `{"error":{"message":"`+huge+`"}}`) },
		"no JSON":   func(w http.ResponseWriter) { resttest.Reply(w, 200, `{"data":}`+huge) },
		"a link": func(w http.ResponseWriter) {
			resttest.Reply(w, 200, `{"data":[{"id":"a"}],"meta":{"link":"?x=`+huge+`"}}`)
		},
		"a media type": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", huge[:200<<10])
			w.WriteHeader(200)
			_, _ = io.WriteString(w, "x")
		},
		"a redirect":  func(w http.ResponseWriter) { w.Header().Set("Location", "/?x="+huge[:500<<10]); w.WriteHeader(302) },
		"no redirect": func(w http.ResponseWriter) { w.Header().Set("Location", "http://["+huge[:500<<10]); w.WriteHeader(302) },
		"a request id": func(w http.ResponseWriter) {
			w.Header().Set("X-Request-Id", huge[:200<<10])
			resttest.Reply(w, 400, "{}")
		},
	} {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) }, resttest.Once)
		for how, read := range map[string]func() error{
			"list": func() error {
				_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Link{}), c, rest.Run{})
				return err
			},
			"get": func() error {
				get := rest.Get[resttest.Rec]{Operation: &resttest.GetOp, Decode: resttest.Things(resttest.Enveloped, paging.Link{}).Decode, Request: func(ctx context.Context, id string) (*http.Request, error) {
					return resttest.Request(ctx, c, "/things/"+id), nil
				}}
				_, _, err := get.Do(t.Context(), c, "a")
				return err
			},
		} {
			if how == "get" && name == "a link" {
				continue
			}
			_ = read() // connects
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := read()
			runtime.ReadMemStats(&after)
			if err == nil || len(err.Error()) > 10<<10 {
				t.Errorf("%s by %s: %d bytes of error", name, how, len(fmt.Sprint(err)))
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 64 {
				t.Errorf("%s by %s: %d MiB were used", name, how, used)
			}
		}
	}
}

// TestKeyThatBeginsWithAName: many keys begin with what is not a secret, such as the
// id of the account, which links to pages and files may well hold.
func TestKeyThatBeginsWithAName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const account = "0f8fad5b-d9cb-469f-a165-70867728950e"
		var got []string
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if got = append(got, r.Host+r.URL.String()); len(got) == 1 {
				resttest.Reply(w, 200, `{"data":[{"id":"a"}],"meta":{"link":"/v1/`+account+`/things?account=`+account+`&offset=10"}}`)
				return
			}
			resttest.Reply(w, 200, `{"data":[]}`)
		}, func(c *transport.Config) {
			c.AllowInsecure = true
			c.Credentials = auth.StaticCredentials(auth.Credentials{APIKey: account + ".0123456789abcdef0123456789abcdef"})
		})
		_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Link{}), c, rest.Run{})
		if want := "localhost/v1/" + account + "/things?account=" + account + "&offset=10"; err != nil || len(got) != 2 || got[1] != want {
			t.Errorf("asked for %q, %v", got, err)
		}
		resp, err := c.Open(t.Context(), "http://files.test/"+account+"/a.wav")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	})
}
