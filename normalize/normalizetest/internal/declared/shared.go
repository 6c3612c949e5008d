package declared

import (
	"regexp"
	"sync"
)

// What follows is made once and used by many fakes: a suite opens one for each of
// its tests, of the same declarations and of few sizes.

// folders holds what loadOnce has read, by folder.
var folders sync.Map

// LoadOnce is load for the tests of one package, which all read the same folder.
func LoadOnce(dir string) (*Declarations, error) {
	once, _ := folders.LoadOrStore(dir, sync.OnceValues(func() (*Declarations, error) { return Load(dir) }))
	return once.(func() (*Declarations, error))()
}

// Pattern compiles a pattern of a field map, which is known to be valid.
func (d *Declarations) Pattern(text string) *regexp.Regexp {
	re, ok := d.patterns.Load(text)
	if !ok {
		re, _ = d.patterns.LoadOrStore(text, regexp.MustCompile(text))
	}
	return re.(*regexp.Regexp)
}
