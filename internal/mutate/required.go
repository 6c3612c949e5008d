package mutate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// RequiredFile is the file in a provider's folder that lists mistakes that have to be
// noticed. It may be missing.
const RequiredFile = "mutants.yaml"

// together are edits that make one mistake: a single edit, or a list of them.
type together []edit

// UnmarshalYAML implements [yaml.Unmarshaler].
func (t *together) UnmarshalYAML(n *yaml.Node) error {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	for _, n := range nodes {
		var texts map[string]string
		if err := n.Decode(&texts); err != nil {
			return err
		}
		for key := range texts {
			if key != "old" && key != "new" {
				return fmt.Errorf("line %d: unknown key %q; write {old: ..., new: ...}", n.Line, key)
			}
		}
		*t = append(*t, edit{texts["old"], texts["new"]})
	}
	return nil
}

// Required are the mutants that the provider's mutants.yaml lists, made of its field
// map under root. No one of them may survive.
func Required(root, provider string) ([]Mutant, error) {
	folder := filepath.Join(root, "specs", provider)
	listed, err := readRequired(filepath.Join(folder, RequiredFile))
	if err != nil || len(listed) == 0 {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(folder, "fieldmap.yaml"))
	if err != nil {
		return nil, err
	}
	var out []Mutant
	for _, edits := range listed {
		m := Mutant{Provider: provider, Kind: "required"}
		if m.Data, err = apply(data, edits); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(folder, RequiredFile), err)
		}
		var what []string
		for _, e := range edits {
			what = append(what, fmt.Sprintf("%q for %q", e.New, e.Old))
		}
		m.What = strings.Join(what, ", ")
		out = append(out, m)
	}
	return out, nil
}

// readRequired reads a mutants.yaml; without the file, nothing.
func readRequired(name string) ([]together, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []together
	if err := yaml.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, edits := range out {
		for _, e := range edits {
			if e.Old == "" || e.Old == e.New {
				return nil, fmt.Errorf("%s: %q for %q changes nothing; write {old: ..., new: ...}", name, e.New, e.Old)
			}
		}
	}
	return out, nil
}
