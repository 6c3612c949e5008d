package synth

import (
	"testing"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Ids are of the schemas of the record and of the parameters that take them, differ,
// and lead back to their conversations.
func TestIDsAreOfTheirSchemas(t *testing.T) {
	number := func(low, high float64) *openapi.Schema {
		return &openapi.Schema{Type: openapi.Integer, Minimum: &low, Maximum: &high}
	}
	text, uuid := &openapi.Schema{Type: openapi.String}, &openapi.Schema{Type: openapi.String, Format: "uuid"}
	for name, all := range map[string][]*openapi.Schema{
		"text": {text}, "a uuid": {uuid}, "text as a uuid": {text, uuid}, "text as a number": {text, number(0, 1e9)},
		"a number": {number(0, 1e9)}, "a small number": {number(1, 500)}, "a large number": {number(1e12, 2e12)}, "a number in narrower bounds": {number(0, 1e6), number(1000, 2000)},
		"nothing said": nil,
	} {
		for _, of := range []string{"conv", "conv1", "agent", "user", "msg"} {
			s := shapeOf("", 7, of, all...)
			seen := map[string]bool{}
			for i := range 400 {
				id := s.id(i)
				for _, schema := range all {
					if why := schemas.TextFits(schema, id); why != "" {
						t.Fatalf("%s: the id %s of %s %d: %s", name, id, of, i, why)
					}
				}
				if seen[id] {
					t.Fatalf("%s: %s %d has the id %s of another", name, of, i, id)
				}
				seen[id] = true
				if back, ok := s.index(id); !ok || back != i {
					t.Fatalf("%s: the id %s of %s %d leads to %d, %v", name, id, of, i, back, ok)
				}
			}
			if _, ok := s.index("nobody"); ok {
				t.Errorf("%s: any text is an id of %s", name, of)
			}
		}
	}
	enum := shapeOf("", 7, "agent", &openapi.Schema{Type: openapi.String, Enum: []string{"a", "b", "c"}}, &openapi.Schema{Type: openapi.String, Enum: []string{"c", "b"}})
	if enum.id(0) != "b" || enum.id(1) != "c" || enum.id(2) != "b" {
		t.Errorf("the ids are %s, %s and %s", enum.id(0), enum.id(1), enum.id(2))
	}
	if id, ok := enum.unused(agents); ok {
		t.Errorf("%s is not in use", id)
	}
}
