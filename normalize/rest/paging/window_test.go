package paging

import "testing"

func TestWindow(t *testing.T) {
	w := NewWindow(3)
	for _, s := range []string{"a", "b", "c", "d"} {
		if !w.Add(w.Hash(s)) {
			t.Errorf("%s was there", s)
		}
	}
	if w.Has(w.Hash("a")) || !w.Has(w.Hash("b")) || w.Add(w.Hash("d")) || len(w.known) != 3 {
		t.Errorf("got %v", w.known)
	}
}
