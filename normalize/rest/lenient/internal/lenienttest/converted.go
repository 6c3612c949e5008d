package lenienttest

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Converted checks the result of a conversion, and the reason of its issue: ""
// where there must not be one.
func Converted[T any](t *testing.T, in any, want T, reason string, convert func(lenient.Site) T) {
	t.Helper()
	var is lenient.Issues
	got := convert(is.Site(nil, "Field", "path"))
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b time.Time) bool { return a == b })); diff != "" {
		t.Errorf("%v (-want +got):\n%s", in, diff)
	}
	var issues []lenient.Issue
	if reason != "" {
		raw, err := json.Marshal(in)
		if f, ok := in.(float64); ok && err != nil {
			raw = lenient.NumberJSON(f)
		}
		issues = []lenient.Issue{{Field: "Field", Path: "path", Raw: raw, Reason: reason}}
	}
	if diff := cmp.Diff(issues, is.Take()); diff != "" {
		t.Errorf("%v: issues (-want +got):\n%s", in, diff)
	}
}
