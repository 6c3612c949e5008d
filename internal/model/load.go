package model

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// versionConst is the constant that holds the model's version.
const versionConst = "ModelVersion"

// Load reads the model from the Go files in dir, its tests left out. The error
// joins all that was found wrong, each with its place; a struct that a field map
// cannot fill is an error only once [Model.Struct] is asked for it.
func Load(dir string) (*Model, error) {
	l := &loader{
		fset:   token.NewFileSet(),
		prefix: filepath.Base(dir),
		specs:  make(map[string]*ast.TypeSpec),
		consts: make(map[string][]EnumValue),
		docs:   make(map[string]string),
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if err := l.file(dir, name); err != nil {
			return nil, err
		}
	}
	return l.model()
}

type loader struct {
	fset    *token.FileSet
	prefix  string // of file names in positions
	errs    []error
	version int
	names   []string // of the declared types, in source order
	specs   map[string]*ast.TypeSpec
	docs    map[string]string
	consts  map[string][]EnumValue // string constants by the name of their type
}

func (l *loader) file(dir, name string) error {
	src, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	mode := parser.ParseComments | parser.SkipObjectResolution
	file, err := parser.ParseFile(l.fset, l.prefix+"/"+name, src, mode)
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	for _, d := range file.Decls {
		if d, ok := d.(*ast.GenDecl); ok {
			l.decl(d)
		}
	}
	return nil
}

func (l *loader) pos(n ast.Node) diag.Pos {
	p := l.fset.Position(n.Pos())
	return diag.Pos{File: p.Filename, Line: p.Line, Column: p.Column}
}

func (l *loader) errorf(n ast.Node, format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf("%s: %w", l.pos(n), fmt.Errorf(format, args...)))
}

func (l *loader) decl(d *ast.GenDecl) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			l.names = append(l.names, s.Name.Name)
			l.specs[s.Name.Name] = s
			doc := s.Doc
			if doc == nil && !d.Lparen.IsValid() {
				doc = d.Doc
			}
			l.docs[s.Name.Name] = strings.TrimSpace(doc.Text())
		case *ast.ValueSpec:
			if d.Tok == token.CONST {
				l.constants(s)
			}
		}
	}
}

// constants reads the model's version and the typed string constants:
// `A T = "a"` and `A = T("a")`.
func (l *loader) constants(s *ast.ValueSpec) {
	for i, name := range s.Names {
		if i >= len(s.Values) || !name.IsExported() {
			continue
		}
		typ, value := s.Type, s.Values[i]
		if call, ok := value.(*ast.CallExpr); ok && typ == nil && len(call.Args) == 1 {
			typ, value = call.Fun, call.Args[0]
		}
		lit, ok := value.(*ast.BasicLit)
		if !ok {
			continue
		}
		if name.Name == versionConst {
			l.version, _ = strconv.Atoi(lit.Value)
			continue
		}
		id, ok := typ.(*ast.Ident)
		text, err := strconv.Unquote(lit.Value)
		if ok && err == nil && lit.Kind == token.STRING {
			l.consts[id.Name] = append(l.consts[id.Name], EnumValue{Const: name.Name, Text: text})
		}
	}
}

// model puts together what the files declare.
func (l *loader) model() (*Model, error) {
	m := &Model{
		Version:  l.version,
		Structs:  make(map[string]*Struct),
		Enums:    make(map[string]*Enum),
		unusable: make(map[string]error),
	}
	if m.Version < 1 {
		l.errs = append(l.errs, fmt.Errorf("%s: no constant %s = 1 or higher", l.prefix, versionConst))
	}
	for _, name := range l.names {
		spec := l.specs[name]
		if !spec.Name.IsExported() || spec.TypeParams != nil {
			continue
		}
		if st, ok := spec.Type.(*ast.StructType); ok && name == queryStruct {
			m.Query = queryFields(st, l.typ)
		} else if ok {
			m.Structs[name] = &Struct{Name: name, Doc: l.docs[name], Fields: l.fields(st)}
		} else if t := l.typ(spec.Name); t.Kind == EnumRef && t.Named == name {
			m.Enums[name] = &Enum{Name: name, Doc: l.docs[name], Values: l.consts[name]}
		}
	}
	m.setAside()
	for _, name := range slices.Sorted(maps.Keys(m.Structs)) {
		for _, f := range m.Structs[name].Fields {
			if f.Since > m.Version {
				l.errs = append(l.errs, fmt.Errorf("%s: field %s is since version %d, but %s is %d", f.Pos, f.Name, f.Since, versionConst, m.Version))
			}
		}
	}
	if err := errors.Join(l.errs...); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	return m, nil
}
