package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

func pairs() Conversion {
	return Conversion{
		Keys:   []string{"pairs", "name", "value"},
		Source: true,
		Summary: "Labels: of an array, a `name` and a `value` of each element; of an object, its own names and values. What has no text, number or " +
			"boolean as its value is left out.",
		Example: "{pairs: custom_fields, name: key, value: value}",
		Resolve: resolvePairs,
	}
}

// Pairs are labels, each with a name and a value.
type Pairs struct {
	Of          Path // an array read by its elements, or an object
	Name, Value Expr // of an element; nil for an object
}

func resolvePairs(c *Context, v *fieldmap.Value, _ Expr) Expr {
	text, pos, ok := scalarAt(c, v, "pairs")
	if !ok {
		return nil
	}
	at := c.locate(pos, text)
	if at == nil {
		return nil
	}
	named := v.Get("name") != nil || v.Get("value") != nil
	switch {
	case at.path.Hop() < 0 && !named && leaves.As(at.schema, openapi.Object) != nil:
		return Pairs{Of: at.reach(c, leaves.Object)}
	case at.path.Hop() < 0 && v.Get("name") != nil && v.Get("value") != nil && leaves.As(at.schema, openapi.Array) != nil:
	default:
		return c.errorf(pos, "P110", "write {pairs: <array>, name: <path>, value: <path>}, or {pairs: <object>}", "pairs are of an array with a name and a value, or of an object")
	}
	out := Pairs{Of: Path{at.record.Items(at.path, c.Field), at.in, at.from}}
	element := c.within(out.Of.Leaf.Elem, elementLeaves)
	for _, part := range []struct {
		key  string
		into *Expr
	}{{"name", &out.Name}, {"value", &out.Value}} {
		text, pos, ok := scalarAt(c, v, part.key)
		if !ok {
			return nil
		}
		e := resolvePath(element, pos, text)
		if e == nil {
			return nil
		}
		if e = coerceText(e); e.Type().Kind != Text {
			return c.errorf(pos, "P102", "", "pairs are of text, and %s is %s", e.Describe(), typeOf(e))
		}
		*part.into = e
	}
	return out
}

// Type is names with texts.
func (x Pairs) Type() Type { return Type{Kind: Labels} }

// Reads are the whole, and what is read of its elements.
func (x Pairs) Reads() []Path {
	if x.Name == nil {
		return []Path{x.Of}
	}
	return append(append([]Path{x.Of}, x.Name.Reads()...), x.Value.Reads()...)
}

// Emit goes through them.
func (x Pairs) Emit(e *Emitter) *jen.Statement {
	if x.Name == nil {
		return call("Labels", x.Of.Emit(e))
	}
	closure := func(value Expr) *jen.Statement {
		return jen.Func().Params(jen.Id(elementLeaves).Op("*").Id(LeavesType(x.Of.Leaf.Elem))).Qual(Lenient, "Opt").Types(jen.String()).Block(jen.Return(value.Emit(e)))
	}
	return call("Pairs", x.Of.Emit(e), closure(x.Name), closure(x.Value))
}

// Describe names the whole.
func (x Pairs) Describe() string {
	if x.Name == nil {
		return x.Of.Describe()
	}
	return x.Of.Describe() + "[] (" + x.Name.Describe() + ": " + x.Value.Describe() + ")"
}
