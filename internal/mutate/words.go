package mutate

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// words gives what may be written by mistake in place of a value, and of which kind
// the value is.
func (t *tokens) words(old string, s scope) (kind string, words []string) {
	above := ""
	if len(s.path) > 1 {
		above = s.path[len(s.path)-2]
	}
	switch key := s.key(); {
	case above == "headers" || s.in("auth") || key == "base_url":
		return "free text", typo(old)
	case s.in("success_when"):
		return "constant", typo(old)
	case s.in("errors"):
		return "path", t.errorPaths(old)
	case s.in("scope") && key != "required":
		return "free text", typo(old)
	case above == "values":
		return "constant", typo(old)
	case s.in("send"):
		return t.sent(old, above, s)
	}
	return t.word(old, s)
}

// sent is words for what an operation is sent.
func (t *tokens) sent(old, above string, s scope) (kind string, words []string) {
	switch s.key() {
	case "page":
		return "origin", []string{"size", "number", "offset", "cursor", "key"}
	case "filter":
		return "origin", filterClass(old)
	case "scope", "conversation": // another word is refused
		return "", nil
	case "time":
		return "format", near(old, []string{"rfc3339", "date", "day", "unix_s", "unix_ms", "unix_us"})
	case "zone", "inclusive":
		return t.word(old, s)
	}
	if above == "send" {
		return "constant", t.constants(s.key(), old, s)
	}
	return "constant", append(t.others(s.key(), old), old+"x") // of an element
}

// filterClass are the filters that take the same kind of value.
func filterClass(name string) []string {
	for _, class := range [][]string{{"agent_id", "participant_id", "search"}, {"status", "channel", "direction"}, {"since", "until", "updated_since"}} {
		if slices.Contains(class, name) {
			return class
		}
	}
	return nil
}

// word is words for the keys that mean the same wherever they stand.
func (t *tokens) word(old string, s scope) (kind string, words []string) {
	record := strings.TrimPrefix(s.records+"[]", ".")
	switch s.key() {
	case "operation":
		return "operation", t.operations(old)
	case "records", "record", "cursor", "more", "last", "total", "total_pages", "link":
		return "path", t.answerPaths(s.op, "", old)
	case "key":
		return "path", t.answerPaths(s.op, record, old)
	case "order":
		sign := strings.HasPrefix(old, "-")
		if sign {
			return "flag", []string{old[1:]}
		}
		return "flag", []string{"-" + old}
	case "header":
		return "free text", typo(old)
	case "style":
		return "format", []string{"none", "page", "offset", "cursor", "link", "keyset"}
	case "zone":
		return "format", []string{"UTC", "unknown", "America/New_York"}
	case "time":
		return "format", []string{"StartedAt", "CreatedAt"}
	case "messages":
		return "format", []string{"get", "list"}
	case "inclusive", "unique", "required":
		return "flag", []string{strconv.FormatBool(old != "true")}
	case "first", "end", "not_found":
		if n, err := strconv.Atoi(old); err == nil {
			return "number", []string{strconv.Itoa(n + 1)}
		}
	}
	return "", nil
}

// keys gives what may be written in place of a key.
func (t *tokens) keys(s scope) []string {
	above := ""
	if len(s.path) > 1 {
		above = s.path[len(s.path)-2]
	}
	switch s.key() {
	case "more", "last":
		return []string{"more", "last"}
	case "total", "total_pages":
		return []string{"total", "total_pages"}
	}
	switch above {
	case "headers":
		return typo(s.key())
	case "send":
		return t.params(s.key(), s)
	}
	return nil
}

// droppable says whether an entry can be forgotten without the field map ceasing to be
// one.
func droppable(s scope) bool {
	if len(s.path) > 1 && slices.Contains([]string{"send", "errors", "headers", "scope"}, s.path[len(s.path)-2]) {
		return true
	}
	return slices.Contains([]string{
		"order", "inclusive", "unique", "more", "last", "total", "total_pages", "end", "first", "not_found",
		"auth", "headers", "base_url", "zone", "errors", "get", "messages", "needs", "required", "default",
	}, s.key())
}

// typo leaves out a letter in the middle, and changes the last one.
func typo(old string) []string {
	if len(old) < 3 {
		return []string{old + "x"}
	}
	half := len(old) / 2
	return []string{old[:half] + old[half+1:], old[:len(old)-1] + "x"}
}

// near puts the words of the same kind of value first.
func near(old string, words []string) []string {
	prefix, _, _ := strings.Cut(old, "_")
	var same, other []string
	for _, word := range words {
		if strings.HasPrefix(word, prefix) {
			same = append(same, word)
		} else {
			other = append(other, word)
		}
	}
	return append(same, other...)
}

// params are the other parameters of the operation, those with similar names first.
func (t *tokens) params(old string, s scope) []string {
	names := t.doc.params(s.op)
	slices.SortStableFunc(names, func(a, b string) int { return alike(old, b) - alike(old, a) })
	return names
}

// alike counts the letters that two names have in common in front and behind.
func alike(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	m := 0
	for m < min(len(a), len(b))-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	return n + m
}

func (t *tokens) operations(old string) []string {
	method := t.doc.operation(old).method
	var same, other []string
	for _, op := range t.doc.operations() {
		if op.method == method {
			same = append(same, op.id)
		} else {
			other = append(other, op.id)
		}
	}
	return append(same, other...)
}

// answerPaths are other paths in the answer of an operation, or in a record of it.
func (t *tokens) answerPaths(op, record, old string) []string {
	schema := t.doc.answer(op, "2")
	if record != "" {
		schema = t.doc.at(schema, strings.Split(record, "."))
	}
	if old == "." {
		return sorted(t.doc.properties(schema))
	}
	return append(t.doc.siblings(schema, old), t.doc.uncles(schema, old)...)
}

func (t *tokens) errorPaths(old string) []string {
	for _, op := range t.doc.operations() {
		for _, class := range []string{"4", "5"} {
			schema := t.doc.answer(op.id, class)
			if names := append(t.doc.siblings(schema, old), t.doc.uncles(schema, old)...); len(names) > 0 {
				return names
			}
		}
	}
	return nil
}

// constants are the other values of a parameter, and one that it does not have.
func (t *tokens) constants(key, old string, s scope) []string {
	if _, err := strconv.Atoi(old); err == nil {
		n, _ := strconv.Atoi(old)
		return []string{strconv.Itoa(n + 1)}
	}
	return append(t.doc.enum(s.op, key), old+"x")
}

// others are the other values of a key in the field map.
func (t *tokens) others(key, old string) []string {
	var out []string
	var walk func(v *yaml.Node)
	walk = func(v *yaml.Node) {
		if v.Kind == yaml.MappingNode {
			if at := child(v, key); at != nil && at.Value != old {
				out = append(out, at.Value)
			}
		}
		for _, below := range v.Content {
			walk(below)
		}
	}
	walk(t.root)
	slices.Sort(out)
	return slices.Compact(out)
}
