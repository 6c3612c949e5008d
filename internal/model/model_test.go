package model

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parlancehq/parlance/internal/diag"
)

func shop(t *testing.T) *Model {
	t.Helper()
	m, err := Load(filepath.Join("testdata", "shop"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLoad(t *testing.T) {
	m := shop(t)
	if m.Version != 3 {
		t.Errorf("version %d", m.Version)
	}
	want := []string{"Node", "Order", "Person"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(m.Structs))); diff != "" {
		t.Errorf("structs: %s", diff)
	}
	enums := map[string]*Enum{
		"State": {Name: "State", Doc: "State is where an order stands.", Values: []EnumValue{
			{"StateOpen", "open"}, {"StateShut", "shut"}, {"StateUnknown", "unknown"}}},
		"Mood": {Name: "Mood", Doc: "Mood has no unknown constant.", Values: []EnumValue{{"MoodGood", "good"}}},
	}
	if diff := cmp.Diff(enums, m.Enums); diff != "" {
		t.Errorf("enums: %s", diff)
	}
	if got := m.Enums["State"].Unknown() + "," + m.Enums["Mood"].Unknown(); got != "StateUnknown," {
		t.Errorf("Unknown: %s", got)
	}
	if v := m.Enums["State"].Value("shut"); v == nil || v.Const != "StateShut" {
		t.Errorf("Value(shut) = %v", v)
	}
	if v := m.Enums["State"].Value("hidden"); v != nil {
		t.Errorf("Value(hidden) = %v", v)
	}
}

func TestFields(t *testing.T) {
	order := shop(t).Structs["Order"]
	if order.Doc != "Order is one order.\n\nIt has two paragraphs." {
		t.Errorf("doc %q", order.Doc)
	}
	str, i64, person := Type{Kind: String}, Type{Kind: Int, Named: "int64"}, Type{Kind: StructRef, Named: "Person"}
	raw, plainInt := Type{Kind: JSON}, Type{Kind: Int, Named: "int"}
	want := []*Field{
		{Name: "ID", JSON: "id", Doc: "ID is the id.", Type: str, Since: 1},
		{Name: "State", Doc: "in a comment behind", Type: Type{Kind: EnumRef, Named: "State"}, Since: 1},
		{Name: "A", Type: i64, Since: 1},
		{Name: "B", Type: i64, Since: 1},
		{Name: "Buyer", JSON: "buyer", Type: person, Since: 1},
		{Name: "Giver", JSON: "giver", Type: Type{Kind: Pointer, Elem: &person}, Since: 2},
		{Name: "Guests", JSON: "guests", Type: Type{Kind: Slice, Elem: &person}, Since: 1},
		{Name: "Boss", JSON: "boss", Type: Type{Kind: Pointer, Elem: &Type{Kind: StructRef, Named: "Node"}}, Since: 1},
		{Name: "PlacedAt", JSON: "placed_at", Type: Type{Kind: Time}, Since: 1},
		{Name: "Took", JSON: "took", Type: Type{Kind: Pointer, Elem: &Type{Kind: Duration}}, Since: 1},
		{Name: "Wait", JSON: "wait", Type: Type{Kind: Duration, Named: "Seconds"}, Since: 1},
		{Name: "Price", JSON: "price", Type: Type{Kind: Pointer, Elem: &Type{Kind: Float, Named: "float64"}}, Since: 1},
		{Name: "Gift", JSON: "gift", Type: Type{Kind: Bool}, Since: 1},
		{Name: "Note", JSON: "note", Type: Type{Kind: String, Named: "Text"}, Since: 1},
		{Name: "Extra", JSON: "extra", Type: raw, Since: 1},
		{Name: "Labels", JSON: "labels", Type: Type{Kind: Map, Elem: &str, Named: "Labels"}, Since: 1},
		{Name: "Sizes", JSON: "sizes", Type: Type{Kind: Slice, Elem: &plainInt}, Since: 1},
		{Name: "Things", Type: Type{Kind: Map, Elem: &raw}, Since: 1},
		{Name: "Hidden", Type: str, Since: 1},
		{Name: "Raw", JSON: "raw", Type: raw, Runtime: true, Since: 1},
		{Name: "Func", Runtime: true, Since: 1},
		{Name: "Index", JSON: "index", Type: plainInt, Runtime: true, Since: 3},
	}
	if diff := cmp.Diff(want, order.Fields, cmpopts.IgnoreFields(Field{}, "Pos")); diff != "" {
		t.Error(diff)
	}
	if got, want := order.Field("State").Pos, (diag.Pos{File: "shop/order.go", Line: 20, Column: 2}); got != want {
		t.Errorf("position %v, want %v", got, want)
	}
}

func TestTypeString(t *testing.T) {
	order := shop(t).Structs["Order"]
	want := map[string]string{
		"ID": "string", "State": "State", "A": "int64", "Giver": "*Person", "Guests": "[]Person", "PlacedAt": "time.Time",
		"Took": "*time.Duration", "Wait": "Seconds", "Gift": "bool", "Extra": "json.RawMessage", "Labels": "Labels",
		"Things": "map[string]json.RawMessage", "Func": "unsupported",
	}
	for name, text := range want {
		if got := order.Field(name).Type.String(); got != text {
			t.Errorf("%s: %s, want %s", name, got, text)
		}
	}
}

func TestStructErrors(t *testing.T) {
	m := shop(t)
	tests := map[string]string{
		"Oder":  `the model has no struct "Oder" (did you mean "Order"?)`,
		"Xyzzy": `the model has no struct "Xyzzy": it has Node, Order, Person`,
		"Lookup": "shop/person.go:24:2: Lookup.Any has a type that a field map cannot fill; mark it `parlance:\"runtime\"` if it never should\n" +
			"shop/person.go:25:2: Lookup.Func has a type that a field map cannot fill; mark it `parlance:\"runtime\"` if it never should",
	}
	for name, want := range tests {
		_, err := m.Struct(name)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", name, err, want)
		}
	}
	_, err := m.Struct("Holder")
	if err == nil || !strings.Contains(err.Error(), "shop/person.go:24:2: Lookup.Any") ||
		!strings.Contains(err.Error(), "person.go:32:2: Holder.Circle has a type") {
		t.Errorf("Holder: %v", err)
	}
	if leaves := m.Leaves("Lookup"); leaves != nil {
		t.Errorf("leaves of Lookup: %v", leaves)
	}
}

func TestLoadErrors(t *testing.T) {
	_, err := Load(filepath.Join("testdata", "broken"))
	want := `model: broken/broken.go:6:14: field ID: unknown option "runtme" in the parlance tag; runtime and since=<version> are known
broken/broken.go:7:14: field Name: since=x is not a model version
broken/broken.go:8:2: field Late is since version 2, but ModelVersion is 1`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	empty := t.TempDir()
	if _, err := Load(empty); err == nil || !strings.Contains(err.Error(), "no constant ModelVersion") {
		t.Errorf("empty folder: %v", err)
	}
	if err := os.WriteFile(filepath.Join(empty, "x.go"), []byte("package x\n\ntype T struct {"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(empty); err == nil || !strings.Contains(err.Error(), "/x.go:3:") {
		t.Errorf("syntax error: %v", err)
	}
	if _, err := Load(filepath.Join(empty, "nowhere")); err == nil {
		t.Error("no error for a folder that does not exist")
	}
}

// The model that is shipped must load, with what field maps fill usable.
func TestNormalize(t *testing.T) {
	m, err := Load(filepath.Join("..", "..", "normalize"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Conversation", "Message", "Participant"} {
		if _, err := m.Struct(name); err != nil {
			t.Error(err)
		}
		if len(m.Leaves(name)) == 0 {
			t.Errorf("%s has no leaves", name)
		}
	}
	for name, e := range m.Enums {
		if len(e.Values) == 0 {
			t.Errorf("enum %s has no values", name)
		}
	}
}
