package resolve

import (
	"slices"
	"strconv"

	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// supply lets every map read for the maps of the lists in its records what those
// read outside of their own, until nothing is added any more.
func (b *builder) supply() {
	for added := true; added; {
		added = false
		for _, e := range b.edges {
			for _, o := range slices.Clone(e.child.Context.Outer) {
				added = b.hand(e, o) || added
			}
		}
	}
	for _, s := range b.plan.Sources {
		b.standsAlone(s)
	}
	b.supplyNeeds()
}

// hand makes the map around read a value for a map of a list in it. It reports
// whether that added anything.
func (b *builder) hand(e *edge, o *leaves.Outer) bool {
	up := o.From.Up - len(e.around)
	if o.From.Need != "" || up > 0 {
		from := o.From
		if from.Need == "" {
			from.Up = up
		}
		l, made := e.parent.plan.Tree.Context.Ask(from, o.Path, o.Leaf.Schema, o.Leaf.Kind, o.Leaf.Elem)
		if made {
			l.Targets = append(l.Targets, e.field)
			b.handed[l] = true
		}
		return made
	}
	t := e.around[o.From.Up-1]
	s, missing := t.Find(o.Path)
	if missing != nil {
		b.diags.ErrorHint(b.of(b.mapOf(e.child)).file.From.Pos, "P114", missing.Hint, "%s: %s", o.Leaf.Target(), missing.Message)
		return false
	}
	n := len(t.Leaves)
	var l *leaves.Leaf
	if o.Leaf.Kind == leaves.Records {
		l = t.Elements(o.Path, o.Leaf.Elem, e.field)
	} else {
		l = t.Reach(o.Path, o.Leaf.Kind, e.field)
	}
	if s.Type != o.Leaf.Schema.Type || l.Kind != o.Leaf.Kind {
		b.diags.ErrorHint(b.of(b.mapOf(e.child)).file.From.Pos, "P114", "give each its own map",
			"%s: %s is of %s in one of the records around, and of %s in another", o.Leaf.Target(), o.Path, requests.TypeName(s), requests.TypeName(o.Leaf.Schema))
	}
	return len(t.Leaves) > n
}

// mapOf gives the map that a tree belongs to.
func (b *builder) mapOf(t *leaves.Tree) *plan.Map {
	for _, m := range b.plan.Maps {
		if m.Tree == t {
			return m
		}
	}
	return nil
}

// standsAlone reports maps of an operation's records that read what is around
// them, where nothing is.
func (b *builder) standsAlone(s *plan.Source) {
	check := func(m *plan.Map, op *openapi.Operation) {
		if m == nil {
			return
		}
		for _, o := range m.Tree.Context.Outer {
			if o.From.Up > 0 {
				b.diags.ErrorHint(b.of(m).file.From.Pos, "P114", "fetch what is needed with needs, or map these records apart", "%s: the records of %s lie in no other record", o.Leaf.Target(), op.ID)
			}
		}
	}
	if s.List != nil {
		check(s.List.Map, s.List.Op)
	}
	if s.Get != nil {
		check(s.Get.Map, s.Get.Op)
	}
	if s.Messages != nil {
		check(s.Messages.Map, s.Messages.Op)
	}
}

// trees collects the trees of all records of which values are read, and gives
// them names.
func (b *builder) trees() {
	taken := map[string]bool{}
	var add func(t *leaves.Tree, name string)
	add = func(t *leaves.Tree, name string) {
		if slices.Contains(b.plan.Trees, t) {
			return
		}
		base := name
		for i := 2; taken[name]; i++ {
			name = base + strconv.Itoa(i)
		}
		taken[name] = true
		t.Name = name
		b.plan.Trees = append(b.plan.Trees, t)
		for _, l := range t.Leaves {
			if l.Kind == leaves.Records && !l.Elem.Map {
				add(l.Elem, name+upperFirst(l.Name)+"Item")
			}
		}
	}
	for _, m := range b.plan.Maps {
		taken[m.Name] = true
	}
	for _, m := range b.plan.Maps {
		delete(taken, m.Name)
		add(m.Tree, m.Name)
	}
	for _, n := range b.allNeeds() {
		add(n.Tree, n.Name+"Need")
	}
	for _, m := range b.plan.Maps { // lists that are handed in from outside
		for _, o := range m.Tree.Context.Outer {
			if o.Leaf.Kind == leaves.Records && !o.Leaf.Elem.Map {
				add(o.Leaf.Elem, m.Name+upperFirst(o.Leaf.Name)+"Item")
			}
		}
	}
}
