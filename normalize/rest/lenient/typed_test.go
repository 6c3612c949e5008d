package lenient

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type (
	named    string
	namedInt int32
	ratio32  float32
	flag     bool
	namedRaw json.RawMessage
	tags     []named
)

func TestTyped(t *testing.T) {
	text, number, small, yes, list := named("a"), namedInt(-3), ratio32(0.1), flag(true), []named{"a", ""}
	some, null := json.RawMessage(` {"a":1} `), json.RawMessage("null")
	var noList []named
	for name, test := range map[string]struct{ got, want any }{
		"text":           {Text(text), Some("a")},
		"empty text":     {Text(""), Some("")},
		"text pointer":   {TextPtr(&text), Some("a")},
		"no text":        {TextPtr[named](nil), Opt[string]{}},
		"int":            {IntOf(number), Some(int64(-3))},
		"int pointer":    {IntPtr(&number), Some(int64(-3))},
		"no int":         {IntPtr[int](nil), Opt[int64]{}},
		"large int":      {IntOf(uint64(math.MaxUint64)), Opt[int64]{}},
		"largest int":    {IntOf(uint64(math.MaxInt64)), Some(int64(math.MaxInt64))},
		"least int":      {IntOf(int64(math.MinInt64)), Some(int64(math.MinInt64))},
		"float":          {FloatOf(0.1), Some(0.1)},
		"large float":    {FloatOf(16777217.0), Some(16777217.0)},
		"float32":        {FloatPtr(&small), Some(0.1)},
		"no float":       {FloatPtr[float64](nil), Opt[float64]{}},
		"bool":           {BoolOf(yes), Some(true)},
		"bool pointer":   {BoolPtr(&yes), Some(true)},
		"no bool":        {BoolPtr[bool](nil), Opt[bool]{}},
		"texts":          {TextsOf(list), Some([]string{"a", ""})},
		"texts pointer":  {TextsPtr(&list), Some([]string{"a", ""})},
		"empty texts":    {TextsOf([]string{}), Some([]string{})},
		"nil texts":      {TextsPtr(&noList), Opt[[]string]{}},
		"no texts":       {TextsPtr[string](nil), Opt[[]string]{}},
		"raw":            {RawOf(some), raw(`{"a":1}`)},
		"named raw":      {RawOf(namedRaw("1")), raw("1")},
		"named texts":    {TextsOf(tags{"a"}), Some([]string{"a"})},
		"raw pointer":    {RawPtr(&some), raw(`{"a":1}`)},
		"raw null":       {RawPtr(&null), Opt[json.RawMessage]{}},
		"raw nothing":    {RawOf[json.RawMessage](nil), Opt[json.RawMessage]{}},
		"no raw":         {RawPtr[namedRaw](nil), Opt[json.RawMessage]{}},
		"marshal":        {Marshal(map[string]any{"b": "<", "a": 1}), raw(`{"a":1,"b":"<"}`)},
		"marshal nil":    {Marshal((*flag)(nil)), Opt[json.RawMessage]{}},
		"marshal a func": {Marshal(func() {}), Opt[json.RawMessage]{}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	copied := RawOf(some)
	some[1] = 'X'
	if string(copied.Value) != `{"a":1}` {
		t.Errorf("RawOf shares its bytes: %s", copied.Value)
	}
}
