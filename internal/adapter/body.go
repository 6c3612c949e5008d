package adapter

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// setBody assigns a value to a property of the body, or appends an element to an
// array of it.
func (r *request) setBody(p *openapi.Parameter, value *jen.Statement) (jen.Code, error) {
	to, element, err := plan.BodyPath(p.Name)
	if err != nil {
		return nil, err
	}
	verb := "Set"
	if element != nil {
		verb = "Append"
		if value, err = r.element(element, value); err != nil {
			return nil, err
		}
	}
	args := []jen.Code{value}
	for _, step := range to {
		args = append(args, jen.Lit(step.Name))
	}
	return jen.Id("body").Dot(verb).Call(args...), nil
}

// element is an element of an array, with the value at a path and the other
// values of the setting beside it.
func (r *request) element(path leaves.Path, value *jen.Statement) (*jen.Statement, error) {
	if len(path) == 0 {
		return value, nil
	}
	root := &tree{}
	root.put(path, value)
	for _, s := range r.with {
		at, err := leaves.ParsePath(s.Param.Name)
		if err != nil {
			return nil, err
		}
		root.put(at, constantOf(s))
	}
	return root.literal(), nil
}

// tree is a JSON object that is written as a map; its members keep their order.
type tree struct {
	names []string
	below map[string]*tree
	value *jen.Statement // of a leaf
}

func (t *tree) put(path leaves.Path, value *jen.Statement) {
	if len(path) == 0 {
		t.value = value
		return
	}
	name := path[0].Name
	if t.below == nil {
		t.below = map[string]*tree{}
	}
	if t.below[name] == nil {
		t.below[name] = &tree{}
		t.names = append(t.names, name)
	}
	t.below[name].put(path[1:], value)
}

func (t *tree) literal() *jen.Statement {
	if t.value != nil {
		return t.value
	}
	var members []jen.Code
	for _, name := range t.names {
		members = append(members, jen.Lit(name).Op(":").Add(t.below[name].literal()))
	}
	return jen.Map(jen.String()).Any().Values(members...)
}
