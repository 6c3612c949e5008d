package drift

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
)

// list is a drift.yaml.
type list struct {
	file    string
	entries []*entry
}

// entry is one place of one kind that is listed.
type entry struct {
	what  What
	place string
	match *regexp.Regexp
	pos   diag.Pos
	used  bool
}

// covers reports whether a difference is listed. All entries that list it count
// as used.
func (l *list) covers(d Difference) bool {
	covered := false
	for _, e := range l.entries {
		if e.what == d.What && e.match.MatchString(d.Place) {
			e.used, covered = true, true
		}
	}
	return covered
}

// stale reports the entries that list nothing.
func (l *list) stale(diags *diag.List) {
	for _, e := range l.entries {
		if !e.used {
			diags.ErrorHint(e.pos, "D114", "take it away", "%s: the documents do not differ there in %s", e.place, e.what)
		}
	}
}

// parse reads a drift.yaml; what it cannot read is reported and left out.
func parse(file string, data []byte, diags *diag.List) *list {
	l := &list{file: file}
	if data == nil {
		return l
	}
	var doc, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&doc); err != nil {
		if err != io.EOF {
			diags.Errorf(diag.Pos{File: file}, "D113", "not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		}
		return l
	}
	if err := decoder.Decode(&second); err != io.EOF {
		diags.ErrorHint(diag.Pos{File: file, Line: max(second.Line, 1)}, "D113", "make one list of them", "there is more than one YAML document")
	}
	root := doc.Content[0]
	if root.Kind != yaml.SequenceNode {
		diags.Errorf(l.at(root), "D113", "a list of entries is needed")
		return l
	}
	for _, n := range root.Content {
		l.entry(n, diags)
	}
	return l
}

func (l *list) at(n *yaml.Node) diag.Pos {
	return diag.Pos{File: l.file, Line: n.Line, Column: n.Column}
}

func (l *list) entry(n *yaml.Node, diags *diag.List) {
	if n.Kind != yaml.MappingNode {
		diags.Errorf(l.at(n), "D113", "an entry is a mapping")
		return
	}
	var whats, places []*yaml.Node
	reason := ""
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			diags.ErrorHint(l.at(key), "D113", "make one of them", "the key %q stands here twice", key.Value)
		}
		seen[key.Value] = true
		switch key.Value {
		case "what":
			whats = l.texts(value, diags)
		case "places":
			places = l.texts(value, diags)
		case "reason":
			reason = strings.TrimSpace(value.Value)
		default:
			diags.Errorf(l.at(key), "D113", "no key %q%s", key.Value, diag.Suggest(key.Value, []string{"what", "places", "reason"}))
		}
	}
	if len(whats) == 0 || len(places) == 0 || reason == "" {
		diags.ErrorHint(l.at(n), "D113", "write {what: type, places: Call.id, reason: ...}", "an entry needs `what`, `places` and `reason`")
		return
	}
	for _, what := range whats {
		if _, ok := rules[What(what.Value)]; !ok {
			diags.ErrorHint(l.at(what), "D113", "one of "+kinds(), "no difference is of the kind %q", what.Value)
			continue
		}
		for _, place := range places {
			l.entries = append(l.entries, &entry{what: What(what.Value), place: place.Value, match: pattern(place.Value), pos: l.at(place)})
		}
	}
}

// texts gives the texts of a value that is one or a list of them.
func (l *list) texts(n *yaml.Node, diags *diag.List) []*yaml.Node {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	return slices.DeleteFunc(slices.Clone(items), func(n *yaml.Node) bool {
		if n.Kind == yaml.ScalarNode && n.Value != "" {
			return false
		}
		diags.Errorf(l.at(n), "D113", "a text is needed")
		return true
	})
}

// pattern makes an expression of a place, in which * stands for any text.
func pattern(place string) *regexp.Regexp {
	parts := strings.Split(place, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
}

func kinds() string {
	var out []string
	for what := range rules {
		out = append(out, string(what))
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(rules[What(a)], rules[What(b)]) })
	return strings.Join(out, ", ")
}
