package resolve

import (
	"slices"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
)

// carried reports what is read from a property that the typed client cannot
// hold: encoding/json has no way to write its name in a struct tag. Bytes could
// be read, but the two ways into the mapping must agree.
func (b *builder) carried(d *declared) {
	b.carriedIn(d, d.plan.Tree)
}

func (b *builder) carriedIn(d *declared, t *leaves.Tree) {
	for _, l := range t.Leaves {
		if l.Kind == leaves.Records && !l.Elem.Map {
			b.carriedIn(d, l.Elem)
		}
		i := slices.IndexFunc(l.Path, func(s leaves.Segment) bool { return strings.ContainsFunc(s.Name, outsideTag) })
		if i < 0 {
			continue
		}
		b.diags.ErrorHint(d.position(l.Targets[0]), "P113", "add it to drop; it stays in Raw", "%s: the name %q cannot stand in the tag of a Go struct", l.Targets[0], l.Path[i].Name)
	}
}

// outsideTag reports whether a name with r is none that encoding/json takes from
// a struct tag.
func outsideTag(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
}

// position is where the map names a target, with Attributes before an attribute.
func (d *declared) position(target string) diag.Pos {
	pos := d.file.From.Pos
	for _, f := range slices.Concat(d.file.Fields, d.file.Attributes) {
		if f.Target.Value == strings.TrimPrefix(target, "Attributes.") {
			pos = f.Target.Pos
		}
	}
	return pos
}
