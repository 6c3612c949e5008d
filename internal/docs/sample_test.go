package docs

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/model"
)

// base is the field map that the parts of field maps in the reference are put
// into. What the model has besides is listed as absent by complete.
const base = `
model: 1
title: Sample
time: StartedAt
list: {operation: listAll, records: items, pages: {style: none}}
messages: list
maps:
  - {from: Conversation, to: Conversation, fields: {ID: id, StartedAt: started_at, Messages: turns}}
  - {from: Turn, to: Message, fields: {Text: text}}
`

// mapping is a mapping of YAML.
type mapping = map[string]any

// complete puts a block of the reference into the base and gives the field map.
// How is what stands behind "yaml" at the block: "top" are keys of the field map
// itself, "fields" or "fields <struct>" those of a map's fields, and "maps" are
// maps.
func complete(t *testing.T, m *model.Model, how, text string) mapping {
	t.Helper()
	var f mapping
	parse(t, base, &f)
	kind, to, _ := strings.Cut(how, " ")
	switch kind {
	case "top":
		var keys mapping
		parse(t, text, &keys)
		if keys["sources"] != nil {
			for _, key := range []string{"time", "list", "messages"} {
				delete(f, key)
			}
		}
		for key, value := range keys {
			if key == "maps" {
				addMaps(f, value.([]any))
				continue
			}
			f[key] = value
		}
	case "fields":
		var fields mapping
		parse(t, text, &fields)
		from := "Conversation"
		if to == "" {
			to = from
		} else {
			from = "Turn"
		}
		addMaps(f, []any{mapping{"from": from, "to": to, "fields": fields}})
	case "maps":
		var list []any
		parse(t, text, &list)
		addMaps(f, list)
	default:
		t.Fatalf("nothing is known of blocks marked %q", how)
	}
	for _, entry := range f["maps"].([]any) {
		addAbsent(m, entry.(mapping))
	}
	return f
}

func parse(t *testing.T, text string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

// addMaps adds maps to those that are there, the fields of one that is there to
// its fields.
func addMaps(f mapping, list []any) {
	maps := f["maps"].([]any)
	for _, item := range list {
		added := item.(mapping)
		i := slices.IndexFunc(maps, func(have any) bool {
			return have.(mapping)["from"] == added["from"] && have.(mapping)["to"] == added["to"] && have.(mapping)["name"] == added["name"]
		})
		if i < 0 {
			maps = append(maps, added)
			continue
		}
		have := maps[i].(mapping)
		for key, value := range added {
			if key != "fields" {
				have[key] = value
				continue
			}
			for name, v := range value.(mapping) {
				have["fields"].(mapping)[name] = v
			}
		}
	}
	f["maps"] = maps
}

// addAbsent lists as absent what a map says nothing of.
func addAbsent(m *model.Model, entry mapping) {
	absent, _ := entry["absent"].([]any)
	fields, _ := entry["fields"].(mapping)
	said := func(path string) bool {
		for name := range fields {
			if below(name, path) || below(name+"Raw", path) {
				return true
			}
		}
		return slices.ContainsFunc(absent, func(a any) bool { return below(path, a.(string)) })
	}
	for _, ref := range m.Leaves(entry["to"].(string)) {
		if !said(ref.Path) && ref.Field.Name != "Attributes" {
			absent = append(absent, ref.Path)
		}
	}
	entry["absent"] = absent
}

// below reports whether path is base or lies below it.
func below(path, base string) bool {
	rest, ok := strings.CutPrefix(path, base)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
