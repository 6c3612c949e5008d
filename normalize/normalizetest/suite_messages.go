package normalizetest

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
)

// entries are the trees of a transcript as the fake sends it: what each message is
// made of, where the map makes just one of each; and where the field map's paths
// to a message begin.
func (s *source) entries(from normalize.TranscriptSource, t Truth) (all []any, prefix string, each bool) {
	r := s.transcript(from)
	switch {
	case r == nil:
		return nil, "", false
	case r == s.message:
		for k := range t.Messages {
			all = append(all, r.single(t, k))
		}
		return all, "", true
	case r.messages == nil:
		return nil, "", false
	}
	if list, ok := lookup(r.conversation(t), r.messages); ok {
		if a, ok := list.(*array); ok {
			all = a.items
		}
	}
	return all, "Messages[].", r.each
}

// checkEntries holds a transcript to what the fake sent, whatever its conversions
// are: a text stands in the entry that its message is made of, so that no two are
// swapped, and no call of a tool is lost.
func (e *env) checkEntries(t Truth, got []normalize.Message) {
	e.Helper()
	from := e.caps().Transcripts
	entries, prefix, each := e.source.entries(from, t)
	r := e.source.transcript(from)
	if each && len(entries) == len(got) && r.carries(prefix+"Text") {
		for i, m := range got {
			if m.Text != "" && !slices.Contains(scalarsIn(entries[i], nil), m.Text) {
				e.Errorf("conversation %d: message %d says %q, and the record has there\n%s", t.Index, i, m.Text, brief(encode(nil, entries[i], layouts[0])))
			}
		}
	}
	var have []string
	for _, m := range got {
		if m.ToolCall != nil {
			have = append(have, m.ToolCall.ID)
		}
	}
	for _, at := range r.callIDs(prefix) {
		for _, entry := range entries {
			if lost := without(textsAt(entry, at), have); len(lost) > 0 {
				e.Errorf("conversation %d: these calls of tools did not come: %s", t.Index, few(lost))
			}
		}
	}
}

// carries reports whether the target is some text of the record as it stands there.
func (r *renderer) carries(target string) bool {
	if r == nil {
		return false
	}
	found := false
	for _, h := range r.order {
		if h.target == target {
			if !unchanged(h.value) {
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
	return !slices.ContainsFunc(inner(v), func(of *fieldmap.Value) bool { return of != v && !unchanged(of) })
}

// callIDs are the places, below an entry, of the ids of calls that become messages
// whatever else the record says.
func (r *renderer) callIDs(prefix string) []path {
	if r == nil {
		return nil
	}
	var under path
	if prefix != "" {
		under = append(below(r.messages, nil), "[]")
	}
	var out []path
	for _, h := range r.order {
		if h.target == prefix+"ToolCall.ID" && !h.inner && readsWhole(h.value) && len(h.at) > len(under) && slices.Equal(h.at[:len(under)], under) {
			out = append(out, h.at[len(under):])
		}
	}
	return out
}

// textsAt are the texts at p, where [] is every element.
func textsAt(v any, p path) []string {
	if len(p) == 0 {
		return slices.DeleteFunc(textsOf(v), func(text string) bool { return text == "" })
	}
	switch at := v.(type) {
	case *object:
		next, _ := at.get(p[0])
		return textsAt(next, p[1:])
	case *array:
		var out []string
		for i, item := range at.items {
			if p[0] == "[]" || isIndex(p[0]) && indexOf(p[0]) == i {
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
	case *array:
		for _, item := range v.items {
			out = scalarsIn(item, out)
		}
		return out
	case *object:
		for _, m := range v.members {
			out = scalarsIn(m.value, out)
		}
		return out
	}
	for _, text := range textsOf(v) {
		out = append(out, text, strings.TrimSpace(text))
	}
	return out
}
