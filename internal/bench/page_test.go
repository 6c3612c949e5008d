package bench

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/parlancehq/parlance/normalize"
)

// subjects are made one by one: a page that waits for its turn would be on the
// heap of the others.
var subjects = map[string]func() subject{"eigi": eigiSubject, "voiceable": voiceableSubject}

// BenchmarkPage reads one page in each way. MB/s is of the body; allocations are
// given for each conversation too.
func BenchmarkPage(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(subjects)) {
		b.Run("provider="+name, func(b *testing.B) {
			s := subjects[name]()
			b.Run("way=parlance", func(b *testing.B) { measure(b, &s, parlance(s.provider(b))) })
			b.Run("way=parlance-page", func(b *testing.B) { measure(b, &s, parlancePage(s.provider(b))) })
			b.Run("way=stock", func(b *testing.B) { measure(b, &s, s.stock(s.client())) })
			b.Run("way=stock-additional", func(b *testing.B) { measure(b, &s, s.stockOpen(s.client())) })
			b.Run("way=hand-written", func(b *testing.B) { measure(b, &s, byHand(&s)) })
			b.Run("way=tokens", func(b *testing.B) { measure(b, &s, tokens(&s)) })
		})
	}
}

// measure counts what read reads, which is the conversations of one page.
func measure(b *testing.B, s *subject, read func(b *testing.B) int) {
	b.SetBytes(int64(len(s.body)))
	b.ReportAllocs()
	for b.Loop() {
		if n := read(b); n != pageSize {
			b.Fatalf("got %d conversations, want %d", n, pageSize)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/pageSize, "ns/conversation")
}

// parlance is the loop over conversations.
func parlance(p normalize.Provider) func(b *testing.B) int {
	return func(b *testing.B) int {
		n := 0
		for c, err := range p.Conversations(b.Context(), normalize.Query{PageSize: pageSize}) {
			if err != nil {
				b.Fatal(err)
			}
			if len(c.Raw) == 0 || len(c.Issues) > 0 || len(c.Messages) != turns {
				b.Fatal("not read whole")
			}
			n++
		}
		return n
	}
}

// parlancePage reads the page as one.
func parlancePage(p normalize.Provider) func(b *testing.B) int {
	return func(b *testing.B) int {
		page, err := p.Page(b.Context(), normalize.Query{PageSize: pageSize})
		if err != nil {
			b.Fatal(err)
		}
		return len(page.Conversations)
	}
}

func byHand(s *subject) func(b *testing.B) int {
	client := s.client()
	return func(b *testing.B) int {
		var list []*normalize.Conversation
		err := fetch(client, func(body io.Reader) error {
			data, err := io.ReadAll(body)
			if err == nil {
				list, err = s.handWritten(data)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		return len(list)
	}
}

// tokens only reads the tokens of the body, with the options that the runtime
// reads with. Its decoder is used again and again, which is the fastest way.
func tokens(s *subject) func(b *testing.B) int {
	client := s.client()
	dec := jsontext.NewDecoder(bytes.NewReader(nil))
	return func(b *testing.B) int {
		n := 0
		err := fetch(client, func(body io.Reader) error {
			dec.Reset(body, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
			for {
				token, err := dec.ReadToken()
				if err == io.EOF {
					return nil
				} else if err != nil {
					return err
				}
				if token.Kind() == '{' && dec.StackDepth() == 3 {
					n++
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
}

// The ways that map must come to the same conversations, or their times compare
// nothing.
func TestWaysAgree(t *testing.T) {
	for name, subject := range subjects {
		t.Run(name, func(t *testing.T) {
			s := subject()
			want, err := s.handWritten(s.body)
			if err != nil {
				t.Fatal(err)
			}
			p := s.provider(t)
			page, err := p.Page(t.Context(), normalize.Query{PageSize: pageSize})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, page.Conversations, cmpopts.IgnoreFields(normalize.Conversation{}, "Raw")); diff != "" {
				t.Errorf("the page (-by hand +Parlance):\n%s", diff)
			}
			var streamed []*normalize.Conversation
			for c, err := range p.Conversations(t.Context(), normalize.Query{PageSize: pageSize}) {
				if err != nil {
					t.Fatal(err)
				}
				streamed = append(streamed, c)
			}
			if diff := cmp.Diff(page.Conversations, streamed); diff != "" {
				t.Errorf("(-page +stream):\n%s", diff)
			}
			for i, c := range streamed {
				if len(c.Issues) > 0 || len(c.Messages) != turns || !bytes.Contains(s.body, c.Raw) {
					t.Errorf("conversation %d is not whole: %d messages, issues %v", i, len(c.Messages), c.Issues)
				}
			}
		})
	}
}
