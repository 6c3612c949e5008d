package engine

import (
	"github.com/parlancehq/parlance/normalize/engine/internal/judge"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

func (s *scan) encodeToken(at paging.Position) string {
	return paging.EncodeToken(paging.Token{
		Provider: s.engine.def.Info.Name,
		Source:   s.source.Name,
		Query:    s.fingerprint(),
		At:       at,
	})
}

func (s *scan) decodeToken(token string) (paging.Position, error) {
	at, err := paging.DecodeToken(token, s.engine.def.Info.Name, s.source.Name, s.fingerprint())
	return at, public.Error(err)
}

// fingerprint tells what decides which records there are: the filters, and the
// scope of the requests.
func (s *scan) fingerprint() string {
	return judge.Fingerprint(&s.query) + s.engine.set.ScopeText()
}

// beginToken is the token of the source's beginning; "" for no source.
func beginToken(scans []*scan) string {
	if len(scans) == 0 {
		return ""
	}
	s := scans[0]
	return s.encodeToken(s.begin(nil))
}
