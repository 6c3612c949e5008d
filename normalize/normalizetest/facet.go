package normalizetest

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

// facet is an enum field of the model at one provider: the texts that the
// provider sends for it, and what each becomes.
type facet struct {
	natives []string
	model   map[string]string // native text -> model value; what is not in it is unknown
	fixed   string            // the model value where the field map gives a constant
	hint    hint
	sent    bool   // some record carries it
	rest    string // the model value of documented texts that model does not have; "absent" is none, "" not said
}

// newFacet reads the facet of the target from the list records' hints, or the
// constant from their map.
func newFacet(file *fieldmap.File, f *family, target string) facet {
	var out facet
	for _, m := range file.Maps {
		if m.To.Value != "Conversation" || f.schema == nil || !isOf(f.schema, m.From.Value, 0) {
			continue
		}
		for _, field := range m.Fields {
			if field.Target.Value == target && out.fixed == "" {
				out.fixed = scalarAt(field.Value, "const")
			}
		}
	}
	h, ok := f.whole(target)
	if !ok || out.fixed != "" {
		return out
	}
	table := enumOf(h.value)
	if table == nil {
		return out
	}
	out.hint, out.sent, out.model, out.rest = h, true, map[string]string{}, scalarAt(h.value, "rest")
	for _, e := range table.Entries {
		out.model[e.Key.Value] = strings.TrimPrefix(e.Value.Text, "absent")
		out.natives = append(out.natives, e.Key.Value)
	}
	if s := at(f.schema, h.at); s != nil && len(s.Enum) > 0 {
		out.natives = s.Enum
	}
	return out
}

// enumOf gives the enum table of a conversion, or nil.
func enumOf(v *fieldmap.Value) *fieldmap.Value {
	if v == nil || v.Kind != fieldmap.Mapping {
		return nil
	}
	if table := v.Get("enum"); table != nil && len(table.Entries) > 0 {
		return table
	}
	return nil
}

// at gives the model value and the provider's text of the record.
func (f facet) at(index int, stride int) (model, native string) {
	if f.fixed != "" {
		return f.fixed, ""
	}
	if len(f.natives) == 0 {
		return "", ""
	}
	native = f.natives[(index/stride)%len(f.natives)]
	return f.modelOf(native), native
}

func (f facet) modelOf(native string) string {
	if m, ok := f.model[native]; ok {
		return m
	}
	if f.rest != "" && contains(f.natives, native) {
		return strings.TrimPrefix(f.rest, "absent")
	}
	return "unknown"
}

// same reports whether two facets are read from one place, which then says both.
func (f facet) same(other facet) bool {
	return f.sent && other.sent && f.hint.at.place() == other.hint.at.place()
}
