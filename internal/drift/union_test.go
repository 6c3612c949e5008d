package drift

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

// TestUnions: every member has a counterpart of its own, in whatever order, where
// the two documents have as many.
func TestUnions(t *testing.T) {
	const (
		curatedUnion = "            oneOf:\n              - {$ref: \"#/components/schemas/Said\"}\n              - {type: object, required: [kind, tool], properties: {kind: {type: string, enum: [tool]}, tool: {type: string}}}\n"
		vendorUnion  = "                anyOf:\n                  - {type: object, required: [kind, tool], properties: {kind: {const: tool}, tool: {type: string}, text: {type: string}}}\n                  - {type: object, required: [kind, text], properties: {kind: {const: said}, text: {type: string}, tool: {type: string}}}\n"
		said         = "{type: object, required: [kind, text], properties: {kind: {const: said}, text: {type: string}}}"
		a            = "{type: object, properties: {a: {type: string}}}"
		ab           = "{type: object, properties: {a: {type: string}, b: {type: string}}}"
		numbers      = "{type: array, items: {type: integer}}"
		texts        = "{type: array, items: {type: string}}"
	)
	for _, test := range []struct {
		name         string
		ours, theirs []string // beside what was said
		want         []string
	}{
		{"the one has what the other has", []string{ab, a}, []string{ab, a}, nil},
		{"in another order", []string{a, ab}, []string{ab, a}, nil},
		{"twins", []string{a, a}, []string{a, a}, nil},
		{"a union in the union", []string{texts, "{oneOf: [" + a + ", " + numbers + "]}"}, []string{"{anyOf: [" + numbers + ", " + texts + "]}", a}, nil},
		{"one for two", []string{a}, []string{a, ab}, []string{"curated.yaml:56:13: D115: Call.turns.item: no member is member 3 of the vendor's union"}},
		{"two for one", []string{a, ab}, []string{ab}, nil},
	} {
		ours := "            oneOf: [{$ref: \"#/components/schemas/Said\"}, " + strings.Join(test.ours, ", ") + "]\n"
		theirs := "                anyOf: [" + said + ", " + strings.Join(test.theirs, ", ") + "]\n"
		got := check(sample(t, "curated.yaml", curatedUnion, ours), sample(t, "vendor.yaml", vendorUnion, theirs), "")
		if d := cmp.Diff(append([]string{}, test.want...), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// TestBesideUnion: properties that stand beside a union are compared as its members
// are, however the document says that both hold.
func TestBesideUnion(t *testing.T) {
	load := func(file, schema string) *openapi.Document {
		text := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /calls:\n    get:\n      operationId: list\n      responses:\n" +
			"        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Call'}}}}\n" +
			"components:\n  schemas:\n    Call: " + schema + "\n"
		var diags diag.List
		doc := openapi.Load(t.Context(), openapi.Input{File: file, Data: []byte(text)}, &diags)
		if all := diags.Sorted(); doc == nil || len(all) > 0 {
			t.Fatal(all)
		}
		return doc
	}
	const (
		members = "[{type: object, properties: {error: {type: string}}}, {type: object, properties: {reason: {type: string}}}]"
		beside  = "{type: object, properties: {own: {type: string}}, oneOf: " + members + "}"
	)
	for _, test := range []struct {
		name, curated, vendor string
		want                  []string
	}{
		{"the same", beside, beside, nil},
		{"as allOf", beside, "{allOf: [{type: object, properties: {own: {type: string}}}, {anyOf: " + members + "}]}", nil},
		{"of another type", beside, strings.Replace(beside, "own: {type: string}", "own: {type: integer}", 1), []string{
			"curated.yaml:11:39: D107: Call.variant1.own: string here, integer in the vendor's document"}},
		{"gone", beside, "{oneOf: " + members + "}", []string{
			"curated.yaml:11:39: D106: Call.variant1.own: the vendor's document has no such property",
			"curated.yaml:11:39: D106: Call.variant2.own: the vendor's document has no such property"}},
	} {
		got := check(load("curated.yaml", test.curated), load("vendor.yaml", test.vendor), "")
		if d := cmp.Diff(append([]string{}, test.want...), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}
