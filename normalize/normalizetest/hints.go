package normalizetest

import (
	"regexp"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// hint is what the field map says of one place in a record: which field of the
// model reads it and through which conversion.
type hint struct {
	target string // the last part is the field: Agent.ID, Messages[].At
	value  *fieldmap.Value
	at     path
	inner  bool // the value is a part of the field's, which may not be read
}

// family is the records of one schema together with what the maps say of them.
type family struct {
	schema *openapi.Schema
	hints  map[string]hint // by place
	order  []hint
}

// newFamily collects the hints of all maps from s (or a variant of it) to the
// type, and of the maps of what is nested in it.
func newFamily(file *fieldmap.File, s *openapi.Schema, to string) *family {
	f := &family{schema: s, hints: map[string]hint{}}
	f.collect(file, s, to, nil, "", 0)
	return f
}

func (f *family) collect(file *fieldmap.File, s *openapi.Schema, to string, under path, target string, depth int) {
	if s == nil || depth > 4 {
		return
	}
	for _, m := range file.Maps {
		if (to != "" && m.To.Value != to) || !isOf(s, m.From.Value, 0) {
			continue
		}
		for _, field := range append(append([]*fieldmap.Field(nil), m.Fields...), m.Attributes...) {
			f.field(file, s, m, field, under, target+field.Target.Value, depth)
		}
	}
}

// field collects the hints of one field of a map for the records at under.
func (f *family) field(file *fieldmap.File, s *openapi.Schema, m *fieldmap.Map, field *fieldmap.Field, under path, target string, depth int) {
	if isList(target) {
		for _, l := range listingsOf(field.Value, nil) {
			if full, ok := place(file, m, under, l.at); ok {
				f.add(hint{target: target, value: field.Value, at: full})
				f.descend(file, at(s, l.at), full, target, depth)
			}
		}
		return
	}
	for _, p := range pathsOf(field.Value) {
		if full, ok := place(file, m, under, p); ok {
			f.add(hint{target: target, value: field.Value, at: full})
		}
	}
	for _, v := range inner(field.Value) {
		for _, p := range pathsOf(v) {
			if full, ok := place(file, m, under, p); ok {
				f.add(hint{target: target, value: v, at: full, inner: true})
			}
		}
	}
}

// descend goes on into an array or object that has a map of its own.
func (f *family) descend(file *fieldmap.File, s *openapi.Schema, full path, target string, depth int) {
	if s = arrayOf(s); s == nil || len(full) == 0 {
		return
	}
	if s.Items != nil {
		f.collect(file, s.Items, "", append(below(full, nil), "[]"), target+"[].", depth+1)
		return
	}
	f.collect(file, s, "", full, target+"[].", depth+1)
}

func (f *family) add(h hint) {
	place := h.at.place()
	if _, dup := f.hints[place]; !dup {
		f.hints[place] = h
	}
	f.order = append(f.order, h)
}

// of gives the first hint for the target.
func (f *family) of(target string) (hint, bool) {
	for _, h := range f.order {
		if h.target == target && !h.inner {
			return h, true
		}
	}
	return hint{}, false
}

// whole gives the first hint for the target where what stands there is the
// field itself, converted or not: a text that a template or a case makes of
// several places is nothing that can be laid down at one.
func (f *family) whole(target string) (hint, bool) {
	h, ok := f.of(target)
	return h, ok && len(h.at) > 0 && readsWhole(h.value)
}

func readsWhole(v *fieldmap.Value) bool {
	switch {
	case v == nil || v.Kind == fieldmap.Scalar:
		return true
	case v.Kind == fieldmap.Sequence:
		return len(v.Items) > 0 && readsWhole(v.Items[0])
	}
	for _, key := range []string{"case", "template", "count", "exists", "between", "split", "json", "match", "pairs", "after"} {
		if v.Get(key) != nil {
			return false
		}
	}
	return readsWhole(v.Get("from")) && readsWhole(v.Get("coalesce"))
}

// personTarget is a field that tells who took part, whether one by one or in a
// list that is filled whole.
var personTarget = regexp.MustCompile(`^Participants\[\d*\]\.(ID|ExternalID)$`)

// person gives the hint for the first participant's id, or for the external one
// where there is none.
func (f *family) person() (found hint, ok bool) {
	for _, h := range f.order {
		m := personTarget.FindStringSubmatch(h.target)
		if m == nil || h.inner || len(h.at) == 0 || !readsWhole(h.value) || ok && m[1] != "ID" {
			continue
		}
		if found, ok = h, true; m[1] == "ID" {
			break
		}
	}
	return found, ok
}

// isOf reports whether s is the component with the name or has it as a variant.
func isOf(s *openapi.Schema, name string, depth int) bool {
	if s.Ref == name {
		return true
	}
	if depth > 4 {
		return false
	}
	for _, v := range s.Variants {
		if isOf(v, name, depth+1) {
			return true
		}
	}
	return false
}

// pathsOf gives the paths that a conversion reads, as far as its form tells.
func pathsOf(v *fieldmap.Value) []path {
	if v == nil || v.Null {
		return nil
	}
	switch v.Kind {
	case fieldmap.Scalar:
		return []path{parsePath(v.Text)}
	case fieldmap.Sequence:
		var out []path
		for _, item := range v.Items {
			out = append(out, pathsOf(item)...)
		}
		return out
	}
	var out []path
	for _, key := range []string{"from", "coalesce", "first", "path"} {
		out = append(out, pathsOf(v.Get(key))...)
	}
	if c := v.Get("case"); c != nil {
		out = append(out, pathsOf(c)...)
		for _, e := range entriesOf(v.Get("when")) {
			out = append(out, pathsOf(e.Value)...)
		}
	}
	return append(out, templatePaths(scalarAt(v, "template"))...)
}

func templatePaths(text string) []path {
	var out []path
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return out
		}
		var name string
		name, text, _ = strings.Cut(rest, "}")
		out = append(out, parsePath(name))
	}
}

func entriesOf(v *fieldmap.Value) []fieldmap.Entry {
	if v == nil {
		return nil
	}
	return v.Entries
}

// valueAt gives the value at key of a mapping, or nil.
func valueAt(v *fieldmap.Value, key string) *fieldmap.Value {
	if v == nil || v.Kind != fieldmap.Mapping {
		return nil
	}
	return v.Get(key)
}

// scalarAt gives the text at key of a mapping, or "".
func scalarAt(v *fieldmap.Value, key string) string {
	if v == nil || v.Kind != fieldmap.Mapping {
		return ""
	}
	if got := v.Get(key); got != nil && got.Kind == fieldmap.Scalar && !got.Null {
		return got.Text
	}
	return ""
}
