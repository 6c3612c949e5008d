package convert

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"
)

// TestFunc: every function of the rooms below lenient is known to be there.
func TestFunc(t *testing.T) {
	for dir, known := range map[string]map[string]bool{"convert": converting, "times": timing} {
		declared := map[string]bool{}
		source := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
		pkgs, err := parser.ParseDir(token.NewFileSet(), "../../normalize/rest/lenient/"+dir, source, parser.SkipObjectResolution)
		if err != nil || len(pkgs) != 1 {
			t.Fatalf("%s: %d packages, %v", dir, len(pkgs), err)
		}
		for _, file := range pkgs[dir].Files {
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.IsExported() {
					declared[f.Name.Name] = true
				}
			}
		}
		for name := range declared {
			if !known[name] {
				t.Errorf("%s.%s is not in the table", dir, name)
			}
		}
		for name := range known {
			if !declared[name] {
				t.Errorf("%s.%s is in the table, and is not declared", dir, name)
			}
		}
	}
}
