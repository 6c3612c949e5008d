package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

var errNoID = errors.New("no id")

// things is a list of records {"id": "..."}.
func things(shape Shape, pager Pager) *List[rec] {
	return &List[rec]{
		Operation: &listOp, Shape: shape, Pager: pager,
		Request: func(ctx context.Context, at Position) (*http.Request, error) {
			q := ""
			for name, v := range map[string]string{"page": num(at.Page), "offset": num(at.Offset), "cursor": at.Cursor, "after": at.Key, "size": num(int64(at.Size))} {
				if v != "" {
					q += "&" + name + "=" + v
				}
			}
			return http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/v1/things?"+strings.TrimPrefix(q, "&"), nil)
		},
		Decode: func() func([]byte) (rec, error) {
			var r lenient.Reader
			var is lenient.Issues
			return func(raw []byte) (v rec, err error) {
				r.Reset(raw, &is)
				for ok := r.Object(""); ok && r.Next(); {
					if string(r.Name()) == "id" {
						v.ID = r.String("ID").Value
					}
				}
				if issues := is.Take(); v.ID == "" {
					return v, &RecordError{Issues: issues, Err: errNoID}
				}
				return v, nil
			}
		},
		ID: func(r rec) string { return r.ID },
	}
}

func num(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// records is a JSON array of the records from the index on.
func records(from, n int) string {
	var list []string
	for i := from; i < from+n; i++ {
		list = append(list, fmt.Sprintf(`{"id":"r%d","text":"some \"words\""}`, i))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// wanted are the ids of records.
func wanted(from, n int) []string {
	var ids []string
	for i := from; i < from+n; i++ {
		ids = append(ids, fmt.Sprintf("r%d", i))
	}
	return ids
}

// collect goes through a list; record errors are "!index".
func collect(ctx context.Context, l *List[rec], c *Client, run Run) (ids []string, last Position, err error) {
	for item, err := range l.All(ctx, c, run) {
		if err != nil {
			return ids, last, err
		}
		last = item.At
		if e, ok := errors.AsType[*RecordError](item.Err); ok {
			ids = append(ids, fmt.Sprintf("!%d", e.Index))
			continue
		}
		ids = append(ids, item.Record.ID)
	}
	return ids, last, nil
}

var enveloped = Shape{
	Records: []Path{{"data"}}, Cursor: []Path{{"meta", "next"}}, More: []Path{{"meta", "more"}},
	Total: []Path{{"meta", "total"}}, TotalPages: []Path{{"meta", "pages"}}, Link: []Path{{"meta", "link"}},
}

// pages serves 25 records in pages of size 10, said in one of many ways.
func pages(style string) http.HandlerFunc {
	const total = 25
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		size := 10
		if s := q.Get("size"); s != "" {
			size, _ = strconv.Atoi(s)
			if style == "clamped" {
				size = min(size, 10)
			}
		}
		from := 0
		switch style {
		case "page":
			n, _ := strconv.Atoi(q.Get("page"))
			from = (n - 1) * size
		case "keyset":
			if k := q.Get("after"); k != "" {
				from, _ = strconv.Atoi(k[1:])
				from++
			}
		default:
			for _, name := range []string{"offset", "cursor"} {
				if q.Has(name) {
					from, _ = strconv.Atoi(q.Get(name))
				}
			}
		}
		n := max(0, min(size, total-from))
		next, more := from+n, from+n < total
		body := `{"data":` + records(from, n) + `}`
		switch style {
		case "page":
			body = fmt.Sprintf(`{"meta":{"pages":%d},"data":%s}`, (total+size-1)/size, records(from, n))
		case "total":
			body = fmt.Sprintf(`{"data":%s,"meta":{"total":"%d"}}`, records(from, n), total)
		case "cursor":
			body = fmt.Sprintf(`{"data":%s,"meta":{"next":%d,"more":%v}}`, records(from, n), next, more)
		case "last":
			body = fmt.Sprintf(`{"data":%s,"meta":{"next":%d,"last":%v}}`, records(from, n), next, !more)
		case "header":
			w.Header().Set("X-Total-Count", strconv.Itoa(total))
			if more {
				w.Header().Set("X-Next", strconv.Itoa(next))
			}
		case "rfc8288":
			if more {
				w.Header().Add("Link", `<https://x.test/>; rel="prev"; title="a,b", <?offset=`+strconv.Itoa(next)+`>; title="x;y" ; REL="last Next"`)
			}
		case "link":
			link := "null"
			if more {
				link = fmt.Sprintf(`"http://localhost:80/v1/things?offset=%d"`, next)
			}
			body = fmt.Sprintf(`{"meta":{"link":%s},"data":%s}`, link, records(from, n))
		case "bare", "clamped", "keyset":
			body = records(from, n)
		}
		reply(w, 200, body)
	}
}

func TestStyles(t *testing.T) {
	bare := Shape{Records: []Path{{}}}
	header := Shape{Records: []Path{{"data"}}, TotalHeader: "X-Total-Count", CursorHeader: "X-Next"}
	tests := []struct {
		name, server string
		shape        Shape
		pager        Pager
		size         int
		requests     int64
		total        *int64
	}{
		{"page", "page", enveloped, PageNumber{First: 1}, 0, 3, nil},
		{"page, size 5", "page", enveloped, PageNumber{First: 1}, 5, 5, nil},
		{"offset, total", "total", enveloped, Offset{}, 0, 3, new(int64(25))},
		{"offset, total, exact", "total", enveloped, Offset{}, 25, 1, new(int64(25))},
		{"offset, total in header", "header", header, Offset{}, 0, 3, new(int64(25))},
		{"offset, short page", "bare", bare, Offset{DefaultSize: 10}, 0, 3, nil},
		{"offset, empty page", "bare", bare, Offset{}, 0, 4, nil},
		{"offset, asked for", "bare", bare, Offset{DefaultSize: 10, MaxSize: 100}, 20, 2, nil},
		{"offset, asked for too many", "bare", bare, Offset{MaxSize: 20}, 100, 2, nil},
		{"offset, lowered in silence", "clamped", bare, Offset{DefaultSize: 10}, 100, 3, nil},
		{"cursor, more", "cursor", enveloped, Cursor{}, 0, 3, nil},
		{"cursor, last", "last", Shape{Records: []Path{{"data"}}, Cursor: []Path{{"meta", "next"}}, Last: []Path{{"meta", "last"}}}, Cursor{}, 0, 3, nil},
		{"offset, last", "last", Shape{Records: []Path{{"data"}}, Last: []Path{{"meta", "last"}}}, Offset{}, 0, 3, nil},
		{"cursor in header", "header", header, Cursor{}, 0, 3, new(int64(25))},
		{"link", "link", enveloped, Link{}, 0, 3, nil},
		{"link header", "rfc8288", Shape{Records: []Path{{"data"}}, LinkHeader: true}, Link{}, 0, 3, nil},
		{"keyset", "keyset", bare, Keyset{Key: Path{"id"}, DefaultSize: 10}, 0, 3, nil},
		{"single", "bare", bare, SinglePage{}, 25, 1, nil},
		{"alternatives", "bare", Shape{Records: []Path{{"items"}, {}}}, Offset{DefaultSize: 10}, 0, 3, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTest(t, pages(test.server))
				l := things(test.shape, test.pager)
				var m Meter
				ids, _, err := collect(t.Context(), l, c, Run{Size: test.size, Meter: &m})
				if diff := cmp.Diff(wanted(0, 25), ids); err != nil || diff != "" {
					t.Fatal(err, diff)
				}
				want := Stats{Requests: test.requests, Pages: test.requests, Records: 25, Expected: test.total}
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
func byPage(t *testing.T, l *List[rec], c *Client, size int) {
	t.Helper()
	var ids []string
	run := Run{Size: size}
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
		run.Start = new(Position)
		if err := json.Unmarshal(data, run.Start); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(wanted(0, 25), ids); diff != "" {
		t.Error("by page:", diff)
	}
}

// resumeAnywhere goes on from each record in turn.
func resumeAnywhere(t *testing.T, l *List[rec], c *Client, size int) {
	t.Helper()
	n := 0
	for item, err := range l.All(t.Context(), c, Run{Size: size}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		ids, _, err := collect(t.Context(), l, c, Run{Start: &item.At})
		if diff := cmp.Diff(wanted(n, 25-n), ids); err != nil || diff != "" {
			t.Fatalf("from %+v: %v %s", item.At, err, diff)
		}
	}
}

func TestFirstRecordBeforeThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 200, `{"data":[{"id":"r0"},`)
			_ = http.NewResponseController(w).Flush()
			<-goOn
			_, _ = io.WriteString(w, `{"id":"r1"}]}`)
		})
		n := 0
		for item, err := range things(enveloped, Offset{DefaultSize: 10}).All(t.Context(), c, Run{}) {
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
		c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
			reply(w, 200, `{"data":[{"id":"r0"},`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done() // ends only when the client hangs up
		})
		for range things(enveloped, Offset{}).All(t.Context(), c, Run{}) {
			break
		}
	})
}

func TestBadRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTest(t, func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 200, `{"data":[{"id":"a"},7,{"id":{}},null,{"id":"b","id":"c"},{"x":"`+"\xff"+`","id":"d\ud800"},[]]}`)
		})
		var got []string
		for item, err := range things(enveloped, Offset{DefaultSize: 10}).All(t.Context(), c, Run{}) {
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := errors.AsType[*RecordError](item.Err); ok {
				got = append(got, fmt.Sprintf("%s: %s, %d issues", e, e.Raw, len(e.Issues)))
				continue
			}
			got = append(got, item.Record.ID)
		}
		want := []string{
			"a", "acme: listThings: record 1: the record is no JSON object: 7, 0 issues", `acme: listThings: record 2: no id (ID from id: expected a string): {"id":{}}, 1 issues`,
			"acme: listThings: record 3: the record is no JSON object: null, 0 issues", "c", "d\ufffd",
			"acme: listThings: record 6: the record is no JSON object: [], 0 issues",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("records (-want +got):\n", diff)
		}
	})
}
