package adapter

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// requests writes what requests are made of: for each operation of a source, and for
// each of its needs, the rows that the runtime builds them from.
func (e *emitter) requests(f *jen.File) error {
	for _, s := range e.Plan.Sources {
		if l := s.List; l != nil {
			settings := slices.Clone(l.Page.Settings)
			for _, filter := range l.Filters {
				if filter.Param != nil {
					settings = append(settings, plan.Setting{Param: filter.Param, Kind: plan.SetFilter, Filter: filter, With: filter.With})
				}
			}
			if err := e.template(f, requestVar("list", s), "asks %s for a page of conversations.", l.Op, settings); err != nil {
				return err
			}
		}
		if g := s.Get; g != nil {
			if err := e.template(f, requestVar("get", s), "asks %s for one conversation.", g.Op, withID(g.Settings, g.ID)); err != nil {
				return err
			}
			if err := e.needRequests(f, "get", s, g.Needs); err != nil {
				return err
			}
		}
		if m := s.Messages; m != nil {
			if err := e.template(f, requestVar("messages", s), "asks %s for a page of one conversation's messages.", m.Op, withID(m.Page.Settings, m.ID)); err != nil {
				return err
			}
			if err := e.needRequests(f, "messages", s, m.Needs); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *emitter) needRequests(f *jen.File, kind string, s *plan.Source, needs []*plan.Need) error {
	for _, n := range needs {
		what := "asks %s for what " + n.Name + " needs of one conversation."
		if err := e.template(f, needRequestVar(kind, s, n), what, n.Op, withID(n.Page.Settings, n.ID)); err != nil {
			return err
		}
	}
	return nil
}

func withID(settings []plan.Setting, id *openapi.Parameter) []plan.Setting {
	return append(slices.Clone(settings), plan.Setting{Param: id, Kind: plan.SetID})
}

func requestVar(kind string, s *plan.Source) string {
	return kind + upperFirst(s.Name) + "Request"
}

// needRequestVar names the template of a need. Names of sources have no upper
// case letter, so that they and the names of needs cannot run into each other.
func needRequestVar(kind string, s *plan.Source, n *plan.Need) string {
	return "need" + upperFirst(kind) + upperFirst(s.Name) + upperFirst(n.Name) + "Request"
}

func upperFirst(s string) string {
	return strings.ToUpper(s[:min(1, len(s))]) + s[min(1, len(s)):]
}

// template writes one operation's rows: parameters in the order of the document, what
// is in the body behind them.
func (e *emitter) template(f *jen.File, name, what string, op *openapi.Operation, settings []plan.Setting) error {
	slices.SortStableFunc(settings, func(a, b plan.Setting) int { return order(op, a.Param) - order(op, b.Param) })
	var rows []jen.Code
	for _, s := range settings {
		row, err := set(s)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	var media *jen.Statement
	if op.Body != nil {
		media = jen.Lit(op.Body.MediaType)
	}
	var send *jen.Statement
	if len(rows) > 0 {
		send = lines(jen.Index().Qual(requestPkg, "Set"), rows)
	}
	f.Add(doc("%s "+what, name, oneLine(op.ID))).Line().
		Var().Id(name).Op("=").Add(literal(jen.Op("&").Qual(requestPkg, "Template"),
		kv("Operation", e.operationRef(op)),
		kv("MediaType", media),
		kv("Send", send),
	)).Line()
	return nil
}

func order(op *openapi.Operation, p *openapi.Parameter) int {
	if i := slices.IndexFunc(op.Params, func(q *openapi.Parameter) bool { return q.Name == p.Name && q.In == p.In }); i >= 0 {
		return i
	}
	return len(op.Params)
}

// set writes one row.
func set(s plan.Setting) (jen.Code, error) {
	p := s.Param
	if p.In != plan.InBody {
		return short(nil, kv(upperFirst(p.In), jen.Lit(p.Name)), kv("Style", style(p)), kv("Value", value(s, false))), nil
	}
	to, element, err := plan.BodyPath(p.Name)
	if err != nil {
		return nil, err
	}
	v, appends := value(s, true), yes(element != nil)
	if len(element) > 0 {
		members := []jen.Code{member(element, v)}
		for _, other := range s.With {
			at, err := leaves.ParsePath(other.Param.Name)
			if err != nil {
				return nil, err
			}
			members = append(members, member(at, value(other, true)))
		}
		v = jen.Qual(requestPkg, "Object").Values(members...)
	}
	return short(nil, kv("Body", list(stepNames(to))), kv("Append", appends), kv("Value", v)), nil
}

func member(at leaves.Path, v *jen.Statement) jen.Code {
	return short(nil, kv("At", list(stepNames(at))), kv("Value", v))
}

func stepNames(p leaves.Path) []string {
	var out []string
	for _, s := range p {
		out = append(out, s.Name)
	}
	return out
}

// style is how a parameter is written; nil for the style that most have.
func style(p *openapi.Parameter) *jen.Statement {
	several := p.Schema.Type == openapi.Array && !p.Explode
	switch {
	case p.Style == "label":
		return jen.Qual(requestPkg, "Label")
	case p.Style == "matrix":
		return jen.Qual(requestPkg, "Matrix")
	case p.In != "query" || !several:
		return nil
	}
	name := map[string]string{"form": "Comma", "spaceDelimited": "Space", "pipeDelimited": "Pipe"}[p.Style]
	if name == "" {
		return nil
	}
	return jen.Qual(requestPkg, name)
}

// value writes where a value comes from. One that is part of JSON has the type that the
// document gives it.
func value(s plan.Setting, isJSON bool) *jen.Statement {
	typed := s.Param.Schema
	if isJSON && typed.Type == openapi.Array && typed.Items != nil && s.Values == nil {
		one := s
		one.Param = &openapi.Parameter{Name: s.Param.Name, In: s.Param.In, Schema: typed.Items}
		return short(jen.Qual(requestPkg, "List"), kv("Of", value(one, isJSON)))
	}
	if typed.Type == openapi.Array && typed.Items != nil {
		typed = typed.Items
	}
	number := typed.Type == openapi.Integer || typed.Type == openapi.Number
	switch s.Kind {
	case plan.SetConstant:
		return constantValue(s, typed)
	case plan.SetFilter:
		if s.Filter.Default == "" {
			return filterValue(s, number)
		}
		return short(jen.Qual(requestPkg, "Default"), kv("Of", filterValue(s, number)), kv("Else", literalOf(typed, s.Filter.Default)))
	case plan.SetScope:
		return whole(number, s.Value, jen.Qual(requestPkg, "Scope").Call(jen.Lit(s.Value)))
	}
	input := map[plan.SettingKind]string{
		plan.SetSize: "PageSize", plan.SetPage: "PageNumber", plan.SetOffset: "PageOffset", plan.SetCursor: "PageCursor",
		plan.SetKey: "PageKey", plan.SetID: "ConversationID",
	}[s.Kind]
	text := s.Kind == plan.SetCursor || s.Kind == plan.SetKey || s.Kind == plan.SetID
	return whole(number && text, s.Param.Name, jen.Qual(requestPkg, input))
}

// whole makes a text a number where the API takes one.
func whole(is bool, name string, of *jen.Statement) *jen.Statement {
	if !is {
		return of
	}
	return short(jen.Qual(requestPkg, "Whole"), kv("Name", jen.Lit(name)), kv("Of", of))
}

func constantValue(s plan.Setting, typed *openapi.Schema) *jen.Statement {
	v := literalOf(typed, s.Value)
	if s.Values != nil {
		var items []jen.Code
		for _, text := range s.Values {
			items = append(items, literalOf(typed, text))
		}
		v = jen.Index().Any().Values(items...)
	}
	return short(jen.Qual(requestPkg, "Const"), kv("V", v))
}

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

func filterValue(s plan.Setting, number bool) *jen.Statement {
	f := s.Filter
	name := jen.Lit(f.Query.Filter)
	switch {
	case f.Bound != nil:
		return short(jen.Qual(requestPkg, "Time"),
			kv("Filter", name), kv("Bound", bound(f.Bound)), kv("Upper", yes(f.Query.Bound == "upper")), kv("Number", yes(number)))
	case f.Query.Type.Kind == model.EnumRef:
		choices := jen.Dict{}
		for _, v := range f.Values {
			choices[jen.Lit(v.Text)] = jen.Values(litsOf(v.Send)...)
		}
		return short(jen.Qual(requestPkg, "Choice"), kv("Filter", name), kv("Values", jen.Map(jen.String()).Index().String().Values(choices)))
	}
	return whole(number, s.Param.Name, jen.Qual(requestPkg, "Filter").Call(name))
}

func litsOf(values []string) []jen.Code {
	var out []jen.Code
	for _, v := range values {
		out = append(out, jen.Lit(v))
	}
	return out
}

func bound(b *plan.Bound) *jen.Statement {
	format := map[string]string{"rfc3339": "BoundRFC3339", "date": "BoundDate", "day": "BoundDay", "unix_s": "BoundUnix", "unix_ms": "BoundUnixMilli", "unix_us": "BoundUnixMicro"}[b.Format]
	var zone *jen.Statement
	if z := b.Zone; z != "" && z != "UTC" && z != "unknown" {
		zone = convert.Func("Zone").Call(jen.Lit(z))
	}
	return short(jen.Qual(requestPkg, "Bound"),
		kv("Format", jen.Qual(requestPkg, format)),
		kv("Inclusive", yes(b.Inclusive)),
		kv("Zone", zone),
		kv("AnyZone", yes(b.Zone == "unknown")),
	)
}
