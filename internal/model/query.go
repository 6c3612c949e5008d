package model

import (
	"go/ast"
	"reflect"
	"strings"
)

// The types of the model that the compiler must know by name: what a list
// yields, and what its transcript holds.
const (
	Root      = "Conversation"
	Part      = "Message"
	TimeField = "TimeField" // an enum: the times that a source's bounds may compare
)

const queryStruct = "Query"

// QueryField is a field of the query that a provider may filter by.
type QueryField struct {
	Go     string   // name in the Query struct
	Filter string   // as field maps and capabilities name it
	Fields []string // model fields it compares, any of which will do; empty: nothing here can stand in for the provider
	Bound  string   // "lower" or "upper" of a time bound, whose Fields may be empty: the source's time
	Type   Type
}

// queryFields reads the tags `parlance:"filter=status,field=Status"` of the
// struct Query.
func queryFields(st *ast.StructType, typeOf func(ast.Expr) Type) []QueryField {
	var out []QueryField
	for _, f := range st.Fields.List {
		if f.Tag == nil {
			continue
		}
		tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("parlance")
		q := QueryField{Type: typeOf(f.Type)}
		for _, part := range strings.Split(tag, ",") {
			key, value, _ := strings.Cut(part, "=")
			switch key {
			case "filter":
				q.Filter = value
			case "field":
				q.Fields = strings.Split(value, "|")
			case "bound":
				q.Bound = value
			}
		}
		if q.Filter == "" {
			continue
		}
		for _, name := range f.Names {
			named := q
			named.Go = name.Name
			out = append(out, named)
		}
	}
	return out
}
