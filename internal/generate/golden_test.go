package generate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// generatedText gives a generated file of acme's, or of another provider as
// provider/file, or one declaration of it.
func generatedText(t *testing.T, result *Result, file, decl string) []byte {
	t.Helper()
	path := Owned + "/acme/" + file
	if strings.Contains(file, "/") || file == "README.md" || file == "registry.gen.go" {
		path = Owned + "/" + file
	}
	for _, f := range result.Files {
		if f.Path != path {
			continue
		}
		if decl == "" {
			return f.Data
		}
		if text := declaration(t, f.Data, decl); text != "" {
			return []byte(text + "\n")
		}
		t.Errorf("%s has no declaration %q", path, decl)
		return nil
	}
	t.Errorf("no file %s was generated", path)
	return nil
}

// declaration cuts one top-level declaration out of src, without its comment. A
// method is named as type.method.
func declaration(t testing.TB, src []byte, name string) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if declares(d, name) {
			return string(src[fset.Position(d.Pos()).Offset:fset.Position(d.End()).Offset])
		}
	}
	return ""
}

func declares(d ast.Decl, name string) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		full := d.Name.Name
		if d.Recv != nil {
			full = receiver(d.Recv.List[0].Type) + "." + full
		}
		return full == name
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.Name == name {
					return true
				}
			case *ast.ValueSpec:
				if s.Names[0].Name == name {
					return true
				}
			}
		}
	}
	return false
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
