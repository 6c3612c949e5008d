package client

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strconv"
	"strings"
)

// newIndex reads the declarations of the emitted source.
func newIndex(src []byte) (*Index, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "client.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("client: emitted source does not parse: %w", err)
	}
	r := reader{
		src:  src,
		base: file.FileStart,
		x: &Index{
			Structs: make(map[string]*StructType),
			Types:   make(map[string]*Type),
			Decls:   make(map[string]bool),
			funcs:   make(map[string]*function),
		},
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			r.genDecl(d)
		case *ast.FuncDecl:
			r.funcDecl(d)
		}
	}
	if len(r.twice) > 0 {
		return nil, fmt.Errorf("client: emitted source declares twice: %s", strings.Join(r.twice, ", "))
	}
	r.resolveNames()
	return r.x, nil
}

type reader struct {
	src   []byte
	base  token.Pos
	x     *Index
	types []*Type  // every type that was read, to tell the declared names apart at the end
	twice []string // what would not compile, found early because it is cheap here
}

func (r *reader) declare(name string) {
	if name == "_" {
		return
	}
	if r.x.Decls[name] {
		r.twice = append(r.twice, name)
	}
	r.x.Decls[name] = true
}

func (r *reader) genDecl(d *ast.GenDecl) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			r.declare(s.Name.Name)
			t := r.typ(s.Type)
			r.x.Types[s.Name.Name] = t
			if t.Struct != nil && t.Kind == Struct {
				t.Struct.Name = s.Name.Name
				r.x.Structs[s.Name.Name] = t.Struct
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				r.declare(n.Name)
			}
		}
	}
}

func (r *reader) funcDecl(d *ast.FuncDecl) {
	name := d.Name.Name
	if d.Recv == nil {
		r.declare(name)
	} else if len(d.Recv.List) == 1 {
		name = strings.TrimPrefix(r.expr(d.Recv.List[0].Type), "*") + "." + name
	}
	f := &function{}
	for _, p := range d.Type.Params.List {
		for _, n := range p.Names {
			f.args = append(f.args, Arg{Name: n.Name, Type: r.expr(p.Type)})
		}
	}
	if d.Type.Results != nil {
		for _, p := range d.Type.Results.List {
			f.results = append(f.results, r.expr(p.Type))
		}
	}
	r.x.funcs[name] = f
	r.x.ordered = append(r.x.ordered, name)
}

func (r *reader) expr(e ast.Expr) string {
	return string(r.src[e.Pos()-r.base : e.End()-r.base])
}

func (r *reader) typ(e ast.Expr) *Type {
	t := &Type{Expr: r.expr(e)}
	r.types = append(r.types, t)
	switch e := e.(type) {
	case *ast.Ident:
		t.Kind, t.Name = Named, e.Name
	case *ast.ParenExpr:
		return r.typ(e.X)
	case *ast.StarExpr:
		t.Kind, t.Elem = Pointer, r.typ(e.X)
	case *ast.ArrayType:
		if e.Len == nil {
			t.Kind = Slice
		}
		t.Elem = r.typ(e.Elt)
	case *ast.MapType:
		if key, ok := e.Key.(*ast.Ident); ok && key.Name == "string" {
			t.Kind = Map
		}
		t.Elem = r.typ(e.Value)
	case *ast.StructType:
		t.Kind, t.Struct = Struct, r.structType(e)
	case *ast.SelectorExpr:
		t.Name = t.Expr
		switch t.Name {
		case "json.RawMessage":
			t.Kind = Raw
		case "json.Number":
			t.Kind = Number
		}
	}
	return t
}

func (r *reader) structType(e *ast.StructType) *StructType {
	s := &StructType{}
	seen := make(map[string]bool)
	for _, f := range e.Fields.List {
		t := r.typ(f.Type)
		for _, n := range f.Names {
			if seen[n.Name] {
				r.twice = append(r.twice, "field "+n.Name)
			}
			seen[n.Name] = true
			if n.IsExported() {
				s.Fields = append(s.Fields, &Field{JSON: jsonName(f.Tag), Go: n.Name, Type: t})
			}
		}
	}
	return s
}

// jsonName gives the name in a json tag; the generator tags every field that
// stands for a property.
func jsonName(tag *ast.BasicLit) string {
	if tag == nil {
		return ""
	}
	text, err := strconv.Unquote(tag.Value)
	if err != nil {
		return ""
	}
	value := reflect.StructTag(text).Get("json")
	name, _, _ := strings.Cut(value, ",")
	if value == "-" {
		return ""
	}
	return name
}

var basicTypes = map[string]bool{
	"bool": true, "byte": true, "error": true, "float32": true, "float64": true, "int": true, "int8": true,
	"int16": true, "int32": true, "int64": true, "rune": true, "string": true, "uint": true, "uint8": true,
	"uint16": true, "uint32": true, "uint64": true,
}

// resolveNames tells predeclared names from declared ones, which may come later
// in the source than their use.
func (r *reader) resolveNames() {
	for _, t := range r.types {
		if t.Kind != Named || r.x.Types[t.Name] != nil {
			continue
		}
		t.Kind = Other
		if basicTypes[t.Name] {
			t.Kind = Basic
		}
	}
}
