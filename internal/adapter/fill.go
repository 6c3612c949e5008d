package adapter

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/client"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan"
)

// leafFill writes the filler from the client's struct: the same leaves as read
// fills from bytes.
func (e *emitter) leafFill(m *plan.Map) (jen.Code, error) {
	st, err := e.goType(m)
	if err != nil {
		return nil, err
	}
	body, err := e.fillStruct(m.Tree.Root, func() *jen.Statement { return jen.Id("v") }, st)
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", m.Schema.Ref, err)
	}
	return doc("fill fills l from the client's struct.").Line().
		Func().Params(jen.Id("l").Op("*").Id(leavesType(m))).Id("fill").Params(jen.Id("v").Op("*").Id(m.Schema.GoName)).Block(body...), nil
}

// expr gives a fresh copy of an expression: jennifer's statements grow when
// they are used.
type expr func() *jen.Statement

func (e *emitter) fillStruct(n *leaves.Node, v expr, st *client.StructType) ([]jen.Code, error) {
	var out []jen.Code
	for _, c := range n.Children {
		f := st.Field(c.Segment.Name)
		if f == nil {
			return nil, fmt.Errorf("the client's struct has no field for %s", c.Path)
		}
		code, err := e.fillNode(c, func() *jen.Statement { return v().Dot(f.Go) }, f.Type)
		if err != nil {
			return nil, err
		}
		out = append(out, code...)
	}
	return out, nil
}

// fillNode fills from v what is read at n and below it.
func (e *emitter) fillNode(n *leaves.Node, v expr, t *client.Type) ([]jen.Code, error) {
	var out []jen.Code
	if n.Whole != nil {
		code, err := e.fillLeaf(n.Whole, v, t)
		if err != nil {
			return nil, err
		}
		out = append(out, code)
	}
	if n.Leaf != nil && n.Leaf.Kind != leaves.Records {
		code, err := e.fillLeaf(n.Leaf, v, t)
		if err != nil {
			return nil, err
		}
		out = append(out, code)
	}
	if len(n.Children) == 0 && (n.Leaf == nil || n.Leaf.Kind != leaves.Records) {
		return out, nil
	}
	inner, value := t, v
	pointer := e.Index.Underlying(t).Kind == client.Pointer
	if pointer {
		inner = e.Index.Underlying(t).Elem
		value = func() *jen.Statement { return jen.Parens(jen.Op("*").Add(v())) }
	}
	body, err := e.fillInner(n, v, value, inner, pointer)
	if err != nil {
		return nil, err
	}
	if pointer {
		body = []jen.Code{jen.If(v().Op("!=").Nil()).Block(body...)}
	}
	return append(out, body...), nil
}

func (e *emitter) fillInner(n *leaves.Node, v, value expr, t *client.Type, pointer bool) ([]jen.Code, error) {
	u := e.Index.Underlying(t)
	switch {
	case u.Kind == client.Slice && n.Leaf != nil && n.Leaf.Kind == leaves.Records:
		return e.fillRecords(n.Leaf, value, pointer), nil
	case u.Kind == client.Slice:
		return e.fillElements(n, value, u.Elem)
	case u.Kind == client.Struct:
		if pointer { // v.Field works through a pointer as it is
			value = v
		}
		return e.fillStruct(n, value, u.Struct)
	}
	return nil, fmt.Errorf("%s is a %s in the client, which cannot be entered", n.Path, u.Expr)
}

func (e *emitter) fillRecords(l *leaves.Leaf, value expr, pointer bool) []jen.Code {
	list := func() *jen.Statement { return jen.Id("l").Dot(l.Name).Dot("Value") }
	ok := jen.Id("l").Dot(l.Name).Dot("OK").Op("=")
	if pointer {
		ok = ok.True()
	} else {
		ok = ok.Add(value()).Op("!=").Nil()
	}
	return []jen.Code{
		ok,
		list().Op("=").Make(jen.Index().Id(leavesType(e.mapOf(l.Elem))), jen.Len(value())),
		jen.For(jen.Id("i").Op(":=").Range().Add(list())).Block(
			list().Index(jen.Id("i")).Dot("fill").Call(jen.Op("&").Add(value()).Index(jen.Id("i"))),
		),
	}
}

func (e *emitter) fillElements(n *leaves.Node, value expr, elem *client.Type) ([]jen.Code, error) {
	var out []jen.Code
	for _, c := range n.Children {
		at := c.Segment.Index
		code, err := e.fillNode(c, func() *jen.Statement { return value().Index(jen.Lit(at)) }, elem)
		if err != nil {
			return nil, err
		}
		out = append(out, jen.If(jen.Len(value()).Op(">").Lit(at)).Block(code...))
	}
	return out, nil
}

// fillLeaf reads one leaf from a Go value.
func (e *emitter) fillLeaf(l *leaves.Leaf, v expr, t *client.Type) (jen.Code, error) {
	target := jen.Id("l").Dot(l.Name).Op("=")
	u := e.Index.Underlying(t)
	suffix := "Of"
	if u.Kind == client.Pointer {
		suffix = "Ptr"
		u = e.Index.Underlying(u.Elem)
	}
	fn, want := "", client.Basic
	switch l.Kind {
	case leaves.Text:
		fn = "Text"
		if suffix == "Ptr" {
			fn = "TextPtr"
		}
		suffix = ""
	case leaves.Int:
		fn = "Int"
	case leaves.Float:
		fn = "Float"
	case leaves.Bool:
		fn = "Bool"
	case leaves.Texts:
		fn, want = "Texts", client.Slice
	default:
		if u.Kind == client.Raw {
			fn, want = "Raw", client.Raw
			break
		}
		return target.Qual(lenientPkg, "Marshal").Call(v()), nil
	}
	if u.Kind != want {
		return nil, fmt.Errorf("%s is a %s in the client, which is not read as it is declared", l.Path, u.Expr)
	}
	return target.Qual(lenientPkg, fn+suffix).Call(v()), nil
}
