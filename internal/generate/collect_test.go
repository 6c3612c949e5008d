package generate

import (
	"errors"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/plan"
)

// TestOneBreaks: a bug that one provider runs into costs that provider alone.
func TestOneBreaks(t *testing.T) {
	bug := errors.New("internal error: broken")
	r := collect(Options{Root: t.TempDir()}, nil, []*provider{
		{name: "broken", plan: &plan.Plan{Name: "broken"}, err: bug},
		{name: "whole", plan: &plan.Plan{Name: "whole"}},
	}, &diag.List{})
	if len(r.Errors) != 1 || !errors.Is(r.Errors[0], bug) {
		t.Errorf("errors %v", r.Errors)
	}
	if len(r.Failed) != 1 || r.Failed[0] != "broken" || len(r.Providers) != 1 || r.Providers[0] != "whole" {
		t.Errorf("failed %q, generated %q", r.Failed, r.Providers)
	}
	if !r.Keep(Owned + "/broken/provider.gen.go") {
		t.Error("the old package of the broken provider does not stay")
	}
}

// TestPanics: a bug that ends a stage is the error of its provider, or of the file.
func TestPanics(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, baseFiles(t))
	p := &provider{name: "acme"}
	p.run(t.Context(), Options{Root: root}, nil) // without a model
	if p.err == nil || !strings.HasPrefix(p.err.Error(), "internal error: acme: ") {
		t.Fatalf("error %v", p.err)
	}
	r := collect(Options{Root: root}, nil, []*provider{{name: "whole", plan: &plan.Plan{Name: "whole", Sources: []*plan.Source{nil}}}}, &diag.List{})
	if len(r.Errors) != 1 || !strings.HasPrefix(r.Errors[0].Error(), "internal error: generated/README.md: ") {
		t.Errorf("errors %v", r.Errors)
	}
	if len(r.Files) != 1 || r.Files[0].Path != registryFile || !r.Keep(matrixFile) {
		t.Errorf("files %v", r.Files)
	}
}
