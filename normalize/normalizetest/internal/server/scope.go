package server

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Scope are the options with a value for everything that the field map has the
// user give.
func (f *Fake) Scope() []normalize.Option {
	var opts []normalize.Option
	for _, s := range f.Decl.File.Scope {
		opts = append(opts, normalize.WithScope(s.Name.Value, f.ScopeValue(s)))
	}
	return opts
}

// ScopeValue is the value that requests have to carry: where it can be any text,
// one that is hard to put into a path or a query.
func (f *Fake) ScopeValue(s *fieldmap.Scope) string {
	var all []*openapi.Schema
	for _, op := range f.operations() {
		for _, name := range s.Params {
			schema := schemas.OfParam(op, name.Value)
			if schema != nil && schema.Items != nil {
				schema = schema.Items
			}
			if schema != nil {
				all = append(all, schema)
			}
		}
	}
	return synth.ParamText(all)
}

// operations are those that the field map uses.
func (f *Fake) operations() []*openapi.Operation {
	var out []*openapi.Operation
	for _, s := range f.Served {
		all := []*openapi.Operation{s.List, s.Get, s.Messages}
		for _, n := range s.Needs() {
			all = append(all, n.Op)
		}
		for _, op := range all {
			if op != nil && !slices.Contains(out, op) {
				out = append(out, op)
			}
		}
	}
	return out
}

// checkScope checks that the request has the values that the user gave.
func (f *Fake) checkScope(r *request, bad schemas.Report) {
	if r.query.Has(LinkParam) {
		return // the link that the fake made stands for the whole query
	}
	for _, s := range f.Decl.File.Scope {
		want := f.ScopeValue(s)
		for _, name := range s.Params {
			if schemas.OfParam(r.operation, name.Value) == nil {
				continue
			}
			if got := strings.Join(r.params(name.Value), ", "); got != want {
				bad("the parameter %s of the scope %s is %q and not %q", name.Value, s.Name.Value, got, want)
			}
		}
	}
}
