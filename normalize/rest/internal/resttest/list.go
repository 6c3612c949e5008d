package resttest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

var errNoID = errors.New("no id")

// Things is a list of records {"id": "..."}.
func Things(shape api.Shape, pager paging.Pager) *rest.List[Rec] {
	return &rest.List[Rec]{
		Operation: &ListOp, Shape: shape, Pager: pager,
		Request: func(ctx context.Context, at paging.Position) (*http.Request, error) {
			q := ""
			for name, v := range map[string]string{"page": num(at.Page), "offset": num(at.Offset), "cursor": at.Cursor, "after": at.Key, "size": num(int64(at.Size))} {
				if v != "" {
					q += "&" + name + "=" + v
				}
			}
			return http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/v1/things?"+strings.TrimPrefix(q, "&"), nil)
		},
		Decode: func() func([]byte) (Rec, error) {
			var r lenient.Reader
			var is lenient.Issues
			return func(raw []byte) (v Rec, err error) {
				r.Reset(raw, &is)
				for ok := r.Object(""); ok && r.Next(); {
					if string(r.Name()) == "id" {
						v.ID = r.String("ID").Value
					}
				}
				if issues := is.Take(); v.ID == "" {
					return v, &rest.RecordError{Issues: issues, Err: errNoID}
				}
				return v, nil
			}
		},
		ID: func(r Rec) string { return r.ID },
	}
}

func num(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// Records is a JSON array of the records from the index on.
func Records(from, n int) string {
	var list []string
	for i := from; i < from+n; i++ {
		list = append(list, fmt.Sprintf(`{"id":"r%d","text":"some \"words\""}`, i))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// Wanted are the ids of records.
func Wanted(from, n int) []string {
	var ids []string
	for i := from; i < from+n; i++ {
		ids = append(ids, fmt.Sprintf("r%d", i))
	}
	return ids
}

// Collect goes through a list; record errors are "!index".
func Collect(ctx context.Context, l *rest.List[Rec], c *transport.Client, run rest.Run) (ids []string, last paging.Position, err error) {
	for item, err := range l.All(ctx, c, run) {
		if err != nil {
			return ids, last, err
		}
		last = item.At
		if e, ok := errors.AsType[*rest.RecordError](item.Err); ok {
			ids = append(ids, fmt.Sprintf("!%d", e.Index))
			continue
		}
		ids = append(ids, item.Record.ID)
	}
	return ids, last, nil
}

var Enveloped = api.Shape{
	Records: []api.Path{{"data"}}, Cursor: []api.Path{{"meta", "next"}}, More: []api.Path{{"meta", "more"}},
	Total: []api.Path{{"meta", "total"}}, TotalPages: []api.Path{{"meta", "pages"}}, Link: []api.Path{{"meta", "link"}},
}

// Pages serves 25 records in pages of size 10, said in one of many ways.
func Pages(style string) http.HandlerFunc {
	const total = 25
	return func(w http.ResponseWriter, r *http.Request) {
		from, size := window(style, r.URL.Query())
		n := max(0, min(size, total-from))
		next, more := from+n, from+n < total
		body := `{"data":` + Records(from, n) + `}`
		switch style {
		case "page":
			body = fmt.Sprintf(`{"meta":{"pages":%d},"data":%s}`, (total+size-1)/size, Records(from, n))
		case "total":
			body = fmt.Sprintf(`{"data":%s,"meta":{"total":"%d"}}`, Records(from, n), total)
		case "cursor":
			body = fmt.Sprintf(`{"data":%s,"meta":{"next":%d,"more":%v}}`, Records(from, n), next, more)
		case "last":
			body = fmt.Sprintf(`{"data":%s,"meta":{"next":%d,"last":%v}}`, Records(from, n), next, !more)
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
			body = fmt.Sprintf(`{"meta":{"link":%s},"data":%s}`, link, Records(from, n))
		case "bare", "clamped", "keyset":
			body = Records(from, n)
		}
		Reply(w, 200, body)
	}
}

// window gives where the page that a query asks for begins, and how many records it has
// at most.
func window(style string, q url.Values) (from, size int) {
	size = 10
	if s := q.Get("size"); s != "" {
		size, _ = strconv.Atoi(s)
		if style == "clamped" {
			size = min(size, 10)
		}
	}
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
	return from, size
}
