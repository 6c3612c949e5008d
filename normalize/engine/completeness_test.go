package engine_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// bodies answers with one body after the other.
type bodies []string

func (b *bodies) RoundTrip(req *http.Request) (*http.Response, error) {
	body := (*b)[0]
	if *b = (*b)[1:]; len(*b) == 0 {
		*b = bodies{`{"data":[]}`}
	}
	return &http.Response{
		StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1, Request: req, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

// page is a page of n records from the index on, with members more.
func page(from, n int, more string) string {
	var records []string
	for i := from; i < from+n; i++ {
		records = append(records, fmt.Sprintf(`{"id":"c%d","created":%q}`, i, fakeapi.Day(i).Format(time.RFC3339)))
	}
	return `{"data":[` + strings.Join(records, ",") + `]` + more + `}`
}

// TestCompleteness: what an iteration may say of itself by the way in which its list
// ended.
func TestCompleteness(t *testing.T) {
	counted := paging.Offset{DefaultSize: 3}
	shape := api.Shape{
		Records: []api.Path{{"data"}}, Cursor: []api.Path{{"next"}}, More: []api.Path{{"more"}}, Total: []api.Path{{"total"}}, TotalPages: []api.Path{{"pages"}},
	}
	type want struct {
		completeness normalize.Completeness
		stopped      normalize.Stop
		assumptions  string
	}
	const stated, assumed, incomplete = normalize.CompletenessStated, normalize.CompletenessAssumed, normalize.CompletenessIncomplete
	for name, test := range map[string]struct {
		pager paging.Pager
		pages bodies
		query normalize.Query
		leave bool // after the first conversation
		want  want
	}{
		"no cursor":                        {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"next":"x"`), page(3, 3, `,"next":null`)}, want: want{stated, normalize.StopEnd, ""}},
		"all at once":                      {pager: paging.SinglePage{}, pages: bodies{page(0, 3, ``)}, want: want{stated, normalize.StopEnd, ""}},
		"more is false, one page":          {pager: counted, pages: bodies{page(0, 3, `,"more":false`)}, want: want{stated, normalize.StopEnd, ""}},
		"more is false, two pages":         {pager: counted, pages: bodies{page(0, 3, `,"more":true`), page(3, 3, `,"more":false`)}, want: want{assumed, normalize.StopEnd, "counted_pages"}},
		"a short page":                     {pager: counted, pages: bodies{page(0, 2, ``)}, want: want{assumed, normalize.StopEnd, "short_page"}},
		"a short second page":              {pager: counted, pages: bodies{page(0, 3, ``), page(3, 1, ``)}, want: want{assumed, normalize.StopEnd, "counted_pages short_page"}},
		"an empty page":                    {pager: counted, pages: bodies{page(0, 3, ``), page(3, 0, ``)}, want: want{assumed, normalize.StopEnd, "counted_pages"}},
		"an empty list":                    {pager: counted, pages: bodies{page(0, 0, ``)}, want: want{stated, normalize.StopEnd, ""}},
		"a full page that reaches a total": {pager: counted, pages: bodies{page(0, 3, `,"total":3`)}, want: want{assumed, normalize.StopEnd, "total"}},
		"a short page that reaches it":     {pager: counted, pages: bodies{page(0, 2, `,"total":2`)}, want: want{assumed, normalize.StopEnd, "short_page"}},
		"more than a total":                {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"total":2,"next":null`)}, want: want{assumed, normalize.StopEnd, "total"}},
		"fewer than a total":               {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"total":4,"next":null`)}, want: want{incomplete, normalize.StopError, ""}},
		"the last page by number":          {pager: paging.PageNumber{First: 1, DefaultSize: 3}, pages: bodies{page(0, 3, `,"pages":2`), page(3, 3, `,"pages":2`)}, want: want{assumed, normalize.StopEnd, "counted_pages"}},
		"a keyset":                         {pager: paging.Keyset{Key: api.Path{"id"}, DefaultSize: 3}, pages: bodies{page(0, 3, ``), page(3, 1, ``)}, want: want{assumed, normalize.StopEnd, "short_page"}},
		"a keyset, to an empty page":       {pager: paging.Keyset{Key: api.Path{"id"}, DefaultSize: 3}, pages: bodies{page(0, 3, ``), page(3, 0, ``)}, want: want{stated, normalize.StopEnd, ""}},
		"a limit":                          {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"next":"x"`)}, query: normalize.Query{Limit: 2}, want: want{incomplete, normalize.StopLimit, ""}},
		"a break":                          {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"next":"x"`)}, leave: true, want: want{incomplete, normalize.StopBreak, ""}},
		"an error":                         {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"next":"x"`), `{"nothing":1}`}, want: want{incomplete, normalize.StopError, ""}},
		"an invalid query":                 {pager: paging.Cursor{}, pages: bodies{``}, query: normalize.Query{Limit: -1}, want: want{incomplete, normalize.StopError, ""}},
		"a bound in a sorted list":         {pager: paging.Cursor{}, pages: bodies{page(0, 3, `,"next":"x"`)}, query: normalize.Query{Since: fakeapi.Day(1)}, want: want{assumed, normalize.StopEnd, "order"}},
		"a bound over counted pages":       {pager: counted, pages: bodies{page(0, 3, ``), page(3, 3, ``)}, query: normalize.Query{Since: fakeapi.Day(4)}, want: want{assumed, normalize.StopEnd, "counted_pages order"}},
	} {
		for _, way := range []string{"list", "with messages"} {
			t.Run(name+"/"+way, func(t *testing.T) {
				def := fakeapi.Definition()
				list := def.Sources[0].List
				list.Pager, list.Shape, list.PageSize = test.pager, shape, normalize.PageSize{}
				list.Request = fakeapi.Request(&def.Operations[0])
				if test.query.WithMessages = way != "list"; test.query.WithMessages {
					def.Sources[0].Messages = nil
					def.Sources[0].Get = &engine.GetDefinition{
						Operation: &def.Operations[1], Request: fakeapi.Request(&def.Operations[1]), Messages: normalize.MessagesInline,
						Decode: func(engine.Needed) engine.ConversationDecoder { return fakeapi.Decode },
					}
				}
				pages := append(bodies(nil), test.pages...)
				transport := fakeapi.RoundTripper(func(req *http.Request) (*http.Response, error) {
					if strings.Count(req.URL.Path, "/") > 2 { // one conversation
						return (&bodies{`{"id":"x"}`}).RoundTrip(req)
					}
					return pages.RoundTrip(req)
				})
				e, err := engine.New(def, normalize.WithAPIKey("k"), normalize.WithHTTPClient(&http.Client{Transport: transport}), normalize.WithRetry(fakeapi.NoRetry))
				if err != nil {
					t.Fatal(err)
				}
				run := e.Run(test.query)
				if r := run.Report(); r.Completeness != "" || r.Stopped != "" {
					t.Errorf("before: %+v", r)
				}
				for range run.Conversations(t.Context()) {
					if test.leave {
						break
					}
				}
				r := run.Report()
				var names []string
				for _, a := range r.Assumptions {
					names = append(names, string(a.Name))
					if a.Detail == "" {
						t.Errorf("%s says nothing more", a.Name)
					}
				}
				got := want{r.Completeness, r.Stopped, strings.Join(names, " ")}
				if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(want{})); diff != "" {
					t.Errorf("(-want +got):\n%s%+v", diff, r)
				}
			})
		}
	}
}

// TestCompletenessOfTheRest: what was counted before a page token is taken for granted by
// the run that goes on from it. Here a record went meanwhile, so that one was not read.
func TestCompletenessOfTheRest(t *testing.T) {
	for name, pager := range map[string]paging.Pager{
		"cursor": paging.Cursor{}, "one page": paging.SinglePage{}, "link": paging.Link{}, "page": paging.PageNumber{First: 1}, "keyset": paging.Keyset{Key: api.Path{"id"}, DefaultSize: 5},
	} {
		for _, test := range []struct {
			limit       int // after which the first run stops
			assumptions string
		}{{2, "counted_pages"}, {0, ""}} {
			t.Run(fmt.Sprint(name, test.limit), func(t *testing.T) {
				records, _ := fakeapi.Records(5)
				server := &fakeapi.API{Records: records}
				def := fakeapi.Definition()
				def.Sources[0].List.Pager = pager
				def.Sources[0].List.Shape.More = []api.Path{{"more"}}
				transport := fakeapi.RoundTripper(func(*http.Request) (*http.Response, error) {
					body := `{"more":false,"data":[` + strings.Join(server.Records, ",") + `]}`
					return (&bodies{body}).RoundTrip(&http.Request{})
				})
				e, err := engine.New(def, normalize.WithAPIKey("k"), normalize.WithHTTPClient(&http.Client{Transport: transport}), normalize.WithRetry(fakeapi.NoRetry))
				if err != nil {
					t.Fatal(err)
				}
				query := normalize.Query{PageSize: 5}
				if test.limit > 0 {
					first := e.Run(normalize.Query{PageSize: 5, Limit: test.limit})
					for range first.Conversations(t.Context()) {
					}
					query.PageToken = first.PageToken()
					server.Records = server.Records[1:]
				}
				rest := e.Run(query)
				for _, err := range rest.Conversations(t.Context()) {
					if err != nil {
						t.Error(err)
					}
				}
				var names []string
				r := rest.Report()
				for _, a := range r.Assumptions {
					names = append(names, string(a.Name))
				}
				stated := normalize.CompletenessStated
				if test.assumptions != "" {
					stated = normalize.CompletenessAssumed
				}
				if r.Completeness != stated || r.Stopped != normalize.StopEnd || strings.Join(names, " ") != test.assumptions {
					t.Errorf("%s, %s, assuming %q; want assumptions %q", r.Completeness, r.Stopped, names, test.assumptions)
				}
			})
		}
	}
}
