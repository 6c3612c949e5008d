// Package requests resolves what requests are made of: the operations that a
// field map names, their parameters and bodies, what is always sent with them, and
// how they are authenticated. It knows nothing of maps.
package requests

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// Builder resolves what requests are made of. It needs its four exported fields;
// what it finds wrong goes to Diags.
type Builder struct {
	Doc   *openapi.Document
	File  *fieldmap.File
	Plan  *plan.Plan // gets the operations in use, what authenticates them, headers and scope
	Diags *diag.List

	// inBody are the properties of request bodies that are set like parameters.
	inBody map[*openapi.Operation][]*openapi.Parameter
	scopes map[*plan.Scope]bool // an operation requires a parameter that takes it
	wrong  []wrong
	hiding []wrong // parameters with a default that is reported
}

// wrong is a parameter whose value is reported, and which is not missing as well.
type wrong struct {
	op   *openapi.Operation
	name string
}

// isWrong reports whether the value of a parameter with such a name is reported.
func (b *Builder) isWrong(op *openapi.Operation, is func(name string) bool) bool {
	return slices.ContainsFunc(b.wrong, func(w wrong) bool { return w.op == op && is(w.name) })
}

// Operation finds an operation and notes that it is in use.
func (b *Builder) Operation(id fieldmap.Text) *openapi.Operation {
	if !id.Set() {
		return nil
	}
	op := b.Doc.Operation(id.Value)
	if op == nil {
		var ids []string
		for _, o := range b.Doc.Operations {
			ids = append(ids, o.ID)
		}
		hint := "the document has no operation to list"
		if len(ids) > 20 {
			hint = ""
		} else if len(ids) > 0 {
			hint = "the document has " + strings.Join(ids, ", ")
		}
		for _, o := range b.Doc.Operations {
			if path := id.Value[strings.IndexByte(id.Value, ' ')+1:]; path == o.Path && strings.HasPrefix(o.Method+" ", id.Value[:len(id.Value)-len(path)]) {
				b.Diags.ErrorHint(id.Pos, "P201", "operations are named by their operationId, which is "+o.ID+" here", "no operation %q in %s", id.Value, b.Doc.File)
				return nil
			}
		}
		b.Diags.ErrorHint(id.Pos, "P201", hint, "no operation %q in %s%s", id.Value, b.Doc.File, diag.Suggest(id.Value, ids))
		return nil
	}
	if op.Body != nil && (op.Body.Schema == nil || op.Body.Schema.Type != openapi.Object) {
		b.Diags.ErrorHint(id.Pos, "P201", "name an operation without one, or whose body is a JSON object", "operation %s takes a request body that a field map cannot fill", op.ID)
		return nil
	}
	if success := op.Success(); success == nil || success.Schema == nil {
		b.Diags.ErrorHint(id.Pos, "P201", "declare its answer in the document, or in an overlay", "operation %s declares no JSON answer of status 2xx", op.ID)
		return nil
	}
	if !slices.Contains(b.Plan.Operations, op) {
		b.Plan.Operations = append(b.Plan.Operations, op)
		slices.SortFunc(b.Plan.Operations, func(x, y *openapi.Operation) int {
			return slices.Index(b.Doc.Operations, x) - slices.Index(b.Doc.Operations, y)
		})
	}
	return op
}

// Param finds a parameter of an operation at one of the places.
func (b *Builder) Param(op *openapi.Operation, name fieldmap.Text, places ...string) *openapi.Parameter {
	if !name.Set() {
		return nil // reported as missing
	}
	var have []string
	for _, p := range op.Params {
		if !slices.Contains(places, p.In) {
			continue
		}
		switch {
		case p.Name == name.Value && b.credential(op, p):
			b.Diags.ErrorHint(name.Pos, "P203", "remove it here", "parameter %q carries the credential, which the user of the provider gives", p.Name)
			return nil
		case p.Name == name.Value && p.Style == "deepObject":
			b.Diags.ErrorHint(name.Pos, "P202", "declare its members as parameters of their own in an overlay, such as "+p.Name+"[status]", "parameter %q of %s is an object that is spread over the query (deepObject)", p.Name, op.ID)
			return nil
		case p.Name == name.Value:
			return p
		}
		have = append(have, p.Name)
	}
	if slices.Contains(places, "query") && op.Body != nil {
		p, names := b.bodyParam(op, name.Value)
		if p != nil {
			return p
		}
		if b.noBodyParam(op, name) {
			return nil
		}
		have = append(have, names...)
		places = append(slices.Clone(places), "body")
	}
	hint := "the operation has none"
	if len(have) > 0 {
		hint = "the operation has " + strings.Join(have, ", ")
	}
	b.Diags.ErrorHint(name.Pos, "P202", hint, "operation %s has no %s parameter %q%s", op.ID, either(places), name.Value, diag.Suggest(name.Value, have))
	return nil
}

// either is "a, b or c".
func either(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
