package paging

import "fmt"

// AssumptionName names something that is taken for granted about a list.
type AssumptionName string

// The assumptions.
const (
	CountedPages AssumptionName = "counted_pages" // that nothing moved while pages, or the records of one, were counted
	ShortPage    AssumptionName = "short_page"    // that a short page is the last
	Total        AssumptionName = "total"         // that the total counts the records of the list
)

// Assumption is something that was taken for granted, and why.
type Assumption struct {
	Name   AssumptionName
	Detail string
}

// Assumed is what it takes to believe that the list ends with the page at at. It is
// asked of a page after which the pager does not go on; nothing is assumed where
// the page itself says so.
func Assumed(p Pager, at Position, got PageInfo) []Assumption {
	var out []Assumption
	var end *Assumption
	switch p := p.(type) {
	case PageNumber:
		end = sizes{p.DefaultSize, p.MaxSize}.assumed(at, got, at.Page-p.First+1)
	case Offset:
		end = sizes{p.DefaultSize, p.MaxSize}.assumed(at, got, 0)
	case Keyset:
		got := got
		got.Total, got.TotalPages = nil, nil
		end = sizes{p.DefaultSize, p.MaxSize}.assumed(at, got, 0)
	}
	if end != nil {
		out = append(out, *end)
	}
	if total := at.least(got) - 1; total >= 0 && at.seen(got) > total {
		out = append(out, Assumption{Total, fmt.Sprintf("the API counts %d records, and %d came", total, at.seen(got))})
	}
	return out
}

// assumed is what the decision of goesOn that there is no page behind takes for
// granted; nil where the page says it.
func (s sizes) assumed(at Position, got PageInfo, page int64) *Assumption {
	switch {
	case got.More != nil, got.Records == 0:
		return nil
	case got.TotalPages != nil && page > 0 && *got.TotalPages >= page:
		return nil
	case got.Total != nil && *got.Total <= at.seen(got) && !s.short(at, got):
		return &Assumption{Total, fmt.Sprintf("the list ends with a page that reaches the total of %d", *got.Total)}
	}
	return &Assumption{ShortPage, fmt.Sprintf("the list ends with a page of %d records", got.Records)}
}
