package leaves

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/openapi"
)

func object(props ...*openapi.Property) *openapi.Schema {
	return &openapi.Schema{Type: openapi.Object, Properties: props}
}

func array(items *openapi.Schema) *openapi.Schema {
	return &openapi.Schema{Type: openapi.Array, Items: items}
}

func prop(name string, s *openapi.Schema) *openapi.Property {
	return &openapi.Property{Name: name, Schema: s}
}

func sample() *openapi.Schema {
	text := &openapi.Schema{Type: openapi.String}
	turn := object(prop("who", text), prop("text", text))
	root := object(
		prop("id", text),
		prop("customer", object(prop("name", text), prop("email", text))),
		prop("turns", array(turn)),
		prop("grid", array(array(turn))),
		prop("free", &openapi.Schema{Type: openapi.Object, Free: true}),
	)
	root.Ref = "Record"
	return root
}

func path(t *testing.T, text string) Path {
	t.Helper()
	p, err := ParsePath(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFind(t *testing.T) {
	for _, test := range []struct{ path, message, hint string }{
		{".", "", ""},
		{"customer.name", "", ""},
		{"turns[3].who", "", ""},
		{"grid[0][1].text", "", ""},
		{"custmer", `no property "custmer" in schema Record (did you mean "customer"?)`, "declared there: id, customer, turns, grid, free"},
		{"customer.phone", `no property "phone" in customer of schema Record`, "declared there: name, email"},
		{"turns.who", `turns of schema Record is an array, and "who" is a property`, "name an element: turns[0].who"},
		{"grid[0].who", `grid[0] of schema Record is an array, and "who" is a property`, "name an element: grid[0][0].who"},
		{"id[0]", "id of schema Record is not an array", ""},
		{"[0]", "schema Record is not an array", ""},
		{"free.x", `no property "x": free of schema Record declares none`, ""},
		{"id.x", `no property "x": id of schema Record declares none`, ""},
	} {
		s, missing := Find(sample(), path(t, test.path))
		if missing == nil {
			missing = &NotFound{}
			if s == nil {
				t.Errorf("%s: no schema", test.path)
			}
		}
		if d := cmp.Diff(NotFound{test.message, test.hint}, *missing); d != "" {
			t.Errorf("%s differs (-want +got):\n%s", test.path, d)
		}
	}
}

func TestUnread(t *testing.T) {
	for _, test := range []struct {
		name  string
		reach []string
		drop  []string
		want  []string
	}{
		{"nothing is read", nil, nil, []string{"id", "customer", "turns", "grid", "free"}},
		{"a leaf covers what lies below it", []string{"id", "customer", "turns", "grid", "free"}, nil, nil},
		{"parts of an object", []string{"id", "customer.name", "turns", "grid", "free"}, nil, []string{"customer.email"}},
		{"parts of an element", []string{"id", "customer", "turns[0].who", "grid[0][1].who", "free"}, nil, []string{"turns[0].text", "grid[0][1].text"}},
		{"dropped", []string{"id", "customer.name", "turns[0].who"}, []string{"customer.email", "turns[0].text", "grid", "free"}, nil},
		{"dropped with its parts", []string{"id"}, []string{"customer", "turns", "grid"}, []string{"free"}},
		{"an object and a part of it", []string{"id", "customer", "customer.name", "turns", "grid", "free"}, nil, nil},
	} {
		tree := New(sample())
		for _, text := range test.reach {
			tree.Reach(path(t, text), JSON, "Target")
		}
		var dropped []Path
		for _, text := range test.drop {
			dropped = append(dropped, path(t, text))
		}
		var got []string
		for _, open := range tree.Unread(dropped) {
			got = append(got, open.Path.Written())
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: differs (-want +got):\n%s", test.name, d)
		}
	}
}

// TestReach: an array that is wanted as it is and by its elements is two leaves,
// in whichever order; what only looks at it takes what is there.
func TestReach(t *testing.T) {
	type reading struct{ Name, Targets string }
	turns := New(sample().Property("turns").Schema.Items)
	for _, test := range []struct {
		name  string
		reach func(*Tree, Path)
		want  map[reading]Kind
	}{
		{"whole first", func(x *Tree, p Path) { x.Reach(p, Array, "A"); x.Elements(p, turns, "B") },
			map[reading]Kind{{"turns", "A"}: Array, {"turns2", "B"}: Records}},
		{"elements first", func(x *Tree, p Path) { x.Elements(p, turns, "A"); x.Reach(p, Array, "B"); x.Reach(p, Array, "C") },
			map[reading]Kind{{"turns", "A"}: Records, {"turns2", "B, C"}: Array}},
		{"looked at first", func(x *Tree, p Path) { x.Touch(p, Array, "A"); x.Elements(p, turns, "B") },
			map[reading]Kind{{"turns", "A, B"}: Records}},
		{"looked at last", func(x *Tree, p Path) { x.Elements(p, turns, "A"); x.Touch(p, Array, "B") },
			map[reading]Kind{{"turns", "A, B"}: Records}},
		{"only looked at", func(x *Tree, p Path) { x.Touch(p, Array, "A"); x.Touch(p, Array, "A") },
			map[reading]Kind{{"turns", "A"}: Array}},
		{"looked at, then both", func(x *Tree, p Path) { x.Touch(p, Array, "A"); x.Reach(p, Array, "B"); x.Reach(p, Texts, "C") },
			map[reading]Kind{{"turns", "A, B"}: Array, {"turns2", "C"}: Texts}},
	} {
		tree := New(sample())
		test.reach(tree, path(t, "turns"))
		got := map[reading]Kind{}
		for _, l := range tree.Leaves {
			got[reading{l.Name, l.Target()}] = l.Kind
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: differs (-want +got):\n%s", test.name, d)
		}
	}
}

func overlaps(t *Tree, p Path) bool {
	l, _ := t.Overlaps(p)
	return l != nil
}

func TestOverlaps(t *testing.T) {
	tree := New(sample())
	tree.Reach(path(t, "customer.name"), Text, "Name")
	for text, want := range map[string]bool{"customer": true, "customer.name": true, ".": true, "customer.email": false, "id": false} {
		if got := overlaps(tree, path(t, text)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// TestNames: the fields of leaf structs are Go names, each its own.
func TestNames(t *testing.T) {
	names := []string{"a_b", "a.b", "aB", "type", "read", "1st", "名", "前", "id", "user_id", "URL", "read_value"}
	var props []*openapi.Property
	for _, n := range names {
		props = append(props, prop(n, &openapi.Schema{Type: openapi.String}))
	}
	tree := New(object(props...))
	var got []string
	for _, n := range names {
		got = append(got, tree.Reach(Path{{Name: n}}, Text, "T").Name)
	}
	want := []string{"aB", "aB2", "aB3", "typeValue", "readValue", "n1st", "value", "value2", "id", "userID", "url", "readValue2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("names differ (-want +got):\n%s", d)
	}
}

// TestReachMixed: what may be of several JSON types has a leaf for each way in
// which it is read, and is looked at as it was sent.
func TestReachMixed(t *testing.T) {
	turns := array(sample().Property("turns").Schema.Items)
	s := object(prop("x", &openapi.Schema{Variants: []*openapi.Schema{{Type: openapi.String}, turns}}))
	elem := New(turns.Items)
	p := path(t, "x")
	for _, order := range []func(*Tree){
		func(x *Tree) { x.Touch(p, JSON, "A"); x.Reach(p, Text, "B"); x.Elements(p, elem, "C") },
		func(x *Tree) { x.Elements(p, elem, "C"); x.Reach(p, Text, "B"); x.Touch(p, JSON, "A") },
	} {
		tree := New(s)
		order(tree)
		got := map[string]Kind{}
		for _, l := range tree.Leaves {
			got[l.Target()] = l.Kind
		}
		if d := cmp.Diff(map[string]Kind{"A": JSON, "B": Text, "C": Records}, got); d != "" {
			t.Errorf("differs (-want +got):\n%s", d)
		}
		if first := tree.Root.Children[0].Values[0]; first.Kind != JSON || !first.Looked() {
			t.Errorf("the first value is %v, and only looked at: %v", first.Kind, first.Looked())
		}
	}
}

// TestUnreadTwice: what one of two readings of a list reads is read.
func TestUnreadTwice(t *testing.T) {
	turns := sample().Property("turns").Schema.Items
	tree, one, two := New(sample()), New(turns), New(turns)
	for _, name := range []string{"id", "customer", "grid", "free"} {
		tree.Reach(path(t, name), JSON, "Target")
	}
	one.Reach(path(t, "who"), Text, "Target")
	tree.Elements(path(t, "turns"), one, "Target")
	tree.Elements(path(t, "turns"), two, "Target")
	open := tree.Unread(nil)
	if len(open) != 1 || open[0].Path.Written() != "turns[].text" {
		t.Errorf("open is %v, want turns[].text alone", open)
	}
}
