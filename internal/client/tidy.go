package client

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// needlessSprintf is what the generator writes for a path without parameters.
var needlessSprintf = regexp.MustCompile(`(operationPath := )fmt\.Sprintf\(("(?:[^"\\%]|\\.)*")\)`)

// tidy replaces the header and keeps only the imports in use, standard library
// first. The generator leaves that to goimports, which looks through the module
// cache and takes longer than everything else together.
func tidy(src string, header []string) ([]byte, error) {
	src = needlessSprintf.ReplaceAllString(src, "$1$2")
	fset := token.NewFileSet()
	// Object resolution tells an import from a local variable of the same name.
	file, err := parser.ParseFile(fset, "client.go", src, 0)
	if err != nil {
		return nil, fmt.Errorf("client: emitted source does not parse: %w", err)
	}
	decl, err := importDecl(file)
	if err != nil {
		return nil, err
	}
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	var b strings.Builder
	b.Grow(len(src))
	b.WriteString(headerText(header))
	b.WriteString(src[offset(file.Package):offset(decl.Pos())])
	b.WriteString(importBlock(decl, usedPackages(file)))
	b.WriteString(src[offset(decl.End()):])
	return []byte(b.String()), nil
}

// importDecl gives the single import declaration that the generator emits.
func importDecl(file *ast.File) (*ast.GenDecl, error) {
	var found *ast.GenDecl
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			if found != nil {
				return nil, fmt.Errorf("client: emitted source has more than one import declaration")
			}
			found = g
		}
	}
	if found == nil {
		return nil, fmt.Errorf("client: emitted source has no import declaration")
	}
	return found, nil
}

// usedPackages gives the names that the file uses as package names.
func usedPackages(file *ast.File) map[string]bool {
	used := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			// An identifier without an object is not a local name. Type-checking
			// would be exact, and far slower.
			if id, ok := sel.X.(*ast.Ident); ok && id.Obj == nil {
				used[id.Name] = true
			}
		}
		return true
	})
	return used
}

func importBlock(decl *ast.GenDecl, used map[string]bool) string {
	var std, others []string
	for _, s := range decl.Specs {
		spec := s.(*ast.ImportSpec)
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name, line := packageName(importPath), spec.Path.Value
		if spec.Name != nil {
			name, line = spec.Name.Name, spec.Name.Name+" "+spec.Path.Value
		}
		if !used[name] {
			continue
		}
		if first, _, _ := strings.Cut(importPath, "/"); strings.Contains(first, ".") {
			others = append(others, "\t"+line+"\n")
		} else {
			std = append(std, "\t"+line+"\n")
		}
	}
	if len(std)+len(others) == 0 {
		return ""
	}
	slices.Sort(std)
	slices.Sort(others)
	if len(std) > 0 && len(others) > 0 {
		std = append(std, "\n")
	}
	return "import (\n" + strings.Join(std, "") + strings.Join(others, "") + ")"
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// packageName gives the name a package has by convention of its import path.
func packageName(importPath string) string {
	base := path.Base(importPath)
	if majorVersion.MatchString(base) {
		base = path.Base(path.Dir(importPath))
	}
	return base
}
