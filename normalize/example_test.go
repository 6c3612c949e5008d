package normalize_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

// open opens a provider whose server is in memory. A program would call New of
// a generated package, such as acme.New(normalize.WithAPIKey(key)).
func open(conversations int, opts ...normalize.Option) normalize.Provider {
	api := &fakeapi.API{Total: true}
	api.Records, api.Transcripts = fakeapi.Records(conversations)
	p, err := engine.New(fakeapi.Definition(), append([]normalize.Option{
		normalize.WithAPIKey("key"),
		normalize.WithHTTPClient(&http.Client{Transport: api}),
	}, opts...)...)
	if err != nil {
		log.Fatal(err)
	}
	return p
}

// The loop: every conversation of a query, over all pages, as they arrive.
func Example() {
	p := open(40)
	q := normalize.Query{
		Status: normalize.StatusCompleted,
		Since:  time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC),
	}
	for c, err := range p.Conversations(context.Background(), q) {
		if err != nil {
			log.Print(err) // of one record, or the last one: see the package's table
			continue
		}
		fmt.Println(c.Provider, c.ID, c.Status, c.CreatedAt.Format(time.DateOnly), c.Agent.ID)
	}
	// Output:
	// acme c00 completed 2026-03-31 a0
	// acme c03 completed 2026-03-28 a1
	// acme c06 completed 2026-03-25 a0
	// acme c09 completed 2026-03-22 a1
}

// What each kind of error means to a long export.
func ExamplePageError() {
	p := open(4, normalize.WithMaxPages(1))
	for c, err := range p.Conversations(context.Background(), normalize.Query{}) {
		var record *normalize.RecordError
		var page *normalize.PageError
		switch {
		case err == nil:
			fmt.Println(c.ID)
		case errors.As(err, &record):
			fmt.Printf("lost one record: %s\n", record.Raw)
		case errors.As(err, &page):
			fmt.Println("to be resumed:", page.PageToken != "")
		default:
			fmt.Println(err)
		}
	}
	// Output:
	// c00
	// c01
	// c02
	// to be resumed: true
}

// One page at a time, as a web page shows them. The token may travel: another
// process can go on with it.
func ExampleProvider_page() {
	ctx := context.Background()
	q := normalize.Query{PageSize: 2, Limit: 2}
	for {
		page, err := open(5).Page(ctx, q)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print("of ", *page.Total, ":")
		for _, c := range page.Conversations {
			fmt.Print(" ", c.ID)
		}
		fmt.Println()
		if page.Next == "" {
			break
		}
		q.PageToken = page.Next
	}
	// Output:
	// of 5: c00 c01
	// of 5: c02 c03
	// of 5: c04
}

// Transcripts come with WithMessages, wherever the provider keeps them.
func ExampleRun() {
	run := open(4).Run(normalize.Query{WithMessages: true})
	for c, err := range run.Conversations(context.Background()) {
		if err != nil {
			log.Print(err)
			continue
		}
		fmt.Println(c.ID, c.MessagesState, len(c.Messages))
	}
	r := run.Report()
	fmt.Printf("%d of %d, in %d requests, %s\n", r.Delivered, *r.Expected, r.Requests, r.Completeness)
	// Output:
	// c00 inline 3
	// c01 inline 3
	// c02 inline 3
	// c03 inline 3
	// 4 of 4, in 10 requests, stated
}

// Several providers in one stream, the newest first.
func ExampleMerge() {
	sales := open(3, normalize.WithAccount("sales"))
	support := open(2, normalize.WithAccount("support"))
	n := map[string]int{}
	var last time.Time
	for c, err := range normalize.Merge(normalize.Query{}, sales, support).Conversations(context.Background()) {
		if err != nil {
			log.Print(err) // a *ProviderError; the other provider goes on
			continue
		}
		if !last.IsZero() && c.CreatedAt.After(last) {
			fmt.Println("out of order:", c.ID)
		}
		last = c.CreatedAt
		n[c.Account]++
	}
	fmt.Println(n)
	// Output: map[sales:3 support:2]
}

// Options say how to reach a provider; what is missing is told by name.
func ExampleOption() {
	_, err := engine.New(fakeapi.Definition())
	fmt.Println(err)

	p, err := engine.New(fakeapi.Definition(),
		normalize.WithAPIKey("key"),
		normalize.WithBaseURL("https://eu.acme.test/v1"),
		normalize.WithAccount("sales"),
		normalize.WithRateLimit(5, 1),
		normalize.WithRetry(normalize.Retry{MaxAttempts: 3, MaxElapsed: time.Minute}),
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.BaseURL(), p.Capabilities().Filter(normalize.FilterStatus).Mode)
	// Output:
	// acme: no credentials: use WithAPIKey, or WithCredentials for keys that rotate
	// https://eu.acme.test/v1 native
}

// A filter that a provider does not have is refused, never dropped.
func ExampleQueryError() {
	_, err := open(1).Page(context.Background(), normalize.Query{Direction: normalize.DirectionInbound})
	fmt.Println(err)
	fmt.Println(errors.Is(err, normalize.ErrUnsupported))
	// Output:
	// acme: filter direction="inbound": the provider does not support it, and it cannot be applied to what it returns
	// true
}
