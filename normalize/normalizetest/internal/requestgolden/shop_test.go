package requestgolden

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	requests "github.com/parlancehq/parlance/normalize/rest/request"
)

var (
	opTickets = api.Operation{ID: "listTickets", Method: "GET", Path: "/{shop}/tickets", Success: []int{200}}
	opTicket  = api.Operation{ID: "getTicket", Method: "GET", Path: "/{shop}/tickets/{id}", Success: []int{200}}
)

// shop is a provider by hand that has what no provider of the repository has: a
// scope, ids that are numbers, pages that end with a status, a sorted list that takes
// no bounds, and every kind of credential.
func shop() *engine.Definition {
	return &engine.Definition{
		Info: normalize.Info{
			Name: "shop", Title: "Shop", BaseURLs: []normalize.Server{{URL: "/v1"}},
			Auth: [][]normalize.Scheme{
				{{Name: "inQuery", Kind: normalize.SchemeQuery, Param: "api_key"}},
				{{Name: "app", Kind: normalize.SchemeHeader, Param: "X-App"}, {Name: "session", Kind: normalize.SchemeCookie, Param: "sid"}},
				{{Name: "oauth", Kind: normalize.SchemeOAuth2, TokenURL: "https://login.example/token", Scopes: []string{"read"}}},
			},
			Scope: []normalize.ScopeParam{{Name: "shop", Required: true}, {Name: "region", Default: "eu"}},
		},
		Operations: []api.Operation{opTickets, opTicket},
		Errors:     api.ErrorShape{Code: []api.Path{{"code"}}, Message: []api.Path{{"text"}}, RequestID: []api.Path{{"trace"}}},
		Sources: []engine.Source{{
			Time: normalize.TimeCreatedAt, Order: normalize.OrderDescending,
			List: &engine.ListDefinition{
				Operation: &opTickets, Request: askTickets,
				Shape: api.Shape{Records: []api.Path{{"tickets"}}, End: []int{416}, TotalHeader: "X-Total"},
				Pager: paging.PageNumber{DefaultSize: 2, MaxSize: 50}, PageSize: normalize.PageSize{Default: 2, Max: 50},
				Decode: decodeTicket,
				Filters: map[normalize.Filter]normalize.Support{
					normalize.FilterAgentID: {Mode: normalize.Native, Param: "agent"},
					normalize.FilterStatus:  {Mode: normalize.Native, Param: "state", Values: []string{"completed"}},
					normalize.FilterSince:   {Mode: normalize.Emulated},
					normalize.FilterUntil:   {Mode: normalize.Emulated},
				},
			},
			Get: &engine.GetDefinition{
				Operation: &opTicket, Request: askTicket, Record: []api.Path{{}}, Decode: decodeTicket,
				Messages: normalize.MessagesInline,
			},
		}},
	}
}

var (
	askTickets = &requests.Template{Operation: &opTickets, Send: []requests.Set{
		{Path: "shop", Value: requests.Scope("shop")},
		{Header: "X-Region", Value: requests.Scope("region")},
		{Query: "agent", Value: requests.Whole{Name: "agent", Of: requests.Filter("agent_id")}},
		{Query: "page", Value: requests.PageNumber},
		{Query: "size", Value: requests.PageSize},
		{Query: "state", Value: requests.Choice{Filter: "status", Values: map[string][]string{"completed": {"done"}}}},
	}}
	askTicket = &requests.Template{Operation: &opTicket, Send: []requests.Set{
		{Path: "shop", Value: requests.Scope("shop")},
		{Path: "id", Value: requests.Whole{Name: "id", Of: requests.ConversationID}},
	}}
)

func decodeTicket(engine.Needed) engine.ConversationDecoder {
	return func(raw []byte) (*normalize.Conversation, error) {
		var v struct {
			ID int64
			At time.Time
		}
		if json.Unmarshal(raw, &v) != nil || v.ID == 0 {
			return nil, engine.NoID(nil)
		}
		return &normalize.Conversation{ID: strconv.FormatInt(v.ID, 10), CreatedAt: v.At}, nil
	}
}

// shopConfig is the shop with a change to its definition.
func shopConfig(change func(*engine.Definition)) Config {
	def := shop()
	if change != nil {
		change(def)
	}
	return Config{
		New:    func(opts ...normalize.Option) (normalize.Provider, error) { return engine.New(def, opts...) },
		Origin: "https://server.example",
		Examples: map[string][]byte{
			"list.json":        []byte(`{"tickets":[{"id":7,"at":"2024-02-02T00:00:00.5Z"},{"id":8,"at":"2024-02-01T00:00:00Z"}]}`),
			"list_2.json":      []byte(`{"tickets":[{"id":9,"at":"2024-01-01T00:00:00Z"}]}`),
			"list.golden.json": []byte(`[]`),
			"get.json":         []byte(`{"id":7}`),
			"error_409.json":   []byte(`{"code":12,"text":"busy","trace":"t-1"}`),
			"error_429.json":   []byte(`{"code":13,"text":"slow down"}`),

			"get_error_400.json": []byte(`{"code":14,"text":"no such ticket"}`),
		},
		Headers: map[string]http.Header{"list_2.json": {"X-Total": {"12"}}, "error_429.json": {"Retry-After": {"30"}}},
		Roles: func(_ string, req *http.Request) []string {
			switch {
			case strings.HasSuffix(req.URL.Path, "/tickets"):
				return []string{"list"}
			case slices.Contains(strings.Split(req.URL.Path, "/"), "tickets"):
				return []string{"get"}
			}
			return nil
		},
		Scope: []ScopeValue{{"shop", "my shop/é"}, {"region", "us"}},
	}
}
