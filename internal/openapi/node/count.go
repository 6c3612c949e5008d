package node

// MaxValues is how many values a document may have, aliases counted as often as
// they are used.
const MaxValues = 1 << 20

// Counter counts nodes as they would be with every alias written out, up to one
// more than MaxValues.
type Counter struct{ seen map[*Node]int }

// NewCounter gives a counter that has counted nothing.
func NewCounter() *Counter { return &Counter{seen: map[*Node]int{}} }

// Count gives how many values n is.
func (c *Counter) Count(n *Node) int {
	if n.Kind < KindArray {
		return 1
	}
	if total, ok := c.seen[n]; ok {
		return total
	}
	total := 1
	for i := range n.Fields {
		total = min(total+c.Count(n.Fields[i].Value), MaxValues+1)
	}
	for _, item := range n.Items {
		total = min(total+c.Count(item), MaxValues+1)
	}
	c.seen[n] = total
	return total
}

// Excess is the place in n, which has too many values, that they come from: as
// far down as one value alone has too many.
func (c *Counter) Excess(n *Node) Place {
	at := n.Pos
	for {
		var next *Node
		for i := range n.Fields {
			if value := n.Fields[i].Value; c.Count(value) > MaxValues {
				at, next = n.Fields[i].Pos, value
				break
			}
		}
		for _, item := range n.Items {
			if c.Count(item) > MaxValues {
				at, next = item.Pos, item
				break
			}
		}
		if next == nil {
			return at
		}
		n = next
	}
}
