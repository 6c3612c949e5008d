// Package fakeapi is a provider for the tests of package normalize and its engine,
// written by hand in the manner of the generated ones, and its server in memory.
package fakeapi

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
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// fakeAPI is a provider's server in memory: it lists records by cursor, gets
// one, and lists the messages or the people of one, two in a page.
type API struct {
	Records     []string            // raw, in the list's order
	Transcripts map[string][]string // raw messages by id
	People      map[string][]string // raw records by a conversation's id
	Fail        map[string]int      // status by path
	Total       bool                // tell the number of records
	Surplus     int                 // added to it

	Mu       sync.Mutex
	requests []string // path?query
	Busy     int      // transcripts being answered
	Most     int      // the most at once
	Gate     chan struct{}
}

func (f *API) RoundTrip(req *http.Request) (*http.Response, error) {
	f.Mu.Lock()
	f.requests = append(f.requests, strings.TrimSuffix(req.URL.Path+"?"+req.URL.RawQuery, "?"))
	f.Mu.Unlock()
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	status, body := f.Answer(req.Context(), req.URL)
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func (f *API) Answer(ctx context.Context, u *url.URL) (int, string) {
	if status := f.Fail[u.Path]; status != 0 {
		return status, `{"error":{"code":"no","message":"not today"}}`
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/") // v1 conversations {id} messages, or people
	switch {
	case len(parts) == 2:
		return 200, f.page(u.Query(), f.Records)
	case len(parts) == 4 && parts[3] == "people":
		return 200, f.page(url.Values{"size": {"2"}, "cursor": u.Query()["cursor"]}, f.People[parts[2]])
	case len(parts) == 4:
		f.enter(ctx)
		defer f.leave()
		return 200, f.page(url.Values{"size": {"2"}, "cursor": u.Query()["cursor"]}, f.Transcripts[parts[2]])
	}
	for _, r := range f.Records {
		if strings.Contains(r, fmt.Sprintf(`"id":%q`, parts[2])) {
			return 200, r
		}
	}
	return 404, `{"error":{"code":"not_found","message":"no such conversation"}}`
}

func (f *API) enter(ctx context.Context) {
	f.Mu.Lock()
	f.Busy++
	f.Most = max(f.Most, f.Busy)
	gate := f.Gate
	f.Mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
}

func (f *API) leave() {
	f.Mu.Lock()
	f.Busy--
	f.Mu.Unlock()
}

func (f *API) page(q url.Values, records []string) string {
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
	if f.Total {
		total = fmt.Sprintf(`"total":%d,`, len(records)+f.Surplus)
	}
	return fmt.Sprintf(`{%s"data":[%s],"next":%s}`, total, strings.Join(records[from:to], ","), next)
}

func (f *API) Asked() []string {
	f.Mu.Lock()
	defer f.Mu.Unlock()
	return slices.Clone(f.requests)
}

// fakeRecord is what the fake's records look like.
type Record struct {
	ID       string    `json:"id"`
	Status   string    `json:"status,omitempty"`
	Agent    string    `json:"agent,omitempty"`
	User     string    `json:"user,omitempty"`
	Title    string    `json:"title,omitempty"`
	Created  string    `json:"created,omitempty"`
	Updated  string    `json:"updated,omitempty"`
	Messages []Message `json:"messages,omitempty"`
}

type Message struct {
	ID   string `json:"id"`
	Role string `json:"role"`
	Text string `json:"text"`
}

func (r Record) String() string {
	b, _ := json.Marshal(r)
	return string(b)
}

func Decode(raw []byte) (*normalize.Conversation, error) {
	var r Record
	if err := json.Unmarshal(raw, &r); err != nil || r.ID == "" {
		return nil, engine.NoID([]lenient.Issue{{Field: "ID", Path: "id", Reason: "missing"}})
	}
	c := &normalize.Conversation{
		ID: r.ID, Status: normalize.Status(r.Status), StatusRaw: r.Status, Title: r.Title,
		Agent: normalize.Agent{ID: r.Agent},
	}
	if r.User != "" {
		c.Participants = []normalize.Participant{{ID: r.User, Kind: normalize.RoleUser}}
	}
	var issues []lenient.Issue
	c.CreatedAt = fakeTime(&issues, "CreatedAt", "created", r.Created)
	c.UpdatedAt = fakeTime(&issues, "UpdatedAt", "updated", r.Updated)
	for _, m := range r.Messages {
		c.Messages = append(c.Messages, normalize.Message{ID: m.ID, Role: normalize.Role(m.Role), Text: m.Text})
	}
	return engine.DecodedConversation(c, issues)
}

func fakeTime(issues *[]lenient.Issue, field, path, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		*issues = append(*issues, lenient.Issue{Field: field, Path: path, Raw: json.RawMessage(strconv.Quote(text)), Reason: "no time"})
	}
	return at
}

func DecodeMessage(raw []byte) (normalize.Message, error) {
	var m Message
	if err := json.Unmarshal(raw, &m); err != nil {
		return normalize.Message{}, err
	}
	var issues []lenient.Issue
	if m.Role == "?" {
		issues = []lenient.Issue{{Field: "Role", Path: "role", Raw: json.RawMessage(`"?"`), Reason: "no role"}}
	}
	return engine.DecodedMessage(&normalize.Message{ID: m.ID, Role: normalize.Role(m.Role), Text: m.Text}, issues)
}

// fakeDefinition describes the fake; change it before use.
func Definition() *engine.Definition {
	shape := api.Shape{Records: []api.Path{{"data"}}, Cursor: []api.Path{{"next"}}, Total: []api.Path{{"total"}}}
	def := &engine.Definition{
		Info: normalize.Info{
			Name: "acme", Title: "Acme",
			BaseURLs: []normalize.Server{{URL: "https://api.acme.test/v1"}},
			Auth:     [][]normalize.Scheme{{{Name: "key", Kind: normalize.SchemeHeader, Param: "X-API-Key"}}},
		},
		Operations: []api.Operation{
			{ID: "list", Method: "GET", Path: "/conversations", Success: []int{200}},
			{ID: "get", Method: "GET", Path: "/conversations/{id}", Success: []int{200}},
			{ID: "messages", Method: "GET", Path: "/conversations/{id}/messages", Success: []int{200}},
		},
		Errors: api.ErrorShape{Code: []api.Path{{"error", "code"}}, Message: []api.Path{{"error", "message"}}},
	}
	def.Sources = []engine.Source{{
		Time: normalize.TimeCreatedAt, Order: normalize.OrderDescending,
		List: &engine.ListDefinition{
			Operation: &def.Operations[0], Shape: shape, Pager: paging.Cursor{},
			Request: Request(&def.Operations[0], Ask[0], Ask[1], request.Set{
				Query: "status", Value: request.Choice{Filter: "status", Values: map[string][]string{"completed": {"completed"}, "failed": {"failed"}}},
			}),
			Decode:   func(engine.Needed) engine.ConversationDecoder { return Decode },
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
		Get: &engine.GetDefinition{
			Operation: &def.Operations[1], Request: Request(&def.Operations[1]),
			Decode: func(engine.Needed) engine.ConversationDecoder { return Decode }, Messages: normalize.MessagesSeparate,
		},
		Messages: &engine.MessagesDefinition{
			Operation: &def.Operations[2], Request: Request(&def.Operations[2], Ask[0]), Shape: shape, Pager: paging.Cursor{},
			Decode: func(engine.Needed) func([]byte) (normalize.Message, error) { return DecodeMessage },
		},
	}}
	return def
}

// Request asks an operation of the fake for the conversation in its path, if it has one.
func Request(op *api.Operation, send ...request.Set) *request.Template {
	if strings.Contains(op.Path, "{id}") {
		send = append([]request.Set{{Path: "id", Value: request.ConversationID}}, send...)
	}
	return &request.Template{Operation: op, Send: send}
}

// Ask are rows that ask for a page of the fake's lists.
var Ask = []request.Set{
	{Query: "cursor", Value: request.PageCursor},
	{Query: "size", Value: request.PageSize},
}

var NoRetry = normalize.Retry{MaxAttempts: 1}

// openFake opens the fake with a key and without retries.
func Open(t testing.TB, api *API, def *engine.Definition, opts ...normalize.Option) *engine.Engine {
	t.Helper()
	e, err := engine.New(def, append([]normalize.Option{
		normalize.WithAPIKey("secret"), normalize.WithHTTPClient(&http.Client{Transport: api}),
		normalize.WithRetry(NoRetry),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// fakeDay is the creation time of record n, newest first.
func Day(n int) time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC).AddDate(0, 0, -n) }

// fakeRecords are n records, the newest first, with two messages each.
func Records(n int) (records []string, transcripts map[string][]string) {
	transcripts = map[string][]string{}
	for i := range n {
		id := fmt.Sprintf("c%02d", i)
		status := []string{"completed", "failed", "in_progress"}[i%3]
		records = append(records, Record{
			ID: id, Status: status, Agent: "a" + strconv.Itoa(i%2), User: "u" + strconv.Itoa(i%4), Title: "Talk " + strconv.Itoa(i),
			Created: Day(i).Format(time.RFC3339), Updated: Day(0).Format(time.RFC3339),
		}.String())
		for j := range 3 {
			transcripts[id] = append(transcripts[id], fmt.Sprintf(`{"id":"m%d","role":"user","text":"%s/%d"}`, j, id, j))
		}
	}
	return records, transcripts
}
