package normalizetest

import "strings"

// sample gives a text that some example response has at the record's path, or
// "". It lends the fake texts that only a conversion's author would know how to
// write.
func (d *declarations) sample(p path) string {
	return d.samples[p.place()]
}

func (d *declarations) learnSamples() {
	d.samples = map[string]string{}
	for name, data := range d.examples {
		if strings.HasPrefix(name, "error_") || strings.HasSuffix(name, ".golden.json") {
			continue
		}
		if v, ok := decode(data); ok {
			d.learn(v, nil, 0)
		}
	}
}

// learn files every text under every tail of its path, for where the record
// begins is not known here.
func (d *declarations) learn(v any, p path, depth int) {
	if depth > 12 {
		return
	}
	switch v := v.(type) {
	case string:
		for i := range p {
			place := p[i:].place()
			if have, ok := d.samples[place]; v != "" && (!ok || v < have) {
				d.samples[place] = v
			}
		}
	case *object:
		for _, m := range v.members {
			d.learn(m.value, append(append(path(nil), p...), m.name), depth+1)
		}
	case *array:
		for _, item := range v.items {
			d.learn(item, append(append(path(nil), p...), "[]"), depth+1)
		}
	}
}
