package fieldmap

import (
	"regexp"

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
		if e.Value.Kind == Scalar && !e.Value.Null {
			s.Params = []Text{{Value: e.Value.Text, Pos: e.Value.Pos}}
			continue
		}
		so := Open(e.Value, "scope "+e.Key.Value, diags)
		s.Params = so.RequiredTexts("param")
		s.Description = so.Text("description")
		s.Required = so.Bool("required")
		s.Default = so.Text("default")
		so.Close()
	}
	return out
}
