// Package drift notices where an API's answers no longer are what its document
// says: properties that nobody declared, enum values that are new, required
// properties that are missing, values of another JSON type. It tells each once,
// with a count, and never the values themselves.
package drift

// Types is a set of JSON types. The zero value is any type.
type Types uint8

// The JSON types. Number is any number, Integer only a whole one.
const (
	Null Types = 1 << iota
	Boolean
	Integer
	Number
	String
	Array
	Object
)

// Schema is what a document says of a JSON value, as far as it is looked at. The
// zero value says nothing. It is not changed after it was made.
type Schema struct {
	// Ref names a schema of [Schemas], which then stands for this one, but for
	// Types where that is set.
	Ref   string
	Types Types
	// Enum are the texts that a string may be; nil is any.
	Enum []string
	// Properties are those of an object; nil where it is not looked into.
	Properties []Property
	// Open says that an object may have others.
	Open bool
	// Items is the schema of an array's elements; nil where they are not looked at.
	Items *Schema
}

// Property is a declared property of an object.
type Property struct {
	Name     string
	Required bool
	Schema   Schema
}

// Schemas are schemas by name; they may lead to each other.
type Schemas map[string]*Schema

// resolve gives the schema that s stands for, and the types that it may have.
func (all Schemas) resolve(s *Schema) (*Schema, Types) {
	types := s.Types
	for range len(all) + 1 {
		if s.Ref == "" {
			break
		}
		next := all[s.Ref]
		if next == nil {
			return &Schema{}, types
		}
		if s = next; types == 0 {
			types = s.Types
		}
	}
	return s, types
}

func (s *Schema) property(name string) (int, *Property) {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			return i, &s.Properties[i]
		}
	}
	return -1, nil
}
