// Package fieldmaptest checks field maps against their JSON Schema, for tests.
package fieldmaptest

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"
)

// Schema is the JSON Schema of field maps. It is safe for concurrent use.
type Schema struct{ resolved *jsonschema.Resolved }

// Open reads the schema from a file.
func Open(t testing.TB, file string) *Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Schema{resolved}
}

// Validate reports what is wrong with a field map. Text that is not YAML is an error
// too.
func (s *Schema) Validate(text []byte) error {
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		return err
	}
	return s.resolved.Validate(textKeys(v))
}

// textKeys makes texts of keys, as JSON has them: YAML reads the key true as a
// boolean.
func textKeys(v any) any {
	switch v := v.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, value := range v {
			out[fmt.Sprint(key)] = textKeys(value)
		}
		return out
	case map[string]any:
		for key, value := range v {
			v[key] = textKeys(value)
		}
	case []any:
		for i := range v {
			v[i] = textKeys(v[i])
		}
	}
	return v
}
