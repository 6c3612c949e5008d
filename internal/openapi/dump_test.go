package openapi

import (
	"bytes"
	"fmt"
	"strings"
)

// dumper writes a document in the form of the goldens: a line for every part,
// components written out once and named elsewhere.
type dumper struct{ bytes.Buffer }

func dumpDocument(doc *Document) []byte {
	d := &dumper{}
	fmt.Fprintf(d, "title %q\n", doc.Title)
	for _, s := range doc.Servers {
		fmt.Fprintf(d, "server %s %v\n", s.URL, s.Variables)
	}
	for _, s := range doc.Schemes {
		fmt.Fprintf(d, "scheme %s %s %s%s %v\n", s.Name, s.Kind, s.Param, s.TokenURL, s.Scopes)
	}
	for _, op := range doc.Operations {
		fmt.Fprintf(d, "operation %s (%s) %s %s %v @%d\n", op.ID, op.GoName, op.Method, op.Path, op.Security, op.Pos.Line)
		for _, p := range op.Params {
			d.param("  ", p)
		}
		if op.Body != nil {
			fmt.Fprintf(d, "  body %s%s", op.Body.MediaType, flag1(op.Body.Required, " required"))
			d.use("    ", op.Body.Schema)
		}
		for _, r := range op.Responses {
			fmt.Fprintf(d, "  %s %s", r.Status, r.MediaType)
			d.use("    ", r.Schema)
			for _, h := range r.Headers {
				d.param("    ", h)
			}
		}
	}
	for _, s := range doc.Schemas {
		fmt.Fprintf(d, "schema %s (%s) @%d", s.Ref, s.GoName, s.Pos.Line)
		d.schema("  ", s)
	}
	return d.Bytes()
}

func flag1(on bool, text string) string {
	if on {
		return text
	}
	return ""
}

func (d *dumper) param(indent string, p *Parameter) {
	fmt.Fprintf(d, "%s%s %s %s%s%s @%d", indent, p.In, p.Name, p.Style, flag1(p.Explode, " explode"), flag1(p.Required, " required"), p.Pos.Line)
	d.use(indent+"  ", p.Schema)
}

// use writes a schema where it is used: a component by its name.
func (d *dumper) use(indent string, s *Schema) {
	if s != nil && s.Ref != "" {
		fmt.Fprintf(d, ": -> %s%s\n", s.Ref, flag1(s.Nullable, " nullable"))
		return
	}
	d.schema(indent, s)
}

func (d *dumper) schema(indent string, s *Schema) {
	if s == nil {
		d.WriteString(": none\n")
		return
	}
	typ := string(s.Type)
	if typ == "" {
		typ = "any"
	}
	if len(s.Types) > 0 {
		typ = strings.Join(strings.Fields(fmt.Sprint(s.Types)), "|")
	}
	fmt.Fprintf(d, ": %s%s%s", typ, flag1(s.Nullable, " nullable"), flag1(s.Free, " free"))
	if s.Format != "" {
		d.WriteString(" format=" + s.Format)
	}
	if len(s.Enum) > 0 {
		fmt.Fprintf(d, " enum=%q", s.Enum)
	}
	if s.Default != nil {
		fmt.Fprintf(d, " default=%#v", s.Default)
	}
	if s.Minimum != nil {
		fmt.Fprintf(d, " min=%v", *s.Minimum)
	}
	if s.Maximum != nil {
		fmt.Fprintf(d, " max=%v", *s.Maximum)
	}
	if s.Discriminator != "" {
		fmt.Fprintf(d, " by %s %v", s.Discriminator, s.Mapping)
	}
	if s.Description != "" {
		fmt.Fprintf(d, " // %s", s.Description)
	}
	d.WriteByte('\n')
	for _, p := range s.Properties {
		fmt.Fprintf(d, "%s.%s%s @%d", indent, p.Name, flag1(p.Required, " required"), p.Pos.Line)
		d.use(indent+"  ", p.Schema)
	}
	if s.Items != nil {
		d.WriteString(indent + "[]")
		d.use(indent+"  ", s.Items)
	}
	if s.Additional != nil {
		d.WriteString(indent + "{}")
		d.use(indent+"  ", s.Additional)
	}
	for i, v := range s.Variants {
		fmt.Fprintf(d, "%s|%d", indent, i)
		d.use(indent+"  ", v)
	}
}
