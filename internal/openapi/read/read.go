// Package read turns the bytes of a document, YAML or JSON, into a tree of nodes.
package read

import (
	"bytes"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/problem"
)

// Limits on what is read. They are far above any real document and keep a
// hostile one from taking the machine's memory, its time or the stack.
const (
	// MaxBytes is how large a document, or an overlay, may be.
	MaxBytes = 32 << 20
	maxDepth = 500
	// MaxMarks is how many signs that separate values YAML text may have: as many
	// values as those make, its parser makes nodes of, some hundred bytes each.
	MaxMarks = 2 * node.MaxValues
)

// Document gives the root of the document in data, as far as it can be read; nil
// where it cannot be.
func Document(files node.Files, data []byte, diags *diag.List) *node.Node {
	return (&reader{files: files, diags: diags}).read(data)
}

// Overlay is Document for the overlay.
func Overlay(files node.Files, data []byte, diags *diag.List) *node.Node {
	return (&reader{files: files, overlay: true, diags: diags}).read(data)
}

// reader turns the bytes of one file into nodes.
type reader struct {
	files   node.Files
	overlay bool
	diags   *diag.List
}

// read gives the root of the document in data, or nil after an error.
func (r *reader) read(data []byte) *node.Node {
	if len(data) > MaxBytes {
		r.tooLarge(node.Place{}, "the file has %d bytes; at most %d are read", len(data), MaxBytes)
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var root *node.Node
	ok := false
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		// A flow mapping of YAML starts so too: what is not JSON is tried as YAML.
		if root, ok = r.readJSON(data); !ok {
			root = r.readYAML(data)
		}
	} else {
		root = r.readYAML(data)
	}
	if root == nil {
		return nil
	}
	if root.Kind != node.KindObject {
		r.failf(root.Pos, "O101", "the document is %s, not a mapping", root.Kind)
		return nil
	}
	counter := node.NewCounter()
	if counter.Count(root) > node.MaxValues {
		r.diags.ErrorHint(r.at(counter.Excess(root)), "O102", "write out what the aliases repeat here, or leave it out",
			"the document has more than %d values once its aliases are resolved", node.MaxValues)
		return nil
	}
	return root
}

// tooLarge reports a document that is not read on.
func (r *reader) tooLarge(at node.Place, format string, args ...any) {
	r.diags.ErrorHint(r.at(at), "O102", problem.HintLarge, format, args...)
}

func (r *reader) at(p node.Place) diag.Pos {
	p.Overlay = r.overlay
	return r.files.At(p)
}

func (r *reader) failf(p node.Place, rule, format string, args ...any) {
	r.diags.Errorf(r.at(p), rule, format, args...)
}
