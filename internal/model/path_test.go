package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResolve(t *testing.T) {
	m := shop(t)
	plain := func(name string) Step { return Step{Name: name, Index: -1} }
	pointer := func(name, made string) Step { return Step{Name: name, Index: -1, Made: made, Pointer: true} }
	tests := []struct {
		path  string
		steps []Step
		typ   string
		since int
	}{
		{"ID", []Step{plain("ID")}, "string", 1},
		{"Buyer", []Step{plain("Buyer")}, "Person", 1},
		{"Buyer.Name", []Step{plain("Buyer"), plain("Name")}, "string", 1},
		{"Giver.Name", []Step{pointer("Giver", "Person"), plain("Name")}, "string", 2},
		{"Giver.Email", []Step{pointer("Giver", "Person"), plain("Email")}, "string", 3},
		{"Guests", []Step{plain("Guests")}, "[]Person", 1},
		{"Guests[0]", []Step{{Name: "Guests", Index: 0}}, "Person", 1},
		{"Guests[12].Mood", []Step{{Name: "Guests", Index: 12, Made: "Person"}, plain("Mood")}, "Mood", 1},
		{"Boss.Next.Next.Label", []Step{pointer("Boss", "Node"), pointer("Next", "Node"), pointer("Next", "Node"), plain("Label")}, "string", 1},
		{"Boss.Human.Name", []Step{pointer("Boss", "Node"), plain("Human"), plain("Name")}, "string", 1},
		{"Sizes[3]", []Step{{Name: "Sizes", Index: 3}}, "int", 1},
	}
	for _, tt := range tests {
		ref, err := m.Resolve("Order", tt.path)
		if err != nil {
			t.Errorf("%s: %v", tt.path, err)
			continue
		}
		if diff := cmp.Diff(tt.steps, ref.Steps); diff != "" {
			t.Errorf("%s: %s", tt.path, diff)
		}
		last := tt.steps[len(tt.steps)-1].Name
		if ref.Path != tt.path || ref.Type.String() != tt.typ || ref.Since != tt.since || ref.Field.Name != last {
			t.Errorf("%s: path %s, type %s, since %d, field %s", tt.path, ref.Path, ref.Type, ref.Since, ref.Field.Name)
		}
	}
}

func TestResolveErrors(t *testing.T) {
	m := shop(t)
	tests := map[string]string{
		"":                `"" is not a field path: a field name is missing`,
		"Buyer.":          `"Buyer." is not a field path: a field name is missing`,
		"[0]":             `"[0]" is not a field path: a field name is missing`,
		"Byer":            `no field "Byer" in Order (did you mean "Buyer"?)`,
		"Buyer.Nmae":      `no field "Nmae" in Person (did you mean "Name"?)`,
		"Buyer.Xyzzy":     `no field "Xyzzy" in Person: it has Name, Email, Mood`,
		"lower":           `no field "lower" in Order: it has ID, State, A, B, Buyer, Giver, Guests, Boss, PlacedAt, Took, Wait, Price, Gift, Note, Extra, Labels, Sizes, Things, Hidden`,
		"Raw":             "Order.Raw is filled by the runtime, not by a field map",
		"ID.Length":       `Order.ID is a string and has no field "Length"`,
		"ID[0]":           "Order.ID is not a list, but a string: it takes no index",
		"Buyer[0].Name":   "Order.Buyer is not a list, but a Person: it takes no index",
		"Guests.Name":     "Order.Guests is a list: name one element, as in Guests[0].Name",
		"Labels.x":        `Order.Labels is a Labels and has no field "x"`,
		"Guests[-1].Name": `"Guests[-1].Name" is not a field path: [-1] is not an index; write Guests[0]`,
		"Guests[01].Name": `"Guests[01].Name" is not a field path: [01] is not an index; write Guests[0]`,
		"Guests[].Name":   `"Guests[].Name" is not a field path: [] is not an index; write Guests[0]`,
		"Guests[0":        `"Guests[0" is not a field path: [0 is not an index; write Guests[0]`,
		"Guests[0][1]":    `"Guests[0][1]" is not a field path: [0][1] is not an index; write Guests[0]`,
		"Guests[100]":     `"Guests[100]" is not a field path: index 100 is above 99`,
	}
	for path, want := range tests {
		ref, err := m.Resolve("Order", path)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, %v\nwant %s", path, ref, err, want)
		}
	}
	if _, err := m.Resolve("Lookup", "ID"); err == nil {
		t.Error("a struct that cannot be mapped is resolved")
	}
}

func TestLeaves(t *testing.T) {
	m := shop(t)
	var got []string
	for _, ref := range m.Leaves("Order") {
		got = append(got, ref.Path)
		again, err := m.Resolve("Order", ref.Path)
		if err != nil {
			t.Errorf("%s: %v", ref.Path, err)
			continue
		}
		if diff := cmp.Diff(again, ref); diff != "" {
			t.Errorf("%s: leaf is not what Resolve gives: %s", ref.Path, diff)
		}
	}
	want := []string{
		"ID", "State", "A", "B", "Buyer.Name", "Buyer.Email", "Buyer.Mood", "Giver.Name", "Giver.Email", "Giver.Mood",
		"Guests", "Boss.Label", "Boss.Next", "Boss.Human.Name", "Boss.Human.Email", "Boss.Human.Mood",
		"PlacedAt", "Took", "Wait", "Price", "Gift", "Note", "Extra", "Labels", "Sizes", "Things", "Hidden",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if m.Leaves("Nothing") != nil {
		t.Error("an unknown struct has leaves")
	}
}
