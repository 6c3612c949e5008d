package normalize

import (
	"cmp"
)

// TimeField names the time of a conversation that Since and Until compare.
type TimeField string

// The times that a source may declare.
const (
	TimeStartedAt TimeField = "StartedAt"
	TimeCreatedAt TimeField = "CreatedAt"
)

// Order is the order of a list by its time field, where the provider documents
// one.
type Order string

// The orders of a list.
const (
	OrderUnspecified Order = ""           // none documented
	OrderAscending   Order = "ascending"  // oldest first
	OrderDescending  Order = "descending" // newest first
)

// PageSize is how many records a page holds. Zero means that the provider does
// not say.
type PageSize struct {
	Default int `json:"default,omitzero"`
	Max     int `json:"max,omitzero"`
}

// Capabilities is what a provider can do. It is data: it costs no request.
type Capabilities struct {
	// Provider is the provider's name.
	Provider string `json:"provider"`
	// Sources are the provider's lists, in the order in which they are read;
	// at least one.
	Sources []SourceCapabilities `json:"sources"`
}

// SourceCapabilities is what one list of a provider can do.
type SourceCapabilities struct {
	// Name is the source's name, "" where the provider has only one.
	Name string `json:"name,omitzero"`
	// List is false where conversations can only be read by their id.
	List bool `json:"list"`
	// Get is true where one conversation can be read by its id.
	Get bool `json:"get"`
	// Time is what Since and Until compare; "" when nothing can be compared.
	Time TimeField `json:"time,omitzero"`
	// Order is the documented order of the list.
	Order Order `json:"order,omitzero"`
	// Filters has an entry for every filter.
	Filters map[Filter]Support `json:"filters"`
	// Pagination is the style of the list's pages, such as "cursor"; "none"
	// where everything comes at once.
	Pagination string `json:"pagination,omitzero"`
	// Shifts is true where pages are counted from the front of the list, which
	// are the styles "page" and "offset". Records that arrive or go while the
	// list is read then move those behind them: one that moved onto a later page
	// comes again, which is dropped within a run and not beyond it (a run that
	// resumes from a PageToken yields it once more); one that moved onto a page
	// that was read already does not come, which shows only where the provider
	// says its total. Where it is false, pages go on from a cursor, a link or a
	// key, and what was in the list when the reading began comes exactly once,
	// over any number of runs.
	Shifts bool `json:"shifts,omitzero"`
	// PageSize is the default and the maximum size of a page.
	PageSize PageSize `json:"page_size,omitzero"`
	// ListMessages is what the list's records carry of the transcript.
	ListMessages MessagesState `json:"list_messages,omitzero"`
	// Transcripts is where complete transcripts come from.
	Transcripts TranscriptSource `json:"transcripts"`
	// GetNeeds names what is fetched in addition to the record when one conversation is
	// read: each costs a request more, or one for each of its pages.
	GetNeeds []string `json:"get_needs,omitzero"`
	// TranscriptNeeds names what is fetched in addition to each transcript that
	// is not part of the list's record, at the same cost.
	TranscriptNeeds []string `json:"transcript_needs,omitzero"`
}

// TranscriptSource is where a complete transcript comes from.
type TranscriptSource string

// The places where a transcript may be.
const (
	TranscriptsNone     TranscriptSource = "none"     // nowhere: Messages and WithMessages are unsupported
	TranscriptsEndpoint TranscriptSource = "endpoint" // an endpoint of its own; one or more requests each, beside TranscriptNeeds
	TranscriptsGet      TranscriptSource = "get"      // the conversation's own record; one request each, beside TranscriptNeeds
	TranscriptsList     TranscriptSource = "list"     // the list's record; no request more
)

// Filter tells how a filter is applied: the weakest answer of all sources
// (unsupported before emulated before native).
func (c Capabilities) Filter(f Filter) Support {
	var weakest Support
	for i, s := range c.Sources {
		if got := s.Filters[f]; i == 0 || rank(got.Mode) < rank(weakest.Mode) {
			weakest = got
		}
	}
	weakest.Mode = cmp.Or(weakest.Mode, Unsupported)
	return weakest
}

func rank(m FilterMode) int {
	switch m {
	case Native:
		return 2
	case Emulated:
		return 1
	}
	return 0
}
