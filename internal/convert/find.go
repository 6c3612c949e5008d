package convert

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

// Find is the first element of a list whose values are those of the record: a
// join by key. Where there is none, all that is read of it is missing.
type Find struct {
	Name string
	List Path // of Records
	Keys []FindKey
	Used bool // something reads it
}

// FindKey is a text of the element and the text that it must be.
type FindKey struct {
	Key   Expr // in elementLeaves
	Value Expr
}

// Var is the variable that holds the element's leaves.
func (f *Find) Var() string { return "found" + strings.ToUpper(f.Name[:1]) + f.Name[1:] }

// ElementVar is the variable that holds an element while it is looked for.
func (f *Find) ElementVar() string { return elementLeaves }

// ResolveFind checks one entry of a map's finds; nil after it reported what is
// wrong.
func ResolveFind(c *Context, f *fieldmap.Find) *Find {
	c.In = ownLeaves
	at := c.locate(f.In.Pos, f.In.Value)
	if at == nil {
		return nil
	}
	if itemOf(c, f.In.Pos, at) == nil {
		return nil
	}
	out := &Find{Name: f.Name.Value, List: Path{at.record.Items(at.path, c.Field), at.in, at.from}}
	element := c.within(out.List.Leaf.Elem, elementLeaves)
	for _, e := range f.Where {
		if e.Value.Kind == fieldmap.Mapping && len(e.Value.Entries) == 1 && e.Value.Get("regex") != nil {
			c.errorf(e.Value.Pos, "P110", "patterns may stand in the conditions of match, and in where of a list", "the where of a find compares with a text, and takes no pattern")
			return nil
		}
		key, value := resolvePath(element, e.Key.Pos, e.Key.Value), resolve(c, e.Value)
		if key == nil || value == nil {
			return nil
		}
		k := FindKey{coerceText(key), coerceText(value)}
		if k.Key.Type().Kind != Text || k.Value.Type().Kind != Text {
			c.errorf(e.Key.Pos, "P102", "compare texts or numbers", "%s is %s, and %s is %s", key.Describe(), typeOf(key), value.Describe(), typeOf(value))
			return nil
		}
		out.Keys = append(out.Keys, k)
	}
	return out
}
