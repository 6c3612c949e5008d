package convert

import (
	"fmt"

	"github.com/dave/jennifer/jen"
)

// Emitter collects what the code of expressions needs around it: statements that
// must come first, and functions beside the mapping function.
type Emitter struct {
	Map   string // lower-case Go name of the map, to name functions by
	Field string // the target being filled, as issues name it

	before []jen.Code
	vars   map[string]int
	Decls  *Decls
}

// Decls are the functions that a package's mapping code needs, each once.
type Decls struct {
	Code  []jen.Code
	names map[string]string // what the function does -> its name
	taken map[string]bool
}

// NewDecls gives an empty set.
func NewDecls() *Decls {
	return &Decls{names: map[string]string{}, taken: map[string]bool{}}
}

// NewEmitter gives an emitter for the mapping function of one map.
func NewEmitter(mapName string, decls *Decls) *Emitter {
	return &Emitter{Map: mapName, vars: map[string]int{}, Decls: decls}
}

// Begin starts a target.
func (e *Emitter) Begin(field string) { e.Field = field }

// Before gives the statements that must run before the last emitted
// expression, and forgets them.
func (e *Emitter) Before() []jen.Code {
	out := e.before
	e.before = nil
	return out
}

// site tells a conversion what it fills and reads.
func (e *Emitter) site(path string) *jen.Statement {
	return jen.Id("is").Dot("Site").Call(jen.Id("at"), jen.Lit(e.Field), jen.Lit(path))
}

// variable names a local variable after base, unique in the function.
func (e *Emitter) variable(base string) string {
	e.vars[base]++
	if n := e.vars[base]; n > 1 {
		return fmt.Sprintf("%s%d", base, n)
	}
	return base
}

// fn gives the name of the function that does what, writing it with the
// name on first use.
func (d *Decls) fn(what, name string, write func(name string) jen.Code) string {
	if have, ok := d.names[what]; ok {
		return have
	}
	base := name
	for i := 2; d.taken[name]; i++ {
		name = fmt.Sprintf("%s%d", base, i)
	}
	d.taken[name] = true
	d.names[what] = name
	d.Code = append(d.Code, write(name))
	return name
}

// call calls a function that reads or converts a value.
func call(fn string, args ...jen.Code) *jen.Statement {
	return Func(fn).Call(args...)
}
