package paging

import "github.com/parlancehq/parlance/normalize/rest/api"

// said is a value that a check looks at.
type said struct {
	text  string
	there bool
}

// note keeps what a check looks at, of several values of one name the first.
func (w *Walk) note(n *Tree, v said) {
	for _, i := range n.checks {
		if _, have := w.said[i]; !have {
			if w.said == nil {
				w.said = map[int]said{}
			}
			w.said[i] = v
		}
	}
}

// Failed says whether the body that was read says that it is not a success.
func (w *Walk) Failed() bool {
	return !w.op.Succeeded(func(i int, k api.Check) bool { return k.Passes(w.said[i].text, w.said[i].there) })
}

// fails says whether the body has said already that it is not a success.
func (w *Walk) fails() bool {
	return !w.op.Succeeded(func(i int, k api.Check) bool {
		v, met := w.said[i]
		return !met || k.Passes(v.text, v.there)
	})
}
