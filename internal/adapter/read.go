package adapter

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// leafRead writes the tolerant decoder.
func (e *emitter) leafRead(t *leaves.Tree) jen.Code {
	body := []jen.Code{e.readObject(t.Root, "")}
	if len(t.Root.Children) == 0 || len(t.Root.Values) > 0 || len(t.Root.Lists) > 0 {
		body = e.readNode(t.Root)
	}
	return doc("read fills l from %s; what does not fit becomes an issue.", jsonName(t)).Line().
		Func().Params(jen.Id("l").Op("*").Id(leavesType(t))).Id("read").Params(jen.Id("r").Op("*").Qual(lenientPkg, "Reader")).Block(body...)
}

func jsonName(t *leaves.Tree) string {
	if leaves.As(t.Schema, openapi.Object) != nil {
		return "a JSON object"
	}
	return "a JSON value"
}

// readObject enters the object at n and reads its children.
func (e *emitter) readObject(n *leaves.Node, targets string) jen.Code {
	var cases []jen.Code
	for _, c := range n.Children {
		if c.Segment.Name != "" {
			cases = append(cases, jen.Case(jen.Lit(c.Segment.Name)).Block(e.readNode(c)...))
		}
	}
	return jen.If(jen.Id("r").Dot("Object").Call(jen.Lit(targets))).Block(
		jen.For(jen.Id("r").Dot("Next").Call()).Block(
			jen.Switch(jen.String().Call(jen.Id("r").Dot("Name").Call())).Block(cases...),
		),
	)
}

// readArray enters the array at n and reads the elements that are asked for.
func (e *emitter) readArray(n *leaves.Node, targets string) jen.Code {
	var cases []jen.Code
	for _, c := range n.Children {
		if c.Segment.Name == "" {
			cases = append(cases, jen.Case(jen.Lit(c.Segment.Index)).Block(e.readNode(c)...))
		}
	}
	return jen.If(jen.Id("r").Dot("Array").Call(jen.Lit(targets))).Block(
		jen.For(jen.Id("i").Op(":=").Lit(0), jen.Id("r").Dot("Elem").Call(), jen.Id("i").Op("++")).Block(
			jen.Switch(jen.Id("i")).Block(cases...),
		),
	)
}

// reading is one way in which a value is read, and the JSON types that it is for.
type reading struct {
	kinds []byte // of Reader.Kind
	code  func(peek bool) []jen.Code
}

// readNode reads the value at n: as a leaf, in parts, or in several ways.
func (e *emitter) readNode(n *leaves.Node) []jen.Code {
	var out []jen.Code
	all := e.readings(n)
	if leaves.Mixed(n.Schema) && len(all) > 0 {
		sent := all[0].kinds == nil
		if sent {
			out = all[0].code(len(all) > 1)
			all = all[1:]
		}
		if len(all) > 0 {
			out = append(out, e.byKind(n, all, sent && !n.Values[0].Looked()))
		}
		return out
	}
	for i, r := range all {
		out = append(out, r.code(i < len(all)-1)...)
	}
	return out
}

// byKind reads a value of several JSON types in the way that is for its own. One
// of a type that none is for is an issue, unless it was kept as it was sent.
func (e *emitter) byKind(n *leaves.Node, all []reading, kept bool) jen.Code {
	var order []byte
	ways := map[byte][]reading{}
	for _, r := range all {
		for _, k := range r.kinds {
			if ways[k] == nil {
				order = append(order, k)
			}
			ways[k] = append(ways[k], r)
		}
	}
	var cases []jen.Code
	for _, k := range order {
		var body []jen.Code
		for i, r := range ways[k] {
			body = append(body, r.code(i < len(ways[k])-1)...)
		}
		cases = append(cases, jen.Case(jen.LitRune(rune(k))).Block(body...))
	}
	var unread []jen.Code
	for _, k := range documented(n.Schema) {
		if kept && ways[k] == nil {
			unread = append(unread, jen.LitRune(rune(k)))
		}
	}
	if len(unread) > 0 {
		cases = append(cases, jen.Case(unread...).Comment("kept as it was sent"))
	}
	cases = append(cases, jen.Default().Block(jen.Id("r").Dot("Other").Call(jen.Lit(targetsBelow(n)))))
	return jen.Switch(jen.Id("r").Dot("Kind").Call()).Block(cases...)
}

// documented gives the JSON types that a schema of several allows, as Reader.Kind
// does.
func documented(s *openapi.Schema) []byte {
	kinds := map[openapi.Type][]byte{
		openapi.String: {'"'}, openapi.Number: {'0'}, openapi.Integer: {'0'}, openapi.Boolean: {'t', 'f'}, openapi.Object: {'{'}, openapi.Array: {'['},
	}
	var out []byte
	add := func(t openapi.Type) {
		for _, k := range kinds[t] {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	for _, t := range s.Types {
		add(t)
	}
	for _, v := range s.Variants {
		add(v.Type)
	}
	return out
}

func (e *emitter) readings(n *leaves.Node) []reading {
	var out []reading
	for _, l := range n.Values {
		out = append(out, e.leafReading(l))
	}
	for _, l := range n.Lists {
		out = append(out, e.listReadings(l)...)
	}
	if len(n.Children) == 0 {
		return out
	}
	targets := ""
	if len(n.Values) == 0 {
		targets = targetsBelow(n)
	}
	isElement := func(c *leaves.Node) bool { return c.Segment.Name == "" }
	if slices.ContainsFunc(n.Children, isElement) {
		out = append(out, reading{[]byte{'['}, func(bool) []jen.Code { return []jen.Code{e.readArray(n, targets)} }})
	}
	if !slices.ContainsFunc(n.Children, func(c *leaves.Node) bool { return !isElement(c) }) {
		return out
	}
	return append(out, reading{[]byte{'{'}, func(bool) []jen.Code { return []jen.Code{e.readObject(n, targets)} }})
}

// leafReading reads a leaf; peek leaves the value to be read once more.
func (e *emitter) leafReading(l *leaves.Leaf) reading {
	kinds := map[leaves.Kind][]byte{
		leaves.Text: {'"'}, leaves.Int: {'0'}, leaves.Float: {'0'}, leaves.Digits: {'0'}, leaves.Bool: {'t', 'f'}, leaves.Texts: {'['}, leaves.Object: {'{'}, leaves.Array: {'['},
	}[l.Kind]
	return reading{kinds, func(peek bool) []jen.Code {
		method := map[leaves.Kind]string{
			leaves.Text: "String", leaves.Int: "Int", leaves.Float: "Float", leaves.Digits: "Digits", leaves.Bool: "Bool", leaves.Texts: "Texts",
			leaves.JSON: "JSON", leaves.Object: "RawObject", leaves.Array: "RawArray",
		}[l.Kind]
		if method == "String" && !e.kept[l] {
			method = "Brief"
		}
		read := func(method string) jen.Code {
			return jen.Id("l").Dot(l.Name).Op("=").Id("r").Dot(method).Call(jen.Lit(l.Target()))
		}
		if !peek {
			return []jen.Code{read(method)}
		}
		if m := map[leaves.Kind]string{leaves.JSON: "PeekJSON", leaves.Object: "PeekObject", leaves.Array: "PeekArray"}[l.Kind]; m != "" {
			return []jen.Code{read(m)}
		}
		return again(read(method))
	}}
}

// again reads a value that is then read once more.
func again(code ...jen.Code) []jen.Code {
	return []jen.Code{jen.Id("r").Dot("Twice").Call(jen.Func().Params().Block(code...))}
}

// listReadings read an array by its elements, or an object as a list of one.
func (e *emitter) listReadings(l *leaves.Leaf) []reading {
	list := func() *jen.Statement { return jen.Id("l").Dot(l.Name).Dot("Value") }
	element := leaves.As(l.Elem.Schema, openapi.Object) != nil
	one := func(place *jen.Statement, target string) []jen.Code {
		body := []jen.Code{
			list().Op("=").Append(list(), jen.Id(leavesType(l.Elem)).Values(jen.Id("place").Op(":").Add(place))),
			list().Index(jen.Len(list()).Op("-").Lit(1)).Dot("read").Call(jen.Id("r")),
		}
		if !element {
			return body
		}
		return []jen.Code{jen.If(jen.Id("r").Dot("IsObject").Call(jen.Lit(target))).Block(body...)}
	}
	start := func() []jen.Code {
		return []jen.Code{
			jen.Id("l").Dot(l.Name).Dot("OK").Op("=").True(),
			list().Op("=").Add(list()).Index(jen.Op(":").Lit(0)),
		}
	}
	twice := func(code func() jen.Code) func(bool) []jen.Code {
		return func(peek bool) []jen.Code {
			if peek {
				return again(code())
			}
			return []jen.Code{code()}
		}
	}
	array := reading{[]byte{'['}, twice(func() jen.Code {
		return jen.If(jen.Id("r").Dot("Elements").Call(jen.Lit(l.Target()))).Block(
			append(start(), jen.For(jen.Id("r").Dot("Elem").Call()).Block(one(jen.Id("r").Dot("Index").Call(), "")...))...)
	})}
	single := reading{[]byte{'{'}, twice(func() jen.Code {
		return jen.If(jen.Id("r").Dot("Kind").Call().Op("!=").LitByte('n')).Block(append(start(), one(jen.Lit(-1), l.Target())...)...)
	})}
	switch list, object := leaves.As(l.Schema, openapi.Array), leaves.As(l.Schema, openapi.Object); {
	case list == nil:
		return []reading{single}
	case object != nil && object.Ref != "" && object.Ref == list.Items.Ref:
		return []reading{array, single}
	}
	return []reading{array}
}
