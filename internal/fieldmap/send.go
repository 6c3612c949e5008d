package fieldmap

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// sends is what an operation is sent, sorted by where the values come from.
type sends struct {
	pos       diag.Pos
	what      string // the operation's place in the field map
	bad       bool   // the operation is not a mapping, which is reported
	diags     *diag.List
	scopes    func(name, param Text) (known bool)
	again     func(param, first Text, value string)
	named     Named
	id        Text   // the parameter that takes the conversation's id
	page      *Param // the parameters of pages
	offset    *Param
	size      *Param
	cursor    *Param
	key       bool // cursor takes the key of the last record
	filters   []*Filter
	constants []Pair
}

// origins are the keys that say where a value comes from.
var origins = []string{"page", "filter", "scope", "conversation", "const"}

// shapes are the keys that say how the value of a filter is written.
var shapes = []string{"time", "zone", "inclusive", "values", "default"}

// parseSend reads what is sent to an operation: a value by each parameter, or by the
// path of a property of the body.
func (f *File) parseSend(o *Object, diags *diag.List) *sends {
	s := &sends{pos: o.Value.Pos, what: o.what, bad: o.bad, diags: diags, scopes: func(name, param Text) bool { return f.scoped(name, param, diags) }}
	s.again = func(param, first Text, value string) {
		f.Repeats = append(f.Repeats, Repeat{Where: o.what, Param: param, First: first, Value: value})
	}
	s.named.Unset = o.Texts("unset")
	v := o.Take("send")
	if v == nil {
		return s
	}
	s.pos = v.Pos
	inner := Open(v, o.what+": send", diags)
	for _, e := range inner.Value.Entries {
		s.named.Sent = append(s.named.Sent, e.Key)
		s.value(e.Key, e.Value)
	}
	return s
}

// value reads what is sent as a parameter: a constant, a value that comes from
// elsewhere, or the elements of an array.
func (s *sends) value(param Text, v *Value) {
	switch {
	case v.Kind == Scalar:
		s.constant(param, v, nil)
	case v.Kind == Mapping && originOf(v) != "":
		s.from(param, v, nil)
	case v.Kind == Mapping:
		s.diags.ErrorHint(v.Pos, "F103", "write a constant, or where the value comes from: {filter: agent_id}, {page: size}, {conversation: id}, {scope: <name>}",
			"%s: send: %s does not say what is sent", s.what, param.Value)
	case len(v.Items) == 0:
		s.diags.ErrorHint(v.Pos, "F103", "leave it out, or name one at least", "%s: send: %s is empty", s.what, param.Value)
	case slices.ContainsFunc(v.Items, func(item *Value) bool { return item.Kind != Scalar }):
		for _, item := range v.Items {
			s.element(param, item)
		}
	default:
		for _, item := range v.Items {
			s.constant(param, item, nil)
		}
	}
}

// originOf is the key that says where a value comes from; "" without one.
func originOf(v *Value) string {
	for _, e := range v.Entries {
		if slices.Contains(origins, e.Key.Value) {
			return e.Key.Value
		}
	}
	return ""
}

// moves reports whether v says where a value comes from, and is not an object that is
// sent: its members may have such names too.
func moves(v *Value) bool {
	return v.Kind == Mapping && originOf(v) != "" && !slices.ContainsFunc(v.Entries, func(e Entry) bool {
		return !slices.Contains(origins, e.Key.Value) && !slices.Contains(shapes, e.Key.Value)
	})
}

func (s *sends) constant(param Text, v *Value, with []Pair) {
	o := &Object{what: s.what + ": send", diags: s.diags}
	if t := o.scalar(v, param.Value); t.Set() {
		s.constants = append(s.constants, Pair{Key: param, Value: t, Type: v.Type, With: with})
	}
}

// from reads a value that says where it comes from.
func (s *sends) from(param Text, v *Value, with []Pair) {
	origin := originOf(v)
	o := Open(v, s.what+": send: "+param.Value, s.diags)
	defer o.Close()
	if origin == "const" {
		s.always(param, o.Take("const"), with)
		return
	}
	name := o.Text(origin)
	switch {
	case !name.Set():
	case origin == "filter":
		if i := slices.IndexFunc(s.filters, func(f *Filter) bool { return f.Name.Value == name.Value }); i >= 0 {
			s.again(param, s.filters[i].Param, "the filter "+name.Value)
		}
		s.filters = append(s.filters, &Filter{
			Name: name, Param: param, Format: o.Text("time"), Zone: o.Text("zone"), Inclusive: o.Bool("inclusive"),
			Values: o.PairLists("values"), Default: o.pair("default"), With: with,
		})
	case origin == "scope":
		if s.scopes(name, param) {
			s.named.Scope = append(s.named.Scope, Pair{Key: param, Value: name, With: with})
		}
	case origin == "conversation":
		s.ofConversation(param, name)
	default:
		s.ofPage(param, name)
	}
}

func (s *sends) always(param Text, v *Value, with []Pair) {
	items := []*Value{v}
	if v.Kind == Sequence {
		items = v.Items
	}
	if v.Kind == Sequence && len(items) == 0 {
		s.diags.ErrorHint(v.Pos, "F103", "leave it out, or name one at least", "%s: send: %s is empty", s.what, param.Value)
	}
	for _, item := range items {
		s.constant(param, item, with)
	}
}

func (s *sends) ofConversation(param, what Text) {
	switch {
	case what.Value != "id":
		s.diags.ErrorHint(what.Pos, "F103", "write `{conversation: id}`", "%s: send: %s: a conversation has no %q%s", s.what, param.Value, what.Value, diag.Suggest(what.Value, []string{"id"}))
	case s.id.Set():
		s.again(param, s.id, "the conversation's id")
	default:
		s.id = param
	}
}

// pageParts are what a page is asked for by.
var pageParts = []string{"size", "number", "offset", "cursor", "key"}

func (s *sends) ofPage(param, part Text) {
	at := map[string]**Param{"size": &s.size, "number": &s.page, "offset": &s.offset, "cursor": &s.cursor, "key": &s.cursor}[part.Value]
	switch {
	case at == nil:
		s.diags.ErrorHint(part.Pos, "F103", "one of "+strings.Join(pageParts, ", "), "%s: send: %s: a page has no %q%s", s.what, param.Value, part.Value, diag.Suggest(part.Value, pageParts))
	case *at != nil:
		s.again(param, (*at).Name, "the "+part.Value+" of the page")
	default:
		*at = &Param{Pos: param.Pos, Name: param}
		s.key = s.key || part.Value == "key"
	}
}

// element reads an element that is appended to an array of the body. If it is an
// object, one of its values may come from elsewhere; without that the element is not
// sent.
func (s *sends) element(array Text, v *Value) {
	appended := Text{Value: array.Value + "[]", Pos: array.Pos}
	switch {
	case v.Kind == Scalar:
		s.constant(appended, v, nil)
		return
	case v.Kind == Sequence:
		s.diags.ErrorHint(v.Pos, "F103", "write a value or a mapping", "%s: send: an element of %s is a list", s.what, array.Value)
		return
	case moves(v):
		appended.Pos = v.Pos
		s.from(appended, v, nil)
		return
	}
	var with []Pair
	var moving []Entry
	s.members("", v, &with, &moving)
	switch {
	case len(moving) > 1:
		s.diags.ErrorHint(moving[1].Key.Pos, "F103", "write an element for each of them", "%s: send: an element of %s has two values that are not constants: %s and %s", s.what, array.Value, moving[0].Key.Value, moving[1].Key.Value)
	case len(moving) == 1 && !slices.Contains(companions, originOf(moving[0].Value)):
		s.diags.ErrorHint(moving[0].Key.Pos, "F103", "in an element, a value that is not a constant is {filter: ...} or {scope: ...}", "%s: send: %s of an element of %s is neither a constant, nor a filter, nor a value of the scope", s.what, moving[0].Key.Value, array.Value)
	case len(moving) == 1:
		s.from(Text{Value: appended.Value + "." + moving[0].Key.Value, Pos: moving[0].Key.Pos}, moving[0].Value, with)
	case len(with) > 0: // an element of constants
		first := with[0]
		first.Key.Value = appended.Value + "." + first.Key.Value
		first.With = with[1:]
		s.constants = append(s.constants, first)
	}
}

// companions are the origins of a value that can stand in one element with others.
var companions = []string{"filter", "scope"}

// members sorts the values of an element into constants and those that come from
// elsewhere, each by its path in the element.
func (s *sends) members(prefix string, v *Value, with *[]Pair, moving *[]Entry) {
	if len(v.Entries) == 0 {
		s.diags.ErrorHint(v.Pos, "F103", "leave it out, or write its values", "%s: send: an element has an empty mapping", s.what)
	}
	for _, e := range v.Entries {
		key, value := Text{Value: prefix + e.Key.Value, Pos: e.Key.Pos}, e.Value
		if moves(value) && originOf(value) == "const" && len(value.Entries) == 1 {
			value = value.Get("const")
		} else if moves(value) {
			*moving = append(*moving, Entry{Key: key, Value: value})
			continue
		}
		if value.Kind == Mapping {
			s.members(key.Value+".", value, with, moving)
			continue
		}
		o := &Object{what: s.what + ": send", diags: s.diags}
		if t := o.scalar(value, key.Value); t.Set() {
			*with = append(*with, Pair{Key: key, Value: t, Type: value.Type})
		}
	}
}

// only reports what an operation cannot be sent.
func (s *sends) only(filters, conversation bool) {
	if !filters {
		for _, f := range s.filters {
			s.diags.ErrorHint(f.Param.Pos, "F103", "remove it: filters belong to list", "%s: send: %s is the filter %s, and this operation reads one conversation", s.what, f.Param.Value, f.Name.Value)
		}
	}
	if !conversation && s.id.Set() {
		s.diags.ErrorHint(s.id.Pos, "F103", "remove it", "%s: send: %s is the id of a conversation, and a list reads many", s.what, s.id.Value)
	}
	if conversation && !s.id.Set() && !s.bad {
		s.diags.ErrorHint(s.pos, "F106", "add `send: {<parameter>: {conversation: id}}`", "%s does not send the id of the conversation", s.what)
	}
}
