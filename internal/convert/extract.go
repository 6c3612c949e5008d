package convert

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

func extract() Conversion {
	return Conversion{
		Keys:    []string{"regex"},
		Summary: "The first group that a regular expression (Go's syntax) matches in the text, or all that it matches where it has no group. No match gives no value.",
		Example: `{from: caller_uri, regex: "^tel:(.+)$"}`,
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			text, pos, ok := scalarAt(c, v, "regex")
			if !ok {
				return nil
			}
			if !validPattern(c, pos, text) {
				return nil
			}
			if in.Type().Kind != Text {
				return c.errorf(pos, "P102", "", "regex works on text, and %s is %s", in.Describe(), typeOf(in))
			}
			return Extract{in, text}
		},
	}
}

// validPattern reports text that is not a regular expression.
func validPattern(c *Context, pos diag.Pos, text string) bool {
	if text == "" {
		c.errorf(pos, "P110", "", "the regular expression is empty")
		return false
	}
	if _, err := regexp.Compile(text); err != nil {
		c.errorf(pos, "P110", "Go's syntax is that of RE2", "%q is not a regular expression: %s", text, RegexpFault(err))
		return false
	}
	return true
}

// RegexpFault is what is wrong with a regular expression, in short.
func RegexpFault(err error) string {
	var fault *syntax.Error
	if errors.As(err, &fault) {
		return fmt.Sprintf("%s in %q", fault.Code, fault.Expr)
	}
	return err.Error()
}

// Extract is a part of a text.
type Extract struct {
	In      Expr
	Pattern string
}

// Type is text.
func (x Extract) Type() Type { return Type{Kind: Text} }

// Reads are those of the text.
func (x Extract) Reads() []Path { return x.In.Reads() }

// Emit matches with an expression that the package compiles once.
func (x Extract) Emit(e *Emitter) *jen.Statement {
	return call("Extract", x.In.Emit(e), jen.Id(e.pattern(x.Pattern)))
}

// pattern is the name of a regular expression that the package compiles once.
func (e *Emitter) pattern(pattern string) string {
	return e.Decls.fn("regex "+pattern, e.Map+"Pattern", func(name string) jen.Code {
		return jen.Comment(name+" matches a text that the field map looks at.").Line().
			Var().Id(name).Op("=").Qual("regexp", "MustCompile").Call(jen.Lit(pattern))
	})
}

// Describe names the text.
func (x Extract) Describe() string { return "part of " + x.In.Describe() }
