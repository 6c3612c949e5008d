package fieldmap

import (
	"regexp"
	"slices"

	"github.com/parlancehq/parlance/internal/diag"
)

// scopeName keeps names of variables that are made of it apart.
var scopeName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$`)

// parseScope reads the values that a user gives when opening the provider.
func parseScope(v *Value, diags *diag.List) []*Scope {
	o := Open(v, "scope", diags)
	var out []*Scope
	for _, e := range o.Value.Entries {
		if !scopeName.MatchString(e.Key.Value) {
			diags.ErrorHint(e.Key.Pos, "F103", "use lower-case words with _ between them, such as account_id", "the scope %q has a name that cannot stand in code", e.Key.Value)
			continue
		}
		s := &Scope{Name: e.Key}
		out = append(out, s)
		if e.Value.Null {
			continue
		}
		so := Open(e.Value, "scope "+e.Key.Value, diags)
		s.Description = so.Text("description")
		s.Required = so.Bool("required")
		s.Default = so.Text("default")
		so.Close()
	}
	return out
}

// scoped notes that an operation sends a value of the scope, and reports one that the
// scope does not have.
func (f *File) scoped(name, param Text, diags *diag.List) (known bool) {
	var names []string
	for _, s := range f.Scope {
		names = append(names, s.Name.Value)
		if s.Name.Value != name.Value {
			continue
		}
		if !slices.ContainsFunc(s.Params, func(p Text) bool { return p.Value == param.Value }) {
			s.Params = append(s.Params, param)
		}
		return true
	}
	diags.ErrorHint(name.Pos, "F106", "add `scope: {"+name.Value+": {description: ...}}` at the top, so that the user gives it", "the scope has no %q%s", name.Value, diag.Suggest(name.Value, names))
	return false
}
