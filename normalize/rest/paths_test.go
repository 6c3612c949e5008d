package rest_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// TestRecordsInArrays: records, and what a page says beside them, are read out of
// the first element of an array where the shape says so, and nowhere else.
func TestRecordsInArrays(t *testing.T) {
	for _, test := range []struct {
		name, body string
		shape      api.Shape
		ids        []string
		cursor     string
		fails      bool
	}{
		{name: "of an object in it", body: `{"groups":[{"calls":[{"id":"a"},{"id":"b"}],"next":"n"},{"calls":[{"id":"c"}]}]}`,
			shape: api.Shape{Records: []api.Path{{"groups", api.First, "calls"}}, Cursor: []api.Path{{"groups", "next"}}}, ids: []string{"a", "b"}, cursor: "n"},
		{name: "cursor first", body: `{"groups":[{"next":"n","calls":[{"id":"a"}]}]}`,
			shape: api.Shape{Records: []api.Path{{"groups", api.First, "calls"}}, Cursor: []api.Path{{"groups", "next"}}}, ids: []string{"a"}, cursor: "n"},
		{name: "of the body", body: `[{"calls":[{"id":"a"}]},{"next":"n"}]`,
			shape: api.Shape{Records: []api.Path{{api.First, "calls"}}, Cursor: []api.Path{{"next"}}}, ids: []string{"a"}},
		{name: "an array of arrays", body: `{"rows":[[{"id":"a"}],[{"id":"b"}]]}`, shape: api.Shape{Records: []api.Path{{"rows", api.First}}}, ids: []string{"a"}},
		{name: "twice", body: `[[{"rows":[[[{"id":"a"}]]]}]]`, shape: api.Shape{Records: []api.Path{{api.First, api.First, "rows", api.First, api.First}}}, ids: []string{"a"}},
		{name: "one of two places", body: `{"calls":[{"id":"a"}]}`, shape: api.Shape{Records: []api.Path{{"groups", api.First, "calls"}, {"calls"}}}, ids: []string{"a"}},
		{name: "an empty array", body: `{"groups":[],"total":0}`, shape: api.Shape{Records: []api.Path{{"groups", api.First, "calls"}}, Total: []api.Path{{"total"}}}},
		{name: "an error beside an empty array", body: `{"groups":[],"error":"closed"}`, shape: api.Shape{Records: []api.Path{{"groups", api.First, "calls"}}}, fails: true},
		{name: "not said", body: `{"groups":[{"calls":[{"id":"a"}]}]}`, shape: api.Shape{Records: []api.Path{{"groups", "calls"}}}, fails: true},
		{name: "not so deep", body: `[[{"id":"a"}]]`, shape: api.Shape{Records: []api.Path{{api.First, "calls"}}}, fails: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 200, test.body) })
				got, err := resttest.Things(test.shape, paging.Cursor{}).Page(t.Context(), c, rest.Run{})
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
