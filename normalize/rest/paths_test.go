package rest

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// TestRecordsInArrays: records, and what a page says beside them, are read out of
// the first element of an array where the shape says so, and nowhere else.
func TestRecordsInArrays(t *testing.T) {
	for _, test := range []struct {
		name, body string
		shape      Shape
		ids        []string
		cursor     string
		fails      bool
	}{
		{name: "of an object in it", body: `{"groups":[{"calls":[{"id":"a"},{"id":"b"}],"next":"n"},{"calls":[{"id":"c"}]}]}`,
			shape: Shape{Records: []Path{{"groups", First, "calls"}}, Cursor: []Path{{"groups", "next"}}}, ids: []string{"a", "b"}, cursor: "n"},
		{name: "cursor first", body: `{"groups":[{"next":"n","calls":[{"id":"a"}]}]}`,
			shape: Shape{Records: []Path{{"groups", First, "calls"}}, Cursor: []Path{{"groups", "next"}}}, ids: []string{"a"}, cursor: "n"},
		{name: "of the body", body: `[{"calls":[{"id":"a"}]},{"next":"n"}]`,
			shape: Shape{Records: []Path{{First, "calls"}}, Cursor: []Path{{"next"}}}, ids: []string{"a"}},
		{name: "an array of arrays", body: `{"rows":[[{"id":"a"}],[{"id":"b"}]]}`, shape: Shape{Records: []Path{{"rows", First}}}, ids: []string{"a"}},
		{name: "twice", body: `[[{"rows":[[[{"id":"a"}]]]}]]`, shape: Shape{Records: []Path{{First, First, "rows", First, First}}}, ids: []string{"a"}},
		{name: "one of two places", body: `{"calls":[{"id":"a"}]}`, shape: Shape{Records: []Path{{"groups", First, "calls"}, {"calls"}}}, ids: []string{"a"}},
		{name: "an empty array", body: `{"groups":[],"total":0}`, shape: Shape{Records: []Path{{"groups", First, "calls"}}, Total: []Path{{"total"}}}},
		{name: "an error beside an empty array", body: `{"groups":[],"error":"closed"}`, shape: Shape{Records: []Path{{"groups", First, "calls"}}}, fails: true},
		{name: "not said", body: `{"groups":[{"calls":[{"id":"a"}]}]}`, shape: Shape{Records: []Path{{"groups", "calls"}}}, fails: true},
		{name: "not so deep", body: `[[{"id":"a"}]]`, shape: Shape{Records: []Path{{First, "calls"}}}, fails: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTest(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, test.body) })
				got, err := things(test.shape, Cursor{}).Page(t.Context(), c, Run{})
				if test.fails || err != nil {
					if !test.fails || err == nil {
						t.Errorf("the error is %v", err)
					}
					return
				}
				var ids []string
				for _, item := range got.Items {
					ids = append(ids, item.Record.ID)
				}
				if d := cmp.Diff(test.ids, ids); d != "" {
					t.Errorf("ids (-want +got):\n%s", d)
				}
				cursor := ""
				if got.Next != nil {
					cursor = got.Next.Cursor
				}
				if cursor != test.cursor {
					t.Errorf("the cursor is %q, want %q", cursor, test.cursor)
				}
			})
		})
	}
}
