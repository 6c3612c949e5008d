package convert

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

func from() Conversion {
	return Conversion{
		Keys:    []string{"from"},
		Source:  true,
		Summary: "The value at a path of the record. A field that is only a path needs no mapping: `Title: subject`.",
		Example: "{from: subject}",
		Resolve: func(c *Context, v *fieldmap.Value, _ Expr) Expr {
			text, pos, ok := scalarAt(c, v, "from")
			if !ok {
				return nil
			}
			return resolvePath(c, pos, text)
		},
	}
}

// Path is the value of one leaf.
type Path struct{ Leaf *leaves.Leaf }

// resolvePath finds text in the source and reaches it as what the target wants.
func resolvePath(c *Context, pos diag.Pos, text string) Expr {
	p, err := leaves.ParsePath(text)
	if err != nil {
		return c.errorf(pos, "P101", "paths look like `customer.name` or `items[0].id`", "%v", err)
	}
	schema, missing := leaves.Find(c.Tree.Schema, p)
	if missing != nil {
		return c.errorf(pos, "P101", strings.TrimSuffix(constHint(c, text)+missing.Hint, "; "), "%s", missing.Message)
	}
	want := c.want()
	if schema.Type == openapi.Array && schema.Items != nil && want.Kind == model.Slice {
		if want.Elem.Kind == model.StructRef {
			return resolveRecords(c, pos, p, schema, want.Elem.Named)
		}
		if want.Elem.Kind == model.String && schema.Items.Type == openapi.String {
			return Path{c.Tree.Reach(p, leaves.Texts, c.Field)}
		}
	}
	return Path{c.Tree.Reach(p, naturalKind(schema), c.Field)}
}

// constHint is for text that is no path but a value of the target's enum.
func constHint(c *Context, text string) string {
	want := c.want()
	if want.Kind != model.EnumRef {
		return ""
	}
	for _, value := range c.Model.Enums[want.Named].Values {
		if value.Text == text {
			return "a fixed value is written {const: " + text + "}; "
		}
	}
	return ""
}

// naturalKind is how a schema's values are read where nothing else is asked.
func naturalKind(s *openapi.Schema) leaves.Kind {
	switch s.Type {
	case openapi.String:
		return leaves.Text
	case openapi.Integer:
		return leaves.Int
	case openapi.Number:
		return leaves.Float
	case openapi.Boolean:
		return leaves.Bool
	case openapi.Object:
		return leaves.Object
	case openapi.Array:
		return leaves.Array
	}
	return leaves.JSON
}

// Type is by the way the leaf is read.
func (p Path) Type() Type { return leafType(p.Leaf) }

// Leaves is the one leaf.
func (p Path) Leaves() []*leaves.Leaf { return []*leaves.Leaf{p.Leaf} }

// Emit reads the leaf.
func (p Path) Emit(e *Emitter) *jen.Statement { return e.leaf(p.Leaf) }

// Describe is the path.
func (p Path) Describe() string { return p.Leaf.Path.String() }

// schemaOf gives the schema of what e reads as it is, or nil.
func schemaOf(e Expr) *openapi.Schema {
	if p, ok := e.(Path); ok {
		return p.Leaf.Schema
	}
	return nil
}

// sitePath names for an issue where e reads.
func sitePath(e Expr) string {
	if ls := e.Leaves(); len(ls) > 0 {
		return ls[0].Path.String()
	}
	return ""
}
