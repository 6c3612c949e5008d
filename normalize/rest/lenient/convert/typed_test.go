package convert

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
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
		"text":           {Text(text), lenient.Some("a")},
		"empty text":     {Text(""), lenient.Some("")},
		"text pointer":   {TextPtr(&text), lenient.Some("a")},
		"no text":        {TextPtr[named](nil), lenient.Opt[string]{}},
		"int":            {IntOf(number), lenient.Some(int64(-3))},
		"int pointer":    {IntPtr(&number), lenient.Some(int64(-3))},
		"no int":         {IntPtr[int](nil), lenient.Opt[int64]{}},
		"large int":      {IntOf(uint64(math.MaxUint64)), lenient.Opt[int64]{}},
		"largest int":    {IntOf(uint64(math.MaxInt64)), lenient.Some(int64(math.MaxInt64))},
		"least int":      {IntOf(int64(math.MinInt64)), lenient.Some(int64(math.MinInt64))},
		"float":          {FloatOf(0.1), lenient.Some(0.1)},
		"large float":    {FloatOf(16777217.0), lenient.Some(16777217.0)},
		"float32":        {FloatPtr(&small), lenient.Some(0.1)},
		"no float":       {FloatPtr[float64](nil), lenient.Opt[float64]{}},
		"bool":           {BoolOf(yes), lenient.Some(true)},
		"bool pointer":   {BoolPtr(&yes), lenient.Some(true)},
		"no bool":        {BoolPtr[bool](nil), lenient.Opt[bool]{}},
		"texts":          {TextsOf(list), lenient.Some([]string{"a", ""})},
		"texts pointer":  {TextsPtr(&list), lenient.Some([]string{"a", ""})},
		"empty texts":    {TextsOf([]string{}), lenient.Some([]string{})},
		"nil texts":      {TextsPtr(&noList), lenient.Opt[[]string]{}},
		"no texts":       {TextsPtr[string](nil), lenient.Opt[[]string]{}},
		"raw":            {RawOf(some), raw(`{"a":1}`)},
		"named raw":      {RawOf(namedRaw("1")), raw("1")},
		"named texts":    {TextsOf(tags{"a"}), lenient.Some([]string{"a"})},
		"raw pointer":    {RawPtr(&some), raw(`{"a":1}`)},
		"raw null":       {RawPtr(&null), lenient.Opt[json.RawMessage]{}},
		"raw nothing":    {RawOf[json.RawMessage](nil), lenient.Opt[json.RawMessage]{}},
		"no raw":         {RawPtr[namedRaw](nil), lenient.Opt[json.RawMessage]{}},
		"marshal":        {Marshal(map[string]any{"b": "<", "a": 1}), raw(`{"a":1,"b":"<"}`)},
		"marshal nil":    {Marshal((*flag)(nil)), lenient.Opt[json.RawMessage]{}},
		"marshal a func": {Marshal(func() {}), lenient.Opt[json.RawMessage]{}},
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
