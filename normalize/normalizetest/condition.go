package normalizetest

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// appended cuts a parameter that is a value in the elements of an array of the
// body: where the array is, and where in an element the value.
func appended(name string) (array, value path, ok bool) {
	before, after, ok := strings.Cut(name, "[]")
	return parsePath(before), parsePath(strings.TrimPrefix(after, ".")), ok
}

// asked gives the values that a request sends for a parameter; where that is a
// value in the elements of an array, those of the elements that have the other
// values as well.
func (r *request) asked(name string, with []fieldmap.Pair) []string {
	array, value, ok := appended(name)
	if op := r.operation; !ok || op != nil && (op.Param(name, "query") != nil || op.Param(name, "header") != nil) {
		return r.params(name)
	}
	var out []string
	for _, element := range r.elements(array) {
		if v, there := lookup(element, value); there && hasAll(element, with) {
			out = append(out, textsOf(v)...)
		}
	}
	return out
}

// elements are those of the array at a place of the body.
func (r *request) elements(p path) []any {
	v, _ := lookup(r.body, p)
	if list, ok := v.(*array); ok {
		return list.items
	}
	return nil
}

// hasAll reports whether an element has all the values.
func hasAll(element any, with []fieldmap.Pair) bool {
	for _, pair := range with {
		v, _ := lookup(element, parsePath(pair.Key.Value))
		if !slices.Equal(textsOf(v), []string{pair.Value.Value}) {
			return false
		}
	}
	return true
}

// checkConditions reports an element, of an array that the field map appends to,
// which is none that it declares, and a value of no declared type that is not
// sent as its filter's format says.
func (f *Fake) checkConditions(s *source, r *request, bad report) {
	arrays := map[string]bool{}
	for _, filter := range s.decl.List.Filters {
		if array, _, ok := appended(filter.Param.Value); ok {
			arrays[array.place()] = true
		}
	}
	for place := range arrays {
		for _, element := range r.elements(parsePath(place)) {
			if !s.declares(place, element, bad) {
				bad("the field map declares no condition %s", encode(nil, element, layouts[0]))
			}
		}
	}
}

// declares reports whether a filter or a constant has the element.
func (s *source) declares(place string, element any, bad report) bool {
	for _, filter := range s.decl.List.Filters {
		array, value, ok := appended(filter.Param.Value)
		v, there := lookup(element, value)
		if !ok || array.place() != place || !there || !hasAll(element, filter.With) {
			continue
		}
		_, isNumber := v.(number)
		if schema := schemaOf(s.list, filter.Param.Value); schema != nil && typeOf(schema) == openapi.Any && isNumber != strings.HasPrefix(filter.Format.Value, "unix_") {
			bad("the filter %s sends %s", filter.Name.Value, encode(nil, v, layouts[0]))
		}
		return true
	}
	for _, c := range s.decl.List.Constants {
		array, value, ok := appended(c.Key.Value)
		v, there := lookup(element, value)
		if ok && array.place() == place && there && hasAll(element, c.With) && slices.Equal(textsOf(v), []string{c.Value.Value}) {
			return true
		}
	}
	return false
}
