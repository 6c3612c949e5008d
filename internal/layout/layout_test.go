package layout

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is a package as go list gives it.
type pkg struct {
	ImportPath string
	GoFiles    []string
	Imports    []string
}

func (p pkg) room() string { return strings.TrimPrefix(p.ImportPath, Module+"/") }

func listed(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,GoFiles,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// below reports whether a room is another one or below it.
func below(room, other string) bool { return room == other || strings.HasPrefix(room, other+"/") }

// floor gives the floor that a room is on, and the entry that it is on it by.
func floor(room string) (int, string) {
	for i, entries := range Floors {
		if slices.Contains(entries, room) {
			return i, room
		}
	}
	for i, entries := range Floors {
		for _, entry := range entries {
			if around, ok := strings.CutSuffix(entry, "/..."); ok && strings.HasPrefix(room, around+"/") {
				return i, entry
			}
		}
	}
	return -1, ""
}

// wrong says what is wrong with an arrow from one room to another; "" is nothing.
func wrong(from, to string) string {
	at, entry := floor(from)
	target, other := floor(to)
	switch {
	case at < 0:
		return fmt.Sprintf("%s is not in Floors (internal/layout/layout.go), which says what each package may import: add it there", from)
	case target < 0:
		return fmt.Sprintf("%s is not in Floors (internal/layout/layout.go), which says what each package may import: add it there", to)
	case entry == other && strings.HasSuffix(entry, "/..."):
		return ""
	case target >= at:
		return fmt.Sprintf("%s imports %s, which is not below it", from, to)
	}
	if slices.Contains(Shared, to) {
		return ""
	}
	for _, pair := range Forbidden {
		if below(from, pair[0]) && below(to, pair[1]) && !below(to, pair[0]) {
			return fmt.Sprintf("%s imports %s: what is in %s may not import %s", from, to, pair[0], pair[1])
		}
	}
	return ""
}

// TestArrows: packages import only what is below them.
func TestArrows(t *testing.T) {
	list := listed(t)
	if len(list) < 50 {
		t.Fatalf("go list gives only %d packages", len(list))
	}
	for _, p := range list {
		for _, path := range p.Imports {
			if to, ours := strings.CutPrefix(path, Module+"/"); ours {
				if text := wrong(p.room(), to); text != "" {
					t.Error(text)
				}
			}
		}
		if at, _ := floor(p.room()); at < 0 {
			t.Errorf("%s is not in Floors (internal/layout/layout.go), which says what each package may import: add it there", p.room())
		}
	}
}

// TestFloorsExist: no room is on a floor that is not there any more.
func TestFloorsExist(t *testing.T) {
	list := listed(t)
	for _, entries := range Floors {
		for _, entry := range entries {
			around, deep := strings.CutSuffix(entry, "/...")
			if !slices.ContainsFunc(list, func(p pkg) bool {
				return p.room() == entry || deep && strings.HasPrefix(p.room(), around+"/")
			}) {
				t.Errorf("there is no package %s", entry)
			}
		}
	}
}

// TestRoomsAreNotHalls: a room has few files.
func TestRoomsAreNotHalls(t *testing.T) {
	for _, p := range listed(t) {
		if n, most := len(p.GoFiles), MostFiles(p.room()); n > most && !below(p.room(), "generated") {
			t.Errorf("%s has %d files, and may have %d: make two rooms of it", p.room(), n, most)
		}
	}
}

// TestWrong: the check can fail.
func TestWrong(t *testing.T) {
	for _, arrow := range [][2]string{
		{"normalize", "normalize/engine"}, {"normalize", "normalize/rest"}, {"normalize/rest", "normalize"}, {"normalize/rest/paging", "normalize"},
		{"normalize/rest/api", "normalize/rest/transport"}, {"normalize/rest/paging", "normalize/rest/transport"}, {"internal/openapi", "internal/fieldmap"},
		{"internal/plan", "internal/adapter"}, {"gen", "generated"}, {"gen", "generated/eigi"}, {"internal/diag", "internal/openapi/node"},
		{"normalize/normalizetest/internal/server", "normalize/rest/paging"}, {"normalize/nowhere", "normalize"}, {"gen", "internal/nowhere"},
	} {
		if wrong(arrow[0], arrow[1]) == "" {
			t.Errorf("%s may import %s", arrow[0], arrow[1])
		}
	}
	for _, arrow := range [][2]string{
		{"normalize/engine", "normalize"}, {"normalize/engine", "normalize/rest/paging"}, {"normalize/rest", "normalize/rest/api"}, {"normalize/rest/api", "normalize/internal/failure"},
		{"normalize/normalizetest/internal/suite", "normalize/normalizetest/internal/server"}, {"internal/generate", "internal/plan/resolve"},
	} {
		if text := wrong(arrow[0], arrow[1]); text != "" {
			t.Error(text)
		}
	}
}
