package client

// Kind says what sort of Go type a [Type] is.
type Kind int

const (
	Other   Kind = iota // anything not listed below: any, a function, an array, a type of another package
	Basic               // a predeclared type; Name is its name
	Named               // a type declared in the emitted source; Name is its name
	Pointer             // to Elem
	Slice               // of Elem
	Map                 // of Elem, keyed by string
	Struct              // Fields are in Type.Struct
	Raw                 // json.RawMessage
	Number              // json.Number
)

// Index is what the emitted source declares. It is not changed after [Generate]
// and is safe for concurrent use.
type Index struct {
	// Structs holds the declared struct types by name.
	Structs map[string]*StructType
	// Types holds the right-hand side of every type declaration by name: for
	// `type A = B` the type named B. [Index.Underlying] follows it.
	Types map[string]*Type
	// Decls holds every identifier declared in package scope, imports not counted.
	Decls map[string]bool

	funcs   map[string]*function // functions by name, methods by Receiver.Name
	ordered []string             // keys of funcs in source order
}

// StructType is a struct, declared or anonymous.
type StructType struct {
	Name   string   // "" where anonymous
	Fields []*Field // the exported ones, in order
}

// Field is an exported field of a struct.
type Field struct {
	JSON string // name in the json tag; "" without one, or for "-"
	Go   string
	Type *Type
}

// Type is a Go type as it is written in the emitted source.
type Type struct {
	Kind   Kind
	Name   string      // of Basic and Named; the qualified name of a type of another package
	Elem   *Type       // of Pointer, Slice and Map
	Struct *StructType // of Struct
	Expr   string      // the Go expression; that of an anonymous struct spans lines
}

// Operation is what the emitted source declares for one operation.
type Operation struct {
	Builder  string // the function that makes its *http.Request
	Args     []Arg  // the builder's parameters, the server included
	Params   string // the struct of query, header and cookie parameters; "" without one
	Body     string // the type of the body argument; "" without one that the client encodes
	Response string // the struct that ClientWithResponses answers with
}

// Arg is one parameter of a function.
type Arg struct {
	Name, Type string
}

type function struct {
	args    []Arg
	results []string
}

// Field gives the field with the JSON name, or nil.
func (s *StructType) Field(json string) *Field {
	for _, f := range s.Fields {
		if f.JSON == json && json != "" {
			return f
		}
	}
	return nil
}

// Underlying follows names declared in this source, aliases among them, until a
// type that is not Named. A nil, unknown or endlessly recursive t gives nil.
func (x *Index) Underlying(t *Type) *Type {
	for range len(x.Types) + 1 {
		if t == nil || t.Kind != Named {
			return t
		}
		t = x.Types[t.Name]
	}
	return nil
}
