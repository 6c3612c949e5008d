package normalize_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// TestManyUsersOfOneProvider has fifty goroutines use a provider in every way.
func TestManyUsersOfOneProvider(t *testing.T) {
	api := &fakeapi.API{}
	api.Records, api.Transcripts = fakeapi.Records(10)
	log := &normalize.DriftLog{}
	e := fakeapi.Open(t, api, fakeapi.Definition(), normalize.WithRateLimit(1e6, 10), normalize.WithDrift(log), normalize.WithConcurrency(3))
	run := e.Run(normalize.Query{WithMessages: true})
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			fail := func(what string, err error) {
				if err != nil {
					t.Errorf("%d, %s: %v", i, what, err)
				}
			}
			n := 0
			for _, err := range e.Conversations(t.Context(), normalize.Query{WithMessages: i%2 == 0}) {
				fail("list", err)
				n++
			}
			if n != 10 {
				t.Errorf("%d came", n)
			}
			page, err := e.Page(t.Context(), normalize.Query{WithMessages: true})
			fail("page", err)
			_, err = e.Page(t.Context(), normalize.Query{PageToken: page.Next, WithMessages: true})
			fail("next page", err)
			_, err = e.Conversation(t.Context(), "c01")
			fail("get", err)
			_, err = e.Messages(t.Context(), "c01")
			fail("messages", err)
			src, err := e.Source("")
			fail("source", err)
			_, errs := merge(t.Context(), normalize.Query{Limit: 3}, e, src)
			fail("merge", errors.Join(errs...))
			_, _ = run.Report(), run.PageToken()
			_, _, _ = e.Info(), e.Capabilities(), log.Entries()
			if i == 0 {
				for _, err := range run.Conversations(t.Context()) {
					fail("run", err)
				}
			}
		})
	}
	wg.Wait()
}

// TestStreamsThatAreLeft leaves a stream in every way while its server is silent.
func TestStreamsThatAreLeft(t *testing.T) {
	silentAfterTwo := func() *http.Client {
		api := &fakeapi.API{}
		api.Records, api.Transcripts = fakeapi.Records(20)
		return &http.Client{Transport: fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
			path := req.URL.Path
			if strings.Contains(path, "/messages") && !strings.Contains(path, "/c00") && !strings.Contains(path, "/c01") || path == "/v1/conversations" && req.URL.Query().Has("cursor") {
				<-req.Context().Done()
				return nil, req.Context().Err()
			}
			return api.RoundTrip(req)
		})}
	}
	type stream = iter.Seq2[*normalize.Conversation, error]
	streams := map[string]func(ctx context.Context, e normalize.Provider) stream{
		"plain": func(ctx context.Context, e normalize.Provider) stream { return e.Conversations(ctx, normalize.Query{}) },
		"messages": func(ctx context.Context, e normalize.Provider) stream {
			return e.Conversations(ctx, normalize.Query{WithMessages: true})
		},
		"merge": func(ctx context.Context, e normalize.Provider) stream {
			return normalize.Merge(normalize.Query{WithMessages: true}, e, e).Conversations(ctx)
		},
		"unordered merge": func(ctx context.Context, e normalize.Provider) stream {
			return normalize.Merge(normalize.Query{}, e, &stub{name: "b", block: true, days: []int{1}}).Conversations(ctx)
		},
	}
	leave := map[string]func(s stream){
		"break": func(s stream) {
			for range s {
				break
			}
		},
		"stop": func(s stream) {
			next, stop := iter.Pull2(s)
			_, _, _ = next()
			stop()
		},
		"panic": func(s stream) {
			defer func() { _ = recover() }()
			for range s {
				panic("consumer")
			}
		},
		"to the end": func(s stream) {
			var last error
			for _, last = range s {
			}
			if !errors.Is(last, context.DeadlineExceeded) {
				t.Errorf("ended with %v", last)
			}
		},
	}
	for of, open := range streams {
		for way, f := range leave {
			t.Run(of+"/"+way, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					def := fakeapi.Definition()
					e, err := engine.New(def, normalize.WithAPIKey("secret"), normalize.WithHTTPClient(silentAfterTwo()), normalize.WithIdleReadTimeout(-1), normalize.WithConcurrency(8))
					if err != nil {
						t.Fatal(err)
					}
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					began := time.Now()
					f(open(ctx, e))
					if took := time.Since(began); took != 0 && way != "to the end" || took > time.Minute {
						t.Errorf("it took %v", took)
					}
				})
			})
		}
	}
}

// TestLimitedTranscripts: one answer that asks to come back later ends them all
// soon, and the stream says when.
func TestLimitedTranscripts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &fakeapi.API{}
		api.Records, api.Transcripts = fakeapi.Records(20)
		requests := 0
		var mu sync.Mutex
		client := &http.Client{Transport: fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
			mu.Lock()
			requests++
			mu.Unlock()
			if strings.HasSuffix(req.URL.Path, "/messages") {
				return &http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {"3600"}}, Body: http.NoBody, Request: req}, nil
			}
			return api.RoundTrip(req)
		})}
		e, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey("secret"), normalize.WithHTTPClient(client))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		var last error
		for _, err := range e.Conversations(t.Context(), normalize.Query{WithMessages: true}) {
			last = err
		}
		var api429 *normalize.APIError
		if !errors.As(last, &api429) || api429.RetryAfter != time.Hour || requests > 12 || time.Since(began) > time.Minute {
			t.Errorf("%d requests in %v, then %v", requests, time.Since(began), last)
		}
	})
}

// TestEndedContexts: a context that has ended before the call, or ends within it,
// is what every call says, once, with no request more and where there is a place
// to go on from, with it.
func TestEndedContexts(t *testing.T) {
	for _, within := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			api := &fakeapi.API{}
			api.Records, api.Transcripts = fakeapi.Records(10)
			requests := 0
			var mu sync.Mutex
			client := &http.Client{Transport: fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
				mu.Lock()
				requests++
				mu.Unlock()
				if strings.HasSuffix(req.URL.Path, "/messages") || strings.HasSuffix(req.URL.Path, "/c03") || req.URL.Query().Has("cursor") {
					<-req.Context().Done()
					return nil, req.Context().Err()
				}
				return api.RoundTrip(req)
			})}
			e, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey("secret"), normalize.WithHTTPClient(client))
			if err != nil {
				t.Fatal(err)
			}
			first, err := e.Page(t.Context(), normalize.Query{})
			if err != nil {
				t.Fatal(err)
			}
			stream := func(seq iter.Seq2[*normalize.Conversation, error]) (last error) {
				ended := 0
				for _, err := range seq {
					if err != nil {
						ended++
						last = err
					}
				}
				if ended != 1 {
					t.Errorf("%d errors", ended)
				}
				return last
			}
			for name, call := range map[string]func(context.Context) error{
				"list": func(ctx context.Context) error { return stream(e.Conversations(ctx, normalize.Query{})) },
				"messages": func(ctx context.Context) error {
					return stream(e.Conversations(ctx, normalize.Query{WithMessages: true}))
				},
				"merge": func(ctx context.Context) error {
					return stream(normalize.Merge(normalize.Query{}, e, e).Conversations(ctx))
				},
				"page": func(ctx context.Context) error {
					_, err := e.Page(ctx, normalize.Query{WithMessages: true})
					return err
				},
				"next page": func(ctx context.Context) error {
					_, err := e.Page(ctx, normalize.Query{PageToken: first.Next})
					return err
				},
				"conversation":    func(ctx context.Context) error { _, err := e.Conversation(ctx, "c03"); return err },
				"of conversation": func(ctx context.Context) error { _, err := e.Messages(ctx, "c03"); return err },
				"recording": func(ctx context.Context) error {
					_, err := e.OpenRecording(ctx, normalize.Recording{URL: "/x/messages"})
					return err
				},
			} {
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				if !within {
					cancel()
				}
				requests = 0
				began := time.Now()
				err := call(ctx)
				want, took := context.DeadlineExceeded, 5*time.Second
				if !within {
					want, took = context.Canceled, 0
				}
				if !errors.Is(err, want) || time.Since(began) != took || !within && requests > 0 {
					t.Errorf("%s: got %v after %v and %d requests", name, err, time.Since(began), requests)
				}
				var page *normalize.PageError
				if resumable := name == "list" || name == "messages" || strings.Contains(name, "page"); resumable != errors.As(err, &page) {
					t.Errorf("%s: got %T", name, err)
				}
				if name == "next page" && page != nil && page.PageToken != first.Next {
					t.Errorf("%s goes on from %q", name, page.PageToken)
				}
				cancel()
			}
		})
	}
}

// TestMergeOfOneThatBreaksOff: what came before the failure came, the others come
// whole and in order, and the error's token goes on with the one that failed.
func TestMergeOfOneThatBreaksOff(t *testing.T) {
	good, bad := &fakeapi.API{}, &fakeapi.API{}
	good.Records, good.Transcripts = fakeapi.Records(10)
	bad.Records, bad.Transcripts = fakeapi.Records(10)
	broken := true
	client := &http.Client{Transport: fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
		if broken && req.URL.Query().Get("cursor") == "6" {
			return &http.Response{StatusCode: 500, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
		}
		return bad.RoundTrip(req)
	})}
	a := fakeapi.Open(t, good, fakeapi.Definition())
	b, err := engine.New(fakeapi.Definition(), normalize.WithAPIKey("secret"), normalize.WithHTTPClient(client), normalize.WithRetry(fakeapi.NoRetry))
	if err != nil {
		t.Fatal(err)
	}
	got, errs := merge(t.Context(), normalize.Query{WithMessages: true}, a, b)
	want := "c00 c00 c01 c01 c02 c02 c03 c03 c04 c04 c05 c05 c06 c07 c08 c09"
	var page *normalize.PageError
	if strings.Join(got, " ") != want || len(errs) != 1 || !errors.As(errs[0], &page) {
		t.Fatalf("got %v, %v", got, errs)
	}
	broken = false
	rest, errs := fakeapi.Collect(t, b, normalize.Query{WithMessages: true, PageToken: page.PageToken})
	if strings.Join(rest, " ") != "c06 c07 c08 c09" || len(errs) > 0 {
		t.Errorf("then %v, %v", rest, errs)
	}
}

// TestIDThatOneSourceCannotHave: a source whose ids are numbers cannot have a
// conversation of another id, and another source may.
func TestIDThatOneSourceCannotHave(t *testing.T) {
	api := &fakeapi.API{Records: []string{`{"id":"abc"}`}}
	def := fakeapi.Definition()
	calls := def.Sources[0]
	calls.Name = "calls"
	get := *calls.Get
	get.Request = &request.Template{Operation: get.Operation, Send: []request.Set{
		{Path: "id", Value: request.Whole{Name: "call_id", Of: request.ConversationID}},
	}}
	calls.Get = &get
	chats := def.Sources[0]
	chats.Name = "chats"
	def.Sources = []engine.Source{calls, chats}
	e, err := engine.New(def, normalize.WithAPIKey("k"), normalize.WithHTTPClient(&http.Client{Transport: api}))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := e.Conversation(t.Context(), "abc"); err != nil || c.ID != "abc" {
		t.Errorf("got %v, %v", c, err)
	}
	if _, err := e.Conversation(t.Context(), "abd"); !errors.Is(err, normalize.ErrNotFound) {
		t.Errorf("got %v, want that there is none", err)
	}
	one, err := e.Source("calls")
	if err != nil {
		t.Fatal(err)
	}
	_, err = one.Conversation(t.Context(), "abc")
	if want := `acme/calls: the id cannot be sent: call_id must be a whole number, and "abc" is none: invalid request`; err == nil || err.Error() != want || !errors.Is(err, normalize.ErrInvalidQuery) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	api.Fail = map[string]int{"/v1/conversations/7": 400}
	if _, err := e.Conversation(t.Context(), "7"); !errors.Is(err, normalize.ErrInvalidRequest) {
		t.Errorf("got %v, want what the API says", err)
	}
}
