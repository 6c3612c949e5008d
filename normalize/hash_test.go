package normalize

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// fields lists every field below a struct that is set, as Type.Field, and how to
// change it.
func fields(v reflect.Value, visit func(name, tag string, change func())) {
	for i := range v.NumField() {
		field, f := v.Type().Field(i), v.Field(i)
		visit(v.Type().Name()+"."+field.Name, field.Tag.Get("parlance"), func() { change(f) })
		for f.Kind() == reflect.Pointer || f.Kind() == reflect.Slice && f.Len() > 0 && f.Type().Elem().Kind() == reflect.Struct {
			if f.Kind() == reflect.Pointer {
				f = f.Elem()
			} else {
				f = f.Index(0)
			}
		}
		if _, instant := f.Interface().(time.Time); f.Kind() == reflect.Struct && !instant {
			fields(f, visit)
		}
	}
}

// change gives a value another one of its type.
func change(v reflect.Value) {
	switch x := v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(x.Add(time.Nanosecond)))
		return
	case json.RawMessage:
		v.SetBytes([]byte(`"changed"`))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "!")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 0.5)
	case reflect.Pointer:
		inner := reflect.New(v.Type().Elem())
		inner.Elem().Set(v.Elem())
		change(inner.Elem())
		v.Set(inner)
	case reflect.Slice:
		v.Set(reflect.AppendSlice(v, v.Slice(0, 1)))
	case reflect.Map:
		for _, key := range v.MapKeys() {
			value := reflect.New(v.Type().Elem()).Elem()
			value.Set(v.MapIndex(key))
			change(value)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		change(v.Field(0))
	}
}

// TestHash: every field of the model that a field map fills is in the hash, unless it
// is volatile; what the runtime fills is not.
func TestHash(t *testing.T) {
	seen := map[string]bool{}
	var names []string
	fields(reflect.ValueOf(full()).Elem(), func(name, _ string, _ func()) { names = append(names, name) })
	for _, name := range names {
		c := full()
		before := c.Hash()
		fields(reflect.ValueOf(c).Elem(), func(at, tag string, change func()) {
			if at != name || seen[name] || strings.HasPrefix(name, "Issue.") {
				return
			}
			seen[name] = true
			change()
			if got := c.Hash() != before; got != (tag != "runtime") {
				t.Errorf("%s changes the hash: %v", name, got)
			}
			if tag == "runtime" {
				return
			}
			other := full()
			c.Volatile, other.Volatile = []string{name}, []string{name}
			if c.Hash() != other.Hash() {
				t.Errorf("%s is volatile, and changes the hash", name)
			}
		})
	}
	if len(seen) < 80 {
		t.Errorf("only %d fields were changed", len(seen))
	}
}

func full() *Conversation {
	c := &Conversation{}
	fill(reflect.ValueOf(c).Elem())
	c.Volatile = []string{"Nothing.Nothing"}
	return c
}

// TestHashTellsApart: what looks alike when it is joined has hashes of its own.
func TestHashTellsApart(t *testing.T) {
	hashes := map[[16]byte]string{}
	for _, c := range []*Conversation{
		{}, {Title: "ab"}, {Title: "a", Summary: "b"}, {Summary: "ab"}, {Tags: []string{"a", "b"}}, {Tags: []string{"ab"}}, {AltIDs: []string{"a", "b"}},
		{Labels: map[string]string{"a": "b"}}, {Labels: map[string]string{"ab": ""}}, {Messages: []Message{{Text: "a"}, {Text: "b"}}}, {Messages: []Message{{Text: "ab"}}},
		{Messages: []Message{{Text: "a"}, {}}}, {Messages: []Message{{}, {Text: "a"}}}, {MessageCount: new(int)}, {Metadata: json.RawMessage(`{"a":1}`)}, {Metadata: json.RawMessage(`{"a":"1"}`)},
		{Metadata: json.RawMessage(`{"a":1}1`)}, {Metadata: json.RawMessage("\"\xff\"")}, {Metadata: json.RawMessage("\"\xfe\"")}, {Metadata: json.RawMessage("\"\ufffd\"")},
		{StartedAt: time.Unix(1, 0)}, {StartedAt: time.Unix(0, 1)}, {Duration: 1}, {Attributes: map[string]json.RawMessage{"a": json.RawMessage(`1`)}},
	} {
		text, _ := json.Marshal(c)
		if other, ok := hashes[c.Hash()]; ok {
			t.Errorf("%s and %s have one hash", text, other)
		}
		hashes[c.Hash()] = string(text)
	}
}

// TestHashOfTheSame: a round trip, another zone and white space change nothing.
func TestHashOfTheSame(t *testing.T) {
	c := full()
	c.Volatile = []string{"Recording.URL", "Conversation.Attributes.seen"}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Conversation
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if back.Hash() != c.Hash() {
		t.Error("a round trip through JSON changes the hash")
	}
	back.StartedAt = back.StartedAt.In(time.FixedZone("", 3600))
	back.Metadata = json.RawMessage(strings.ReplaceAll(string(back.Metadata), ":", " : "))
	back.Recordings[0].URL = "https://acme.test/signed-anew"
	back.Attributes["seen"] = json.RawMessage(`"now"`)
	if back.Hash() != c.Hash() {
		t.Error("what is volatile, or says the same, changes the hash")
	}
	if got, want := c.Key(), (Key{c.Provider, c.Account, c.Source, c.ID}); got != want || slices.Contains([]string{c.Provider, c.Account, c.Source, c.ID}, "") {
		t.Errorf("the key is %+v, want %+v", got, want)
	}
}

// TestHashOfVolatileAlone: what is volatile changes nothing where there is nothing else
// beside it, either.
func TestHashOfVolatileAlone(t *testing.T) {
	want := (&Conversation{ID: "c1"}).Hash()
	for volatile, c := range map[string]Conversation{
		"Conversation.Attributes.seen": {Attributes: map[string]json.RawMessage{"seen": json.RawMessage(`1`)}},
		"Conversation.Labels.seen":     {Labels: map[string]string{"seen": "1"}},
		"Conversation.Attributes":      {Labels: map[string]string{}},
		"Agent.Name":                   {Agent: Agent{Name: "Ada"}},
		"Conversation.Summary":         {Summary: "so far"},
		"nothing":                      {StartedAt: time.Time{}.In(time.FixedZone("", 3600))},
	} {
		c.ID, c.Volatile = "c1", []string{volatile}
		if c.Hash() != want {
			t.Errorf("%s changes the hash", volatile)
		}
	}
}

// TestHashIsStable: a hash that is kept can be compared with one of another process.
func TestHashIsStable(t *testing.T) {
	c := &Conversation{ID: "c1", Title: "Hello", StartedAt: time.Unix(1760000000, 5).UTC(), Labels: map[string]string{"b": "2", "a": "1"}, Messages: []Message{{Role: RoleUser, Text: "Hi"}}}
	const want = "39b317876b6221fdb97d851a50455b6c"
	if got := fmt.Sprintf("%x", c.Hash()); got != want {
		t.Errorf("the hash is %s, want %s; a change of it is a change for everyone who keeps hashes", got, want)
	}
}
