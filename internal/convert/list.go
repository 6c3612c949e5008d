package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
)

// List is a list of texts, each from a place of its own; the missing ones are
// left out. In the field map it is a plain YAML list.
type List struct{ Values []Expr }

func resolveList(c *Context, v *fieldmap.Value) Expr {
	want := c.want()
	if want.Kind != model.Slice || want.Elem.Kind != model.String {
		return c.errorf(v.Pos, "P102", "for the first of several values write {coalesce: [...]}", "a list of values goes only into a list of text")
	}
	if !onceEach(c, v) {
		return nil
	}
	var out List
	for _, item := range v.Items {
		e := resolve(c, item)
		if e == nil {
			return nil
		}
		if e = coerceText(e); e.Type().Kind != Text {
			return c.errorf(item.Pos, "P102", "", "%s is %s, not text", e.Describe(), typeOf(e))
		}
		out.Values = append(out.Values, e)
	}
	if len(out.Values) == 0 {
		return c.errorf(v.Pos, "P110", "list the field under absent instead", "the list is empty")
	}
	return out
}

// Type is a list of text.
func (l List) Type() Type { return Type{Kind: Texts} }

// Reads are those of all values.
func (l List) Reads() []Path { return readsOf(l.Values) }

// Emit collects.
func (l List) Emit(e *Emitter) *jen.Statement {
	var args []jen.Code
	for _, v := range l.Values {
		args = append(args, v.Emit(e))
	}
	return call("Collect", args...)
}

// Describe joins the values.
func (l List) Describe() string { return describeAll(l.Values, ", ") }
