package naming

import "fmt"

// Set is a set of names that can make up new ones.
type Set struct {
	used map[string]bool
	next map[string]int
}

// NewSet gives an empty set.
func NewSet() *Set { return &Set{used: map[string]bool{}, next: map[string]int{}} }

// Add enters a name.
func (s *Set) Add(name string) { s.used[name] = true }

// Has reports whether a name was entered.
func (s *Set) Has(name string) bool { return s.used[name] }

// Fresh enters base, or base with the first number that makes it new.
func (s *Set) Fresh(base string) string {
	name := base
	for i := max(2, s.next[base]); s.used[name]; i++ {
		name = fmt.Sprintf("%s%d", base, i)
		s.next[base] = i + 1
	}
	s.used[name] = true
	return name
}
