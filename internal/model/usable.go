package model

import (
	"errors"
	"fmt"
	"go/ast"
)

// setAside takes the structs that a field map cannot fill out of Structs, those
// that hold one of them included, and notes why.
func (m *Model) setAside() {
	reasons := make(map[string]error)
	for name := range m.Structs {
		if errs := m.unfillable(name, make(map[string]bool)); len(errs) > 0 {
			reasons[name] = errors.Join(errs...)
		}
	}
	for name := range reasons {
		delete(m.Structs, name)
	}
	m.unusable = reasons
}

// unfillable gives an error for each field that no field map can fill, of the
// struct and of those it holds. seen are the structs looked at.
func (m *Model) unfillable(name string, seen map[string]bool) []error {
	if seen[name] {
		return nil
	}
	seen[name] = true
	s := m.Structs[name]
	var errs []error
	for _, f := range s.Fields {
		if f.Runtime {
			continue
		}
		t := f.Type
		for t.Elem != nil {
			t = *t.Elem
		}
		switch {
		case t.Kind == Unsupported:
			errs = append(errs, fmt.Errorf("%s: %s.%s has a type that a field map cannot fill; mark it `parlance:\"runtime\"` if it never should", f.Pos, name, f.Name))
		case t.Kind == StructRef && m.Structs[t.Named] != nil:
			errs = append(errs, m.unfillable(t.Named, seen)...)
		case t.Kind == StructRef, t.Named != "" && predeclared[t.Named] == Unsupported && !ast.IsExported(t.Named):
			errs = append(errs, fmt.Errorf("%s: %s.%s: type %s is not exported", f.Pos, name, f.Name, t.Named))
		}
	}
	return errs
}
