package faults

import (
	"slices"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

// style gives a test for lists of the styles.
func style(names ...string) func(p *fieldmap.Pagination) bool {
	return func(p *fieldmap.Pagination) bool { return slices.Contains(names, p.Style.Value) }
}

// and gives a test for lists that pass all tests.
func and(tests ...func(p *fieldmap.Pagination) bool) func(p *fieldmap.Pagination) bool {
	return func(p *fieldmap.Pagination) bool {
		return !slices.ContainsFunc(tests, func(test func(*fieldmap.Pagination) bool) bool { return !test(p) })
	}
}

func not(test func(p *fieldmap.Pagination) bool) func(p *fieldmap.Pagination) bool {
	return func(p *fieldmap.Pagination) bool { return !test(p) }
}

func saysTotal(p *fieldmap.Pagination) bool { return len(p.Total) > 0 }

func saysMore(p *fieldmap.Pagination) bool { return len(p.More) > 0 }

func saysPages(p *fieldmap.Pagination) bool { return len(p.TotalPages) > 0 }

func several(p *fieldmap.Pagination) bool { return p.Style.Value != "none" }

func pageRows() []Row {
	follows := style("cursor", "link")
	harmless := func(name string, fault Fault, when func(p *fieldmap.Pagination) bool) Row {
		return Row{Name: name, Fault: fault, When: when, Outcome: Survives, Kept: KeptAll}
	}
	costly := func(r Row) Row { r.Requests, r.MoreRequests = 0, 1; return r }
	first := func(r Row) Row { r.First = true; return r }
	guarded := func(name string, fault Fault, when func(p *fieldmap.Pagination) bool, kind string, kept Kept) Row {
		return Row{
			Name: name, Fault: fault, When: when, Outcome: GuardError, Error: Failure{Type: "GuardError", Kind: kind}, Kept: kept, Resume: fromHere,
		}
	}
	fromGap := func(r Row) Row {
		r.Resume, r.Repeats, r.MoreRequests = "from the PageToken: that page, and those after it again", true, 1
		return r
	}
	alternating := guarded("a cursor that alternates between two pages", Fault{EarlierCursor: true, Times: Always}, follows, "repeated cursor", KeptSeen)
	alternating.MoreRequests = 2
	arriving := first(harmless("records arrive at the front meanwhile", Fault{Arrive: true}, several))
	arriving.Requests, arriving.MoreRequests = -1, 2 // at first there are fewer
	secure := func(r Row) Row { r.Secure = true; return r }
	goesOn := guarded("an empty page among numbered ones", Fault{EmptyPage: true}, and(style("page"), saysTotal), "records missing", KeptRest)
	short := guarded("a short page among numbered ones", Fault{ShortPage: true}, and(style("page"), saysTotal), "records missing", KeptRest)
	return []Row{
		guarded("a repeated cursor", Fault{RepeatCursor: true, Times: Always}, follows, "repeated cursor", KeptSeen),
		alternating,
		guarded("a next link to the page itself", Fault{NextSelf: true, Times: Always}, style("link"), "repeated cursor", KeptSeen),
		guarded("a next link to another origin", Fault{NextOrigin: "http://elsewhere.example"}, style("link"), "foreign link", KeptSeen),
		secure(guarded("a next link to plain http", Fault{NextOrigin: "http://127.0.0.1:7"}, style("link"), "foreign link", KeptSeen)),
		guarded("the first page instead of every other", Fault{FirstPage: true, Times: Always}, style("page", "offset"), "repeated page", KeptPages),
		{Name: "an empty page with a next cursor", Fault: Fault{EmptyPage: true}, When: follows, Outcome: Survives, Kept: KeptAll, Requests: 1},
		guarded("an empty page by offset, and the total says more", Fault{EmptyPage: true}, and(style("offset"), saysTotal, not(saysMore)), "records missing", KeptPages),
		guarded("an empty page by offset, and more says more", Fault{EmptyPage: true}, and(style("offset"), saysMore), "no advance", KeptPages),
		fromGap(goesOn),
		costly(harmless("a short page with a next cursor", Fault{ShortPage: true}, follows)),
		costly(harmless("a short page, and the total or more says more", Fault{ShortPage: true}, func(p *fieldmap.Pagination) bool {
			return style("offset")(p) && (saysTotal(p) || saysMore(p)) || style("keyset")(p) && saysMore(p)
		})),
		fromGap(short),
		guarded("neither cursor nor more, and the total says more", Fault{NoNext: true}, and(follows, saysTotal, not(saysMore)), "records missing", KeptSeen),
		guarded("more says more, and there is no cursor", Fault{NoNext: true}, and(follows, saysMore), "no cursor", KeptSeen),
		costly(harmless("a total that changes on one page", Fault{Total: 7}, and(several, saysTotal))),
		first(costly(harmless("a total that is too small", Fault{Total: -5, Times: Always}, and(several, saysTotal, not(saysPages))))),
		first(harmless("counts that are too small, and more says more", Fault{Total: -5, Pages: -1, Times: Always}, and(style("page", "offset"), saysMore, func(p *fieldmap.Pagination) bool { return saysTotal(p) || saysPages(p) }))),
		{Name: "a total that is too large", First: true, Fault: Fault{Total: 7, Times: Always}, When: and(saysTotal, not(style("keyset"))), Outcome: GuardError,
			Error: Failure{Type: "GuardError", Kind: "records missing"}, Kept: KeptAll, MoreRequests: 1},
		arriving,
		costly(harmless("the same record on two pages", Fault{Again: 2}, style("page", "cursor", "link"))),
	}
}
