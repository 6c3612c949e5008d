package rest

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
)

func TestGzip(t *testing.T) {
	pack := func(s string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, s)
		_ = w.Close()
		return b.Bytes()
	}
	good := pack(records(0, 100))
	bomb := pack(`[{"id":"` + strings.Repeat("0", 10<<20) + `"}]`)
	tests := []struct {
		name   string
		bodies [][]byte
		is     error
	}{
		{"whole", [][]byte{good}, nil},
		{"truncated once", [][]byte{good[:len(good)/2], good}, nil},
		{"cut in its checksum", [][]byte{good[:len(good)-4]}, nil}, // the JSON is whole
		{"always truncated", [][]byte{good[:len(good)/2]}, ErrUnavailable},
		{"not gzip", [][]byte{[]byte("[{}]")}, ErrUnavailable},
		{"bomb", [][]byte{bomb}, ErrBadResponse},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				c := newTest(t, func(w http.ResponseWriter, r *http.Request) {
					if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
						t.Error("gzip is not asked for")
					}
					w.Header().Set("Content-Type", "application/json")
					w.Header().Set("Content-Encoding", "gzip")
					_, _ = w.Write(test.bodies[min(n, len(test.bodies)-1)])
					n++
				}, func(c *Config) { c.MaxBody = 1 << 20 })
				ids, _, err := collect(t.Context(), things(Shape{Records: []Path{{}}}, SinglePage{}), c, Run{})
				if !errors.Is(err, test.is) {
					t.Fatalf("got %v, want %v", err, test.is)
				}
				if test.is == nil && cmp.Diff(wanted(0, 100), ids) != "" {
					t.Error(cmp.Diff(wanted(0, 100), ids))
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
		body := fmt.Sprintf(`{"data":%s,"meta":{"total":%d}}`, records(from, n), total)
		switch h.Sum32() % 20 {
		case 0:
			reply(w, 503, "")
		case 1:
			cut(w, body[:len(body)/2])
		case 2:
			w.Header().Set("Retry-After", "3")
			reply(w, 429, "")
		case 3:
			panic(http.ErrAbortHandler)
		default:
			reply(w, 200, body)
		}
	}
}

func TestLongRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const total = 20_000
		c := newTest(t, flaky(total))
		l := things(enveloped, Offset{DefaultSize: 100})
		l.Request = func(ctx context.Context, at Position) (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodGet, c.BaseURL()+"/things?offset="+strconv.FormatInt(at.Offset, 10), nil)
		}
		n := 0
		var m Meter
		for item, err := range l.All(t.Context(), c, Run{Meter: &m}) {
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
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		body := io.NopCloser(io.MultiReader(strings.NewReader("["), &endless{left: total - 1}))
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}, nil
	})
	c, err := NewClient(Config{Provider: "acme", BaseURL: "https://acme.test", HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	l := things(Shape{Records: []Path{{}}}, SinglePage{})
	l.Request = func(ctx context.Context, _ Position) (*http.Request, error) { return request(ctx, c, "/"), nil }
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	n, before, most := 0, heap(), uint64(0)
	for _, err := range l.All(t.Context(), c, Run{}) {
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
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		half := io.MultiReader(bytes.NewReader(body[:len(body)/2]), bytes.NewReader(body[len(body)/2:]))
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(half), Request: r}, nil
	})
	c, err := NewClient(Config{Provider: "acme", BaseURL: "http://localhost/v1", HTTPClient: &http.Client{Transport: transport}, Retry: Retry{MaxAttempts: 1},
		Errors: ErrorShape{Message: []Path{{"error"}}, Code: []Path{{"meta", "next"}}}})
	if err != nil {
		f.Fatal(err)
	}
	shape := enveloped
	shape.Records = []Path{{"data"}, {}, {"data", "data"}}
	f.Fuzz(func(t *testing.T, data []byte) {
		body = data
		for _, pager := range []Pager{Cursor{}, Offset{}, Link{}, PageNumber{}} {
			for item, err := range things(shape, pager).All(t.Context(), c, Run{MaxPages: 3}) {
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
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(page.Bytes()))}, nil
	})
	c, err := NewClient(Config{Provider: "acme", BaseURL: "https://acme.test", HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		b.Fatal(err)
	}
	l := things(Shape{Records: []Path{{}}}, SinglePage{})
	l.Request = func(ctx context.Context, _ Position) (*http.Request, error) { return request(ctx, c, "/"), nil }
	b.SetBytes(int64(page.Len()))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range l.All(b.Context(), c, Run{}) {
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
