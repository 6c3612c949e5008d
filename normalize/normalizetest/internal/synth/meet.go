package synth

import (
	"regexp"
	"slices"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/matching"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// meetsAll reports whether an element meets the conditions.
func meetsAll(item any, where []hints.Condition) bool {
	return !slices.ContainsFunc(where, func(c hints.Condition) bool { return !meets(item, c.Entries) })
}

// meets reports whether an element meets all entries of a condition.
func meets(item any, entries []fieldmap.Entry) bool {
	return !slices.ContainsFunc(entries, func(e fieldmap.Entry) bool {
		switch e.Key.Value {
		case "not":
			return meets(item, e.Value.Entries)
		case "exists", "absent":
			return slices.ContainsFunc(several(e.Value), func(v *fieldmap.Value) bool {
				return textAt(item, v.Text) == "" == (e.Key.Value == "exists")
			})
		}
		return !accepts(e.Value, textAt(item, e.Key.Value))
	})
}

// places are those in an element that must be there.
func (d demands) places() []jsontree.Path {
	out := slices.Clone(d.there)
	for _, text := range d.texts {
		out = append(out, text.at)
	}
	return out
}

func textAt(item any, place string) string {
	v, _ := jsontree.Lookup(item, jsontree.ParsePath(place))
	switch v.(type) {
	case *jsontree.Object, *jsontree.Array:
		return "something"
	}
	return scalar(v)
}

// several are the values of a list, or the value.
func several(v *fieldmap.Value) []*fieldmap.Value {
	if v.Kind == fieldmap.Sequence {
		return v.Items
	}
	return []*fieldmap.Value{v}
}

// accepts reports whether a text is one of those that a condition names, or fits one
// of its regular expressions.
func accepts(v *fieldmap.Value, text string) bool {
	return slices.ContainsFunc(several(v), func(one *fieldmap.Value) bool {
		pattern := hints.ScalarAt(one, "regex")
		if pattern == "" {
			return text == one.Text
		}
		re, err := regexp.Compile(pattern)
		return err == nil && text != "" && re.MatchString(text)
	})
}

// demands are what makes an element meet conditions.
type demands struct {
	texts []demand
	there []jsontree.Path
	gone  []jsontree.Path
}

// demand is a place in an element and what must stand there, for instance in the k-th
// element.
type demand struct {
	at   jsontree.Path
	text func(k int) any
}

// demandsOf are those of conditions, for elements of the schema.
func demandsOf(where []hints.Condition, item *openapi.Schema) demands {
	var d demands
	for _, c := range where {
		for _, e := range c.Entries {
			d.add(e, item)
		}
	}
	return d
}

func (d *demands) add(e fieldmap.Entry, item *openapi.Schema) {
	switch e.Key.Value {
	case "not":
		for _, inner := range e.Value.Entries {
			d.addNot(inner, item)
		}
	case "exists":
		for _, v := range several(e.Value) {
			d.there = append(d.there, jsontree.ParsePath(v.Text))
		}
	case "absent":
		for _, v := range several(e.Value) {
			d.gone = append(d.gone, jsontree.ParsePath(v.Text))
		}
	default:
		p, all := jsontree.ParsePath(e.Key.Value), several(e.Value)
		s := schemas.At(item, p)
		d.texts = append(d.texts, demand{p, func(k int) any {
			one := all[k%len(all)]
			if pattern := hints.ScalarAt(one, "regex"); pattern != "" {
				return typed(s, matched(pattern, s, k))
			}
			return typed(s, one.Text)
		}})
	}
}

// matched is a text of the schema that fits the pattern.
func matched(pattern string, s *openapi.Schema, k int) string {
	if s != nil && len(s.Enum) > 0 {
		if i := slices.IndexFunc(s.Enum, func(v string) bool { ok, _ := regexp.MatchString(pattern, v); return ok }); i >= 0 {
			return s.Enum[i]
		}
	}
	text, _ := matching.Text(pattern, k)
	return text
}

// addNot demands that one entry is not met.
func (d *demands) addNot(e fieldmap.Entry, item *openapi.Schema) {
	if opposite := map[string]string{"exists": "absent", "absent": "exists"}[e.Key.Value]; opposite != "" {
		d.add(fieldmap.Entry{Key: fieldmap.Text{Value: opposite}, Value: e.Value}, item)
		return
	}
	p := jsontree.ParsePath(e.Key.Value)
	s := schemas.At(item, p)
	if s == nil {
		return
	}
	others := append(slices.Clone(s.Enum), map[openapi.Type][]string{
		openapi.Boolean: {"true", "false"}, openapi.Integer: {"1", "2", "3"}, openapi.Number: {"1", "2", "3"}, openapi.String: {Undocumented, "other 1", "7"},
	}[schemas.TypeOf(s)]...)
	if len(s.Enum) > 0 {
		others = s.Enum
	}
	if i := slices.IndexFunc(others, func(text string) bool { return !accepts(e.Value, text) }); i >= 0 {
		d.texts = append(d.texts, demand{p, func(int) any { return typed(s, others[i]) }})
	}
}

// meet makes an element meet the demands. What must be there is kept when the element
// is made up.
func (d demands) meet(item any, k int) any {
	for _, text := range d.texts {
		item = jsontree.Put(item, text.at, text.text(k))
	}
	for _, p := range d.gone {
		jsontree.Cut(item, p)
	}
	return item
}

// Undocumented is a text that no document lists.
const Undocumented = "undocumented_zz"
