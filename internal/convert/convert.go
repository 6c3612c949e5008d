// Package convert holds the conversions of the field map, a closed set: each has
// one file with its keys, its check against the document and the model, the
// code it emits and its description. The plan stage treats them all alike.
package convert

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Expr is a checked value with nothing left to decide: it knows its type, what
// it reads and the code that computes it.
type Expr interface {
	Type() Type
	// Reads are the values of the source that it reads.
	Reads() []Path
	// Emit gives an expression of type lenient.Opt.
	Emit(e *Emitter) *jen.Statement
	// Describe says for the coverage matrix where the value comes from.
	Describe() string
}

// Conversion is one entry of the closed set.
type Conversion struct {
	// Keys are what it is written with; the first one selects it.
	Keys []string
	// Source marks a conversion that starts a value. The others work on the
	// value that stands before them, in the order of All.
	Source bool
	// Summary and Example document it; the example is the value of a field.
	Summary, Example string
	// Resolve checks the use of it at v, which is a mapping that has Keys[0]. in is
	// nil for a Source. It gives nil after it reported what is wrong.
	Resolve func(c *Context, v *fieldmap.Value, in Expr) Expr
}

// All lists the conversions in the order in which they apply.
func All() []Conversion {
	return []Conversion{
		from(), constant(), coalesce(), choose(), match(), template(), between(), count(), exists(), pairs(),
		split(), extract(), embedded(), number(), scale(), boolean(), not(), fallback(), enum(), instant(), since(), duration(), after(),
	}
}

// Context is what a conversion is checked against.
type Context struct {
	Tree   *leaves.Tree // of the record that paths begin at
	In     string       // the variable that holds its leaves; Resolve sets it
	Model  *model.Model
	Struct string          // the model struct that the map fills
	Target *model.FieldRef // nil for an attribute
	Field  string          // the target as it is named in messages
	Pos    diag.Pos        // of the field
	Diags  *diag.List
	Finds  []*Find // what the map finds in lists

	// Elements gives the tree of the map from an element schema to a model struct,
	// of the one with a name where that is not empty.
	Elements func(pos diag.Pos, schema *openapi.Schema, to, name string) *leaves.Tree
	// Parsed gives the tree of the map with the name whose records are parts of a
	// text.
	Parsed func(pos diag.Pos, name, to string) *leaves.Tree
	// Enclosing gives the schema of the record that the map's own are inside of, up
	// steps outwards.
	Enclosing func(pos diag.Pos, up int) *openapi.Schema
	// Needed gives the schema of what is fetched under the name; of a list that is
	// an array, and elem the tree of its elements.
	Needed func(pos diag.Pos, name string) (schema *openapi.Schema, elem *leaves.Tree)
	// All of them give nil after they reported that there is none.

	outer *Context // of the record around; nil for the map's own
	list  *place   // within into: the list whose element this is
}

// want is the type that the target takes.
func (c *Context) want() model.Type {
	if c.Target == nil {
		return model.Type{Kind: model.JSON}
	}
	if t := c.Target.Type; t.Kind == model.Pointer {
		return *t.Elem
	}
	return c.Target.Type
}

// errorf reports at pos, naming the field.
func (c *Context) errorf(pos diag.Pos, rule, hint, format string, args ...any) Expr {
	c.Diags.ErrorHint(pos, rule, hint, c.Field+": "+format, args...)
	return nil
}

// Resolve checks v as the value of the context's target and coerces it to the
// target's type. It gives nil after it reported what is wrong.
func Resolve(c *Context, v *fieldmap.Value) Expr {
	c.In = ownLeaves
	if want := c.want(); want.Kind == model.Slice && want.Elem.Kind == model.StructRef {
		if list := resolveRecords(c, v, want.Elem.Named); list != nil {
			return *list
		}
		return nil
	}
	e := resolve(c, v)
	if e == nil {
		return nil
	}
	return coerce(c, v.Pos, e)
}

// resolve checks v without regard to the target's type.
func resolve(c *Context, v *fieldmap.Value) Expr {
	switch v.Kind {
	case fieldmap.Scalar:
		if v.Null {
			return c.errorf(v.Pos, "P110", "write a path, or a mapping with one of "+sourceKeys(), "nothing is written here")
		}
		return resolvePath(c, v.Pos, v.Text)
	case fieldmap.Sequence:
		return resolveList(c, v)
	}
	return resolveMapping(c, v)
}

func resolveMapping(c *Context, v *fieldmap.Value) Expr {
	if !knownKeys(c, v) {
		return nil
	}
	var e Expr
	started := ""
	for _, conv := range All() {
		if v.Get(conv.Keys[0]) == nil {
			continue
		}
		if conv.Source && started != "" {
			return c.errorf(v.Get(conv.Keys[0]).Pos, "P110", "keep one of the two", "%s and %s both start a value", started, conv.Keys[0])
		}
		if !conv.Source && started == "" {
			return c.errorf(v.Pos, "P110", "add one of "+sourceKeys(), "%s needs a value to work on", conv.Keys[0])
		}
		if e = conv.Resolve(c, v, e); e == nil {
			return nil
		}
		if conv.Source {
			started = conv.Keys[0]
		}
	}
	if e == nil {
		return c.errorf(v.Pos, "P110", "add one of "+sourceKeys(), "the mapping says nothing of where the value comes from")
	}
	return e
}

func knownKeys(c *Context, v *fieldmap.Value) bool {
	var known []string
	ok := true
	owner := map[string]string{}
	for _, conv := range All() {
		known = append(known, conv.Keys...)
		for _, k := range conv.Keys {
			owner[k] = conv.Keys[0]
		}
	}
	for _, entry := range v.Entries {
		key := entry.Key
		main, known1 := owner[key.Value]
		if !known1 {
			c.errorf(key.Pos, "P110", "the conversions are "+strings.Join(mainKeys(), ", "), "no conversion has the key %q%s", key.Value, diag.Suggest(key.Value, known))
			ok = false
		} else if v.Get(main) == nil {
			c.errorf(key.Pos, "P110", "add `"+main+": ...` or remove it", "%s goes with %s, which is not here", key.Value, main)
			ok = false
		}
	}
	return ok
}

func mainKeys() []string {
	var out []string
	for _, conv := range All() {
		out = append(out, conv.Keys[0])
	}
	return out
}

func sourceKeys() string {
	var out []string
	for _, conv := range All() {
		if conv.Source {
			out = append(out, conv.Keys[0])
		}
	}
	return strings.Join(out, ", ")
}

// scalarAt gives the plain text at key.
func scalarAt(c *Context, v *fieldmap.Value, key string) (string, diag.Pos, bool) {
	s := v.Get(key)
	if s == nil {
		return "", v.Pos, false
	}
	if s.Kind != fieldmap.Scalar || s.Null {
		c.errorf(s.Pos, "P110", "", "%s must be plain text, not %s", key, s.Describe())
		return "", s.Pos, false
	}
	return s.Text, s.Pos, true
}
