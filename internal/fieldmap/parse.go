package fieldmap

import (
	"bytes"
	"errors"
	"io"
	"regexp"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
)

// Parse reads a field map. file is its name in diagnostics. It gives nil where
// the text is not a field map at all; else what could be read, and diags has the
// rest. It never panics.
func Parse(file string, data []byte, diags *diag.List) *File {
	root := parseYAML(file, data, diags)
	if root == nil {
		return nil
	}
	o := Open(root, "the field map", diags)
	f := &File{
		Path:     file,
		Provider: o.Required("provider"),
		Title:    o.Required("title"),
		Docs:     o.Text("docs"),
		BaseURL:  o.Text("base_url"),
		Headers:  o.Pairs("headers"),
	}
	f.parseModel(o)
	if v := o.Take("errors"); v != nil {
		f.Errors = parseErrors(v, diags)
	}
	if v := o.Take("auth"); v != nil {
		f.Auth = parseAuth(v, diags)
	}
	if v := o.Take("scope"); v != nil {
		f.Scope = parseScope(v, diags)
	}
	f.parseSources(o, diags)
	f.parseMaps(o, diags)
	o.Close()
	return f
}

func parseYAML(file string, data []byte, diags *diag.List) *Value {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		diags.ErrorHint(diag.Pos{File: file, Line: 1}, "F101", "see specs/README.md for a complete example", "the field map is empty")
		return nil
	}
	if err != nil {
		syntaxError(file, data, err, diags)
		return nil
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		diags.Errorf(diag.Pos{File: file, Line: max(more.Line, 1)}, "F101", "one YAML document is expected, and more text follows it")
		return nil
	}
	b := &builder{file: file, diags: diags}
	root := b.value(doc.Content[0], 0)
	if b.failed && b.values > maxValues {
		return nil
	}
	return root
}

func (f *File) parseModel(o *Object) {
	v := o.Take("model")
	if v == nil {
		o.Missing("model")
		return
	}
	if n := o.Int("model"); n != nil {
		f.Model, f.ModelPos = *n, v.Pos
	}
}

func (f *File) parseMaps(o *Object, diags *diag.List) {
	v := o.Take("maps")
	if v == nil {
		o.Missing("maps")
		return
	}
	if v.Kind != Sequence {
		diags.ErrorHint(v.Pos, "F103", "write `- from: <schema>` under it", "maps must be a list, not %s", v.Describe())
		return
	}
	for _, item := range v.Items {
		f.Maps = append(f.Maps, parseMap(item, diags))
	}
}

func parseMap(v *Value, diags *diag.List) *Map {
	o := Open(v, "the map", diags)
	m := &Map{Pos: v.Pos, From: o.Required("from"), Pattern: o.Text("pattern"), To: o.Required("to"), Name: o.Text("name")}
	m.Finds = parseFinds(o, diags)
	if v := o.Take("expect"); v != nil {
		e := Open(v, "expect", diags)
		m.Expect = &Expect{Total: e.Required("total"), Of: e.Required("of")}
		e.Close()
	}
	m.Fields = parseFields(o, "fields", diags)
	m.Attributes = parseFields(o, "attributes", diags)
	m.Drop = o.Texts("drop")
	m.Absent = o.Texts("absent")
	m.Volatile = o.Texts("volatile")
	o.Close()
	return m
}

func parseFields(o *Object, key string, diags *diag.List) []*Field {
	v := o.Take(key)
	if v == nil {
		return nil
	}
	inner := Open(v, key, diags)
	var out []*Field
	for _, e := range inner.Value.Entries {
		out = append(out, &Field{Target: e.Key, Value: e.Value})
	}
	return out
}

// findName keeps names of variables that are made of it apart, and paths that
// begin with it plain.
var findName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

func parseFinds(o *Object, diags *diag.List) []*Find {
	v := o.Take("find")
	if v == nil {
		return nil
	}
	var out []*Find
	for _, e := range Open(v, "find", diags).Value.Entries {
		if !findName.MatchString(e.Key.Value) {
			diags.ErrorHint(e.Key.Pos, "F103", "use letters and digits, beginning with a small letter", "find: %q is not a valid name", e.Key.Value)
			continue
		}
		fo := Open(e.Value, "find "+e.Key.Value, diags)
		f := &Find{Name: e.Key, In: fo.Required("in")}
		if where := fo.Take("where"); where != nil {
			f.Where = Open(where, "find "+e.Key.Value+": where", diags).Value.Entries
		} else {
			fo.Missing("where")
		}
		fo.Close()
		out = append(out, f)
	}
	return out
}
