package engine_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

func TestOrderDecidesWhereABoundEndsTheScan(t *testing.T) {
	ascending, _ := fakeapi.Records(10)
	slices.Reverse(ascending)
	for order, want := range map[normalize.Order]int{normalize.OrderAscending: 1, normalize.OrderUnspecified: 4} {
		api := &fakeapi.API{Records: ascending}
		def := fakeapi.Definition()
		def.Sources[0].Order = order
		got, errs := fakeapi.Collect(t, fakeapi.Open(t, api, def), normalize.Query{Until: fakeapi.Day(8)})
		if len(errs) > 0 || !slices.Equal(got, fakeapi.IDs(9)) {
			t.Errorf("%q: %v %v", order, got, errs)
		}
		if n := len(api.Asked()); n != want {
			t.Errorf("%q: %d requests, want %d", order, n, want)
		}
	}
}

// Where the provider applies the bound itself there is nothing to save by ending
// early, and a single odd time must not cost the records behind it.
func TestOddTimeDoesNotEndANativeBound(t *testing.T) {
	records, _ := fakeapi.Records(6)
	records[2] = `{"id":"odd","created":"1970-01-01T00:00:00Z"}`
	def := fakeapi.Definition()
	def.Sources[0].List.Filters[normalize.FilterSince] = normalize.Support{Mode: normalize.Native, Param: "since"}
	got, errs := fakeapi.Collect(t, fakeapi.Open(t, &fakeapi.API{Records: records}, def), normalize.Query{Since: fakeapi.Day(9)})
	if want := fakeapi.IDs(0, 1, 3, 4, 5); !slices.Equal(got, want) || len(errs) > 0 {
		t.Errorf("%v, %v; want %v", got, errs, want)
	}
}

func TestRecordWithoutTimePassesWithAnIssue(t *testing.T) {
	api := &fakeapi.API{Records: []string{`{"id":"x"}`}}
	e := fakeapi.Open(t, api, fakeapi.Definition())
	for c, err := range e.Conversations(t.Context(), normalize.Query{Since: fakeapi.Day(0), UpdatedSince: fakeapi.Day(0)}) {
		if err != nil {
			t.Fatal(err)
		}
		var fields []string
		for _, issue := range c.Issues {
			fields = append(fields, issue.Field)
		}
		if !slices.Equal(fields, []string{"CreatedAt", "UpdatedAt"}) {
			t.Errorf("issues %v", c.Issues)
		}
		return
	}
	t.Error("nothing came")
}

func TestRecordWithoutTimeIsAnErrorWhenStrict(t *testing.T) {
	record := `{"id":"x"}`
	e := fakeapi.Open(t, &fakeapi.API{Records: []string{record}}, fakeapi.Definition(), normalize.WithStrict())
	q := normalize.Query{Since: fakeapi.Day(0)}
	run := e.Run(q)
	var errs []error
	for c, err := range run.Conversations(t.Context()) {
		if c != nil {
			t.Errorf("%s came", c.ID)
		}
		errs = append(errs, err)
	}
	page, err := e.Page(t.Context(), q)
	if err != nil || len(page.Conversations) > 0 {
		t.Fatalf("page %+v, %v", page, err)
	}
	for _, errs := range [][]error{errs, page.Errors} {
		var bad *normalize.RecordError
		if len(errs) != 1 || !errors.As(errs[0], &bad) || !errors.Is(bad, normalize.ErrIssues) || string(bad.Raw) != record || len(bad.Issues) != 1 {
			t.Errorf("errors %v", errs)
		}
	}
	if r := run.Report(); r.Records != 0 || r.RecordErrors != 1 || r.Stopped != normalize.StopEnd {
		t.Errorf("report %+v", r)
	}
}
