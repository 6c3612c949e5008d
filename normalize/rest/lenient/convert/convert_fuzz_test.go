package convert

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/internal/lenienttest"
	"github.com/parlancehq/parlance/normalize/rest/lenient/times"
)

func FuzzRFC3339(f *testing.F) {
	for _, s := range []string{
		"2025-12-18T17:54:02.153319Z", "2025-12-03T01:14:23+05:30", "2019-08-24t14:15:22z", "2019-08-24 4:15:22,5-24:60", "0000-01-01T00:00:00+01:00",
		"2016-12-31T23:59:60Z", "2024-02-30T00:00:00Z", "9999-12-31T23:59:59.999999999999-00:01", "0001-01-01T00:00:00Z", "2025-12-03", "2025-12-03T14:14:22.719000",
	} {
		f.Add(s)
	}
	for _, s := range lenienttest.ExampleTexts(f) {
		f.Add(s)
	}
	kolkata := times.Zone("Asia/Kolkata")
	f.Fuzz(func(t *testing.T, text string) {
		var is lenient.Issues
		s := is.Site(nil, "Field", "path")
		got := times.RFC3339(lenient.Some(text), s)
		refused := is.Len() > 0
		if got.OK && refused {
			t.Fatalf("%q: both a value and an issue", text)
		}
		if !got.OK && !refused && strings.TrimSpace(text) != "" && got.Value != (time.Time{}) {
			t.Fatalf("%q: neither a value nor an issue", text)
		}
		want, err := time.Parse(time.RFC3339, text)
		if unix := want.Unix(); err == nil && unix >= times.MinUnix && unix <= times.MaxUnix {
			if refused || got.OK == want.IsZero() || !got.Value.Equal(want) || got.Value.Location() != time.UTC {
				t.Fatalf("%q: got %v (refused: %v), want %v", text, got, refused, want)
			}
		}
		if got.OK {
			if _, err := json.Marshal(got.Value); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
		// A time with a zone stays the same instant when it is read as naive.
		is.Take()
		if naive := times.NaiveTime(lenient.Some(text), kolkata, s); got.OK && naive.OK && got != naive {
			t.Fatalf("%q: %v, naive %v", text, got, naive)
		}
		if want, err := time.ParseInLocation("2006-01-02T15:04:05", text, kolkata); err == nil && text[13] == ':' && want.Unix() >= times.MinUnix {
			is.Take()
			if naive := times.NaiveTime(lenient.Some(text), kolkata, s); is.Len() > 0 || !naive.Value.Equal(want) {
				t.Fatalf("%q: naive %v, want %v", text, naive, want)
			}
		}
		times.LayoutTime(lenient.Some(text), time.RFC850, kolkata, s)
		times.LayoutTime(lenient.Some("2025"), text, kolkata, s)
	})
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"PT1M30.5S", "-P1DT2H", "P1Y2M3W4DT5H6M7,8S", "1:30", "100:00:00.5", "1.5s", "1h2m3s", "1e3", "9223372036.854775807", "-0", "1700000000.123"} {
		f.Add(s, int64(1700000000), 1700000000.123)
	}
	for _, s := range lenienttest.ExampleTexts(f) {
		f.Add(s, int64(len(s)), 0.5)
	}
	f.Fuzz(func(t *testing.T, text string, number int64, ratio float64) {
		var is lenient.Issues
		s := is.Site(nil, "Field", "path")
		in := lenient.Some(text)
		for _, unit := range []time.Duration{time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour} {
			for _, got := range []lenient.Opt[time.Duration]{
				times.DurationInt(lenient.Some(number), unit, s), times.DurationFloat(lenient.Some(ratio), unit, s), times.DurationText(in, unit, s), times.ISODuration(in, s), times.ClockDuration(in, s), times.GoDuration(in, s),
			} {
				if got.OK && got.Value < 0 {
					t.Fatalf("%q, %d, %g: negative %v", text, number, ratio, got.Value)
				}
			}
			if got := times.DurationFloat(lenient.Some(ratio), unit, s); got.OK {
				if want := ratio * float64(unit); math.Abs(want-float64(got.Value)) > 1+want/1e12 {
					t.Fatalf("%g %v: got %v", ratio, unit, got.Value)
				}
			}
			for _, got := range []lenient.Opt[time.Time]{times.UnixTime(lenient.Some(number), unit, s), times.UnixTimeFloat(lenient.Some(ratio), unit, s), times.UnixTimeText(in, unit, s)} {
				if unix := got.Value.Unix(); got.OK && (unix < 0 || unix > times.MaxUnix) {
					t.Fatalf("%q, %d, %g: out of range %v", text, number, ratio, got.Value)
				}
			}
		}
		if want, err := time.ParseDuration(text); err == nil && want >= 0 && times.GoDuration(in, s) != lenient.Some(want) {
			t.Fatalf("%q: got %v, want %v", text, times.GoDuration(in, s), want)
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{`{"a":[1,2]}`, `[1,[2],{"a":"]"}]`, `"a\ud800"`, `null`, `-1.5e3`, ` , `, "\xff", `[`, `[}`, `[:`} {
		f.Add(s, ",")
	}
	for _, s := range lenienttest.ExampleTexts(f) {
		f.Add(s, " ")
	}
	f.Fuzz(func(t *testing.T, text, sep string) {
		var is lenient.Issues
		s := is.Site(nil, "Field", "path")
		in, value := lenient.Some(text), lenient.Some(json.RawMessage(text))
		if got := EmbeddedJSON(in, 0, s); got.OK && !json.Valid(got.Value) {
			t.Fatalf("%q: embedded %q is not JSON", text, got.Value)
		}
		for _, got := range []lenient.Opt[json.RawMessage]{lenient.TextJSON(in), lenient.TextsJSON(lenient.Split(in, sep)), lenient.TextsJSON(lenient.Collect(in, in))} {
			if got.OK && !json.Valid(got.Value) {
				t.Fatalf("%q: %q is not JSON", text, got.Value)
			}
		}
		var list []json.RawMessage
		if err := json.Unmarshal([]byte(text), &list); err == nil && list != nil {
			if got := lenient.Count(value); got != lenient.Some(int64(len(list))) {
				t.Fatalf("%q: counted %v, want %d", text, got, len(list))
			}
		}
		lenient.Count(value)
		var want string
		if got := lenient.ScalarText(value); json.Unmarshal([]byte(text), &want) == nil && strings.HasPrefix(strings.TrimSpace(text), `"`) && got != lenient.Some(want) {
			t.Fatalf("%q: scalar text %q, want %q", text, got.Value, want)
		}
		if got := Template([]string{sep, sep, sep}, in, in); got.OK && got.Value != strings.TrimSpace(got.Value) {
			t.Fatalf("%q: template %q has white space at its ends", text, got.Value)
		}
		var r lenient.Reader
		r.Reset([]byte(text), &is)
		r.PeekJSON("J")
		r.PeekObject("O")
		r.PeekArray("A")
		r.Texts("T[]")
		r.RawObject("O")
		r.RawArray("A")
	})
}
