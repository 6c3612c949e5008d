package times

import (
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// isoUnits are the designators in the order in which they may come; the
// lengths of years and months are not known.
var isoUnits = [...]struct {
	letter byte
	time   bool // behind the T
	unit   time.Duration
}{
	{'Y', false, 0}, {'M', false, 0}, {'W', false, 7 * 24 * time.Hour}, {'D', false, 24 * time.Hour},
	{'H', true, time.Hour}, {'M', true, time.Minute}, {'S', true, time.Second},
}

// ISODuration reads a length of time as ISO 8601 writes it, such as PT1M30.5S; a
// week is 7 days and a day 24 hours. Every number may have a fraction. Years and
// months that are not 0, and a negative length, are issues. Empty text is
// missing.
func ISODuration(in lenient.Opt[string], s lenient.Site) lenient.Opt[time.Duration] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" {
		return lenient.Opt[time.Duration]{}
	}
	d, reason := isoDuration(text)
	if reason != "" {
		s.Text(in.Value, reason)
		return lenient.Opt[time.Duration]{}
	}
	return lenient.Some(d)
}

func isoDuration(text string) (total time.Duration, reason string) {
	minus := text[0] == '-'
	if minus || text[0] == '+' {
		text = text[1:]
	}
	if text == "" || text[0]|0x20 != 'p' {
		return 0, notISODuration
	}
	text = text[1:]
	next, inTime, parts := 0, false, 0
	for text != "" {
		if text[0]|0x20 == 't' && !inTime {
			inTime, text = true, text[1:]
			if text == "" {
				return 0, notISODuration
			}
		}
		number, letter, rest := isoPart(text)
		index := isoUnit(letter, inTime)
		if number == "" || index < next {
			return 0, notISODuration
		}
		next, text = index+1, rest
		parts++
		d, reason := isoLength(number, isoUnits[index].unit)
		if reason != "" {
			return 0, reason
		}
		if total += d; total < 0 {
			return 0, durationRange
		}
	}
	switch {
	case parts == 0:
		return 0, notISODuration
	case minus && total > 0:
		return 0, durationNegative
	}
	return total, ""
}

// isoPart cuts a number and its designator off; the number is empty where
// there is none.
func isoPart(text string) (number string, letter byte, rest string) {
	i := 0
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i > 0 && i+1 < len(text) && (text[i] == '.' || text[i] == ',') && isDigit(text[i+1]) {
		for i++; i < len(text) && isDigit(text[i]); i++ {
		}
	}
	if i == 0 || i == len(text) {
		return "", 0, ""
	}
	return text[:i], text[i] &^ 0x20, text[i+1:]
}

func isoUnit(letter byte, inTime bool) int {
	for i := range isoUnits {
		if isoUnits[i].letter == letter && isoUnits[i].time == inTime {
			return i
		}
	}
	return -1
}

// isoLength gives number units; unit 0 is one without a fixed length.
func isoLength(number string, unit time.Duration) (time.Duration, string) {
	if i := strings.IndexByte(number, ','); i >= 0 {
		number = number[:i] + "." + number[i+1:]
	}
	calendar := unit == 0
	if calendar {
		unit = time.Second
	}
	a, reason := decimalAmount(number, unit)
	if calendar {
		if reason != "" || a != (amount{}) {
			return 0, calendarDuration
		}
		return 0, ""
	}
	out, reason := length(a, unit, reason)
	return out.Value, reason
}
