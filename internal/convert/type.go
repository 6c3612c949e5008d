package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/leaves"
)

// Kind is the kind of value an Expr computes.
type Kind int

const (
	Text Kind = iota
	Int
	Float
	Bool
	Time
	Duration
	JSON
	Texts   // a list of strings
	Labels  // names with texts
	Enum    // an enum of the model, named in Type
	Records // a list of model structs, named in Type
)

// Type is the type of an Expr: lenient.Opt of it is what its code computes.
type Type struct {
	Kind Kind
	Name string // the model's name of an Enum, or of the structs of Records
}

// String names the type for messages.
func (t Type) String() string {
	switch t.Kind {
	case Text:
		return "text"
	case Int:
		return "a whole number"
	case Float:
		return "a number"
	case Bool:
		return "a boolean"
	case Time:
		return "a time"
	case Duration:
		return "a duration"
	case JSON:
		return "JSON"
	case Texts:
		return "a list of text"
	case Labels:
		return "names with text"
	case Enum:
		return "a " + t.Name
	}
	return "a list of " + t.Name
}

// Go gives the Go type in generated code.
func (t Type) Go() *jen.Statement {
	switch t.Kind {
	case Int:
		return jen.Int64()
	case Float:
		return jen.Float64()
	case Bool:
		return jen.Bool()
	case Time:
		return jen.Qual("time", "Time")
	case Duration:
		return jen.Qual("time", "Duration")
	case JSON:
		return jen.Qual("encoding/json", "RawMessage")
	case Texts:
		return jen.Index().String()
	case Labels:
		return jen.Map(jen.String()).String()
	case Enum:
		return jen.Qual(Normalize, t.Name)
	case Records:
		return jen.Index().Qual(Normalize, t.Name)
	}
	return jen.String()
}

// leafType is the type of a leaf of the kind.
func leafType(l *leaves.Leaf) Type {
	switch l.Kind {
	case leaves.Int:
		return Type{Kind: Int}
	case leaves.Float:
		return Type{Kind: Float}
	case leaves.Bool:
		return Type{Kind: Bool}
	case leaves.JSON, leaves.Object, leaves.Array:
		return Type{Kind: JSON}
	case leaves.Texts:
		return Type{Kind: Texts}
	case leaves.Records:
		return Type{Kind: Records}
	}
	return Type{Kind: Text}
}
