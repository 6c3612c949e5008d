package hints

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// needed reports whether a path leads into something that the file needs, and
// its name.
func needed(file *fieldmap.File, p jsontree.Path) (name string, ok bool) {
	if len(p) == 0 || !strings.HasPrefix(p[0], "@") {
		return "", false
	}
	name = p[0][1:]
	is := func(n *fieldmap.Need) bool { return n.Name.Value == name }
	return name, slices.ContainsFunc(file.Sources, func(s *fieldmap.Source) bool {
		return s.Get != nil && slices.ContainsFunc(s.Get.Needs, is) || s.Messages != nil && slices.ContainsFunc(s.Messages.Needs, is)
	})
}

// CollectNeeded adds the hints of all maps that read the need by a path.
func (f *Family) CollectNeeded(file *fieldmap.File, name string) {
	for _, m := range file.Maps {
		prefix := ""
		if m.To.Value != "Conversation" {
			prefix = m.To.Value + "[]."
		}
		for _, field := range slices.Concat(m.Fields, m.Attributes) {
			for _, v := range append([]*fieldmap.Value{field.Value}, Inner(field.Value)...) {
				f.addNeeded(file, m, name, prefix+field.Target.Value, v)
			}
		}
	}
}

// addNeeded adds the hints of one value that reads the need, by itself or by what
// the map finds in it.
func (f *Family) addNeeded(file *fieldmap.File, m *fieldmap.Map, name, target string, v *fieldmap.Value) {
	for _, p := range PathsOf(v) {
		if got, ok := needed(file, p); ok && got == name {
			f.add(Hint{Target: target, Value: v, At: p[1:]})
			continue
		}
		for _, find := range m.Finds {
			if len(p) > 0 && p[0] == "@"+find.Name.Value && find.In.Value == "@"+name {
				f.add(Hint{Target: target, Value: v, At: p[1:]})
			}
		}
	}
}
