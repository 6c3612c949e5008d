package rest

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
)

func TestListsInAQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.URL.RawQuery)
			reply(w, 200, `[]`)
		})
		l := things(Shape{Records: []Path{{}}}, SinglePage{})
		for _, query := range []string{"state=open done", "state=open|done", "name=\xc3\xbc", "state=open,done&q=a%20b+c%7C"} {
			l.Request = func(ctx context.Context, _ Position) (*http.Request, error) {
				req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/v1/things", nil)
				req.URL.RawQuery = query
				return req, err
			}
			if _, _, err := collect(t.Context(), l, c, Run{}); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
		want := []string{"state=open%20done", "state=open%7Cdone", "name=%C3%BC", "state=open,done&q=a%20b+c%7C"}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("the query is %q, want %q", got[i], want[i])
			}
		}
	})
}
