package main

import (
	"strings"
	"testing"
)

const events = `{"Action":"start","Package":"p/generated"}
{"Action":"skip","Package":"p/generated"}
{"Action":"attr","Package":"p/generated/b","Test":"TestConformance","Key":"conformance","Value":"{\"tried\":5,\"survived\":5,\"expected\":20,\"delivered\":20}"}
{"Action":"attr","Package":"p/generated/b","Test":"TestConformance","Key":"other","Value":"x"}
{"Action":"pass","Package":"p/generated/b"}
`

func TestTable(t *testing.T) {
	tests := []struct {
		name, more, problem string
	}{
		{name: "good"},
		{"not as specified", `{"Action":"attr","Package":"p/generated/a","Key":"conformance","Value":"{\"tried\":5,\"survived\":4}"}`, "a: 1 faults had another outcome"},
		{"lost", `{"Action":"attr","Package":"p/generated/a","Key":"conformance","Value":"{\"tried\":5,\"survived\":5,\"lost\":2}"}`, "2 records were lost"},
		{"nothing tried", `{"Action":"attr","Package":"p/generated/a","Key":"conformance","Value":"{}"}`, "a: no fault was tried"},
		{"no end", `{"Action":"fail","Package":"p/generated/a"}`, "a: the suite did not come to its end"},
		{"a test failed", `{"Action":"fail","Package":"p/generated/b"}`, "b: a test failed"},
		{"no event", `FAIL`, "gives no event"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			results, err := collect(strings.NewReader(events + test.more))
			var out strings.Builder
			if err == nil {
				err = show(&out, results)
			}
			if test.problem == "" {
				if err != nil {
					t.Error(err)
				}
				if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), "b 5 5 20 20 0 0 all 5 5 20 20 0 0") {
					t.Errorf("the table is\n%s", out.String())
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.problem) {
				t.Errorf("the error is %v, want %q", err, test.problem)
			}
		})
	}
	testLines(t)
	if show(&strings.Builder{}, nil) == nil {
		t.Error("no provider gives no error")
	}
}

// testLines wants of a test that says something of every record the first few lines.
func testLines(t *testing.T) {
	t.Helper()
	more := `{"Action":"output","Package":"p/generated/b","Test":"T/x","Output":"    list.go:9: conversation 0: wrong\n"}` + "\n"
	failed := `{"Action":"output","Package":"p/generated/b","Test":"T/x","Output":"--- FAIL: T/x\n"}` + "\n" + `{"Action":"fail","Package":"p/generated/b"}`
	results, err := collect(strings.NewReader(events + strings.Repeat(more, 28) + failed))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := show(&out, results); err == nil {
		t.Error("a failed test gives no error")
	}
	text := out.String()
	if strings.Count(text, "conversation 0") != 4 || !strings.Contains(text, "and 24 lines more, of 1 tests") || !strings.Contains(text, "--- FAIL: T/x") {
		t.Errorf("it shows\n%s", text)
	}
}
