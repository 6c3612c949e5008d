package requests

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Total warns of parameters of an operation that are neither sent nor listed as unset:
// what they leave to the API would go unnoticed. A property of the body counts like a
// parameter.
func (b *Builder) Total(op *openapi.Operation, pos diag.Pos, named fieldmap.Named) {
	known := b.known(op)
	for i, u := range named.Unset {
		switch at := slices.IndexFunc(named.Sent, func(s fieldmap.Text) bool { return covers(u.Value, s.Value) }); {
		case at >= 0:
			b.Diags.ErrorHint(u.Pos, "P210", "remove it from unset", "unset: parameter %q of %s is sent", u.Value, op.ID)
		case slices.ContainsFunc(named.Unset[:i], func(t fieldmap.Text) bool { return t.Value == u.Value }):
			b.Diags.ErrorHint(u.Pos, "P210", "keep one of the two", "unset: parameter %q of %s is listed twice", u.Value, op.ID)
		case slices.Contains(known, u.Value):
		case slices.ContainsFunc(op.Params, func(p *openapi.Parameter) bool { return p.Name == u.Value }):
			b.Diags.ErrorHint(u.Pos, "P210", "remove it", "unset: parameter %q of %s need not be listed: it carries the credential, is one of headers, or is a cookie", u.Value, op.ID)
		default:
			b.Diags.ErrorHint(u.Pos, "P210", "remove it", "unset: operation %s has no parameter %q%s", op.ID, u.Value, diag.Suggest(u.Value, known))
		}
	}
	var left []string
	for _, name := range known {
		if b.isRequired(op, name) || slices.Contains(b.hiding, wrong{op, name}) { // told on its own
			continue
		}
		covered := func(t fieldmap.Text) bool { return covers(name, t.Value) }
		if !slices.ContainsFunc(named.Sent, covered) && !slices.ContainsFunc(named.Unset, covered) {
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		b.Diags.WarnHint(pos, "P210", "send what the list of conversations depends on, and add `unset: ["+strings.Join(written(left), ", ")+"]` for what the API's own default is right for",
			"operation %s: neither sent nor listed under unset: %s", op.ID, strings.Join(left, ", "))
	}
}

// written are names as a list of YAML in brackets has them.
func written(names []string) []string {
	out := slices.Clone(names)
	for i, name := range out {
		if name == "" || strings.ContainsAny(name, "[]{},:#&*!|>'\"%@` ") {
			out[i] = "'" + strings.ReplaceAll(name, "'", "''") + "'"
		}
	}
	return out
}

func (b *Builder) isRequired(op *openapi.Operation, name string) bool {
	return slices.ContainsFunc(op.Params, func(p *openapi.Parameter) bool { return p.Name == name && p.Required }) ||
		op.Body != nil && op.Body.Schema != nil && slices.ContainsFunc(op.Body.Schema.Properties, func(p *openapi.Property) bool { return p.Name == name && p.Required })
}

// known are the names of the parameters that a field map can send, and of the body's
// properties.
func (b *Builder) known(op *openapi.Operation) []string {
	var out []string
	for _, p := range op.Params {
		always := slices.ContainsFunc(b.File.Headers, func(h fieldmap.Pair) bool { return p.In == "header" && strings.EqualFold(h.Key.Value, p.Name) })
		if p.In != "cookie" && !always && !b.credential(op, p) {
			out = append(out, p.Name)
		}
	}
	if op.Body != nil && op.Body.Schema != nil {
		for _, p := range op.Body.Schema.Properties {
			out = append(out, p.Name)
		}
	}
	return out
}

// covers reports whether a name that is sent is that of a parameter or a property, or
// of what is in it.
func covers(param, sent string) bool {
	return strings.EqualFold(param, sent) || Under(sent, param) || Under(strings.ReplaceAll(sent, `\\`, ""), param)
}
