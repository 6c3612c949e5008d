package drift

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var schemas = Schemas{
	"Call": {Types: Object, Properties: []Property{
		{Name: "id", Required: true, Schema: Schema{Types: String}},
		{Name: "n", Schema: Schema{Types: Integer | Null}},
		{Name: "price", Schema: Schema{Types: Number}},
		{Name: "state", Required: true, Schema: Schema{Types: String, Enum: []string{"open", "done"}}},
		{Name: "free", Schema: Schema{Types: Object}},
		{Name: "open", Schema: Schema{Types: Object, Open: true, Properties: []Property{{Name: "a", Schema: Schema{Types: String}}}}},
		{Name: "legs", Schema: Schema{Types: Array, Items: &Schema{Ref: "Leg"}}},
		{Name: "any", Schema: Schema{}},
	}},
	"Leg": {Types: Object, Properties: []Property{
		{Name: "url", Required: true, Schema: Schema{Types: String | Null}},
		{Name: "legs", Schema: Schema{Types: Array, Items: &Schema{Ref: "Leg", Types: Object | Null}}},
	}},
}

func TestWatch(t *testing.T) {
	for _, test := range []struct{ record, want string }{
		{`{"id":"1","state":"open","n":null,"price":1,"free":{"x":1},"open":{"b":2},"legs":[{"url":null,"legs":[null,{"url":"u"}]}],"any":[1]}`, ""},
		{`{"id":1,"state":"open"}`, "other type id (number)"},
		{`{"id":"1","state":"open","n":1.5}`, "other type n (number)"},
		{`{"id":"1","state":"open","n":2.0,"price":2e3}`, ""},
		{`{"id":"1","state":"paused"}`, "unknown value state (paused)"},
		{`{"id":"1","state":"Ann called +1 555"}`, "unknown value state (string)"},
		{`{"id":"1"}`, "missing property state ()"},
		{`{"id":"1","state":"open","legs":[{"ulr":"u"},{"url":"u","legs":[{"url":2}]}]}`,
			"missing property legs[].url ()|unknown property legs[].ulr (string)|other type legs[].legs[].url (number)"},
		{`{"id":"1","state":"open","extra":{"Ann Smith":["x",2],"deep":{"a":{"b":{"c":1}}}}}`,
			"unknown property extra ({*: [string, ...], deep: {a: {b: {...}}}})"},
		{`{"id":"1","state":"open","+49 171 5550":true}`, "unknown property * (boolean)"},
		{`{"id":"1","state":"open","open":[1]}`, "other type open ([number])"},
		{`[]`, "other type . ([])"},
	} {
		var got []string
		Watch(func(kind Kind, path string, sample func() string) {
			got = append(got, fmt.Sprintf("%s %s (%s)", kind, path, sample()))
		}, schemas, "Call").Record([]byte(test.record))
		want := []string(nil)
		if test.want != "" {
			want = strings.Split(test.want, "|")
		}
		if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.record, diff)
		}
	}
}

func sorted(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

// TestNothingToWatch: without a note or a schema nothing is watched.
func TestNothingToWatch(t *testing.T) {
	note := func(Kind, string, func() string) { t.Error("noted") }
	if Watch(nil, schemas, "Call") != nil || Watch(note, schemas, "Nobody") != nil {
		t.Error("something is watched")
	}
	Watch(nil, nil, "").Record([]byte(`{}`)) // does nothing, and does not panic
}

func FuzzWatch(f *testing.F) {
	f.Add([]byte(`{"id":1,"legs":[{"url":[]}],"x":{"y":[1,{"z":null}]}}`))
	f.Add([]byte(`[{"`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		Watch(func(_ Kind, _ string, sample func() string) { sample() }, schemas, "Call").Record(raw)
	})
}
