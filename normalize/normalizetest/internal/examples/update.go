package examples

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

// UpdateVariable is the environment variable that, set to 1, rewrites the goldens
// of the examples and of the requests as the flag -update does.
const UpdateVariable = "PARLANCE_UPDATE"

// The flag -update is only there where a test binary is run with it, and may be
// its package's own: one that is always there would be in the way of packages
// that have a flag of this name.
func init() {
	if testing.Testing() && flag.Lookup("update") == nil && slices.ContainsFunc(os.Args[1:], isUpdate) {
		flag.Bool("update", false, "rewrite the goldens of the examples and of the requests")
	}
}

func isUpdate(arg string) bool {
	name, _, _ := strings.Cut(arg, "=")
	return name == "-update" || name == "--update"
}

// updating reports whether the goldens are to be rewritten.
func updating() bool {
	f := flag.Lookup("update")
	return os.Getenv(UpdateVariable) == "1" || f != nil && f.Value.String() == "true"
}
