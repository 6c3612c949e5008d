// Package plan holds what a field map becomes once it is resolved against the
// document and the model: plain data with no decision left, which the emitters
// only write down. Package resolve makes it.
package plan

import (
	"slices"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Plan is everything that is emitted for one provider.
type Plan struct {
	Name    string // provider name and Go package
	Title   string
	Docs    string
	Servers []Server           // the first that is not only a path is used
	Auth    [][]openapi.Scheme // alternatives of schemes that go together
	Headers []Constant         // sent with every request
	Scope   []*Scope           // what the user has to give, in the field map's order
	Errors  Errors
	// When is what the body of an operation's success says: alternatives of checks, all
	// of which pass. An operation without any is judged by the status alone.
	When       map[*openapi.Operation][][]Check
	Operations []*openapi.Operation // the ones in use, in document order
	Sources    []*Source
	Maps       []*Map
	Trees      []*leaves.Tree // of the maps, and of all other records of which values are read
	// Volatile are the model's fields that change without the record changing, as
	// Type.Field.
	Volatile []string
	// Reached are the schemas that the client must type; what else hangs on an
	// operation may stay raw JSON.
	Reached map[*openapi.Schema]bool
	// Exact are those of numbers that are read for their text, as an id is: the client
	// must keep every digit of them.
	Exact map[*openapi.Schema]bool
}

// Server is an address of the API. Where every user has their own, its URL is only a
// path, or has variables in braces.
type Server struct{ URL, Description string }

// Scope is a value that the user gives when opening the provider.
type Scope struct {
	Name, Description, Default string
	Required                   bool
	Integer                    bool // only a whole number will do
}

// Constant is a name with a fixed value.
type Constant struct{ Name, Value string }

// Errors says where error bodies keep what they say.
type Errors struct {
	Code, Message, RequestID []leaves.Path
	RequestIDHeader          []string
}

// Check is what one value of an answer must be, where that is a success.
type Check struct {
	Path  leaves.Path
	Texts []string // any of which its text must be; none: it must be there
	Not   bool     // the contrary
}

// NotFound gives the statuses by which an operation says that there is no such
// record, beside those that always do.
func (p *Plan) NotFound(op *openapi.Operation) []int {
	var out []int
	for _, s := range p.Sources {
		if s.Get != nil && s.Get.Op == op {
			out = append(out, s.Get.NotFound...)
		}
		if s.Messages != nil && s.Messages.Op == op {
			out = append(out, s.Messages.NotFound...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// InRecord reports whether a path leads into the one record that an operation answers
// with, whose properties say nothing of the answer.
func (p *Plan) InRecord(op *openapi.Operation, path leaves.Path) bool {
	var records []leaves.Path
	for _, s := range p.Sources {
		if s.Get != nil && s.Get.Op == op {
			records = append(records, s.Get.Record...)
		}
	}
	for _, n := range p.Needs() {
		if n.Op == op && !n.List {
			records = append(records, n.Record...)
		}
	}
	return slices.ContainsFunc(records, func(r leaves.Path) bool { return len(path) > len(r) && slices.Equal(r, path[:len(r)]) })
}

// Source is one family of records.
type Source struct {
	Name     string
	Time     string // model field that the time bounds compare
	Order    string // "", "ascending" or "descending", by Time
	List     *List
	Get      *Get
	Messages *Messages // nil: no endpoint of their own
}

// List is the list operation.
type List struct {
	Op      *openapi.Operation
	Page    Page
	Map     *Map
	Filters []*Filter // every filter of the query that is native or emulated, in the query's order
	Inline  State     // what its records carry of the transcript
}

// State is what a record carries of its transcript, in the model's words.
type State string

const (
	Absent   State = "absent"
	Inline   State = "inline"
	Partial  State = "partial"
	Separate State = "separate"
)

// Page says how a list operation is asked for a page and where the answer keeps
// things.
type Page struct {
	Style        string
	Records      []leaves.Path
	Cursor       []leaves.Path
	CursorHeader string
	More         []leaves.Path
	Last         []leaves.Path // the contrary of More
	Total        []leaves.Path
	TotalHeader  string
	TotalPages   []leaves.Path
	Link         []leaves.Path
	LinkHeader   bool
	End          []int // statuses of the answer to a page behind the last
	First        int   // number of the first page
	Size         PageSize
	Key          *Key      // of style keyset
	Settings     []Setting // parameters that are set for a page
}

// Key is the value of the last record that the keyset style goes on from.
type Key struct {
	Path      leaves.Path
	Kind      KeyKind
	Order     int // 1 ascending, -1 descending, 0 where none is documented
	Inclusive bool
}

// KeyKind is how keys are compared.
type KeyKind int

const (
	OpaqueKey KeyKind = iota // not at all
	NumberKey
	TimeKey
)

// PageSize is what the document says of the page size; zero is not said.
type PageSize struct{ Default, Max int }

// SettingKind is what a parameter is set to.
type SettingKind int

const (
	SetSize SettingKind = iota
	SetPage
	SetOffset
	SetCursor
	SetKey
	SetConstant
	SetScope
	SetID
	SetFilter
)

// Setting is one parameter of a request and what it is set to.
type Setting struct {
	Param *openapi.Parameter
	Kind  SettingKind
	Value string // of SetConstant; of SetScope its name
	// Values are those of a SetConstant whose parameter takes a list.
	Values []string
	Filter *Filter // of SetFilter
	// With are the other values of the element, where Param appends one to an
	// array of the body. Their parameters' names are paths in the element.
	With []Setting
}

// Filter is one field of the query at one list.
type Filter struct {
	Query model.QueryField
	Param *openapi.Parameter // nil: emulated
	// Values are, of an enum filter that is native, the model's values that can
	// be sent, each with the provider's ones.
	Values []FilterValue
	Bound  *Bound // of a native time bound
	// Default is what is sent while the filter is not asked for; "" is nothing.
	Default string
	With    []Setting // as of a Setting
}

// FilterValue is a value of a model enum and the parameter's values for it.
type FilterValue struct {
	Const, Text string
	Send        []string
}

// Bound is how a time bound is sent.
type Bound struct {
	Format    string // rfc3339, date, day, unix_s, unix_ms, unix_us
	Zone      string // "" is UTC; "unknown" widens over all zones
	Inclusive bool
}

// Get is the operation that reads one record.
type Get struct {
	Op     *openapi.Operation
	ID     *openapi.Parameter
	Record []leaves.Path
	// NotFound are the statuses that say that there is no such record.
	NotFound []int
	Map      *Map
	Inline   State
	// Settings are the parameters that are always sent.
	Settings []Setting
	Needs    []*Need // what is fetched before it, in this order
}

// Messages is the operation that reads a record's transcript.
type Messages struct {
	Op   *openapi.Operation
	ID   *openapi.Parameter
	Page Page
	Map  *Map
	// NotFound is as of Get.
	NotFound []int
	// Needs are what is fetched before it, in this order.
	Needs []*Need
}

// Need is what a mapping needs in addition to the record itself: one record, or all of
// a list, of an operation that takes the conversation's id.
type Need struct {
	Name   string
	Op     *openapi.Operation
	ID     *openapi.Parameter
	List   bool
	Record []leaves.Path // of one record: where it is
	Page   Page          // Settings; of a list, everything
	Schema *openapi.Schema
	Tree   *leaves.Tree // over Schema: what the maps read of one record
	Pos    diag.Pos     // of its name
}

// Map turns one schema, or the entries of a text, into one struct of the model.
type Map struct {
	Name       string // lower-case Go name, unique in the package
	Schema     *openapi.Schema
	Pattern    string // of the entries of a text: the expression whose groups are the schema's properties
	Label      string // the name by which lists ask for it; "" where it is the one of its kind
	To         string
	Tree       *leaves.Tree
	Finds      []*convert.Find
	Expect     *convert.Expect // of the model's root; nil where the record does not say
	Fields     []*Field        // in the order in which they are filled
	Attributes []*Field
	// AttributesField is the model's field that takes Attributes.
	AttributesField string
	Absent          []string
}

// Field is one target of a Map.
type Field struct {
	Target *model.FieldRef // nil for an attribute
	Name   string          // path of the target, or name of the attribute
	Expr   convert.Expr
	// Raw is the field beside an enum that keeps the provider's own text, and
	// RawExpr that text; nil where there is none.
	Raw     *model.FieldRef
	RawExpr convert.Expr
}

// Needs are those of all sources, in order; one for each operation that has it.
func (p *Plan) Needs() []*Need {
	var out []*Need
	for _, s := range p.Sources {
		if s.Get != nil {
			out = append(out, s.Get.Needs...)
		}
		if s.Messages != nil {
			out = append(out, s.Messages.Needs...)
		}
	}
	return out
}

// Field gives the field with the name, or nil.
func (m *Map) Field(name string) *Field {
	for _, f := range m.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}
