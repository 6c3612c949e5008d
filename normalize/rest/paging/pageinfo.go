package paging

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// PageInfo is what a page said.
type PageInfo struct {
	Records    int    // records in it, whether they were delivered or not
	Again      int    // of those, where pages shift, the ones that came before, as far as that is known
	Size       int    // records asked for; 0: the API's default
	Cursor     string // of the next page; "": none
	More       *bool  // nil: not said
	Total      *int64 // nil: not said
	TotalPages *int64 // nil: not said
	Link       string // of the next page; "": none
	LastKey    string // key of the last record that has one
}

// Info puts together what a page said in its body and its headers.
func (w *Walk) Info(shape *api.Shape, header http.Header) PageInfo {
	got := PageInfo{
		Cursor: w.values[fieldCursor].text, Link: w.values[fieldLink].text, More: truth(w.values[fieldMore].text),
		Total: count(w.values[fieldTotal].text), TotalPages: count(w.values[fieldTotalPages].text),
	}
	if last := truth(w.values[fieldLast].text); got.More == nil && last != nil {
		more := !*last
		got.More = &more
	}
	if got.Cursor == "" && shape.CursorHeader != "" {
		got.Cursor = strings.TrimSpace(header.Get(shape.CursorHeader))
	}
	if got.Total == nil && shape.TotalHeader != "" {
		got.Total = count(strings.TrimSpace(header.Get(shape.TotalHeader)))
	}
	if got.Link == "" && shape.LinkHeader {
		got.Link = nextLink(header.Values("Link"))
	}
	return got
}

// truth reads a boolean that may have been sent as text or as a number.
func truth(text string) *bool {
	switch strings.ToLower(text) {
	case "true", "1", "yes":
		v := true
		return &v
	case "false", "0", "no":
		v := false
		return &v
	}
	return nil
}

// mostCounted leaves room to reckon with what an API counts.
const mostCounted = 1 << 62

// count reads a number of records or pages; nil where it is none.
func count(text string) *int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || f != float64(int64(f)) {
			return nil
		}
		n = int64(f)
	}
	if n < 0 {
		return nil
	}
	n = min(n, mostCounted)
	return &n
}

// nextLink gives the target of the link with relation "next" (RFC 8288).
func nextLink(headers []string) string {
	for _, h := range headers {
		for h != "" {
			start := strings.IndexByte(h, '<')
			if start < 0 {
				break
			}
			target, rest, ok := strings.Cut(h[start+1:], ">")
			if !ok {
				break
			}
			params, after := cutParams(rest)
			h = after
			if isNext(params) {
				return strings.TrimSpace(target)
			}
		}
	}
	return ""
}

// cutParams splits the parameters of one link from the links behind it; a comma
// within quotes does not.
func cutParams(s string) (params []string, after string) {
	quoted, start := false, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ';' || c == ','):
			params = append(params, s[start:i])
			start = i + 1
			if c == ',' {
				return params, s[i+1:]
			}
		}
	}
	return append(params, s[min(start, len(s)):]), ""
}

func isNext(params []string) bool {
	for _, p := range params {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "rel") {
			continue
		}
		for _, rel := range strings.Fields(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(rel, "next") {
				return true
			}
		}
		return false // only the first rel counts
	}
	return false
}
