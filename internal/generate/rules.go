package generate

import (
	"maps"

	"github.com/parlancehq/parlance/internal/drift"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi/problem"
	"github.com/parlancehq/parlance/internal/plan/resolve"
)

// Rules explains every rule that a diagnostic can name, by id.
func Rules() map[string]string {
	all := map[string]string{
		"G101": "The name of a provider's folder is a valid Go package name that generated code does not use for something else.",
		"G102": "A provider's files are regular files in its folder, of a size that can be read.",
		"G103": "A provider has an openapi.yaml and a fieldmap.yaml.",
		"G104": "A provider has documented examples, each with a reviewed golden, and a reviewed golden of its requests. (A missing golden is a warning.)",
		"G105": "An example of a success has no value at the paths under errors, or meets success_when.",
	}
	for _, part := range []map[string]string{drift.Rules, problem.Rules, fieldmap.Rules, resolve.Rules} {
		maps.Copy(all, part)
	}
	return all
}
