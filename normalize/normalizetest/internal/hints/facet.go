package hints

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Facet is an enum field of the model at one provider: the texts that the
// provider sends for it, and what each becomes.
type Facet struct {
	Natives []string
	model   map[string]string // native text -> model value; what is not in it is unknown
	Fixed   string            // the model value where the field map gives a constant
	hint    Hint
	Sent    bool   // some record carries it
	rest    string // the model value of documented texts that model does not have; "absent" means no value, "" that the map does not say
}

// NewFacet reads the facet of the target from the list records' hints, or the
// constant from their map.
func NewFacet(file *fieldmap.File, f *Family, target string) Facet {
	var out Facet
	for _, m := range file.Maps {
		if m.To.Value != "Conversation" || f.Schema == nil || !schemas.IsOf(f.Schema, m.From.Value, 0) {
			continue
		}
		for _, field := range m.Fields {
			if field.Target.Value == target && out.Fixed == "" {
				out.Fixed = ScalarAt(field.Value, "const")
			}
		}
	}
	h, ok := f.Whole(target)
	if !ok || out.Fixed != "" {
		return out
	}
	table := EnumOf(h.Value)
	if table == nil {
		return out
	}
	out.hint, out.Sent, out.model, out.rest = h, true, map[string]string{}, ScalarAt(h.Value, "rest")
	for _, e := range table.Entries {
		out.model[e.Key.Value] = strings.TrimPrefix(e.Value.Text, "absent")
		out.Natives = append(out.Natives, e.Key.Value)
	}
	if s := schemas.At(f.Schema, h.At); s != nil && len(s.Enum) > 0 {
		out.Natives = s.Enum
	}
	return out
}

// At gives the model value and the provider's text of the record.
func (f Facet) At(index int, stride int) (model, native string) {
	if f.Fixed != "" {
		return f.Fixed, ""
	}
	if len(f.Natives) == 0 {
		return "", ""
	}
	native = f.Natives[(index/stride)%len(f.Natives)]
	return f.ModelOf(native), native
}

func (f Facet) ModelOf(native string) string {
	if m, ok := f.model[native]; ok {
		return m
	}
	if f.rest != "" && slices.Contains(f.Natives, native) {
		return strings.TrimPrefix(f.rest, "absent")
	}
	return "unknown"
}

// Same reports whether two facets are read from one place, which then says both.
func (f Facet) Same(other Facet) bool {
	return f.Sent && other.Sent && f.hint.At.Exact() == other.hint.At.Exact()
}
