// Package hints reads from a field map what stands at the places of a record: which
// field of the model reads a place, and in which form the provider writes it. It
// shares no code with the compiler's plan.
package hints

import (
	"regexp"
	"slices"

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
	At     jsontree.Path // as [Family.Finds] and Where say, where it leads into a list
	Where  []Condition   // what the elements on the way must meet
	Inner  bool          // the value is a part of the field's, which may not be read
	Cut    string        // the map that cuts the text there into entries
	Keyed  bool          // At is the key of a join: what is read is an element's copy of it
	Fixed  bool          // a condition of a find says what stands there
}

// Family is the records of one schema together with what the maps say of them.
type Family struct {
	Schema *openapi.Schema
	Hints  map[string]Hint // by place
	Order  []Hint
	Finds  map[string]*Find // by the exact path of the element
}

// NewFamily collects the hints of all maps from s (or a variant of it) to the
// type, and of the maps of what is nested in it.
func NewFamily(file *fieldmap.File, s *openapi.Schema, to string) *Family {
	f := &Family{Schema: s, Hints: map[string]Hint{}, Finds: map[string]*Find{}}
	f.collect(file, s, to, records{})
	return f
}

// records are those that hints are collected for.
type records struct {
	under  jsontree.Path // where they are
	target string        // what the targets of their map begin with
	where  []Condition   // what the elements on the way must meet
	depth  int
}

func (f *Family) collect(file *fieldmap.File, s *openapi.Schema, to string, in records) {
	if s == nil || in.depth > 4 {
		return
	}
	for _, m := range file.Maps {
		if (to != "" && m.To.Value != to) || !schemas.IsOf(s, m.From.Value, 0) {
			continue
		}
		for _, field := range append(append([]*fieldmap.Field(nil), m.Fields...), m.Attributes...) {
			f.field(file, s, m, field, in)
		}
	}
}

// field collects the hints of one field of a map for the records.
func (f *Family) field(file *fieldmap.File, s *openapi.Schema, m *fieldmap.Map, field *fieldmap.Field, in records) {
	target := in.target + field.Target.Value
	if IsList(target) {
		for _, l := range ListingsOf(field.Value, nil) {
			h, ok := f.place(file, m, in.under, l.At)
			if !ok {
				continue
			}
			h.Target, h.Value, h.Where, h.Cut = target, field.Value, slices.Clone(in.where), l.Pattern
			for _, c := range l.Where {
				if at, ok := f.place(file, m, in.under, c.At); ok {
					h.Where = append(h.Where, Condition{at.At, c.Entries})
				}
			}
			f.add(h)
			f.descend(file, schemas.At(f.Schema, h.At), h, in.depth)
		}
		return
	}
	add := func(v *fieldmap.Value, inner bool) {
		for _, p := range PathsOf(v) {
			if h, ok := f.place(file, m, in.under, p); ok {
				h.Target, h.Value, h.Where, h.Inner = target, v, in.where, inner
				f.add(h)
			}
		}
	}
	add(field.Value, false)
	for _, v := range Inner(field.Value) {
		add(v, true)
	}
}

// descend goes on into an array or object that has a map of its own.
func (f *Family) descend(file *fieldmap.File, s *openapi.Schema, h Hint, depth int) {
	if s = schemas.ArrayOf(s); s == nil || len(h.At) == 0 {
		return
	}
	in := records{h.At, h.Target + "[].", h.Where, depth + 1}
	if s.Items != nil {
		in.under = append(jsontree.Below(h.At, nil), "[]")
		s = s.Items
	}
	f.collect(file, s, "", in)
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
// field itself, converted or not. A text that a template or a case makes of several
// places cannot be laid down at one.
func (f *Family) Whole(target string) (Hint, bool) {
	h, ok := f.Of(target)
	return h, ok && len(h.At) > 0 && !h.Fixed && ReadsWhole(h.Value)
}

// personTarget is a field that tells who took part, whether one by one or in a
// list that is filled whole.
var personTarget = regexp.MustCompile(`^Participants\[\d*\]\.(ID|ExternalID)$`)

// Person gives the hint for the first participant's id, or else for its external id.
func (f *Family) Person() (found Hint, ok bool) {
	for _, h := range f.Order {
		m := personTarget.FindStringSubmatch(h.Target)
		if m == nil || h.Inner || len(h.At) == 0 || h.Fixed || !ReadsWhole(h.Value) || ok && m[1] != "ID" {
			continue
		}
		if found, ok = h, true; m[1] == "ID" {
			break
		}
	}
	return found, ok
}
