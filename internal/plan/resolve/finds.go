package resolve

import (
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/model"
)

// finds resolves what the map finds in lists, each with those before it in reach.
func (r *resolver) finds() {
	m := r.declared.plan
	for _, f := range r.file.Finds {
		text := &model.FieldRef{Type: model.Type{Kind: model.String}}
		if x := convert.ResolveFind(r.context(text, "find "+f.Name.Value, f.Name.Pos), f); x != nil {
			m.Finds = append(m.Finds, x)
		} else {
			r.failed = append(r.failed, "find "+f.Name.Value)
		}
	}
}

// unusedFinds reports what is found and not read.
func (r *resolver) unusedFinds() {
	if len(r.failed) > 0 {
		return
	}
	for i, f := range r.declared.plan.Finds {
		if !f.Used {
			r.diags.ErrorHint(r.file.Finds[i].Name.Pos, "P114", "read it as @"+f.Name+", or remove it", "find %s: nothing reads it", f.Name)
		}
	}
}
