package normalize_test

import (
	"errors"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// TestValidateYears: a time that RFC 3339 cannot write is refused, in whatever zone.
func TestValidateYears(t *testing.T) {
	far := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		query normalize.Query
		valid bool
	}{
		"no bound":         {normalize.Query{}, true},
		"the last instant": {normalize.Query{Since: far.Add(-1), Until: far.Add(-1)}, true},
		"since":            {normalize.Query{Since: far}, false},
		"until":            {normalize.Query{Until: far}, false},
		"updated since":    {normalize.Query{UpdatedSince: far}, false},
		"in UTC":           {normalize.Query{Until: far.Add(-time.Hour).In(time.FixedZone("", -7200)).Add(2 * time.Hour)}, false},
		"before the years": {normalize.Query{Since: time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)}, false},
	} {
		err := test.query.Validate()
		if (err == nil) != test.valid || err != nil && !errors.Is(err, normalize.ErrInvalidQuery) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
