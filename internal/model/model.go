// Package model reads the normalized model from the Go source that declares it.
// It parses and does not type-check: loading the package with its dependencies
// would cost seconds, and the model uses few kinds of types.
package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// Kind says what sort of type a model field has. The zero Kind is a type that a
// field map cannot fill.
type Kind int

const (
	Unsupported Kind = iota
	String           // string, or a string type without constants
	Bool
	Int       // int, or a sized integer; Named is its Go name
	Float     // float64 or float32; Named is its Go name
	Time      // time.Time
	Duration  // time.Duration
	JSON      // json.RawMessage
	StructRef // a struct of the model; Named is its name
	EnumRef   // an enum of the model; Named is its name
	Pointer   // to Elem
	Slice     // of Elem
	Map       // of Elem, keyed by string
)

// Type is the type of a model field. The zero Type is Unsupported.
type Type struct {
	Kind  Kind
	Elem  *Type  // of Pointer, Slice and Map
	Named string // of StructRef and EnumRef, of Int and Float, and of other types declared in the model
}

// String gives the type as it reads in Go, the package left out for types of
// the model.
func (t Type) String() string {
	if t.Named != "" {
		return t.Named
	}
	switch t.Kind {
	case String:
		return "string"
	case Bool:
		return "bool"
	case Time:
		return "time.Time"
	case Duration:
		return "time.Duration"
	case JSON:
		return "json.RawMessage"
	case Pointer:
		return "*" + t.Elem.String()
	case Slice:
		return "[]" + t.Elem.String()
	case Map:
		return "map[string]" + t.Elem.String()
	}
	return "unsupported"
}

// Model is the normalized model. It is not changed after [Load] and is safe for
// concurrent use.
type Model struct {
	Version int // the constant ModelVersion
	// Structs are the exported structs that can be mapped; [Model.Struct] says
	// why another one cannot.
	Structs map[string]*Struct
	Enums   map[string]*Enum
	Query   []QueryField // the filters of a query, in order

	unusable map[string]error
}

// Struct is one exported struct type.
type Struct struct {
	Name, Doc string
	Fields    []*Field // the exported ones, in order
}

// Field is one exported field of a struct.
type Field struct {
	Name, JSON, Doc string // JSON is "" without a json tag
	Type            Type   // may be Unsupported where Runtime
	Runtime         bool   // filled by the runtime, never by a field map
	Since           int    // model version that brought the field; 1 is the first
	Pos             diag.Pos
}

// Enum is an exported string type with constants.
type Enum struct {
	Name, Doc string
	Values    []EnumValue // in source order
}

// EnumValue is one constant of an enum.
type EnumValue struct {
	Const string // StatusCompleted
	Text  string // completed
}

// Unknown gives the name of the constant for a value that was said but is not
// known, or "" where the enum has none.
func (e *Enum) Unknown() string {
	for _, v := range e.Values {
		if v.Const == e.Name+"Unknown" {
			return v.Const
		}
	}
	return ""
}

// Value gives the constant with the text, or nil.
func (e *Enum) Value(text string) *EnumValue {
	for i := range e.Values {
		if e.Values[i].Text == text {
			return &e.Values[i]
		}
	}
	return nil
}

// Field gives the field with the Go name, or nil.
func (s *Struct) Field(name string) *Field {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Struct gives the struct with the name. The error says which name is near, or
// names the fields, with their places, that a field map cannot fill.
func (m *Model) Struct(name string) (*Struct, error) {
	if s := m.Structs[name]; s != nil {
		return s, nil
	}
	if err := m.unusable[name]; err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(m.Structs))
	hint := diag.Suggest(name, names)
	if hint == "" {
		hint = ": it has " + strings.Join(names, ", ")
	}
	return nil, fmt.Errorf("the model has no struct %q%s", name, hint)
}
