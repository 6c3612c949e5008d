// Package fieldmap reads field maps: the declarative description of how one
// provider's document becomes the normalized model. It knows the form of the
// file and where everything stands in it, not what the names in it mean: the
// plan stage resolves those.
package fieldmap

import (
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// Text is a scalar of the file with its place. The zero Text was not written.
type Text struct {
	Value string
	Pos   diag.Pos
}

// Set reports whether the scalar stands in the file.
func (t Text) Set() bool { return t.Pos.File != "" }

// File is a parsed field map.
type File struct {
	Path     string
	Provider Text
	Model    int      // version of the normalized model; 0 where it was not given
	ModelPos diag.Pos // zero where Model was not given
	Title    Text
	Docs     Text
	BaseURL  Text // replaces the document's servers
	Headers  []Pair
	Auth     *Auth // nil: as the document says
	Scope    []*Scope
	Errors   Errors
	Repeats  []Repeat
	Sources  []*Source // one without a name, unless the file has sources:
	Maps     []*Map
}

// Named are the parameters of an operation that the field map names.
type Named struct {
	Sent  []Text // those that are sent, in the order of the file
	Unset []Text // those that are not sent on purpose
	Scope []Pair // those that take a value of the scope, by its name
}

// Repeat is a value that an operation sends in a second parameter, where one takes it.
type Repeat struct {
	Where        string // the operation's place in the field map
	Param, First Text
	Value        string // what it is
}

// Auth is the credential of every request, where the document does not declare
// it.
type Auth struct {
	Pos   diag.Pos
	Kind  string // header, query, bearer or basic
	Param Text   // of the first two: the name of what carries it
}

// Scope is a value that the user gives when opening the provider.
type Scope struct {
	Name        Text
	Params      []Text // the parameters that take it, of any operation
	Description Text
	Required    *bool // nil: where an operation in use requires a parameter
	Default     Text
}

// Pair is a key and its scalar value.
type Pair struct {
	Key, Value Text
	// Type is how YAML reads the value: string, integer, number or boolean.
	Type string
	// With are, of a constant whose key appends an element to an array, the
	// other values of that element.
	With []Pair
}

// Errors says where an error body keeps what it has to say. Each list holds
// alternatives; the first that is there counts.
type Errors struct {
	Code, Message, RequestID []Location
	// SuccessWhen are the conditions under which an answer with a status of success is
	// one, or a list of such; nil: always.
	SuccessWhen *Value
}

// Location is a place in a response: a path in its JSON body, or a header.
type Location struct {
	Path   Text
	Header Text
}

// Text gives whichever of the two the file has.
func (l Location) Text() Text {
	if l.Header.Set() {
		return l.Header
	}
	return l.Path
}

// Source is one family of conversations: how to list them, get one and read
// its messages.
type Source struct {
	Name     Text // empty for the only source
	Pos      diag.Pos
	Time     Text // model field that Since and Until compare
	List     *List
	Get      *Get
	Messages *Messages
}

// List describes the list operation.
type List struct {
	Pos        diag.Pos
	Operation  Text
	Records    []Text // alternatives
	Order      Text   // a path, with a leading minus for newest first
	Pagination *Pagination
	Filters    []*Filter
	Constants  []Pair // parameters always sent
	Params     Named
}

// Param names a request parameter that pagination sets.
type Param struct {
	Pos   diag.Pos
	Name  Text
	First *int // of a page number: what the first page is called; nil is 1
}

// Pagination describes how one page leads to the next.
type Pagination struct {
	Pos        diag.Pos
	Style      Text
	Page       *Param
	Offset     *Param
	Cursor     *Param
	Size       *Param
	From       []Location // of the next cursor
	More       []Location
	Last       []Location // the contrary of More
	Total      []Location
	TotalPages []Location
	Link       []Location // of the next page's URL; header Link is RFC 8288
	End        []int      // statuses by which the API refuses a page behind the last
	Key        Text       // keyset: path in the record whose value goes into Cursor
	Inclusive  *bool      // keyset: the records with the key itself come again
	Unique     *bool      // keyset: no two records have the same key
}

// Filter ties a field of the query to a request parameter.
type Filter struct {
	Name      Text // as in Query: agent_id, status, since, ...
	Param     Text
	Format    Text // of a time: rfc3339, date, day, unix_s, unix_ms, unix_us
	Zone      Text // of a date or naive time: an IANA name, or "unknown"
	Inclusive *bool
	With      []Pair // the other values of the array's element that Param appends
	Default   Pair   // what is sent while the filter is not asked for; the zero Pair: nothing
	// Values are, of an enum, the parameter's values for each of the model, where
	// they are not the inverse of the map: a pair for each.
	Values []Pair
}

// Get describes the operation that reads one conversation.
type Get struct {
	Pos       diag.Pos
	Operation Text
	ID        Text // the parameter that takes the id
	Record    []Text
	NotFound  []int  // statuses that say that there is no such record, in addition to 404 and 410
	Constants []Pair // parameters always sent
	Params    Named
	Needs     []*Need
}

// Messages says where a conversation's messages come from: an operation of
// their own, or From "get" or "list".
type Messages struct {
	Pos        diag.Pos
	From       Text
	Operation  Text
	ID         Text
	Records    []Text
	Pagination *Pagination
	NotFound   []int  // as of Get
	Constants  []Pair // parameters always sent
	Params     Named
	Needs      []*Need
}

// Need is what a mapping needs in addition to the record itself, from an operation of
// its own: one Record, or a list of Records.
type Need struct {
	Name       Text
	Operation  Text
	ID         Text   // the parameter that takes the conversation's id
	Record     []Text // of a need of one record; else nil
	Records    []Text // of a list; else nil
	Pagination *Pagination
	Constants  []Pair // parameters always sent
	Params     Named
}

// Map maps one schema of the document, or the entries of a text, to one type of
// the model.
type Map struct {
	Pos        diag.Pos
	From       Text
	Pattern    Text // a regular expression whose named groups are the properties of a text's entry
	To         Text
	Name       Text // where another map has the same From and To: what lists ask for it by
	Finds      []*Find
	Expect     *Expect
	Fields     []*Field
	Attributes []*Field
	Drop       []Text
	Absent     []Text
	Volatile   []Text // targets that change without the record changing
}

// Expect says where a record has the number of its messages, and which array has
// them.
type Expect struct{ Total, Of Text }

// Find names the first element of a list that meets conditions.
type Find struct {
	Name  Text
	In    Text    // the path of the list
	Where []Entry // a path in the element, and the value of the record that it must have
}

// Field is one target and what fills it.
type Field struct {
	Target Text
	Value  *Value
}

// Kind is the form of a Value.
type Kind int

const (
	Scalar Kind = iota
	Sequence
	Mapping
)

// Value is what stands behind a field: a path, a list or a conversion with
// keys. Its meaning is the conversions' business.
type Value struct {
	Pos     diag.Pos
	Kind    Kind
	Text    string // of a Scalar
	Type    string // of a Scalar: string, integer, number or boolean, as YAML reads it
	Null    bool   // a Scalar that is null or empty in YAML
	Items   []*Value
	Entries []Entry
}

// Entry is one key of a Mapping.
type Entry struct {
	Key   Text
	Value *Value
}

// Get gives the value of the key, or nil.
func (v *Value) Get(key string) *Value {
	for _, e := range v.Entries {
		if e.Key.Value == key {
			return e.Value
		}
	}
	return nil
}

// Used are the operations and the component schemas that the file names; see
// openapi.Input. A nil file names nothing that could be told from all.
func (f *File) Used() []string {
	if f == nil {
		return nil
	}
	out := []string{}
	for _, m := range f.Maps {
		name, _, _ := strings.Cut(m.From.Value, "/")
		out = append(out, m.From.Value, name)
	}
	for _, s := range f.Sources {
		if s.List != nil {
			out = append(out, s.List.Operation.Value)
		}
		if s.Get != nil {
			out = append(out, s.Get.Operation.Value)
			for _, n := range s.Get.Needs {
				out = append(out, n.Operation.Value)
			}
		}
		if s.Messages != nil {
			out = append(out, s.Messages.Operation.Value)
			for _, n := range s.Messages.Needs {
				out = append(out, n.Operation.Value)
			}
		}
	}
	return out
}

// Places are the places in the document, rather than names of components, that
// maps are from; see openapi.Input. A nil file has none.
func (f *File) Places() []string {
	var out []string
	if f == nil {
		return nil
	}
	for _, m := range f.Maps {
		if strings.Contains(m.From.Value, "/") && !m.Pattern.Set() {
			out = append(out, m.From.Value)
		}
	}
	return out
}
