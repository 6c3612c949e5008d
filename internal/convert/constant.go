package convert

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
)

func constant() Conversion {
	return Conversion{
		Keys:    []string{"const"},
		Source:  true,
		Summary: "Always the same value: text, a number, a boolean, or a value of the model's enum.",
		Example: "{const: phone}",
		Resolve: func(c *Context, v *fieldmap.Value, _ Expr) Expr {
			text, pos, ok := scalarAt(c, v, "const")
			if !ok {
				return nil
			}
			return resolveConstant(c, pos, text)
		},
	}
}

// Constant is a value that the field map gives itself.
type Constant struct {
	Of   Type
	Text string
	Code func() *jen.Statement
}

func resolveConstant(c *Context, pos diag.Pos, text string) Expr {
	want := c.want()
	switch want.Kind {
	case model.String:
		return Constant{Type{Kind: Text}, text, func() *jen.Statement { return jen.Lit(text) }}
	case model.Bool:
		if text == "true" || text == "false" {
			return Constant{Type{Kind: Bool}, text, func() *jen.Statement { return jen.Lit(text == "true") }}
		}
	case model.Int:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return Constant{Type{Kind: Int}, text, func() *jen.Statement { return jen.Int64().Call(jen.Lit(int(n))) }}
		}
	case model.Float:
		if f, err := strconv.ParseFloat(text, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return Constant{Type{Kind: Float}, text, func() *jen.Statement { return jen.Float64().Call(jen.Lit(f)) }}
		}
	case model.JSON:
		quoted, err := json.Marshal(text)
		if err != nil {
			break
		}
		return Constant{Type{Kind: JSON}, text, func() *jen.Statement {
			return jen.Qual("encoding/json", "RawMessage").Call(jen.Lit(string(quoted)))
		}}
	case model.EnumRef:
		if name := enumConst(c, pos, want.Named, text); name != "" {
			return Constant{Type{Kind: Enum, Name: want.Named}, text, func() *jen.Statement { return jen.Qual(Normalize, name) }}
		}
		return nil
	}
	return c.errorf(pos, "P102", "", "%q cannot be a constant of type %s", text, want)
}

// enumConst gives the Go constant for the text of a model enum. also are other
// words that may stand there, for the hint.
func enumConst(c *Context, pos diag.Pos, enum, text string, also ...string) string {
	def := c.Model.Enums[enum]
	texts := also
	for _, value := range def.Values {
		if value.Text == text {
			return value.Const
		}
		texts = append(texts, value.Text)
	}
	c.errorf(pos, "P108", "one of "+strings.Join(texts, ", "), "%s has no value %q%s", enum, text, diag.Suggest(text, texts))
	return ""
}

// Type is the target's.
func (k Constant) Type() Type { return k.Of }

// Reads is empty.
func (k Constant) Reads() []Path { return nil }

// Emit wraps the value.
func (k Constant) Emit(*Emitter) *jen.Statement { return call("Some", k.Code()) }

// Describe says that it is constant.
func (k Constant) Describe() string { return "const " + k.Text }
