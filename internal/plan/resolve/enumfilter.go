package resolve

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// inversion collects what an enum filter sends for each value of the model.
type inversion struct {
	*builder
	file  *fieldmap.Filter
	param *openapi.Parameter
	enum  *model.Enum
	takes *openapi.Schema // of one value of the parameter
	many  bool            // the parameter takes several values
	sends map[string][]string
}

// enumFilter finds which values of the model can be sent.
func (b *builder) enumFilter(l *plan.List, out *plan.Filter, f *fieldmap.Filter) {
	in := &inversion{
		builder: b, file: f, param: out.Param, enum: b.model.Enums[out.Query.Type.Named],
		takes: out.Param.Schema, sends: map[string][]string{},
	}
	if in.takes.Type == openapi.Array && in.takes.Items != nil {
		in.takes, in.many = in.takes.Items, true
	}
	if in.takes.Type != openapi.String {
		b.diags.ErrorHint(f.Param.Pos, "P208", "name another, or mend its type in an overlay", "filter %s: parameter %q is of %s, and the values are text", f.Name.Value, out.Param.Name, requests.TypeName(in.takes))
		return
	}
	field := b.compared(l.Map, out.Query)
	switch {
	case field == nil && b.unresolved(l.Map, out.Query.Fields...):
		return
	case field == nil:
		b.diags.ErrorHint(f.Name.Pos, "P208", "map "+strings.Join(out.Query.Fields, " or ")+", or leave the filter out", "filter %s: the records do not fill what it compares, so values that are not sent could not be told apart", f.Name.Value)
		return
	case f.Values != nil:
		in.given()
	case !in.invert(field):
		return
	}
	for _, v := range in.enum.Values {
		if send := in.sends[v.Text]; len(send) == 1 || len(send) > 1 && in.many {
			out.Values = append(out.Values, plan.FilterValue{Const: v.Const, Text: v.Text, Send: send})
		}
	}
	if len(out.Values) == 0 {
		b.diags.ErrorHint(f.Name.Pos, "P208", "leave it out: it is then applied to what the provider returns", "filter %s: there is no value of the model that one value of parameter %q answers", f.Name.Value, out.Param.Name)
	}
}

func (in *inversion) allowed(text string) bool {
	return len(in.takes.Enum) == 0 || slices.Contains(in.takes.Enum, text)
}

// given takes the values that the field map gives itself.
func (in *inversion) given() {
	for _, pair := range in.file.Values {
		key, value := pair.Key.Value, pair.Value.Value
		if in.enum.Value(key) == nil {
			var texts []string
			for _, v := range in.enum.Values {
				texts = append(texts, v.Text)
			}
			in.diags.ErrorHint(pair.Key.Pos, "P208", "it has "+strings.Join(texts, ", "), "%s has no value %q%s", in.enum.Name, key, diag.Suggest(key, texts))
		}
		if !in.allowed(value) {
			in.diags.ErrorHint(pair.Value.Pos, "P208", "it has "+strings.Join(in.takes.Enum, ", "), "parameter %q has no value %q%s", in.param.Name, value, diag.Suggest(value, in.takes.Enum))
		}
		in.sends[key] = append(in.sends[key], value)
	}
}

// invert collects for each model value the provider's values that become it. A
// model value that also arises from something else is left out: sending only
// what the parameter takes would lose records.
func (in *inversion) invert(field *plan.Field) bool {
	em, ok := field.Expr.(convert.EnumMap)
	if ok {
		_, fallback := em.In.(convert.Default)
		_, plain := em.In.(convert.Path)
		ok = plain || fallback
	}
	if !ok {
		in.diags.ErrorHint(in.file.Name.Pos, "P208", "add `values: {<model value>: <parameter value>}`", "filter %s: %s is not an enum map of one property, which could be inverted", in.file.Name.Value, field.Name)
		return false
	}
	for _, k := range em.Cases {
		in.sends[k.Model] = append(in.sends[k.Model], k.Text)
	}
	for _, value := range in.elsewhere(em) {
		delete(in.sends, value)
	}
	return true
}

// elsewhere gives the model values that texts become which cannot be sent: those
// that the parameter does not take, undocumented ones, and a missing one that
// has a default.
func (in *inversion) elsewhere(em convert.EnumMap) []string {
	var out []string
	fallback, _ := em.In.(convert.Default)
	for _, k := range em.Cases {
		_, defaulted := em.In.(convert.Default)
		if !in.allowed(k.Text) || defaulted && k.Text == fallback.Text {
			out = append(out, k.Model)
		}
	}
	for _, v := range in.enum.Values {
		if v.Const == em.Unknown {
			out = append(out, v.Text)
		}
	}
	return out
}
