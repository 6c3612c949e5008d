package requestgolden

import "slices"

// same is written where two requests do not differ.
const same = "the same request"

// differences says how a request differs from another. A line begins with + for what
// is added, with - for what is left out, and with ~ for another value. A request to
// another place is written out.
func differences(from, to, common *request) []string {
	if from.place() != to.place() {
		return to.lines(common)
	}
	gone, added := without(from.parts(), to.parts()), without(to.parts(), from.parts())
	var out []string
	for _, p := range added {
		sign := "+ "
		if once(added, p.key) && once(gone, p.key) {
			sign = "~ "
			gone = slices.DeleteFunc(gone, func(g part) bool { return g.key == p.key })
		}
		out = append(out, sign+p.text)
	}
	for _, p := range gone {
		out = append(out, "- "+p.text)
	}
	if out == nil {
		return []string{same}
	}
	return out
}

// without gives the parts of a that b does not have. A part that a has twice and b
// once is given once.
func without(a, b []part) []part {
	b = slices.Clone(b)
	var out []part
	for _, p := range a {
		if i := slices.Index(b, p); i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			out = append(out, p)
		}
	}
	return out
}

func once(parts []part, key string) bool {
	n := 0
	for _, p := range parts {
		if p.key == key {
			n++
		}
	}
	return n == 1
}
