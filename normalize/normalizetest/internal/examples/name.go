package examples

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
)

// answers is what an example is an answer of.
type answers struct {
	kind string // list, get, messages or need
	op   *openapi.Operation
	need *server.Need // of a need
}

// isError reports whether the example is the answer of a failure, which may have a
// status of success.
func (x *example) isError() bool { return x.failed }

// classify reads the example's name; false where it says nothing. Where the name of an
// error does not say which operation answers so, it is one in use that declares the
// status, and of several one that v fits.
func (x *example) classify(v any) bool {
	name := strings.TrimSuffix(x.name, ".json")
	named := false // the source is
	for _, s := range x.fake.Served {
		if after, ok := strings.CutPrefix(name, s.Name+"_"); ok && s.Name != "" {
			x.source, name, named = s, after, true
		}
	}
	role, status, failed := cutError(name)
	x.failed = failed
	if failed {
		x.status = status
	}
	if role != "" || !failed {
		var ok bool
		x.answers, ok = answersOf(x.source, role)
		return ok
	}
	sources := x.fake.Served
	if named {
		sources = []*server.Source{x.source}
	}
	x.findFailed(sources, v)
	return true
}

// findFailed finds the operation that answers with an error of the example's status:
// one that declares it, else one that has a default answer, else the first.
func (x *example) findFailed(sources []*server.Source, v any) {
	for _, declares := range []func(op *openapi.Operation) bool{
		func(op *openapi.Operation) bool { return schemas.Response(op, x.status) != nil }, hasDefault, func(*openapi.Operation) bool { return true },
	} {
		var best []string
		for _, s := range sources {
			for _, a := range allOf(s) {
				if !declares(a.op) {
					continue
				}
				if misfits := x.misfits(a, v); x.op == nil || len(misfits) < len(best) {
					x.source, x.answers, best = s, a, misfits
				}
			}
		}
		if x.op != nil {
			return
		}
	}
}

func hasDefault(op *openapi.Operation) bool {
	return slices.ContainsFunc(op.Responses, func(r *openapi.Response) bool { return r.Status == "default" })
}

// cutError cuts the name of an example into which operation answers so and the status
// of the failure; false where it is not one of a failure.
func cutError(name string) (role string, status int, ok bool) {
	before, after, found := strings.Cut("_"+name, "_error_")
	if !found {
		return name, 0, false
	}
	number, _, _ := strings.Cut(after, "_")
	status, err := strconv.Atoi(number)
	return strings.TrimPrefix(before, "_"), status, err == nil
}

// answersOf reads the word that an example's name begins with.
func answersOf(s *server.Source, role string) (answers, bool) {
	word, more, _ := strings.Cut(role, "_")
	if word == "transcript" {
		word = "messages"
	}
	for _, a := range allOf(s) {
		if a.kind == word && (a.need == nil || more == a.need.Decl.Name.Value || strings.HasPrefix(more, a.need.Decl.Name.Value+"_")) {
			return a, true
		}
	}
	if word != "messages" {
		return answers{}, false
	}
	a := allOf(s)[0]
	if s.Get != nil {
		a.op = s.Get // the record has them
	} else {
		a.op = s.List
	}
	a.kind = word
	return a, true
}

// allOf are the operations of a source.
func allOf(s *server.Source) []answers {
	var out []answers
	if s.Get != nil {
		out = append(out, answers{"get", s.Get, nil})
	}
	out = append(out, answers{"list", s.List, nil})
	if s.Messages != nil {
		out = append(out, answers{"messages", s.Messages, nil})
	}
	for _, n := range s.Needs() {
		out = append(out, answers{"need", n.Op, n})
	}
	return out
}

// misfits says where the example is not what the document declares for the operation. Of
// a status that is not declared, the document says nothing.
func (x *example) misfits(a answers, v any) []string {
	resp := a.op.Success()
	if x.isError() {
		resp = schemas.Declared(a.op, x.status)
	}
	var out []string
	if resp != nil && resp.Schema != nil {
		schemas.Fits(resp.Schema, v, nil, func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) })
	}
	return out
}
