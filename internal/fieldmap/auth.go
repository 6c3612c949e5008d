package fieldmap

import "github.com/parlancehq/parlance/internal/diag"

// parseAuth reads the one key of auth.
func parseAuth(v *Value, diags *diag.List) *Auth {
	o := Open(v, "auth", diags)
	a := &Auth{Pos: v.Pos}
	found := 0
	for _, kind := range []string{"header", "query"} {
		if o.Take(kind) == nil {
			continue
		}
		a.Kind, a.Param = kind, o.Text(kind)
		found++
	}
	for _, kind := range []string{"bearer", "basic"} {
		at := o.Take(kind)
		if at == nil {
			continue
		}
		if yes := o.Bool(kind); yes != nil && !*yes {
			diags.ErrorHint(at.Pos, "F103", "leave it out", "auth: %s: only true says anything", kind)
		}
		a.Kind = kind
		found++
	}
	o.Close()
	if found != 1 && !o.bad {
		diags.ErrorHint(v.Pos, "F103", "write one of header or query (each with a name), bearer: true, basic: true", "auth has %s, and it is one thing",
			map[bool]string{true: "none of its keys", false: "several keys"}[found == 0])
		return nil
	}
	return a
}
