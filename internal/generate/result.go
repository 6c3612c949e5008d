package generate

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/adapter"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/output"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/report"
)

// Result is what the compiler made.
type Result struct {
	Files       []output.File
	Diagnostics []diag.Diagnostic
	Providers   []string // generated, in order
	Failed      []string // those with errors: their old packages stay
	Errors      []error  // bugs of ours, and files that cannot be read or written

	root  string
	model *model.Model
	plans map[string]*plan.Plan // of the providers that were generated
}

// The files that are made of all providers.
const (
	registryFile = Owned + "/registry.gen.go"
	matrixFile   = Owned + "/" + report.MatrixFile
)

// collect puts the providers' results together and adds what is made of all of
// them.
func collect(opts Options, m *model.Model, list []*provider, found *diag.List) *Result {
	r := &Result{root: opts.Root, model: m, plans: map[string]*plan.Plan{}}
	for _, p := range list {
		found.Append(&p.diags)
		if p.err != nil {
			r.Errors = append(r.Errors, p.err)
		}
		if p.plan == nil || p.err != nil {
			r.Failed = append(r.Failed, p.name)
			continue
		}
		r.Providers = append(r.Providers, p.name)
		r.Files = append(r.Files, p.files...)
		r.plans[p.name] = p.plan
	}
	r.Files = append(r.Files, r.common()...)
	r.Diagnostics = causesFirst(found.Sorted())
	return r
}

// causesFirst puts what was found in a document before what was found in the field
// map, where the former is an error: the latter may come of it.
func causesFirst(all []diag.Diagnostic) []diag.Diagnostic {
	folder := func(d diag.Diagnostic) string {
		parts := strings.SplitN(d.Pos.File, "/", 3)
		return strings.Join(parts[:min(2, len(parts))], "/")
	}
	document := func(d diag.Diagnostic) bool {
		return slices.Contains([]string{documentFile, overlayFile}, path.Base(d.Pos.File))
	}
	failed := map[string]bool{}
	for _, d := range all {
		if d.Severity == diag.Error && document(d) {
			failed[folder(d)] = true
		}
	}
	rank := func(d diag.Diagnostic) int {
		if failed[folder(d)] && document(d) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b diag.Diagnostic) int {
		return cmp.Or(strings.Compare(folder(a), folder(b)), cmp.Compare(rank(a), rank(b)))
	})
	return all
}

// common gives the files that are made of all providers: the registry, and the
// matrix where no provider failed.
func (r *Result) common() []output.File {
	known := slices.Clone(r.Providers)
	for _, name := range r.Failed {
		if exists(r.root, name) {
			known = append(known, name)
		}
	}
	slices.Sort(known)
	var out []output.File
	add := func(path string, make func() ([]byte, error)) {
		data, err := guarded(make)
		if err != nil {
			r.Errors = append(r.Errors, fmt.Errorf("internal error: %s: %w", path, err))
			return
		}
		out = append(out, output.File{Path: path, Data: data})
	}
	add(registryFile, func() ([]byte, error) { return adapter.Registry(module+"/"+Owned, known) })
	if len(r.Failed) == 0 {
		add(matrixFile, func() ([]byte, error) {
			var plans []*plan.Plan
			for _, name := range r.Providers {
				plans = append(plans, r.plans[name])
			}
			return report.Matrix(r.model, plans), nil
		})
	}
	return out
}

// guarded calls make, and turns a panic into an error.
func guarded(make func() ([]byte, error)) (data []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			data, err = nil, fmt.Errorf("%v", v)
		}
	}()
	return make()
}

// Keep reports whether what was not made now must stay: a file that belongs to a
// provider that failed, or is made of all providers, or a folder of the former,
// which is named with a slash behind it.
func (r *Result) Keep(path string) bool {
	if path == matrixFile || path == registryFile {
		return true
	}
	return slices.ContainsFunc(r.Failed, func(name string) bool { return strings.HasPrefix(path, folder(name)+"/") })
}

func folder(name string) string { return Owned + "/" + name }

// Write brings the folder Owned below the root to what was made. Each provider's
// package is written by itself: one that cannot be written becomes one that
// failed, with an error in Errors, and the others are written.
func (r *Result) Write() output.Result {
	var out output.Result
	r.each(func(owned string, files []output.File, keep func(string) bool) error {
		done, err := output.Write(r.root, owned, files, keep)
		out.Written = append(out.Written, done.Written...)
		out.Unchanged = append(out.Unchanged, done.Unchanged...)
		out.Removed = append(out.Removed, done.Removed...)
		return err
	})
	for _, list := range [][]string{out.Written, out.Unchanged, out.Removed} {
		slices.Sort(list)
	}
	return out
}

// Check compares instead of writing; what cannot be read is in Errors.
func (r *Result) Check() []output.Drift {
	var out []output.Drift
	r.each(func(owned string, files []output.File, keep func(string) bool) error {
		drift, err := output.Check(r.root, owned, files, keep)
		out = append(out, drift...)
		return err
	})
	slices.SortFunc(out, func(a, b output.Drift) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// each does something with every provider's folder, and then with all else, which
// depends on the outcome of the providers.
func (r *Result) each(do func(owned string, files []output.File, keep func(string) bool) error) {
	own := map[string][]output.File{}
	for _, f := range r.Files {
		if name, _, ok := strings.Cut(strings.TrimPrefix(f.Path, Owned+"/"), "/"); ok {
			own[name] = append(own[name], f)
		}
	}
	errs := map[string]error{}
	for _, name := range r.Providers {
		if err := do(folder(name), own[name], nil); err != nil {
			errs[name] = fmt.Errorf("%s: %w", name, err)
		}
	}
	common := slices.DeleteFunc(slices.Clone(r.Files), func(f output.File) bool { return f.Path != registryFile && f.Path != matrixFile })
	if len(errs) > 0 {
		r.drop(errs)
		common = r.common()
	}
	keep := func(path string) bool {
		return r.Keep(path) || slices.ContainsFunc(r.Providers, func(name string) bool { return strings.HasPrefix(path, folder(name)+"/") })
	}
	if err := do(Owned, common, keep); err != nil {
		r.Errors = append(r.Errors, err)
	}
}

// drop makes the providers that something was wrong with ones that failed.
func (r *Result) drop(errs map[string]error) {
	for _, name := range slices.Sorted(maps.Keys(errs)) {
		r.Failed = append(r.Failed, name)
		r.Errors = append(r.Errors, errs[name])
	}
	r.Providers = slices.DeleteFunc(r.Providers, func(name string) bool { return errs[name] != nil })
	r.Files = slices.DeleteFunc(r.Files, func(f output.File) bool { return r.Keep(f.Path) })
}
