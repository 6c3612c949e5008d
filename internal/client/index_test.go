package client

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// describe renders a field's type, names followed to what they stand for.
func describe(x *Index, t *Type) string {
	if t == nil {
		return "<nil>"
	}
	switch t.Kind {
	case Basic:
		return t.Name
	case Named:
		if x.Structs[t.Name] != nil {
			return t.Name
		}
		return t.Name + "=" + describe(x, x.Underlying(t))
	case Pointer:
		return "*" + describe(x, t.Elem)
	case Slice:
		return "[]" + describe(x, t.Elem)
	case Map:
		return "map " + describe(x, t.Elem)
	case Struct:
		return "{" + strings.Join(fieldLines(x, t.Struct), "; ") + "}"
	case Raw:
		return "raw"
	}
	return "other " + t.Expr
}

func fieldLines(x *Index, s *StructType) []string {
	var out []string
	for _, f := range s.Fields {
		out = append(out, f.JSON+" "+f.Go+" "+describe(x, f.Type))
	}
	return out
}

func TestIndexStructs(t *testing.T) {
	_, x := generate(t, load(t, "kitchen.yaml"))
	tests := map[string][]string{
		"Thing": {
			"alias Alias *ThingAlias=Part", "anything Anything other interface{}", "content Content *Thing_Content",
			"foo-bar FooBar *string", "foo_bar FooBar2 *string", "func Func string", "id Id string",
			"labels Labels *map string", "note Note *string", "opaque Opaque *Opaque=raw",
			"owner Owner *{address Address *{city City string}; name Name *string}",
			"photo Photo *string", "range Range *bool", "raw Raw *raw", "rawlist Rawlist *[]raw",
			"state State *State=string", "status Status Status=string", "tags Tags *[]string",
			"turns Turns *[]{role Role *ThingTurnsRole=string; text Text *string}", "type Type ThingType=string",
		},
		"Part": {
			"id Id string", "made Made string", "parent Parent *Part", "parts Parts *[]Part", "ratio Ratio *float64",
			"size Size int64", "weight Weight *float64",
		},
		"ListThingsParams": {
			"page Page *int64", "filter[name] FilterName *string", "filter_name FilterName2 *string",
			"since Since *string", "status Status *[]Status=string", "channel Channel *ListThingsParamsChannel=string",
		},
	}
	for name, want := range tests {
		s := x.Structs[name]
		if s == nil {
			t.Errorf("no struct %s", name)
			continue
		}
		if s.Name != name {
			t.Errorf("struct %s is called %q", name, s.Name)
		}
		got := fieldLines(x, s)
		for i := range got {
			got[i] = strings.Replace(got[i], "ThingAlias={"+strings.Join(fieldLines(x, x.Structs["Part"]), "; ")+"}", "ThingAlias=Part", 1)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if f := x.Structs["Thing"].Field("foo_bar"); f == nil || f.Go != "FooBar2" {
		t.Errorf("Field(foo_bar) = %v", f)
	}
	if f := x.Structs["Thing"].Field(""); f != nil {
		t.Errorf("Field of no name = %v", f)
	}
	if f := x.Structs["ListThingsResponse3"].Field(""); f != nil {
		t.Errorf("untagged field found as %v", f)
	}
}

func TestIndexNullable31(t *testing.T) {
	_, x := generate(t, load(t, "kitchen31.yaml"))
	want := []string{"count Count *int64", "name Name *string", "other Other *raw"}
	if diff := cmp.Diff(want, fieldLines(x, x.Structs["Odd"])); diff != "" {
		t.Error(diff)
	}
}

func TestIndexDecls(t *testing.T) {
	_, x := generate(t, load(t, "kitchen.yaml"))
	for _, name := range []string{
		"StateOpen", "StatusOpen", "StatusInProgress1", "ThingTypeA", "ThingAlias", "Client", "NewClient",
		"ListThingsParamsChannelWeb", "ParseGetPartResponse", "RequestEditorFn",
	} {
		if !x.Decls[name] {
			t.Errorf("%s is not listed", name)
		}
	}
	for _, name := range []string{"json", "Valid", "GetPart", "_"} {
		if x.Decls[name] {
			t.Errorf("%s is listed, and is not a package-level identifier", name)
		}
	}
	if got := x.Underlying(&Type{Kind: Named, Name: "Nowhere"}); got != nil {
		t.Errorf("Underlying of an unknown name = %v", got)
	}
	loop := &Index{Types: map[string]*Type{"A": {Kind: Named, Name: "B"}, "B": {Kind: Named, Name: "A"}}}
	if got := loop.Underlying(loop.Types["A"]); got != nil {
		t.Errorf("Underlying of a loop = %v", got)
	}
}

func TestOperation(t *testing.T) {
	_, x := generate(t, load(t, "kitchen.yaml"))
	server, reader, contentType := Arg{"server", "string"}, Arg{"body", "io.Reader"}, Arg{"contentType", "string"}
	tests := map[string]*Operation{
		"GetPart": {
			Builder: "NewGetPartRequest",
			Args: []Arg{server, {"pathUrl", "string"}, {"pathServer", "string"}, {"partId", "int64"},
				{"params", "*GetPartParams"}},
			Params: "GetPartParams", Response: "GetPartResponse",
		},
		"ListThings": {
			Builder: "NewListThingsRequest", Args: []Arg{server, {"params", "*ListThingsParams"}},
			Params: "ListThingsParams", Response: "ListThingsResponse3",
		},
		"SearchThings": {
			Builder: "NewSearchThingsRequest", Args: []Arg{server, {"body", "SearchThingsJSONRequestBody"}},
			Body: "SearchThingsJSONRequestBody", Response: "SearchThingsResponse",
		},
		"PutRaw": {
			Builder: "NewPutRawRequestWithBody", Args: []Arg{server, contentType, reader}, Response: "PutRawResponse",
		},
		"MergeThing": {
			Builder:  "NewMergeThingRequestWithApplicationMergePatchPlusJSONBody",
			Args:     []Arg{server, {"body", "MergeThingApplicationMergePatchPlusJSONRequestBody"}},
			Body:     "MergeThingApplicationMergePatchPlusJSONRequestBody",
			Response: "MergeThingResponse",
		},
		"Nothing": nil,
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, x.Operation(name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	body := x.Underlying(x.Types["SearchThingsJSONRequestBody"])
	var names []string
	for _, f := range body.Struct.Fields {
		names = append(names, f.Go)
	}
	if !slices.Equal(names, []string{"Cursor", "Query"}) {
		t.Errorf("body fields %v", names)
	}
}
