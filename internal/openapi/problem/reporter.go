package problem

import (
	"fmt"
	"maps"
	"slices"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// HintLarge tells how a document that is too large can be used still.
const HintLarge = "cut the document down to the operations and schemas that the field map names"

// MaxWarnings is how many warnings of one rule are printed for one document.
const MaxWarnings = 20

// Reporter adds what one stage finds in a document to a list of diagnostics: errors
// at once, warnings in the end.
type Reporter struct {
	Files  node.Files
	Diags  *diag.List
	Excess bool // there is more of something than is looked at: what was found is not all
	// Owner is the part of the document that warnings are about from now on; nil for the
	// document itself.
	Owner   *node.Node
	pending []warning
}

type warning struct {
	diag.Diagnostic
	owner *node.Node
}

// NewReporter gives a reporter that has found nothing.
func NewReporter(files node.Files, diags *diag.List) *Reporter {
	return &Reporter{Files: files, Diags: diags}
}

// Own makes a part of the document what warnings are about, until the function that
// it gives is called.
func (r *Reporter) Own(part *node.Node) (back func()) {
	before := r.Owner
	r.Owner = part
	return func() { r.Owner = before }
}

// Errorf adds an error.
func (r *Reporter) Errorf(at node.Place, rule, format string, args ...any) {
	r.Diags.Errorf(r.Files.At(at), rule, format, args...)
}

// TooMany reports a document that has more than max of something.
func (r *Reporter) TooMany(at node.Place, what string, max int) {
	r.Limit(r.Files.At(at), "the document has more than %d %s", max, what)
}

// Limit reports a document that is too large or entangled to be looked at as a whole.
func (r *Reporter) Limit(at diag.Pos, format string, args ...any) {
	r.Excess = true
	r.Diags.ErrorHint(at, "O102", HintLarge, format, args...)
}

// Warn keeps a warning for Finish.
func (r *Reporter) Warn(at node.Place, rule, hint, format string, args ...any) {
	r.WarnAt(r.Files.At(at), rule, hint, format, args...)
}

// WarnAt is Warn for a place in full.
func (r *Reporter) WarnAt(at diag.Pos, rule, hint, format string, args ...any) {
	r.pending = append(r.pending, warning{diag.Diagnostic{
		Pos: at, Rule: rule, Severity: diag.Warning, Message: fmt.Sprintf(format, args...), Hint: hint,
	}, r.Owner})
}

// Finish adds the warnings, of each rule the first, and counts the others. Those
// about a part that is not used are left out: nobody has to mend it. used may be
// nil, where all parts are.
func (r *Reporter) Finish(used func(part *node.Node) bool) {
	told := map[string]int{}
	for _, w := range r.pending {
		if used != nil && w.owner != nil && !used(w.owner) {
			continue
		}
		if told[w.Rule]++; told[w.Rule] <= MaxWarnings {
			r.Diags.Add(w.Diagnostic)
		}
	}
	r.pending = nil
	for _, rule := range slices.Sorted(maps.Keys(told)) {
		if n := told[rule]; n > MaxWarnings {
			r.Diags.WarnHint(diag.Pos{File: r.Files.Document}, rule, "", "%d more of this kind: %s", n-MaxWarnings, Rules[rule])
		}
	}
}

// IsObject reports whether n is a mapping, adding an error where it is something
// else. Of a nil n it reports false, without an error.
func (r *Reporter) IsObject(n *node.Node, what string) bool {
	if n == nil {
		return false
	}
	if n.Kind != node.KindObject {
		r.Errorf(n.Pos, "O101", "%s must be a mapping, not %s", what, n.Kind)
		return false
	}
	return true
}

// List gives the items of n, adding an error where it is not a list.
func (r *Reporter) List(n *node.Node, what string) []*node.Node {
	if n == nil || n.Kind == node.KindNull {
		return nil
	}
	if n.Kind != node.KindArray {
		r.Errorf(n.Pos, "O101", "%s must be a list, not %s", what, n.Kind)
		return nil
	}
	return n.Items
}
