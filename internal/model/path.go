package model

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// maxIndex bounds the index in a path: a field map that fills the thousandth
// element of a list is a slip, and would make every record that long.
const maxIndex = 99

// Step is one field name on the way to a [FieldRef].
type Step struct {
	Name  string
	Index int // into the slice that the field is; -1 without one
	// Made is the struct that has to be made before the next step can be filled:
	// a list's element, or what a pointer points to; "" where there is no such
	// next step.
	Made    string
	Pointer bool // what is made is held by a pointer
}

// FieldRef is a resolved field path, such as Participants[0].Name.
type FieldRef struct {
	Path  string
	Steps []Step
	Type  Type   // of the place itself: the element's where the last step has an index
	Field *Field // of the last step
	Since int    // model version that has every step
}

// Resolve finds the field at path in the struct: exported Go names joined by
// dots, a slice with the index of one element. The error is one line without a
// place and names what is near. Fields that the runtime fills are an error.
func (m *Model) Resolve(structName, path string) (*FieldRef, error) {
	s, err := m.Struct(structName)
	if err != nil {
		return nil, err
	}
	ref := &FieldRef{Path: path, Since: 1}
	parts := strings.Split(path, ".")
	for i, part := range parts {
		step, err := parseStep(part)
		if err != nil {
			return nil, fmt.Errorf("%q is not a field path: %w", path, err)
		}
		f := s.Field(step.Name)
		if f == nil {
			return nil, m.noField(s, step.Name)
		}
		if f.Runtime {
			return nil, fmt.Errorf("%s.%s is filled by the runtime, not by a field map", s.Name, f.Name)
		}
		t, err := at(f, step, s)
		if err != nil {
			return nil, err
		}
		ref.extend(step, f, t)
		if i < len(parts)-1 {
			if s, err = m.into(s, f, t, parts[i+1]); err != nil {
				return nil, err
			}
			ref.enter(s)
		}
	}
	return ref, nil
}

func (r *FieldRef) extend(step Step, f *Field, t Type) {
	r.Steps = append(r.Steps, step)
	r.Field, r.Type, r.Since = f, t, max(r.Since, f.Since)
}

// enter notes that the path goes on into s.
func (r *FieldRef) enter(s *Struct) {
	last := &r.Steps[len(r.Steps)-1]
	last.Pointer = r.Type.Kind == Pointer
	if last.Pointer || last.Index >= 0 {
		last.Made = s.Name
	}
}

// parseStep reads Name or Name[0].
func parseStep(part string) (Step, error) {
	name, rest, indexed := strings.Cut(part, "[")
	if name == "" {
		return Step{}, fmt.Errorf("a field name is missing")
	}
	if !indexed {
		return Step{Name: name, Index: -1}, nil
	}
	digits, ok := strings.CutSuffix(rest, "]")
	n, err := strconv.ParseUint(digits, 10, 16)
	if !ok || err != nil || strconv.FormatUint(n, 10) != digits {
		return Step{}, fmt.Errorf("[%s is not an index; write %s[0]", rest, name)
	}
	if n > maxIndex {
		return Step{}, fmt.Errorf("index %d is above %d", n, maxIndex)
	}
	return Step{Name: name, Index: int(n)}, nil
}

// at gives the type of the place that the step names.
func at(f *Field, step Step, s *Struct) (Type, error) {
	if step.Index < 0 {
		return f.Type, nil
	}
	if f.Type.Kind != Slice {
		return Type{}, fmt.Errorf("%s.%s is not a list, but a %s: it takes no index", s.Name, f.Name, f.Type)
	}
	return *f.Type.Elem, nil
}

// into gives the struct that the place holds, for the field next.
func (m *Model) into(s *Struct, f *Field, t Type, next string) (*Struct, error) {
	inner := t
	if inner.Kind == Pointer {
		inner = *inner.Elem
	}
	switch {
	case inner.Kind == StructRef:
		return m.Struct(inner.Named)
	case inner.Kind == Slice:
		return nil, fmt.Errorf("%s.%s is a list: name one element, as in %s[0].%s", s.Name, f.Name, f.Name, next)
	}
	return nil, fmt.Errorf("%s.%s is a %s and has no field %q", s.Name, f.Name, t, next)
}

func (m *Model) noField(s *Struct, name string) error {
	var names []string
	for _, f := range s.Fields {
		if !f.Runtime {
			names = append(names, f.Name)
		}
	}
	hint := diag.Suggest(name, names)
	if hint == "" {
		hint = ": it has " + strings.Join(names, ", ")
	}
	return fmt.Errorf("no field %q in %s%s", name, s.Name, hint)
}

// Leaves lists every mappable field path of the struct in declaration order:
// those of structs it holds, itself or by a pointer, instead of the struct, but
// a slice as one field. Fields that the runtime fills are left out. A struct
// that cannot be mapped has none.
func (m *Model) Leaves(structName string) []*FieldRef {
	s := m.Structs[structName]
	if s == nil {
		return nil
	}
	return m.leaves(nil, s, FieldRef{Since: 1}, map[string]bool{structName: true})
}

func (m *Model) leaves(out []*FieldRef, s *Struct, base FieldRef, open map[string]bool) []*FieldRef {
	for _, f := range s.Fields {
		if f.Runtime {
			continue
		}
		ref := base
		ref.Steps = append([]Step(nil), base.Steps...)
		ref.extend(Step{Name: f.Name, Index: -1}, f, f.Type)
		if ref.Path != "" {
			ref.Path += "."
		}
		ref.Path += f.Name
		inner := f.Type
		if inner.Kind == Pointer {
			inner = *inner.Elem
		}
		// A struct within itself is one field: its paths would have no end.
		if next := m.Structs[inner.Named]; inner.Kind == StructRef && next != nil && !open[inner.Named] {
			open[inner.Named] = true
			ref.enter(next)
			out = m.leaves(out, next, ref, open)
			delete(open, inner.Named)
			continue
		}
		out = append(out, &ref)
	}
	return out
}
