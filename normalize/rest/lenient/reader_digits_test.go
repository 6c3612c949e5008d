package lenient

import "testing"

// TestDigits: the text of a number has all its digits, in one form for each value.
func TestDigits(t *testing.T) {
	for in, want := range map[string]string{
		"5": "5", "5.0": "5", "-0": "0", "-0.0": "0", "0e5": "0", "1e3": "1000", "1.5e1": "15", "1.25": "1.25", "1.2500": "1.25",
		"0.001": "0.001", "-12.5e-3": "-0.0125", "9007199254740993": "9007199254740993", "18446744073709551616": "18446744073709551616",
		"12345678901234567890.123456789": "12345678901234567890.123456789", "1e-3": "0.001", "120": "120", "1E+2": "100", "1e999999": "", "0e999999": "0",
	} {
		var r Reader
		var is Issues
		r.Reset([]byte(in), &is)
		got := r.Digits("ID")
		issues := is.Take()
		if got.Value != want || got.OK != (want != "") || (len(issues) > 0) != (want == "") {
			t.Errorf("%s gives %q, %v, with %v; want %q", in, got.Value, got.OK, issues, want)
		}
	}
	for in, want := range map[string]string{`"42"`: "42", `"x"`: "", `true`: "", `null`: "", `[1]`: ""} {
		var r Reader
		var is Issues
		r.Reset([]byte(in), &is)
		if got, issues := r.Digits("ID"), is.Take(); got.Value != want || (len(issues) == 0) != (in == "null") {
			t.Errorf("%s gives %q with %v, want %q", in, got.Value, issues, want)
		}
	}
}
