package repair

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/problem"
)

// validate has kin-openapi check the repaired document; its findings become
// diagnostics at the nearest place that is known.
//
// It gets the document without what is in its schemas. The repair has left
// nothing there that it objects to, and it follows their references anew from
// every use of each: a chain of some ten thousand takes it minutes.
func validate(ctx context.Context, r *problem.Reporter, root *node.Node, schemas map[*node.Node]bool) {
	counter := node.NewCounter()
	if counter.Count(root) > node.MaxValues {
		r.Limit(r.Files.At(counter.Excess(root)), "the document has more than %d values once its shared parts are written out", node.MaxValues)
		return
	}
	components := root.Get("components").Get(node.InSchemas)
	err := kinValidate(ctx, appendJSON(nil, root, func(n *node.Node) bool { return n == components || schemas[n] }))
	if err == nil {
		return
	}
	var all openapi3.MultiError
	if !errors.As(err, &all) {
		all = openapi3.MultiError{err}
	}
	for _, finding := range all {
		if harmless(finding) {
			continue
		}
		at, message := locate(root, finding)
		var conflict *openapi3.ConflictingPathsError
		if errors.As(finding, &conflict) {
			r.Diags.WarnHint(r.Files.At(at), "O210", "", "%s", message)
			continue
		}
		r.Errorf(at, "O110", "%s", message)
	}
}

// harmless reports whether a finding bears on nothing: every component gets a Go
// name whatever its own, a server variable without a default has to be given by
// the caller, and of several forms of one media type the first is read.
func harmless(finding error) bool {
	var component *openapi3.ComponentValidationError
	if errors.As(finding, &component) && !openapi3.IdentifierRegExp.MatchString(component.Name) {
		return component.Cause.Error() == fmt.Sprint(openapi3.ValidateIdentifier(component.Name))
	}
	var variable *openapi3.ServerVariableDefaultRequired
	var overlap *openapi3.ContentKeysOverlapError
	return errors.As(finding, &variable) || errors.As(finding, &overlap)
}

func kinValidate(ctx context.Context, data []byte) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the document cannot be validated: %v", p)
		}
	}()
	doc := &openapi3.T{}
	if err := json.Unmarshal(data, doc); err != nil {
		return err
	}
	loader := openapi3.NewLoader()
	loader.Context = ctx
	loader.IsExternalRefsAllowed = false
	if err := loader.ResolveRefsIn(doc, nil); err != nil {
		return err
	}
	return doc.Validate(ctx, openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(),
		openapi3.DisableSchemaDefaultsValidation(), openapi3.DisableSchemaPatternValidation())
}

// locate finds the place a finding is about and gives it with what it says less
// the names of the parts that the place already tells.
func locate(root *node.Node, err error) (node.Place, string) {
	at, where, in := node.Place{}, "", root
	for {
		switch e := err.(type) {
		case *openapi3.SectionValidationError:
			at, in = step(at, root, e.Section)
			where, err = e.Section+": ", e.Cause
		case *openapi3.PathValidationError:
			at, in = step(at, root.Get("paths"), e.Path)
			where, err = e.Path+": ", e.Cause
		case *openapi3.OperationValidationError:
			at, in = step(at, in, methodField(e.Method))
			where, err = e.Method+" "+where, e.Cause
		case *openapi3.ComponentValidationError:
			section := map[string]string{"schema": node.InSchemas, "security scheme": node.InSecuritySchemes}[e.Section]
			at, in = step(at, root.Get("components").Get(section), e.Name)
			where, err = e.Section+" "+e.Name+": ", e.Cause
		case *openapi3.ParameterFieldValidationError:
			for _, p := range node.Items(in.Get("parameters")) {
				if p.Str("name") == e.ParameterName {
					at, in = p.Pos, p
				}
			}
			where, err = where+"parameter "+e.ParameterName+": ", e.Cause
		default:
			return at, where + err.Error()
		}
	}
}

func methodField(method string) string {
	for _, m := range methods {
		if strings.ToUpper(m) == method {
			return m
		}
	}
	return method
}

// step goes into the field with the name; where there is none it stays.
func step(at node.Place, n *node.Node, name string) (node.Place, *node.Node) {
	if i := n.Index(name); i >= 0 {
		return n.Fields[i].Pos, n.Fields[i].Value
	}
	return at, n
}

// appendJSON appends n as JSON, objects that are left out as empty ones.
func appendJSON(b []byte, n *node.Node, out func(*node.Node) bool) []byte {
	switch n.Kind {
	case node.KindObject:
		b = append(b, '{')
		if out(n) {
			return append(b, '}')
		}
		for i := range n.Fields {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, n.Fields[i].Name)
			b = append(b, ':')
			b = appendJSON(b, n.Fields[i].Value, out)
		}
		return append(b, '}')
	case node.KindArray:
		b = append(b, '[')
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item, out)
		}
		return append(b, ']')
	case node.KindString:
		return appendString(b, n.Text)
	}
	return append(b, n.Text...)
}

func appendString(b []byte, s string) []byte {
	// AppendQuote replaces what is not UTF-8, and says so: the document is text
	// for people then, and no less usable.
	b, _ = jsontext.AppendQuote(b, s)
	return b
}
