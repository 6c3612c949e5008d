package openapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/speakeasy-api/jsonpath/pkg/jsonpath"
	"github.com/speakeasy-api/jsonpath/pkg/jsonpath/config"
	"gopkg.in/yaml.v3"

	"github.com/parlancehq/parlance/internal/diag"
)

// applyOverlay applies the actions of an OpenAPI Overlay to root, in order. It
// reports whether all could be applied.
func applyOverlay(src source, root, overlay *node, diags *diag.List) bool {
	if version := text(overlay.get("overlay")); version == nil || (version.text != "1.0.0" && version.text != "1.1.0") {
		diags.ErrorHint(src.at(overlay.pos), "O106", "an overlay starts with the line `overlay: 1.0.0`", "the file is no OpenAPI Overlay 1.0")
		return false
	}
	actions := overlay.get("actions")
	if actions == nil || actions.kind != kindArray {
		diags.Errorf(src.at(overlay.pos), "O106", "an overlay has a list of `actions`")
		return false
	}
	// An alias shares a node between places; an action is meant for one of them.
	*root = *root.clone()
	ok := true
	cost := newOverlayCost(root)
	for _, action := range actions.items {
		err := applyAction(src, root, action, cost, diags)
		if errors.Is(err, errCostly) {
			diags.ErrorHint(src.at(action.pos), "O102", "name the places more closely, or leave actions out", "%v", err)
			return false
		}
		if err != nil {
			diags.Errorf(src.at(action.pos), "O106", "%v", err)
			ok = false
		}
	}
	return ok
}

// errCostly is for actions that are not carried out, since they would take too
// much time or memory.
var errCostly = errors.New("the actions up to this one look at too many values, or bring in too many")

func applyAction(src source, root, action *node, cost *overlayCost, diags *diag.List) error {
	target := action.get("target")
	if target == nil || target.kind != kindString {
		return fmt.Errorf("an overlay action has a `target`, a JSONPath such as $.paths['/calls'].get")
	}
	update := action.get("update")
	if update == nil && !action.isTrue("remove") {
		return fmt.Errorf("the action does nothing: it has neither `update` nor `remove: true`")
	}
	if len(target.text) > maxName {
		return fmt.Errorf("the target %.40s... is longer than %d characters", target.text, maxName)
	}
	if !cost.query(target.text) {
		return errCostly
	}
	mirror := newMirror(root, cost.nodes+cost.added)
	found, err := mirror.query(target.text)
	if err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return fmt.Errorf("the target %s cannot be read: %s", target.text, reason)
	}
	if len(found) == 0 {
		diags.WarnHint(src.at(target.pos), "O212", "", "the target %s matches nothing in the document", target.text)
		return nil
	}
	if update != nil {
		counter := counter{seen: map[*node]int{}}
		if !cost.update(counter.count(update), len(found)) {
			return errCostly
		}
	}
	for _, n := range found {
		if action.isTrue("remove") {
			if n == root {
				return fmt.Errorf("the whole document cannot be removed")
			}
			mirror.parents[n].drop(n)
			continue
		}
		if !merge(n, update) {
			return fmt.Errorf("the update is %s, but the target %s is %s", update.kind, target.text, n.kind)
		}
	}
	return nil
}

// drop takes a child away.
func (n *node) drop(child *node) {
	if n == nil {
		return
	}
	n.fields = slices.DeleteFunc(n.fields, func(f field) bool { return f.value == child })
	n.items = slices.DeleteFunc(n.items, func(item *node) bool { return item == child })
}

// merge merges update into a target as an overlay says: objects field by field,
// to a list the update is added, anything within is replaced where the kinds
// differ. A scalar target is no target.
func merge(target, update *node) bool {
	switch {
	case target.kind == kindArray && update.kind == kindArray:
		target.items = append(target.items, update.clone().items...)
	case target.kind == kindArray:
		target.items = append(target.items, update.clone())
	case target.kind == kindObject && update.kind == kindObject:
		mergeObject(target, update)
	default:
		return false
	}
	return true
}

func mergeObject(target, update *node) {
	for _, f := range update.fields {
		old := target.get(f.name)
		switch {
		case old == nil:
			target.fields = append(target.fields, field{name: f.name, pos: f.pos, value: f.value.clone()})
		case old.kind == kindObject && f.value.kind == kindObject:
			mergeObject(old, f.value)
		case old.kind == kindArray && f.value.kind == kindArray:
			old.items = append(old.items, f.value.clone().items...)
		default:
			target.set(f.name, f.value.clone())
		}
	}
}

func (n *node) clone() *node {
	out := *n
	out.fields = slices.Clone(n.fields)
	for i := range out.fields {
		out.fields[i].value = out.fields[i].value.clone()
	}
	out.items = slices.Clone(n.items)
	for i := range out.items {
		out.items[i] = out.items[i].clone()
	}
	return &out
}

// mirror is a document as the JSONPath library reads it.
type mirror struct {
	root    *yaml.Node
	nodes   map[*yaml.Node]*node
	mirrors map[*node]*yaml.Node
	parents map[*node]*node
}

func newMirror(root *node, size int) *mirror {
	m := &mirror{
		nodes:   make(map[*yaml.Node]*node, size),
		mirrors: make(map[*node]*yaml.Node, size),
		parents: make(map[*node]*node, size),
	}
	m.root = m.add(root)
	return m
}

func (m *mirror) add(n *node) *yaml.Node {
	if known := m.mirrors[n]; known != nil {
		return known
	}
	out := &yaml.Node{Kind: yaml.ScalarNode, Value: n.text}
	switch n.kind {
	case kindObject:
		out.Kind, out.Tag = yaml.MappingNode, "!!map"
		out.Content = make([]*yaml.Node, 0, 2*len(n.fields))
		for _, f := range n.fields {
			m.parents[f.value] = n
			out.Content = append(out.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: f.name}, m.add(f.value))
		}
	case kindArray:
		out.Kind, out.Tag = yaml.SequenceNode, "!!seq"
		for _, item := range n.items {
			m.parents[item] = n
			out.Content = append(out.Content, m.add(item))
		}
	case kindString:
		out.Tag = "!!str"
	case kindBool:
		out.Tag = "!!bool"
	case kindNull:
		out.Tag = "!!null"
	default:
		out.Tag = "!!int"
		if slices.ContainsFunc([]byte(n.text), func(b byte) bool { return b == '.' || b == 'e' || b == 'E' }) {
			out.Tag = "!!float"
		}
	}
	m.mirrors[n], m.nodes[out] = out, n
	return out
}

// query gives the nodes that a JSONPath selects, each once.
func (m *mirror) query(path string) (found []*node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("not a JSONPath: %v", p)
		}
	}()
	compiled, err := jsonpath.NewPath(path, config.WithPropertyNameExtension())
	if err != nil {
		return nil, err
	}
	seen := map[*node]bool{}
	for _, hit := range compiled.Query(m.root) {
		if n := m.nodes[hit]; n != nil && !seen[n] {
			seen[n] = true
			found = append(found, n)
		}
	}
	return found, nil
}
