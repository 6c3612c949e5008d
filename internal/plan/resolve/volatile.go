package resolve

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

// volatile notes which of the fields that the map fills may change without the record
// changing, by the struct that each is in.
func (b *builder) volatile(d *declared) {
	for _, v := range d.file.Volatile {
		attribute, is := strings.CutPrefix(v.Value, attributesField(b.model, d.plan.To)+".")
		fills := func(f *fieldmap.Field) bool { return f.Target.Value == v.Value }
		list := d.file.Fields
		if is {
			fills = func(f *fieldmap.Field) bool { return f.Target.Value == attribute }
			list = d.file.Attributes
		}
		switch {
		case !slices.ContainsFunc(list, fills):
			b.diags.ErrorHint(v.Pos, "P107", "name a field as the map has it, or remove it", "volatile: the map does not fill %s", v.Value)
		case v.Value == "ID":
			b.diags.ErrorHint(v.Pos, "P107", "remove it", "volatile: a record is known by its ID, which cannot change")
		case is:
			b.isVolatile(d.plan.To + "." + v.Value)
		default:
			if owner := b.owner(d.plan.To, v.Value); owner != "" {
				b.isVolatile(owner)
			}
		}
	}
}

// owner gives a target as Type.Field, where Type is the struct that the field is in;
// "" where the target is wrong, which is told elsewhere.
func (b *builder) owner(to, target string) string {
	ref, err := b.model.Resolve(to, target)
	if err != nil {
		return ""
	}
	last := strings.LastIndex(target, ".")
	if last < 0 {
		return to + "." + ref.Field.Name
	}
	around, err := b.model.Resolve(to, target[:last])
	if err != nil {
		return ""
	}
	typ := around.Type
	for typ.Elem != nil {
		typ = *typ.Elem
	}
	return typ.Named + "." + ref.Field.Name
}

func (b *builder) isVolatile(field string) {
	if !slices.Contains(b.plan.Volatile, field) {
		b.plan.Volatile = append(b.plan.Volatile, field)
		slices.Sort(b.plan.Volatile)
	}
}
