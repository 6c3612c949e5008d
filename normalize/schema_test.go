package normalize

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"
)

var update = flag.Bool("update", false, "write schema.json anew")

// TestSchema checks schema.json against the types. Descriptions and enum values
// are those of the source.
func TestSchema(t *testing.T) {
	b := schemaBuilder{source: readSource(t), defs: map[string]*jsonschema.Schema{}}
	ref := b.schema(reflect.TypeFor[Conversation]())
	root := &jsonschema.Schema{
		Schema:      "https://json-schema.org/draft/2020-12/schema",
		Title:       "Parlance conversation, model version " + strconv.Itoa(ModelVersion),
		Description: "One conversation as package normalize marshals it. A property that is absent was not said by the provider.",
		Ref:         ref.Ref,
		Defs:        b.defs,
	}
	want, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("schema.json is not what the types say; run go test -update (-want +got):\n%s", diff)
	}
	if bytes.Contains(got, []byte(`"description": ""`)) {
		t.Error("a field has no description")
	}
}

func TestSchemaAcceptsWhatIsMarshalled(t *testing.T) {
	text, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	var c Conversation
	fill(reflect.ValueOf(&c).Elem())
	validate := func() error {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		return resolved.Validate(value)
	}
	if err := validate(); err == nil {
		t.Error(`status "text" is accepted`)
	}
	c.Status, c.EndedBy, c.Outcome, c.Channel = StatusUnknown, RoleAgent, OutcomeSuccess, ChannelPhone
	c.Modality, c.Direction, c.MessagesState = ModalityVoice, DirectionInbound, MessagesInline
	for i := range c.Messages {
		m := &c.Messages[i]
		m.Role, m.Kind, m.Modality = RoleUser, KindText, ModalityMixed
		c.Participants[i].Kind, c.Recordings[i].Kind = RoleUser, RecordingStereo
	}
	if err := validate(); err != nil {
		t.Error(err)
	}
}

// source is what reflection does not tell.
type source struct {
	docs  map[string]string   // Type and Type.Field -> comment
	enums map[string][]string // Type -> values
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{docs: map[string]string{}, enums: map[string][]string{}}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, "rest/lenient/issue.go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok {
				for _, spec := range gen.Specs {
					s.add(gen, spec)
				}
			}
		}
	}
	return s
}

func (s *source) add(gen *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		s.docs[spec.Name.Name] = oneLine(gen.Doc)
		fields, ok := spec.Type.(*ast.StructType)
		if !ok {
			return
		}
		for _, f := range fields.Fields.List {
			for _, name := range f.Names {
				doc := oneLine(f.Doc)
				if doc == "" {
					doc = oneLine(f.Comment)
				}
				s.docs[spec.Name.Name+"."+name.Name] = doc
			}
		}
	case *ast.ValueSpec:
		typ, ok := spec.Type.(*ast.Ident)
		if !ok || gen.Tok != token.CONST || len(spec.Values) != 1 {
			return
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			value, _ := strconv.Unquote(lit.Value)
			s.enums[typ.Name] = append(s.enums[typ.Name], value)
		}
	}
}

// oneLine is a comment as a description: without line ends, links and what is
// only of interest in Go.
func oneLine(doc *ast.CommentGroup) string {
	return strings.NewReplacer("[", "", "]", "").Replace(strings.Join(strings.Fields(doc.Text()), " "))
}

type schemaBuilder struct {
	source source
	defs   map[string]*jsonschema.Schema
}

func (b *schemaBuilder) schema(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[time.Time]():
		return &jsonschema.Schema{Type: "string", Format: "date-time"}
	case reflect.TypeFor[time.Duration]():
		return &jsonschema.Schema{Type: "number"}
	case reflect.TypeFor[json.RawMessage]():
		return &jsonschema.Schema{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return b.schema(t.Elem())
	case reflect.Slice:
		return &jsonschema.Schema{Type: "array", Items: b.schema(t.Elem())}
	case reflect.Map:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: b.schema(t.Elem())}
	case reflect.Bool:
		return &jsonschema.Schema{Type: "boolean"}
	case reflect.Int, reflect.Int64:
		return &jsonschema.Schema{Type: "integer"}
	case reflect.Float64:
		return &jsonschema.Schema{Type: "number"}
	case reflect.String:
		if t.PkgPath() == "" {
			return &jsonschema.Schema{Type: "string"}
		}
	}
	name := t.Name()
	if _, ok := b.defs[name]; !ok {
		b.define(name, t)
	}
	return &jsonschema.Schema{Ref: "#/$defs/" + name}
}

func (b *schemaBuilder) define(name string, t reflect.Type) {
	def := &jsonschema.Schema{Description: b.source.docs[name]}
	b.defs[name] = def
	if t.Kind() == reflect.String {
		def.Type = "string"
		for _, value := range b.source.enums[name] {
			def.Enum = append(def.Enum, value)
		}
		return
	}
	def.Type, def.Properties = "object", map[string]*jsonschema.Schema{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		property := b.schema(f.Type)
		property.Description = b.source.docs[name+"."+f.Name]
		def.Properties[tag] = property
		def.PropertyOrder = append(def.PropertyOrder, tag)
		if !strings.Contains(opts, "omit") {
			def.Required = append(def.Required, tag)
		}
	}
}

// TestModelIsDocumented checks the model's source against its conventions: a comment
// and a snake_case name on every field, an Unknown value and a comment that says
// where values come from on every open enum.
func TestModelIsDocumented(t *testing.T) {
	b := schemaBuilder{source: readSource(t), defs: map[string]*jsonschema.Schema{}}
	b.schema(reflect.TypeFor[Conversation]())
	for name, def := range b.defs {
		if def.Description == "" {
			t.Errorf("%s has no comment", name)
		}
		for tag, property := range def.Properties {
			if property.Description == "" {
				t.Errorf("%s: %s has no comment", name, tag)
			}
			if tag != strings.ToLower(tag) || strings.Contains(tag, "-") || tag == "" {
				t.Errorf("%s: %q is not a snake_case name", name, tag)
			}
		}
		if def.Enum == nil || name == "MessagesState" {
			continue
		}
		if !slices.Contains(def.Enum, any("unknown")) {
			t.Errorf("%s has no value for what is not known", name)
		}
		if !strings.Contains(def.Description, "field map") {
			t.Errorf("%s does not say where its values come from", name)
		}
	}
}
