package adapter

import (
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan"
)

// keptText gives the leaves whose text may be part of what the maps make of
// them. The others are only looked at, as a time is, and need not be copied.
func keptText(p *plan.Plan) map[*leaves.Leaf]bool {
	kept := map[*leaves.Leaf]bool{}
	note := func(x convert.Expr) {
		if x == nil {
			return
		}
		switch x.Type().Kind {
		case convert.Int, convert.Float, convert.Bool, convert.Time, convert.Duration, convert.JSON:
			return // made afresh
		}
		for _, path := range x.Reads() {
			kept[path.Leaf] = true
		}
	}
	for _, m := range p.Maps {
		for _, f := range m.Fields {
			note(f.Expr)
			note(f.RawExpr)
		}
		for _, f := range m.Attributes {
			note(f.Expr)
		}
	}
	for t := range needTrees(p) { // it outlives the record that is read
		for _, l := range t.Leaves {
			kept[l] = true
		}
	}
	for _, t := range p.Trees { // what one map hands to another is kept by either
		for _, o := range t.Context.Outer {
			keepOuter(p, kept, o)
		}
	}
	return kept
}

// keepOuter keeps, of all records, what is read in one as an outer value.
func keepOuter(p *plan.Plan, kept map[*leaves.Leaf]bool, o *leaves.Outer) {
	for _, t := range p.Trees {
		if l := t.Field(o.Path, o.Leaf.Kind, o.Leaf.Elem); l != nil {
			kept[l] = true
		}
	}
}

// elementTrees are those of records that lie in lists.
func elementTrees(p *plan.Plan) map[*leaves.Tree]bool {
	out := map[*leaves.Tree]bool{}
	for _, t := range p.Trees {
		for _, l := range t.Leaves {
			if l.Kind == leaves.Records {
				out[l.Elem] = true
			}
		}
	}
	for _, n := range p.Needs() {
		out[n.Tree] = out[n.Tree] || n.List
	}
	for _, m := range p.Maps {
		for _, o := range m.Tree.Context.Outer {
			if o.Leaf.Elem != nil {
				out[o.Leaf.Elem] = true
			}
		}
		out[m.Tree] = out[m.Tree] || m.Pattern != ""
	}
	return out
}
