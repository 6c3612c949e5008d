// Package show is what the demo does: it runs providers against fake servers of
// theirs and prints what comes out.
package show

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest"
)

// Options says what is shown.
type Options struct {
	// Names are the providers; Open opens one.
	Names []string
	Open  func(name string, opts ...normalize.Option) (normalize.Provider, error)
	// Specs is the folder that has a folder of declarations for each provider.
	Specs         string
	Conversations int   // of each list
	PageSize      int   // 0 is each provider's default
	Seed          int64 // changes what the fake servers make up
	JSON          bool  // JSON lines instead of tables
}

// Run reads the conversations of every provider and prints them to w. A provider
// that fails does not keep the others from being shown.
func Run(ctx context.Context, w io.Writer, opts Options) error {
	var results []*result
	var errs []error
	for _, name := range opts.Names {
		r, err := read(ctx, name, opts)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		results = append(results, r)
	}
	if opts.JSON {
		errs = append(errs, printJSON(w, results))
	} else {
		errs = append(errs, printTables(w, results))
	}
	return errors.Join(errs...)
}

// result is what came out of one provider.
type result struct {
	name          string
	conversations []*normalize.Conversation
	report        normalize.Report
	requests      int
	capabilities  normalize.Capabilities
}

// read starts the provider's fake on loopback and reads its list over HTTP.
func read(ctx context.Context, name string, opts Options) (*result, error) {
	n := opts.Conversations
	if n == 0 {
		n = -1 // none, and not the fake's default
	}
	fake, err := normalizetest.Open(filepath.Join(opts.Specs, name), normalizetest.FakeOptions{Conversations: n, Seed: opts.Seed, Plain: true})
	if err != nil {
		return nil, err
	}
	root, stop, err := listen(fake)
	if err != nil {
		return nil, err
	}
	defer stop()
	p, err := opts.Open(name, append(fake.Credentials(), normalize.WithBaseURL(fake.BaseURL(root)))...)
	if err != nil {
		return nil, err
	}
	r := &result{name: name, capabilities: p.Capabilities()}
	run := p.Run(normalize.Query{PageSize: opts.PageSize, WithMessages: hasTranscripts(p)})
	for c, err := range run.Conversations(ctx) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		r.conversations = append(r.conversations, c)
	}
	r.report, r.requests = run.Report(), fake.Count()
	if v := fake.Violations(); len(v) > 0 {
		return nil, fmt.Errorf("%s: a request violates the document: %s", name, v[0])
	}
	return r, nil
}

// listen serves the handler on a free port of loopback.
func listen(handler http.Handler) (root string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // ends with stop
	}()
	return "http://" + l.Addr().String(), func() {
		_ = server.Close()
		<-done
	}, nil
}

func printJSON(w io.Writer, results []*result) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range results {
		for _, c := range r.conversations {
			if err := enc.Encode(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// hasTranscripts reports whether every list of the provider has complete
// transcripts somewhere.
func hasTranscripts(p normalize.Provider) bool {
	for _, s := range p.Capabilities().Sources {
		if s.Transcripts == normalize.TranscriptsNone {
			return false
		}
	}
	return true
}
