package times

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// zones caches the locations by name. It is copied to be written, so that
// reading needs no lock; the names are those of field maps, so it stays small.
var (
	zones    atomic.Pointer[map[string]*time.Location]
	zonesAdd sync.Mutex
)

// Zone gives the time zone with the name: "UTC", an offset such as "+05:30", or
// an IANA name such as "Asia/Kolkata". It is nil where the machine does not know
// the name, which can be for want of a time zone database (a program that
// imports time/tzdata carries one); the functions that take a zone then report
// an issue. It may be called concurrently.
func Zone(name string) *time.Location {
	if have := zones.Load(); have != nil {
		if zone, ok := (*have)[name]; ok {
			return zone
		}
	}
	zone := findZone(name)
	zonesAdd.Lock()
	defer zonesAdd.Unlock()
	all := map[string]*time.Location{}
	if have := zones.Load(); have != nil {
		all = maps.Clone(*have)
	}
	all[name] = zone
	zones.Store(&all)
	return zone
}

func findZone(name string) *time.Location {
	switch name {
	case "UTC":
		return time.UTC
	case "", "Local": // LoadLocation takes them, but they are not zones
		return nil
	}
	if t, err := time.Parse("-07:00", name); err == nil {
		_, offset := t.Zone()
		return time.FixedZone(name, offset)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}
