package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// coverage accounts for every field of the model and every property of the
// source.
func (b *builder) coverage() {
	failed := b.diags.Failed()
	for _, d := range b.maps {
		if !d.used && !failed { // else it may be that its user failed
			b.diags.ErrorHint(d.file.From.Pos, "P109", "remove it, or name it in list, get or messages", "no operation has records that the map from %s to %s is for", d.file.From.Value, d.file.To.Value)
		}
		b.duplicates(d)
		b.carried(d)
		b.targets(d)
		b.absent(d)
		b.volatile(d)
		b.properties(d)
	}
}

// duplicates reports fields that two entries fill: a list and an element of it,
// an enum and the text that goes with it.
func (b *builder) duplicates(d *declared) {
	for i, f := range d.file.Fields {
		for _, other := range d.file.Fields[:i] {
			if requests.Under(f.Target.Value, other.Target.Value) || requests.Under(other.Target.Value, f.Target.Value) {
				b.diags.ErrorHint(f.Target.Pos, "P111", "keep one of the two", "%s is filled by %s as well", f.Target.Value, other.Target.Value)
			}
		}
		if by := b.companionOf(d, f.Target.Value); by != "" {
			b.diags.ErrorHint(f.Target.Pos, "P111", "remove it", "%s is the provider's text for %s, whose enum map fills it", f.Target.Value, by)
		}
	}
	once(b, d.file.Absent, "absent")
	once(b, d.file.Drop, "drop")
	once(b, d.file.Volatile, "volatile")
}

// once reports entries of a list that stand in it twice.
func once(b *builder, list []fieldmap.Text, name string) {
	for i, t := range list {
		if slices.ContainsFunc(list[:i], func(o fieldmap.Text) bool { return o.Value == t.Value }) {
			b.diags.ErrorHint(t.Pos, "P111", "keep one of the two", "%s: %s is listed twice", name, t.Value)
		}
	}
}

// companionOf names the field whose enum map fills path as its text; "" where
// none does.
func (b *builder) companionOf(d *declared, path string) string {
	for _, f := range d.plan.Fields {
		if f.Raw != nil && f.Raw.Path == path {
			return f.Name
		}
	}
	return ""
}

// targets reports the model's fields of which the map says nothing.
func (b *builder) targets(d *declared) {
	var missing, later []string
	for _, ref := range b.model.Leaves(d.plan.To) {
		switch {
		case ref.Field.Runtime || ref.Field.Name == attributesField(b.model, d.plan.To) || b.filled(d, ref.Path) || listed(d, ref.Path):
		case ref.Since > b.File.Model:
			later = append(later, ref.Path)
		default:
			missing = append(missing, ref.Path)
		}
	}
	if len(missing) > 0 {
		short := b.shorten(d, missing)
		b.diags.ErrorHint(d.file.Pos, "P105", "map them, or add to absent: ["+strings.Join(short, ", ")+"]",
			"%s to %s: %s neither mapped nor absent", d.file.From.Value, d.plan.To, are(len(short), "field"))
	}
	if len(later) > 0 {
		b.diags.WarnHint(d.file.Pos, "P105", "map them or list them as absent, then raise `model:`",
			"%s to %s: newer versions of the model also have %s", d.file.From.Value, d.plan.To, strings.Join(later, ", "))
	}
}

// shorten names a struct for all of its fields where none of them is filled,
// and leaves out the texts beside enums, which go with them.
func (b *builder) shorten(d *declared, missing []string) []string {
	var out []string
	for _, path := range missing {
		if b.isCompanion(d, path, func(enum string) bool { return slices.Contains(missing, enum) }) {
			continue
		}
		if owner, _, nested := strings.Cut(path, "."); nested && !b.filled(d, owner) && !b.partlyAbsent(d, owner) {
			path = owner
		}
		if !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	return out
}

func (b *builder) partlyAbsent(d *declared, owner string) bool {
	return slices.ContainsFunc(d.file.Absent, func(a fieldmap.Text) bool { return requests.Under(a.Value, owner) })
}

func are(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}

// filled reports whether the map fills the field, a part of it, or the enum it
// stands beside.
func (b *builder) filled(d *declared, path string) bool {
	for _, f := range d.file.Fields {
		if requests.Under(f.Target.Value, path) {
			return true
		}
	}
	return b.isCompanion(d, path, func(enum string) bool { return b.filled(d, enum) })
}

func listed(d *declared, path string) bool {
	for _, a := range d.file.Absent {
		if requests.Under(path, a.Value) || strings.HasSuffix(path, "Raw") && requests.Under(strings.TrimSuffix(path, "Raw"), a.Value) {
			return true
		}
	}
	return false
}

// isCompanion reports whether path is the raw text beside an enum for which
// holds is true.
func (b *builder) isCompanion(d *declared, path string, holds func(enum string) bool) bool {
	enum, ok := strings.CutSuffix(path, "Raw")
	if !ok {
		return false
	}
	ref, err := b.model.Resolve(d.plan.To, enum)
	return err == nil && ref.Type.Kind == model.EnumRef && holds(enum)
}

// absent reports entries that are not fields, or that the map fills after all.
func (b *builder) absent(d *declared) {
	for _, a := range d.file.Absent {
		if _, err := b.model.Resolve(d.plan.To, a.Value); err != nil {
			b.diags.Errorf(a.Pos, "P108", "absent: %v", err)
			continue
		}
		if by := b.companionOf(d, a.Value); by != "" {
			b.diags.ErrorHint(a.Pos, "P107", "remove it from absent", "%s is listed as absent, and the enum map of %s fills it", a.Value, by)
		}
		for _, f := range d.file.Fields {
			if requests.Under(f.Target.Value, a.Value) {
				b.diags.ErrorHint(a.Pos, "P107", "remove it from absent", "%s is listed as absent, and mapped at %s", a.Value, f.Target.Pos)
				break
			}
		}
		d.plan.Absent = append(d.plan.Absent, a.Value)
	}
}

// properties reports what the map neither reads nor drops.
func (b *builder) properties(d *declared) {
	var dropped []leaves.Path
	for _, text := range d.file.Drop {
		p, err := leaves.ParsePath(text.Value)
		if err != nil {
			b.diags.ErrorHint(text.Pos, "P101", "paths look like `customer.name` or `items[0].id`", "drop: %v", err)
			continue
		}
		if _, missing := leaves.Find(d.plan.Schema, p); missing != nil {
			b.diags.ErrorHint(text.Pos, "P107", "remove it from drop", "drop: %s", missing.Message)
			continue
		}
		switch l, at := d.plan.Tree.Overlaps(p); {
		case l == nil:
			dropped = append(dropped, p)
		case len(at) > len(p):
			b.diags.ErrorHint(text.Pos, "P107", "drop its other properties one by one", "drop: of %s, %s is mapped to %s", text.Value, at.Written(), l.Target())
		default:
			b.diags.ErrorHint(text.Pos, "P107", "remove it from drop", "drop: %s is mapped to %s", at.Written(), l.Target())
		}
	}
	if len(d.failed) > 0 {
		return
	}
	unread := d.plan.Tree.Unread(dropped)
	if len(unread) > manyUnread {
		var names []string
		for _, open := range unread {
			names = append(names, quoted(open.Path.Written()))
		}
		b.diags.WarnHint(d.file.From.Pos, "P106", "map them, carry them under attributes, or add to drop: ["+strings.Join(names, ", ")+"]",
			"%s: nothing reads %d properties", d.file.From.Value, len(unread))
		return
	}
	for _, open := range unread {
		b.diags.WarnHint(d.file.From.Pos, "P106", "map it, carry it under attributes, or add it to drop",
			"%s: nothing reads property %s (%s)", d.file.From.Value, open.Path.Written(), open.Property.Pos)
	}
}

// manyUnread is how many properties are reported one by one; more of them are a
// field map in the making, whose author wants a list.
const manyUnread = 5

// quoted is a path as an entry of a list in YAML.
func quoted(path string) string {
	if strings.ContainsAny(path, "[]{},:#&*!|>'\"%@`\\ ") {
		return "'" + strings.ReplaceAll(path, "'", "''") + "'"
	}
	return path
}
