package adapter

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/client"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// request is the code that builds one operation's request.
type request struct {
	op     *openapi.Operation
	names  *client.Operation
	params *client.StructType
	body   []jen.Code
	with   []plan.Setting       // the other values of an element of the body that is appended
	inPath map[string]pathValue // of the path's parameters but the id
}

func (e *emitter) request(op *openapi.Operation) (*request, error) {
	r := &request{op: op, names: e.Index.Operation(op.GoName)}
	if r.names == nil {
		return nil, fmt.Errorf("the client has no request builder for operation %s", op.ID)
	}
	if r.names.Params != "" {
		r.params = e.Index.Structs[r.names.Params]
	}
	if r.params != nil {
		r.body = append(r.body, jen.Var().Id("params").Id(r.names.Params))
	}
	if op.Body != nil {
		r.body = append(r.body, jen.Var().Id("body").Qual(requestPkg, "JSONBody"))
		if !e.Index.Decls[r.names.Builder+"WithBody"] {
			return nil, fmt.Errorf("the client has no builder for the body of operation %s", op.ID)
		}
	}
	return r, e.constantHeaders(r)
}

// constantHeaders sets the headers of every request that the operation declares
// as parameters: the builder would send the required ones empty.
func (e *emitter) constantHeaders(r *request) error {
	for _, p := range r.op.Params {
		for _, h := range e.Plan.Headers {
			if p.In != "header" || !strings.EqualFold(p.Name, h.Name) {
				continue
			}
			code, err := e.setConstant(r, plan.Setting{Param: p, Value: h.Value})
			if err != nil {
				return err
			}
			r.body = append(r.body, code)
		}
	}
	return nil
}

// finish calls the builder; id is the parameter that takes the record's id, nil
// where there is none.
func (r *request) finish(id *openapi.Parameter) ([]jen.Code, error) {
	var args []jen.Code
	position, inPath := 0, pathNames(r.op.Path)
	builder := r.names.Builder
	for _, a := range r.names.Args {
		switch {
		case r.op.Body != nil && a.Name == "body":
			builder += "WithBody"
			args = append(args, jen.Lit(r.op.Body.MediaType), jen.Id("data"))
			r.body = append(r.body,
				jen.List(jen.Id("data"), jen.Err()).Op(":=").Id("body").Dot("Reader").Call(),
				jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())))
		case a.Type == "*"+r.names.Params && r.params != nil:
			args = append(args, jen.Op("&").Id("params"))
		case position == 0:
			// The builder resolves its path against the base as a link would, so a
			// base without a final slash would lose its last segment.
			args = append(args, jen.Id("base").Op("+").Lit("/"))
		default:
			value, have := r.pathValue(inPath, position-1, id)
			if value == nil {
				return nil, fmt.Errorf("operation %s: nothing to give for argument %s %s", r.op.ID, a.Name, a.Type)
			}
			if a.Type != have {
				value = jen.Id(a.Type).Call(value)
			}
			args = append(args, value)
		}
		position++
	}
	return append(r.body,
		jen.List(jen.Id("req"), jen.Err()).Op(":=").Id(builder).Call(args...),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Return(jen.Id("req").Dot("WithContext").Call(jen.Id("ctx")), jen.Nil()),
	), nil
}

// pathValue gives what stands for one of the path's parameters, and its Go type;
// nil where nothing does.
func (r *request) pathValue(names []string, i int, id *openapi.Parameter) (*jen.Statement, string) {
	if i >= len(names) {
		return nil, ""
	}
	if id != nil && id.In == "path" && id.Name == names[i] {
		return r.idValue(id)
	}
	if v, ok := r.inPath[names[i]]; ok {
		return jen.Id(v.name), v.have
	}
	return nil, ""
}

// idValue gives the id as the parameter takes it, and its Go type.
func (r *request) idValue(p *openapi.Parameter) (*jen.Statement, string) {
	if p.Schema.Type != openapi.Integer {
		return jen.Id("id"), "string"
	}
	r.body = append(r.body, parseInt("number", p.Name, jen.Id("id"))...)
	return jen.Id("number"), "int64"
}

// param gives the field of the params struct for a parameter, and its type
// without the pointer.
func (r *request) param(p *openapi.Parameter, x *client.Index) (*client.Field, *client.Type, bool, error) {
	if r.params == nil || r.params.Field(p.Name) == nil {
		return nil, nil, false, fmt.Errorf("the client's parameters of %s have no %q", r.op.ID, p.Name)
	}
	f := r.params.Field(p.Name)
	if f.Type.Kind == client.Pointer {
		return f, f.Type.Elem, true, nil
	}
	return f, f.Type, false, nil
}

// set assigns a value to a parameter. value is of Go type have.
func (r *request) set(p *openapi.Parameter, x *client.Index, have string, value *jen.Statement) (jen.Code, error) {
	if p.In == plan.InBody {
		return r.setBody(p, value)
	}
	f, t, pointer, err := r.param(p, x)
	if err != nil {
		return nil, err
	}
	if t.Expr != have {
		if t.Kind != client.Basic && t.Kind != client.Named {
			return nil, fmt.Errorf("parameter %q of %s is a %s in the client", p.Name, r.op.ID, t.Expr)
		}
		value = jen.Id(t.Expr).Call(value)
	}
	if pointer {
		value = jen.New(value)
	}
	return jen.Id("params").Dot(f.Go).Op("=").Add(value), nil
}

// numeric reports whether a parameter is a number in the client.
func (r *request) numeric(p *openapi.Parameter) bool {
	return p.Schema.Type == openapi.Integer || p.Schema.Type == openapi.Number
}

// setList assigns several values, of Go type have or untyped where that is empty, to
// a parameter that takes a list.
func (e *emitter) setList(r *request, p *openapi.Parameter, have string, values ...*jen.Statement) (jen.Code, error) {
	var items []jen.Code
	if p.In == plan.InBody {
		for _, value := range values {
			items = append(items, value)
		}
		of := jen.Any()
		if have != "" {
			of = jen.Id(have)
		}
		return r.setBody(p, jen.Index().Add(of).Values(items...))
	}
	f, t, pointer, err := r.param(p, e.Index)
	if err != nil {
		return nil, err
	}
	list := e.Index.Underlying(t)
	if list.Kind != client.Slice {
		return nil, fmt.Errorf("parameter %q of %s is a %s in the client", p.Name, r.op.ID, t.Expr)
	}
	for _, value := range values {
		if list.Elem.Kind == client.Named || have != "" && list.Elem.Expr != have {
			value = jen.Id(list.Elem.Expr).Call(value)
		}
		items = append(items, value)
	}
	value := jen.Id(t.Expr).Values(items...)
	if pointer {
		value = jen.New(value)
	}
	return jen.Id("params").Dot(f.Go).Op("=").Add(value), nil
}
