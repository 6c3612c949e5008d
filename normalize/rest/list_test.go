package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

func TestStyles(t *testing.T) {
	bare := api.Shape{Records: []api.Path{{}}}
	header := api.Shape{Records: []api.Path{{"data"}}, TotalHeader: "X-Total-Count", CursorHeader: "X-Next"}
	tests := []struct {
		name, server string
		shape        api.Shape
		pager        paging.Pager
		size         int
		requests     int64
		total        *int64
	}{
		{"page", "page", resttest.Enveloped, paging.PageNumber{First: 1}, 0, 3, nil},
		{"page, size 5", "page", resttest.Enveloped, paging.PageNumber{First: 1}, 5, 5, nil},
		{"offset, total", "total", resttest.Enveloped, paging.Offset{}, 0, 3, new(int64(25))},
		{"offset, total, exact", "total", resttest.Enveloped, paging.Offset{}, 25, 1, new(int64(25))},
		{"offset, total in header", "header", header, paging.Offset{}, 0, 3, new(int64(25))},
		{"offset, short page", "bare", bare, paging.Offset{DefaultSize: 10}, 0, 3, nil},
		{"offset, empty page", "bare", bare, paging.Offset{}, 0, 4, nil},
		{"offset, asked for", "bare", bare, paging.Offset{DefaultSize: 10, MaxSize: 100}, 20, 2, nil},
		{"offset, asked for too many", "bare", bare, paging.Offset{MaxSize: 20}, 100, 2, nil},
		{"offset, lowered in silence", "clamped", bare, paging.Offset{DefaultSize: 10}, 100, 3, nil},
		{"cursor, more", "cursor", resttest.Enveloped, paging.Cursor{}, 0, 3, nil},
		{"cursor, last", "last", api.Shape{Records: []api.Path{{"data"}}, Cursor: []api.Path{{"meta", "next"}}, Last: []api.Path{{"meta", "last"}}}, paging.Cursor{}, 0, 3, nil},
		{"offset, last", "last", api.Shape{Records: []api.Path{{"data"}}, Last: []api.Path{{"meta", "last"}}}, paging.Offset{}, 0, 3, nil},
		{"cursor in header", "header", header, paging.Cursor{}, 0, 3, new(int64(25))},
		{"link", "link", resttest.Enveloped, paging.Link{}, 0, 3, nil},
		{"link header", "rfc8288", api.Shape{Records: []api.Path{{"data"}}, LinkHeader: true}, paging.Link{}, 0, 3, nil},
		{"keyset", "keyset", bare, paging.Keyset{Key: api.Path{"id"}, DefaultSize: 10}, 0, 3, nil},
		{"single", "bare", bare, paging.SinglePage{}, 25, 1, nil},
		{"alternatives", "bare", api.Shape{Records: []api.Path{{"items"}, {}}}, paging.Offset{DefaultSize: 10}, 0, 3, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, resttest.Pages(test.server))
				l := resttest.Things(test.shape, test.pager)
				var m transport.Meter
				ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Size: test.size, Meter: &m})
				if diff := cmp.Diff(resttest.Wanted(0, 25), ids); err != nil || diff != "" {
					t.Fatal(err, diff)
				}
				want := transport.Stats{Requests: test.requests, Pages: test.requests, Records: 25, Expected: test.total}
				if diff := cmp.Diff(want, m.Stats()); diff != "" {
					t.Error("stats (-want +got):\n", diff)
				}
				if diff := cmp.Diff(want, c.Stats()); diff != "" {
					t.Error("client's stats (-want +got):\n", diff)
				}
				byPage(t, l, c, test.size)
				resumeAnywhere(t, l, c, test.size)
			})
		})
	}
}

// byPage goes through the list with Page, each position through JSON.
func byPage(t *testing.T, l *rest.List[resttest.Rec], c *transport.Client, size int) {
	t.Helper()
	var ids []string
	run := rest.Run{Size: size}
	for {
		page, err := l.Page(t.Context(), c, run)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			ids = append(ids, item.Record.ID)
			if !strings.Contains(string(item.Raw), `"`+item.Record.ID+`"`) {
				t.Errorf("record %s has raw %s", item.Record.ID, item.Raw)
			}
		}
		if page.Next == nil {
			break
		}
		data, _ := json.Marshal(page.Next)
		run.Start = new(paging.Position)
		if err := json.Unmarshal(data, run.Start); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(resttest.Wanted(0, 25), ids); diff != "" {
		t.Error("by page:", diff)
	}
}

// resumeAnywhere goes on from each record in turn.
func resumeAnywhere(t *testing.T, l *rest.List[resttest.Rec], c *transport.Client, size int) {
	t.Helper()
	n := 0
	for item, err := range l.All(t.Context(), c, rest.Run{Size: size}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &item.At})
		if diff := cmp.Diff(resttest.Wanted(n, 25-n), ids); err != nil || diff != "" {
			t.Fatalf("from %+v: %v %s", item.At, err, diff)
		}
	}
}

func TestFirstRecordBeforeThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			resttest.Reply(w, 200, `{"data":[{"id":"r0"},`)
			_ = http.NewResponseController(w).Flush()
			<-goOn
			_, _ = io.WriteString(w, `{"id":"r1"}]}`)
		})
		n := 0
		for item, err := range resttest.Things(resttest.Enveloped, paging.Offset{DefaultSize: 10}).All(t.Context(), c, rest.Run{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; item.Record.ID == "r0" {
				time.Sleep(time.Hour) // a slow consumer is not a slow server
				close(goOn)
			}
		}
		if n != 2 {
			t.Errorf("got %d records", n)
		}
	})
}

func TestBreak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			resttest.Reply(w, 200, `{"data":[{"id":"r0"},`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done() // ends only when the client hangs up
		})
		for range resttest.Things(resttest.Enveloped, paging.Offset{}).All(t.Context(), c, rest.Run{}) {
			break
		}
	})
}

func TestBadRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			resttest.Reply(w, 200, `{"data":[{"id":"a"},7,{"id":{}},null,{"id":"b","id":"c"},{"x":"`+"\xff"+`","id":"d\ud800"},[]]}`)
		})
		var got []string
		for item, err := range resttest.Things(resttest.Enveloped, paging.Offset{DefaultSize: 10}).All(t.Context(), c, rest.Run{}) {
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := errors.AsType[*rest.RecordError](item.Err); ok {
				got = append(got, fmt.Sprintf("%s: %s, %d issues", e, e.Raw, len(e.Issues)))
				continue
			}
			got = append(got, item.Record.ID)
		}
		want := []string{
			"a", "acme: listThings: record 1: the record is not a JSON object: 7, 0 issues", `acme: listThings: record 2: no id (ID from id: expected a string): {"id":{}}, 1 issues`,
			"acme: listThings: record 3: the record is not a JSON object: null, 0 issues", "c", "d\ufffd",
			"acme: listThings: record 6: the record is not a JSON object: [], 0 issues",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("records (-want +got):\n", diff)
		}
	})
}
