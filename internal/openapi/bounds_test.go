package openapi

import (
	"fmt"
	"strings"
	"testing"
)

// checkEnds reports a schema that does not end: written out as far as to objects
// with a Ref it is a circle, too deep or too large, or its members lead back to it.
func checkEnds(t *testing.T, doc *Document) {
	t.Helper()
	e := ends{t: t, open: map[*Schema]bool{}, done: map[*Schema]extent{}, members: map[*Schema]bool{}}
	for _, s := range doc.Schemas {
		e.inside(s)
		e.union(s)
	}
	for _, op := range doc.Operations {
		for _, p := range op.Params {
			e.schema(p.Schema)
		}
		if op.Body != nil {
			e.schema(op.Body.Schema)
		}
		for _, r := range op.Responses {
			e.schema(r.Schema)
		}
	}
}

type ends struct {
	t       *testing.T
	open    map[*Schema]bool
	done    map[*Schema]extent
	members map[*Schema]bool // whether members were followed to the end
}

func (e *ends) schema(s *Schema) extent {
	if s == nil || s.Type == Object && s.Ref != "" {
		return extent{}
	}
	if known, ok := e.done[s]; ok {
		return known
	}
	if e.open[s] {
		e.t.Fatalf("a circle without a named object leads through %v (%s, line %d)", s.Type, s.Ref, s.Pos.Line)
	}
	e.open[s] = true
	out := e.inside(s)
	delete(e.open, s)
	e.done[s] = out
	return out
}

func (e *ends) inside(s *Schema) extent {
	out := extent{size: 1}
	add := func(s *Schema) {
		below := e.schema(s)
		out.height = max(out.height, below.height)
		out.size += below.size
	}
	for _, p := range s.Properties {
		add(p.Schema)
	}
	for _, v := range s.Variants {
		if v.Type == Any && len(v.Variants) > 0 {
			e.t.Errorf("a member of the union at line %d is a union", s.Pos.Line)
		}
		add(v)
		e.union(v)
	}
	add(s.Items)
	add(s.Additional)
	out.height++
	// An object as large as the document has it is not cut in two.
	if out.height > maxHeight+2 || out.size > 64*maxInline {
		e.t.Errorf("the schema at line %d has %d schemas in %d levels", s.Pos.Line, out.size, out.height)
	}
	return out
}

// union follows members of members alone.
func (e *ends) union(s *Schema) {
	done, met := e.members[s]
	if done {
		return
	}
	if met {
		e.t.Fatalf("the union at line %d is a member of itself", s.Pos.Line)
	}
	e.members[s] = false
	for _, v := range s.Variants {
		e.union(v)
	}
	e.members[s] = true
}

// forms are the ways in which a schema can hold another, %s.
var forms = []string{
	"{type: array, items: %s}", "{type: array, nullable: true, items: %s}", "{type: object, additionalProperties: %s}",
	"{type: object, properties: {p: %s}}", "{type: object, required: [p], properties: {p: %s, q: {type: string}}}",
	"{oneOf: [{type: string}, %s]}", "{anyOf: [%s, {type: integer}]}", "{oneOf: [{type: array, items: %s}, {type: string}]}",
	"{allOf: [%s]}", "{allOf: [%s], nullable: true}", "{allOf: [%s, {description: more}]}", "{allOf: [{type: array, items: %s}, {nullable: true}]}",
	"{allOf: [{properties: {r: %s}}, {properties: {r: {properties: {s: {type: string}}}}}]}",
	"{type: array, items: {type: object, properties: {p: %s}}}", "{type: array, items: {type: object, additionalProperties: %s}}",
	"{oneOf: [%[1]s, {type: array, items: %[1]s}]}", "{oneOf: [{type: object, properties: {u: %[1]s}}, {type: object, properties: {v: {type: array, items: %[1]s}}}]}",
	"{oneOf: [%s, {type: object, properties: {w: {type: string}}}], discriminator: {propertyName: w}}",
	"{type: object, properties: {own: {type: string}}, oneOf: [%s, {type: object, properties: {w: {type: string}}}]}",
}

// TestCircles gives every circle of one, two and three schemas that hold each other
// in these ways, beside what uses them.
func TestCircles(t *testing.T) {
	ref := func(name string) string { return "{$ref: '#/components/schemas/" + name + "'}" }
	load := func(t *testing.T, schemas string) {
		t.Helper()
		defer func() {
			if t.Failed() {
				t.Log(schemas)
			}
		}()
		doc := withSchemas(t, schemas+"    User: {type: object, properties: {a: "+ref("A")+", some: {type: array, items: "+ref("A")+"}}}\n")
		checkEnds(t, doc)
		for _, name := range []string{"A", "User"} {
			if doc.Schema(name) == nil {
				t.Errorf("no schema %s", name)
			}
		}
	}
	for i, a := range forms {
		first := fmt.Sprintf("    A: "+a+"\n", ref("A"))
		load(t, first)
		for j, b := range forms {
			load(t, fmt.Sprintf("    A: "+a+"\n    B: "+b+"\n", ref("B"), ref("A")))
			load(t, fmt.Sprintf("    A: "+a+"\n    B: {type: array, items: "+b+"}\n", ref("B"), ref("A")))
			for k, c := range forms {
				if (i+j+k)%4 != 0 { // some of them
					continue
				}
				load(t, fmt.Sprintf("    C: "+c+"\n    A: "+a+"\n    B: "+b+"\n", ref("A"), ref("B"), ref("C")))
			}
		}
	}
}

// TestArrayOfItself checks the outcome of the plain case.
func TestArrayOfItself(t *testing.T) {
	doc := withSchemas(t, `
    Tree: {type: array, description: A tree., items: {$ref: '#/components/schemas/Tree'}}
    Left: {type: array, nullable: true, items: {$ref: '#/components/schemas/Right'}}
    Right: {type: array, items: {$ref: '#/components/schemas/Left'}}
    Value: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Value'}}, {type: object, additionalProperties: {$ref: '#/components/schemas/Value'}}]}
    Rows: {type: array, items: {type: object, properties: {rows: {$ref: '#/components/schemas/Rows'}}}}
`)
	checkEnds(t, doc)
	if s := doc.Schema("Tree"); s.Type != Array || s.Items.Type != Array || s.Items.Items.Type != Any {
		t.Errorf("Tree is of %v", s.Items)
	}
	if s := doc.Schema("Left").Items; s.Ref != "Right" || s.Items.Type != Array || !s.Items.Nullable || s.Items.Items.Type != Any {
		t.Errorf("Left is of %v", s)
	}
	value := doc.Schema("Value")
	if len(value.Variants) != 3 || value.Variants[1].Items.Type != Any || value.Variants[2].Additional.Type != Any {
		t.Errorf("Value is of %v", value.Variants)
	}
	if s := doc.Schema("Rows").Items; s.Ref == "" || s.Property("rows").Schema.Ref != "Rows" {
		t.Errorf("the rows of Rows are %v, and no component", s)
	}
}

// TestWrittenOut gives schemas that would be without bounds, were each of them
// written out wherever it is used.
func TestWrittenOut(t *testing.T) {
	var doubling, deep, wide strings.Builder
	for i := range 40 {
		next := fmt.Sprintf("{allOf: [{$ref: '#/components/schemas/D%d'}, {properties: {z: {type: string}}}]}", i+1)
		fmt.Fprintf(&doubling, "    D%d: {type: object, properties: {x: %s, y: %[2]s}}\n", i, next)
	}
	doubling.WriteString("    D40: {type: object, properties: {x: {type: string}}}\n")
	for i := range 3000 {
		fmt.Fprintf(&deep, "    A%d: {type: array, items: {$ref: '#/components/schemas/A%d'}}\n", i, i+1)
	}
	deep.WriteString("    A3000: {type: string}\n")
	wide.WriteString("    W: {oneOf: [{type: string}")
	for i := range 200 {
		fmt.Fprintf(&wide, ", {type: array, items: {type: object, properties: {%s}}}", properties(i, 100))
	}
	wide.WriteString("]}\n")
	for name, schemas := range map[string]string{"doubling": doubling.String(), "deep": deep.String(), "wide": wide.String()} {
		t.Run(name, func(t *testing.T) { checkEnds(t, withSchemas(t, schemas)) })
	}
}

func properties(of, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "p%d_%d: {type: integer}, ", of, i)
	}
	return b.String()
}
