package resolve

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// said is a check, and where the field map has it.
type said struct {
	plan.Check
	pos diag.Pos
}

const successHint = "write `success_when: {<path>: <text>}`, {exists: <path>} or {absent: <path>}; of a list of such one has to hold"

// successes resolves what the body of a success says, for each operation whose answer
// has what is looked at.
func (b *builder) successes() {
	v := b.File.Errors.SuccessWhen
	if v == nil {
		return
	}
	items := []*fieldmap.Value{v}
	if v.Kind == fieldmap.Sequence {
		items = v.Items
	}
	var alternatives [][]said
	for _, item := range items {
		all := b.saidBy(item)
		if all == nil {
			return
		}
		alternatives = append(alternatives, all)
	}
	if len(alternatives) == 0 {
		b.diags.ErrorHint(v.Pos, "P205", successHint, "success_when has no conditions")
		return
	}
	b.plan.When = map[*openapi.Operation][][]plan.Check{}
	for _, all := range alternatives {
		b.successOf(all)
	}
}

// successOf adds an alternative to the operations whose answers have all that it looks
// at, and reports one that no answer has.
func (b *builder) successOf(all []said) {
	var first *leaves.NotFound
	var at said
	used := false
	for _, op := range b.plan.Operations {
		var checks []plan.Check
		for _, k := range all {
			s, missing := leaves.Find(op.Success().Schema, k.Path)
			if missing == nil && b.plan.InRecord(op, k.Path) {
				missing = &leaves.NotFound{Message: k.Path.Written() + " is in the record of " + op.ID, Hint: "name a property beside the record"}
			}
			if missing != nil {
				if first == nil {
					first, at = missing, k
				}
				break
			}
			if !b.sayable(op, k, s) {
				return
			}
			checks = append(checks, k.Check)
		}
		if len(checks) == len(all) {
			used = true
			b.plan.When[op] = append(b.plan.When[op], checks)
		}
	}
	if !used && first != nil {
		b.diags.ErrorHint(at.pos, "P205", first.Hint, "no answer of the operations in use has all that success_when looks at: %s", first.Message)
	}
}

// sayable reports a value of which a success cannot say what it should.
func (b *builder) sayable(op *openapi.Operation, k said, s *openapi.Schema) bool {
	for _, records := range b.recordsOf(op) {
		if len(k.Path) >= len(records) && slices.Equal(records, k.Path[:len(records)]) {
			b.diags.ErrorHint(k.pos, "P205", "name a property beside the records: there may be none of these", "success_when: %q is where operation %s has its records", k.Path.Written(), op.ID)
			return false
		}
	}
	if len(k.Texts) > 0 && (s.Type == openapi.Object || s.Type == openapi.Array) {
		b.diags.ErrorHint(k.pos, "P205", "name a property of it, or write exists or absent", "success_when compares text, and %q is of type %s", k.Path.Written(), s.Type)
		return false
	}
	values := s.Enum
	if s.Type == openapi.Boolean {
		values = []string{"true", "false"}
	}
	for _, text := range k.Texts {
		if len(values) > 0 && !slices.Contains(values, text) {
			b.diags.ErrorHint(k.pos, "P205", "it has "+strings.Join(values, ", "), "success_when: %q has no value %q%s", k.Path.Written(), text, diag.Suggest(text, values))
			return false
		}
	}
	return true
}

// recordsOf are the places at which an operation's answer has a list of records.
func (b *builder) recordsOf(op *openapi.Operation) []leaves.Path {
	var out []leaves.Path
	add := func(of *openapi.Operation, page plan.Page) {
		if of == op {
			out = append(out, page.Records...)
		}
	}
	for _, s := range b.plan.Sources {
		if s.List != nil {
			add(s.List.Op, s.List.Page)
		}
		if s.Messages != nil {
			add(s.Messages.Op, s.Messages.Page)
		}
	}
	for _, n := range b.plan.Needs() {
		add(n.Op, n.Page)
	}
	return out
}

// saidBy reads conditions that all hold; nil after it reported what is wrong.
func (b *builder) saidBy(v *fieldmap.Value) []said {
	if v.Kind != fieldmap.Mapping || len(v.Entries) == 0 {
		b.diags.ErrorHint(v.Pos, "P205", successHint, "success_when is a mapping of conditions, or a list of such, not %s", v.Describe())
		return nil
	}
	var out []said
	for _, e := range v.Entries {
		var found []said
		switch e.Key.Value {
		case "not":
			if found = b.saidBy(e.Value); len(found) > 1 {
				b.diags.ErrorHint(e.Value.Pos, "P205", "write one condition behind not, and several alternatives as a list", "success_when: not has %d conditions", len(found))
				return nil
			}
			for i := range found {
				found[i].Not = !found[i].Not
			}
		case "exists", "absent":
			for _, item := range itemsOf(e.Value) {
				found = append(found, b.saidAt(item.Pos, item.Text, nil, e.Key.Value == "absent")...)
			}
		default:
			found = b.saidTexts(e)
		}
		if len(found) == 0 {
			return nil
		}
		out = append(out, found...)
	}
	return out
}

// saidTexts reads a path with the text, or one of several, that it has.
func (b *builder) saidTexts(e fieldmap.Entry) []said {
	var texts []string
	for _, item := range itemsOf(e.Value) {
		if item.Kind != fieldmap.Scalar || item.Null {
			b.diags.ErrorHint(item.Pos, "P205", "write a text, or a list of texts", "success_when compares with text, not with %s", item.Describe())
			return nil
		}
		texts = append(texts, item.Text)
	}
	if len(texts) == 0 {
		b.diags.ErrorHint(e.Value.Pos, "P205", "name one at least", "success_when: the list of texts is empty")
		return nil
	}
	return b.saidAt(e.Key.Pos, e.Key.Value, texts, false)
}

func (b *builder) saidAt(pos diag.Pos, text string, texts []string, not bool) []said {
	p, err := leaves.ParsePath(text)
	if err != nil || len(p) == 0 {
		b.diags.ErrorHint(pos, "P205", successHint, "success_when: %q does not name a value of an answer", text)
		return nil
	}
	if !b.firstOnly(fieldmap.Text{Value: text, Pos: pos}, p) {
		return nil
	}
	return []said{{plan.Check{Path: p, Texts: texts, Not: not}, pos}}
}

// itemsOf are the items of a list, or the one value that it is.
func itemsOf(v *fieldmap.Value) []*fieldmap.Value {
	if v.Kind == fieldmap.Sequence {
		return v.Items
	}
	return []*fieldmap.Value{v}
}
