package normalize

import (
	"cmp"
	"slices"

	"github.com/parlancehq/parlance/normalize/rest/paging"
)

func (s *Source) capabilities() SourceCapabilities {
	out := SourceCapabilities{
		Name:        s.Name,
		List:        s.List != nil,
		Get:         s.Get != nil,
		Time:        s.Time,
		Order:       s.Order,
		Filters:     make(map[Filter]Support, len(Filters())),
		Transcripts: s.transcripts(),
	}
	if s.Get != nil {
		out.GetNeeds = needNames(s.Get.Needs)
	}
	switch out.Transcripts {
	case TranscriptsEndpoint:
		out.TranscriptNeeds = needNames(s.Messages.Needs)
	case TranscriptsGet:
		out.TranscriptNeeds = needNames(s.Get.Needs)
	}
	for _, f := range Filters() {
		out.Filters[f] = Support{Mode: Unsupported}
	}
	if s.List == nil {
		return out
	}
	for f, support := range s.List.Filters {
		support.Mode, support.Values = cmp.Or(support.Mode, Unsupported), slices.Clone(support.Values)
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
func (s *Source) transcripts() TranscriptSource {
	switch {
	case s.List != nil && s.List.Messages == MessagesInline:
		return TranscriptsList
	case s.Messages != nil:
		return TranscriptsEndpoint
	case s.Get != nil && s.Get.Messages == MessagesInline:
		return TranscriptsGet
	}
	return TranscriptsNone
}

// modeFor is the mode for one value of the filter.
func modeFor(s Support, value string) FilterMode {
	switch {
	case s.Mode == "":
		return Unsupported
	case s.Mode == Native && s.Values != nil && !slices.Contains(s.Values, value):
		return Emulated
	}
	return s.Mode
}
