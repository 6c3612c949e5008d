package rest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
)

// TestScrub takes a key out of texts that have it in any of the ways in which
// servers write what they were sent.
func TestScrub(t *testing.T) {
	const key = `Ze+yx"w/v&u<t'k\j q%41üß`
	json1, _ := json.Marshal(key)
	json2, _ := json.Marshal(string(json1))
	lower := func(s string) string { // of the escapes
		for i := 0; i+2 < len(s); i++ {
			if s[i] == '%' {
				s = s[:i] + strings.ToLower(s[i:i+3]) + s[i+3:]
			}
		}
		return s
	}
	var units, entities, hexEntities strings.Builder
	for _, r := range key {
		fmt.Fprintf(&units, `\u%04X`, r)
		fmt.Fprintf(&entities, "&#%d;", r)
		fmt.Fprintf(&hexEntities, "&#x%02X;", r)
	}
	for name, text := range map[string]string{
		"as it is":                  key,
		"query":                     url.QueryEscape(key),
		"path":                      url.PathEscape(key),
		"query, in lower case":      lower(url.QueryEscape(key)),
		"a query within a query":    url.QueryEscape(url.QueryEscape(key)),
		"a query within JSON":       strings.ReplaceAll(url.QueryEscape(key), "%", `\u0025`),
		"JSON":                      string(json1),
		"JSON within JSON":          string(json2),
		"JSON of others":            units.String(),
		"JSON of others, lower":     strings.ToLower(units.String()),
		"JSON with its slashes":     strings.ReplaceAll(string(json1), "/", `\/`),
		"HTML":                      strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&apos;").Replace(key),
		"HTML by numbers":           entities.String(),
		"HTML by hexadecimal ones":  hexEntities.String(),
		"Go":                        fmt.Sprintf("%q", key),
		"Go's header":               fmt.Sprint(http.Header{"X": {key}}),
		"the beginning":             key[:20] + "...",
		"the beginning, in a query": url.QueryEscape(key[:20]) + "...",
	} {
		var s secrets
		s.add(key)
		got := s.scrub("<" + text + ">" + text)
		for _, part := range []string{"Ze", "%5a", "%5A", "005a", "005A", "yx", "uu"} {
			if strings.Contains(got, part) {
				t.Errorf("%s: %s is left of %s", name, got, text)
				break
			}
		}
		if !strings.HasPrefix(got, "<") || strings.Count(got, redacted) != 2 {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestScrubLeavesTheRest(t *testing.T) {
	var s secrets
	s.add("sk-live-0123456789abcdef0123456789abcdef", "abc", "hunter2")
	for _, text := range []string{
		"", "abc", "sk-live-", "sk-live-0123", "no sk-live key", `{"a":"\u0041%41&amp;&#65;"}`, `%`, `%4`, `\`, `\u`, `\u004`, `&`, `&#`, `&#x;`, `&#99999999999;`, "hunter", "s%6", strings.Repeat(`\`, 100),
	} {
		if got := s.scrub(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func FuzzScrub(f *testing.F) {
	f.Add(`Ze+yx"w/`, `%5Ae%2Byx\"w\/`)
	f.Add("%25x", "%25x%2525x")
	f.Fuzz(func(t *testing.T, key, text string) {
		var s secrets
		s.add(key)
		if len(key) < shortestSecret || strings.Contains(redacted, key) {
			return
		}
		for _, form := range []string{key, url.QueryEscape(key)} {
			got := strings.ReplaceAll(s.scrub(text+" "+form), redacted, "") // apart, for the text may end within an escape
			if strings.HasSuffix(got, form) {
				t.Errorf("%q of %q", got, key)
			}
		}
	})
}

// TestBasicHidesWhatIsSecret: many APIs take their key as a user name, with no
// password or any.
func TestBasicHidesWhatIsSecret(t *testing.T) {
	for _, password := range []string{"", "x"} {
		synctest.Test(t, func(t *testing.T) {
			creds := Credentials{Username: "key-as-user", Password: password}
			c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
				user, _, _ := r.BasicAuth()
				reply(w, 401, fmt.Sprintf(`{"error":"no user %s, by %s"}`, user, r.Header.Get("Authorization")))
			}, func(c *Config) {
				c.Auth, c.Credentials = [][]Scheme{{{Kind: SchemeBasic}}}, StaticCredentials(creds)
			})
			_, err := c.Doer().Do(request(t.Context(), c, "/things"))
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
			reply(w, 401, string(data))
		},
		"no JSON": func(w http.ResponseWriter, r *http.Request) { reply(w, 200, `{"`+r.Header.Get("Authorization")+`":}`) },
		"reset":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		synctest.Test(t, func(t *testing.T) {
			c := newTest(t, handler, func(c *Config) {
				c.Auth = [][]Scheme{{{Name: "o", Kind: SchemeOAuth2, TokenURL: "/token"}}}
				c.Credentials = StaticCredentials(Credentials{ClientID: "id", ClientSecret: "client&hidden"})
				next := c.HTTPClient.Transport
				c.HTTPClient = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
					sent, _ := r.GetBody()
					data, _ := io.ReadAll(sent)
					resp, err := next.RoundTrip(r)
					if err != nil {
						err = fmt.Errorf("sending %s %s %s: %w", r.URL, r.Header, data, err)
					}
					return resp, err
				})}
			}, once)
			_, err := c.Doer().Do(request(t.Context(), c, "/things"))
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
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			reply(w, 200, `{"data":[{"`+r.Header.Get("X-API-Key")+`":{"a":]}]}`)
		})
		_, err := c.Doer().Do(request(t.Context(), c, "/things"))
		_, _, err2 := collect(t.Context(), things(enveloped, Cursor{}), c, Run{})
		for _, err := range []error{err, err2} {
			for e := err; e != nil; e = errors.Unwrap(e) {
				if text := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(text, testKey) {
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
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, "{}") }, func(c *Config) { c.AllowInsecure = true })
		resp, err := c.Open(t.Context(), "http://files.test/x?key="+testKey)
		if e, ok := errors.AsType[*GuardError](err); !ok || e.Kind != GuardForeignLink {
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
		"?offset=10&token=" + testKey: "offset=10", "?offset=10&q=%22" + strings.ReplaceAll(testKey, "-", "%252d"): "offset=10", "/v1/" + testKey + "/things": "",
	} {
		synctest.Test(t, func(t *testing.T) {
			var got string
			c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.RawQuery != "" {
					got = r.URL.RawQuery
					reply(w, 200, `{"data":[]}`)
					return
				}
				reply(w, 200, fmt.Sprintf(`{"data":[{"id":"a"}],"meta":{"link":%q}}`, link))
			})
			_, _, err := collect(t.Context(), things(enveloped, Link{}), c, Run{})
			if e, ok := errors.AsType[*GuardError](err); got != want || (want == "") != ok || ok && e.Kind != GuardForeignLink {
				t.Errorf("%s: asked for %q, %v", link, got, err)
			}
			if err != nil && strings.Contains(fmt.Sprintf("%v %+v", err, errors.Unwrap(err)), testKey) {
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
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			if got = append(got, r.URL.String()); len(got) == 1 {
				reply(w, 200, `{"data":[{"id":"a"}],"meta":{"link":"/v1/things/demo?env=demo&offset=10"}}`)
				return
			}
			reply(w, 200, `{"data":[]}`)
		}, func(c *Config) { c.Credentials = StaticCredentials(Credentials{APIKey: "demo"}) })
		_, _, err := collect(t.Context(), things(enveloped, Link{}), c, Run{})
		if err != nil || len(got) != 2 || got[1] != "/v1/things/demo?env=demo&offset=10" {
			t.Errorf("asked for %q, %v", got, err)
		}
	})
}

// TestHostWithTheKey: a guard names hosts.
func TestHostWithTheKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+r.Header.Get("X-API-Key")+".evil.test/", http.StatusFound)
		})
		_, err := c.Doer().Do(request(t.Context(), c, "/things"))
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
			c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
				got = r.Header.Get("Cookie")
				reply(w, 200, "{}")
			}, func(c *Config) {
				c.Auth, c.Credentials = [][]Scheme{{{Name: "key", Kind: SchemeCookie, Param: "k"}}}, StaticCredentials(Credentials{APIKey: key})
			})
			_, err := c.Doer().Do(request(t.Context(), c, "/things"))
			if got != want || (err == nil) != (want != "") || err != nil && (!errors.Is(err, ErrUnauthorized) || strings.Contains(err.Error(), key)) {
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
		"a message": func(w http.ResponseWriter) { reply(w, 200, `{"error":{"message":"`+huge+`"}}`) },
		"no JSON":   func(w http.ResponseWriter) { reply(w, 200, `{"data":}`+huge) },
		"a link":    func(w http.ResponseWriter) { reply(w, 200, `{"data":[{"id":"a"}],"meta":{"link":"?x=`+huge+`"}}`) },
		"a media type": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", huge[:200<<10])
			w.WriteHeader(200)
			_, _ = io.WriteString(w, "x")
		},
		"a redirect":   func(w http.ResponseWriter) { w.Header().Set("Location", "/?x="+huge[:500<<10]); w.WriteHeader(302) },
		"no redirect":  func(w http.ResponseWriter) { w.Header().Set("Location", "http://["+huge[:500<<10]); w.WriteHeader(302) },
		"a request id": func(w http.ResponseWriter) { w.Header().Set("X-Request-Id", huge[:200<<10]); reply(w, 400, "{}") },
	} {
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) }, once)
		for how, read := range map[string]func() error{
			"list": func() error { _, _, err := collect(t.Context(), things(enveloped, Link{}), c, Run{}); return err },
			"get": func() error {
				get := Get[rec]{Operation: &getOp, Decode: things(enveloped, Link{}).Decode, Request: func(ctx context.Context, id string) (*http.Request, error) {
					return request(ctx, c, "/things/"+id), nil
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

// TestSecretsInUseAreNotForgotten: tokens come and go, the key that fetches them
// stays.
func TestSecretsInUseAreNotForgotten(t *testing.T) {
	var s secrets
	for i := range 3 * maxSecrets {
		s.add("the-key-in-use")
		s.add(fmt.Sprintf("token-%d", i))
		if got := s.scrub("the-key-in-use"); got != redacted {
			t.Fatalf("after %d tokens: %s", i, got)
		}
	}
	if got := s.scrub("token-0"); got != "token-0" || len(s.list) > maxSecrets {
		t.Errorf("%d are kept, token-0 gives %s", len(s.list), got)
	}
}

// TestKeyThatBeginsWithAName: many keys begin with what is no secret, such as the
// id of the account, which links to pages and files may well hold.
func TestKeyThatBeginsWithAName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const account = "0f8fad5b-d9cb-469f-a165-70867728950e"
		var got []string
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			if got = append(got, r.Host+r.URL.String()); len(got) == 1 {
				reply(w, 200, `{"data":[{"id":"a"}],"meta":{"link":"/v1/`+account+`/things?account=`+account+`&offset=10"}}`)
				return
			}
			reply(w, 200, `{"data":[]}`)
		}, func(c *Config) {
			c.AllowInsecure = true
			c.Credentials = StaticCredentials(Credentials{APIKey: account + ".0123456789abcdef0123456789abcdef"})
		})
		_, _, err := collect(t.Context(), things(enveloped, Link{}), c, Run{})
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
