package adapter

import (
	"fmt"
	"regexp"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/client"
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// leafFill writes the filler from the client's type: the same leaves as read
// fills from bytes. It is nil where the client leaves as JSON what the records are
// in.
func (e *emitter) leafFill(t *leaves.Tree) (jen.Code, error) {
	in := e.elements[t]
	if m := e.mapOf(t); m != nil {
		st, err := e.goType(m)
		if err != nil {
			return nil, err
		}
		in = &client.Type{Kind: client.Named, Name: m.Schema.GoName, Expr: m.Schema.GoName, Struct: st}
	}
	if in == nil {
		return nil, nil
	}
	body, err := e.fillRoot(t, in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.what(t), err)
	}
	return doc("fill fills l from the client's type.").Line().
		Func().Params(jen.Id("l").Op("*").Id(leavesType(t))).Id("fill").Params(jen.Id("v").Op("*").Add(typeName(in))).Block(body...), nil
}

var jsonType = regexp.MustCompile(`\bjson\.(RawMessage|Number)\b`)

// typeName names a type of the client, which may be a struct without a name, and
// imports what stands in it.
func typeName(t *client.Type) *jen.Statement {
	out, done := jen.Null(), 0
	for _, at := range jsonType.FindAllStringSubmatchIndex(t.Expr, -1) {
		if done < at[0] {
			out.Id(t.Expr[done:at[0]])
		}
		out.Qual("encoding/json", t.Expr[at[2]:at[3]])
		done = at[1]
	}
	if done < len(t.Expr) {
		out.Id(t.Expr[done:])
	}
	return out
}

// fillRoot fills a tree from v, which points to a value of the type.
func (e *emitter) fillRoot(t *leaves.Tree, in *client.Type) ([]jen.Code, error) {
	v := func() *jen.Statement { return jen.Id("v") }
	if u := e.Index.Underlying(in); u.Kind == client.Struct && len(t.Root.Values) == 0 && len(t.Root.Lists) == 0 {
		return e.fillStruct(t.Root, v, u.Struct)
	}
	return e.fillNode(t.Root, func() *jen.Statement { return jen.Parens(jen.Op("*").Id("v")) }, in)
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
	if e.Index.Underlying(t).Kind == client.Raw && entered(n) {
		return []jen.Code{convert.Func("Decode").Call(v(), jen.Func().Params(jen.Id("r").Op("*").Qual(lenientPkg, "Reader")).Block(e.readNode(n)...))}, nil
	}
	var out []jen.Code
	for _, l := range n.Values {
		code, err := e.fillLeaf(l, v, t)
		if err != nil {
			return nil, err
		}
		out = append(out, code)
	}
	if len(n.Children) == 0 && len(n.Lists) == 0 {
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

// entered reports whether more than the JSON at n is read.
func entered(n *leaves.Node) bool {
	return len(n.Children) > 0 || len(n.Lists) > 0 || len(n.Values) > 1 || len(n.Values) == 1 && leaves.Mixed(n.Schema) && n.Values[0].Kind != leaves.JSON
}

func (e *emitter) fillInner(n *leaves.Node, v, value expr, t *client.Type, pointer bool) ([]jen.Code, error) {
	var out []jen.Code
	u := e.Index.Underlying(t)
	for _, l := range n.Lists {
		if u.Kind == client.Slice {
			e.elements[l.Elem] = u.Elem
			if elem := e.Index.Underlying(u.Elem); elem.Kind == client.Pointer {
				e.elements[l.Elem] = elem.Elem
			}
			out = append(out, e.fillRecords(l, value, u.Elem, pointer)...)
			continue
		}
		e.elements[l.Elem] = t
		out = append(out, e.fillOne(l, v, pointer)...)
	}
	switch {
	case len(n.Children) == 0:
		return out, nil
	case u.Kind == client.Slice:
		code, err := e.fillElements(n, value, u.Elem)
		return append(out, code...), err
	case u.Kind == client.Struct:
		if pointer { // v.Field works through a pointer as it is
			value = v
		}
		code, err := e.fillStruct(n, value, u.Struct)
		return append(out, code...), err
	}
	return nil, fmt.Errorf("%s is a %s in the client, which cannot be entered", n.Path, u.Expr)
}

func (e *emitter) fillRecords(l *leaves.Leaf, value expr, elem *client.Type, pointer bool) []jen.Code {
	list := func() *jen.Statement { return jen.Id("l").Dot(l.Name).Dot("Value") }
	ok := jen.Id("l").Dot(l.Name).Dot("OK").Op("=")
	if pointer {
		ok = ok.True()
	} else {
		ok = ok.Add(value()).Op("!=").Nil()
	}
	if e.Index.Underlying(elem).Kind == client.Pointer {
		return append([]jen.Code{ok, list().Op("=").Nil()}, e.fillNullable(l, value)...)
	}
	return []jen.Code{
		ok,
		list().Op("=").Make(jen.Index().Id(leavesType(l.Elem)), jen.Len(value())),
		jen.For(jen.Id("i").Op(":=").Range().Add(list())).Block(
			list().Index(jen.Id("i")).Dot("place").Op("=").Id("i"),
			list().Index(jen.Id("i")).Dot("fill").Call(jen.Op("&").Add(value()).Index(jen.Id("i"))),
		),
	}
}

// fillNullable fills a list of which the elements may be null: an object that is
// null is left out, as read does, and another value is missing.
func (e *emitter) fillNullable(l *leaves.Leaf, value expr) []jen.Code {
	list := func() *jen.Statement { return jen.Id("l").Dot(l.Name).Dot("Value") }
	add := list().Op("=").Append(list(), jen.Id(leavesType(l.Elem)).Values(jen.Id("place").Op(":").Id("i")))
	fill := list().Index(jen.Len(list()).Op("-").Lit(1)).Dot("fill").Call(jen.Id("item"))
	body := []jen.Code{add, jen.If(jen.Id("item").Op("!=").Nil()).Block(fill)}
	if leaves.As(l.Elem.Schema, openapi.Object) != nil {
		body = []jen.Code{jen.If(jen.Id("item").Op("!=").Nil()).Block(add, fill)}
	}
	return []jen.Code{jen.For(jen.List(jen.Id("i"), jen.Id("item")).Op(":=").Range().Add(value())).Block(body...)}
}

// fillOne fills a list of one from an object.
func (e *emitter) fillOne(l *leaves.Leaf, v expr, pointer bool) []jen.Code {
	list := func() *jen.Statement { return jen.Id("l").Dot(l.Name).Dot("Value") }
	from := v()
	if !pointer {
		from = jen.Op("&").Add(v())
	}
	return []jen.Code{
		jen.Id("l").Dot(l.Name).Dot("OK").Op("=").True(),
		list().Op("=").Index().Id(leavesType(l.Elem)).Values(jen.Values(jen.Id("place").Op(":").Lit(-1))),
		list().Index(jen.Lit(0)).Dot("fill").Call(from),
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
	if u.Kind == client.Number {
		if fn = map[leaves.Kind]string{leaves.Digits: "Digits", leaves.Float: "Number"}[l.Kind]; fn != "" {
			return target.Add(convert.Func(fn + suffix)).Call(v()), nil
		}
	}
	switch l.Kind {
	case leaves.Digits:
		if of := map[string]string{"float64": "Float", "float32": "Float", "int64": "Int", "int": "Int", "int32": "Int"}[u.Expr]; of != "" {
			return target.Add(convert.Func(of + "Text")).Call(convert.Func(of + suffix).Call(v())), nil
		}
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
		return target.Add(convert.Func("Marshal")).Call(v()), nil
	}
	if u.Kind != want {
		return nil, fmt.Errorf("%s is a %s in the client, which is not read as it is declared", l.Path, u.Expr)
	}
	return target.Add(convert.Func(fn + suffix)).Call(v()), nil
}
