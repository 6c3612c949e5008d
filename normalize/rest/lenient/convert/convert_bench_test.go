package convert

import (
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/times"
)

func BenchmarkRFC3339(b *testing.B) {
	for name, text := range map[string]string{"Z": "2025-12-18T17:54:02.153319Z", "offset": "2025-12-03T14:14:23.735228+05:30", "seconds": "2019-08-24T14:15:22Z"} {
		b.Run(name, func(b *testing.B) {
			var is lenient.Issues
			b.ReportAllocs()
			for b.Loop() {
				if !times.RFC3339(lenient.Some(text), is.Site(nil, "At", "at")).OK {
					b.Fatal("not read")
				}
			}
		})
		b.Run(name+"/time.Parse", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if t, err := time.Parse(time.RFC3339, text); err != nil || t.UTC().IsZero() {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNaiveTime(b *testing.B) {
	for _, zone := range []string{"UTC", "Asia/Kolkata"} {
		b.Run(zone, func(b *testing.B) {
			var is lenient.Issues
			b.ReportAllocs()
			for b.Loop() {
				if !times.NaiveTime(lenient.Some("2025-12-03T14:14:22.719000"), times.Zone(zone), is.Site(nil, "At", "at")).OK {
					b.Fatal("not read")
				}
			}
		})
	}
}

func BenchmarkEnum(b *testing.B) {
	var is lenient.Issues
	b.ReportAllocs()
	for b.Loop() {
		if !Enum(lenient.Some("glad"), moodOf, is.Site(nil, "Mood", "mood")).OK {
			b.Fatal("not read")
		}
	}
}

func BenchmarkDurationFloat(b *testing.B) {
	var is lenient.Issues
	b.ReportAllocs()
	for b.Loop() {
		if !times.DurationFloat(lenient.Some(93.61), time.Second, is.Site(nil, "Duration", "duration")).OK {
			b.Fatal("not read")
		}
	}
}
