// Package layout says what rooms the module has and which of them may import which. Its
// test checks the code against it.
package layout

// Module is the path of the module.
const Module = "github.com/parlancehq/parlance"

// Floors are the rooms of the module from the bottom up: a package may import those of
// the floors below its own, and none of its own floor or above. A name that ends in
// /... stands for the rooms below it, which are checked among themselves by the
// compiler alone.
var Floors = [][]string{
	// What users link.
	{"normalize/internal/failure", "normalize/internal/settings"},
	{"normalize"},
	{"normalize/rest/api", "normalize/rest/secrets"},
	{"normalize/rest/auth", "normalize/rest/lenient", "normalize/rest/request"},
	{"normalize/rest/drift", "normalize/rest/lenient/convert", "normalize/rest/lenient/internal/lenienttest", "normalize/rest/lenient/times", "normalize/rest/scan"},
	{"normalize/rest/paging", "normalize/rest/transport"},
	{"normalize/rest"},
	{"normalize/engine/internal/...", "normalize/rest/internal/resttest"},
	{"normalize/engine"},
	{"normalize/internal/fakeapi"},
	// The compiler, a stage a floor.
	{"internal/diag"},
	{"internal/fieldmap", "internal/fieldmap/fieldmaptest", "internal/model", "internal/openapi/naming", "internal/openapi/node"},
	{"internal/openapi/overlay", "internal/openapi/problem"},
	{"internal/openapi/read", "internal/openapi/repair"},
	{"internal/openapi"},
	{"internal/client", "internal/drift", "internal/leaves", "internal/openapi/madeup", "internal/openapi/slice", "internal/output"},
	{"internal/convert"},
	{"internal/plan"},
	{"internal/plan/requests", "internal/report"},
	{"internal/adapter", "internal/plan/resolve"},
	{"internal/generate"},
	// Tests of providers, and what is made of all this.
	{"internal/conformance/account"},
	{"normalize/normalizetest/internal/..."},
	{"normalize/normalizetest"},
	{"generated/..."},
	{"generated"},
	{"gen", "internal/demo/show", "internal/mutate", "internal/upstream"},
	{
		"internal/bench", "internal/bench/cmd", "internal/conformance", "internal/demo", "internal/docs", "internal/layout",
		"internal/mutate/cmd", "internal/upstream/cmd", "specs",
	},
}

// Forbidden are arrows that would go down and are wrong all the same: the first may not
// import the second, nor what is below it.
var Forbidden = [][2]string{
	{"normalize/rest", "normalize/engine"},
	{"normalize/rest", "normalize"}, // it knows nothing of conversations
	{"internal/openapi", "internal/fieldmap"},
	{"internal/client", "internal/fieldmap"},
	{"internal/adapter", "internal/fieldmap"}, // by then every decision is in the plan
	{"internal/report", "internal/fieldmap"},
	{"internal/plan", "normalize"},
	{"internal/generate", "normalize"},
	{"gen", "generated"},
	{"normalize/normalizetest/internal/server", "normalize/rest"}, // the fake shares no code with the client
	{"normalize/normalizetest/internal/server", "internal/plan"},
	{"normalize/normalizetest/internal/server", "internal/convert"},
}

// Shared are rooms that everything above them may import in spite of Forbidden.
var Shared = []string{"normalize/internal/failure"}

// MostFiles is how many files with code, tests apart, a room may have.
func MostFiles(room string) int {
	switch room {
	case "normalize", "internal/convert":
		return 60
	}
	return 25
}
