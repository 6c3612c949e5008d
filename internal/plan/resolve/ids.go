package resolve

import (
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

const ownID = "map the property that tells the record from all others"

// identities reports what does not tell a conversation from all others. A record
// without an ID is an error, and one with the ID of another is a duplicate of it.
func (b *builder) identities() {
	for _, d := range b.maps {
		if d.plan.To != model.Root || b.unresolved(d.plan, "ID") {
			continue
		}
		f := d.plan.Field("ID")
		if f == nil {
			for _, a := range d.file.Absent {
				if a.Value == "ID" {
					b.diags.ErrorHint(a.Pos, "P116", ownID, "a record without an ID is an error, so that this map gives nothing")
				}
			}
			continue
		}
		b.ownValue(d.position("ID"), d.plan, f.Expr)
	}
}

// ownValue reports a value that records share, or that no operation takes.
func (b *builder) ownValue(pos diag.Pos, m *plan.Map, e convert.Expr) {
	switch x := e.(type) {
	case convert.Coerced:
		b.ownValue(pos, m, x.In)
	case convert.Coalesce:
		for _, value := range x.Values {
			b.ownValue(pos, m, value)
		}
	case convert.Constant:
		b.diags.ErrorHint(pos, "P116", ownID, "ID: %q is the same for every record", x.Text)
	case convert.Default:
		b.diags.ErrorHint(pos, "P116", "remove default: a record without an ID is told of as such", "ID: all records without one would have the ID %q", x.Text)
	case convert.Template:
		if op := b.asksByID(m); op != nil {
			b.diags.ErrorHint(pos, "P116", "map the property whose value "+op.ID+" takes, and carry the other values under attributes", "ID: it is made of several values, and operation %s is asked by it", op.ID)
		}
	case convert.Path:
		if s := x.Leaf.Schema; s.Type == openapi.Boolean || len(s.Enum) > 0 {
			b.diags.ErrorHint(pos, "P116", ownID, "ID: %s has a few values, which records share", x.Describe())
			return
		}
		b.idsAgree(pos, m, x)
	}
}

// asksByID gives an operation that is asked by the IDs of a map's records; nil where
// none is.
func (b *builder) asksByID(m *plan.Map) *openapi.Operation {
	for _, use := range b.askedByID(m) {
		return use.Op
	}
	return nil
}

// idUse is an operation with the parameter that takes an ID.
type idUse struct {
	Op    *openapi.Operation
	Param *openapi.Parameter
}

func (b *builder) askedByID(m *plan.Map) []idUse {
	var out []idUse
	for _, s := range b.plan.Sources {
		if s.List == nil || s.List.Map != m {
			continue
		}
		if s.Get != nil && s.Get.ID != nil {
			out = append(out, idUse{s.Get.Op, s.Get.ID})
		}
		if s.Messages != nil && s.Messages.ID != nil {
			out = append(out, idUse{s.Messages.Op, s.Messages.ID})
		}
	}
	return out
}

// idsAgree reports a parameter that cannot take the IDs of the records of a list.
func (b *builder) idsAgree(pos diag.Pos, m *plan.Map, id convert.Path) {
	for _, use := range b.askedByID(m) {
		have, takes := id.Leaf.Schema, use.Param.Schema
		number := have.Type == openapi.Integer || have.Type == openapi.Number
		if takes.Type == openapi.Integer && have.Format == "uuid" || number && takes.Format == "uuid" {
			b.diags.ErrorHint(pos, "P116", "map the property whose value it takes; correct the document in an overlay where it is wrong", "ID: %s is not of the type or format of parameter %q, by which operation %s is asked", id.Describe(), use.Param.Name, use.Op.ID)
		}
	}
}
