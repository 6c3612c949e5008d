package overlay

import (
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// maxOverlayWork is how many values the actions of an overlay may look at
// together. The JSONPath library takes no bound itself.
const maxOverlayWork = 1 << 23

// overlayCost adds up what the actions of an overlay take.
type overlayCost struct {
	nodes, depth int // of the document
	work, added  int
}

func newOverlayCost(root *node.Node) *overlayCost {
	c := &overlayCost{}
	c.measure(root, 1)
	return c
}

func (c *overlayCost) measure(n *node.Node, depth int) {
	c.nodes++
	c.depth = max(c.depth, depth)
	for i := range n.Fields {
		c.measure(n.Fields[i].Value, depth+1)
	}
	for _, item := range n.Items {
		c.measure(item, depth+1)
	}
}

// query reports whether a target can be looked for: at the worst each descent
// (..) comes to every value from all that it lies in, and a list of selectors
// takes every value as often as it has any.
func (c *overlayCost) query(target string) bool {
	work := c.nodes + c.added
	for range strings.Count(target, "..") - 1 {
		work = min(work*c.depth, maxOverlayWork+1)
	}
	for _, n := range selectors(target) {
		work = min(work*n, maxOverlayWork+1)
	}
	c.work += work
	return c.work <= maxOverlayWork
}

// update reports whether an update of the size can be made at so many places.
func (c *overlayCost) update(size, places int) bool {
	c.added += size * places
	return c.nodes+c.added <= node.MaxValues
}

// selectors gives how many selectors each pair of brackets in a JSONPath holds.
func selectors(path string) []int {
	var open, out []int
	quote := byte(0)
	for i := 0; i < len(path); i++ {
		b := path[i]
		switch {
		case quote != 0 && b == '\\':
			i++
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '[':
			open = append(open, 1)
		case b == ',' && len(open) > 0:
			open[len(open)-1]++
		case b == ']' && len(open) > 0:
			out = append(out, open[len(open)-1])
			open = open[:len(open)-1]
		}
	}
	return out
}
