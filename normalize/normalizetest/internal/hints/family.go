// Package hints reads from a field map what stands at the places of a record: which
// field of the model reads a place, and in which form the provider writes it. It
// shares no code with the compiler's plan.
package hints

import (
	"regexp"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Hint is what the field map says of one place in a record: which field of the
// model reads it and through which conversion.
type Hint struct {
	Target string // the last part is the field: Agent.ID, Messages[].At
	Value  *fieldmap.Value
	At     jsontree.Path
	Inner  bool // the value is a part of the field's, which may not be read
}

// Family is the records of one schema together with what the maps say of them.
type Family struct {
	Schema *openapi.Schema
	Hints  map[string]Hint // by place
	Order  []Hint
}

// NewFamily collects the hints of all maps from s (or a variant of it) to the
// type, and of the maps of what is nested in it.
func NewFamily(file *fieldmap.File, s *openapi.Schema, to string) *Family {
	f := &Family{Schema: s, Hints: map[string]Hint{}}
	f.collect(file, s, to, nil, "", 0)
	return f
}

func (f *Family) collect(file *fieldmap.File, s *openapi.Schema, to string, under jsontree.Path, target string, depth int) {
	if s == nil || depth > 4 {
		return
	}
	for _, m := range file.Maps {
		if (to != "" && m.To.Value != to) || !schemas.IsOf(s, m.From.Value, 0) {
			continue
		}
		for _, field := range append(append([]*fieldmap.Field(nil), m.Fields...), m.Attributes...) {
			f.field(file, s, m, field, under, target+field.Target.Value, depth)
		}
	}
}

// field collects the hints of one field of a map for the records at under.
func (f *Family) field(file *fieldmap.File, s *openapi.Schema, m *fieldmap.Map, field *fieldmap.Field, under jsontree.Path, target string, depth int) {
	if IsList(target) {
		for _, l := range ListingsOf(field.Value, nil) {
			if full, ok := place(file, m, under, l.At); ok {
				f.add(Hint{Target: target, Value: field.Value, At: full})
				f.descend(file, schemas.At(s, l.At), full, target, depth)
			}
		}
		return
	}
	for _, p := range PathsOf(field.Value) {
		if full, ok := place(file, m, under, p); ok {
			f.add(Hint{Target: target, Value: field.Value, At: full})
		}
	}
	for _, v := range Inner(field.Value) {
		for _, p := range PathsOf(v) {
			if full, ok := place(file, m, under, p); ok {
				f.add(Hint{Target: target, Value: v, At: full, Inner: true})
			}
		}
	}
}

// descend goes on into an array or object that has a map of its own.
func (f *Family) descend(file *fieldmap.File, s *openapi.Schema, full jsontree.Path, target string, depth int) {
	if s = schemas.ArrayOf(s); s == nil || len(full) == 0 {
		return
	}
	if s.Items != nil {
		f.collect(file, s.Items, "", append(jsontree.Below(full, nil), "[]"), target+"[].", depth+1)
		return
	}
	f.collect(file, s, "", full, target+"[].", depth+1)
}

func (f *Family) add(h Hint) {
	place := h.At.Place()
	if _, dup := f.Hints[place]; !dup {
		f.Hints[place] = h
	}
	f.Order = append(f.Order, h)
}

// Of gives the first hint for the target.
func (f *Family) Of(target string) (Hint, bool) {
	for _, h := range f.Order {
		if h.Target == target && !h.Inner {
			return h, true
		}
	}
	return Hint{}, false
}

// Whole gives the first hint for the target where what stands there is the
// field itself, converted or not: a text that a template or a case makes of
// several places is nothing that can be laid down at one.
func (f *Family) Whole(target string) (Hint, bool) {
	h, ok := f.Of(target)
	return h, ok && len(h.At) > 0 && ReadsWhole(h.Value)
}

// personTarget is a field that tells who took part, whether one by one or in a
// list that is filled whole.
var personTarget = regexp.MustCompile(`^Participants\[\d*\]\.(ID|ExternalID)$`)

// Person gives the hint for the first participant's id, or for the external one
// where there is none.
func (f *Family) Person() (found Hint, ok bool) {
	for _, h := range f.Order {
		m := personTarget.FindStringSubmatch(h.Target)
		if m == nil || h.Inner || len(h.At) == 0 || !ReadsWhole(h.Value) || ok && m[1] != "ID" {
			continue
		}
		if found, ok = h, true; m[1] == "ID" {
			break
		}
	}
	return found, ok
}
