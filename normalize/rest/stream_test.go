package rest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

func TestGzip(t *testing.T) {
	pack := func(s string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, s)
		_ = w.Close()
		return b.Bytes()
	}
	good := pack(resttest.Records(0, 100))
	bomb := pack(`[{"id":"` + strings.Repeat("0", 10<<20) + `"}]`)
	tests := []struct {
		name   string
		bodies [][]byte
		is     error
	}{
		{"whole", [][]byte{good}, nil},
		{"truncated once", [][]byte{good[:len(good)/2], good}, nil},
		{"cut in its checksum", [][]byte{good[:len(good)-4]}, nil}, // the JSON is whole
		{"always truncated", [][]byte{good[:len(good)/2]}, api.ErrUnavailable},
		{"not gzip", [][]byte{[]byte("[{}]")}, api.ErrUnavailable},
		{"bomb", [][]byte{bomb}, api.ErrBadResponse},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
						t.Error("gzip is not asked for")
					}
					w.Header().Set("Content-Type", "application/json")
					w.Header().Set("Content-Encoding", "gzip")
					_, _ = w.Write(test.bodies[min(n, len(test.bodies)-1)])
					n++
				}, func(c *transport.Config) { c.MaxBody = 1 << 20 })
				ids, _, err := resttest.Collect(t.Context(), resttest.Things(api.Shape{Records: []api.Path{{}}}, paging.SinglePage{}), c, rest.Run{})
				if !errors.Is(err, test.is) {
					t.Fatalf("got %v, want %v", err, test.is)
				}
				if test.is == nil && cmp.Diff(resttest.Wanted(0, 100), ids) != "" {
					t.Error(cmp.Diff(resttest.Wanted(0, 100), ids))
				}
			})
		})
	}
}

// flaky serves total records in pages of 100 and fails now and then, the same
// way each time it is run.
func flaky(total int) http.HandlerFunc {
	requests := 0
	return func(w http.ResponseWriter, r *http.Request) {
		requests++
		h := fnv.New32a()
		fmt.Fprint(h, requests)
		from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		n := max(0, min(100, total-from))
		body := fmt.Sprintf(`{"data":%s,"meta":{"total":%d}}`, resttest.Records(from, n), total)
		switch h.Sum32() % 20 {
		case 0:
			resttest.Reply(w, 503, "")
		case 1:
			resttest.Cut(w, body[:len(body)/2])
		case 2:
			w.Header().Set("Retry-After", "3")
			resttest.Reply(w, 429, "")
		case 3:
			panic(http.ErrAbortHandler)
		default:
			resttest.Reply(w, 200, body)
		}
	}
}

func TestLongRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const total = 20_000
		c := resttest.New(t, flaky(total))
		l := resttest.Things(resttest.Enveloped, paging.Offset{DefaultSize: 100})
		l.Request = func(ctx context.Context, at paging.Position) (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodGet, c.BaseURL()+"/things?offset="+strconv.FormatInt(at.Offset, 10), nil)
		}
		n := 0
		var m transport.Meter
		for item, err := range l.All(t.Context(), c, rest.Run{Meter: &m}) {
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("r%d", n); item.Record.ID != want {
				t.Fatalf("got %s, want %s", item.Record.ID, want)
			}
			n++
		}
		if s := m.Stats(); n != total || s.Records != total || s.Retries < 10 || s.Pages != 200 || *s.Expected != total || s.Requests != s.Pages+s.Retries {
			t.Errorf("got %d records, %+v", n, s)
		}
	})
}

// endless is a body of many records that is never whole in memory.
type endless struct {
	left int
	rest []byte
	id   int
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		switch {
		case e.left < 0:
			return 0, io.EOF
		case e.left == 0:
			e.rest = []byte(`{"id":"last"}]`)
		default:
			e.rest = fmt.Appendf(e.rest, `{"id":"r%d","text":%q},`, e.id, strings.Repeat("x", 2000))
		}
		e.id++
		e.left--
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestMemoryIsOneRecord(t *testing.T) {
	const total = 20_000 // 40 MB
	tripper := resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
		body := io.NopCloser(io.MultiReader(strings.NewReader("["), &endless{left: total - 1}))
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}, nil
	})
	c, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: "https://acme.test", HTTPClient: &http.Client{Transport: tripper}})
	if err != nil {
		t.Fatal(err)
	}
	l := resttest.Things(api.Shape{Records: []api.Path{{}}}, paging.SinglePage{})
	l.Request = func(ctx context.Context, _ paging.Position) (*http.Request, error) {
		return resttest.Request(ctx, c, "/"), nil
	}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	n, before, most := 0, heap(), uint64(0)
	for _, err := range l.All(t.Context(), c, rest.Run{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%5000 == 0 {
			most = max(most, heap())
		}
	}
	if n != total || most > before+4<<20 {
		t.Errorf("got %d records, heap from %d to %d", n, before, most)
	}
}

// FuzzPage reads any body as a page, whole and cut in two.
func FuzzPage(f *testing.F) {
	for _, s := range []string{
		`{"data":[{"id":"a"},{"id":"a"},3],"meta":{"next":"c","more":true}}`, `[]`, `{"meta":[[{"next":[1]}]],"data":{"data":[]}}`, `{"data":[],"data":[{"id":"b"}]}`,
		`null`, `{"data":[`, `{"error":["x"]}`, "\ufeff[]", `{"meta":{"total":1e99,"link":"://"},"data":[]}`, ``,
	} {
		f.Add([]byte(s))
	}
	var body []byte
	tripper := resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
		half := io.MultiReader(bytes.NewReader(body[:len(body)/2]), bytes.NewReader(body[len(body)/2:]))
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(half), Request: r}, nil
	})
	c, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: "http://localhost/v1", HTTPClient: &http.Client{Transport: tripper}, Retry: transport.Retry{MaxAttempts: 1},
		Errors: api.ErrorShape{Message: []api.Path{{"error"}}, Code: []api.Path{{"meta", "next"}}}})
	if err != nil {
		f.Fatal(err)
	}
	shape := resttest.Enveloped
	shape.Records = []api.Path{{"data"}, {}, {"data", "data"}}
	f.Fuzz(func(t *testing.T, data []byte) {
		body = data
		for _, pager := range []paging.Pager{paging.Cursor{}, paging.Offset{}, paging.Link{}, paging.PageNumber{}} {
			for item, err := range resttest.Things(shape, pager).All(t.Context(), c, rest.Run{MaxPages: 3}) {
				if item.Err == nil && err == nil && item.Record.ID == "" {
					t.Error("a record without an id")
				}
			}
		}
	})
}

// BenchmarkList streams pages of 100 records of 2 KB from memory.
func BenchmarkList(b *testing.B) {
	var page bytes.Buffer
	page.WriteByte('[')
	for i := range 100 {
		fmt.Fprintf(&page, `{"id":"r%d","text":%q},`, i, strings.Repeat("some words ", 180))
	}
	page.Truncate(page.Len() - 1)
	page.WriteByte(']')
	tripper := resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(page.Bytes()))}, nil
	})
	c, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: "https://acme.test", HTTPClient: &http.Client{Transport: tripper}})
	if err != nil {
		b.Fatal(err)
	}
	l := resttest.Things(api.Shape{Records: []api.Path{{}}}, paging.SinglePage{})
	l.Request = func(ctx context.Context, _ paging.Position) (*http.Request, error) {
		return resttest.Request(ctx, c, "/"), nil
	}
	b.SetBytes(int64(page.Len()))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range l.All(b.Context(), c, rest.Run{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 100 {
			b.Fatal(n)
		}
	}
}
