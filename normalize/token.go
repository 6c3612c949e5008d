package normalize

import "github.com/parlancehq/parlance/normalize/rest"

func (s *scan) encodeToken(at rest.Position) string {
	return rest.EncodeToken(rest.Token{
		Provider: s.engine.def.Info.Name,
		Source:   s.source.Name,
		Query:    s.fingerprint(),
		At:       at,
	})
}

func (s *scan) decodeToken(token string) (rest.Position, error) {
	return rest.DecodeToken(token, s.engine.def.Info.Name, s.source.Name, s.fingerprint())
}

// fingerprint tells what decides which records there are: the filters, and the
// scope of the requests.
func (s *scan) fingerprint() string {
	return s.query.fingerprint() + s.engine.set.scopeText()
}

// beginToken is the token of the source's beginning; "" for no source.
func beginToken(scans []*scan) string {
	if len(scans) == 0 {
		return ""
	}
	s := scans[0]
	return s.encodeToken(s.begin(nil))
}
