package normalize_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// modelLinks are the modules and packages that a program links with this package
// alone; runtimeLinks those that the runtime of the providers adds; clientLinks those
// that a generated provider adds: the client generator's runtime and what that needs.
var (
	modelLinks = []string{
		"github.com/parlancehq/parlance/normalize",
		"github.com/parlancehq/parlance/normalize/internal/failure",
		"github.com/parlancehq/parlance/normalize/internal/settings",
		"golang.org/x/time/rate",
	}
	runtimeLinks = append(slices.Clone(modelLinks),
		"github.com/cenkalti/backoff/v5",
		"github.com/go-json-experiment/json",
		"github.com/parlancehq/parlance/normalize/engine",
		"github.com/parlancehq/parlance/normalize/engine/internal/ahead",
		"github.com/parlancehq/parlance/normalize/engine/internal/judge",
		"github.com/parlancehq/parlance/normalize/engine/internal/opening",
		"github.com/parlancehq/parlance/normalize/engine/internal/public",
		"github.com/parlancehq/parlance/normalize/rest",
		"github.com/parlancehq/parlance/normalize/rest/api",
		"github.com/parlancehq/parlance/normalize/rest/auth",
		"github.com/parlancehq/parlance/normalize/rest/drift",
		"github.com/parlancehq/parlance/normalize/rest/lenient",
		"github.com/parlancehq/parlance/normalize/rest/lenient/convert",
		"github.com/parlancehq/parlance/normalize/rest/lenient/times",
		"github.com/parlancehq/parlance/normalize/rest/paging",
		"github.com/parlancehq/parlance/normalize/rest/request",
		"github.com/parlancehq/parlance/normalize/rest/scan",
		"github.com/parlancehq/parlance/normalize/rest/secrets",
		"github.com/parlancehq/parlance/normalize/rest/transport",
		"golang.org/x/oauth2",
	)
	clientLinks = []string{
		"github.com/apapsch/go-jsonmerge/v2",
		"github.com/google/uuid",
		"github.com/oapi-codegen/runtime",
		"github.com/parlancehq/parlance/generated",
	}
)

// TestLinks keeps what a consumer links to the lists above: no document loader,
// no code generator, no YAML, no test helpers.
func TestLinks(t *testing.T) {
	for name, test := range map[string]struct {
		pattern string
		allowed []string
	}{
		"model":     {".", modelLinks},
		"runtime":   {"./engine", runtimeLinks},
		"providers": {"../generated/...", append(slices.Clone(runtimeLinks), clientLinks...)},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", test.pattern).Output()
			if err != nil {
				t.Fatal(err)
			}
			seen := strings.Fields(string(out))
			if len(seen) < 3 {
				t.Fatalf("go list says only %q", seen)
			}
			for _, path := range seen {
				if !slices.ContainsFunc(test.allowed, func(a string) bool { return covers(a, path) }) {
					t.Errorf("%s is linked", path)
				}
			}
		})
	}
}

// covers reports whether path is the allowed package, or below an allowed module
// that is not this one.
func covers(allowed, path string) bool {
	if path == allowed {
		return true
	}
	ours := strings.HasPrefix(allowed, "github.com/parlancehq/parlance/normalize")
	return !ours && strings.HasPrefix(path, allowed+"/")
}
