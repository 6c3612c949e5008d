package lenient

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Len gives the number of elements.
func Len[T any](list Opt[[]T]) Opt[int64] {
	if !list.OK {
		return Opt[int64]{}
	}
	return Some(int64(len(list.Value)))
}

// Count gives the number of elements of a JSON array, nulls among them. Any
// other JSON is missing.
func Count(array Opt[json.RawMessage]) Opt[int64] {
	if !array.OK {
		return Opt[int64]{}
	}
	var r Reader
	r.Reset(array.Value, nil)
	if r.Kind() != '[' {
		return Opt[int64]{}
	}
	r.pos++
	// Without Elem, which would allocate the frame that only issues need.
	count := int64(0)
	for r.space(); r.pos < len(r.data) && r.at() != ']'; r.space() {
		before := r.pos
		r.pending = true
		r.Skip()
		if count++; r.pos == before {
			break // no JSON
		}
		if r.space(); r.at() == ',' {
			r.pos++
		}
	}
	return Some(count)
}

// Collect makes a list of the texts that are there and not empty. It is missing
// where there is none.
func Collect(values ...Opt[string]) Opt[[]string] {
	count := 0
	for _, v := range values {
		if v.OK && v.Value != "" {
			count++
		}
	}
	if count == 0 {
		return Opt[[]string]{}
	}
	list := make([]string, 0, count)
	for _, v := range values {
		if v.OK && v.Value != "" {
			list = append(list, v.Value)
		}
	}
	return Some(list)
}

// Split cuts text at every sep, which must not be empty. White space around the
// parts and parts that are empty are left out; where nothing is left the list is
// missing.
func Split(in Opt[string], sep string) Opt[[]string] {
	if !in.OK || strings.TrimSpace(in.Value) == "" {
		return Opt[[]string]{}
	}
	if sep == "" {
		return Some([]string{strings.TrimSpace(in.Value)})
	}
	list := make([]string, 0, 1+strings.Count(in.Value, sep))
	for part := range strings.SplitSeq(in.Value, sep) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	if len(list) == 0 {
		return Opt[[]string]{}
	}
	return Some(list)
}

// Fewer reports whether a list has fewer elements than there should be, which is
// an issue then. A missing list has none; without a total it is not known, and false.
func Fewer(have, total Opt[int64], s Site) bool {
	if !total.OK || have.Value >= total.Value {
		return false
	}
	n := strconv.FormatInt(total.Value, 10)
	s.Raw(json.RawMessage(n), "the record has "+strconv.FormatInt(have.Value, 10)+" of "+n)
	return true
}
