package convert

import (
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
)

func between() Conversion {
	return Conversion{
		Keys:    []string{"between"},
		Source:  true,
		Summary: "The time from one field of the model to another, both of which the map fills; nothing where one of them is missing or the second is earlier. They stand in the order in which the model has them.",
		Example: "{between: [StartedAt, EndedAt]}",
		Resolve: resolveBetween,
	}
}

// Between is the time between two fields of the model.
type Between struct{ Start, End string }

func resolveBetween(c *Context, v *fieldmap.Value, _ Expr) Expr {
	list := v.Get("between")
	if list.Kind != fieldmap.Sequence || len(list.Items) != 2 {
		return c.errorf(list.Pos, "P110", "write `between: [StartedAt, EndedAt]`", "between takes two fields of the model")
	}
	var names [2]string
	for i, item := range list.Items {
		ref, err := c.Model.Resolve(c.Struct, item.Text)
		if err != nil {
			return c.errorf(item.Pos, "P108", "", "%v", err)
		}
		if ref.Type.Kind != model.Time || len(ref.Steps) != 1 {
			return c.errorf(item.Pos, "P102", "name fields such as StartedAt and EndedAt", "%s is not a time of %s itself", item.Text, c.Struct)
		}
		names[i] = ref.Path
	}
	switch first, second := c.declaredAt(names[0]), c.declaredAt(names[1]); {
	case first == second:
		return c.errorf(list.Pos, "P110", "name two of them", "between %s and itself there is no time", names[0])
	case first > second: // times stand in the model in the order in which they come
		return c.errorf(list.Pos, "P110", "write `between: ["+names[1]+", "+names[0]+"]`", "%s comes before %s, so that there is never a time between them", names[1], names[0])
	}
	return Between{names[0], names[1]}
}

// declaredAt gives the place of a field among those of the map's struct.
func (c *Context) declaredAt(name string) int {
	return slices.IndexFunc(c.Model.Structs[c.Struct].Fields, func(f *model.Field) bool { return f.Name == name })
}

// Type is a duration.
func (b Between) Type() Type { return Type{Kind: Duration} }

// Reads is empty: it reads the model, not the source.
func (b Between) Reads() []Path { return nil }

// Derived says that it must be computed after the fields it reads.
func (b Between) Derived() []string { return []string{b.Start, b.End} }

// Emit subtracts.
func (b Between) Emit(*Emitter) *jen.Statement {
	return call("Between", jen.Id("c").Dot(b.Start), jen.Id("c").Dot(b.End))
}

// Describe names the two.
func (b Between) Describe() string { return fmt.Sprintf("%s to %s", b.Start, b.End) }
