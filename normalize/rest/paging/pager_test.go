package paging

import "testing"

// TestGoesOn holds what an API says of its pages against what it sent.
func TestGoesOn(t *testing.T) {
	one, none, two, all, no := int64(1), int64(0), int64(2), int64(53), false
	for name, test := range map[string]struct {
		page int64
		got  PageInfo
		want bool
	}{
		"first of two":                  {1, PageInfo{Records: 20, TotalPages: &two}, true},
		"last of two":                   {2, PageInfo{Records: 20, TotalPages: &two}, false},
		"no pages, yet records":         {1, PageInfo{Records: 20, TotalPages: &none}, true},
		"no pages, and a short one":     {1, PageInfo{Records: 5, TotalPages: &none}, false},
		"no pages, but a total":         {1, PageInfo{Records: 20, TotalPages: &none, Total: &all}, true},
		"more pages than there are":     {2, PageInfo{Records: 20, TotalPages: &one}, true},
		"behind the last":               {3, PageInfo{TotalPages: &two}, false},
		"no pages, and it says the end": {1, PageInfo{Records: 20, TotalPages: &none, More: &no}, false},
		"no pages, no records":          {1, PageInfo{TotalPages: &none}, false},
	} {
		_, more, err := PageNumber{First: 1, DefaultSize: 20}.Next(Position{Page: test.page, Seen: 20 * (test.page - 1)}, test.got)
		if more != test.want || err != nil {
			t.Errorf("%s: goes on %v, %v", name, more, err)
		}
	}
}
