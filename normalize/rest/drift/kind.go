package drift

// Kind is what differs.
type Kind string

// The kinds of drift.
const (
	UnknownProperty Kind = "unknown property" // not in the document
	UnknownValue    Kind = "unknown value"    // of an enum
	MissingProperty Kind = "missing property" // that the document requires
	OtherType       Kind = "other type"       // of a value
)

// Note is called with each difference, as often as it is met. Path is where in the
// record it is, with [] for the elements of an array. The sample is the form of the
// value; it must be asked for before Note returns.
type Note func(kind Kind, path string, sample func() string)
