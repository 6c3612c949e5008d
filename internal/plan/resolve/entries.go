package resolve

import (
	"regexp"
	"slices"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// recordSchema gives the schema of a map's records: a component's, or one made of
// the groups of a pattern. It is nil after it reported what is wrong.
func (b *builder) recordSchema(m *fieldmap.Map) *openapi.Schema {
	if !m.Pattern.Set() {
		return b.component(m.From)
	}
	hint := `write named groups: "(?m)^(?P<who>\\w+): (?P<text>.*)$"`
	re, err := regexp.Compile(m.Pattern.Value)
	if err != nil {
		b.diags.ErrorHint(m.Pattern.Pos, "P115", "Go's syntax is that of RE2", "pattern %q is not a regular expression: %s", m.Pattern.Value, convert.RegexpFault(err))
		return nil
	}
	s := &openapi.Schema{Ref: m.From.Value, GoName: upperFirst(leaves.Name(m.From.Value)), Type: openapi.Object}
	for _, name := range re.SubexpNames() {
		switch {
		case name == "":
		case s.Property(name) != nil:
			b.diags.ErrorHint(m.Pattern.Pos, "P115", "name each once", "the pattern has two groups %q", name)
			return nil
		default:
			text := &openapi.Schema{Type: openapi.String, Nullable: true}
			s.Properties = append(s.Properties, &openapi.Property{Name: name, Schema: text, Pos: m.Pattern.Pos})
		}
	}
	if len(s.Properties) == 0 {
		b.diags.ErrorHint(m.Pattern.Pos, "P115", hint, "the pattern has no named group")
		return nil
	}
	if b.Doc.Schema(m.From.Value) != nil {
		b.diags.ErrorHint(m.From.Pos, "P111", "choose another name", "%s is a schema of the document, and the name of a text's entries here", m.From.Value)
		return nil
	}
	return s
}

// parsed gives the tree of the map whose records are the entries of a text; nil
// after it reported that there is none.
func (r *resolver) parsed(pos diag.Pos, name, to string) *leaves.Tree {
	i := slices.IndexFunc(r.maps, func(d *declared) bool { return d.file.From.Value == name && d.plan.To == to && d.plan.Pattern != "" })
	if i < 0 && slices.ContainsFunc(r.File.Maps, func(m *fieldmap.Map) bool { return m.From.Value == name && m.To.Value == to && m.Pattern.Set() }) {
		return nil // what is wrong with it is told already
	}
	if i < 0 {
		r.diags.ErrorHint(pos, "P112", "add a map `- from: "+name+"`, `pattern: ...`, `to: "+to+"`", "no map with a pattern from %s to %s", name, to)
		return nil
	}
	r.maps[i].used = true
	return r.maps[i].plan.Tree
}
