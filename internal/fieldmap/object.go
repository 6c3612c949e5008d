package fieldmap

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// Object reads the keys of a mapping one by one and then tells which are left
// over, so that every reader of the field map reports unknown keys alike.
type Object struct {
	Value *Value
	what  string
	diags *diag.List
	known []string
	bad   bool
}

// Open begins reading v as a mapping; what names it in messages. A v of another
// form is reported, and reads as an empty mapping.
func Open(v *Value, what string, diags *diag.List) *Object {
	o := &Object{Value: v, what: what, diags: diags}
	if v.Kind != Mapping {
		diags.ErrorHint(v.Pos, "F103", "write `key: value` lines", "%s must be a mapping, not %s", what, v.Describe())
		o.Value = &Value{Pos: v.Pos, Kind: Mapping}
		o.bad = true
	}
	return o
}

// Take gives the value of key, or nil.
func (o *Object) Take(key string) *Value {
	if !slices.Contains(o.known, key) {
		o.known = append(o.known, key)
	}
	return o.Value.Get(key)
}

// Text gives the scalar at key; the zero Text where there is none.
func (o *Object) Text(key string) Text {
	v := o.Take(key)
	if v == nil {
		return Text{}
	}
	return o.scalar(v, key)
}

func (o *Object) scalar(v *Value, key string) Text {
	if v.Kind != Scalar || v.Null {
		o.diags.Errorf(v.Pos, "F103", "%s: %s must be plain text, not %s", o.what, key, v.Describe())
		return Text{}
	}
	return Text{Value: v.Text, Pos: v.Pos}
}

// Texts gives the scalars at key, which holds one or a list of them.
func (o *Object) Texts(key string) []Text {
	v := o.Take(key)
	if v == nil {
		return nil
	}
	if v.Kind != Sequence {
		if t := o.scalar(v, key); t.Set() {
			return []Text{t}
		}
		return nil
	}
	var out []Text
	for _, item := range v.Items {
		if t := o.scalar(item, key); t.Set() {
			out = append(out, t)
		}
	}
	return out
}

// RequiredTexts gives the scalars at key, which holds one or a list of them, and
// reports where there is none.
func (o *Object) RequiredTexts(key string) []Text {
	v := o.Take(key)
	switch {
	case v == nil:
		o.Missing(key)
	case v.Kind == Sequence && len(v.Items) == 0:
		o.empty(key, v)
	}
	return o.Texts(key)
}

func (o *Object) empty(key string, list *Value) {
	o.diags.ErrorHint(list.Pos, "F106", "name one at least", "%s: %s is empty", o.what, key)
}

// Bool gives the boolean at key, or nil.
func (o *Object) Bool(key string) *bool {
	t := o.Text(key)
	switch t.Value {
	case "true", "false":
		b := t.Value == "true"
		return &b
	}
	if t.Set() {
		o.diags.Errorf(t.Pos, "F103", "%s: %s must be true or false, not %q", o.what, key, t.Value)
	}
	return nil
}

// Int gives the integer at key, or nil.
func (o *Object) Int(key string) *int {
	t := o.Text(key)
	if !t.Set() {
		return nil
	}
	n, err := strconv.Atoi(t.Value)
	if err != nil {
		o.diags.Errorf(t.Pos, "F103", "%s: %s must be a whole number, not %q", o.what, key, t.Value)
		return nil
	}
	return &n
}

// Statuses gives the statuses of an error at key, one or a list of them. Those that
// mean something at every API are none of them. What is reported is given too, so
// that nothing is said to be missing.
func (o *Object) Statuses(key string) []int {
	if v := o.Take(key); v != nil && v.Kind == Sequence && len(v.Items) == 0 {
		o.empty(key, v)
	}
	var out []int
	for _, t := range o.Texts(key) {
		n, err := strconv.Atoi(t.Value)
		switch {
		case err != nil || n < 400 || n > 499:
			o.diags.ErrorHint(t.Pos, "F103", "write one from 400 to 499", "%s: %s: %q is not the status of a refused request", o.what, key, t.Value)
		case slices.Contains(fixedStatuses, n):
			o.diags.ErrorHint(t.Pos, "F103", "leave it out", "%s: %s: %d means something else at every API", o.what, key, n)
		}
		out = append(out, n)
	}
	return out
}

// fixedStatuses are about credentials, time and load, whatever was asked for.
var fixedStatuses = []int{401, 403, 407, 408, 425, 429}

// Pairs gives the entries of the mapping at key whose values are scalars.
func (o *Object) Pairs(key string) []Pair {
	v := o.Take(key)
	if v == nil {
		return nil
	}
	return PairsOf(v, o.what+": "+key, o.diags)
}

// PairLists gives the entries of the mapping at key whose values are scalars or
// lists of them: of a list, a pair for each.
func (o *Object) PairLists(key string) []Pair {
	v := o.Take(key)
	if v == nil {
		return nil
	}
	inner := Open(v, o.what+": "+key, o.diags)
	var out []Pair
	for _, e := range inner.Value.Entries {
		items := []*Value{e.Value}
		if e.Value.Kind == Sequence {
			items = e.Value.Items
		}
		if len(items) == 0 {
			inner.empty(e.Key.Value, e.Value)
		}
		for _, item := range items {
			if t := inner.scalar(item, e.Key.Value); t.Set() {
				out = append(out, Pair{Key: e.Key, Value: t, Type: item.Type})
			}
		}
	}
	return out
}

// pair gives the key with its scalar; the zero Pair without it.
func (o *Object) pair(key string) Pair {
	t := o.Text(key)
	if !t.Set() {
		return Pair{}
	}
	return Pair{Key: Text{Value: key, Pos: t.Pos}, Value: t, Type: o.Take(key).Type}
}

// PairsOf reads v as a mapping of scalars.
func PairsOf(v *Value, what string, diags *diag.List) []Pair {
	inner := Open(v, what, diags)
	var out []Pair
	for _, e := range inner.Value.Entries {
		if t := inner.scalar(e.Value, e.Key.Value); t.Set() {
			out = append(out, Pair{Key: e.Key, Value: t, Type: e.Value.Type})
		}
	}
	return out
}

// Locations gives the places at key: paths, or {header: name}, one or a list.
func (o *Object) Locations(key string) []Location {
	v := o.Take(key)
	if v == nil {
		return nil
	}
	items := []*Value{v}
	if v.Kind == Sequence {
		items = v.Items
	}
	var out []Location
	for _, item := range items {
		if item.Kind == Mapping {
			inner := Open(item, o.what+": "+key, o.diags)
			if h := inner.Required("header"); h.Set() {
				out = append(out, Location{Header: h})
			}
			inner.Close()
			continue
		}
		if t := o.scalar(item, key); t.Set() {
			out = append(out, Location{Path: t})
		}
	}
	return out
}

// Required gives the scalar at key and reports where it is missing.
func (o *Object) Required(key string) Text {
	if o.Take(key) == nil {
		o.Missing(key)
		return Text{}
	}
	return o.Text(key)
}

// Missing reports that key should be there.
func (o *Object) Missing(key string) {
	if !o.bad {
		hint := "add `" + key + ": ...`"
		switch key {
		case "record":
			hint += ", or `record: .` where the answer is the record"
		case "records":
			hint += ", or `records: .` where the answer is the array"
		case "pages":
			hint = "add `pages: {style: ...}`, or `pages: {style: none}` if one answer has all records"
		case "model":
			hint = "add `model: 1`, or the version that the field map is made for"
		}
		o.diags.ErrorHint(o.Value.Pos, "F106", hint, "%s has no %s", o.what, key)
	}
}

// Close reports the keys that nobody took.
func (o *Object) Close() {
	for _, e := range o.Value.Entries {
		if !slices.Contains(o.known, e.Key.Value) {
			o.diags.ErrorHint(e.Key.Pos, "F105", "known here: "+strings.Join(o.known, ", "),
				"%s: unknown key %q%s", o.what, e.Key.Value, diag.Suggest(e.Key.Value, o.known))
		}
	}
}
