package generate

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// everyKey uses every key of the grammar once.
const everyKey = `
provider: acme
model: 1
title: Acme
docs: https://acme.test
base_url: https://acme.test
headers: {X-A: b}
errors: {code: code, message: [message], request_id: {header: X-Id}}
sources:
  calls:
    time: CreatedAt
    list:
      operation: listConversations
      records: [data]
      order: -created
      send:
        page: {page: number}
        page_size: {page: size}
        agent: {filter: agent_id}
        status: {filter: status, values: {completed: done}}
        from: {filter: since, time: date, zone: UTC, inclusive: true}
        tags: x
        q: {const: [y]}
        skip: {page: offset}
        after: {page: key}
        some: [{field: subject, is: {filter: search}}, {scope: team}, z]
      pages:
        style: page
        first: 1
        total: [total, {header: X-Total}]
        total_pages: total
        more: has_more
        cursor: next
        key: id
        link: {header: Link}
    get: {operation: getConversation, send: {id: {conversation: id}, x: y}, record: [.]}
    messages: {operation: listTurns, send: {id: {conversation: id}, after: x}, records: ., pages: {style: none}}
maps:
  - from: Conversation
    to: Conversation
    fields:
      ID: {from: id}
      Status: {from: status, enum: {open: in_progress, done: completed}, unknown: keep}
      CreatedAt: {from: created, time: naive, zone: UTC}
      StartedAt: {from: created, time: layout, layout: 2006-01-02T15, zone: UTC}
      EndedAt: created
      Duration: {from: seconds, duration: s}
      UpdatedAt: {coalesce: [created, {from: created, time: rfc3339}]}
      Title: {template: "{subject}"}
      Summary: {case: status, when: {open: subject, done: id}, else: id}
      Language: {from: subject, default: en}
      EndedBy: {from: status, enum: {open: user}, rest: absent, unknown: keep}
      Outcome: {match: [{if: {status: [open], exists: subject}, then: {const: success}}, {if: {absent: [subject]}, then: {const: failure}}, {else: {const: unknown}}]}
      Agent.Name: {from: subject, regex: "(.+)"}
      Cost.Amount: {from: seconds, scale: 0.5}
      Feedback.Rating: {from: subject, number: decimal}
      MessageCount: {count: turns}
      Feedback.Like: {exists: subject}
      Channel: {const: phone}
      Tags: {from: subject, split: ","}
      AltIDs: [subject, id]
      Metadata: {from: subject, json: any}
      Recordings[0].Duration: {between: [CreatedAt, EndedAt]}
      Messages: turns
    attributes: {a: subject, b: {from: status, bool: {true: [open], false: done}, not: true}}
    drop: [customer]
    absent: [ParentID]
  - {from: Turn, to: Message, fields: {Text: text}}
`

// TestForms replaces every value by a value of every other form. The outcome is a
// compiled provider or an error with its place, never a panic or an internal
// error.
func TestForms(t *testing.T) {
	t.Parallel()
	c := newChecker(t, baseFiles(t)["specs/acme/openapi.yaml"])
	usual := messages(checkNode(t, c, parseNode(t)))
	count := nodes(parseNode(t))
	chosen := chosenLines() // where a null is a value
	sent := linesOf("send:", "pages:")
	silent := 0
	for i := range count {
		for name, form := range wrongForms() {
			tree := parseNode(t)
			old := replace(tree, i, form)
			if sameForm(old, form) || name == "nothing" && chosen[old.Line] {
				continue
			}
			if (name == "text" || name == "a mapping") && sent[old.Line] {
				continue // a constant, or an element
			}
			if !complains(t, checkNode(t, c, tree), usual) {
				silent++
				t.Logf("nothing is said of %s in the place of %q (line %d)", name, old.Value, old.Line)
			}
		}
	}
	if silent > 0 {
		t.Errorf("%d values of a wrong form went unnoticed", silent)
	}
}

// linesOf are the lines of everyKey between two that hold the texts.
func linesOf(from, to string) map[int]bool {
	out, inside := map[int]bool{}, false
	for i, line := range strings.Split(everyKey, "\n") {
		inside = (inside || strings.Contains(line, from)) && !strings.Contains(line, to)
		out[i+1] = inside
	}
	return out
}

// chosenLines are the lines of everyKey where a value is chosen from several:
// there null means nothing.
func chosenLines() map[int]bool {
	out := map[int]bool{}
	for i, line := range strings.Split(everyKey, "\n") {
		if strings.Contains(line, "{case: ") || strings.Contains(line, "{match: ") {
			out[i+1] = true
		}
	}
	return out
}

// checker checks field maps against one document.
type checker struct {
	doc   *openapi.Document
	model *model.Model
}

func newChecker(t testing.TB, document string) checker {
	t.Helper()
	m, err := model.Load("../../normalize")
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	doc := openapi.Load(t.Context(), openapi.Input{File: "openapi.yaml", Data: []byte(document)}, &diags)
	if doc == nil {
		t.Fatal(diagnosticText(diags.Sorted()))
	}
	return checker{doc, m}
}

// check gives acme with its plan, if text has no error.
func (c checker) check(text string) *provider {
	p := &provider{name: "acme", doc: c.doc}
	if file := fieldmap.Parse("fieldmap.yaml", []byte(text), &p.diags); file != nil {
		p.check(file, c.model, Options{})
	}
	return p
}

func checkNode(t *testing.T, c checker, tree *yaml.Node) []diag.Diagnostic {
	t.Helper()
	data, err := yaml.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	p := c.check(string(data))
	return p.diags.Sorted()
}

func messages(all []diag.Diagnostic) map[string]bool {
	out := map[string]bool{}
	for _, d := range all {
		out[d.Message] = true
	}
	return out
}

// complains reports whether there is an error beyond those that everyKey has
// itself, and that each has a place.
func complains(t *testing.T, all []diag.Diagnostic, usual map[string]bool) bool {
	t.Helper()
	found := false
	for _, d := range all {
		if d.Pos.Line == 0 {
			t.Errorf("no place: %s", d)
		}
		found = found || !usual[d.Message] && d.Severity == diag.Error
	}
	return found
}

func parseNode(t *testing.T) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(everyKey), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}

// wrongForms are values of each form, none of which makes sense anywhere.
func wrongForms() map[string]*yaml.Node {
	scalar := func(text, tag string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: text, Tag: tag} }
	return map[string]*yaml.Node{
		"nothing":   scalar("null", "!!null"),
		"text":      scalar("zzz", "!!str"),
		"a list":    {Kind: yaml.SequenceNode, Content: []*yaml.Node{{Kind: yaml.SequenceNode, Content: []*yaml.Node{scalar("zzz", "!!str")}}}},
		"a mapping": {Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("zzz", "!!str"), scalar("zzz", "!!str")}},
	}
}

func sameForm(old, form *yaml.Node) bool {
	return old.Kind == form.Kind && form.Tag != "!!null"
}

// nodes counts the values of a tree, keys left out.
func nodes(n *yaml.Node) int {
	total := 1
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			total += nodes(c)
		}
	}
	return total
}

// replace puts form in the place of the value with the number, and gives the old
// one.
func replace(n *yaml.Node, number int, form *yaml.Node) *yaml.Node {
	var old *yaml.Node
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if number == 0 {
			copied := *n
			old = &copied
			*n = *form
		}
		number--
		if old != nil {
			return
		}
		for i, c := range slices.Clone(n.Content) {
			if n.Kind != yaml.MappingNode || i%2 == 1 {
				walk(c)
			}
		}
	}
	walk(n)
	return old
}
