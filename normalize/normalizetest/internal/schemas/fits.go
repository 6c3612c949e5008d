package schemas

import (
	"math"
	"strconv"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

type Report func(format string, args ...any)

// Fits reports where a JSON value is not of the schema. Undeclared
// properties are reported unless the schema allows them: a client has no
// business to send, nor an example to show, what is not documented.
func Fits(s *openapi.Schema, v any, p jsontree.Path, bad Report) {
	if s == nil {
		return
	}
	if v == nil {
		if !s.Nullable && TypeOf(s) != openapi.Any {
			bad("%s is null", jsontree.PlaceName(p))
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
	t := TypeOf(s)
	if t == openapi.Any {
		return
	}
	if !typeFits(t, v) {
		bad("%s is not of type %s: %s", jsontree.PlaceName(p), t, jsontree.Encode(nil, v, jsontree.Layouts[0]))
		return
	}
	switch v := v.(type) {
	case *jsontree.Object:
		objectFits(s, v, p, bad)
	case *jsontree.Array:
		for i, item := range v.Items {
			Fits(s.Items, item, append(append(jsontree.Path(nil), p...), jsontree.Index(i)), bad)
		}
	case string:
		if why := TextFits(s, v); why != "" {
			bad("%s is %q: %s", jsontree.PlaceName(p), v, why)
		}
	case jsontree.Number:
		if why := TextFits(s, string(v)); why != "" {
			bad("%s is %s: %s", jsontree.PlaceName(p), v, why)
		}
	}
}

func objectFits(s *openapi.Schema, o *jsontree.Object, p jsontree.Path, bad Report) {
	for _, prop := range s.Properties {
		if _, ok := o.Get(prop.Name); !ok && prop.Required {
			bad("%s has no %q", jsontree.PlaceName(p), prop.Name)
		}
	}
	for _, m := range o.Members {
		below := append(append(jsontree.Path(nil), p...), m.Name)
		switch prop := s.Property(m.Name); {
		case prop != nil:
			Fits(prop.Schema, m.Value, below, bad)
		case s.Additional != nil:
			Fits(s.Additional, m.Value, below, bad)
		case !s.Free:
			bad("%s: the document has no such property", jsontree.PlaceName(below))
		}
	}
}

// variantFits wants one variant that v is of; where none is, it reports what is
// wrong with the one that comes nearest.
func variantFits(s *openapi.Schema, v any, p jsontree.Path, bad Report) {
	type finding struct {
		format string
		args   []any
	}
	var least []finding
	for i, variant := range s.Variants {
		var found []finding
		Fits(variant, v, p, func(format string, args ...any) { found = append(found, finding{format, args}) })
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
	case jsontree.Number:
		n, err := strconv.ParseFloat(string(v), 64)
		return t == openapi.Number || (t == openapi.Integer && err == nil && n == math.Trunc(n))
	case *jsontree.Object:
		return t == openapi.Object
	case *jsontree.Array:
		return t == openapi.Array
	}
	return false
}
