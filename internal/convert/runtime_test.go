package convert

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestFunc: every function of the rooms below lenient is known to be there.
func TestFunc(t *testing.T) {
	for dir, known := range map[string]map[string]bool{"convert": converting, "times": timing} {
		declared := map[string]bool{}
		files, err := filepath.Glob("../../normalize/rest/lenient/" + dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", dir, len(files), err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
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
