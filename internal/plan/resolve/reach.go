package resolve

import (
	"slices"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// reach marks the schemas that must be typed in the client: those of the maps
// and those that lie on the way to anything that is read.
func (b *builder) reach() {
	for _, d := range b.maps {
		b.plan.Reached[d.plan.Schema] = true
		b.reachNode(d.plan.Tree.Root)
		b.exact(d.plan)
	}
	for _, s := range b.plan.Sources {
		if s.List != nil {
			b.reachPage(s.List.Op, s.List.Page)
		}
		if s.Messages != nil {
			b.reachPage(s.Messages.Op, s.Messages.Page)
			b.reachNeeds(s.Messages.Needs)
		}
		if s.Get != nil {
			b.reachPaths(s.Get.Op, s.Get.Record)
			b.reachNeeds(s.Get.Needs)
		}
	}
}

// exact marks the numbers of which a map makes text.
func (b *builder) exact(m *plan.Map) {
	for _, f := range slices.Concat(m.Fields, m.Attributes) {
		if k := f.Expr.Type().Kind; k != convert.Text && k != convert.Texts {
			continue
		}
		for _, p := range f.Expr.Reads() {
			if p.Leaf.Kind == leaves.Digits {
				b.plan.Exact[p.Leaf.Schema] = true
			}
		}
	}
}

func (b *builder) reachNeeds(needs []*plan.Need) {
	for _, n := range needs {
		b.reachPage(n.Op, n.Page)
		b.reachPaths(n.Op, n.Record)
		b.reachNode(n.Tree.Root)
	}
}

func (b *builder) reachNode(n *leaves.Node) {
	texts := func(l *leaves.Leaf) bool { return l.Kind == leaves.Texts }
	if len(n.Children) > 0 || len(n.Lists) > 0 || slices.ContainsFunc(n.Values, texts) {
		b.plan.Reached[n.Schema] = true
	}
	for _, l := range n.Lists {
		if !l.Elem.Map && l.Elem.Schema.Type == openapi.Object {
			b.plan.Reached[l.Elem.Schema] = true
			b.reachNode(l.Elem.Root)
		}
	}
	for _, c := range n.Children {
		b.reachNode(c)
	}
}

func (b *builder) reachPage(op *openapi.Operation, p plan.Page) {
	for _, paths := range [][]leaves.Path{p.Records, p.Cursor, p.More, p.Last, p.Total, p.TotalPages, p.Link} {
		b.reachPaths(op, paths)
	}
}

func (b *builder) reachPaths(op *openapi.Operation, paths []leaves.Path) {
	root := op.Success().Schema
	b.plan.Reached[root] = true
	for _, p := range paths {
		for i := range p {
			if s, _ := leaves.Find(root, p[:i+1]); s != nil {
				b.plan.Reached[s] = true
			}
		}
	}
}
