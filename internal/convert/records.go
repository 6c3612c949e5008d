package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// RecordList is an array of objects whose elements a map of their own turns into
// structs of the model. The adapter emits it as a loop.
type RecordList struct {
	Leaf *leaves.Leaf
	To   string // the model struct
}

func resolveRecords(c *Context, pos diag.Pos, p leaves.Path, s *openapi.Schema, to string) Expr {
	elem := c.Elements(pos, s.Items, to)
	if elem == nil {
		return nil
	}
	leaf := c.Tree.Reach(p, leaves.Records, c.Field)
	if leaf.Elem != nil && leaf.Elem != elem {
		return c.errorf(pos, "P111", "map each array to one list", "%s already becomes another list (%s)", p, leaf.Targets[0])
	}
	leaf.Elem = elem
	return RecordList{Leaf: leaf, To: to}
}

// Type is a list of the model struct.
func (r RecordList) Type() Type { return Type{Kind: Records, Name: r.To} }

// Leaves is the array.
func (r RecordList) Leaves() []*leaves.Leaf { return []*leaves.Leaf{r.Leaf} }

// Emit gives the leaves of the elements; the adapter maps them one by one.
func (r RecordList) Emit(e *Emitter) *jen.Statement { return e.leaf(r.Leaf) }

// Describe is the path.
func (r RecordList) Describe() string { return r.Leaf.Path.String() + "[]" }
