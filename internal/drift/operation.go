package drift

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

func (w *walker) servers() {
	for _, s := range w.curated.Servers {
		at := diag.Pos{File: w.vendor.File}
		if len(w.vendor.Servers) > 0 {
			at = w.vendor.Servers[0].Pos
		}
		if !slices.ContainsFunc(w.vendor.Servers, func(v openapi.Server) bool { return v.URL == s.URL }) {
			w.add(Access, "servers", s.Pos, at, "the vendor's document has no server "+s.URL)
		}
	}
}

func (w *walker) operation(op *openapi.Operation) {
	i := slices.IndexFunc(w.vendor.Operations, func(v *openapi.Operation) bool { return v.Method == op.Method && v.Path == op.Path })
	if i < 0 {
		w.add(Operation, op.ID, op.Pos, diag.Pos{File: w.vendor.File}, "the vendor's document has no "+op.Method+" "+op.Path)
		w.passOperation(op)
		return
	}
	vendor := w.vendor.Operations[i]
	if op.ID != vendor.ID {
		w.add(Operation, op.ID, op.Pos, vendor.Pos, "the vendor's document calls it "+vendor.ID)
	}
	w.security(op, vendor)
	w.params(op, vendor)
	w.body(op, vendor)
	for _, answer := range op.Responses {
		w.answer(op, answer, vendor)
	}
}

func (w *walker) passOperation(op *openapi.Operation) {
	for _, p := range op.Params {
		w.pass(p.Schema)
	}
	if op.Body != nil {
		w.pass(op.Body.Schema)
	}
	for _, r := range op.Responses {
		w.pass(r.Schema)
	}
}

// security compares what a request needs: each way to authenticate must be one
// that the vendor takes.
func (w *walker) security(op, vendor *openapi.Operation) {
	here, there := ways(w.curated, op), ways(w.vendor, vendor)
	place := op.ID + ".security"
	switch more := without(here, there); {
	case len(more) > 0:
		w.add(Access, place, op.Pos, vendor.Pos, "the vendor's document does not say that it takes "+quoted(more))
	case len(here) == 0 && len(there) > 0:
		w.add(Access, place, op.Pos, vendor.Pos, "the vendor's document wants "+quoted(there))
	}
}

// ways describes the ways to authenticate an operation, whatever their schemes
// are called.
func ways(doc *openapi.Document, op *openapi.Operation) []string {
	var out []string
	for _, names := range op.Security {
		var parts []string
		for _, name := range names {
			for _, s := range doc.Schemes {
				if s.Name == name {
					parts = append(parts, strings.TrimSpace(string(s.Kind)+" "+s.Param))
				}
			}
		}
		slices.Sort(parts)
		out = append(out, strings.Join(parts, " with "))
	}
	return out
}

func (w *walker) params(op, vendor *openapi.Operation) {
	for _, p := range op.Params {
		place := op.ID + "." + p.In + "." + p.Name
		v := vendor.Param(p.Name, p.In)
		if v == nil {
			w.add(Parameter, place, p.Pos, vendor.Pos, "the vendor's document has no such parameter")
			w.pass(p.Schema)
			continue
		}
		if p.Required != v.Required {
			w.add(Required, place, p.Pos, v.Pos, either(p.Required, "required here, optional", "optional here, required")+" in the vendor's document")
		}
		if p.Style != v.Style || p.Explode != v.Explode && p.Schema.Type != openapi.String {
			w.add(Parameter, place, p.Pos, v.Pos, "the vendor's document has it sent in another style")
		}
		w.schema(p.Schema, v.Schema, side{place: place, pos: p.Pos, param: true})
	}
	for _, v := range vendor.Params {
		if v.Required && op.Param(v.Name, v.In) == nil {
			w.add(Parameter, op.ID+"."+v.In+"."+v.Name, op.Pos, v.Pos, "the vendor's document requires this parameter")
		}
	}
}

func (w *walker) body(op, vendor *openapi.Operation) {
	place := op.ID + ".body"
	switch here, there := op.Body, vendor.Body; {
	case here == nil && there == nil:
	case here == nil:
		if there.Required {
			w.add(Body, place, op.Pos, there.Pos, "the vendor's document requires a body")
		}
	case there == nil:
		w.add(Body, place, here.Pos, vendor.Pos, "the vendor's document has no body")
		w.pass(here.Schema)
	default:
		if here.Required != there.Required {
			w.add(Required, place, here.Pos, there.Pos, either(here.Required, "required here, optional", "optional here, required")+" in the vendor's document")
		}
		if here.Schema != nil && there.Schema == nil {
			w.add(Body, place, here.Pos, there.Pos, "the vendor's document has a body of another media type")
			w.pass(here.Schema)
		} else if here.Schema != nil {
			w.schema(here.Schema, there.Schema, side{place: place, pos: here.Pos, request: true})
		}
	}
}

func (w *walker) answer(op *openapi.Operation, here *openapi.Response, vendor *openapi.Operation) {
	place := op.ID + "." + here.Status
	there := response(vendor, here.Status)
	if there == nil {
		w.add(Answer, place, here.Pos, vendor.Pos, "the vendor's document declares no such answer")
		w.pass(here.Schema)
		return
	}
	for _, h := range here.Headers {
		name := place + ".header." + h.Name
		i := slices.IndexFunc(there.Headers, func(v *openapi.Parameter) bool { return strings.EqualFold(v.Name, h.Name) })
		if i < 0 {
			w.add(Answer, name, h.Pos, there.Pos, "the vendor's document has no such header")
			continue
		}
		w.schema(h.Schema, there.Headers[i].Schema, side{place: name, pos: h.Pos, param: true})
	}
	switch {
	case here.Schema == nil:
	case there.Schema == nil:
		w.add(Answer, place, here.Pos, there.Pos, "the vendor's document does not say what the answer holds")
		w.pass(here.Schema)
	default:
		w.schema(here.Schema, there.Schema, side{place: place, pos: here.Pos})
	}
}

// response gives the answer that is declared for a status, or for a class of them.
func response(op *openapi.Operation, status string) *openapi.Response {
	for _, want := range []string{status, status[:1] + "XX", "default"} {
		for _, r := range op.Responses {
			if r.Status == want {
				return r
			}
		}
	}
	return nil
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
