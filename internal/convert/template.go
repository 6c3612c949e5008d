package convert

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func template() Conversion {
	return Conversion{
		Keys:    []string{"template"},
		Source:  true,
		Summary: "Text with paths in braces. What is missing is left out, with the white space around it; where all is missing there is no value.",
		Example: `{template: "{first_name} {last_name}"}`,
		Resolve: resolveTemplate,
	}
}

// Template joins texts.
type Template struct {
	Text   string
	Around []string // literal text before, between and after Parts
	Parts  []Expr
}

func resolveTemplate(c *Context, v *fieldmap.Value, _ Expr) Expr {
	text, pos, ok := scalarAt(c, v, "template")
	if !ok {
		return nil
	}
	t := Template{Text: text}
	rest := text
	for {
		before, after, open := strings.Cut(rest, "{")
		t.Around = append(t.Around, before)
		if !open {
			break
		}
		path, tail, closed := strings.Cut(after, "}")
		if !closed {
			return c.errorf(pos, "P110", "close it with }", "the template has a { without a }")
		}
		part := resolvePath(c, pos, path)
		if part == nil {
			return nil
		}
		if part = coerceText(part); part.Type().Kind != Text {
			return c.errorf(pos, "P102", "", "a template joins text, and %s is %s", part.Describe(), typeOf(part))
		}
		t.Parts = append(t.Parts, part)
		rest = tail
	}
	if len(t.Parts) == 0 {
		return c.errorf(pos, "P110", "write a constant as {const: ...}", "the template has no path in braces")
	}
	return t
}

// Type is text.
func (t Template) Type() Type { return Type{Kind: Text} }

// Reads are those of the parts.
func (t Template) Reads() []Path { return readsOf(t.Parts) }

// Emit joins at run time.
func (t Template) Emit(e *Emitter) *jen.Statement {
	var around []jen.Code
	for _, a := range t.Around {
		around = append(around, jen.Lit(a))
	}
	args := []jen.Code{jen.Index().String().Values(around...)}
	for _, p := range t.Parts {
		args = append(args, p.Emit(e))
	}
	return call("Template", args...)
}

// Describe is the template.
func (t Template) Describe() string { return t.Text }
