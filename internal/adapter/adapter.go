// Package adapter writes the code between a provider's generated client and the
// normalized model: leaf structs, their two fillers, the mapping, the requests
// and the provider type. It writes down a plan and decides nothing.
package adapter

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/client"
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan"
)

// Input is what an adapter is made of.
type Input struct {
	Plan   *plan.Plan
	Index  *client.Index // of the client in the same package
	Module string        // import path of the package that holds the providers' packages
	Header []string      // comment lines that every file begins with
}

// File is one emitted file of the package.
type File struct {
	Name string
	Data []byte
}

// The packages that generated code stands on.
const (
	normalizePkg = convert.Normalize
	enginePkg    = convert.Normalize + "/engine"
	apiPkg       = convert.Rest + "/api"
	pagingPkg    = convert.Rest + "/paging"
	requestPkg   = convert.Rest + "/request"
	lenientPkg   = convert.Lenient
	testPkg      = convert.Normalize + "/normalizetest"
)

// Emit writes the adapter. An error is a bug of Parlance: what a user can get
// wrong was found before.
func Emit(in Input) ([]File, error) {
	e := &emitter{
		Input: in, decls: convert.NewDecls(), kept: keptText(in.Plan),
		element: elementTrees(in.Plan), unfilled: needTrees(in.Plan), elements: map[*leaves.Tree]*client.Type{},
	}
	var out []File
	for _, part := range []struct {
		name string
		emit func(*jen.File) error
	}{
		{"provider.gen.go", e.provider},
		{"requests.gen.go", e.requests},
		{"leaves.gen.go", e.leaves},
		{"mapping.gen.go", e.mapping},
		{"schemas.gen.go", e.schemas},
		{"provider_gen_test.go", e.test},
	} {
		f := e.file(part.name == "provider.gen.go")
		if err := part.emit(f); err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
		data, err := render(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
		out = append(out, File{part.name, data})
	}
	return out, nil
}

type emitter struct {
	Input
	decls *convert.Decls
	kept  map[*leaves.Leaf]bool // the text of which is part of what is made of it

	element  map[*leaves.Tree]bool         // records that lie in lists
	unfilled map[*leaves.Tree]bool         // records that the typed client has no type for
	elements map[*leaves.Tree]*client.Type // the client's type of the elements of a list, as far as met
}

func (e *emitter) file(documented bool) *jen.File {
	f := jen.NewFilePathName(e.Module+"/"+e.Plan.Name, e.Plan.Name)
	for _, line := range e.Header {
		f.HeaderComment(line)
	}
	if documented {
		for _, line := range packageDoc(e.Plan) {
			f.PackageComment(line)
		}
	}
	f.ImportNames(convert.Names())
	f.ImportNames(map[string]string{
		normalizePkg: "normalize", enginePkg: "engine", apiPkg: "api", pagingPkg: "paging", requestPkg: "request", driftPkg: "drift", testPkg: "normalizetest",
	})
	return f
}

// doc is a documentation comment of one or several lines. What it is given must
// hold no text of a document: see comment and oneLine.
func doc(format string, args ...any) *jen.Statement {
	s := jen.Empty()
	for i, line := range strings.Split(fmt.Sprintf(format, args...), "\n") {
		if i > 0 {
			s = s.Line()
		}
		s = s.Comment(line)
	}
	return s
}

// goType is the client's struct for a map's schema.
func (e *emitter) goType(m *plan.Map) (*client.StructType, error) {
	s := e.Index.Structs[m.Schema.GoName]
	if s == nil {
		return nil, fmt.Errorf("the client has no struct %s for schema %s", m.Schema.GoName, m.Schema.Ref)
	}
	return s, nil
}
