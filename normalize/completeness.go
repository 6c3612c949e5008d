package normalize

// Completeness is how far an iteration is known to have brought everything that the
// query asks for.
type Completeness string

// The degrees of completeness. The empty string is an iteration that has not ended.
const (
	// CompletenessStated: the provider's answers said that the list ended, or that
	// is how its field map declares it to end, and nothing that was read contradicts
	// it.
	CompletenessStated Completeness = "stated"
	// CompletenessAssumed: the list ended, and [Report.Assumptions] say what was taken
	// for granted.
	CompletenessAssumed Completeness = "assumed"
	// CompletenessIncomplete: the list was not read to its end ([Report.Stopped] says
	// why), or records are known to be missing.
	CompletenessIncomplete Completeness = "incomplete"
)

// Stop is why an iteration stopped.
type Stop string

// The reasons to stop. The empty string is an iteration that has not ended.
const (
	StopEnd   Stop = "end"   // the end of the list, or a bound of the query behind which nothing is asked for
	StopLimit Stop = "limit" // Query.Limit
	StopBreak Stop = "break" // the consumer left the loop
	StopError Stop = "error" // the error that was yielded last
)

// AssumptionName names something that was taken for granted.
type AssumptionName string

// The assumptions.
const (
	// AssumeCountedPages: pages were counted from the front of a list, or a page token
	// went on within a page, after so many of its records. Records that arrived or went
	// meanwhile may have moved others past the place that was read.
	AssumeCountedPages AssumptionName = "counted_pages"
	// AssumeShortPage: a page with fewer records than were asked for was taken for
	// the last.
	AssumeShortPage AssumptionName = "short_page"
	// AssumeTotal: a total was taken for the number of records of the list, or the
	// list has more records than the total says.
	AssumeTotal AssumptionName = "total"
	// AssumeOrder: the list was taken to be in its documented order, and was left at
	// the first record beyond a bound.
	AssumeOrder AssumptionName = "order"
)

// Assumption is something that was taken for granted about a list.
type Assumption struct {
	Provider string         `json:"provider,omitzero"` // set by Merge alone
	Source   string         `json:"source,omitzero"`   // "" where the provider has only one
	Name     AssumptionName `json:"name"`
	Detail   string         `json:"detail,omitzero"` // for people
	Count    int64          `json:"count,omitzero"`  // how often; 0 where it cannot be counted
}
