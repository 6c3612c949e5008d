package normalizetest

import (
	"math"
	"strconv"

	"github.com/parlancehq/parlance/internal/openapi"
)

// treeFits reports where a JSON value is not of the schema. Undeclared
// properties are reported unless the schema allows them: a client has no
// business to send, nor an example to show, what is not documented.
func treeFits(s *openapi.Schema, v any, p path, bad report) {
	if s == nil {
		return
	}
	if v == nil {
		if !s.Nullable && typeOf(s) != openapi.Any {
			bad("%s is null", placeName(p))
		}
		return
	}
	// Where every member of a union is an object, what a record has of several
	// members is allowed: clients read the union as the properties of them all,
	// and the truths of a made-up record may lie in different members.
	if merged := len(s.Properties) > 0; len(s.Variants) > 0 && !merged {
		variantFits(s, v, p, bad)
		return
	}
	if len(s.Types) > 1 {
		for _, t := range s.Types {
			if typeFits(t, v) {
				return
			}
		}
	}
	t := typeOf(s)
	if t == openapi.Any {
		return
	}
	if !typeFits(t, v) {
		bad("%s is no %s: %s", placeName(p), t, encode(nil, v, layouts[0]))
		return
	}
	switch v := v.(type) {
	case *object:
		objectFits(s, v, p, bad)
	case *array:
		for i, item := range v.items {
			treeFits(s.Items, item, append(append(path(nil), p...), index(i)), bad)
		}
	case string:
		if why := textFits(s, v); why != "" {
			bad("%s is %q: %s", placeName(p), v, why)
		}
	case number:
		if why := textFits(s, string(v)); why != "" {
			bad("%s is %s: %s", placeName(p), v, why)
		}
	}
}

func objectFits(s *openapi.Schema, o *object, p path, bad report) {
	for _, prop := range s.Properties {
		if _, ok := o.get(prop.Name); !ok && prop.Required {
			bad("%s has no %q", placeName(p), prop.Name)
		}
	}
	for _, m := range o.members {
		below := append(append(path(nil), p...), m.name)
		switch prop := s.Property(m.name); {
		case prop != nil:
			treeFits(prop.Schema, m.value, below, bad)
		case s.Additional != nil:
			treeFits(s.Additional, m.value, below, bad)
		case !s.Free:
			bad("%s: the document has no such property", placeName(below))
		}
	}
}

// variantFits wants one variant that v is of; where none is, it reports what is
// wrong with the one that comes nearest.
func variantFits(s *openapi.Schema, v any, p path, bad report) {
	type finding struct {
		format string
		args   []any
	}
	var least []finding
	for i, variant := range s.Variants {
		var found []finding
		treeFits(variant, v, p, func(format string, args ...any) { found = append(found, finding{format, args}) })
		if len(found) == 0 {
			return
		}
		if i == 0 || len(found) < len(least) {
			least = found
		}
	}
	for _, f := range least {
		bad(f.format, f.args...)
	}
}

func typeFits(t openapi.Type, v any) bool {
	switch v := v.(type) {
	case string:
		return t == openapi.String
	case bool:
		return t == openapi.Boolean
	case number:
		n, err := strconv.ParseFloat(string(v), 64)
		return t == openapi.Number || (t == openapi.Integer && err == nil && n == math.Trunc(n))
	case *object:
		return t == openapi.Object
	case *array:
		return t == openapi.Array
	}
	return false
}

func placeName(p path) string {
	if len(p) == 0 {
		return "the body"
	}
	out := ""
	for _, step := range p {
		if !isIndex(step) && out != "" {
			out += "."
		}
		out += step
	}
	return out
}
