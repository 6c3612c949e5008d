package times

import "time"

// civil is a date and a time of day as ISO 8601 writes them.
type civil struct {
	year, month, day, hour, minute, second, nanos int

	form   form
	zoned  bool // it says its offset
	offset int  // seconds east of UTC
}

// form is how much of the time of day a civil says.
type form uint8

const (
	dateOnly form = iota
	withMinutes
	withSeconds
)

// parseISO reads 2006-01-02, then T, t or a space and 15:04, then :05, then a
// fraction after a point or a comma, then Z, z, +07:00, +0700 or +07; everything
// behind the date may be left out from the end, the fraction only with seconds,
// the zone alone. It is false for any other text and for days and times
// that do not exist. Second 60 is taken where a leap second may be.
func parseISO(s string) (c civil, ok bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return c, false
	}
	century, year := pair(s[0], s[1]), pair(s[2], s[3])
	c.month, c.day = pair(s[5], s[6]), pair(s[8], s[9])
	if century < 0 || year < 0 || c.month < 1 || c.month > 12 || c.day < 1 {
		return c, false
	}
	c.year = century*100 + year
	if c.day > 28 && c.day > daysIn(c.year, c.month) {
		return c, false
	}
	if len(s) == 10 {
		return c, true
	}
	if len(s) < 16 || s[10] != 'T' && s[10] != 't' && s[10] != ' ' || s[13] != ':' {
		return c, false
	}
	c.form = withMinutes
	c.hour, c.minute = pair(s[11], s[12]), pair(s[14], s[15])
	if uint(c.hour) > 23 || uint(c.minute) > 59 {
		return c, false
	}
	s = s[16:]
	if len(s) >= 3 && s[0] == ':' {
		c.form = withSeconds
		c.second = pair(s[1], s[2])
		if uint(c.second) > 59 && (c.second != 60 || c.minute != 59) {
			return c, false
		}
		c.nanos, s = fraction(s[3:])
	}
	return c, c.zone(s)
}

// zone reads what is behind the time of day.
func (c *civil) zone(s string) bool {
	if s == "" {
		return true
	}
	c.zoned = true
	if s[0] == 'Z' || s[0] == 'z' {
		return len(s) == 1
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return false
	}
	hours, minutes := pair(s[1], s[2]), 0
	switch {
	case len(s) == 6 && s[3] == ':':
		minutes = pair(s[4], s[5])
	case len(s) == 5:
		minutes = pair(s[3], s[4])
	case len(s) != 3:
		return false
	}
	if uint(hours) > 23 || uint(minutes) > 59 {
		return false
	}
	c.offset = hours*3600 + minutes*60
	if s[0] == '-' {
		c.offset = -c.offset
	}
	return true
}

// in gives the instant; zone is for a civil that does not say its own. The
// result is in UTC.
func (c *civil) in(zone *time.Location) time.Time {
	if c.zoned || zone == time.UTC {
		seconds := c.days()*86400 + int64(c.hour*3600+c.minute*60+c.second-c.offset)
		return time.Unix(seconds, int64(c.nanos)).UTC()
	}
	return time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.second, c.nanos, zone).UTC()
}

// days counts from 1970-01-01, in the Gregorian calendar. Years begin in March,
// so that the day that is not in every year is their last.
func (c *civil) days() int64 {
	year, month := int64(c.year), int64(c.month)
	if month <= 2 {
		year--
		month += 12
	}
	const before = 719_468    // days from March of the year 0 to 1970
	era := (year+400)/400 - 1 // the year may be -1
	of := year - era*400
	return era*146_097 + of*365 + of/4 - of/100 + (153*(month-3)+2)/5 + int64(c.day) - 1 - before
}

// fraction reads a point or comma and digits, and gives the nanoseconds and what
// is behind; digits beyond the ninth are cut off.
func fraction(s string) (nanos int, rest string) {
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !isDigit(s[1]) {
		return 0, s
	}
	i, scale := 1, 1_000_000_000
	for ; i < len(s) && isDigit(s[i]); i++ {
		if scale > 1 {
			nanos = nanos*10 + int(s[i]-'0')
			scale /= 10
		}
	}
	return nanos * scale, s[i:]
}

// pair is the number of two digits, or negative.
func pair(high, low byte) int {
	if !isDigit(high) || !isDigit(low) {
		return -1
	}
	return int(high-'0')*10 + int(low-'0')
}

func isDigit(c byte) bool { return c-'0' < 10 }

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
