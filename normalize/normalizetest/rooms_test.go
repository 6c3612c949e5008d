package normalizetest_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms are the packages that this one is made of. Each imports only those before it.
var rooms = []string{"seeded", "jsontree", "schemas", "declared", "hints", "matching", "synth", "faults", "server", "requestgolden", "typed", "examples", "stream", "suite"}

// fakeRooms are those of the fake. The suite and the examples may also know the
// client's tokens.
var fakeRooms = rooms[:slices.Index(rooms, "server")+1]

// The fake reads the declarations by itself: nothing of what the compiler or the
// client makes of them is within its reach.
func TestFakeIsIndependent(t *testing.T) {
	allowed := []string{module + "/internal/diag", module + "/internal/fieldmap", module + "/internal/openapi", module + "/normalize"}
	eachImport(t, func(room, file, imported string) {
		if slices.Contains(fakeRooms, room) && !strings.HasPrefix(imported, module+"/normalize/normalizetest/") && !slices.Contains(allowed, imported) {
			t.Errorf("%s imports %s", file, imported)
		}
	})
}

func TestRoomsImportOneWay(t *testing.T) {
	eachImport(t, func(room, file, imported string) {
		other, ok := strings.CutPrefix(imported, module+"/normalize/normalizetest/")
		if ok && !slices.Contains(rooms[:slices.Index(rooms, room)], strings.TrimPrefix(other, "internal/")) {
			t.Errorf("%s imports %s", file, imported)
		}
	})
}

// eachImport calls do for every import of this module in the rooms, tests left aside.
func eachImport(t *testing.T, do func(room, file, imported string)) {
	t.Helper()
	files, err := filepath.Glob("internal/*/*.go")
	if err != nil || len(files) < len(rooms) {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		room := filepath.Base(filepath.Dir(name))
		if !slices.Contains(rooms, room) {
			t.Errorf("the room %s is not in the list", room)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err == nil && strings.HasPrefix(imported, module+"/") {
				do(room, name, imported)
			}
		}
	}
}
