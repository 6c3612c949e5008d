// Package synth makes up a provider's records. What a client must find out, the
// [Truth], is laid into them where the field map reads it.
package synth

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
)

// Maker makes up the JSON of one record, or of a part of it: a function of the
// seed, the record's index and the place.
type Maker struct {
	Decl  *declared.Declarations
	hints map[string]hints.Hint
	kept  map[string]bool // places that must be there: they lead to a truth
	plain bool
	lean  bool // only those places are made
	Seed  int64
	Index int64
	When  time.Time // instants lie within the quarter of an hour after it
	made  int       // values so far
}

const maxDepth = 8

// maxValues is how many values a record has before what is optional deep in it is
// left out: a vendor's own document may say a hundred thousand of one record.
const maxValues = 1000

// deepest is how deep a record is whatever it requires: what is required to be deeper
// has no end.
const deepest = 8 * maxDepth

// Value makes up a value of the schema for the place. Below a depth it has what is
// required, and nothing more.
func (m *Maker) Value(s *openapi.Schema, p jsontree.Path) any {
	if s == nil || len(p) > deepest || m.made > 100*maxValues {
		return nil
	}
	m.made++
	place := p.Place()
	n := seeded.Pick(m.Seed, m.Index, strings.Join(p, "."), 1<<30)
	if s.Nullable && !m.kept[place] && n%4 == 0 && place != "" {
		return nil
	}
	if len(s.Variants) > 0 {
		return m.variant(s, p, n)
	}
	switch schemas.TypeOf(s) {
	case openapi.Object:
		return m.object(s, p, n)
	case openapi.Array:
		return m.array(s, p, n)
	case openapi.Boolean:
		return n%2 == 0
	case openapi.Integer:
		return m.integer(s, place, n)
	case openapi.Number:
		return m.number(s, place, n)
	case openapi.String:
		return m.text(s, place, n)
	}
	if h, ok := m.hints[place]; ok && hints.EnumOf(h.Value) != nil {
		return m.text(s, place, n)
	}
	return []any{"text", int64(n % 100), n%2 == 0}[n%3]
}

func (m *Maker) variant(s *openapi.Schema, p jsontree.Path, n int) any {
	k := int(m.Index) % len(s.Variants)
	if len(p) > 0 {
		k = n % len(s.Variants)
	}
	if simple := slices.IndexFunc(s.Variants, isScalar); len(p) > maxDepth && simple >= 0 {
		k = simple
	}
	v := m.Value(s.Variants[k], p)
	o, ok := v.(*jsontree.Object)
	if !ok || s.Discriminator == "" {
		return v
	}
	for tag, variant := range s.Mapping {
		if current, _ := o.Get(s.Discriminator); variant == k && current != tag {
			o.Set(s.Discriminator, tag)
			break
		}
	}
	return o
}

func isScalar(s *openapi.Schema) bool {
	t := schemas.TypeOf(s)
	return len(s.Variants) == 0 && t != openapi.Object && t != openapi.Array
}

func (m *Maker) object(s *openapi.Schema, p jsontree.Path, n int) any {
	o := &jsontree.Object{}
	for _, prop := range s.Properties {
		below := append(append(jsontree.Path(nil), p...), prop.Name)
		kept := m.kept[below.Place()]
		deep := len(below) > maxDepth || len(below) > 2 && m.made > maxValues
		if deep && !prop.Required && !kept || m.lean && !kept {
			continue
		}
		o.Set(prop.Name, m.Value(prop.Schema, below))
	}
	if s.Free || (s.Additional != nil && len(s.Properties) == 0) {
		if s.Additional != nil && (schemas.TypeOf(s.Additional) != openapi.Any || len(s.Additional.Variants)+len(s.Additional.Types) > 0) {
			o.Set("key", m.Value(s.Additional, append(jsontree.Below(p, nil), "key")))
			return o
		}
		o.Set("key", "value")
		o.Set("count", int64(n%10))
		o.Set("nested", &jsontree.Object{Members: []jsontree.Member{{Name: "deep", Value: n%2 == 0}}})
	}
	return o
}

func (m *Maker) array(s *openapi.Schema, p jsontree.Path, n int) any {
	a := &jsontree.Array{}
	if len(p) >= maxDepth && !m.kept[p.Place()+"[]"] {
		return a
	}
	for i := range 1 + n%3 {
		a.Items = append(a.Items, m.Value(s.Items, append(append(jsontree.Path(nil), p...), "["+strconv.Itoa(i)+"]")))
	}
	return a
}

func (m *Maker) integer(s *openapi.Schema, place string, n int) any {
	if len(s.Enum) > 0 {
		return jsontree.Number(s.Enum[n%len(s.Enum)])
	}
	if h, ok := m.hints[place]; ok && hints.EnumOf(h.Value) != nil {
		entries := hints.EnumOf(h.Value).Entries
		if _, err := strconv.Atoi(entries[n%len(entries)].Key.Value); err == nil {
			return jsontree.Number(entries[n%len(entries)].Key.Value)
		}
	}
	if text, ok := yesOrNo(m.hints[place].Value, n); ok {
		return jsontree.Number(text)
	}
	if h, ok := m.hints[place]; ok && hints.IsTime(h) {
		return m.timeOf(h, s, n)
	}
	low, high := bounds(s)
	return jsontree.Number(strconv.FormatInt(low+int64(n)%(high-low+1), 10))
}

func (m *Maker) number(s *openapi.Schema, place string, n int) any {
	if h, ok := m.hints[place]; ok && hints.IsTime(h) {
		return m.timeOf(h, s, n)
	}
	low, high := bounds(s)
	whole := low + int64(n)%(high-low+1)
	if whole == high || n%5 == 0 {
		return jsontree.Number(strconv.FormatInt(whole, 10))
	}
	return jsontree.Number(fmt.Sprintf("%d.%d", whole, 1+n%9))
}

// bounds gives whole numbers that the schema allows.
func bounds(s *openapi.Schema) (low, high int64) {
	low, high = 0, 600
	if s.Minimum != nil {
		low = int64(*s.Minimum)
		high = max(high, low)
	}
	if s.Maximum != nil {
		high = max(low, min(high, int64(*s.Maximum)))
	}
	return low, high
}

func (m *Maker) instant(n int) time.Time {
	return m.When.Add(time.Duration(n%900) * time.Second).Add(time.Duration(n%999) * time.Millisecond)
}

// timeOf is an instant as the form of the hint can say it.
func (m *Maker) timeOf(h hints.Hint, s *openapi.Schema, n int) any {
	form := hints.FormOf(h.Value, s)
	return form.Value(form.Exact(m.instant(n)), n)
}
