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
	told  map[string]bool // values of the model of which something is reported
}

// enumFilter finds which values of the model can be sent.
func (b *builder) enumFilter(l *plan.List, out *plan.Filter, f *fieldmap.Filter) {
	in := &inversion{
		builder: b, file: f, param: out.Param, enum: b.model.Enums[out.Query.Type.Named],
		takes: out.Param.Schema, sends: map[string][]string{}, told: map[string]bool{},
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
		in.given(field)
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

// given takes the values that the field map gives itself, for those of the model
// of which they are all that is meant.
func (in *inversion) given(field *plan.Field) {
	means := map[string]string{} // by a value of the parameter, the model's
	for _, pair := range in.file.Values {
		key, value := pair.Key.Value, pair.Value.Value
		if in.enum.Value(key) == nil {
			var texts []string
			for _, v := range in.enum.Values {
				texts = append(texts, v.Text)
			}
			in.diags.ErrorHint(pair.Key.Pos, "P208", "it has "+strings.Join(texts, ", "), "%s has no value %q%s", in.enum.Name, key, diag.Suggest(key, texts))
			in.told[key] = true
		}
		if !in.allowed(value) {
			in.diags.ErrorHint(pair.Value.Pos, "P208", "it has "+strings.Join(in.takes.Enum, ", "), "parameter %q has no value %q%s", in.param.Name, value, diag.Suggest(value, in.takes.Enum))
		}
		switch other, again := means[value]; {
		case again && other == key:
			in.diags.ErrorHint(pair.Value.Pos, "P208", "keep one of the two", "filter %s: %q stands for %s twice", in.file.Name.Value, value, key)
			continue
		case again:
			in.refuse(pair.Value.Pos, key, "%q stands for %s as well, whose records would come too", value, other)
		case len(in.sends[key]) > 0 && !in.many:
			in.refuse(pair.Value.Pos, key, "parameter %q takes one value", in.param.Name)
		}
		means[value] = key
		in.sends[key] = append(in.sends[key], value)
	}
	if em, ok := field.Expr.(convert.EnumMap); ok {
		in.complete(em)
	}
}

// refuse reports a value of the model that cannot be asked for with what the field
// map gives for it.
func (in *inversion) refuse(pos diag.Pos, key, format string, args ...any) {
	in.told[key] = true
	in.diags.ErrorHint(pos, "P208", "leave "+key+" out of values: it is then applied to what the provider returns",
		"filter %s: %s: "+format, append([]any{in.file.Name.Value, key}, args...)...)
}

// complete reports values of the model that no record has, and values that the
// parameter and the records have in common: the records may have others of the same
// meaning, which would not come, or give them another meaning.
func (in *inversion) complete(em convert.EnumMap) {
	meaning := map[string]string{}
	means := map[string][]string{}
	for _, k := range em.Cases {
		meaning[k.Text] = k.Model
		means[k.Model] = append(means[k.Model], k.Text)
	}
	elsewhere := in.elsewhere(em)
	for _, pair := range in.file.Values {
		key, value := pair.Key.Value, pair.Value.Value
		text, shared := meaning[value]
		missing := slices.DeleteFunc(slices.Clone(means[key]), func(t string) bool { return slices.Contains(in.sends[key], t) })
		switch {
		case in.told[key]:
		case shared && text == "":
			in.refuse(pair.Value.Pos, key, "the map takes %q for nothing", value)
		case shared && text != key:
			in.refuse(pair.Value.Pos, key, "the map takes %q for %s", value, text)
		case len(means[key]) == 0 && !slices.Contains(elsewhere, key):
			in.refuse(pair.Key.Pos, key, "the map takes nothing for it")
		case shared && len(missing) > 0 && in.many && !slices.ContainsFunc(missing, func(t string) bool { return !in.allowed(t) }):
			in.told[key] = true
			in.diags.ErrorHint(pair.Value.Pos, "P208", "write `"+key+": ["+strings.Join(append(slices.Clone(in.sends[key]), missing...), ", ")+"]`",
				"filter %s: %s: the map takes %s for it as well, and these records would not come", in.file.Name.Value, key, strings.Join(missing, ", "))
		case shared && len(missing) > 0:
			in.refuse(pair.Value.Pos, key, "the map takes %s for it as well, and these records would not come", strings.Join(missing, ", "))
		case shared && slices.Contains(elsewhere, key):
			in.refuse(pair.Value.Pos, key, "the map takes undocumented values, or a missing one, for it as well, and these records would not come")
		}
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
