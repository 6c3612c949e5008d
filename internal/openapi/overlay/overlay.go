// Package overlay applies an OpenAPI Overlay to a document.
package overlay

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/speakeasy-api/jsonpath/pkg/jsonpath"
	"github.com/speakeasy-api/jsonpath/pkg/jsonpath/config"
	"gopkg.in/yaml.v3"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// Apply applies the actions of an OpenAPI Overlay to root, in order. One that
// cannot be applied is reported, and left out. It gives false where they would take
// too much time or memory.
func Apply(files node.Files, root, overlay *node.Node, diags *diag.List) bool {
	if version := node.Text(overlay.Get("overlay")); version == nil || (version.Text != "1.0.0" && version.Text != "1.1.0") {
		diags.ErrorHint(files.At(overlay.Pos), "O106", "an overlay starts with the line `overlay: 1.0.0`", "the file is not an OpenAPI Overlay 1.0")
		return true
	}
	actions := overlay.Get("actions")
	if actions == nil || actions.Kind != node.KindArray {
		diags.Errorf(files.At(overlay.Pos), "O106", "an overlay has a list of `actions`")
		return true
	}
	// An alias shares a node between places; an action is meant for one of them.
	*root = *clone(root)
	cost := newOverlayCost(root)
	for _, action := range actions.Items {
		err := applyAction(files, root, action, cost, diags)
		if errors.Is(err, errCostly) {
			diags.ErrorHint(files.At(action.Pos), "O102", "name the places more closely, or leave actions out", "%v", err)
			return false
		}
		if err != nil {
			diags.Errorf(files.At(action.Pos), "O106", "%v", err)
		}
	}
	return true
}

// errCostly is for actions that are not carried out, since they would take too
// much time or memory.
var errCostly = errors.New("the actions up to this one look at too many values, or bring in too many")

func applyAction(files node.Files, root, action *node.Node, cost *overlayCost, diags *diag.List) error {
	target := action.Get("target")
	if target == nil || target.Kind != node.KindString {
		return fmt.Errorf("an overlay action has a `target`, a JSONPath such as $.paths['/calls'].get")
	}
	update := action.Get("update")
	if update == nil && !action.IsTrue("remove") {
		return fmt.Errorf("the action does nothing: it has neither `update` nor `remove: true`")
	}
	if len(target.Text) > naming.MaxLength {
		return fmt.Errorf("the target %.40s... is longer than %d characters", target.Text, naming.MaxLength)
	}
	if !cost.query(target.Text) {
		return errCostly
	}
	mirror := newMirror(root, cost.nodes+cost.added)
	found, err := mirror.query(target.Text)
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return fmt.Errorf("the target %s cannot be read: %s", target.Text, reason)
	}
	if len(found) == 0 {
		diags.WarnHint(files.At(target.Pos), "O212", "", "the target %s matches nothing in the document", target.Text)
		return nil
	}
	if update != nil {
		counter := node.NewCounter()
		if !cost.update(counter.Count(update), len(found)) {
			return errCostly
		}
	}
	for _, n := range found {
		if action.IsTrue("remove") {
			if n == root {
				return fmt.Errorf("the whole document cannot be removed")
			}
			drop(mirror.parents[n], n)
			continue
		}
		if !merge(n, update) {
			return fmt.Errorf("the update is %s, but the target %s is %s", update.Kind, target.Text, n.Kind)
		}
	}
	return nil
}

// drop takes a child away from n, which may be nil.
func drop(n, child *node.Node) {
	if n == nil {
		return
	}
	n.Fields = slices.DeleteFunc(n.Fields, func(f node.Field) bool { return f.Value == child })
	n.Items = slices.DeleteFunc(n.Items, func(item *node.Node) bool { return item == child })
}

// merge merges update into a target as an overlay says: objects field by field,
// to a list the update is added, anything within is replaced where the kinds
// differ. A scalar cannot be a target.
func merge(target, update *node.Node) bool {
	switch {
	case target.Kind == node.KindArray && update.Kind == node.KindArray:
		target.Items = append(target.Items, clone(update).Items...)
	case target.Kind == node.KindArray:
		target.Items = append(target.Items, clone(update))
	case target.Kind == node.KindObject && update.Kind == node.KindObject:
		mergeObject(target, update)
	default:
		return false
	}
	return true
}

func mergeObject(target, update *node.Node) {
	for _, f := range update.Fields {
		old := target.Get(f.Name)
		switch {
		case old == nil:
			target.Fields = append(target.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: clone(f.Value)})
		case old.Kind == node.KindObject && f.Value.Kind == node.KindObject:
			mergeObject(old, f.Value)
		case old.Kind == node.KindArray && f.Value.Kind == node.KindArray:
			old.Items = append(old.Items, clone(f.Value).Items...)
		default:
			target.Set(f.Name, clone(f.Value))
		}
	}
}

func clone(n *node.Node) *node.Node {
	out := *n
	out.Fields = slices.Clone(n.Fields)
	for i := range out.Fields {
		out.Fields[i].Value = clone(out.Fields[i].Value)
	}
	out.Items = slices.Clone(n.Items)
	for i := range out.Items {
		out.Items[i] = clone(out.Items[i])
	}
	return &out
}

// mirror is a document as the JSONPath library reads it.
type mirror struct {
	root    *yaml.Node
	nodes   map[*yaml.Node]*node.Node
	mirrors map[*node.Node]*yaml.Node
	parents map[*node.Node]*node.Node
}

func newMirror(root *node.Node, size int) *mirror {
	m := &mirror{
		nodes:   make(map[*yaml.Node]*node.Node, size),
		mirrors: make(map[*node.Node]*yaml.Node, size),
		parents: make(map[*node.Node]*node.Node, size),
	}
	m.root = m.add(root)
	return m
}

func (m *mirror) add(n *node.Node) *yaml.Node {
	if known := m.mirrors[n]; known != nil {
		return known
	}
	out := &yaml.Node{Kind: yaml.ScalarNode, Value: n.Text}
	switch n.Kind {
	case node.KindObject:
		out.Kind, out.Tag = yaml.MappingNode, "!!map"
		out.Content = make([]*yaml.Node, 0, 2*len(n.Fields))
		for _, f := range n.Fields {
			m.parents[f.Value] = n
			out.Content = append(out.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: f.Name}, m.add(f.Value))
		}
	case node.KindArray:
		out.Kind, out.Tag = yaml.SequenceNode, "!!seq"
		for _, item := range n.Items {
			m.parents[item] = n
			out.Content = append(out.Content, m.add(item))
		}
	case node.KindString:
		out.Tag = "!!str"
	case node.KindBool:
		out.Tag = "!!bool"
	case node.KindNull:
		out.Tag = "!!null"
	default:
		out.Tag = "!!int"
		if slices.ContainsFunc([]byte(n.Text), func(b byte) bool { return b == '.' || b == 'e' || b == 'E' }) {
			out.Tag = "!!float"
		}
	}
	m.mirrors[n], m.nodes[out] = out, n
	return out
}

// query gives the nodes that a JSONPath selects, each once.
func (m *mirror) query(path string) (found []*node.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("not a JSONPath: %v", p)
		}
	}()
	compiled, err := jsonpath.NewPath(path, config.WithPropertyNameExtension())
	if err != nil {
		return nil, err
	}
	seen := map[*node.Node]bool{}
	for _, hit := range compiled.Query(m.root) {
		if n := m.nodes[hit]; n != nil && !seen[n] {
			seen[n] = true
			found = append(found, n)
		}
	}
	return found, nil
}
