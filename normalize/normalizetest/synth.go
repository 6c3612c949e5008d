package normalizetest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
)

// maker makes up the JSON of one record, or of a part of it: a function of the
// seed, the record's index and the place.
type maker struct {
	decl  *declarations
	hints map[string]hint
	kept  map[string]bool // places that must be there: they lead to a truth
	plain bool
	lean  bool // only those places are made
	seed  int64
	index int64
	when  time.Time // instants lie within the quarter of an hour after it
	made  int       // values so far
}

const maxDepth = 8

// maxValues is how many values a record has before what is optional deep in it is
// left out: a vendor's own document may say a hundred thousand of one record.
const maxValues = 1000

func (m *maker) value(s *openapi.Schema, p path) any {
	if s == nil || len(p) > maxDepth {
		return nil
	}
	m.made++
	place := p.place()
	n := pick(m.seed, m.index, strings.Join(p, "."), 1<<30)
	if s.Nullable && !m.kept[place] && n%4 == 0 && place != "" {
		return nil
	}
	if len(s.Variants) > 0 {
		return m.variant(s, p, n)
	}
	switch typeOf(s) {
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
	if h, ok := m.hints[place]; ok && enumOf(h.value) != nil {
		return m.text(s, place, n)
	}
	return []any{"text", int64(n % 100), n%2 == 0}[n%3]
}

func typeOf(s *openapi.Schema) openapi.Type {
	switch {
	case s.Type != openapi.Any:
		return s.Type
	case len(s.Types) > 0:
		return s.Types[0]
	case len(s.Properties) > 0 || s.Free:
		return openapi.Object
	case s.Items != nil:
		return openapi.Array
	case len(s.Enum) > 0:
		return openapi.String
	}
	return openapi.Any
}

func (m *maker) variant(s *openapi.Schema, p path, n int) any {
	k := int(m.index) % len(s.Variants)
	if len(p) > 0 {
		k = n % len(s.Variants)
	}
	v := m.value(s.Variants[k], p)
	o, ok := v.(*object)
	if !ok || s.Discriminator == "" {
		return v
	}
	for tag, variant := range s.Mapping {
		if current, _ := o.get(s.Discriminator); variant == k && current != tag {
			o.set(s.Discriminator, tag)
			break
		}
	}
	return o
}

func (m *maker) object(s *openapi.Schema, p path, n int) any {
	o := &object{}
	for _, prop := range s.Properties {
		below := append(append(path(nil), p...), prop.Name)
		deep := len(below) > maxDepth || len(below) > 2 && m.made > maxValues && !m.kept[below.place()]
		if deep && !prop.Required || m.lean && !m.kept[below.place()] {
			continue
		}
		o.set(prop.Name, m.value(prop.Schema, below))
	}
	if s.Free || (s.Additional != nil && len(s.Properties) == 0) {
		if s.Additional != nil && (typeOf(s.Additional) != openapi.Any || len(s.Additional.Variants)+len(s.Additional.Types) > 0) {
			o.set("key", m.value(s.Additional, append(below(p, nil), "key")))
			return o
		}
		o.set("key", "value")
		o.set("count", int64(n%10))
		o.set("nested", &object{members: []member{{"deep", n%2 == 0}}})
	}
	return o
}

func (m *maker) array(s *openapi.Schema, p path, n int) any {
	a := &array{}
	for i := range 1 + n%3 {
		a.items = append(a.items, m.value(s.Items, append(append(path(nil), p...), "["+strconv.Itoa(i)+"]")))
	}
	return a
}

func (m *maker) integer(s *openapi.Schema, place string, n int) any {
	if len(s.Enum) > 0 {
		return number(s.Enum[n%len(s.Enum)])
	}
	if h, ok := m.hints[place]; ok && enumOf(h.value) != nil {
		entries := enumOf(h.value).Entries
		if _, err := strconv.Atoi(entries[n%len(entries)].Key.Value); err == nil {
			return number(entries[n%len(entries)].Key.Value)
		}
	}
	if text, ok := yesOrNo(m.hints[place].value, n); ok {
		return number(text)
	}
	if h, ok := m.hints[place]; ok && isTime(h) {
		return m.timeOf(h, s, n)
	}
	low, high := bounds(s)
	return number(strconv.FormatInt(low+int64(n)%(high-low+1), 10))
}

func (m *maker) number(s *openapi.Schema, place string, n int) any {
	if h, ok := m.hints[place]; ok && isTime(h) {
		return m.timeOf(h, s, n)
	}
	low, high := bounds(s)
	whole := low + int64(n)%(high-low+1)
	if whole == high || n%5 == 0 {
		return number(strconv.FormatInt(whole, 10))
	}
	return number(fmt.Sprintf("%d.%d", whole, 1+n%9))
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

func (m *maker) instant(n int) time.Time {
	return m.when.Add(time.Duration(n%900) * time.Second).Add(time.Duration(n%999) * time.Millisecond)
}

// timeOf is an instant as the form of the hint can say it.
func (m *maker) timeOf(h hint, s *openapi.Schema, n int) any {
	form := formOf(h.value, s)
	return form.value(form.exact(m.instant(n)), n)
}
