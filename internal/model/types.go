package model

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

// fields reads the exported fields of a struct; embedded ones are not part of the
// model.
func (l *loader) fields(st *ast.StructType) []*Field {
	var out []*Field
	for _, f := range st.Fields.List {
		for _, name := range f.Names {
			if !name.IsExported() {
				continue
			}
			field := &Field{Name: name.Name, Doc: doc(f), Type: l.typ(f.Type), Since: 1, Pos: l.pos(name)}
			l.tag(f, field)
			out = append(out, field)
		}
	}
	return out
}

func doc(f *ast.Field) string {
	if text := f.Doc.Text(); text != "" {
		return strings.TrimSpace(text)
	}
	return strings.TrimSpace(f.Comment.Text())
}

// tag reads `json:"name" parlance:"runtime,since=2"`.
func (l *loader) tag(f *ast.Field, field *Field) {
	if f.Tag == nil {
		return
	}
	text, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		l.errorf(f.Tag, "field %s: malformed tag", field.Name)
		return
	}
	tag := reflect.StructTag(text)
	if name, _, _ := strings.Cut(tag.Get("json"), ","); name != "-" {
		field.JSON = name
	}
	value, ok := tag.Lookup("parlance")
	if !ok {
		return
	}
	for option := range strings.SplitSeq(value, ",") {
		version, isSince := strings.CutPrefix(option, "since=")
		switch {
		case option == "runtime":
			field.Runtime = true
		case isSince:
			n, err := strconv.Atoi(version)
			if err != nil || n < 1 {
				l.errorf(f.Tag, "field %s: since=%s is not a model version", field.Name, version)
				continue
			}
			field.Since = n
		default:
			l.errorf(f.Tag, "field %s: unknown option %q in the parlance tag; runtime and since=<version> are known", field.Name, option)
		}
	}
}

// typ reads a type expression.
func (l *loader) typ(e ast.Expr) Type {
	return l.typeWithin(e, make(map[string]bool))
}

// typeWithin guards with open, the names being resolved, against types that are
// declared in a circle.
func (l *loader) typeWithin(e ast.Expr, open map[string]bool) Type {
	switch e := e.(type) {
	case *ast.Ident:
		return l.named(e.Name, open)
	case *ast.ParenExpr:
		return l.typeWithin(e.X, open)
	case *ast.StarExpr:
		return container(Pointer, l.typeWithin(e.X, open))
	case *ast.ArrayType:
		if e.Len == nil {
			return container(Slice, l.typeWithin(e.Elt, open))
		}
	case *ast.MapType:
		if key := l.typeWithin(e.Key, open); key.Kind == String && key.Named == "" {
			return container(Map, l.typeWithin(e.Value, open))
		}
	case *ast.SelectorExpr:
		if pkg, ok := e.X.(*ast.Ident); ok {
			return Type{Kind: foreign[pkg.Name+"."+e.Sel.Name]}
		}
	}
	return Type{}
}

func container(k Kind, elem Type) Type {
	if elem.Kind == Unsupported {
		return Type{}
	}
	return Type{Kind: k, Elem: &elem}
}

var predeclared = map[string]Kind{
	"string": String, "bool": Bool, "float64": Float, "float32": Float,
	"int": Int, "int8": Int, "int16": Int, "int32": Int, "int64": Int,
	"uint": Int, "uint8": Int, "uint16": Int, "uint32": Int, "uint64": Int,
}

var foreign = map[string]Kind{
	"time.Time": Time, "time.Duration": Duration, "json.RawMessage": JSON,
}

// named resolves a name: a type of the package hides a predeclared one.
func (l *loader) named(name string, open map[string]bool) Type {
	spec := l.specs[name]
	if spec == nil {
		t := Type{Kind: predeclared[name]}
		if t.Kind == Int || t.Kind == Float {
			t.Named = name
		}
		return t
	}
	if open[name] || spec.TypeParams != nil {
		return Type{}
	}
	if _, ok := spec.Type.(*ast.StructType); ok {
		return Type{Kind: StructRef, Named: name}
	}
	open[name] = true
	defer delete(open, name)
	t := l.typeWithin(spec.Type, open)
	switch {
	case t.Kind == Unsupported || spec.Assign.IsValid() || t.Kind == StructRef:
		return t // an alias is the type it names
	case t.Kind == String && len(l.consts[name]) > 0:
		return Type{Kind: EnumRef, Named: name}
	}
	t.Named = name
	return t
}
