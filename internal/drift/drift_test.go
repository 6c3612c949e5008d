package drift

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

// sample gives one of the two documents, with a text in it replaced.
func sample(t *testing.T, name, old, with string) *openapi.Document {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if old != "" && strings.Count(string(data), old) != 1 {
		t.Fatalf("%s has %q %d times", name, old, strings.Count(string(data), old))
	}
	var diags diag.List
	doc := openapi.Load(t.Context(), openapi.Input{File: name, Data: []byte(strings.Replace(string(data), old, with, 1))}, &diags)
	if all := diags.Sorted(); doc == nil || len(all) > 0 {
		t.Fatal(all)
	}
	return doc
}

func check(curated, vendor *openapi.Document, list string) []string {
	var diags diag.List
	Check(curated, vendor, "drift.yaml", []byte(list), &diags)
	out := []string{}
	for _, d := range diags.Sorted() {
		d.Hint = ""
		out = append(out, d.String())
	}
	return out
}

// A part of the vendor's document is not drift, however differently it is
// written down.
func TestFaithful(t *testing.T) {
	if got := check(sample(t, "curated.yaml", "", ""), sample(t, "vendor.yaml", "", ""), ""); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
}

// drifts are the ways in which documents can come apart: one text is replaced in
// one of the two.
var drifts = []struct {
	file, old, with string
	want            []string
}{
	{"curated.yaml", "  /calls:", "  /call:", []string{
		"curated.yaml:7:5: D101: listCalls: the vendor's document has no GET /call",
		"curated.yaml:26:5: D101: searchCalls: the vendor's document has no POST /call"}},
	{"vendor.yaml", "operationId: searchCalls", "operationId: findCalls", []string{
		"curated.yaml:26:5: D101: searchCalls: the vendor's document calls it findCalls"}},
	{"vendor.yaml", "{name: state, in: query,", "{name: status, in: query,", []string{
		"curated.yaml:11:11: D102: listCalls.query.state: the vendor's document has no such parameter"}},
	{"vendor.yaml", "{name: state, in: query,", "{name: state, in: header,", []string{
		"curated.yaml:11:11: D102: listCalls.query.state: the vendor's document has no such parameter"}},
	{"vendor.yaml", "{name: agents, in: query,", "{name: agents, in: query, explode: false,", []string{
		"curated.yaml:12:11: D102: listCalls.query.agents: the vendor's document has it sent in another style"}},
	{"vendor.yaml", "{name: sort, in: query,", "{name: sort, in: query, required: true,", []string{
		"curated.yaml:7:5: D102: listCalls.query.sort: the vendor's document requires this parameter"}},
	{"curated.yaml", "{name: X-Version, in: header, required: true,", "{name: X-Version, in: header,", []string{
		"curated.yaml:13:11: D110: listCalls.header.X-Version: optional here, required in the vendor's document"}},
	{"vendor.yaml", "{name: agents, in: query, schema: {type: array, items: {type: string, maxLength: 9}}}", "{name: agents, in: query, schema: {type: string}}", []string{
		"curated.yaml:12:11: D107: listCalls.query.agents: array here, string in the vendor's document"}},
	{"vendor.yaml", "requestBody: {required: true, ", "requestBody: {", []string{
		"curated.yaml:29:9: D110: searchCalls.body: required here, optional in the vendor's document"}},
	{"vendor.yaml", "requestBody: {required: true, content: {application/json: {schema: {$ref: \"#/components/schemas/Search\"}}}}\n", "description: No body.\n", []string{
		"curated.yaml:29:9: D103: searchCalls.body: the vendor's document has no body"}},
	{"vendor.yaml", "Search: {type: object, required: [filter]", "Search: {type: object, required: [filter, page]", []string{
		"curated.yaml:29:9: D103: searchCalls.body.page: the vendor's document requires this property"}},
	{"curated.yaml", "type: object, required: [state], properties: {state", "type: object, properties: {state", []string{
		"curated.yaml:36:53: D110: searchCalls.body.filter.state: optional here, required in the vendor's document"}},
	{"vendor.yaml", "        4XX: {", "        5XX: {", []string{
		"curated.yaml:25:9: D104: listCalls.404: the vendor's document declares no such answer"}},
	{"vendor.yaml", "{x-total: ", "{x-pages: ", []string{
		"curated.yaml:17:30: D104: listCalls.200.header.X-Total: the vendor's document has no such header"}},
	{"vendor.yaml", "4XX: {description: none, content: {application/json:", "4XX: {description: none, content: {text/html:", []string{
		"curated.yaml:25:9: D104: listCalls.404: the vendor's document does not say what the answer holds"}},
	{"vendor.yaml", "{url: https://api.sample.example}", "{url: https://api2.sample.example}", []string{
		"curated.yaml:3:11: D105: servers: the vendor's document has no server https://api.sample.example"}},
	{"vendor.yaml", "security: [{ApiKey: []}, {Token: []}]", "security: [{Token: []}]", []string{
		"curated.yaml:7:5: D105: listCalls.security: the vendor's document does not say that it takes header X-Key"}},
	{"curated.yaml", "security: [{key: []}]\n", "\n", []string{
		"curated.yaml:7:5: D105: listCalls.security: the vendor's document wants header X-Key, bearer",
		"curated.yaml:26:5: D105: searchCalls.security: the vendor's document wants header X-Key"}},
	{"vendor.yaml", "AgentDto: {type: object, required: [name, id], properties: {id: {type: string}, name:", "AgentDto: {type: object, required: [id], properties: {id: {type: string}, title:", []string{
		"curated.yaml:60:58: D106: Agent.name: the vendor's document has no such property"}},
	{"curated.yaml", "    Error: {", "    Unused: {type: string}\n    Error: {", []string{
		"curated.yaml:62:5: D106: Unused: nothing leads to this schema, and the vendor's document has none of that name"}},
	{"vendor.yaml", "length: {type: number, format: double}", "length: {type: [number, string]}", []string{
		"curated.yaml:49:9: D107: Call.length: number here, number, string in the vendor's document"}},
	{"vendor.yaml", "length: {type: number, format: double}", "length: {}", []string{
		"curated.yaml:49:9: D107: Call.length: number here, of no type in the vendor's document"}},
	{"vendor.yaml", "labels: {type: object, additionalProperties: {type: string}}", "labels: {type: object, additionalProperties: {type: integer}}", []string{
		"curated.yaml:51:54: D107: Call.labels.value: string here, integer in the vendor's document"}},
	{"vendor.yaml", "labels: {type: object, additionalProperties: {type: string}}", "labels: {type: object, additionalProperties: false}", []string{
		"curated.yaml:51:54: D107: Call.labels.value: the vendor's document does not say what undeclared properties hold"}},
	{"curated.yaml", "          items:\n            oneOf:\n              - {$ref: \"#/components/schemas/Said\"}\n              - {", "          items:\n            oneOf:\n              - {$ref: \"#/components/schemas/Said\"}\n              - {$ref: \"#/components/schemas/Error\"}\n              - {", []string{
		"curated.yaml:63:40: D106: Error.message: the vendor's document has no such property"}},
	{"vendor.yaml", "labels: {type: object, additionalProperties: {type: string}}", "labels: {anyOf: [{type: object}, {type: object, additionalProperties: {type: integer}}]}", []string{
		"curated.yaml:51:54: D107: Call.labels.value: the vendor's document does not say what undeclared properties hold"}},
	{"vendor.yaml", "calls: {type: array, items: {$ref: \"#/components/schemas/CallDto\"}}, next", "calls: {oneOf: [{type: array, items: {type: string}}, {type: array, items: {$ref: \"#/components/schemas/CallDto\"}}]}, next", []string{
		"curated.yaml:24:19: D107: listCalls.200.calls: one schema here, a union in the vendor's document"}},
	{"vendor.yaml", "filter: {$ref: \"#/components/schemas/Filter\"}", "filter: {oneOf: [{$ref: \"#/components/schemas/Filter\"}, {type: object}]}", []string{}},
	{"vendor.yaml", "filter: {$ref: \"#/components/schemas/Filter\"}", "filter: {oneOf: [{type: object}, {type: object, properties: {state: {type: integer}}}]}", []string{
		"curated.yaml:36:72: D110: searchCalls.body.filter.state: required here, optional in the vendor's document",
		"curated.yaml:41:5: D107: State: string here, integer in the vendor's document"}},
	{"vendor.yaml", "cause: {oneOf: [{", "cause: {oneOf: [{type: object}, {", []string{
		"curated.yaml:52:9: D107: Call.cause: one schema here, a union in the vendor's document",
		"curated.yaml:52:67: D106: Call.cause.text: the vendor's document has no such property"}},
	{"vendor.yaml", "{const: tool}, tool: {type: string}", "{const: tool}, tool: {type: integer}", []string{
		"curated.yaml:58:105: D107: Call.turns.item.variant2.tool: string here, integer in the vendor's document"}},
	{"curated.yaml", "cause: {type: object, properties: {code: {type: integer}, text: {type: string}}}", "cause: {type: object, properties: {code: {type: integer}, note: {type: string}}}", []string{
		"curated.yaml:52:67: D106: Call.cause.note: the vendor's document has no such property"}},
	{"vendor.yaml", "began: {type: [string, \"null\"], format: date-time}", "began: {type: [string, \"null\"]}", []string{
		"curated.yaml:48:9: D108: Call.began: the format date-time is not in the vendor's document"}},
	{"vendor.yaml", "began: {type: [string, \"null\"], format: date-time}", "began: {type: [string, \"null\"], format: date}", []string{
		"curated.yaml:48:9: D108: Call.began: the format date-time is date in the vendor's document"}},
	{"vendor.yaml", "began: {type: [string, \"null\"], format: date-time}", "began: {type: string, format: date-time}", []string{
		"curated.yaml:48:9: D109: Call.began: may be null here, not in the vendor's document"}},
	{"curated.yaml", "agent: {nullable: true, allOf: [{$ref: \"#/components/schemas/Agent\"}]}", "agent: {$ref: \"#/components/schemas/Agent\"}", []string{
		"curated.yaml:50:9: D109: Call.agent: may not be null here, but may in the vendor's document"}},
	{"vendor.yaml", "required: [state, length]", "required: [length]", []string{
		"curated.yaml:47:9: D110: Call.state: required here, optional in the vendor's document"}},
	{"curated.yaml", "    State: {type: string, enum: [live, done]}", "    State: {type: string, enum: [live, done, lost]}", []string{
		"curated.yaml:41:5: D111: State: the vendor's document does not list lost"}},
	{"curated.yaml", "    State: {type: string, enum: [live, done]}", "    State: {type: string, enum: [live]}", []string{
		"curated.yaml:41:5: D111: State: the vendor's document lists done too"}},
	{"vendor.yaml", "{name: state, in: query, schema: {type: string, enum: [live, done]}}", "{name: state, in: query, schema: {type: string}}", []string{
		"curated.yaml:41:5: D111: State: the vendor's document lists no values"}},
	{"vendor.yaml", "                anyOf:\n                  - {type: object, required: [kind, tool]", "                anyOf:\n                  - {type: object, required: [kind, link], properties: {kind: {const: link}, link: {type: string}}}\n                  - {type: object, required: [kind, tool]", []string{
		"curated.yaml:56:13: D115: Call.turns.item: no member is member 1 of the vendor's union"}},
	{"vendor.yaml", "default: 20", "default: 25", []string{
		"curated.yaml:10:11: D112: listCalls.query.limit: the default 20 is not in the vendor's document"}},
	{"vendor.yaml", "maximum: 100", "maximum: 500", []string{
		"curated.yaml:10:11: D112: listCalls.query.limit: the maximum 100 is not in the vendor's document"}},
}

func TestDrift(t *testing.T) {
	told := map[string]bool{"D113": true, "D114": true} // of the list: below
	for _, test := range drifts {
		name := test.file + " " + test.with
		curated, vendor := [2]string{}, [2]string{test.old, test.with}
		if test.file == "curated.yaml" {
			curated, vendor = vendor, curated
		}
		c, v := sample(t, "curated.yaml", curated[0], curated[1]), sample(t, "vendor.yaml", vendor[0], vendor[1])
		if d := cmp.Diff(test.want, check(c, v, "")); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		// What is listed with its reason is not an error.
		var list strings.Builder
		for _, d := range Compare(c, v) {
			told[rules[d.What]] = true
			list.WriteString("- {what: " + string(d.What) + ", places: " + d.Place + ", reason: Because.}\n")
		}
		if got := check(c, v, list.String()); len(got) > 0 {
			t.Errorf("%s: listed, and still told: %s", name, got)
		}
		// The list must name the kind, not only the place.
		if len(test.want) == 0 {
			continue
		}
		other := strings.ReplaceAll(list.String(), "what: "+string(Compare(c, v)[0].What), "what: "+otherKind(Compare(c, v)[0].What))
		if got := check(c, v, other); len(got) < len(test.want) {
			t.Errorf("%s: a list of another kind covers it: %s", name, got)
		}
	}
	if d := cmp.Diff(slices.Sorted(maps.Keys(Rules)), slices.Sorted(maps.Keys(told))); d != "" {
		t.Errorf("rules without a test (-rules +told):\n%s", d)
	}
}

func otherKind(what What) string {
	if what == Limits {
		return string(Enum)
	}
	return string(Limits)
}

// TestList reads lists of differences: good ones, stale ones and malformed ones.
func TestList(t *testing.T) {
	curated := sample(t, "curated.yaml", "State: {type: string, enum: [live, done]}", "State: {type: string, enum: [live, lost], default: live}")
	vendor := sample(t, "vendor.yaml", "", "")
	told := []string{
		"curated.yaml:41:5: D111: State: the vendor's document does not list lost",
		"curated.yaml:41:5: D111: State: the vendor's document lists done too",
		"curated.yaml:41:5: D112: State: the default live is not in the vendor's document",
	}
	for _, test := range []struct {
		list string
		want []string
	}{
		{"", told},
		{"# nothing\n", told},
		{"- {what: [enum, limits], places: 'St*e', reason: R.}\n", []string{}},
		{"- what: enum\n  places: [State]\n  reason: R.\n- what: limits\n  places: ['*te', 'S*']\n  reason: R.\n", []string{}},
		{"- {what: enum, places: [State, Stat], reason: R.}\n- {what: limits, places: State, reason: R.}\n", []string{
			"drift.yaml:1:32: D114: Stat: the documents do not differ there in enum"}},
		{"- {what: [enum, type], places: State, reason: R.}\n- {what: limits, places: State, reason: R.}\n", []string{
			"drift.yaml:1:32: D114: State: the documents do not differ there in type"}},
		{"- {what: enum, places: State}\n", append(slices.Clone(told), "drift.yaml:1:3: D113: an entry needs `what`, `places` and `reason`")},
		{"- {what: enums, places: State, reason: R.}\n", append(slices.Clone(told), `drift.yaml:1:10: D113: no difference is of the kind "enums"`)},
		{"- {what: enum, place: State, reason: R.}\n", append(slices.Clone(told),
			"drift.yaml:1:3: D113: an entry needs `what`, `places` and `reason`", `drift.yaml:1:16: D113: no key "place" (did you mean "places"?)`)},
		{"what: enum\n", append(slices.Clone(told), "drift.yaml:1:1: D113: a list of entries is needed")},
		{"- enum\n", append(slices.Clone(told), "drift.yaml:1:3: D113: an entry is a mapping")},
		{"- {what: {a: b}, places: State, reason: R.}\n", append(slices.Clone(told),
			"drift.yaml:1:3: D113: an entry needs `what`, `places` and `reason`", "drift.yaml:1:10: D113: a text is needed")},
		{"- {what: enum, places: State, reason: R.}\n---\n- {what: limits, places: State, reason: R.}\n", []string{told[2],
			"drift.yaml:2: D113: there is more than one YAML document"}},
		{"- {what: enum, places: State, reason: R., places: State}\n- {what: limits, places: State, reason: R.}\n", []string{
			`drift.yaml:1:43: D113: the key "places" stands here twice`}},
		{"- {", append(slices.Clone(told), "drift.yaml: D113: not valid YAML: line 1: did not find expected node content")},
	} {
		if d := cmp.Diff(test.want, check(curated, vendor, test.list)); d != "" {
			t.Errorf("%q (-want +got):\n%s", test.list, d)
		}
	}
}

// The hint says where the vendor's document has it, and how to list it.
func TestHint(t *testing.T) {
	var diags diag.List
	Check(sample(t, "curated.yaml", "", ""), sample(t, "vendor.yaml", "default: 20", "default: 25"), "specs/sample/drift.yaml", nil, &diags)
	const want = "curated.yaml:10:11: D112: listCalls.query.limit: the default 20 is not in the vendor's document\n" +
		"    hint: see vendor.yaml:14:44; mend it, or give the reason in specs/sample/drift.yaml: {what: limits, places: listCalls.query.limit, reason: ...}"
	if got := diags.Sorted(); len(got) != 1 || got[0].String() != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
