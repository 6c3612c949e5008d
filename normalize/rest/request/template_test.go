package request

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// filters are those of a query, by name.
type filters struct {
	texts map[string]string
	times map[string]time.Time
}

func (f filters) Text(filter string) string    { return f.texts[filter] }
func (f filters) Time(filter string) time.Time { return f.times[filter] }

func build(t *testing.T, tmpl *Template, in *Inputs) (*http.Request, string) {
	t.Helper()
	req, err := tmpl.Build(t.Context(), "https://api.acme.test/v1", in)
	if err != nil {
		t.Fatal(err)
	}
	if req.Body == nil {
		return req, ""
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		t.Fatal(err)
	}
	return req, string(body)
}

func TestBuild(t *testing.T) {
	since := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	choice := Choice{Filter: "status", Values: map[string][]string{"completed": {"done"}, "failed": {"lost", "broken"}}}
	op := func(path string) *api.Operation { return &api.Operation{ID: "op", Method: "GET", Path: path} }
	for name, test := range map[string]struct {
		path string // of the operation; /calls where it is empty
		send []Set
		in   Inputs
		want string
	}{
		"nothing": {want: "/calls"},
		"the order of the rows": {
			send: []Set{{Query: "b", Value: Const{V: true}}, {Query: "a", Value: Const{V: 1.5}}, {Query: "c", Value: Const{V: 7}}},
			want: "/calls?b=true&a=1.5&c=7",
		},
		"the page": {
			send: []Set{{Query: "size", Value: PageSize}, {Query: "page", Value: PageNumber}, {Query: "skip", Value: PageOffset}, {Query: "after", Value: PageCursor}, {Query: "older", Value: PageKey}},
			in:   Inputs{Size: 10, Page: 2, Offset: 20, Cursor: "a&b", Key: "k 1"},
			want: "/calls?size=10&page=2&skip=20&after=a%26b&older=k+1",
		},
		"the first page": {
			send: []Set{{Query: "size", Value: PageSize}, {Query: "page", Value: PageNumber}, {Query: "skip", Value: PageOffset}, {Query: "after", Value: PageCursor}, {Query: "older", Value: PageKey}},
			want: "/calls?page=0&skip=0",
		},
		"a path": {
			path: "/teams/{team}/calls/{id}/turns", in: Inputs{ID: "a/b ?#%", Scope: map[string]string{"team": "é"}},
			send: []Set{{Path: "id", Value: ConversationID}, {Path: "team", Value: Scope("team")}},
			want: "/teams/%C3%A9/calls/a%2Fb%20%3F%23%25/turns",
		},
		"a value with braces in a path": {
			path: "/a/{id}/b/{team}", in: Inputs{ID: "{team}", Scope: map[string]string{"team": "t"}},
			send: []Set{{Path: "id", Value: ConversationID}, {Path: "team", Value: Scope("team")}},
			want: "/a/%7Bteam%7D/b/t",
		},
		"styles of a path": {
			path: "/a{one}/b{two}", in: Inputs{ID: "x,y"},
			send: []Set{{Path: "one", Style: Label, Value: ConversationID}, {Path: "two", Style: Matrix, Value: ConversationID}},
			want: "/a.x%2Cy/b;two=x%2Cy",
		},
		"a query in the path": {path: "/calls?kind=voice", send: []Set{{Query: "a", Value: Const{V: "b"}}}, want: "/calls?kind=voice&a=b"},
		"several values": {
			send: []Set{
				{Query: "a[]", Value: Const{V: []any{"x y", 2, true}}}, {Query: "b", Style: Comma, Value: choice},
				{Query: "c", Style: Space, Value: choice}, {Query: "d", Style: Pipe, Value: choice}, {Query: "e", Value: choice},
			},
			in:   Inputs{Filter: filters{texts: map[string]string{"status": "failed"}}},
			want: "/calls?a%5B%5D=x+y&a%5B%5D=2&a%5B%5D=true&b=lost,broken&c=lost%20broken&d=lost%7Cbroken&e=lost&e=broken",
		},
		"a choice without values": {send: []Set{{Query: "b", Value: choice}}, in: Inputs{Filter: filters{texts: map[string]string{"status": "pending"}}}, want: "/calls"},
		"no filters":              {send: []Set{{Query: "b", Value: choice}, {Query: "c", Value: Filter("agent_id")}, {Query: "d", Value: Time{Filter: "since"}}}, want: "/calls"},
		"bounds": {
			send: []Set{
				{Query: "from", Value: Time{Filter: "since", Bound: Bound{Format: BoundUnix, Inclusive: true}}},
				{Query: "to", Value: Time{Filter: "until", Bound: Bound{Format: BoundUnixMilli}, Upper: true, Number: true}},
				{Query: "day", Value: Time{Filter: "since", Bound: Bound{Format: BoundDate, Inclusive: true}}},
				{Query: "not", Value: Time{Filter: "updated_since"}},
			},
			in:   Inputs{Filter: filters{times: map[string]time.Time{"since": since, "until": since}}},
			want: "/calls?from=1767323045&to=1767323045001&day=2026-01-02",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if test.path == "" {
				test.path = "/calls"
			}
			req, body := build(t, &Template{Operation: op(test.path), Send: test.send}, &test.in)
			if got, want := req.URL.String(), "https://api.acme.test/v1"+test.want; got != want || req.Method != "GET" || body != "" {
				t.Errorf("%s %s %q, want GET %s", req.Method, got, body, want)
			}
		})
	}
}

func TestBuildBodyAndHeaders(t *testing.T) {
	tmpl := &Template{
		Operation: &api.Operation{ID: "search", Method: "POST", Path: "/search"}, MediaType: "application/json; charset=utf-8",
		Send: []Set{
			{Header: "X-Team", Value: Scope("team")},
			{Header: "X-Kinds", Value: Const{V: []any{"a", "b"}}},
			{Body: []string{"page", "limit"}, Value: PageSize},
			{Body: []string{"agents"}, Value: List{Of: Filter("agent_id")}},
			{Body: []string{"account"}, Value: Whole{Name: "account", Of: Scope("account")}},
			{Body: []string{"all"}, Append: true, Value: Object{{At: []string{"field"}, Value: Const{V: "bot"}}, {At: []string{"value", "is"}, Value: Filter("agent_id")}}},
			{Body: []string{"all"}, Append: true, Value: Object{{At: []string{"field"}, Value: Const{V: "who"}}, {At: []string{"value"}, Value: Filter("participant_id")}}},
		},
	}
	in := &Inputs{Size: 5, Scope: map[string]string{"team": "t", "account": "12345678901234567"}, Filter: filters{texts: map[string]string{"agent_id": `x" status:closed`}}}
	req, body := build(t, tmpl, in)
	want := `{"account":12345678901234567,"agents":["x\" status:closed"],"all":[{"field":"bot","value":{"is":"x\" status:closed"}}],"page":{"limit":5}}`
	if body != want {
		t.Errorf("body\n%s, want\n%s", body, want)
	}
	header := http.Header{"X-Team": {"t"}, "X-Kinds": {"a,b"}, "Content-Type": {"application/json; charset=utf-8"}}
	if diff := cmp.Diff(header, req.Header); diff != "" {
		t.Error(diff)
	}
	if again, _ := build(t, tmpl, in); again.ContentLength != int64(len(want)) || again.GetBody == nil {
		t.Errorf("the body of %d bytes cannot be sent again", again.ContentLength)
	}
	if _, body = build(t, tmpl, &Inputs{}); body != "{}" {
		t.Errorf("without inputs: %s", body)
	}
}

func TestBuildRefuses(t *testing.T) {
	tmpl := &Template{Operation: &api.Operation{ID: "get", Method: "GET", Path: "/calls/{id}"}, Send: []Set{{Path: "id", Value: Whole{Name: "call id", Of: ConversationID}}}}
	for _, id := range []string{"abc", "1.5", "99999999999999999999", " 1", "1/2"} {
		if req, err := tmpl.Build(t.Context(), "https://api.acme.test", &Inputs{ID: id}); !errors.Is(err, api.ErrInvalidRequest) {
			t.Errorf("%q: %v, %v", id, req, err)
		}
	}
	if _, err := tmpl.Build(t.Context(), "https://api.acme.test", &Inputs{}); err == nil {
		t.Error("a request without its path's parameter")
	}
}

// A header that holds a control character cannot be sent; a tab can.
func TestHeaderControl(t *testing.T) {
	for text, ok := range map[string]bool{"a\r\nX-Other: 1": false, "a\nb": false, "a\x00": false, "a\x7f": false, "a\tb é": true} {
		tmpl := &Template{
			Operation: &api.Operation{ID: "op", Method: "GET", Path: "/a"},
			Send:      []Set{{Header: "X-Find", Value: List{Of: Filter("search")}}},
		}
		_, err := tmpl.Build(t.Context(), "https://api.acme.test", &Inputs{Filter: filters{texts: map[string]string{"search": text}}})
		if (err == nil) != ok || err != nil && !errors.Is(err, api.ErrInvalidRequest) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzBuild: a value changes itself and nothing else of the request, wherever it is sent.
func FuzzBuild(f *testing.F) {
	for _, text := range []string{"x", "a b&c=d", "x status:closed", `"}],"limit":9`, "../../admin", "%2e%2e%2f", "{id}", "?a#b", "\x00\n\r", "é\xff", "a|b,c d;e.f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tmpl := &Template{
			Operation: &api.Operation{ID: "op", Method: "POST", Path: "/a/{id}/b"}, MediaType: "application/json",
			Send: []Set{
				{Path: "id", Value: ConversationID}, {Query: "one", Value: Const{V: "1"}}, {Query: "q", Value: Filter("search")},
				{Query: "c", Style: Comma, Value: List{Of: Filter("search")}}, {Query: "end", Value: Const{V: "2"}},
				{Body: []string{"x"}, Append: true, Value: Object{{At: []string{"v"}, Value: Filter("search")}}},
			},
		}
		if text == "" || text == "." || text == ".." { // these are refused before
			return
		}
		req, body := build(t, tmpl, &Inputs{ID: text, Filter: filters{texts: map[string]string{"search": text}}})
		again, err := url.Parse(req.URL.String())
		if err != nil {
			t.Fatal(err)
		}
		if again.Path != "/v1/a/"+text+"/b" || again.EscapedPath() != "/v1/a/"+url.PathEscape(text)+"/b" || again.Fragment != "" || again.Host != "api.acme.test" {
			t.Errorf("%q: %s", text, again)
		}
		want := url.Values{"one": {"1"}, "q": {text}, "c": {text}, "end": {"2"}}
		if diff := cmp.Diff(want, again.Query()); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		var plain JSONBody
		plain.Append(map[string]any{"v": text}, "x")
		r, err := plain.Reader()
		if err != nil {
			t.Fatal(err)
		}
		if data, _ := io.ReadAll(r); body != string(data) {
			t.Errorf("%q: %s", text, body)
		}
	})
}
