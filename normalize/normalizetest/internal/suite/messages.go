package suite

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// entries are the trees of a transcript as the fake sends it: what each message is
// made of, where the map makes just one of each; and where the field map's paths
// to a message begin.
func entriesIn(s *server.Source, from normalize.TranscriptSource, t synth.Truth) (all []any, prefix string, each bool) {
	r := transcriptOf(s, from)
	switch {
	case r == nil:
		return nil, "", false
	case r == s.Message:
		for k := range t.Messages {
			all = append(all, r.Single(t, k))
		}
		return all, "", true
	case r.Messages == nil:
		return nil, "", false
	}
	return r.Elements(r.Conversation(t)), "Messages[].", r.Each
}

// checkEntries compares a transcript with what the fake sent, whatever its conversions
// are. A text stands in the entry that its message is made of, so no two messages are
// swapped, and no tool call is lost.
func (e *env) checkEntries(t synth.Truth, got []normalize.Message) {
	e.Helper()
	from := e.caps().Transcripts
	entries, prefix, each := entriesIn(e.source, from, t)
	r := transcriptOf(e.source, from)
	if each && len(entries) == len(got) && carries(r, prefix+"Text") {
		for i, m := range got {
			if m.Text != "" && !slices.Contains(scalarsIn(entries[i], nil), m.Text) {
				e.Errorf("conversation %d: message %d says %q, and the record has there\n%s", t.Index, i, m.Text, brief(jsontree.Encode(nil, entries[i], jsontree.Layouts[0])))
			}
		}
	}
	var have []string
	for _, m := range got {
		if m.ToolCall != nil {
			have = append(have, m.ToolCall.ID)
		}
	}
	for _, at := range callIDs(r, prefix) {
		for _, entry := range entries {
			if lost := without(textsAt(entry, at), have); len(lost) > 0 {
				e.Errorf("conversation %d: these calls of tools did not come: %s", t.Index, few(lost))
			}
		}
	}
}

// carries reports whether the target is some text of the record as it stands there.
func carries(r *synth.Renderer, target string) bool {
	if r == nil {
		return false
	}
	found := false
	for _, h := range r.Order {
		if h.Target == target {
			if !unchanged(h.Value) {
				return false
			}
			found = true
		}
	}
	return found
}

// unchanged reports whether a conversion only chooses among texts.
func unchanged(v *fieldmap.Value) bool {
	if v == nil || v.Kind != fieldmap.Mapping {
		return true
	}
	for _, e := range v.Entries {
		switch e.Key.Value {
		case "from", "case", "when", "else", "coalesce", "match", "if", "then":
		default:
			return false
		}
	}
	return !slices.ContainsFunc(hints.Inner(v), func(of *fieldmap.Value) bool { return of != v && !unchanged(of) })
}

// callIDs are the places, below an entry, of the ids of calls that become messages
// whatever else the record says.
func callIDs(r *synth.Renderer, prefix string) []jsontree.Path {
	if r == nil {
		return nil
	}
	var under jsontree.Path
	if prefix != "" {
		under = append(jsontree.Below(r.Messages, nil), "[]")
	}
	var out []jsontree.Path
	for _, h := range r.Order {
		if h.Target == prefix+"ToolCall.ID" && !h.Inner && hints.ReadsWhole(h.Value) && len(h.At) > len(under) && slices.Equal(h.At[:len(under)], under) {
			out = append(out, h.At[len(under):])
		}
	}
	return out
}

// textsAt are the texts at p, where [] is every element.
func textsAt(v any, p jsontree.Path) []string {
	if len(p) == 0 {
		return slices.DeleteFunc(jsontree.Texts(v), func(text string) bool { return text == "" })
	}
	switch at := v.(type) {
	case *jsontree.Object:
		next, _ := at.Get(p[0])
		return textsAt(next, p[1:])
	case *jsontree.Array:
		var out []string
		for i, item := range at.Items {
			if n, ok := at.Position(p[0]); p[0] == "[]" || ok && n == i {
				out = append(out, textsAt(item, p[1:])...)
			}
		}
		return out
	}
	return nil
}

// scalarsIn adds all texts and numbers in the tree.
func scalarsIn(v any, out []string) []string {
	switch v := v.(type) {
	case *jsontree.Array:
		for _, item := range v.Items {
			out = scalarsIn(item, out)
		}
		return out
	case *jsontree.Object:
		for _, m := range v.Members {
			out = scalarsIn(m.Value, out)
		}
		return out
	}
	for _, text := range jsontree.Texts(v) {
		out = append(out, text, strings.TrimSpace(text))
	}
	return out
}
