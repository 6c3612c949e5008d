package hints

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// EnumOf gives the enum table of a conversion, or nil.
func EnumOf(v *fieldmap.Value) *fieldmap.Value {
	if v == nil || v.Kind != fieldmap.Mapping {
		return nil
	}
	if table := v.Get("enum"); table != nil && len(table.Entries) > 0 {
		return table
	}
	return nil
}

func ReadsWhole(v *fieldmap.Value) bool {
	switch {
	case v == nil || v.Kind == fieldmap.Scalar:
		return true
	case v.Kind == fieldmap.Sequence:
		return len(v.Items) > 0 && ReadsWhole(v.Items[0])
	}
	for _, key := range []string{"case", "template", "count", "exists", "between", "split", "json", "match", "pairs", "after"} {
		if v.Get(key) != nil {
			return false
		}
	}
	return ReadsWhole(v.Get("from")) && ReadsWhole(v.Get("coalesce"))
}

// PathsOf gives the paths that a conversion reads, as far as its form tells.
func PathsOf(v *fieldmap.Value) []jsontree.Path {
	if v == nil || v.Null {
		return nil
	}
	switch v.Kind {
	case fieldmap.Scalar:
		return []jsontree.Path{jsontree.ParsePath(v.Text)}
	case fieldmap.Sequence:
		var out []jsontree.Path
		for _, item := range v.Items {
			out = append(out, PathsOf(item)...)
		}
		return out
	}
	var out []jsontree.Path
	for _, key := range []string{"from", "coalesce", "first", "path"} {
		out = append(out, PathsOf(v.Get(key))...)
	}
	if c := v.Get("case"); c != nil {
		out = append(out, PathsOf(c)...)
		for _, e := range EntriesOf(v.Get("when")) {
			out = append(out, PathsOf(e.Value)...)
		}
	}
	return append(out, templatePaths(ScalarAt(v, "template"))...)
}

func templatePaths(text string) []jsontree.Path {
	var out []jsontree.Path
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return out
		}
		var name string
		name, text, _ = strings.Cut(rest, "}")
		out = append(out, jsontree.ParsePath(name))
	}
}

func EntriesOf(v *fieldmap.Value) []fieldmap.Entry {
	if v == nil {
		return nil
	}
	return v.Entries
}

// ValueAt gives the value at key of a mapping, or nil.
func ValueAt(v *fieldmap.Value, key string) *fieldmap.Value {
	if v == nil || v.Kind != fieldmap.Mapping {
		return nil
	}
	return v.Get(key)
}

// ScalarAt gives the text at key of a mapping, or "".
func ScalarAt(v *fieldmap.Value, key string) string {
	if v == nil || v.Kind != fieldmap.Mapping {
		return ""
	}
	if got := v.Get(key); got != nil && got.Kind == fieldmap.Scalar && !got.Null {
		return got.Text
	}
	return ""
}

// Inner are the values inside a value that have conversions of their own.
func Inner(v *fieldmap.Value) []*fieldmap.Value {
	var out []*fieldmap.Value
	add := func(v *fieldmap.Value) {
		if v != nil && v.Kind == fieldmap.Mapping {
			out = append(append(out, v), Inner(v)...)
		} else if v != nil && v.Kind == fieldmap.Scalar && !v.Null {
			out = append(out, v)
		}
	}
	if v == nil || v.Kind != fieldmap.Mapping {
		return nil
	}
	add(v.Get("after"))
	add(v.Get("else"))
	for _, e := range EntriesOf(v.Get("when")) {
		add(e.Value)
	}
	if list := v.Get("coalesce"); list != nil {
		for _, item := range list.Items {
			add(item)
		}
	}
	if list := v.Get("match"); list != nil {
		for _, item := range list.Items {
			add(ValueAt(item, "then"))
			add(ValueAt(item, "else"))
		}
	}
	return out
}

// IsTime reports whether the conversion reads an instant.
func IsTime(h Hint) bool {
	if ScalarAt(h.Value, "time") != "" || ScalarAt(h.Value, "layout") != "" {
		return true
	}
	if ScalarAt(h.Value, "duration") != "" || ScalarAt(h.Value, "offset") != "" {
		return false
	}
	last := h.Target[strings.LastIndexByte(h.Target, '.')+1:]
	return last == "At" || (strings.HasSuffix(last, "At") && last != "")
}
