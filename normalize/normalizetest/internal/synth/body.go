package synth

import (
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

type bodyKey struct {
	schema *openapi.Schema
	seed   int64
	bare   string
}

// body makes up the body of an answer of the schema, which the caller may change.
// What stands at bare is left empty there: the caller puts its own in its place.
func BodyOf(d *declared.Declarations, s *openapi.Schema, seed int64, bare jsontree.Path) any {
	key := bodyKey{s, seed, bare.Place()}
	made, ok := d.Bodies.Load(key)
	if !ok {
		v := (&Maker{Decl: d, Seed: seed, When: Newest}).Value(s, nil)
		if _, there := jsontree.Lookup(v, bare); there {
			v = jsontree.Put(v, bare, nil)
		}
		made, _ = d.Bodies.LoadOrStore(key, &jsontree.Array{Items: []any{v}})
	}
	return jsontree.Clone(made.(*jsontree.Array).Items[0])
}
