package mutate

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v3"
)

// most is how many other words are tried in place of one.
const most = 3

// tokens finds every token on the request side of one field map, which is all of it
// but the maps, and makes mutants of it.
type tokens struct {
	provider string
	doc      *document
	root     *yaml.Node
	out      []Mutant
	err      error
}

// scope is where in the field map a token stands.
type scope struct {
	path    []string // keys from the top; the names of sources and needs are left out
	op      string   // the operation that it is about
	records string   // where that has its records
}

func (s scope) key() string {
	if len(s.path) == 0 {
		return ""
	}
	return s.path[len(s.path)-1]
}

func (s scope) in(key string) bool { return slices.Contains(s.path, key) }

// Systematic are the mutants of every token on the request side of the provider's
// field map under root.
func Systematic(root, provider string) ([]Mutant, error) {
	folder := filepath.Join(root, "specs", provider)
	data, err := os.ReadFile(filepath.Join(folder, "fieldmap.yaml"))
	if err != nil {
		return nil, err
	}
	t := &tokens{provider: provider}
	if t.doc, err = readDocument(folder); err != nil {
		return nil, err
	}
	var whole yaml.Node
	if err := yaml.Unmarshal(data, &whole); err != nil {
		return nil, err
	}
	t.root = &whole
	top := whole.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		switch key := top.Content[i].Value; key {
		case "provider", "model", "title", "docs", "maps":
		default:
			t.entry(top, i, scope{})
		}
	}
	return t.out, t.err
}

// entry visits the value behind a key, the key itself, and the mapping without both.
func (t *tokens) entry(in *yaml.Node, i int, s scope) {
	key, value := in.Content[i], in.Content[i+1]
	s.path = append(slices.Clone(s.path), key.Value)
	t.rename(key, s)
	t.drop(in, i, s)
	t.visit(value, s)
}

func (t *tokens) visit(v *yaml.Node, s scope) {
	switch v.Kind {
	case yaml.MappingNode:
		if op := child(v, "operation"); op != nil {
			s.op = op.Value
			s.records = ""
			if at := child(v, "records"); at != nil {
				s.records = at.Value
				if at.Kind == yaml.SequenceNode {
					s.records = at.Content[0].Value
				}
			}
		}
		for i := 0; i+1 < len(v.Content); i += 2 {
			t.entry(v, i, s)
		}
	case yaml.SequenceNode:
		for _, item := range v.Content {
			t.visit(item, s)
		}
	case yaml.ScalarNode: // what an alias stands for is visited where it is
		kind, words := t.words(v.Value, s)
		for _, word := range first(words, v.Value) {
			t.replace(v, kind, word, fmt.Sprintf("%s: %s, and not %s", place(s), word, v.Value))
		}
	}
}

// replace makes the mutant with another word for one.
func (t *tokens) replace(v *yaml.Node, kind, word, what string) {
	old := v.Value
	v.Value = word
	t.mutant(kind, what, v.Line)
	v.Value = old
}

// rename makes the mutants with another key.
func (t *tokens) rename(key *yaml.Node, s scope) {
	for _, word := range first(t.keys(s), key.Value) {
		t.replace(key, "key", word, fmt.Sprintf("%s: the key %s, and not %s", place(s), word, key.Value))
	}
}

// drop makes the mutant without the entry.
func (t *tokens) drop(in *yaml.Node, i int, s scope) {
	if !droppable(s) {
		return
	}
	line, all := in.Content[i].Line, in.Content
	in.Content = slices.Delete(slices.Clone(all), i, i+2)
	t.mutant("dropped", place(s)+" is not there", line)
	in.Content = all
}

func (t *tokens) mutant(kind, what string, line int) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	t.err = cmp.Or(t.err, e.Encode(t.root), e.Close())
	t.out = append(t.out, Mutant{Provider: t.provider, Kind: kind, What: what, Line: line, Data: b.Bytes()})
}

// first are the first words that are not the one that stands there.
func first(words []string, old string) []string {
	var out []string
	for _, word := range words {
		if word != old && !slices.Contains(out, word) && len(out) < most {
			out = append(out, word)
		}
	}
	return out
}

func place(s scope) string {
	text := ""
	for i, name := range s.path {
		if i > 0 {
			text += "."
		}
		text += name
	}
	return text
}

func child(v *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(v.Content); i += 2 {
		if v.Content[i].Value == key {
			return v.Content[i+1]
		}
	}
	return nil
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
