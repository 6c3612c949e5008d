package lenient

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// String reads a string. A number or a boolean is an issue, but its literal text
// is kept as the value, so that an id sent as a number stays usable. What is
// not UTF-8 in it becomes U+FFFD.
func (r *Reader) String(field string) Opt[string] {
	if r.pending && r.at() == '"' || r.Kind() == '"' { // no white space before: nearly always
		r.pending = false
		start := r.pos + 1
		end, plain := r.skipString()
		return Some(r.text(r.data[start:end], plain))
	}
	kind := r.Kind()
	value := r.Value()
	switch {
	case kind == '0' || kind == 't' || kind == 'f':
		r.issue(field, value, "expected a string; its text is kept")
		return Some(string(value))
	case kind != 'n' && len(value) > 0:
		r.issue(field, value, "expected a string")
	}
	return Opt[string]{}
}

// Int reads a whole number; 5.0 and 5e0 are whole. A fraction, or a number that
// does not fit, is an issue; so is a string that holds a whole number, but its
// value is kept.
func (r *Reader) Int(field string) Opt[int64] {
	kind := r.Kind()
	value := r.Value()
	switch kind {
	case '0':
		v, reason := parseInt(value)
		if reason == "" {
			return Some(v)
		}
		r.issue(field, value, reason)
	case '"':
		if v, reason := parseInt(bytes.Trim(value, `"`)); reason == "" {
			r.issue(field, value, "expected a number; the one in the string is used")
			return Some(v)
		}
		r.issue(field, value, "expected a number")
	case 'n', 0:
	default:
		r.issue(field, value, "expected a number")
	}
	return Opt[int64]{}
}

// Float reads a number. One that does not fit is an issue; so is a string that
// holds a number, but its value is kept.
func (r *Reader) Float(field string) Opt[float64] {
	kind := r.Kind()
	value := r.Value()
	switch kind {
	case '0':
		v, err := strconv.ParseFloat(string(value), 64)
		if err == nil {
			return Some(v)
		}
		r.issue(field, value, "number out of range")
	case '"':
		if inner := bytes.Trim(value, `"`); IsNumber(inner) {
			if v, err := strconv.ParseFloat(string(inner), 64); err == nil {
				r.issue(field, value, "expected a number; the one in the string is used")
				return Some(v)
			}
		}
		r.issue(field, value, "expected a number")
	case 'n', 0:
	default:
		r.issue(field, value, "expected a number")
	}
	return Opt[float64]{}
}

// Digits is Float for the text of a number: all its digits, without an exponent, and
// without zeros that say nothing.
func (r *Reader) Digits(field string) Opt[string] {
	kind := r.Kind()
	value := r.Value()
	switch kind {
	case '0':
		d, reason := decimalOf(value)
		if reason == "" {
			return Some(d.text())
		}
		r.issue(field, value, reason)
	case '"':
		if d, reason := decimalOf(bytes.Trim(value, `"`)); reason == "" {
			r.issue(field, value, "expected a number; the one in the string is used")
			return Some(d.text())
		}
		r.issue(field, value, "expected a number")
	case 'n', 0:
	default:
		r.issue(field, value, "expected a number")
	}
	return Opt[string]{}
}

// Bool reads true or false. The strings "true" and "false" are an issue, but
// their value is kept.
func (r *Reader) Bool(field string) Opt[bool] {
	kind := r.Kind()
	value := r.Value()
	switch kind {
	case 't', 'f':
		return Some(kind == 't')
	case 'n', 0:
		return Opt[bool]{}
	}
	switch string(value) {
	case `"true"`, `"false"`:
		r.issue(field, value, "expected true or false; the one in the string is used")
		return Some(value[1] == 't')
	}
	r.issue(field, value, "expected true or false")
	return Opt[bool]{}
}

// JSON reads any value but null, as it was sent. The bytes are a copy.
func (r *Reader) JSON(string) Opt[json.RawMessage] {
	kind := r.Kind()
	value := r.Value()
	if kind == 'n' || len(value) == 0 {
		return Opt[json.RawMessage]{}
	}
	return Some(json.RawMessage(bytes.Clone(value)))
}

// inner consumes the string at the position and gives what is in its quotes.
func (r *Reader) inner() []byte {
	r.pending = false
	start := r.pos + 1
	end, _ := r.skipString()
	return r.data[start:end]
}
