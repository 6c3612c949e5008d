package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/parlancehq/parlance/internal/conformance/account"
)

// show prints the table. The error says what is not as specified.
func show(w io.Writer, results []*result) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "provider\tfaults tried\tas specified\trecords expected\tdelivered\tlost\tduplicated\t")
	var errs []error
	var sum account.Account
	for _, r := range results {
		a := r.account
		if a == nil {
			a = &account.Account{}
		}
		line(table, r.provider, a)
		sum.Add(a)
		switch {
		case r.account == nil:
			errs = append(errs, fmt.Errorf("%s: the suite did not come to its end", r.provider))
		case a.Survived != a.Tried || a.Lost > 0:
			errs = append(errs, fmt.Errorf("%s: %d faults had another outcome than specified, and %d records were lost", r.provider, a.Tried-a.Survived, a.Lost))
		case a.Tried == 0:
			errs = append(errs, fmt.Errorf("%s: no fault was tried", r.provider))
		case r.failed:
			errs = append(errs, fmt.Errorf("%s: a test failed", r.provider))
		}
	}
	line(table, "all", &sum)
	if err := table.Flush(); err != nil {
		return err
	}
	for _, r := range results {
		if r.failed {
			for _, text := range r.output {
				fmt.Fprintln(w, text)
			}
			if text := r.rest(); text != "" {
				fmt.Fprintln(w, text)
			}
		}
	}
	if len(results) == 0 {
		return errors.New("there is no provider")
	}
	return errors.Join(errs...)
}

func line(w io.Writer, name string, a *account.Account) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", name, a.Tried, a.Survived, a.Expected, a.Delivered, a.Lost, a.Duplicated)
}
