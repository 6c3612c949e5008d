package server

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Appended cuts a parameter that is a value in the elements of an array of the
// body: where the array is, and where in an element the value.
func Appended(name string) (array, value jsontree.Path, ok bool) {
	before, after, ok := strings.Cut(name, "[]")
	return jsontree.ParsePath(before), jsontree.ParsePath(strings.TrimPrefix(after, ".")), ok
}

// asked gives the values that a request sends for a parameter; where that is a
// value in the elements of an array, those of the elements that have the other
// values as well.
func (r *request) asked(name string, with []fieldmap.Pair) []string {
	array, value, ok := Appended(name)
	if op := r.operation; !ok || op != nil && (op.Param(name, "query") != nil || op.Param(name, "header") != nil) {
		return r.params(name)
	}
	var out []string
	for _, element := range r.elements(array) {
		if v, there := jsontree.Lookup(element, value); there && hasAll(element, with) {
			out = append(out, jsontree.Texts(v)...)
		}
	}
	return out
}

// AskedIn is asked for a body alone.
func AskedIn(body []byte, name string, with []fieldmap.Pair) []string {
	tree, _ := jsontree.Decode(body)
	return (&request{body: tree}).asked(name, with)
}

// elements are those of the array at a place of the body.
func (r *request) elements(p jsontree.Path) []any {
	v, _ := jsontree.Lookup(r.body, p)
	if list, ok := v.(*jsontree.Array); ok {
		return list.Items
	}
	return nil
}

// hasAll reports whether an element has all the values.
func hasAll(element any, with []fieldmap.Pair) bool {
	for _, pair := range with {
		v, _ := jsontree.Lookup(element, jsontree.ParsePath(pair.Key.Value))
		if !slices.Equal(jsontree.Texts(v), []string{pair.Value.Value}) {
			return false
		}
	}
	return true
}

// checkConditions looks at the arrays that the field map appends to. It reports an
// element that the field map does not declare, and a value of an undeclared type that
// is not sent in its filter's format.
func (f *Fake) checkConditions(s *Source, r *request, bad schemas.Report) {
	arrays := map[string]bool{}
	for _, filter := range s.Decl.List.Filters {
		if array, _, ok := Appended(filter.Param.Value); ok {
			arrays[array.Place()] = true
		}
	}
	for place := range arrays {
		for _, element := range r.elements(jsontree.ParsePath(place)) {
			if !s.declares(place, element, bad) {
				bad("the field map declares no condition %s", jsontree.Encode(nil, element, jsontree.Layouts[0]))
			}
		}
	}
}

// declares reports whether a filter or a constant has the element.
func (s *Source) declares(place string, element any, bad schemas.Report) bool {
	for _, filter := range s.Decl.List.Filters {
		array, value, ok := Appended(filter.Param.Value)
		v, there := jsontree.Lookup(element, value)
		if !ok || array.Place() != place || !there || !hasAll(element, filter.With) {
			continue
		}
		_, isNumber := v.(jsontree.Number)
		if schema := schemas.OfParam(s.List, filter.Param.Value); schema != nil && schemas.TypeOf(schema) == openapi.Any && isNumber != strings.HasPrefix(filter.Format.Value, "unix_") {
			bad("the filter %s sends %s", filter.Name.Value, jsontree.Encode(nil, v, jsontree.Layouts[0]))
		}
		return true
	}
	for _, c := range s.Decl.List.Constants {
		array, value, ok := Appended(c.Key.Value)
		v, there := jsontree.Lookup(element, value)
		if ok && array.Place() == place && there && hasAll(element, c.With) && slices.Equal(jsontree.Texts(v), []string{c.Value.Value}) {
			return true
		}
	}
	return false
}
