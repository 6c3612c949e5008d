package suite

import (
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
)

// pageSize is what the tests ask for: small pages where the client may choose.
func sizeOf(s *server.Source) int {
	p := s.Decl.List.Pagination
	if p.Size == nil {
		return server.DefaultSize
	}
	size := 10
	if schema := schemas.OfParam(s.List, p.Size.Name.Value); schema != nil {
		if schema.Maximum != nil {
			size = min(size, int(*schema.Maximum))
		}
		if schema.Minimum != nil {
			size = max(size, int(*schema.Minimum))
		}
	}
	return size
}

// smallest is the smallest page that may be asked for.
func smallestOf(s *server.Source) int {
	if in := s.Decl.List.Pagination.Inclusive; in != nil && *in {
		return 3 // two have one key
	}
	if p := s.Decl.List.Pagination; p.Size != nil {
		if schema := schemas.OfParam(s.List, p.Size.Name.Value); schema != nil && schema.Minimum != nil {
			return max(1, int(*schema.Minimum))
		}
	}
	return 1
}

// pageLen is how many conversations come in a page.
func (e *env) pageLen() int {
	if e.suite.src.List.Pagination.Style.Value == "none" {
		return e.fake.Len()
	}
	return e.size
}

// onePage reports whether the list comes in a single answer.
func (e *env) onePage() bool {
	return e.suite.src.List.Pagination.Style.Value == "none" || e.size >= e.fake.Len()
}

// pages is in how many requests the list can be read in pages of the usual size.
func (e *env) pages() (least, most int) {
	n, p := e.fake.Len(), e.source.Decl.List.Pagination
	if p.Style.Value == "none" {
		return 1, 1
	}
	if e.source.World.Inclusive {
		each := max(1, e.size-2) // two have one key, and come again
		return 1 + max(0, n-e.size)/each, n/each + 2
	}
	least = max(1, (n+e.size-1)/e.size)
	switch {
	case !endsShort(p):
		return least, least
	case n > 0 && n%e.size == 0:
		return least + 1, least + 1 // only an empty page shows that the full one was the last
	}
	// Where the document has no largest page, the first may have been made smaller.
	return least, least + 1
}

// endsShort reports whether nothing but a page that is not full shows the end.
func endsShort(p *fieldmap.Pagination) bool {
	return p.Style.Value != "cursor" && p.Style.Value != "link" && len(p.More)+len(p.Last)+len(p.Total)+len(p.TotalPages) == 0
}

// shapes is how many shapes of a page the field map allows.
func (s *suite) shapes() int {
	p := s.src.List.Pagination
	n := max(1, len(s.src.List.Records))
	for _, places := range [][]fieldmap.Location{p.From, p.More, p.Last, p.Total, p.TotalPages, p.Link} {
		n = max(n, len(places))
	}
	return n
}

func (s *suite) count(pages string) int {
	size := sizeOf(&server.Source{Decl: s.src, List: s.decl.Doc.Operation(s.src.List.Operation.Value)})
	return map[string]int{"none": 0, "one": 1, "page": size, "many": 2*size + 8}[pages]
}

// several is n, or as many conversations as make several pages.
func (s *suite) several(n int) int { return max(n, s.count("many")) }
