package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

// fields writes which source each field of a model struct has.
func fields(b *strings.Builder, m *model.Model, plans []*plan.Plan, to string) {
	fmt.Fprintf(b, "## %s\n\n", to)
	header(b, plans)
	for _, path := range targets(m, plans, to) {
		fmt.Fprintf(b, "| %s |", path)
		for _, p := range plans {
			b.WriteString(" " + fieldCell(m, p, to, path) + " |")
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
}

// targets lists the model's fields, a list that some map fills element by
// element as the fields of its elements.
func targets(m *model.Model, plans []*plan.Plan, to string) []string {
	var out []string
	for _, ref := range m.Leaves(to) {
		if companion(m, to, ref.Path) || ref.Type.Kind == model.Map && ref.Type.Elem.Kind == model.JSON {
			continue
		}
		var parts []string
		for _, p := range plans {
			for _, mp := range p.Maps {
				for _, f := range mp.Fields {
					if mp.To == to && strings.HasPrefix(f.Name, ref.Path+"[") && !slices.Contains(parts, f.Name) {
						parts = append(parts, f.Name)
					}
				}
			}
		}
		slices.Sort(parts)
		if len(parts) == 0 || anyWhole(plans, to, ref.Path) {
			out = append(out, ref.Path)
		}
		out = append(out, parts...)
	}
	return out
}

func anyWhole(plans []*plan.Plan, to, path string) bool {
	for _, p := range plans {
		for _, mp := range p.Maps {
			for _, f := range mp.Fields {
				if mp.To == to && f.Name == path {
					return true
				}
			}
		}
	}
	return false
}

// companion reports whether path is the provider's own text beside an enum.
func companion(m *model.Model, to, path string) bool {
	enum, ok := strings.CutSuffix(path, "Raw")
	if !ok {
		return false
	}
	ref, err := m.Resolve(to, enum)
	return err == nil && ref.Type.Kind == model.EnumRef
}

// fieldCell says where a field comes from in each of the provider's maps.
func fieldCell(m *model.Model, p *plan.Plan, to, path string) string {
	if text := endpoint(m, p, to, path); text != "" {
		return text
	}
	var maps []*plan.Map
	for _, mp := range p.Maps {
		if mp.To == to {
			maps = append(maps, mp)
		}
	}
	var cells []string
	some := false
	for _, mp := range maps {
		text := "–"
		for _, f := range mp.Fields {
			if f.Name == path {
				text, some = describe(f.Expr), true
			}
		}
		cells = append(cells, text)
	}
	if !some {
		return "–"
	}
	if len(slices.Compact(slices.Clone(cells))) == 1 {
		return cells[0]
	}
	var out []string
	for i, mp := range maps {
		if cells[i] != "–" {
			out = append(out, cells[i]+" ("+role(p, mp)+")")
		}
	}
	return strings.Join(out, "<br>")
}

// endpoint says where a transcript comes from that has an operation of its own;
// "" for other fields.
func endpoint(m *model.Model, p *plan.Plan, to, path string) string {
	ref, err := m.Resolve(to, path)
	if err != nil || ref.Type.Kind != model.Slice || ref.Type.Elem.Named != model.Part {
		return ""
	}
	for _, s := range p.Sources {
		if s.Messages != nil && len(s.Messages.Page.Records) > 0 {
			return code(s.Messages.Page.Records[0].String()+"[]") + " (" + cell(s.Messages.Op.ID) + ")"
		}
	}
	return ""
}

func describe(e convert.Expr) string {
	if k, ok := e.(convert.Constant); ok {
		return "const " + code(k.Text)
	}
	return code(e.Describe())
}

// role names what a map's records come from.
func role(p *plan.Plan, mp *plan.Map) string {
	var out []string
	for _, s := range p.Sources {
		prefix := ""
		if s.Name != "" {
			prefix = s.Name + " "
		}
		if s.List != nil && s.List.Map == mp {
			out = append(out, prefix+"list")
		}
		if s.Get != nil && s.Get.Map == mp {
			out = append(out, prefix+"get")
		}
		if s.Messages != nil && s.Messages.Map == mp {
			out = append(out, prefix+"messages")
		}
	}
	if len(out) == 0 {
		return cell(mp.Schema.Ref)
	}
	return strings.Join(out, ", ")
}

// attributes lists what is carried under the provider's own names.
func attributes(b *strings.Builder, plans []*plan.Plan) {
	b.WriteString("## Attributes\n\n| provider | carried under its own name |\n|---|---|\n")
	for _, p := range plans {
		var names []string
		for _, mp := range p.Maps {
			for _, f := range mp.Attributes {
				text := code(f.Name)
				if from := f.Expr.Describe(); from != f.Name {
					text += " from " + code(from)
				}
				if !slices.Contains(names, text) {
					names = append(names, text)
				}
			}
		}
		fmt.Fprintf(b, "| %s | %s |\n", cell(p.Name), dash(strings.Join(names, ", ")))
	}
}
