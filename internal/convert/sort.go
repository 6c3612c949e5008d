package convert

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
)

// Sort is the order of a list: by a value of its elements, or, of several lists
// put together, by a field of the structs that they became.
type Sort struct {
	By         Expr            // of an element's leaves; nil where Field is set
	Field      *model.FieldRef // of the model struct
	Descending bool
}

// sorted adds the order that v has, where it has one; inner is the context of an
// element, nil for several lists.
func (x *RecordList) sorted(c, inner *Context, v *fieldmap.Value) *RecordList {
	if v.Get("sort") == nil {
		return x
	}
	text, pos, ok := scalarAt(c, v, "sort")
	if !ok {
		return nil
	}
	name, descending := strings.CutPrefix(text, "-")
	x.Sort = &Sort{Descending: descending}
	if x.Self {
		c.errorf(pos, "P110", "sort the list around", "one element has no order")
		return nil
	}
	if inner == nil {
		return x.sortedByField(c, v, name)
	}
	by := resolvePath(inner, pos, name)
	if by == nil {
		return nil
	}
	switch by.Type().Kind {
	case Text, Int, Float:
		x.Sort.By = by
		return x
	}
	c.errorf(pos, "P102", "name a number or a text of the elements", "a list is sorted by numbers or texts, and %s is %s", by.Describe(), typeOf(by))
	return nil
}

func (x *RecordList) sortedByField(c *Context, v *fieldmap.Value, name string) *RecordList {
	pos := v.Get("sort").Pos
	ref, err := c.Model.Resolve(x.To, name)
	if err != nil {
		c.errorf(pos, "P108", "lists that are put together are sorted by a field of "+x.To, "%v", err)
		return nil
	}
	t := ref.Type
	if t.Kind == model.Pointer {
		t = *t.Elem
	}
	switch t.Kind {
	case model.Time, model.Duration, model.Int, model.String:
		if len(ref.Steps) == 1 {
			x.Sort.Field = ref
			return x
		}
	}
	c.errorf(pos, "P102", "name a time, a length of time, a number or a text, such as At", "a list cannot be sorted by %s", name)
	return nil
}
