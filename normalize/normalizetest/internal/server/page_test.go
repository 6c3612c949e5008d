package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

const styleDocument = `
openapi: 3.0.3
info: {title: Styles, version: 1.0.0}
servers: [{url: https://api.example.com}]
paths:
  /records:
    get:
      operationId: list
      parameters:
        - {name: size, in: query, schema: {type: integer, minimum: 1, maximum: 50, default: 7}}
        - {name: page, in: query, schema: {type: integer}}
        - {name: skip, in: query, schema: {type: integer}}
        - {name: after, in: query, schema: {type: string}}
        - {name: before, in: query, schema: {type: string, format: date-time}}
        - {name: agent, in: query, schema: {type: string}}
      responses:
        '200':
          description: A page.
          headers:
            X-Total: {schema: {type: integer}}
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: {type: array, items: {$ref: '#/components/schemas/Record'}}
                  more: {type: boolean}
                  total: {type: integer}
                  pages: {type: integer}
                  next: {type: string, nullable: true}
components:
  schemas:
    Record:
      type: object
      properties:
        id: {type: string}
        at: {type: string, format: date-time}
        agent: {type: string}
`

const styleMap = `
provider: styles
model: 1
title: Styles
time: CreatedAt
list:
  operation: list
  records: items
  send: {SEND, agent: {filter: agent_id}}
  pages: PAGES
maps:
  - from: Record
    to: Conversation
    fields: {ID: id, CreatedAt: at, Agent.ID: agent}
`

// page is what the walkers below read.
type stylePage struct {
	Items []struct{ ID, At string }
	More  *bool
	Total *int
	Pages *int
	Next  *string
}

// Each walker follows a style in the plainest way: the next page's query, or
// false at the end.
var styles = map[string]struct {
	send, pages string
	next        func(p stylePage, h http.Header, asked url.Values) (url.Values, bool)
}{
	"page": {
		"page: {page: number}, size: {page: size}", "{style: page, first: 0, total_pages: pages}",
		func(p stylePage, _ http.Header, asked url.Values) (url.Values, bool) {
			n, _ := strconv.Atoi(asked.Get("page"))
			return url.Values{"page": {strconv.Itoa(n + 1)}}, n+1 < *p.Pages
		},
	},
	"offset": {
		"skip: {page: offset}, size: {page: size}", "{style: offset, total: {header: X-Total}}",
		func(p stylePage, h http.Header, asked url.Values) (url.Values, bool) {
			n, _ := strconv.Atoi(asked.Get("skip"))
			total, _ := strconv.Atoi(h.Get("X-Total"))
			return url.Values{"skip": {strconv.Itoa(n + len(p.Items))}}, n+len(p.Items) < total
		},
	},
	"cursor": {
		"after: {page: cursor}, size: {page: size}", "{style: cursor, cursor: next, more: more}",
		func(p stylePage, _ http.Header, _ url.Values) (url.Values, bool) {
			return url.Values{"after": {*p.Next}}, *p.More // there is a cursor on the last page too
		},
	},
	"cursor without more": {
		"after: {page: cursor}, size: {page: size}", "{style: cursor, cursor: next}",
		func(p stylePage, _ http.Header, _ url.Values) (url.Values, bool) {
			if p.Next == nil {
				return nil, false
			}
			return url.Values{"after": {*p.Next}}, true
		},
	},
	"link": {
		"size: {page: size}", "{style: link, link: next}",
		func(p stylePage, _ http.Header, _ url.Values) (url.Values, bool) {
			if p.Next == nil {
				return nil, false
			}
			u, err := url.Parse(*p.Next)
			return u.Query(), err == nil
		},
	},
	"link header": {
		"size: {page: size}", "{style: link, link: {header: Link}}",
		func(_ stylePage, h http.Header, _ url.Values) (url.Values, bool) {
			text, ok := strings.CutSuffix(h.Get("Link"), `>; rel="next"`)
			u, err := url.Parse(strings.TrimPrefix(text, "<"))
			return u.Query(), ok && err == nil
		},
	},
	"keyset by id": {
		"after: {page: key}, size: {page: size}", "{style: keyset, key: id}",
		func(p stylePage, _ http.Header, _ url.Values) (url.Values, bool) {
			if len(p.Items) < 7 {
				return nil, false
			}
			return url.Values{"after": {p.Items[6].ID}}, true
		},
	},
	"keyset by time": {
		"before: {page: key}, size: {page: size}", "{style: keyset, key: at}",
		func(p stylePage, _ http.Header, _ url.Values) (url.Values, bool) {
			if len(p.Items) < 7 {
				return nil, false
			}
			return url.Values{"before": {p.Items[6].At}}, true
		},
	},
	"none": {
		"x: {page: size}", "{style: none}",
		func(stylePage, http.Header, url.Values) (url.Values, bool) { return nil, false },
	},
}

func writeStyle(t *testing.T, send, pages string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"openapi.yaml": styleDocument, "fieldmap.yaml": strings.NewReplacer("SEND", send, "PAGES", pages).Replace(styleMap)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestStyles(t *testing.T) {
	for name, style := range styles {
		for _, filtered := range []bool{false, true} {
			t.Run(name+map[bool]string{false: "", true: " filtered"}[filtered], func(t *testing.T) {
				f := New(t, writeStyle(t, style.send, style.pages), synth.Options{Conversations: 52})
				client, done := f.Serve()
				defer done()
				agent := f.Truth(0).AgentID
				var want, got []string
				for i := range f.Len() {
					if !filtered || f.Truth(i).AgentID == agent {
						want = append(want, f.Truth(i).ID)
					}
				}
				query := url.Values{}
				for pages, more := 0, true; more && pages < 60; pages++ {
					if filtered {
						query.Set("agent", agent)
					}
					status, body, header := fetch(t, f, client, f.BaseURL(MemoryHost)+"/records?"+query.Encode())
					var p stylePage
					if err := json.Unmarshal(body, &p); err != nil || status != 200 {
						t.Fatalf("%d %s: %v", status, body, err)
					}
					for _, item := range p.Items {
						got = append(got, item.ID)
					}
					query, more = style.next(p, header, query)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("ids (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// What the document forbids is seen.
func TestViolations(t *testing.T) {
	f := New(t, writeStyle(t, styles["cursor"].send, styles["cursor"].pages), synth.Options{})
	client, done := f.Serve()
	defer done()
	base := f.BaseURL(MemoryHost)
	_, body, _ := fetch(t, f, client, base+"/records")
	var p stylePage
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/records?size=51", "/records?size=0", "/records?size=many", "/records?unknown=1", "/records?size=3&size=4", "/nothing",
		"/records?before=yesterday", "/records?after=made-up", "/records?agent=x&after=" + *p.Next,
	} {
		status, _, _ := fetch(t, f, client, base+path)
		if got := f.TakeViolations(); len(got) != 1 || status < 400 {
			t.Errorf("%s: status %d, violations %q, want one", path, status, got)
		}
	}
}

// A million conversations cost nothing until they are asked for.
func TestManyConversations(t *testing.T) {
	f := New(t, writeStyle(t, styles["offset"].send, styles["offset"].pages), synth.Options{Conversations: 1_000_000})
	client, done := f.Serve()
	defer done()
	_, body, header := fetch(t, f, client, f.BaseURL(MemoryHost)+"/records?skip=999998")
	var p stylePage
	if err := json.Unmarshal(body, &p); err != nil || len(p.Items) != 2 || p.Items[1].ID != f.Truth(999_999).ID {
		t.Errorf("%v: %s", err, body)
	}
	if header.Get("X-Total") != "1000000" {
		t.Errorf("the total is %s", header.Get("X-Total"))
	}
}
