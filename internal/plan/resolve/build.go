// Package resolve makes a plan of a field map, the document and the model. It
// knows nothing of conversations. What is wrong with the field map is told in
// diagnostics.
package resolve

import (
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
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
func Build(in Input, diags *diag.List) *plan.Plan {
	var found diag.List
	p := &plan.Plan{
		Name:    in.Name,
		Title:   in.File.Title.Value,
		Docs:    in.File.Docs.Value,
		Reached: map[*openapi.Schema]bool{},
		Exact:   map[*openapi.Schema]bool{},
	}
	b := &builder{
		Builder: &requests.Builder{Doc: in.Doc, File: in.File, Plan: p, Diags: &found},
		diags:   &found, plan: p, model: in.Model, handed: map[*leaves.Leaf]bool{},
	}
	b.identity()
	for _, r := range in.File.Repeats {
		found.ErrorHint(r.Param.Pos, "P203", "keep one of the two", "%s: send: %s and %s take %s", r.Where, r.First.Value, r.Param.Value, r.Value)
	}
	b.declareMaps()
	b.declareNeeds()
	b.resolveMaps()
	for _, s := range in.File.Sources {
		b.source(s)
	}
	b.supply()
	b.Scope()
	b.coverage()
	b.identities()
	b.Headers()
	b.errors()
	b.successes()
	b.Auth()
	b.trees()
	b.reach()
	diags.Append(&found)
	if found.Failed() {
		return nil
	}
	return b.plan
}

type builder struct {
	*requests.Builder
	diags *diag.List
	plan  *plan.Plan
	model *model.Model
	maps  []*declared
	lost  []string // what the maps are to whose schemas are not found
	edges []*edge
	// handed are the values outside its records that a map reads only for the maps
	// of lists in them.
	handed map[*leaves.Leaf]bool
	// needed are the needs of the file that could be resolved.
	needed map[*fieldmap.Need]*plan.Need
}

func (b *builder) identity() {
	f := b.File
	if f.Provider.Set() && f.Provider.Value != b.plan.Name {
		b.diags.ErrorHint(f.Provider.Pos, "P301", "rename the folder or the provider", "the provider is called %q, and its folder %q", f.Provider.Value, b.plan.Name)
	}
	if f.ModelPos.File != "" && (f.Model > b.model.Version || f.Model < 1) {
		b.diags.ErrorHint(f.ModelPos, "P302", "write the version that the field map was made for, at most the present one", "there is no version %d of the model; the present one is %d", f.Model, b.model.Version)
	}
	b.Servers()
}
