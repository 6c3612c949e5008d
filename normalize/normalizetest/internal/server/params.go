package server

import (
	"slices"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// paramsOf are the schemas of the parameters of a source that take ids.
func paramsOf(d *declared.Declarations, src *fieldmap.Source) synth.Params {
	var out synth.Params
	add := func(to *[]*openapi.Schema, operation, param fieldmap.Text) {
		op := d.Doc.Operation(operation.Value)
		if op == nil || !param.Set() {
			return
		}
		s := schemas.OfParam(op, param.Value)
		if s != nil && s.Items != nil {
			s = s.Items
		}
		if s != nil {
			*to = append(*to, s)
		}
	}
	var needs []*fieldmap.Need
	if get := src.Get; get != nil {
		add(&out.ID, get.Operation, get.ID)
		needs = get.Needs
	}
	if messages := src.Messages; messages != nil {
		add(&out.ID, messages.Operation, messages.ID)
		needs = slices.Concat(needs, messages.Needs)
	}
	for _, n := range needs {
		add(&out.ID, n.Operation, n.ID)
	}
	for _, f := range src.List.Filters {
		switch f.Name.Value {
		case "agent_id":
			add(&out.Agent, src.List.Operation, f.Param)
		case "participant_id":
			add(&out.Person, src.List.Operation, f.Param)
		}
	}
	return out
}
