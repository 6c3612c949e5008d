package requestgolden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// bodyParts are the values of a JSON body by their paths. An element of an array is
// one value, and its path has no number: one that is added in front changes nothing
// about the others.
func bodyParts(body []byte) []part {
	if len(body) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return []part{{"", compact(body)}}
	}
	return valueParts(nil, "", v)
}

func valueParts(out []part, path string, v any) []part {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below := name
			if path != "" {
				below = path + "." + name
			}
			out = valueParts(out, below, v[name])
		}
		return out
	case []any:
		for _, element := range v {
			out = append(out, part{path + "[]", fmt.Sprintf("%s[] %s", path, text(element))})
		}
		return out
	}
	return append(out, part{path, fmt.Sprintf("%s: %s", path, text(v))})
}

// text is the JSON of a value, with the characters of HTML as they are.
func text(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return string(bytes.TrimSpace(b.Bytes()))
}
