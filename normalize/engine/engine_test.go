package engine_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

func TestQuery(t *testing.T) {
	tests := []struct {
		name     string
		q        normalize.Query
		want     []string
		requests int // 0: not looked at
	}{
		{"all", normalize.Query{}, fakeapi.IDs(fakeapi.UpTo(10)...), 4},
		{"page size", normalize.Query{PageSize: 5}, fakeapi.IDs(fakeapi.UpTo(10)...), 2},
		{"page size beyond the maximum", normalize.Query{PageSize: 1000}, fakeapi.IDs(fakeapi.UpTo(10)...), 2},
		{"limit in the first page", normalize.Query{Limit: 2}, fakeapi.IDs(0, 1), 1},
		{"limit at the page's end", normalize.Query{Limit: 3}, fakeapi.IDs(0, 1, 2), 1},
		{"limit beyond", normalize.Query{Limit: 99}, fakeapi.IDs(fakeapi.UpTo(10)...), 4},
		{"agent, emulated", normalize.Query{AgentID: "a1"}, fakeapi.IDs(1, 3, 5, 7, 9), 4},
		{"limit counts what is asked for", normalize.Query{AgentID: "a1", Limit: 2}, fakeapi.IDs(1, 3), 2},
		{"participant, emulated", normalize.Query{ParticipantID: "u3"}, fakeapi.IDs(3, 7), 4},
		{"status, native", normalize.Query{Status: normalize.StatusFailed}, fakeapi.IDs(1, 4, 7), 1},
		{"status that is not sent", normalize.Query{Status: normalize.StatusInProgress}, fakeapi.IDs(2, 5, 8), 4},
		{"search, emulated", normalize.Query{Search: "tALK 7"}, fakeapi.IDs(7), 4},
		{"since is included, and ends the scan", normalize.Query{Since: fakeapi.Day(1)}, fakeapi.IDs(0, 1), 1},
		{"since between two", normalize.Query{Since: fakeapi.Day(3).Add(time.Nanosecond)}, fakeapi.IDs(0, 1, 2), 2},
		{"until is excluded", normalize.Query{Until: fakeapi.Day(7)}, fakeapi.IDs(8, 9), 4},
		{"both", normalize.Query{Since: fakeapi.Day(4), Until: fakeapi.Day(2)}, fakeapi.IDs(3, 4), 2},
		{"empty interval", normalize.Query{Since: fakeapi.Day(4), Until: fakeapi.Day(4)}, nil, 2},
		{"updated since", normalize.Query{UpdatedSince: fakeapi.Day(0)}, fakeapi.IDs(fakeapi.UpTo(10)...), 4},
		{"updated since later", normalize.Query{UpdatedSince: fakeapi.Day(-1)}, nil, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			api := &fakeapi.API{}
			api.Records, _ = fakeapi.Records(10)
			e := fakeapi.Open(t, api, fakeapi.Definition())
			got, errs := fakeapi.Collect(t, e, tt.q)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
			if n := len(api.Asked()); tt.requests != 0 && n != tt.requests {
				t.Errorf("%d requests, want %d: %v", n, tt.requests, api.Asked())
			}
		})
	}
}

func TestQueryThatIsRefused(t *testing.T) {
	tests := []struct {
		name string
		q    normalize.Query
		is   error
		says string
	}{
		{"unsupported filter", normalize.Query{Channel: normalize.ChannelPhone}, normalize.ErrUnsupported, `acme: filter channel="phone"`},
		{"page size", normalize.Query{PageSize: -1}, normalize.ErrInvalidQuery, "PageSize"},
		{"limit", normalize.Query{Limit: -1}, normalize.ErrInvalidQuery, "Limit"},
		{"status", normalize.Query{Status: "complete"}, normalize.ErrInvalidQuery, "complete"},
		{"channel", normalize.Query{Channel: "fax"}, normalize.ErrInvalidQuery, "fax"},
		{"direction", normalize.Query{Direction: "up"}, normalize.ErrInvalidQuery, "up"},
		{"until before since", normalize.Query{Since: fakeapi.Day(1), Until: fakeapi.Day(2)}, normalize.ErrInvalidQuery, "before Since"},
		{"token", normalize.Query{PageToken: "nonsense"}, normalize.ErrInvalidRequest, "page token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			api := &fakeapi.API{Records: []string{`{"id":"x"}`}}
			e := fakeapi.Open(t, api, fakeapi.Definition())
			got, errs := fakeapi.Collect(t, e, tt.q)
			_, pageErr := e.Page(t.Context(), tt.q)
			for _, err := range append(errs, pageErr) {
				if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) || !normalize.Final(err) {
					t.Errorf("error %v, want one that is %v and says %q", err, tt.is, tt.says)
				}
			}
			if len(got) > 0 || len(errs) != 1 || len(api.Asked()) > 0 {
				t.Errorf("%v came, with %d errors and %d requests", got, len(errs), len(api.Asked()))
			}
		})
	}
}

func TestRuntimeFields(t *testing.T) {
	const raw = `{"id":"x" , "messages":[{"id":"m","role":"user","text":"Hi"},{"id":"n","role":"agent","text":"Ho"}]}`
	api := &fakeapi.API{Records: []string{raw}}
	def := fakeapi.Definition()
	def.Sources[0].List.Messages = normalize.MessagesInline
	for _, without := range []bool{false, true} {
		opts := []normalize.Option{normalize.WithAccount("sales")}
		want := raw
		if without {
			opts, want = append(opts, normalize.WithoutRaw()), ""
		}
		e := fakeapi.Open(t, api, def, opts...)
		page, err := e.Page(t.Context(), normalize.Query{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Conversation(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		all := append(page.Conversations, got)
		for c, err := range e.Conversations(t.Context(), normalize.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c)
		}
		if len(all) != 3 {
			t.Fatalf("%d conversations", len(all))
		}
		for i, c := range all {
			if c.Provider != "acme" || c.Account != "sales" || string(c.Raw) != want || c.Messages[1].Index != 1 {
				t.Errorf("%d: provider %q, account %q, raw %s, index %d", i, c.Provider, c.Account, c.Raw, c.Messages[1].Index)
			}
			wantState := normalize.MessagesInline
			if i == 1 { // from get
				wantState = normalize.MessagesSeparate
			}
			if c.MessagesState != wantState {
				t.Errorf("%d: messages are %s, want %s", i, c.MessagesState, wantState)
			}
		}
	}
}

func TestBadRecordsDoNotEndTheIteration(t *testing.T) {
	records, _ := fakeapi.Records(6)
	records[1] = `{"title":"no id"}`
	records[4] = `[1,2]`
	records[2] = `{"id":"c02","created":"yesterday"}`
	for _, strict := range []bool{false, true} {
		var opts []normalize.Option
		want, wantBad := fakeapi.IDs(0, 2, 3, 5), []string{records[1], records[4]}
		if strict {
			opts, want, wantBad = []normalize.Option{normalize.WithStrict()}, fakeapi.IDs(0, 3, 5), []string{records[1], records[2], records[4]}
		}
		e := fakeapi.Open(t, &fakeapi.API{Records: records}, fakeapi.Definition(), opts...)
		got, errs := fakeapi.Collect(t, e, normalize.Query{})
		if !slices.Equal(got, want) {
			t.Errorf("strict %v: ids %v, want %v", strict, got, want)
		}
		var bad []string
		for _, err := range errs {
			var record *normalize.RecordError
			if !errors.As(err, &record) || normalize.Final(err) {
				t.Fatalf("strict %v: %v", strict, err)
			}
			switch string(record.Raw) {
			case records[1]:
				if record.Err != normalize.ErrNoID || len(record.Issues) != 1 {
					t.Errorf("strict %v: no id: %v, issues %v", strict, err, record.Issues)
				}
			case records[2]:
				if record.Err != normalize.ErrIssues || len(record.Issues) != 1 {
					t.Errorf("strict %v: a bad time: %v, issues %v", strict, err, record.Issues)
				}
			}
			bad = append(bad, string(record.Raw))
		}
		if !slices.Equal(bad, wantBad) {
			t.Errorf("strict %v: errors carry %q, want %q", strict, bad, wantBad)
		}
	}
}

func TestErrorCarriesTheTokenToGoOn(t *testing.T) {
	api := &fakeapi.API{}
	api.Records, _ = fakeapi.Records(10)
	e := fakeapi.Open(t, api, fakeapi.Definition())
	q := normalize.Query{AgentID: "a1"}

	ctx, cancel := context.WithCancel(t.Context())
	var got []string
	var failed *normalize.PageError
	run := e.Run(q)
	for c, err := range run.Conversations(ctx) {
		if err != nil {
			if !errors.As(err, &failed) || !errors.Is(err, context.Canceled) || !normalize.Final(err) {
				t.Fatalf("error %v", err)
			}
			continue
		}
		got = append(got, c.ID)
		if len(got) == 2 { // in the second page
			cancel()
		}
	}
	cancel()
	if failed == nil || failed.PageToken == "" {
		t.Fatalf("no token in %v", failed)
	}
	if run.PageToken() != failed.PageToken {
		t.Errorf("the run goes on from %q, its error from %q", run.PageToken(), failed.PageToken)
	}
	q.PageToken = failed.PageToken
	rest, errs := fakeapi.Collect(t, e, q)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if want := fakeapi.IDs(1, 3, 5, 7, 9); !slices.Equal(append(got, rest...), want) {
		t.Errorf("before %v, after %v; want %v", got, rest, want)
	}
	q.AgentID = "a0"
	if _, errs := fakeapi.Collect(t, e, q); len(errs) != 1 || !errors.Is(errs[0], normalize.ErrInvalidRequest) {
		t.Errorf("another query took the token: %v", errs)
	}
}

func TestProviderErrorsKeepTheirMeaning(t *testing.T) {
	for status, want := range map[int]error{
		401: normalize.ErrUnauthorized, 403: normalize.ErrForbidden, 404: normalize.ErrNotFound,
		429: normalize.ErrRateLimited, 503: normalize.ErrUnavailable, 400: normalize.ErrInvalidRequest,
	} {
		api := &fakeapi.API{Records: []string{`{"id":"x"}`}, Fail: map[string]int{"/v1/conversations": status, "/v1/conversations/x": status, "/v1/conversations/x/messages": status}}
		e := fakeapi.Open(t, api, fakeapi.Definition())
		_, errs := fakeapi.Collect(t, e, normalize.Query{})
		_, pageErr := e.Page(t.Context(), normalize.Query{})
		_, getErr := e.Conversation(t.Context(), "x")
		_, messagesErr := e.Messages(t.Context(), "x")
		for i, err := range append(errs, pageErr, getErr, messagesErr) {
			var apiErr *normalize.APIError
			if !errors.Is(err, want) || !errors.As(err, &apiErr) || apiErr.Message != "not today" || apiErr.Status != status {
				t.Errorf("%d, call %d: error %v, want %v", status, i, err, want)
			}
			if strings.Count(err.Error(), "acme") != 1 {
				t.Errorf("%d, call %d: %q names the provider more or less than once", status, i, err)
			}
		}
	}
}

func TestCapabilities(t *testing.T) {
	e := fakeapi.Open(t, &fakeapi.API{}, fakeapi.Definition())
	c := e.Capabilities()
	if len(c.Sources) != 1 || len(c.Sources[0].Filters) != len(normalize.Filters()) {
		t.Fatalf("%+v", c)
	}
	for f, want := range map[normalize.Filter]normalize.FilterMode{
		normalize.FilterStatus: normalize.Native, normalize.FilterSearch: normalize.Emulated, normalize.FilterChannel: normalize.Unsupported,
	} {
		if got := c.Filter(f).Mode; got != want {
			t.Errorf("%s is %s, want %s", f, got, want)
		}
	}
	src := c.Sources[0]
	if src.Pagination != "cursor" || src.Transcripts != normalize.TranscriptsEndpoint || !src.Get || src.Time != normalize.TimeCreatedAt {
		t.Errorf("%+v", src)
	}
}

// BenchmarkEngine is what the engine adds to the transport and the decoder: the
// decoder makes conversations of 20 messages without reading.
func BenchmarkEngine(b *testing.B) {
	const pageSize = 100
	record := fmt.Sprintf(`{"id":"0000","text":%q}`, strings.Repeat("words ", 500))
	def := fakeapi.Definition()
	list := def.Sources[0].List
	list.PageSize.Max = pageSize
	n := 0
	list.Decode = func(engine.Needed) engine.ConversationDecoder {
		return func([]byte) (*normalize.Conversation, error) {
			n++
			return &normalize.Conversation{ID: fmt.Sprint(n), Messages: make([]normalize.Message, 20)}, nil
		}
	}
	api := &fakeapi.API{}
	for range pageSize {
		api.Records = append(api.Records, record)
	}
	e, err := engine.New(def, normalize.WithAPIKey("k"), normalize.WithHTTPClient(&http.Client{Transport: api}))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(record)))
	b.ReportAllocs()
	for got := 0; got < b.N; {
		for _, err := range e.Conversations(b.Context(), normalize.Query{PageSize: pageSize}) {
			if err != nil {
				b.Fatal(err)
			}
			if got++; got == b.N {
				break
			}
		}
	}
}
