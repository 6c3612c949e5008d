package adapter

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan"
)

// leaves writes the leaf structs and their two fillers.
func (e *emitter) leaves(f *jen.File) error {
	for _, m := range e.Plan.Maps {
		f.Add(e.leafStruct(m)).Line()
		f.Add(e.leafReset(m)).Line()
		f.Add(e.leafRead(m)).Line()
		fill, err := e.leafFill(m)
		if err != nil {
			return err
		}
		f.Add(fill).Line()
	}
	return nil
}

// mapOf gives the map that a tree belongs to.
func (e *emitter) mapOf(t *leaves.Tree) *plan.Map {
	for _, m := range e.Plan.Maps {
		if m.Tree == t {
			return m
		}
	}
	return nil
}

func (e *emitter) leafStruct(m *plan.Map) jen.Code {
	var fields []jen.Code
	for _, l := range m.Tree.Leaves {
		fields = append(fields, jen.Id(l.Name).Qual(lenientPkg, "Opt").Types(e.leafGo(l)).Comment(comment(l.Path.String())))
	}
	return doc("%s are the values of schema %s that the field map reads.", leavesType(m), m.Schema.Ref).Line().
		Type().Id(leavesType(m)).Struct(fields...)
}

// comment keeps document text from breaking out of a line comment.
func comment(s string) string {
	return "// " + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}

func (e *emitter) leafGo(l *leaves.Leaf) *jen.Statement {
	switch l.Kind {
	case leaves.Int:
		return jen.Int64()
	case leaves.Float:
		return jen.Float64()
	case leaves.Bool:
		return jen.Bool()
	case leaves.JSON, leaves.Object, leaves.Array:
		return jen.Qual("encoding/json", "RawMessage")
	case leaves.Texts:
		return jen.Index().String()
	case leaves.Records:
		return jen.Index().Id(leavesType(e.mapOf(l.Elem)))
	}
	return jen.String()
}

func (e *emitter) leafReset(m *plan.Map) jen.Code {
	keep := jen.Dict{}
	for _, l := range m.Tree.Leaves {
		if l.Kind == leaves.Records {
			keep[jen.Id(l.Name)] = jen.Qual(lenientPkg, "Opt").Types(e.leafGo(l)).Values(jen.Dict{
				jen.Id("Value"): jen.Id("l").Dot(l.Name).Dot("Value").Index(jen.Op(":").Lit(0)),
			})
		}
	}
	return doc("reset empties l for the next record.").Line().
		Func().Params(jen.Id("l").Op("*").Id(leavesType(m))).Id("reset").Params().Block(
		jen.Op("*").Id("l").Op("=").Id(leavesType(m)).Values(keep),
	)
}

// leafRead writes the tolerant decoder.
func (e *emitter) leafRead(m *plan.Map) jen.Code {
	return doc("read fills l from a JSON object; what does not fit becomes an issue.").Line().
		Func().Params(jen.Id("l").Op("*").Id(leavesType(m))).Id("read").Params(jen.Id("r").Op("*").Qual(lenientPkg, "Reader")).Block(
		e.readObject(m.Tree.Root, ""),
	)
}

// readObject enters the object at n and reads its children.
func (e *emitter) readObject(n *leaves.Node, targets string) jen.Code {
	var cases []jen.Code
	for _, c := range n.Children {
		cases = append(cases, jen.Case(jen.Lit(c.Segment.Name)).Block(e.readNode(c)...))
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
		cases = append(cases, jen.Case(jen.Lit(c.Segment.Index)).Block(e.readNode(c)...))
	}
	return jen.If(jen.Id("r").Dot("Array").Call(jen.Lit(targets))).Block(
		jen.For(jen.Id("i").Op(":=").Lit(0), jen.Id("r").Dot("Elem").Call(), jen.Id("i").Op("++")).Block(
			jen.Switch(jen.Id("i")).Block(cases...),
		),
	)
}

// readNode reads the value at n: as a leaf, in parts, or both.
func (e *emitter) readNode(n *leaves.Node) []jen.Code {
	var out []jen.Code
	if n.Whole != nil {
		out = append(out, e.readLeaf(n.Whole, true)...)
	}
	if n.Leaf != nil {
		out = append(out, e.readLeaf(n.Leaf, len(n.Children) > 0)...)
	}
	if len(n.Children) == 0 {
		return out
	}
	targets := ""
	if n.Leaf == nil {
		targets = targetsBelow(n)
	}
	if n.Children[0].Segment.Name == "" {
		return append(out, e.readArray(n, targets))
	}
	return append(out, e.readObject(n, targets))
}

// targetsBelow names what stays empty where the value at n cannot be entered.
func targetsBelow(n *leaves.Node) string {
	var all []string
	var walk func(n *leaves.Node)
	walk = func(n *leaves.Node) {
		if n.Leaf != nil {
			for _, target := range n.Leaf.Targets {
				if !slices.Contains(all, target) {
					all = append(all, target)
				}
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(all, ", ")
}

// readLeaf reads a leaf; peek leaves the value to be read once more.
func (e *emitter) readLeaf(l *leaves.Leaf, peek bool) []jen.Code {
	target := jen.Id("l").Dot(l.Name)
	if l.Kind == leaves.Records {
		return []jen.Code{e.readRecords(l)}
	}
	method := map[leaves.Kind]string{
		leaves.Text: "String", leaves.Int: "Int", leaves.Float: "Float", leaves.Bool: "Bool", leaves.Texts: "Texts",
		leaves.JSON: "JSON", leaves.Object: "RawObject", leaves.Array: "RawArray",
	}[l.Kind]
	if method == "String" && !e.kept[l] {
		method = "Brief"
	}
	if peek {
		method = map[leaves.Kind]string{leaves.JSON: "PeekJSON", leaves.Object: "PeekObject", leaves.Array: "PeekArray"}[l.Kind]
	}
	return []jen.Code{target.Op("=").Id("r").Dot(method).Call(jen.Lit(l.Target()))}
}

func (e *emitter) readRecords(l *leaves.Leaf) jen.Code {
	list := func() *jen.Statement { return jen.Id("l").Dot(l.Name).Dot("Value") }
	return jen.If(jen.Id("r").Dot("Elements").Call(jen.Lit(l.Target()))).Block(
		jen.Id("l").Dot(l.Name).Dot("OK").Op("=").True(),
		list().Op("=").Add(list()).Index(jen.Op(":").Lit(0)),
		jen.For(jen.Id("r").Dot("Elem").Call()).Block(
			list().Op("=").Append(list(), jen.Id(leavesType(e.mapOf(l.Elem))).Values()),
			list().Index(jen.Len(list()).Op("-").Lit(1)).Dot("read").Call(jen.Id("r")),
		),
	)
}
