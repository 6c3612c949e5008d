package request

import (
	"maps"
	"time"
)

// Inputs is what the values of a request come from.
type Inputs struct {
	Size   int    // records of a page; 0: the API's default
	Page   int64  // the number of the page
	Offset int64  // records before the page
	Cursor string // of the page; "" for the first
	Key    string // of the record before the page; "" for the first
	ID     string // of the conversation
	Scope  map[string]string
	Filter Filters // nil: nothing is asked for
}

// Filters is what a query asks for.
type Filters interface {
	// Text is the value of a filter; "" does not filter.
	Text(filter string) string
	// Time is the value of a bound; the zero time does not bound.
	Time(filter string) time.Time
}

// Value is where a value of a request comes from: an [Input], a [Scope], a [Filter], a
// [Choice], a [Time], or a [Const], or made of such: a [Whole], a [List], an [Object].
type Value interface {
	// Resolve gives a text, a number, a boolean, a list of these, or a JSON object of
	// these. It reports whether there is one.
	Resolve(in *Inputs) (v any, ok bool, err error)
}

// Input is a value of the page or of the conversation that is asked for.
type Input int

// The inputs. A page has a number and an offset always, the others where they are known.
const (
	PageSize Input = iota
	PageNumber
	PageOffset
	PageCursor
	PageKey
	ConversationID
)

func (i Input) Resolve(in *Inputs) (any, bool, error) {
	switch i {
	case PageSize:
		return int64(in.Size), in.Size > 0, nil
	case PageNumber:
		return in.Page, true, nil
	case PageOffset:
		return in.Offset, true, nil
	case PageCursor:
		return in.Cursor, in.Cursor != "", nil
	case PageKey:
		return in.Key, in.Key != "", nil
	}
	return in.ID, in.ID != "", nil
}

// Scope is the value that the user gave for a name when opening the provider.
type Scope string

func (s Scope) Resolve(in *Inputs) (any, bool, error) {
	text := in.Scope[string(s)]
	return text, text != "", nil
}

// Filter is the text of a filter, as it was asked for.
type Filter string

func (f Filter) Resolve(in *Inputs) (any, bool, error) {
	if in.Filter == nil {
		return nil, false, nil
	}
	text := in.Filter.Text(string(f))
	return text, text != "", nil
}

// Choice is what the API takes for the text of a filter: one value or several.
type Choice struct {
	Filter string
	Values map[string][]string
}

func (c Choice) Resolve(in *Inputs) (any, bool, error) {
	asked, ok, err := Filter(c.Filter).Resolve(in)
	if !ok {
		return nil, false, err
	}
	values := c.Values[asked.(string)]
	if len(values) == 1 {
		return values[0], true, nil
	}
	return texts(values), len(values) > 0, nil
}

// Time is a bound of a filter.
type Time struct {
	Filter string
	Bound  Bound
	Upper  bool // the bound is an upper one
	Number bool // a number is sent, not a text
}

func (t Time) Resolve(in *Inputs) (any, bool, error) {
	if in.Filter == nil {
		return nil, false, nil
	}
	at := in.Filter.Time(t.Filter)
	switch {
	case at.IsZero():
		return nil, false, nil
	case t.Number && t.Upper:
		return t.Bound.UpperUnix(at), true, nil
	case t.Number:
		return t.Bound.LowerUnix(at), true, nil
	case t.Upper:
		return t.Bound.Upper(at), true, nil
	}
	return t.Bound.Lower(at), true, nil
}

// Const is always the same value: a text, an int, a float64, a bool, or an []any of
// these.
type Const struct{ V any }

func (c Const) Resolve(*Inputs) (any, bool, error) { return c.V, true, nil }

// Default is another value, or Else where there is none. Else is as in a [Const].
type Default struct {
	Of   Value
	Else any
}

// Resolve implements [Value].
func (d Default) Resolve(in *Inputs) (any, bool, error) {
	v, ok, err := d.Of.Resolve(in)
	if ok || err != nil {
		return v, ok, err
	}
	return d.Else, true, nil
}

// Whole is a text that the API takes as a whole number only. Name is what an error
// calls it.
type Whole struct {
	Name string
	Of   Value
}

func (w Whole) Resolve(in *Inputs) (any, bool, error) {
	v, ok, err := w.Of.Resolve(in)
	if text, is := v.(string); ok && is {
		v, err = WholeNumber(w.Name, text)
	}
	return v, ok && err == nil, err
}

// List is a list of what it is of, also where that is a single value.
type List struct{ Of Value }

func (l List) Resolve(in *Inputs) (any, bool, error) {
	v, ok, err := l.Of.Resolve(in)
	return list(v), ok, err
}

// Object is a JSON object. If one of its members has no value, there is none.
type Object []Member

// Member is a value at a path in an object.
type Member struct {
	At    []string
	Value Value
}

func (o Object) Resolve(in *Inputs) (any, bool, error) {
	var body JSONBody
	for _, m := range o {
		v, ok, err := m.Value.Resolve(in)
		if !ok {
			return nil, false, err
		}
		body.Set(v, m.At...)
	}
	return maps.Clone(body.root), true, nil
}
