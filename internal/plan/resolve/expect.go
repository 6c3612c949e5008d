package resolve

import (
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/model"
)

// expect resolves how a part of the messages is told from all of them.
func (r *resolver) expect() {
	if r.file.Expect == nil || !r.file.Expect.Total.Set() || !r.file.Expect.Of.Set() {
		return
	}
	if r.declared.plan.To != model.Root {
		r.diags.ErrorHint(r.file.Expect.Total.Pos, "P108", "remove it, or write it in the map of the conversation", "expect is for maps to %s", model.Root)
		return
	}
	if x := convert.ResolveExpect(r.context(nil, "Messages", r.file.Expect.Total.Pos), r.file.Expect); x != nil {
		r.declared.plan.Expect = x
	} else {
		r.failed = append(r.failed, "Messages")
	}
}
