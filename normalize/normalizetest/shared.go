package normalizetest

import (
	"regexp"
	"sync"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// What follows is made once and used by many fakes: a suite opens one for each of
// its tests, of the same declarations and of few sizes.

// folders holds what loadOnce has read, by folder.
var folders sync.Map

// loadOnce is load for the tests of one package, which all read the same folder.
func loadOnce(dir string) (*declarations, error) {
	once, _ := folders.LoadOrStore(dir, sync.OnceValues(func() (*declarations, error) { return load(dir) }))
	return once.(func() (*declarations, error))()
}

type sourceKey struct {
	name string
	opts FakeOptions
}

// source gives the source of a fake with the options. Fakes of the same options
// share it, and with it the records that were made: nothing in it changes but
// that more of them are kept.
func (d *declarations) source(src *fieldmap.Source, opts FakeOptions) (*source, error) {
	key := sourceKey{src.Name.Value, opts}
	if s, ok := d.shared.Load(key); ok {
		return s.(*source), nil
	}
	s, err := newSource(d, src, opts)
	if err != nil {
		return nil, err
	}
	same, _ := d.shared.LoadOrStore(key, s)
	return same.(*source), nil
}

type bodyKey struct {
	schema *openapi.Schema
	seed   int64
	bare   string
}

// body makes up the body of an answer of the schema, which the caller may change.
// What stands at bare is left empty there: the caller puts its own in its place.
func (d *declarations) body(s *openapi.Schema, seed int64, bare path) any {
	key := bodyKey{s, seed, bare.place()}
	made, ok := d.bodies.Load(key)
	if !ok {
		v := (&maker{decl: d, seed: seed, when: newest}).value(s, nil)
		if _, there := lookup(v, bare); there {
			v = put(v, bare, nil)
		}
		made, _ = d.bodies.LoadOrStore(key, &array{items: []any{v}})
	}
	return clone(made.(*array).items[0])
}

// pattern compiles a pattern of a field map, which is known to be valid.
func (d *declarations) pattern(text string) *regexp.Regexp {
	re, ok := d.patterns.Load(text)
	if !ok {
		re, _ = d.patterns.LoadOrStore(text, regexp.MustCompile(text))
	}
	return re.(*regexp.Regexp)
}
