package normalize_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// fakeAPI is a provider's server in memory: it lists records by cursor, gets
// one, and lists the messages or the people of one, two in a page.
type fakeAPI struct {
	records     []string            // raw, in the list's order
	transcripts map[string][]string // raw messages by id
	people      map[string][]string // raw records by a conversation's id
	fail        map[string]int      // status by path
	total       bool                // tell the number of records
	surplus     int                 // added to it

	mu       sync.Mutex
	requests []string // path?query
	busy     int      // transcripts being answered
	most     int      // the most at once
	gate     chan struct{}
}

func (f *fakeAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.requests = append(f.requests, strings.TrimSuffix(req.URL.Path+"?"+req.URL.RawQuery, "?"))
	f.mu.Unlock()
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	status, body := f.answer(req.Context(), req.URL)
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func (f *fakeAPI) answer(ctx context.Context, u *url.URL) (int, string) {
	if status := f.fail[u.Path]; status != 0 {
		return status, `{"error":{"code":"no","message":"not today"}}`
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/") // v1 conversations {id} messages, or people
	switch {
	case len(parts) == 2:
		return 200, f.page(u.Query(), f.records)
	case len(parts) == 4 && parts[3] == "people":
		return 200, f.page(url.Values{"size": {"2"}, "cursor": u.Query()["cursor"]}, f.people[parts[2]])
	case len(parts) == 4:
		f.enter(ctx)
		defer f.leave()
		return 200, f.page(url.Values{"size": {"2"}, "cursor": u.Query()["cursor"]}, f.transcripts[parts[2]])
	}
	for _, r := range f.records {
		if strings.Contains(r, fmt.Sprintf(`"id":%q`, parts[2])) {
			return 200, r
		}
	}
	return 404, `{"error":{"code":"not_found","message":"no such conversation"}}`
}

func (f *fakeAPI) enter(ctx context.Context) {
	f.mu.Lock()
	f.busy++
	f.most = max(f.most, f.busy)
	gate := f.gate
	f.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
}

func (f *fakeAPI) leave() {
	f.mu.Lock()
	f.busy--
	f.mu.Unlock()
}

func (f *fakeAPI) page(q url.Values, records []string) string {
	if status := q.Get("status"); status != "" {
		records = slices.DeleteFunc(slices.Clone(records), func(r string) bool {
			return !strings.Contains(r, fmt.Sprintf(`"status":%q`, status))
		})
	}
	from, _ := strconv.Atoi(q.Get("cursor"))
	size, _ := strconv.Atoi(q.Get("size"))
	if size == 0 {
		size = 3
	}
	to := min(from+size, len(records))
	next := "null"
	if to < len(records) {
		next = strconv.Quote(strconv.Itoa(to))
	}
	total := ""
	if f.total {
		total = fmt.Sprintf(`"total":%d,`, len(records)+f.surplus)
	}
	return fmt.Sprintf(`{%s"data":[%s],"next":%s}`, total, strings.Join(records[from:to], ","), next)
}

func (f *fakeAPI) asked() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

// fakeRecord is what the fake's records look like.
type fakeRecord struct {
	ID       string        `json:"id"`
	Status   string        `json:"status,omitempty"`
	Agent    string        `json:"agent,omitempty"`
	User     string        `json:"user,omitempty"`
	Title    string        `json:"title,omitempty"`
	Created  string        `json:"created,omitempty"`
	Updated  string        `json:"updated,omitempty"`
	Messages []fakeMessage `json:"messages,omitempty"`
}

type fakeMessage struct {
	ID   string `json:"id"`
	Role string `json:"role"`
	Text string `json:"text"`
}

func (r fakeRecord) String() string {
	b, _ := json.Marshal(r)
	return string(b)
}

func decodeFake(raw []byte) (*normalize.Conversation, error) {
	var r fakeRecord
	if err := json.Unmarshal(raw, &r); err != nil || r.ID == "" {
		return nil, normalize.NoID([]normalize.Issue{{Field: "ID", Path: "id", Reason: "missing"}})
	}
	c := &normalize.Conversation{
		ID: r.ID, Status: normalize.Status(r.Status), StatusRaw: r.Status, Title: r.Title,
		Agent: normalize.Agent{ID: r.Agent},
	}
	if r.User != "" {
		c.Participants = []normalize.Participant{{ID: r.User, Kind: normalize.RoleUser}}
	}
	c.CreatedAt = fakeTime(c, "CreatedAt", "created", r.Created)
	c.UpdatedAt = fakeTime(c, "UpdatedAt", "updated", r.Updated)
	for _, m := range r.Messages {
		c.Messages = append(c.Messages, normalize.Message{ID: m.ID, Role: normalize.Role(m.Role), Text: m.Text})
	}
	return normalize.DecodedConversation(c, c.Issues)
}

func fakeTime(c *normalize.Conversation, field, path, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		c.Issues = append(c.Issues, normalize.Issue{Field: field, Path: path, Raw: json.RawMessage(strconv.Quote(text)), Reason: "no time"})
	}
	return at
}

func decodeFakeMessage(raw []byte) (normalize.Message, error) {
	var m fakeMessage
	if err := json.Unmarshal(raw, &m); err != nil {
		return normalize.Message{}, err
	}
	var issues []normalize.Issue
	if m.Role == "?" {
		issues = []normalize.Issue{{Field: "Role", Path: "role", Raw: json.RawMessage(`"?"`), Reason: "no role"}}
	}
	return normalize.DecodedMessage(&normalize.Message{ID: m.ID, Role: normalize.Role(m.Role), Text: m.Text}, issues)
}

// fakeDefinition describes the fake; change it before use.
func fakeDefinition() *normalize.Definition {
	shape := api.Shape{Records: []api.Path{{"data"}}, Cursor: []api.Path{{"next"}}, Total: []api.Path{{"total"}}}
	def := &normalize.Definition{
		Info: normalize.Info{
			Name: "acme", Title: "Acme",
			BaseURLs: []normalize.Server{{URL: "https://api.acme.test/v1"}},
			Auth:     [][]auth.Scheme{{{Name: "key", Kind: auth.SchemeHeader, Param: "X-API-Key"}}},
		},
		Operations: []api.Operation{
			{ID: "list", Method: "GET", Path: "/conversations", Success: []int{200}},
			{ID: "get", Method: "GET", Path: "/conversations/{id}", Success: []int{200}},
			{ID: "messages", Method: "GET", Path: "/conversations/{id}/messages", Success: []int{200}},
		},
		Errors: api.ErrorShape{Code: []api.Path{{"error", "code"}}, Message: []api.Path{{"error", "message"}}},
	}
	def.Sources = []normalize.Source{{
		Time: normalize.TimeCreatedAt, Order: normalize.OrderDescending,
		List: &normalize.ListDefinition{
			Operation: &def.Operations[0], Request: requestFakeList, Shape: shape, Pager: paging.Cursor{},
			Decode:   func(normalize.Needed) normalize.ConversationDecoder { return decodeFake },
			PageSize: normalize.PageSize{Default: 3, Max: 5},
			Messages: normalize.MessagesSeparate,
			Filters: map[normalize.Filter]normalize.Support{
				normalize.FilterAgentID:       {Mode: normalize.Emulated},
				normalize.FilterParticipantID: {Mode: normalize.Emulated},
				normalize.FilterStatus:        {Mode: normalize.Native, Param: "status", Values: []string{"completed", "failed"}},
				normalize.FilterSearch:        {Mode: normalize.Emulated},
				normalize.FilterSince:         {Mode: normalize.Emulated},
				normalize.FilterUntil:         {Mode: normalize.Emulated},
				normalize.FilterUpdatedSince:  {Mode: normalize.Emulated},
			},
		},
		Get: &normalize.GetDefinition{
			Operation: &def.Operations[1], Request: requestFakeGet,
			Decode: func(normalize.Needed) normalize.ConversationDecoder { return decodeFake }, Messages: normalize.MessagesSeparate,
		},
		Messages: &normalize.MessagesDefinition{
			Operation: &def.Operations[2], Request: requestFakeMessages, Shape: shape, Pager: paging.Cursor{},
			Decode: func(normalize.Needed) func([]byte) (normalize.Message, error) { return decodeFakeMessage },
		},
	}}
	return def
}

func requestFakeList(ctx context.Context, base string, q *normalize.Query, at paging.Position) (*http.Request, error) {
	v := url.Values{}
	if at.Cursor != "" {
		v.Set("cursor", at.Cursor)
	}
	if at.Size > 0 {
		v.Set("size", strconv.Itoa(at.Size))
	}
	if q.Status == normalize.StatusCompleted || q.Status == normalize.StatusFailed {
		v.Set("status", string(q.Status))
	}
	return http.NewRequestWithContext(ctx, "GET", base+"/conversations?"+v.Encode(), nil)
}

func requestFakeGet(ctx context.Context, base, id string) (*http.Request, error) {
	return http.NewRequestWithContext(ctx, "GET", base+"/conversations/"+url.PathEscape(id), nil)
}

func requestFakeMessages(ctx context.Context, base, id string, at paging.Position) (*http.Request, error) {
	path := base + "/conversations/" + url.PathEscape(id) + "/messages"
	if at.Cursor != "" {
		path += "?cursor=" + url.QueryEscape(at.Cursor)
	}
	return http.NewRequestWithContext(ctx, "GET", path, nil)
}

var noRetry = transport.Retry{MaxAttempts: 1}

// openFake opens the fake with a key and without retries.
func openFake(t testing.TB, api *fakeAPI, def *normalize.Definition, opts ...normalize.Option) *normalize.Engine {
	t.Helper()
	e, err := normalize.NewEngine(def, append([]normalize.Option{
		normalize.WithAPIKey("secret"), normalize.WithHTTPClient(&http.Client{Transport: api}),
		normalize.WithRetry(noRetry),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// fakeDay is the creation time of record n, newest first.
func fakeDay(n int) time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC).AddDate(0, 0, -n) }

// fakeRecords are n records, the newest first, with two messages each.
func fakeRecords(n int) (records []string, transcripts map[string][]string) {
	transcripts = map[string][]string{}
	for i := range n {
		id := fmt.Sprintf("c%02d", i)
		status := []string{"completed", "failed", "in_progress"}[i%3]
		records = append(records, fakeRecord{
			ID: id, Status: status, Agent: "a" + strconv.Itoa(i%2), User: "u" + strconv.Itoa(i%4), Title: "Talk " + strconv.Itoa(i),
			Created: fakeDay(i).Format(time.RFC3339), Updated: fakeDay(0).Format(time.RFC3339),
		}.String())
		for j := range 3 {
			transcripts[id] = append(transcripts[id], fmt.Sprintf(`{"id":"m%d","role":"user","text":"%s/%d"}`, j, id, j))
		}
	}
	return records, transcripts
}
