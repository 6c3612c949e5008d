package adapter

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// requests writes the functions that build requests, on the client's own
// builders.
func (e *emitter) requests(f *jen.File) error {
	for _, s := range e.Plan.Sources {
		for _, emit := range []func(*plan.Source) (jen.Code, error){e.listRequest, e.getRequest, e.messagesRequest} {
			code, err := emit(s)
			if err != nil {
				return err
			}
			if code != nil {
				f.Add(code).Line()
			}
		}
		if err := e.needRequests(f, s); err != nil {
			return err
		}
	}
	return nil
}

func requestFunc(kind string, s *plan.Source) string {
	return kind + upperFirst(s.Name) + "Request"
}

func upperFirst(s string) string {
	return strings.ToUpper(s[:min(1, len(s))]) + s[min(1, len(s)):]
}

func signature(name string, extra ...jen.Code) *jen.Statement {
	params := append([]jen.Code{jen.Id("ctx").Qual("context", "Context"), jen.Id("base").String()}, extra...)
	return jen.Func().Id(name).Params(params...).Params(jen.Op("*").Qual("net/http", "Request"), jen.Error())
}

func (e *emitter) listRequest(s *plan.Source) (jen.Code, error) {
	if s.List == nil {
		return nil, nil
	}
	r, err := e.request(s.List.Op)
	if err != nil {
		return nil, err
	}
	if err := e.settings(r, s.List.Page); err != nil {
		return nil, err
	}
	for _, f := range s.List.Filters {
		if f.Param == nil {
			continue
		}
		code, err := e.filter(r, f)
		if err != nil {
			return nil, err
		}
		r.body = append(r.body, code)
	}
	body, err := r.finish(nil)
	if err != nil {
		return nil, err
	}
	name := requestFunc("list", s)
	return doc("%s asks %s for the page at a position, with the filters that it has.", name, oneLine(s.List.Op.ID)).Line().
		Add(signature(name, jen.Id("q").Op("*").Qual(normalizePkg, "Query"), jen.Id("at").Qual(pagingPkg, "Position")).Block(body...)), nil
}

func (e *emitter) getRequest(s *plan.Source) (jen.Code, error) {
	if s.Get == nil {
		return nil, nil
	}
	r, err := e.request(s.Get.Op)
	if err != nil {
		return nil, err
	}
	if err := e.settings(r, plan.Page{Settings: s.Get.Settings}); err != nil {
		return nil, err
	}
	if err := e.id(r, s.Get.ID); err != nil {
		return nil, err
	}
	body, err := r.finish(s.Get.ID)
	if err != nil {
		return nil, err
	}
	name := requestFunc("get", s)
	return doc("%s asks %s for one record.", name, oneLine(s.Get.Op.ID)).Line().
		Add(signature(name, jen.Id("id").String()).Block(body...)), nil
}

func (e *emitter) messagesRequest(s *plan.Source) (jen.Code, error) {
	if s.Messages == nil {
		return nil, nil
	}
	r, err := e.request(s.Messages.Op)
	if err != nil {
		return nil, err
	}
	if err := e.settings(r, s.Messages.Page); err != nil {
		return nil, err
	}
	if err := e.id(r, s.Messages.ID); err != nil {
		return nil, err
	}
	body, err := r.finish(s.Messages.ID)
	if err != nil {
		return nil, err
	}
	name := requestFunc("messages", s)
	return doc("%s asks %s for a page of one conversation's messages.", name, oneLine(s.Messages.Op.ID)).Line().
		Add(signature(name, jen.Id("id").String(), jen.Id("at").Qual(pagingPkg, "Position")).Block(body...)), nil
}

// id sets an id that is not part of the path.
func (e *emitter) id(r *request, p *openapi.Parameter) error {
	if p == nil || p.In == "path" {
		return nil
	}
	value, have := r.idValue(p)
	code, err := r.set(p, e.Index, have, value)
	r.body = append(r.body, code)
	return err
}

// settings sets what changes from page to page, and what never does.
func (e *emitter) settings(r *request, page plan.Page) error {
	for _, s := range page.Settings {
		code, err := e.setting(r, s)
		if err != nil {
			return err
		}
		r.body = append(r.body, code...)
	}
	return nil
}

func (e *emitter) setting(r *request, s plan.Setting) ([]jen.Code, error) {
	at := func(name string) *jen.Statement { return jen.Id("at").Dot(name) }
	switch s.Kind {
	case plan.SetSize:
		code, err := r.set(s.Param, e.Index, "int", at("Size"))
		return []jen.Code{jen.If(at("Size").Op(">").Lit(0)).Block(code)}, err
	case plan.SetPage:
		code, err := r.set(s.Param, e.Index, "int64", at("Page"))
		return []jen.Code{code}, err
	case plan.SetOffset:
		code, err := r.set(s.Param, e.Index, "int64", at("Offset"))
		return []jen.Code{code}, err
	case plan.SetConstant:
		code, err := e.setConstant(r, s)
		return []jen.Code{code}, err
	case plan.SetScope:
		return e.setScope(r, s)
	}
	name := map[plan.SettingKind]string{plan.SetCursor: "Cursor", plan.SetKey: "Key"}[s.Kind]
	if !r.numeric(s.Param) {
		code, err := r.set(s.Param, e.Index, "string", at(name))
		return []jen.Code{jen.If(at(name).Op("!=").Lit("")).Block(code)}, err
	}
	code, err := r.set(s.Param, e.Index, "int64", jen.Id("number"))
	return []jen.Code{jen.If(at(name).Op("!=").Lit("")).Block(append(parseInt("number", s.Param.Name, at(name)), code)...)}, err
}

func (e *emitter) setConstant(r *request, s plan.Setting) (jen.Code, error) {
	r.with = s.With
	defer func() { r.with = nil }()
	if s.Values != nil {
		var values []*jen.Statement
		for _, v := range s.Values {
			values = append(values, literalOf(s.Param.Schema.Items, v))
		}
		return e.setList(r, s.Param, "", values...)
	}
	have := map[openapi.Type]string{openapi.Integer: "", openapi.Number: "", openapi.Boolean: "bool"}
	t, ok := have[s.Param.Schema.Type]
	if !ok {
		t = "string"
	}
	return r.set(s.Param, e.Index, t, constantOf(s))
}

// constantOf is the value of a constant as its parameter takes it.
func constantOf(s plan.Setting) *jen.Statement { return literalOf(s.Param.Schema, s.Value) }

// literalOf is a value of the schema's type.
func literalOf(schema *openapi.Schema, value string) *jen.Statement {
	switch schema.Type {
	case openapi.Integer:
		if n, err := strconv.Atoi(value); err == nil {
			return jen.Lit(n)
		}
	case openapi.Number:
		if f, err := strconv.ParseFloat(value, 64); err == nil {
			return jen.Lit(f)
		}
	case openapi.Boolean:
		return jen.Lit(value == "true")
	}
	return jen.Lit(value)
}

// filter sends one filter of the query.
func (e *emitter) filter(r *request, f *plan.Filter) (jen.Code, error) {
	r.with = f.With
	defer func() { r.with = nil }()
	value := func() *jen.Statement { return jen.Id("q").Dot(f.Query.Go) }
	switch {
	case f.Bound != nil:
		return e.boundFilter(r, f)
	case f.Query.Type.Kind == model.EnumRef:
		return e.enumFilter(r, f)
	}
	if f.Param.Schema.Type == openapi.Array {
		code, err := e.setList(r, f.Param, "string", value())
		return jen.If(value().Op("!=").Lit("")).Block(code), err
	}
	if f.Param.Schema.Type != openapi.Integer {
		code, err := r.set(f.Param, e.Index, "string", value())
		return jen.If(value().Op("!=").Lit("")).Block(code), err
	}
	code, err := r.set(f.Param, e.Index, "int64", jen.Id("number"))
	return jen.If(value().Op("!=").Lit("")).Block(append(parseInt("number", f.Param.Name, value()), code)...), err
}

func (e *emitter) enumFilter(r *request, f *plan.Filter) (jen.Code, error) {
	var cases []jen.Code
	for _, v := range f.Values {
		code, err := e.sendEnum(r, f.Param, v.Send)
		if err != nil {
			return nil, err
		}
		cases = append(cases, jen.Case(jen.Qual(normalizePkg, v.Const)).Block(code))
	}
	return jen.Switch(jen.Id("q").Dot(f.Query.Go)).Block(cases...), nil
}

func (e *emitter) sendEnum(r *request, p *openapi.Parameter, send []string) (jen.Code, error) {
	if p.Schema.Type != openapi.Array {
		return r.set(p, e.Index, "", jen.Lit(send[0]))
	}
	var items []*jen.Statement
	for _, s := range send {
		items = append(items, jen.Lit(s))
	}
	return e.setList(r, p, "string", items...)
}

func (e *emitter) boundFilter(r *request, f *plan.Filter) (jen.Code, error) {
	format := map[string]string{"rfc3339": "BoundRFC3339", "date": "BoundDate", "day": "BoundDay", "unix_s": "BoundUnix", "unix_ms": "BoundUnixMilli", "unix_us": "BoundUnixMicro"}[f.Bound.Format]
	var zone *jen.Statement
	if z := f.Bound.Zone; z != "" && z != "UTC" && z != "unknown" {
		zone = convert.Func("Zone").Call(jen.Lit(z))
	}
	bound := short(jen.Qual(requestPkg, "Bound"),
		kv("Format", jen.Qual(requestPkg, format)),
		kv("Inclusive", yes(f.Bound.Inclusive)),
		kv("Zone", zone),
		kv("AnyZone", yes(f.Bound.Zone == "unknown")),
	)
	method, have := "Lower", "string"
	if f.Query.Bound == "upper" {
		method = "Upper"
	}
	if r.numeric(f.Param) {
		method, have = method+"Unix", "int64"
	}
	code, err := r.set(f.Param, e.Index, have, jen.Id("bound").Dot(method).Call(jen.Id("q").Dot(f.Query.Go)))
	return jen.If(jen.Op("!").Id("q").Dot(f.Query.Go).Dot("IsZero").Call()).Block(
		jen.Id("bound").Op(":=").Add(bound),
		code,
	), err
}
