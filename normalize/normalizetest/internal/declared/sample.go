package declared

import (
	"strings"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// Sample gives a text that some example response has at the record's path, or
// "". It lends the fake texts that only a conversion's author would know how to
// write.
func (d *Declarations) Sample(p jsontree.Path) string {
	return d.samples[p.Place()]
}

func (d *Declarations) learnSamples() {
	d.samples = map[string]string{}
	for name, data := range d.Examples {
		if strings.HasPrefix(name, "error_") || strings.HasSuffix(name, ".golden.json") {
			continue
		}
		if v, ok := jsontree.Decode(data); ok {
			d.learn(v, nil, 0)
		}
	}
}

// learn files every text under every tail of its path, for where the record
// begins is not known here.
func (d *Declarations) learn(v any, p jsontree.Path, depth int) {
	if depth > 12 {
		return
	}
	switch v := v.(type) {
	case string:
		for i := range p {
			place := p[i:].Place()
			if have, ok := d.samples[place]; v != "" && (!ok || v < have) {
				d.samples[place] = v
			}
		}
	case *jsontree.Object:
		for _, m := range v.Members {
			d.learn(m.Value, append(append(jsontree.Path(nil), p...), m.Name), depth+1)
		}
	case *jsontree.Array:
		for _, item := range v.Items {
			d.learn(item, append(append(jsontree.Path(nil), p...), "[]"), depth+1)
		}
	}
}
