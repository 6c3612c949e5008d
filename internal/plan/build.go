package plan

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Input is what a plan is made of.
type Input struct {
	Name  string // of the provider's folder
	Doc   *openapi.Document
	File  *fieldmap.File
	Model *model.Model
}

// Build resolves the field map. It reports everything that it finds wrong and
// gives nil where that includes an error.
func Build(in Input, diags *diag.List) *Plan {
	var found diag.List
	b := &builder{Input: in, diags: &found, handed: map[*leaves.Leaf]bool{}, plan: &Plan{
		Name:    in.Name,
		Title:   in.File.Title.Value,
		Docs:    in.File.Docs.Value,
		Servers: in.Doc.Servers,
		Reached: map[*openapi.Schema]bool{},
	}}
	b.identity()
	b.declareMaps()
	b.declareNeeds()
	b.resolveMaps()
	for _, s := range in.File.Sources {
		b.source(s)
	}
	b.supply()
	b.scope()
	b.coverage()
	b.headers()
	b.errors()
	b.auth()
	b.trees()
	b.reach()
	diags.Append(&found)
	if found.Failed() {
		return nil
	}
	return b.plan
}

type builder struct {
	Input
	diags *diag.List
	plan  *Plan
	maps  []*declared
	edges []*edge
	// handed are the values outside its records that a map reads only for the maps
	// of lists in them.
	handed map[*leaves.Leaf]bool
	// needed are the needs of the file that could be resolved.
	needed map[*fieldmap.Need]*Need
	// inBody are the properties of request bodies that are set like parameters.
	inBody map[*openapi.Operation][]*openapi.Parameter
}

func (b *builder) identity() {
	f := b.File
	if f.Provider.Set() && f.Provider.Value != b.Name {
		b.diags.ErrorHint(f.Provider.Pos, "P301", "rename the folder or the provider", "the provider is called %q, and its folder %q", f.Provider.Value, b.Name)
	}
	if f.ModelPos.File != "" && (f.Model > b.Model.Version || f.Model < 1) {
		b.diags.ErrorHint(f.ModelPos, "P302", "write the version that the field map was made for, at most the present one", "there is no version %d of the model; the present one is %d", f.Model, b.Model.Version)
	}
	if f.BaseURL.Set() {
		b.baseURL()
		b.plan.Servers = []openapi.Server{{URL: f.BaseURL.Value, Pos: f.BaseURL.Pos}}
	}
}

// operation finds an operation and notes that it is in use.
func (b *builder) operation(id fieldmap.Text) *openapi.Operation {
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
				b.diags.ErrorHint(id.Pos, "P201", "operations are named by their operationId, which is "+o.ID+" here", "no operation %q in %s", id.Value, b.Doc.File)
				return nil
			}
		}
		b.diags.ErrorHint(id.Pos, "P201", hint, "no operation %q in %s%s", id.Value, b.Doc.File, diag.Suggest(id.Value, ids))
		return nil
	}
	if op.Body != nil && (op.Body.Schema == nil || op.Body.Schema.Type != openapi.Object) {
		b.diags.ErrorHint(id.Pos, "P201", "name an operation without one, or whose body is a JSON object", "operation %s takes a request body that a field map cannot fill", op.ID)
		return nil
	}
	if success := op.Success(); success == nil || success.Schema == nil {
		b.diags.ErrorHint(id.Pos, "P201", "declare its answer in the document, or in an overlay", "operation %s declares no JSON answer of status 2xx", op.ID)
		return nil
	}
	if !slices.Contains(b.plan.Operations, op) {
		b.plan.Operations = append(b.plan.Operations, op)
		slices.SortFunc(b.plan.Operations, func(x, y *openapi.Operation) int {
			return slices.Index(b.Doc.Operations, x) - slices.Index(b.Doc.Operations, y)
		})
	}
	return op
}

// param finds a parameter of an operation at one of the places.
func (b *builder) param(op *openapi.Operation, name fieldmap.Text, places ...string) *openapi.Parameter {
	if !name.Set() {
		return nil // reported as missing
	}
	var have []string
	for _, p := range op.Params {
		if !slices.Contains(places, p.In) {
			continue
		}
		switch {
		case b.credential(p) && p.Name == name.Value:
			b.diags.ErrorHint(name.Pos, "P203", "remove it here", "parameter %q carries the credential that auth states", p.Name)
			return nil
		case p.Name == name.Value && p.Style == "deepObject":
			b.diags.ErrorHint(name.Pos, "P202", "declare its members as parameters of their own in an overlay, such as "+p.Name+"[status]", "parameter %q of %s is an object that is spread over the query (deepObject)", p.Name, op.ID)
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
	b.diags.ErrorHint(name.Pos, "P202", hint, "operation %s has no %s parameter %q%s", op.ID, strings.Join(places, " or "), name.Value, diag.Suggest(name.Value, have))
	return nil
}

// auth takes the security of the first operation in use that has any, as far as
// all others take it too: what a provider's operations need is one thing, and a
// scheme that only some of them name is sent to all.
func (b *builder) auth() {
	if b.File.Auth != nil {
		b.statedAuth()
		return
	}
	for i, op := range b.plan.Operations {
		for _, names := range op.Security {
			if all := b.schemes(names); all != nil {
				b.plan.Auth = append(b.plan.Auth, all)
			}
		}
		if len(op.Security) > 0 && len(b.plan.Auth) == 0 {
			b.diags.ErrorHint(op.Pos, "P303", "declare an API key, HTTP bearer or basic scheme, or OAuth2 client credentials",
				"operation %s needs a security scheme of a kind that cannot be sent", op.ID)
		}
		if len(b.plan.Auth) > 0 {
			for _, other := range b.plan.Operations[i+1:] {
				b.narrow(op, other)
			}
			return
		}
	}
}

// narrow keeps the alternatives that the other operation takes as well.
func (b *builder) narrow(first, other *openapi.Operation) {
	if len(other.Security) == 0 {
		return
	}
	var kept [][]openapi.Scheme
	for _, together := range b.plan.Auth {
		if slices.ContainsFunc(other.Security, func(names []string) bool { return within(names, together) }) {
			kept = append(kept, together)
		}
	}
	if len(kept) == 0 {
		b.diags.ErrorHint(other.Pos, "P303", "say in an overlay how both are authenticated",
			"operation %s takes none of the credentials that operation %s takes", other.ID, first.ID)
		return
	}
	b.plan.Auth = kept
}

// within reports whether the schemes have all the names.
func within(names []string, schemes []openapi.Scheme) bool {
	for _, name := range names {
		if !slices.ContainsFunc(schemes, func(s openapi.Scheme) bool { return s.Name == name }) {
			return false
		}
	}
	return true
}

func (b *builder) schemes(names []string) []openapi.Scheme {
	out := []openapi.Scheme{}
	for _, name := range names {
		i := slices.IndexFunc(b.Doc.Schemes, func(s openapi.Scheme) bool { return s.Name == name })
		if i < 0 || b.Doc.Schemes[i].Kind == openapi.SchemeOther {
			return nil
		}
		out = append(out, b.Doc.Schemes[i])
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
