package convert

import (
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

func TestResolveTime(t *testing.T) {
	for _, test := range []struct {
		value string
		want  string // the rule and a part of the message; "" where it resolves
		zone  string
	}{
		{"{from: text, time: rfc3339}", "", "UTC"},
		{"{from: text, time: rfc3339, zone: UTC}", "P110 needs no zone", ""},
		{"{from: text, time: naive}", "P104 a time without a zone", ""},
		{"{from: text, time: naive, zone: UTC}", "", "UTC"},
		{"{from: text, time: naive, zone: '+05:30'}", "", "+05:30"},
		{"{from: text, time: naive, zone: Asia/Kolkata}", "", "Asia/Kolkata"},
		{"{from: text, time: naive, zone: Local}", "P110 unknown zone", ""},
		{"{from: text, time: naive, zone: ''}", "P110 unknown zone", ""},
		{"{from: text, time: naive, zone: '+25:99'}", "P110 unknown zone", ""},
		{"{from: text, time: naive, zone: ../UTC}", "P110 unknown zone", ""},
		{"{from: text, time: layout, layout: '2006-01-02 15:04', zone: UTC}", "", "UTC"},
		{"{from: text, time: layout, layout: '2006-01-02 15:04'}", "P104 a time without a zone", ""},
		{"{from: text, time: layout, layout: '2006-01-02T15:04Z07:00'}", "", "UTC"},
		{"{from: text, time: layout, layout: '2006-01-02 15:04 -0700'}", "", "UTC"},
		{"{from: text, time: layout, layout: '2006-01-02 15:04 MST'}", "", "UTC"},
		{"{from: text, time: layout, layout: 'Jan 2, 2006 3:04 PM', zone: UTC}", "", "UTC"},
		{"{from: text, time: layout, layout: 'Jan 2, 2006 3:04', zone: UTC}", "P110 hours to 12", ""},
		{"{from: text, time: layout, layout: '15:04', zone: UTC}", "P110 no year", ""},
		{"{from: text, time: layout, layout: 'YYYY-MM-DD', zone: UTC}", "P110 no year", ""},
		{"{from: text, time: layout, layout: '2006-01', zone: UTC}", "P110 no year", ""},
		{"{from: text, time: layout, layout: '02.01.06', zone: UTC}", "", "UTC"},
		{"{from: text, time: layout, zone: UTC}", "P110 go together", ""},
		{"{from: text, time: naive, zone: UTC, layout: '2006'}", "P110 go together", ""},
		{"{from: number, time: unix_s}", "", "UTC"},
		{"{from: number, time: unix_us, zone: UTC}", "P110 needs no zone", ""},
		{"{from: number, time: naive, zone: UTC}", "P102 cannot be read", ""},
		{"{from: text, time: unix_ms}", "", "UTC"},
		{"{from: flag, time: unix_s}", "P102 cannot be read", ""},
		{"{from: text, time: rfc3393}", `P110 did you mean "rfc3339"`, ""},
		{"{from: text, time: [rfc3339]}", "P110 must be plain text", ""},
	} {
		var diags diag.List
		e := Resolve(timeContext(&diags), fieldValue(t, test.value))
		rule, part, _ := strings.Cut(test.want, " ")
		switch all := diags.Sorted(); {
		case test.want == "" && (e == nil || len(all) > 0):
			t.Errorf("%s: %v", test.value, all)
		case test.want != "" && (e != nil || len(all) != 1 || all[0].Rule != rule || !strings.Contains(all[0].Message, part)):
			t.Errorf("%s: %v, want %s", test.value, all, test.want)
		case test.want == "" && e.(Instant).Zone != test.zone:
			t.Errorf("%s: zone %q, want %q", test.value, e.(Instant).Zone, test.zone)
		}
	}
}

func timeContext(diags *diag.List) *Context {
	property := func(name string, t openapi.Type) *openapi.Property {
		return &openapi.Property{Name: name, Schema: &openapi.Schema{Type: t}}
	}
	schema := &openapi.Schema{Type: openapi.Object, Properties: []*openapi.Property{
		property("text", openapi.String), property("number", openapi.Integer), property("flag", openapi.Boolean),
	}}
	return &Context{
		Tree: leaves.New(schema), Target: &model.FieldRef{Path: "At", Type: model.Type{Kind: model.Time}}, Field: "At", Diags: diags,
	}
}

// fieldValue reads text as the value of a field in a field map.
func fieldValue(t *testing.T, text string) *fieldmap.Value {
	t.Helper()
	var diags diag.List
	file := fieldmap.Parse("f", []byte("maps: [{fields: {At: "+text+"}}]"), &diags)
	if file == nil || len(file.Maps) != 1 || len(file.Maps[0].Fields) != 1 {
		t.Fatalf("%s: %v", text, diags.Sorted())
	}
	return file.Maps[0].Fields[0].Value
}
