package generate

import (
	"errors"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/plan"
)

// TestOneBreaks: a bug that one provider runs into costs that provider alone.
func TestOneBreaks(t *testing.T) {
	bug := errors.New("internal error: broken")
	r, err := collect(Options{Root: t.TempDir()}, nil, []*provider{
		{name: "broken", plan: &plan.Plan{Name: "broken"}, err: bug},
		{name: "whole", plan: &plan.Plan{Name: "whole"}},
	}, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
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
