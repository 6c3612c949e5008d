package examples

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// TwoWays checks that the two ways into a mapping give the same result: decode
// reads the bytes, typed goes through the typed client's struct. It tries every
// record of the schema in the examples, and some that the fake makes up. Null and
// absent members count as the same, since the struct cannot tell them apart.
func TwoWays(t *testing.T, cfg Config, schema string, decode, typed func(raw []byte) (any, error)) {
	t.Helper()
	records, err := recordsOf(cfg, schema)
	if err != nil {
		t.Fatal(err)
	}
	for i, raw := range records {
		one, errOne := decode(raw)
		two, errTwo := typed(raw)
		if (errOne == nil) != (errTwo == nil) {
			t.Errorf("record %d: the decoder says %v, the typed struct %v\n%s", i, errOne, errTwo, raw)
			continue
		}
		if diff := cmp.Diff(plain(one), plain(two)); errOne == nil && diff != "" {
			t.Errorf("record %d (-decoder +typed):\n%s\n%s", i, diff, raw)
		}
	}
}

// plain is a value as its JSON says it, without what is null.
func plain(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint("cannot be marshaled: ", err)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		return fmt.Sprint("is not JSON: ", err)
	}
	if members, ok := out.(map[string]any); ok {
		delete(members, "provider") // the runtime sets these, not the decoder
		delete(members, "volatile")
	}
	return withoutNulls(out)
}

func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			if item == nil {
				delete(v, name)
				continue
			}
			v[name] = withoutNulls(item)
		}
	case []any:
		for i := range v {
			v[i] = withoutNulls(v[i])
		}
	}
	return v
}

// FuzzDecoder feeds a decoder with records of the schema, odd ones, and whatever
// the fuzzer makes of them. It must not panic, and what it gives must marshal.
func FuzzDecoder(f *testing.F, cfg Config, schema string, decode func(raw []byte) (any, error)) {
	f.Helper()
	records, err := recordsOf(cfg, schema)
	if err != nil {
		f.Fatal(err)
	}
	for _, raw := range records[:min(len(records), 8)] {
		f.Add(raw)
	}
	for _, text := range []string{``, `null`, `{}`, `[]`, `"x"`, `17`, `{"id":`, "{\"\xff\":\"\xff\"}", `{"a":{"a":{"a":[[[[]]]]}}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := decode(raw)
		if err != nil || !json.Valid(raw) {
			return
		}
		if _, err := json.Marshal(v); err != nil {
			t.Errorf("what came out cannot be marshaled: %v", err)
		}
	})
}

// recordsOf gives the records of the schema in the examples, and some that the
// fake makes up where the schema is one that it serves.
func recordsOf(cfg Config, name string) ([][]byte, error) {
	d, err := declared.LoadOnce(cfg.Specs)
	if err != nil {
		return nil, err
	}
	fake, err := server.OpenDeclared(d, synth.Options{Conversations: 12})
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, file := range declared.SortedKeys(d.Examples) {
		x := &example{fake: fake, source: fake.Served[0], name: file}
		v, ok := jsontree.Decode(d.Examples[file])
		if strings.HasSuffix(file, ".golden.json") || !ok || !x.classify(v) || x.isError() {
			continue
		}
		out = gather(x.op.Success().Schema, v, name, out)
	}
	for _, s := range fake.Served {
		for i := range fake.Len() {
			truth := s.World.Truth(i)
			out = gather(s.Record.Schema, s.Record.Conversation(truth), name, out)
			if s.Detail != nil {
				out = gather(s.Detail.Schema, s.Detail.Conversation(truth), name, out)
			}
			if s.Message != nil {
				out = gather(s.Message.Schema, s.Message.Single(truth, i), name, out)
			}
		}
	}
	return out, nil
}

// gather finds the values of the component in v, which is of schema s.
func gather(s *openapi.Schema, v any, name string, out [][]byte) [][]byte {
	if s == nil || v == nil {
		return out
	}
	if s.Ref == name {
		return append(out, jsontree.Encode(nil, v, jsontree.Layouts[len(out)%2]))
	}
	switch v := v.(type) {
	case *jsontree.Array:
		for _, item := range v.Items {
			out = gather(s.Items, item, name, out)
		}
	case *jsontree.Object:
		for _, m := range v.Members {
			if prop := s.Property(m.Name); prop != nil {
				out = gather(prop.Schema, m.Value, name, out)
			}
		}
	}
	for _, variant := range s.Variants {
		fits := true
		schemas.Fits(variant, v, nil, func(string, ...any) { fits = false })
		if fits {
			return gather(variant, v, name, out)
		}
	}
	return out
}
