// Package drift checks a curated OpenAPI document against the one it was taken from. A
// curated document may say less than the vendor's, never something else: every
// operation, parameter, property, type and value that it states must be stated
// there too. Both are compared as loaded, side by side from each operation on,
// so that it does not matter what stands inline and what has a name.
//
// Where a curated document knows better, a drift.yaml beside it lists the
// difference with the reason. What is listed and is no longer a difference is an
// error as well.
package drift

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

// File is the name of the list of deliberate differences, in a provider's folder.
const File = "drift.yaml"

// What is the kind of a difference, as a drift.yaml names it.
type What string

const (
	Operation What = "operation"
	Parameter What = "parameter"
	Body      What = "body"
	Answer    What = "answer"
	Access    What = "access"
	Property  What = "property"
	TypeOf    What = "type"
	Format    What = "format"
	Nullable  What = "nullable"
	Required  What = "required"
	Enum      What = "enum"
	Limits    What = "limits"
	Variant   What = "variant"
)

// rules gives the rule that a difference of each kind breaks.
var rules = map[What]string{
	Operation: "D101", Parameter: "D102", Body: "D103", Answer: "D104", Access: "D105", Property: "D106",
	TypeOf: "D107", Format: "D108", Nullable: "D109", Required: "D110", Enum: "D111", Limits: "D112", Variant: "D115",
}

// Rules describes every rule this package reports, by its id.
var Rules = map[string]string{
	"D101": "Every operation of a curated document is one of the vendor's, with its id.",
	"D102": "Every parameter is one of the vendor's, sent the same way, and none that the vendor requires is left out.",
	"D103": "A request body is there where the vendor's document has one, with all that it requires.",
	"D104": "Every answer and every header of one is declared in the vendor's document.",
	"D105": "Every server is one of the vendor's, and every credential one that the vendor takes.",
	"D106": "Every property is one of the vendor's, at the same place.",
	"D107": "Every type is the vendor's.",
	"D108": "Every format that is stated is the vendor's.",
	"D109": "What may be null here may be null there, and the other way round.",
	"D110": "What is required here is required there.",
	"D111": "An enum has the values that the vendor's document lists, no more and no fewer.",
	"D112": "Every default, minimum and maximum that is stated is the vendor's.",
	"D113": "A drift.yaml is a list of entries with `what`, `places` and `reason`.",
	"D114": "What a drift.yaml lists is a difference.",
	"D115": "A union in an answer has every member that the vendor's document lists.",
}

// Difference is one thing that a curated document says otherwise than the
// vendor's.
type Difference struct {
	What   What
	Place  string   // what it is about: a path from an operation or a named schema of the curated document on
	Text   string   // what is different, as a sentence without a full stop
	Pos    diag.Pos // in the curated document
	Vendor diag.Pos // in the vendor's document: the nearest place there
}

// Check compares two loaded documents and adds an error for each difference that
// list, the text of the drift.yaml with the name file, does not give a reason
// for. A nil list is an empty one.
func Check(curated, vendor *openapi.Document, file string, list []byte, diags *diag.List) {
	known := parse(file, list, diags)
	for _, d := range Compare(curated, vendor) {
		if known.covers(d) {
			continue
		}
		diags.ErrorHint(d.Pos, rules[d.What],
			"see "+d.Vendor.String()+"; mend it, or give the reason in "+file+": {what: "+string(d.What)+", places: "+d.Place+", reason: ...}",
			"%s: %s", d.Place, d.Text)
	}
	known.stale(diags)
}

// Compare gives the differences, in the order in which a walk from the curated
// document's operations meets them, each once.
func Compare(curated, vendor *openapi.Document) []Difference {
	w := &walker{curated: curated, vendor: vendor, met: map[pair]bool{}, compared: map[string]bool{}, passed: map[string]bool{}, told: map[string]bool{}}
	w.servers()
	for _, op := range curated.Operations {
		w.operation(op)
	}
	w.others()
	return w.found
}

// walker walks two documents in parallel.
type walker struct {
	curated, vendor *openapi.Document
	found           []Difference
	met             map[pair]bool
	compared        map[string]bool // curated components that were compared with something
	passed          map[string]bool // those that were met where there is nothing to compare with
	told            map[string]bool
}

func (w *walker) add(what What, place string, pos, vendor diag.Pos, text string) {
	key := string(what) + " " + place + " " + text
	if w.told[key] {
		return
	}
	w.told[key] = true
	w.found = append(w.found, Difference{What: what, Place: place, Text: text, Pos: pos, Vendor: vendor})
}

// quoted lists values for a message.
func quoted(values []string) string { return strings.Join(values, ", ") }

// without gives the values of a that b lacks.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(v string) bool { return slices.Contains(b, v) })
}
