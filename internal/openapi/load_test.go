package openapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/problem"
	"github.com/parlancehq/parlance/internal/openapi/read"
	"github.com/parlancehq/parlance/internal/openapi/repair"
)

const head = "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\npaths: {}\n"

// TestLimits gives documents that are too much, and checks that they are refused
// by rule, not by running out of something.
func TestLimits(t *testing.T) {
	bomb := strings.Builder{}
	bomb.WriteString(head + "x-0: &a0 [a, a, a, a, a, a, a, a, a, a]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&bomb, "x-%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	chain := strings.Builder{}
	chain.WriteString(head + "components:\n  schemas:\n    S0: {type: object}\n")
	for i := 1; i < 200; i++ {
		fmt.Fprintf(&chain, "    S%d: {allOf: [{$ref: \"#/components/schemas/S%d\"}, {properties: {a: {type: string}}}]}\n", i, i-1)
	}
	many := func(n int, format string) string {
		b := strings.Builder{}
		for i := range n {
			b.WriteString(strings.NewReplacer("#N", strconv.Itoa(i), "#M", strconv.Itoa(i+1)).Replace(format))
		}
		return b.String()
	}
	const schemas = head + "components:\n  schemas:\n"
	const anyPaths = "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\npaths:\n"
	const operation = "{operationId: o#N, responses: {default: {description: ok}}}"
	for _, test := range []struct{ name, doc string }{
		{"size", head + strings.Repeat("# padding\n", read.MaxBytes/10+1)},
		{"values of YAML", head + "x: [" + strings.Repeat("a,", read.MaxMarks+1) + "]"},
		{"lines of YAML", head + "x:\n" + strings.Repeat("- a\n", read.MaxMarks+1)},
		{"values of JSON", `{"openapi": "3.0.3", "x": [` + strings.Repeat("1,", node.MaxValues) + "1]}"},
		{"depth of JSON", `{"openapi":"3.0.3","x":` + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) + "}"},
		{"depth of YAML", head + "x: " + strings.Repeat("[", 2000) + strings.Repeat("]", 2000)},
		{"aliases", bomb.String()},
		{"depth of allOf", chain.String()},
		{"paths", anyPaths + many(repair.MaxPaths+1, "  /p#N: {}\n")},
		{"operations", anyPaths + many(repair.MaxPaths/2+1, "  /p#N: {get: "+operation+", put: {operationId: p#N, responses: {default: {description: ok}}}}\n")},
		{"parameters", anyPaths + "  /p:\n    parameters:\n" + many(repair.MaxParams+1, "    - {name: p#N, in: query, schema: {type: string}}\n")},
		{"schemas", schemas + many(maxMergeParts+1, "    S#N: {}\n")},
		{"schemas inline", schemas + "    S: {oneOf: [" + many(maxMergeParts+1, "{type: string},") + "]}\n"},
		{"properties", schemas + "    S: {type: object, properties: {" + many(maxProperties+1, "p#N: {type: string},") + "}}\n"},
		{"properties of all", schemas + "    B: {type: object, properties: {" + many(4000, "p#N: {type: string},") + "}}\n" +
			many(300, "    S#N: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {own: {type: string}}}]}\n")},
		{"unions", schemas + "    S: {oneOf: [" + many(5000, "{type: object, properties: {p: {type: object, properties: {q#N: {type: string}}}}},") + "]}\n"},
		{"unions in each other", schemas + many(3000, "    S#N: {oneOf: [{$ref: '#/components/schemas/S#M'}, {type: object, properties: {p#N: {type: string}}}]}\n") +
			"    S3000: {type: object, properties: {p: {type: string}}}\n"},
		{"references of parameters", anyPaths + "  /p: {parameters: [{$ref: '#/components/parameters/P'}]}\ncomponents: {parameters: {P: {$ref: '#/components/parameters/P'}}}\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var diags diag.List
			Load(t.Context(), Input{File: "f", Data: []byte(test.doc)}, &diags)
			got := diags.Sorted()
			if len(got) == 0 || got[0].Rule != "O102" {
				t.Fatalf("got %v, want O102", got)
			}
			if got[0].Pos.Line == 0 && test.name != "size" {
				t.Errorf("%v has no line", got[0])
			}
		})
	}
}

// TestLong gives schemas that lead to each other in every way, as far as a document
// can have them: they are taken, or refused, without a look at all of them from
// each of them.
func TestLong(t *testing.T) {
	for k, form := range []string{
		"%s", "{type: object, properties: {a: %s}}", "{allOf: [%s]}", "{type: array, items: %s}", "{oneOf: [%s]}", "{anyOf: [%s, {type: string}]}",
		"{type: object, additionalProperties: %s}", "{type: object, properties: {a: %[1]s, b: %[1]s}}", "{nullable: true, allOf: [%s]}",
	} {
		n := 10_000
		if k > 2 {
			n = 2_000 // of the same kind as one that is longer
		}
		for _, circle := range []bool{false, true} {
			doc := strings.Builder{}
			doc.WriteString(head + "components:\n  schemas:\n")
			for i := range n {
				to := i + 1
				if circle {
					to %= n
				}
				fmt.Fprintf(&doc, "    S%d: %s\n", i, fmt.Sprintf(form, fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", to)))
			}
			fmt.Fprintf(&doc, "    S%d: {type: string}\n", n)
			var diags diag.List
			if got := Load(t.Context(), Input{File: "f", Data: []byte(doc.String())}, &diags); got == nil || len(got.Schemas) < n {
				t.Errorf("%s, circle %v: %v", form, circle, diags.Sorted())
			}
		}
	}
}

// TestOverlayLimits gives overlays that would take the time or the memory that a
// document may not.
func TestOverlayLimits(t *testing.T) {
	const overlay = "overlay: 1.0.0\ninfo: {title: T, version: \"1\"}\nactions:\n"
	data := head + "x: " + strings.Repeat("[", 400) + strings.Repeat("a,", 1000) + strings.Repeat("]", 400) + "\ny: [" + strings.Repeat("{},", 5000) + "]\n"
	for _, test := range []struct{ name, actions, rule string }{
		{"descents", "- {target: \"$..*..*..*..*\", update: {a: 1}}\n", "O102"},
		{"selectors", "- {target: \"$" + strings.Repeat("[*,*,*,*]", 14) + "\", update: {a: 1}}\n", "O102"},
		{"actions", strings.Repeat("- {target: $.info, update: {title: U}}\n", 3000), "O102"},
		{"copies", "- {target: \"$.y[*]\", update: {a: [" + strings.Repeat("1,", 1000) + "]}}\n", "O102"},
		{"length", "- {target: \"$" + strings.Repeat(".a", 1000) + "\", update: {a: 1}}\n", "O106"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var diags diag.List
			Load(t.Context(), Input{File: "f", Data: []byte(data), OverlayFile: "o", Overlay: []byte(overlay + test.actions)}, &diags)
			if got := diags.Sorted(); len(got) == 0 || got[0].Rule != test.rule || got[0].Pos.File != "o" || got[0].Pos.Line == 0 {
				t.Errorf("got %v, want %s", got, test.rule)
			}
		})
	}
}

// TestUnreadable gives bytes that are not a document.
func TestUnreadable(t *testing.T) {
	for _, test := range []struct{ data, rule string }{
		{"", "O101"}, {"\x00", "O101"}, {"[]", "O101"}, {"a: b: c", "O101"}, {"{", "O101"}, {"{}", "O105"}, {"{a: 1}", "O105"},
		{"null", "O101"}, {"? [a]\n: b\n", "O101"}, {`{"openapi": "3.0.3"} x`, "O101"}, {"\xef\xbb\xbf{}", "O105"},
	} {
		var diags diag.List
		doc := Load(t.Context(), Input{File: "f", Data: []byte(test.data)}, &diags)
		if got := diags.Sorted(); doc != nil || !slices.ContainsFunc(got, func(d diag.Diagnostic) bool { return d.Rule == test.rule }) {
			t.Errorf("%q: got %v, want %s", test.data, got, test.rule)
		}
	}
}

// TestManyWarnings checks that one kind of mistake made often does not drown the
// rest.
func TestManyWarnings(t *testing.T) {
	doc := strings.Builder{}
	doc.WriteString(head + "components:\n  schemas:\n")
	for i := range problem.MaxWarnings + 7 {
		fmt.Fprintf(&doc, "    S%d: {type: array}\n", i)
	}
	var diags diag.List
	if Load(t.Context(), Input{File: "f", Data: []byte(doc.String())}, &diags) == nil {
		t.Fatal(diags.Sorted())
	}
	all := diags.Sorted()
	if len(all) != problem.MaxWarnings+1 || !strings.HasPrefix(all[0].Message, "7 more of this kind") {
		t.Errorf("got %d warnings, the first %q", len(all), all[0].Message)
	}
}

// TestYAMLAndJSON checks that a document is the same in both, and that YAML's own
// ways of writing values are understood.
func TestYAMLAndJSON(t *testing.T) {
	const json = `{"openapi": "3.0.3", "info": {"title": "T \ud83d\ude00", "version": "2024-01-01"}, "paths": {"/a": {"get": {
		"operationId": "a", "responses": {"200": {"description": "ok", "content": {"application/json": {"schema":
		{"type": "object", "properties": {"a": {"type": "integer", "default": 16, "maximum": 1e3}, "b": {"type": "integer", "default": 16, "maximum": 1e3}}}}}}}}}}}`
	const yaml = `
openapi: 3.0.3
info: {title: "T 😀", version: 2024-01-01}
x-base: &base {type: integer, default: 0x10, maximum: 1_000.0}
paths:
  /a:
    get:
      operationId: a
      responses:
        200:
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  a: *base
                  b: {<<: *base, type: integer}
`
	dump := func(data string) string {
		var diags diag.List
		doc := Load(t.Context(), Input{File: "f", Data: []byte(data)}, &diags)
		if doc == nil {
			t.Fatal(diags.Sorted())
		}
		lines := strings.Split(string(dumpDocument(doc)), "\n")
		for i, line := range lines {
			lines[i], _, _ = strings.Cut(line, "@")
			_, rest, _ := strings.Cut(line, ": ")
			lines[i] += rest
		}
		return strings.Join(lines, "\n")
	}
	if d := cmp.Diff(dump(json), dump(yaml)); d != "" {
		t.Errorf("JSON and YAML differ (-json +yaml):\n%s", d)
	}
}
