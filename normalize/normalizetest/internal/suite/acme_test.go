package suite

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/examples"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/stream"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/drift"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// Acme is a provider written by hand in the manner of the generated ones, for
// the declarations in testdata/acme: two sources, reads by POST, a cursor in the
// body, links, messages in pages.
var acme = engine.Definition{
	Schemas: drift.Schemas{
		"Call": {Types: drift.Object, Properties: []drift.Property{
			{Name: "sid", Required: true, Schema: drift.Schema{Types: drift.String}},
			{Name: "agent", Schema: drift.Schema{Types: drift.String}},
			{Name: "state", Schema: drift.Schema{Types: drift.String, Enum: []string{"ringing", "live", "done", "lost"}}},
			{Name: "started", Required: true, Schema: drift.Schema{Types: drift.Integer}},
			{Name: "note", Schema: drift.Schema{Types: drift.String | drift.Null}},
		}},
		"Turn": {Types: drift.Object, Properties: []drift.Property{
			{Name: "text", Schema: drift.Schema{Types: drift.String}},
			{Name: "who", Schema: drift.Schema{Types: drift.String, Enum: []string{"bot", "human"}}},
		}},
		"Chat": {Types: drift.Object, Properties: []drift.Property{
			{Name: "id", Schema: drift.Schema{Types: drift.Integer}},
			{Name: "bot", Schema: drift.Schema{Types: drift.Object | drift.Null, Properties: []drift.Property{{Name: "id", Schema: drift.Schema{Types: drift.String}}}}},
			{Name: "opened", Schema: drift.Schema{Types: drift.String}},
			{Name: "lines", Schema: drift.Schema{Types: drift.Array, Items: &drift.Schema{Ref: "Turn"}}},
		}},
	},
	Info: normalize.Info{
		Name:     "acme",
		BaseURLs: []normalize.Server{{URL: "https://api.acme.example/v2"}},
		Auth:     [][]normalize.Scheme{{{Name: "basicAuth", Kind: normalize.SchemeBasic}}},
	},
	Operations: []api.Operation{opSearch, opCall, opTurns, opChats, opPeople},
	Errors:     api.ErrorShape{Message: []api.Path{{"fault", "text"}}, Code: []api.Path{{"fault", "number"}}},
	Sources: []engine.Source{
		{
			Name: "calls", Time: normalize.TimeStartedAt, Order: normalize.OrderDescending,
			List: &engine.ListDefinition{
				Operation: &opSearch,
				Request:   requestCalls,
				Shape:     api.Shape{Records: []api.Path{{"calls"}}, Cursor: []api.Path{{"paging", "next", "cursor"}}},
				Pager:     paging.Cursor{DefaultSize: 20, MaxSize: 100},
				Decode:    decodeCall, Schema: "Call",
				Filters: map[normalize.Filter]normalize.Support{
					normalize.FilterAgentID: {Mode: normalize.Native, Param: "filter.agent"},
					normalize.FilterStatus:  {Mode: normalize.Native, Param: "filter.state", Values: []string{"ringing", "in_progress", "completed", "failed"}},
					normalize.FilterSince:   {Mode: normalize.Native, Param: "filter.started.from", Granularity: time.Second},
					normalize.FilterUntil:   {Mode: normalize.Native, Param: "filter.started.to", Granularity: time.Second},
					normalize.FilterSearch:  {Mode: normalize.Emulated},
				},
				PageSize: normalize.PageSize{Default: 20, Max: 100},
				Messages: normalize.MessagesSeparate,
			},
			Get: &engine.GetDefinition{
				Operation: &opCall, Request: requestCall, Record: []api.Path{{}}, Decode: decodeCall, Schema: "Call", Messages: normalize.MessagesSeparate,
				Needs: []engine.NeedDefinition{{
					Name: "people", Operation: &opPeople, Request: requestPeople,
					Shape: api.Shape{Records: []api.Path{{"people"}}, Cursor: []api.Path{{"next"}}}, Pager: paging.Cursor{},
				}},
			},
			Messages: &engine.MessagesDefinition{
				Operation: &opTurns, Request: requestTurns,
				Shape: api.Shape{Records: []api.Path{{"turns"}}, TotalPages: []api.Path{{"pages"}}}, Pager: paging.PageNumber{}, Decode: decodeTurn, Schema: "Turn",
				Needs: []engine.NeedDefinition{{Name: "call", Operation: &opCall, Request: requestCall}},
			},
		},
		{
			Name: "chats", Time: normalize.TimeCreatedAt,
			List: &engine.ListDefinition{
				Operation: &opChats,
				Request:   requestChats,
				Shape:     api.Shape{Records: []api.Path{{"items"}}, Link: []api.Path{{"next"}}, Total: []api.Path{{"count"}}},
				Pager:     paging.Link{DefaultSize: 50, MaxSize: 200},
				Decode:    decodeChat, Schema: "Chat",
				Filters: map[normalize.Filter]normalize.Support{
					normalize.FilterAgentID: {Mode: normalize.Emulated}, normalize.FilterChannel: {Mode: normalize.Emulated},
					normalize.FilterSince: {Mode: normalize.Emulated}, normalize.FilterUntil: {Mode: normalize.Emulated},
				},
				PageSize: normalize.PageSize{Default: 50, Max: 200},
				Messages: normalize.MessagesInline,
			},
		},
	},
}

var (
	opSearch = api.Operation{ID: "searchCalls", Method: "POST", Path: "/calls/search", Success: []int{200}, Read: true}
	opCall   = api.Operation{ID: "getCall", Method: "GET", Path: "/calls/{id}", Success: []int{200}}
	opTurns  = api.Operation{ID: "listTurns", Method: "GET", Path: "/calls/{id}/turns", Success: []int{200}}
	opChats  = api.Operation{ID: "listChats", Method: "GET", Path: "/chats", Success: []int{200}}
	opPeople = api.Operation{ID: "listPeople", Method: "GET", Path: "/calls/{id}/people", Success: []int{200}}
)

func openAcme(opts ...normalize.Option) (normalize.Provider, error) {
	return engine.New(&acme, opts...)
}

var (
	requestCalls = &request.Template{
		Operation: &opSearch, MediaType: "application/json",
		Send: []request.Set{
			{Body: []string{"filter", "agent"}, Value: request.List{Of: request.Filter("agent_id")}},
			{Body: []string{"filter", "state"}, Value: request.List{Of: request.Choice{Filter: "status", Values: map[string][]string{
				"ringing": {"ringing"}, "in_progress": {"live"}, "completed": {"done"}, "failed": {"lost"},
			}}}},
			{Body: []string{"filter", "started", "from"}, Value: request.Time{Filter: "since", Bound: request.Bound{Format: request.BoundUnix, Inclusive: true}, Number: true}},
			{Body: []string{"filter", "started", "to"}, Value: request.Time{Filter: "until", Bound: request.Bound{Format: request.BoundUnix}, Upper: true, Number: true}},
			{Body: []string{"paging", "limit"}, Value: request.PageSize},
			{Body: []string{"paging", "cursor"}, Value: request.PageCursor},
		},
	}
	requestCall   = &request.Template{Operation: &opCall, Send: []request.Set{{Path: "id", Value: request.ConversationID}}}
	requestTurns  = &request.Template{Operation: &opTurns, Send: []request.Set{{Path: "id", Value: request.ConversationID}, {Query: "page", Value: request.PageNumber}}}
	requestPeople = &request.Template{Operation: &opPeople, Send: []request.Set{{Path: "id", Value: request.ConversationID}, {Query: "cursor", Value: request.PageCursor}}}
	requestChats  = &request.Template{Operation: &opChats, Send: []request.Set{{Query: "limit", Value: request.PageSize}, {Query: "order", Value: request.Const{V: "desc"}}}}
)

// leaf reads a member that should be a T; what is of another type is an issue.
func leaf[T any](members map[string]json.RawMessage, name, field string, is *lenient.Issues) (out T, ok bool) {
	raw := members[name]
	if len(raw) == 0 || string(raw) == "null" {
		return out, false
	}
	if json.Unmarshal(raw, &out) != nil {
		is.Add(nil, field, name, bytes.Clone(raw), "wrong type")
		return out, false
	}
	return out, true
}

func decodeCall(engine.Needed) engine.ConversationDecoder {
	states := map[string]normalize.Status{"ringing": "ringing", "live": "in_progress", "done": "completed", "lost": "failed"}
	return func(raw []byte) (*normalize.Conversation, error) {
		var is lenient.Issues
		var members map[string]json.RawMessage
		_ = json.Unmarshal(raw, &members)
		c := &normalize.Conversation{}
		if id, ok := leaf[json.RawMessage](members, "sid", "ID", &is); ok {
			c.ID = strings.Trim(string(id), `"`) // a number keeps its digits
		}
		c.Agent.ID, _ = leaf[string](members, "agent", "Agent.ID", &is)
		c.Summary, _ = leaf[string](members, "note", "Summary", &is)
		c.StatusRaw, _ = leaf[string](members, "state", "Status", &is)
		if c.Status = states[c.StatusRaw]; c.Status == "" && c.StatusRaw != "" {
			c.Status = normalize.StatusUnknown
			is.AddText(nil, "Status", "state", c.StatusRaw, "undocumented value")
		}
		if ms, ok := leaf[int64](members, "started", "StartedAt", &is); ok {
			c.StartedAt = time.UnixMilli(ms).UTC()
		}
		return engine.DecodedConversation(c, is.Take())
	}
}

func decodeChat(engine.Needed) engine.ConversationDecoder {
	return func(raw []byte) (*normalize.Conversation, error) {
		var is lenient.Issues
		var members, bot map[string]json.RawMessage
		_ = json.Unmarshal(raw, &members)
		_ = json.Unmarshal(members["bot"], &bot)
		c := &normalize.Conversation{Channel: normalize.ChannelWebChat}
		if id, ok := leaf[int64](members, "id", "ID", &is); ok {
			c.ID = strconv.FormatInt(id, 10)
		}
		if id, ok := leaf[string](bot, "id", "Agent.ID", &is); ok {
			c.Agent.ID = id
		} else if len(bot["id"]) > 0 {
			is.Take()
			is.Add(nil, "Agent.ID", "bot.id", bytes.Clone(bot["id"]), "wrong type")
		}
		if text, ok := leaf[string](members, "opened", "CreatedAt", &is); ok {
			t, err := time.ParseInLocation("2006-01-02T15:04:05.999999", text, time.FixedZone("", 7200))
			if err != nil {
				is.AddText(nil, "CreatedAt", "opened", text, "no time")
			} else {
				c.CreatedAt = t.UTC()
			}
		}
		var lines []json.RawMessage
		_ = json.Unmarshal(members["lines"], &lines)
		for i, line := range lines {
			m, _ := decodeLine(line, i, &is)
			m.Index = i
			c.Messages = append(c.Messages, m)
		}
		return engine.DecodedConversation(c, is.Take())
	}
}

func decodeTurn(engine.Needed) func(raw []byte) (normalize.Message, error) {
	var is lenient.Issues
	return func(raw []byte) (normalize.Message, error) {
		defer is.Take()
		return decodeLine(raw, -1, &is)
	}
}

func decodeLine(raw []byte, i int, is *lenient.Issues) (normalize.Message, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return normalize.Message{}, err
	}
	var own lenient.Issues
	m := normalize.Message{}
	m.Text, _ = leaf[string](members, "text", "Text", &own)
	m.RoleRaw, _ = leaf[string](members, "who", "Role", &own)
	if m.Role = map[string]normalize.Role{"bot": normalize.RoleAgent, "human": normalize.RoleUser}[m.RoleRaw]; m.Role == "" && m.RoleRaw != "" {
		m.Role = normalize.RoleUnknown
		own.AddText(nil, "Role", "who", m.RoleRaw, "undocumented value")
	}
	for _, issue := range own.Take() {
		prefix := "lines[" + strconv.Itoa(i) + "]."
		is.Add(nil, "Messages["+strconv.Itoa(i)+"]."+issue.Field, prefix+issue.Path, issue.Raw, issue.Reason)
	}
	return m, nil
}

func TestSuiteOnAProviderByHand(t *testing.T) {
	t.Parallel()
	Run(t, Config{Specs: "../../testdata/acme", New: openAcme})
}

func TestExamplesOnAProviderByHand(t *testing.T) {
	examples.Run(t, examples.Config{Specs: "../../testdata/acme", New: openAcme})
}

func TestTwoWaysOnAProviderByHand(t *testing.T) {
	decode := func(raw []byte) (any, error) { return decodeCall(nil)(raw) }
	examples.TwoWays(t, examples.Config{Specs: "../../testdata/acme", New: openAcme}, "Call", decode, decode)
}

func FuzzAcmeDecoder(f *testing.F) {
	examples.FuzzDecoder(f, examples.Config{Specs: "../../testdata/acme", New: openAcme}, "Call", func(raw []byte) (any, error) { return decodeCall(nil)(raw) })
}

// It measures the heap of the process, so nothing may run beside it.
func TestStreamOnAProviderByHand(t *testing.T) {
	stream.Run(t, stream.Config{Specs: "../../testdata/acme", New: openAcme}, stream.Options{Conversations: 3000, HeapLimit: 16 << 20, Failing: 0.1, Seed: 7})
}
