package adapter

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"
)

// stubs imports packages that have what the registry uses of a provider, and the
// standard library as it is.
type stubs struct{ std types.Importer }

func (s stubs) Import(path string) (*types.Package, error) {
	if path == "fmt" || path == "strings" {
		return s.std.Import(path)
	}
	source := "package " + path[len("example.test/"):] + "\n\ntype P struct{}\n\nfunc New(opts ...any) (*P, error) { return nil, nil }\n"
	if path == normalizePkg {
		source = "package normalize\n\ntype Option = any\n\ntype Provider any\n"
	}
	return check(path, source, s)
}

func check(path, source string, s types.Importer) (*types.Package, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path+".go", source, 0)
	if err != nil {
		return nil, err
	}
	return (&types.Config{Importer: s}).Check(path, fset, []*ast.File{file}, nil)
}

// TestRegistryNames: providers may be called like what the registry imports or
// declares, and like predeclared names.
func TestRegistryNames(t *testing.T) {
	for _, names := range [][]string{
		nil,
		{"acme"},
		{"fmt", "strings", "err", "p", "string", "error", "nil", "any", "append", "open", "names", "acme", "os", "context", "json", "http", "time"},
	} {
		source, err := Registry("example.test", names)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := check("example.test/generated", string(source), stubs{importer.ForCompiler(token.NewFileSet(), "source", nil)}); err != nil {
			t.Errorf("%q: %v\n%s", names, err, source)
		}
	}
}
