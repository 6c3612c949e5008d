// Package examples tests a generated provider on the documented example responses and
// their goldens.
package examples

import (
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Config is a provider under test.
type Config struct {
	Specs string // the folder of its declarations
	New   func(opts ...normalize.Option) (normalize.Provider, error)
}

// Run tests a generated provider with the documented example responses in the
// examples folder of its declarations. An example must fit the document, pass through
// the provider's public methods without an issue, and give what its reviewed
// <name>.golden.json says. With -update it rewrites that file.
//
// The name says which operation answers so: list, get, transcript (or messages) or
// need_<name>. Where there are several sources, the source's name stands before it:
// chats_list.json. Two examples of one operation differ behind it: list_2.json.
//
// The answer of a failure is error_<status>, an answer of an operation in use that
// declares the status, or says which: list_error_400.json. It has no golden.
func Run(t *testing.T, cfg Config) {
	d, err := declared.LoadOnce(cfg.Specs)
	if err != nil {
		t.Fatal(err)
	}
	tested := 0
	for _, name := range declared.SortedKeys(d.Examples) {
		if strings.HasSuffix(name, ".golden.json") {
			continue
		}
		tested++
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
			fake, err := server.OpenDeclared(d, synth.Options{})
			if err != nil {
				t.Fatal(err)
			}
			x := &example{cfg: cfg, fake: fake, source: fake.Served[0], name: name, body: d.Examples[name], status: http.StatusOK}
			x.run(t)
		})
	}
	if tested == 0 {
		t.Errorf("%s has no examples", cfg.Specs)
	}
}

// example is one example response on its way through the provider.
type example struct {
	cfg    Config
	fake   *server.Fake
	source *server.Source
	name   string
	answers
	body   []byte
	status int // that of an error, or 200
}

func (x *example) run(t *testing.T) {
	v, ok := jsontree.Decode(x.body)
	if !ok {
		t.Fatal("it is not JSON")
	}
	if !x.classify(v) {
		t.Fatalf("the name %s does not say which operation answers so: it begins with list, get, transcript, messages or need_<name>, with error_<status>, or with both as in list_error_400", x.name)
	}
	for _, complaint := range x.misfits(x.answers, v) {
		t.Errorf("against %s: %s", x.fake.Decl.Doc.File, complaint)
	}
	if x.kind == "need" && !x.isError() {
		return // it goes into the goldens of what needs it
	}
	synctest.Test(t, func(t *testing.T) { x.replay(t, v) })
}

// replay answers every request with the example and compares what comes out.
func (x *example) replay(t *testing.T, v any) {
	// The document's own server where it names one, so that links in the example
	// lead to where the provider is.
	opts := append(x.fake.Credentials(), normalize.WithHTTPClient(&http.Client{Transport: &replay{x: x}}))
	p, err := x.cfg.New(opts...)
	if err != nil {
		p, err = x.cfg.New(append(slices.Clone(opts), normalize.WithInsecure())...)
	}
	if err != nil {
		p, err = x.cfg.New(append(opts, normalize.WithBaseURL(x.fake.BaseURL(server.MemoryHost)))...)
	}
	if err != nil {
		t.Fatal(err)
	}
	if x.source.Name != "" {
		if p, err = p.Source(x.source.Name); err != nil {
			t.Fatal(err)
		}
	}
	got, err := x.call(t, p, v)
	if x.isError() {
		x.checkError(t, err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	x.golden(t, got)
}

// isPart says that the example is one page of several, and its total that of all.
func isPart(err error) bool {
	var guard *normalize.GuardError
	return errors.As(err, &guard) && guard.Kind == "records missing"
}

// call reads the example through the method that it belongs to and checks its
// issues; what it gives holds no Raw, which is the example itself.
func (x *example) call(t *testing.T, p normalize.Provider, v any) (any, error) {
	switch x.kind {
	case "list":
		page, err := p.Page(t.Context(), normalize.Query{})
		if err != nil {
			return nil, err
		}
		for _, err := range page.Errors {
			if !isPart(err) {
				t.Error(err)
			}
		}
		if items, _ := jsontree.Lookup(v, x.source.Records); items != nil {
			if a, ok := items.(*jsontree.Array); ok && len(a.Items) != len(page.Conversations) {
				t.Errorf("%d conversations came out of %d", len(page.Conversations), len(a.Items))
			}
		}
		for _, c := range page.Conversations {
			strip(t, c)
		}
		return page.Conversations, nil
	case "messages":
		messages, err := p.Messages(t.Context(), x.source.World.IDs.ID(0))
		for i := range messages {
			messages[i].Raw = nil
			for _, issue := range messages[i].Issues {
				t.Errorf("message %d: %s", i, issue)
			}
		}
		if isPart(err) {
			err = nil
		}
		return messages, err
	case "need":
		if !slices.Contains(x.source.GetNeeds, x.need) {
			return p.Messages(t.Context(), x.source.World.IDs.ID(0))
		}
	}
	c, err := p.Conversation(t.Context(), x.id(v))
	if err == nil {
		strip(t, c)
	}
	return c, err
}

// id is the example's own id.
func (x *example) id(v any) string {
	if x.source.Detail != nil && !x.isError() {
		if h, ok := x.source.Detail.Of("ID"); ok {
			if found, ok := jsontree.Lookup(v, append(append(jsontree.Path(nil), x.source.Wrapper...), h.At...)); ok {
				return strings.Join(jsontree.Texts(found), "")
			}
		}
	}
	return x.source.World.IDs.ID(0)
}

func strip(t *testing.T, c *normalize.Conversation) {
	for _, issue := range c.Issues {
		t.Errorf("%s at %s: %s: %s", issue.Field, issue.Path, issue.Reason, issue.Raw)
	}
	c.Raw = nil
	for i := range c.Messages {
		c.Messages[i].Raw = nil
	}
}

func (x *example) checkError(t *testing.T, err error) {
	var api *normalize.APIError
	if !errors.As(err, &api) || api.Status != x.status {
		t.Fatalf("the error is %v, want an APIError of status %d", err, x.status)
	}
	if len(x.fake.Decl.File.Errors.Message) > 0 && api.Message == "" {
		t.Errorf("no message was found in %s", x.body)
	}
}

// golden compares the result with the reviewed one.
func (x *example) golden(t *testing.T, got any) {
	text, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	base := strings.TrimSuffix(x.name, ".json") + ".golden.json"
	compareGolden(t, filepath.Join(x.cfg.Specs, "examples", base), text)
}
