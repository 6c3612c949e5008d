package engine

import (
	"cmp"
	"slices"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

func (s *Source) capabilities() normalize.SourceCapabilities {
	out := normalize.SourceCapabilities{
		Name:        s.Name,
		List:        s.List != nil,
		Get:         s.Get != nil,
		Time:        s.Time,
		Order:       s.Order,
		Filters:     make(map[normalize.Filter]normalize.Support, len(normalize.Filters())),
		Transcripts: s.transcripts(),
	}
	if s.Get != nil {
		out.GetNeeds = needNames(s.Get.Needs)
	}
	switch out.Transcripts {
	case normalize.TranscriptsEndpoint:
		out.TranscriptNeeds = needNames(s.Messages.Needs)
	case normalize.TranscriptsGet:
		out.TranscriptNeeds = needNames(s.Get.Needs)
	}
	for _, f := range normalize.Filters() {
		out.Filters[f] = normalize.Support{Mode: normalize.Unsupported}
	}
	if s.List == nil {
		return out
	}
	for f, support := range s.List.Filters {
		support.Mode, support.Values = cmp.Or(support.Mode, normalize.Unsupported), slices.Clone(support.Values)
		out.Filters[f] = support
	}
	if s.List.Pager != nil {
		out.Pagination, out.Shifts = s.List.Pager.Style(), paging.Shifts(s.List.Pager)
	}
	out.PageSize, out.ListMessages = s.List.PageSize, s.List.Messages
	return out
}

func needNames(needs []NeedDefinition) []string {
	var names []string
	for i := range needs {
		names = append(names, needs[i].Name)
	}
	return names
}

// transcripts is the cheapest place of a complete transcript: where the list
// has it nothing more need be asked.
func (s *Source) transcripts() normalize.TranscriptSource {
	switch {
	case s.List != nil && s.List.Messages == normalize.MessagesInline:
		return normalize.TranscriptsList
	case s.Messages != nil:
		return normalize.TranscriptsEndpoint
	case s.Get != nil && s.Get.Messages == normalize.MessagesInline:
		return normalize.TranscriptsGet
	}
	return normalize.TranscriptsNone
}

// modeFor is the mode for one value of the filter.
func modeFor(s normalize.Support, value string) normalize.FilterMode {
	switch {
	case s.Mode == "":
		return normalize.Unsupported
	case s.Mode == normalize.Native && s.Values != nil && !slices.Contains(s.Values, value):
		return normalize.Emulated
	}
	return s.Mode
}
