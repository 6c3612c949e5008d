package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
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

// keyed serves records r0, r1, ... with the keys, in pages after or, inclusive,
// at a key.
func keyed(keys []string, inclusive bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.URL.Query().Get("size"))
		if size == 0 {
			size = 4
		}
		from := 0
		if key := r.URL.Query().Get("after"); key != "" {
			if from = slices.Index(keys, key); !inclusive {
				for from < len(keys) && keys[from] == key {
					from++
				}
			}
		}
		var list []string
		for i := from; i < min(from+size, len(keys)); i++ {
			key := strconv.Quote(keys[i])
			if _, err := strconv.Atoi(keys[i]); err == nil {
				key = keys[i]
			}
			list = append(list, fmt.Sprintf(`{"id":"r%d","when":{"at":%s}}`, i, key))
		}
		resttest.Reply(w, 200, "["+strings.Join(list, ",")+"]")
	}
}

// byKey is a list that goes on from when.at.
func byKey(pager paging.Keyset) *rest.List[resttest.Rec] {
	pager.Key = api.Path{"when", "at"}
	l := resttest.Things(api.Shape{Records: []api.Path{{}}}, pager)
	plain := l.Request
	l.Request = func(ctx context.Context, at paging.Position) (*http.Request, error) {
		at.Key = url.QueryEscape(at.Key)
		return plain(ctx, at)
	}
	return l
}

func TestKeyset(t *testing.T) {
	day := func(n int) string { return fmt.Sprintf("2026-03-%02dT10:00:00Z", n) }
	offset := func(n int) string { return fmt.Sprintf("2026-03-%02dT15:30:00+05:30", n) }
	newest := []string{day(9), offset(8), day(7), day(6), day(6), day(6), offset(5), day(4), day(3), day(3), day(2)}
	alone := []string{day(9), day(8), offset(7), day(6), day(5), day(4), day(3), day(2), day(1)}
	tests := []struct {
		name   string
		keys   []string
		pager  paging.Keyset
		sizes  []int
		kind   api.GuardKind
		detail string
	}{
		{name: "ties at every boundary", keys: newest, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4}, sizes: []int{0, 4, 5, 6, 11, 12}},
		{name: "order declared", keys: newest, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, Order: -1, DefaultSize: 4}, sizes: []int{0}},
		{name: "default not known", keys: newest, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, MaxSize: 5}, sizes: []int{0}},
		{name: "opaque", keys: newest, pager: paging.Keyset{Inclusive: true, DefaultSize: 4}, sizes: []int{0}},
		{name: "one record", keys: newest[:1], pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4}, sizes: []int{0, 1, 4, 100}},
		{name: "nothing", pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4}, sizes: []int{0, 1}},
		{name: "pages of one", keys: alone, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4}, sizes: []int{1, 2, 3}},
		{name: "after a time", keys: alone, pager: paging.Keyset{Kind: paging.KeyTime, DefaultSize: 4}, sizes: []int{0, 1, 3, 8, 9, 10}},
		{name: "numbers upwards", keys: []string{"9", "9", "10", "100", "100", "9007199254740993", "9007199254740994"},
			pager: paging.Keyset{Kind: paging.KeyNumber, Inclusive: true, DefaultSize: 4}, sizes: []int{0, 3}},
		{name: "a page of one key", keys: newest, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4}, sizes: []int{3}, kind: api.GuardNoAdvance, detail: day(6)},
		{name: "two with one key", keys: newest, pager: paging.Keyset{Kind: paging.KeyTime, DefaultSize: 4}, sizes: []int{0, 6}, kind: api.GuardUnsorted, detail: "two records have the key"},
		{name: "not sorted", keys: []string{day(9), day(8), day(3), day(7), day(2)}, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4},
			sizes: []int{0}, kind: api.GuardUnsorted, detail: "comes after " + day(3)},
		{name: "the other way round", keys: alone, pager: paging.Keyset{Kind: paging.KeyTime, Order: 1, DefaultSize: 4}, sizes: []int{0}, kind: api.GuardUnsorted, detail: day(8)},
		{name: "not sorted on the last page", keys: []string{"1", "2", "3", "4", "6", "5"}, pager: paging.Keyset{Kind: paging.KeyNumber, DefaultSize: 4},
			sizes: []int{0}, kind: api.GuardUnsorted, detail: "the key 5 comes after 6"},
		{name: "not sorted, and all there", keys: []string{"3", "1", "2"}, pager: paging.Keyset{Kind: paging.KeyNumber, DefaultSize: 4}, sizes: []int{0}},
		{name: "no time", keys: []string{"today", "now", "then", "when"}, pager: paging.Keyset{Kind: paging.KeyTime, DefaultSize: 4}, sizes: []int{0}, kind: api.GuardNoCursor, detail: "no record"},
		{name: "odd keys", keys: []string{day(9), day(8), day(7), "when", "then", day(6), day(5), day(4)}, pager: paging.Keyset{Kind: paging.KeyTime, Inclusive: true, DefaultSize: 4}, sizes: []int{0, 5}},
		{name: "odd keys after a time", keys: []string{day(9), day(8), day(7), "when", "then", day(6), day(5), day(4)}, pager: paging.Keyset{Kind: paging.KeyTime, DefaultSize: 4}, sizes: []int{0, 5}},
	}
	for _, test := range tests {
		for _, size := range test.sizes {
			t.Run(fmt.Sprintf("%s/%d", test.name, size), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, l := resttest.New(t, keyed(test.keys, test.pager.Inclusive)), byKey(test.pager)
					ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Size: size})
					if test.kind != "" {
						e, ok := errors.AsType[*api.GuardError](err)
						if !ok || e.Kind != test.kind || !strings.Contains(e.Detail, test.detail) || e.Operation == "" {
							t.Fatalf("the error is %v, want %s with %q", err, test.kind, test.detail)
						}
						return
					}
					if diff := cmp.Diff(resttest.Wanted(0, len(test.keys)), ids); err != nil || diff != "" {
						t.Fatal(err, diff)
					}
					resumeKeyed(t, l, c, size, len(test.keys))
				})
			})
		}
	}
}

// resumeKeyed goes on from each record, and from each page, in a run that knows
// nothing but the position: no record is lost or comes twice.
func resumeKeyed(t *testing.T, l *rest.List[resttest.Rec], c *transport.Client, size, total int) {
	t.Helper()
	n := 0
	for item, err := range l.All(t.Context(), c, rest.Run{Size: size}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{Start: &item.At})
		if diff := cmp.Diff(resttest.Wanted(n, total-n), ids); err != nil || diff != "" {
			t.Fatalf("from %+v: %v %s", item.At, err, diff)
		}
	}
	var ids []string
	run := rest.Run{Size: size}
	for {
		page, err := l.Page(t.Context(), c, run)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			ids = append(ids, item.Record.ID)
		}
		if page.Next == nil {
			break
		}
		token := paging.EncodeToken(paging.Token{At: *page.Next})
		at, err := paging.DecodeToken(token, "", "", "")
		if err != nil || at != *page.Next {
			t.Fatalf("%+v through a token is %+v: %v", *page.Next, at, err)
		}
		run.Start = &at
	}
	if diff := cmp.Diff(resttest.Wanted(0, total), ids); diff != "" {
		t.Error("by page:", diff)
	}
}

func TestHeldOfAForgedToken(t *testing.T) {
	token := paging.EncodeToken(paging.Token{At: paging.Position{Key: "k", Held: "no hashes"}})
	if _, err := paging.DecodeToken(token, "", "", ""); err == nil {
		t.Error("it is taken")
	}
}
