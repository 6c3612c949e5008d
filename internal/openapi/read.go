package openapi

import (
	"bytes"

	"github.com/parlancehq/parlance/internal/diag"
)

// Limits on what is read. They are far above any real document and keep a
// hostile one from taking the machine's memory, its time or the stack.
const (
	// MaxBytes is how large a document, or an overlay, may be.
	MaxBytes = 32 << 20
	maxDepth = 500
	maxNodes = 1 << 20 // values, aliases counted as often as they are used
	// maxMarks is how many signs that separate values YAML text may have: as many
	// values as those make, its parser makes nodes of, some hundred bytes each.
	maxMarks = 2 * maxNodes
)

// hintLarge tells how a document that is too large can be used still.
const hintLarge = "cut the document down to the operations and schemas that the field map names"

// reader turns the bytes of one file into nodes.
type reader struct {
	src     source
	overlay bool
	diags   *diag.List
}

// read gives the root of the document in data, or nil after an error.
func (r *reader) read(data []byte) *node {
	if len(data) > MaxBytes {
		r.tooLarge(place{}, "the file has %d bytes; at most %d are read", len(data), MaxBytes)
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var root *node
	ok := false
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		// A flow mapping of YAML starts so too: what is no JSON is tried as YAML.
		if root, ok = r.readJSON(data); !ok {
			root = r.readYAML(data)
		}
	} else {
		root = r.readYAML(data)
	}
	if root == nil {
		return nil
	}
	if root.kind != kindObject {
		r.failf(root.pos, "O101", "the document is %s, not a mapping", root.kind)
		return nil
	}
	counter := counter{seen: map[*node]int{}}
	if counter.count(root) > maxNodes {
		r.diags.ErrorHint(r.at(counter.excess(root)), "O102", "write out what the aliases repeat here, or leave it out",
			"the document has more than %d values once its aliases are resolved", maxNodes)
		return nil
	}
	return root
}

// tooLarge reports a document that is not read on.
func (r *reader) tooLarge(at place, format string, args ...any) {
	r.diags.ErrorHint(r.at(at), "O102", hintLarge, format, args...)
}

func (r *reader) at(p place) diag.Pos {
	p.overlay = r.overlay
	return r.src.at(p)
}

func (r *reader) failf(p place, rule, format string, args ...any) {
	r.diags.Errorf(r.at(p), rule, format, args...)
}

// counter counts nodes as they would be with every alias written out.
type counter struct{ seen map[*node]int }

func (c *counter) count(n *node) int {
	if n.kind < kindArray {
		return 1
	}
	if total, ok := c.seen[n]; ok {
		return total
	}
	total := 1
	for i := range n.fields {
		total = min(total+c.count(n.fields[i].value), maxNodes+1)
	}
	for _, item := range n.items {
		total = min(total+c.count(item), maxNodes+1)
	}
	c.seen[n] = total
	return total
}

// excess is the place in n, which has too many values, that they come from: as
// far down as one value alone has too many.
func (c *counter) excess(n *node) place {
	at := n.pos
	for {
		var next *node
		for i := range n.fields {
			if value := n.fields[i].value; c.count(value) > maxNodes {
				at, next = n.fields[i].pos, value
				break
			}
		}
		for _, item := range n.items {
			if c.count(item) > maxNodes {
				at, next = item.pos, item
				break
			}
		}
		if next == nil {
			return at
		}
		n = next
	}
}
