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
type Path struct {
	Leaf *leaves.Leaf
	In   string // the variable that holds the leaf's struct
	From string // what leads out of the map's own record: "", "^", "@name."
}

// resolvePath finds text in the source and reaches it as what the target wants.
func resolvePath(c *Context, pos diag.Pos, text string) Expr {
	at := c.locate(pos, text)
	if at == nil {
		return nil
	}
	return c.read(pos, at)
}

// read reaches a place as what the target wants.
func (c *Context) read(pos diag.Pos, at *place) Expr {
	if at.path.Hop() >= 0 {
		return resolveHop(c, pos, at)
	}
	want := c.want()
	if list := leaves.As(at.schema, openapi.Array); list != nil && want.Kind == model.Slice && want.Elem.Kind == model.String && list.Items.Type == openapi.String {
		return at.reach(c, leaves.Texts)
	}
	return at.reach(c, naturalKind(at.schema))
}

// constHint is for text that is not a path but a value of the target's enum.
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

// Reads is the one leaf.
func (p Path) Reads() []Path { return []Path{p} }

// Emit reads the leaf.
func (p Path) Emit(*Emitter) *jen.Statement { return jen.Id(p.In).Dot(p.Leaf.Name) }

// Describe is the path.
func (p Path) Describe() string { return Written(p.From, p.Leaf.Path) }

// Written is a path behind what leads to its record.
func Written(from string, p leaves.Path) string {
	if from == "" {
		return p.String()
	}
	if len(p) == 0 {
		return strings.TrimSuffix(from, ".")
	}
	if p[0].Name == "" {
		from = strings.TrimSuffix(from, ".")
	}
	return from + p.String()
}

// schemaOf gives the schema of what e reads as it is, or nil.
func schemaOf(e Expr) *openapi.Schema {
	switch e := e.(type) {
	case Path:
		return e.Leaf.Schema
	case Hop:
		if e.Last {
			return schemaOf(e.Inner)
		}
	}
	return nil
}

// sitePath names for an issue where e reads.
func sitePath(e Expr) string {
	if reads := e.Reads(); len(reads) > 0 {
		return reads[0].Describe()
	}
	return ""
}
