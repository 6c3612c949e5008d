package request

import (
	"fmt"
	"strconv"
	"strings"
)

// list is a value as a list.
func list(v any) []any {
	if several, ok := v.([]any); ok {
		return several
	}
	return []any{v}
}

func texts(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// join writes a value, or several with a separator between them.
func join(v any, separator string, escape func(string) string) string {
	var out []string
	for _, one := range list(v) {
		out = append(out, escape(text(one)))
	}
	return strings.Join(out, separator)
}

// text is a value as parameters have it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
