package resolve

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// errors resolves where error bodies keep what they say.
func (b *builder) errors() {
	e := &b.plan.Errors
	e.Code = b.errorPaths(noHeaders(b, b.File.Errors.Code))
	e.Message = b.errorPaths(noHeaders(b, b.File.Errors.Message))
	var inBody []fieldmap.Location
	for _, loc := range b.File.Errors.RequestID {
		if loc.Header.Set() && !requests.IsToken(loc.Header.Value) {
			b.diags.ErrorHint(loc.Header.Pos, "P205", "write it like X-Request-Id", "%q is not a valid header name", loc.Header.Value)
			continue
		}
		if loc.Header.Set() {
			e.RequestIDHeader = append(e.RequestIDHeader, loc.Header.Value)
			continue
		}
		inBody = append(inBody, loc)
	}
	e.RequestID = b.errorPaths(inBody)
}

// noHeaders reports headers, and gives the other places.
func noHeaders(b *builder, locs []fieldmap.Location) []fieldmap.Location {
	var out []fieldmap.Location
	for _, loc := range locs {
		if loc.Header.Set() {
			b.diags.ErrorHint(loc.Header.Pos, "P205", "write the path of a property", "errors: this is read from the body, not from a header")
			continue
		}
		out = append(out, loc)
	}
	return out
}

func (b *builder) errorPaths(locs []fieldmap.Location) []leaves.Path {
	var paths []leaves.Path
	for _, loc := range locs {
		p, err := leaves.ParsePath(loc.Path.Value)
		if err != nil {
			b.diags.Errorf(loc.Path.Pos, "P205", "%v", err)
			continue
		}
		if !b.firstOnly(loc.Path, p) {
			continue
		}
		missing := b.inSomeError(p)
		if missing == nil {
			paths = append(paths, p)
			continue
		}
		b.diags.ErrorHint(loc.Path.Pos, "P205", strings.TrimSuffix("name a property that a declared error answer has; "+missing.Hint, "; "), "no error answer of the operations in use has %q", loc.Path.Value)
	}
	return paths
}

// inSomeError gives nil where an error answer has p, or none is declared; else
// what the first one has in its place.
func (b *builder) inSomeError(p leaves.Path) (first *leaves.NotFound) {
	for _, op := range b.plan.Operations {
		for _, r := range op.Responses {
			if r.Schema == nil || r.Status[0] == '2' {
				continue
			}
			_, missing := leaves.Find(r.Schema, p)
			if missing == nil {
				return nil
			}
			if first == nil {
				first = missing
			}
		}
	}
	return first
}
