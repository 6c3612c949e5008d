package adapter

import (
	"slices"
	"strings"
	"unicode"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan"
)

// leaves writes the leaf structs and what fills them.
func (e *emitter) leaves(f *jen.File) error {
	for _, t := range e.Plan.Trees {
		m := e.mapOf(t)
		f.Add(e.leafStruct(t)).Line()
		if m != nil && m.Pattern != "" {
			f.Add(e.entries(m)).Line()
			continue
		}
		if m != nil && decoded(m) {
			f.Add(e.leafReset(t)).Line()
		}
		f.Add(e.leafRead(t)).Line()
		if e.unfilled[t] {
			continue
		}
		fill, err := e.leafFill(t)
		if err != nil {
			return err
		}
		if fill != nil {
			f.Add(fill).Line()
		}
	}
	for _, m := range e.Plan.Maps {
		if !m.Tree.Context.Empty() {
			f.Add(e.contextStruct(m)).Line()
		}
	}
	e.contexts(f)
	return nil
}

// mapOf gives the map that a tree belongs to; nil where only values of its
// records are read.
func (e *emitter) mapOf(t *leaves.Tree) *plan.Map {
	for _, m := range e.Plan.Maps {
		if m.Tree == t {
			return m
		}
	}
	return nil
}

func leavesType(t *leaves.Tree) string { return convert.LeavesType(t) }

// what names the records of a tree in comments.
func (e *emitter) what(t *leaves.Tree) string {
	if m := e.mapOf(t); m != nil && m.Pattern != "" {
		return "an entry of " + oneLine(m.Schema.Ref)
	}
	if t.Schema.Ref != "" {
		return "schema " + oneLine(t.Schema.Ref)
	}
	return "an element"
}

func (e *emitter) leafStruct(t *leaves.Tree) jen.Code {
	var fields []jen.Code
	if e.element[t] {
		fields = append(fields, jen.Id("place").Int().Comment("its index in the list"))
	}
	for _, l := range t.Leaves {
		fields = append(fields, jen.Id(l.Name).Qual(lenientPkg, "Opt").Types(e.leafGo(l)).Comment(comment(l.Path.String())))
	}
	return doc("%s are the values of %s that the field map reads.", leavesType(t), e.what(t)).Line().
		Type().Id(leavesType(t)).Struct(fields...)
}

// comment keeps document text from breaking out of a line comment, and from being
// a build constraint, which formatting would move to the top of the file.
func comment(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' ' // also a byte order mark, which no Go file may have, and what turns text around
	}, s)
	if rest, ok := strings.CutPrefix(strings.TrimLeft(s, " "), "+build"); ok {
		s = "+ build" + rest
	}
	return "// " + s
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
		return jen.Index().Id(leavesType(l.Elem))
	}
	return jen.String()
}

func (e *emitter) leafReset(t *leaves.Tree) jen.Code {
	keep := jen.Dict{}
	for _, l := range t.Leaves {
		if l.Kind == leaves.Records {
			keep[jen.Id(l.Name)] = jen.Qual(lenientPkg, "Opt").Types(e.leafGo(l)).Values(jen.Dict{
				jen.Id("Value"): jen.Id("l").Dot(l.Name).Dot("Value").Index(jen.Op(":").Lit(0)),
			})
		}
	}
	return doc("reset empties l for the next record.").Line().
		Func().Params(jen.Id("l").Op("*").Id(leavesType(t))).Id("reset").Params().Block(
		jen.Op("*").Id("l").Op("=").Id(leavesType(t)).Values(keep),
	)
}

// contextStruct is what a map reads outside its own records.
func (e *emitter) contextStruct(m *plan.Map) jen.Code {
	var fields []jen.Code
	if fromNeeds(m) {
		fields = append(fields, jen.Id("issues").Qual(lenientPkg, "Issues").Comment("of reading what was fetched, for the first record"))
	}
	for _, o := range m.Tree.Context.Outer {
		fields = append(fields, jen.Id(o.Leaf.Name).Qual(lenientPkg, "Opt").Types(e.leafGo(o.Leaf)).Comment(comment(outerText(o))))
	}
	return doc("%s is what the mapping of %s reads outside of it.", contextType(m), e.what(m.Tree)).Line().
		Type().Id(contextType(m)).Struct(fields...)
}

func contextType(m *plan.Map) string { return m.Name + "Context" }

// outerText is the path of an outer value as field maps write it.
func outerText(o *leaves.Outer) string {
	if o.From.Need != "" {
		return convert.Written("@"+o.From.Need+".", o.Path)
	}
	return convert.Written(strings.Repeat("^", o.From.Up), o.Path)
}

// targetsBelow names what stays empty where the value at n cannot be entered.
func targetsBelow(n *leaves.Node) string {
	var all []string
	var walk func(n *leaves.Node)
	walk = func(n *leaves.Node) {
		for _, l := range slices.Concat(n.Values, n.Lists) {
			for _, target := range l.Targets {
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
