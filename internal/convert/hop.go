package convert

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
)

// Hop is a value of every element of an array, tags[].name, or of its last one,
// legs[-1].url.
type Hop struct {
	List  Path
	Last  bool
	Inner Expr // of the element that the variable elementLeaves holds
}

// elementLeaves is the variable that holds the leaves of an element.
const elementLeaves = "e"

// resolveHop reads the array up to the path's first hop, and what is behind it
// in each element.
func resolveHop(c *Context, pos diag.Pos, at *place) Expr {
	i := at.path.Hop()
	list := at.record.Items(at.path[:i], c.Field)
	x := Hop{List: Path{list, at.in, at.from}, Last: at.path[i].Index == leaves.Last}
	inner := &place{record: list.Elem, in: elementLeaves, path: at.path[i+1:], schema: at.schema}
	if x.Inner = c.within(list.Elem, elementLeaves).read(pos, inner); x.Inner == nil || x.Last {
		return x.orNil()
	}
	if x.Inner = coerceText(x.Inner); x.Inner.Type().Kind != Text && x.Inner.Type().Kind != Texts {
		return c.errorf(pos, "P102", "name a text of the elements, or give the elements a map", "%s is %s, which makes no list", x.Describe(), typeOf(x.Inner))
	}
	if want := c.want(); want.Kind == model.String {
		return c.errorf(pos, "P102", "name one element: [0], or [-1] for the last", "%s is a list of text, and the field takes one text", x.Describe())
	}
	return x
}

func (x Hop) orNil() Expr {
	if x.Inner == nil {
		return nil
	}
	return x
}

// Type is that of the value, or a list of text.
func (x Hop) Type() Type {
	if x.Last {
		return x.Inner.Type()
	}
	return Type{Kind: Texts}
}

// Reads are the array and the value in it.
func (x Hop) Reads() []Path { return append([]Path{x.whole()}, x.Inner.Reads()...) }

// whole is the path for issues: that of the array, with the hop behind it.
func (x Hop) whole() Path {
	leaf := *x.List.Leaf
	leaf.Path = x.path()
	return Path{&leaf, x.List.In, x.List.From}
}

func (x Hop) path() leaves.Path {
	index := leaves.Each
	if x.Last {
		index = leaves.Last
	}
	return slices.Concat(x.List.Leaf.Path, leaves.Path{{Index: index}}, pathOf(x.Inner))
}

// pathOf is where a value stands in its record; nil if it is not a single value.
func pathOf(e Expr) leaves.Path {
	switch e := e.(type) {
	case Path:
		return e.Leaf.Path
	case Hop:
		return e.path()
	case Coerced:
		return pathOf(e.In)
	}
	return nil
}

// Emit goes through the elements.
func (x Hop) Emit(e *Emitter) *jen.Statement {
	fn := "Each"
	switch {
	case x.Last:
		fn = "Last"
	case x.Inner.Type().Kind == Texts:
		fn = "EachOf"
	}
	return call(fn, x.List.Emit(e), x.closure(e))
}

func (x Hop) closure(e *Emitter) *jen.Statement {
	return jen.Func().Params(jen.Id(elementLeaves).Op("*").Id(LeavesType(x.List.Leaf.Elem))).Qual(Lenient, "Opt").Types(x.Inner.Type().Go()).Block(
		jen.Return(x.Inner.Emit(e)),
	)
}

// Describe is the path.
func (x Hop) Describe() string { return Written(x.List.From, x.path()) }

// LeavesType is the Go name of a tree's leaf struct.
func LeavesType(t *leaves.Tree) string { return t.Name + "Leaves" }
