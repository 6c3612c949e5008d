package drift

import (
	"fmt"
	"strings"
	"sync"
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
		log := &Log{}
		Watch(log, schemas, "Call", "acme", "list").Record([]byte(test.record))
		var got []string
		for _, e := range log.Entries() {
			got = append(got, fmt.Sprintf("%s %s (%s)", e.Kind, e.Path, e.Sample))
		}
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

// TestLog: a log is shared by goroutines, counts, calls once, and is bounded.
func TestLog(t *testing.T) {
	var mu sync.Mutex
	calls := 0
	log := &Log{OnNew: func(Entry) { mu.Lock(); calls++; mu.Unlock() }}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			w := Watch(log, schemas, "Call", "acme", "list")
			for i := range 1500 {
				w.Record(fmt.Appendf(nil, `{"id":"1","state":"open","x%c%c%c":1}`, 'a'+i%26, 'a'+i/26%26, 'a'+i/676))
			}
		})
	}
	wg.Wait()
	entries := log.Entries()
	var total int64
	for _, e := range entries {
		total += e.Count
	}
	if len(entries) != most || calls != most || total+log.Dropped() != 6000 {
		t.Errorf("%d entries, %d calls, %d counted, %d dropped", len(entries), calls, total, log.Dropped())
	}
	if Watch(nil, schemas, "Call", "", "") != nil || Watch(log, schemas, "Nobody", "", "") != nil {
		t.Error("something is watched without a log or a schema")
	}
	Watch(nil, nil, "", "", "").Record([]byte(`{}`)) // is nothing, and no panic
}

func FuzzWatch(f *testing.F) {
	f.Add([]byte(`{"id":1,"legs":[{"url":[]}],"x":{"y":[1,{"z":null}]}}`))
	f.Add([]byte(`[{"`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		log := &Log{}
		Watch(log, schemas, "Call", "acme", "list").Record(raw)
		log.Entries()
	})
}
