package normalize

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fill sets every settable field below v to something that is not zero.
func fill(v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)))
		return
	case json.RawMessage:
		v.SetBytes([]byte(`{"a":[1,"<&>"]}`))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Int, reflect.Int64:
		v.SetInt(1_500_000_000)
	case reflect.Float64:
		v.SetFloat(2.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Map:
		elem := reflect.New(v.Type().Elem()).Elem()
		fill(elem)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), elem)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("no value for " + v.Type().String())
	}
}

func TestEveryFieldSurvivesJSON(t *testing.T) {
	var want Conversation
	fill(reflect.ValueOf(&want).Elem())
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Conversation
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	// Marshalling escapes <, > and & in raw values, which changes their bytes
	// and not what they say.
	sameJSON := cmp.Comparer(func(a, b json.RawMessage) bool {
		var x, y any
		return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
	})
	if diff := cmp.Diff(want, got, sameJSON); diff != "" {
		t.Errorf("after a round trip (-want +got):\n%s", diff)
	}
	for _, part := range []string{`"duration":1.5,`, `"start_offset":1.5,`, `"raw":{"a":[1,`, `"agent":{"id":"text"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("the JSON has no %s:\n%s", part, text)
		}
	}
}

func TestZeroConversationIsEmptyJSON(t *testing.T) {
	for _, v := range []any{Conversation{}, &Conversation{}, Recording{}, Word{}, Participant{}} {
		text, err := json.Marshal(v)
		if err != nil || string(text) != "{}" {
			t.Errorf("%T: %s, %v; want {}", v, text, err)
		}
	}
	if text, _ := json.Marshal(Message{}); string(text) != `{"index":0}` {
		t.Errorf("Message: %s", text)
	}
}

func TestZeroThatIsAnAnswerIsKept(t *testing.T) {
	zero, none, no := time.Duration(0), 0.0, false
	count := 0
	c := Conversation{
		MessageCount: &count,
		Feedback:     Feedback{Rating: &none, Like: &no},
		Messages:     []Message{{StartOffset: &zero}},
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"messages":[{"index":0,"start_offset":0}],"message_count":0,"feedback":{"rating":0,"like":false}}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                               "0",
		1:                               "0.000000001",
		-1500 * time.Millisecond:        "-1.5",
		-time.Nanosecond:                "-0.000000001",
		90 * time.Second:                "90",
		math.MaxInt64:                   "9223372036.854775807",
		math.MinInt64:                   "-9223372036.854775808",
		time.Hour + 250*time.Nanosecond: "3600.00000025",
	} {
		text, err := json.Marshal(seconds(d))
		if err != nil || string(text) != want {
			t.Errorf("%d ns: %s, %v; want %s", d, text, err, want)
		}
		var back seconds
		if err := json.Unmarshal(text, &back); err != nil || time.Duration(back) != d {
			t.Errorf("%s: back to %d, %v; want %d", text, back, err, d)
		}
	}
	for text, want := range map[string]time.Duration{
		"1e2": 100 * time.Second, "1.5E0": 1500 * time.Millisecond, "0.1234567891": 123456789, "null": 0, "-0.5": -500 * time.Millisecond,
	} {
		var got seconds
		if err := json.Unmarshal([]byte(text), &got); err != nil || time.Duration(got) != want {
			t.Errorf("%s: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{`"1"`, "1e300", "99999999999", "true", `{}`} {
		var got seconds
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s: no error, %d", text, got)
		}
	}
}
