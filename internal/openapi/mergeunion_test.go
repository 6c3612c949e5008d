package openapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
)

// withSchemas loads a document that has the component schemas and nothing else.
func withSchemas(t *testing.T, schemas string) *Document {
	t.Helper()
	var diags diag.List
	text := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n" + schemas
	doc := Load(t.Context(), Input{File: "openapi.yaml", Data: []byte(text)}, &diags)
	if doc == nil {
		t.Fatalf("it does not load: %v", diags.Sorted())
	}
	return doc
}

// A property that is an object in one member and a union of objects in another
// has the properties of all, whichever of the unions is looked at first.
func TestUnionWithinUnion(t *testing.T) {
	const schemas = `
    U: {oneOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/Q'}]}
    P: {type: object, properties: {k: {$ref: '#/components/schemas/R'}}}
    Q: {type: object, properties: {k: {type: object, properties: {z: {type: string}}}}}
    R: {oneOf: [{$ref: '#/components/schemas/M'}, {$ref: '#/components/schemas/N'}]}
    M: {type: object, properties: {m: {type: string}}}
    N: {type: object, properties: {n: {type: string}}}
`
	for range 20 {
		k := withSchemas(t, schemas).Schema("U").Property("k").Schema
		var names []string
		for _, p := range k.Properties {
			names = append(names, p.Name)
		}
		if want := []string{"m", "n", "z"}; !slices.Equal(names, want) {
			t.Fatalf("k has %v, want %v", names, want)
		}
	}
}

// A property that is of another type in each member is one of several types, and
// of one type it has what all of them have.
func TestUnionOfTypes(t *testing.T) {
	const schemas = `
    U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
    A: {type: object, properties: {k: {type: string}, any: {type: string}}}
    B: {type: object, properties: {k: {type: object, properties: {x: {type: string}}}, any: {}}}
    C: {type: object, properties: {k: {type: object, properties: {y: {type: string}}}, any: {type: integer}}}
`
	u := withSchemas(t, schemas).Schema("U")
	k := u.Property("k").Schema
	if k.Type != Any || len(k.Variants) != 2 || k.Variants[0].Type != String || k.Variants[1].Type != Object {
		t.Fatalf("k is %v of %v, want one of a text and an object", k.Type, k.Variants)
	}
	if o := k.Variants[1]; o.Property("x") == nil || o.Property("y") == nil {
		t.Errorf("the object has %v, want x and y", o.Properties)
	}
	if s := u.Property("any").Schema; s.Type != Any || len(s.Variants) > 0 {
		t.Errorf("what is anything in one member is %v of %v", s.Type, s.Variants)
	}
}

// Documents whose unions would take time or memory beyond all bounds, were each
// of them worked out wherever it is used.
func TestUnionsWithinBounds(t *testing.T) {
	var chain strings.Builder
	for i := range 60 {
		fmt.Fprintf(&chain, "    A%d: {oneOf: [{$ref: '#/components/schemas/A%d'}, {$ref: '#/components/schemas/A%d'}]}\n", i, i+1, i+1)
	}
	chain.WriteString("    A60: {type: object, properties: {x: {type: string}}}\n")

	var wide strings.Builder
	wide.WriteString("    U: {oneOf: [{$ref: '#/components/schemas/D0'}, {$ref: '#/components/schemas/E0'}]}\n")
	for _, name := range []string{"D", "E"} {
		for i := range 9 {
			fmt.Fprintf(&wide, "    %s%d: {type: object, properties: {", name, i)
			for j := range 30 {
				fmt.Fprintf(&wide, "p%d: {$ref: '#/components/schemas/%s%d'}, ", j, name, i+1)
			}
			wide.WriteString("}}\n")
		}
		fmt.Fprintf(&wide, "    %s9: {type: object, properties: {x: {type: string}}}\n", name)
	}

	const endless = `
    U: {oneOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/Q'}]}
    P: {type: object, properties: {k: {$ref: '#/components/schemas/L'}}}
    Q: {type: object, properties: {k: {$ref: '#/components/schemas/K'}}}
    L: {type: array, items: {$ref: '#/components/schemas/L'}}
    K: {type: array, items: {$ref: '#/components/schemas/K'}}
`
	for name, test := range map[string]struct{ schemas, union, property string }{
		"doubling": {chain.String(), "A0", "x"},
		"wide":     {wide.String(), "U", "p29"},
		"endless":  {endless, "U", "k"},
	} {
		t.Run(name, func(t *testing.T) {
			if withSchemas(t, test.schemas).Schema(test.union).Property(test.property) == nil {
				t.Errorf("%s has no property %s", test.union, test.property)
			}
		})
	}
}
