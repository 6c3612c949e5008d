package fieldmap_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/fieldmap/fieldmaptest"
	"github.com/parlancehq/parlance/internal/model"
)

// everyKey are field maps with an unknown key at each place that has keys.
var everyKey = []string{`
zzz: 1
time: StartedAt
list: {}
`, `
zzz: 1
provider: acme
errors: {zzz: 1, message: {header: X-Error, zzz: 1}}
auth: {zzz: 1}
scope: {team: {zzz: 1}}
sources:
  calls:
    zzz: 1
    time: StartedAt
    list:
      zzz: 1
      operation: listCalls
      records: calls
      send:
        after: {filter: since, zzz: 1}
      pages: {style: page, zzz: 1}
    get: {operation: getCall, zzz: 1}
    messages: {operation: listTurns, zzz: 1, needs: {people: {operation: listPeople, zzz: 1}}}
maps:
  - {from: Call, to: Conversation, zzz: 1, expect: {total: n, of: turns, zzz: 1}, find: {caller: {in: people, zzz: 1, where: {id: caller_id}}}}
`}

// places says where the schema has the keys of each of everyKey's places.
var places = map[string][]string{
	"the field map":     {""},
	"errors":            {"$defs/errors"},
	"auth":              {"$defs/auth"},
	"scope team":        {"properties/scope/additionalProperties"},
	"errors: message":   {"$defs/location/anyOf/1"},
	"source calls":      {"$defs/source"},
	"list":              {"$defs/list"},
	"list: pages":       {"$defs/pages"},
	"list: send: after": {"$defs/ofFilter"},
	"get":               {"$defs/get"},
	"messages":          {"$defs/messages/anyOf/1"},
	"need people":       {"$defs/need"},
	"the map":           {"$defs/map"},
	"expect":            {"$defs/map/properties/expect"},
	"find caller":       {"$defs/finds/additionalProperties"},
}

// The schema has the keys that the parser takes, at every place, and no others.
func TestSchemaHasTheParsersKeys(t *testing.T) {
	parsers := map[string]map[string]bool{}
	for _, text := range everyKey {
		var diags diag.List
		fieldmap.Parse("acme/fieldmap.yaml", []byte(text), &diags)
		for _, d := range diags.Sorted() {
			place, _, unknown := strings.Cut(d.Message, ": unknown key")
			if !unknown {
				continue
			}
			if parsers[place] == nil {
				parsers[place] = map[string]bool{}
			}
			for key := range strings.SplitSeq(strings.TrimPrefix(d.Hint, "known here: "), ", ") {
				parsers[place][key] = true
			}
		}
	}
	root := readSchema(t)
	for place, want := range parsers {
		got := map[string]bool{}
		for _, at := range places[place] {
			for key := range object(t, root, at+"/properties") {
				got[key] = true
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, at %v (-parser +schema):\n%s", place, places[place], diff)
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(places)), slices.Sorted(maps.Keys(parsers))); diff != "" {
		t.Errorf("the places with keys (-known here +met by the parser):\n%s", diff)
	}
	if diff := cmp.Diff(fieldmap.Styles, texts(at(t, root, "$defs/pages/properties/style/enum"))); diff != "" {
		t.Errorf("pagination styles (-parser +schema):\n%s", diff)
	}
}

// The schema has the keys of all conversions, and says which start a value.
func TestSchemaHasTheConversions(t *testing.T) {
	root := readSchema(t)
	var keys, starts []string
	for _, c := range convert.All() {
		keys = append(keys, c.Keys...)
		if c.Source {
			starts = append(starts, c.Keys[0])
		}
	}
	slices.Sort(keys)
	if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(object(t, root, "$defs/conversion/properties")))); diff != "" {
		t.Errorf("keys (-conversions +schema):\n%s", diff)
	}
	var got []string
	for _, alternative := range at(t, root, "$defs/conversion/oneOf").([]any) {
		got = append(got, texts(alternative.(map[string]any)["required"])...)
	}
	if diff := cmp.Diff(starts, got); diff != "" {
		t.Errorf("what starts a value (-conversions +schema):\n%s", diff)
	}
}

// The schema has the fields, the enums and the filters of the model.
func TestSchemaHasTheModel(t *testing.T) {
	m, err := model.Load("../../normalize")
	if err != nil {
		t.Fatal(err)
	}
	root := readSchema(t)
	var filters []string
	for _, q := range m.Query {
		filters = append(filters, q.Filter)
	}
	slices.Sort(filters)
	if diff := cmp.Diff(filters, slices.Sorted(slices.Values(texts(at(t, root, "$defs/ofFilter/properties/filter/enum"))))); diff != "" {
		t.Errorf("filters (-model +schema):\n%s", diff)
	}
	for i, name := range texts(at(t, root, "$defs/map/properties/to/enum")) {
		fields := object(t, root, "$defs/"+name+"/properties")
		for path := range fields {
			if _, err := m.Resolve(name, path); err != nil {
				t.Errorf("$defs/%s: %v", name, err)
			}
		}
		absent := texts(at(t, root, fmt.Sprintf("$defs/map/allOf/%d/then/properties/absent/items/enum", i)))
		for _, ref := range m.Leaves(name) {
			if fields[ref.Path] == nil && ref.Path != "Attributes" { // those have a key of their own
				t.Errorf("$defs/%s has no %s", name, ref.Path)
			}
			if !slices.Contains(absent, ref.Path) {
				t.Errorf("%s cannot be listed as absent from %s", ref.Path, name)
			}
			if ref.Type.Kind == model.EnumRef {
				enum(t, root, m.Enums[ref.Type.Named])
			}
		}
	}
}

func enum(t *testing.T, root any, e *model.Enum) {
	t.Helper()
	var want []string
	for _, v := range e.Values {
		want = append(want, v.Text)
	}
	if diff := cmp.Diff(want, texts(at(t, root, "$defs/"+e.Name+"/properties/const/enum"))); diff != "" {
		t.Errorf("values of %s (-model +schema):\n%s", e.Name, diff)
	}
}

func TestSchemaAcceptsTheSpecs(t *testing.T) {
	schema := fieldmaptest.Open(t, "schema.json")
	files, err := filepath.Glob("../../specs/*/fieldmap.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no field maps (%v)", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(text); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema=../../internal/fieldmap/schema.json\n") {
			t.Errorf("%s does not begin with the line that names the schema", file)
		}
	}
}

// good is what the cases of TestSchemaRejects spoil.
const good = `
provider: acme
model: 1
title: Acme
time: StartedAt
list:
  operation: listCalls
  records: calls
  send:
    after: {page: cursor}
    from: {filter: since, time: date, zone: UTC}
    both: [{field: agent, is: {filter: agent_id}}, x]
  pages: {style: cursor, cursor: next, more: more}
messages: get
get:
  operation: getCall
  send: {id: {conversation: id}, expand: [turns, people]}
  record: .
  needs:
    people: {operation: listPeople, send: {id: {conversation: id}}, records: people, pages: {style: none}}
    site: {operation: getSite, send: {id: {conversation: id}}, record: .}
maps:
  - from: Call
    to: Conversation
    fields:
      ID: id
      Status: {from: state, enum: {open: in_progress}, unknown: keep}
      Participants[1].Name: {coalesce: [nick, {template: "{first} {last}"}]}
      AltIDs: [key]
    absent: [Agent]
`

func TestSchemaRejects(t *testing.T) {
	schema := fieldmaptest.Open(t, "schema.json")
	if err := schema.Validate([]byte(good)); err != nil {
		t.Fatalf("what is right is rejected: %v", err)
	}
	for _, tt := range []struct{ name, old, new string }{
		{"unknown key", "title:", "titel:"},
		{"model as text", "model: 1", "model: one"},
		{"no list", "list:", "lists:"},
		{"list beside sources", "messages: get", "sources: {}"},
		{"messages from nowhere", "messages: get", "messages: body"},
		{"style", "style: cursor", "style: pages"},
		{"style without what it needs", "style: cursor", "style: link"},
		{"filter", "filter: since", "filter: after"},
		{"form of a time", "time: date", "time: hour"},
		{"bound without a form", "time: date, zone: UTC", "zone: UTC"},
		{"form of a text", "filter: agent_id", "filter: agent_id, time: date"},
		{"values of a text", "filter: agent_id", "filter: agent_id, values: {a: b}"},
		{"part of a page", "page: cursor", "page: token"},
		{"no origin", "{page: cursor}", "{pages: cursor}"},
		{"two origins", "{page: cursor}", "{page: cursor, const: x}"},
		{"the id in a list", "{page: cursor}", "{conversation: id}"},
		{"more than the id", "{id: {conversation: id}, expand", "{id: {conversation: title}, expand"},
		{"filter in a get", "expand: [turns, people]", "q: {filter: search}"},
		{"page of a get", "expand: [turns, people]", "q: {page: size}"},
		{"nothing sent", "[turns, people]", "[]"},
		{"no constant", "expand: [turns, people]", "expand: {const: []}"},
		{"empty element", "is: {filter: agent_id}", "is: {}"},
		{"element of nothing", "{field: agent, is: {filter: agent_id}}", "{}"},
		{"list in an element", "field: agent", "field: {const: [a, b]}"},
		{"page in an element", "{filter: agent_id}", "{page: size}"},
		{"name of a need", "    people:", "    The people:"},
		{"need of nothing", "records: people, pages: {style: none}", "pages: {style: none}"},
		{"need of both", "records: people,", "records: people, record: .,"},
		{"pages of one record", "record: .}", "record: ., pages: {style: none}}"},
		{"page of one record", "getSite, send: {id: {conversation: id}", "getSite, send: {id: {conversation: id}, n: {page: size}"},
		{"need without an id", "getSite, send: {id: {conversation: id}}", "getSite, send: {}"},
		{"field of the model", "AltIDs:", "OtherIDs:"},
		{"field of an element", "Participants[1].Name", "Participants[1].Nome"},
		{"value of an enum", "open: in_progress", "open: running"},
		{"unknown missing", ", unknown: keep", ""},
		{"two that start a value", "{from: state,", "{from: state, const: x,"},
		{"no conversion", "{from: state,", "{form: state,"},
		{"coalesce of one", "[nick, {template: \"{first} {last}\"}]", "[nick]"},
		{"absent", "absent: [Agent]", "absent: [Agnet]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spoiled := strings.Replace(good, tt.old, tt.new, 1)
			if spoiled == good {
				t.Fatalf("%q is not there", tt.old)
			}
			if err := schema.Validate([]byte(spoiled)); err == nil {
				t.Errorf("accepted with %q instead of %q", tt.new, tt.old)
			}
		})
	}
}

func readSchema(t *testing.T) any {
	t.Helper()
	data, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// at follows a JSON pointer.
func at(t *testing.T, v any, pointer string) any {
	t.Helper()
	for step := range strings.SplitSeq(strings.Trim(pointer, "/"), "/") {
		switch inner := v.(type) {
		case map[string]any:
			v = inner[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(inner) {
				t.Fatalf("%s: no element %q", pointer, step)
			}
			v = inner[i]
		}
		if v == nil {
			t.Fatalf("schema.json has no %s", pointer)
		}
	}
	return v
}

func object(t *testing.T, v any, pointer string) map[string]any {
	t.Helper()
	m, ok := at(t, v, pointer).(map[string]any)
	if !ok {
		t.Fatalf("%s is not an object", pointer)
	}
	return m
}

func texts(v any) []string {
	var out []string
	for _, item := range v.([]any) {
		out = append(out, item.(string))
	}
	return out
}
