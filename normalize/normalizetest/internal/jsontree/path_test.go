package jsontree

import "testing"

// An index may count from the end, and an array may have no such element.
func TestIndexes(t *testing.T) {
	tree := func(text string) any {
		v, ok := Decode([]byte(text))
		if !ok {
			t.Fatalf("%s is not JSON", text)
		}
		return v
	}
	for _, test := range []struct{ record, path, want, put string }{
		{`{"a":[{"b":1},{"b":2}]}`, "a[-1].b", "2", `{"a":[{"b":1},{"b":9}]}`},
		{`{"a":[{"b":1},{"b":2}]}`, "a[-2].b", "1", `{"a":[{"b":9},{"b":2}]}`},
		{`{"a":[{"b":1},{"b":2}]}`, "a[0].b", "1", `{"a":[{"b":9},{"b":2}]}`},
		{`{"a":[{"b":1}]}`, "a[-2].b", "", `{"a":[{"b":9}]}`},
		{`{"a":[]}`, "a[-1].b", "", `{"a":[{"b":9}]}`},
		{`{"a":[]}`, "a[0].b", "", `{"a":[{"b":9}]}`},
		{`{"a":[]}`, "a[1].b", "", `{"a":[null,{"b":9}]}`},
		{`{"a":{}}`, "a[-1].b", "", `{"a":[{"b":9}]}`},
		{`{}`, "a[-1][-1]", "", `{"a":[[9]]}`},
	} {
		v, ok := Lookup(tree(test.record), ParsePath(test.path))
		if ok != (test.want != "") || ok && string(Encode(nil, v, Layouts[0])) != test.want {
			t.Errorf("%s in %s: %v, %v", test.path, test.record, v, ok)
		}
		if got := string(Encode(nil, Put(tree(test.record), ParsePath(test.path), Number("9")), Layouts[0])); got != test.put {
			t.Errorf("put at %s in %s: %s, want %s", test.path, test.record, got, test.put)
		}
		Cut(tree(test.record), ParsePath(test.path))
	}
}
