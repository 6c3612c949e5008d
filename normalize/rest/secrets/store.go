package secrets

import (
	"errors"
	"slices"
	"strings"
	"sync"
)

// Store are the credentials in use lately, to be taken out of what is shown.
type Store struct {
	mu   sync.Mutex
	list []string
}

// Redacted stands where a credential stood.
const Redacted = "[redacted]"

// How much of a text of others is looked at.
const (
	KeptBody  = 8 << 10  // of an error, in the error
	ErrorBody = 64 << 10 // of an error, read, or searched for credentials
)

const (
	Shortest     = 4  // a shorter one would be found everywhere
	shortestPart = 12 // of a longer secret its beginning alone is one, too: a text may be cut off
	maxSecrets   = 64 // keys rotate; old ones are forgotten
	maxEscapes   = 3  // around each other, such as a URL's within JSON within JSON
)

func (s *Store) Add(texts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range texts {
		if len(text) < Shortest {
			continue
		}
		if i := slices.Index(s.list, text); i >= 0 {
			s.list = slices.Delete(s.list, i, i+1)
		}
		s.list = append(s.list, text)
		if len(s.list) > maxSecrets {
			s.list = slices.Delete(s.list, 0, 1)
		}
	}
}

// Clean gives err, or an error of its text alone where that has credentials or is
// so long that only its beginning is shown.
func (s *Store) Clean(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	shown := s.Scrub(text[:min(len(text), ErrorBody)])
	if len(shown) > KeptBody {
		shown = strings.ToValidUTF8(shown[:KeptBody], "") + "..."
	}
	if shown != text {
		return errors.New(shown)
	}
	return err
}

// Shown is text of others as it may be shown: short, and without credentials.
func (s *Store) Shown(text string) string {
	const most = 1 << 10
	text = s.Scrub(text[:min(len(text), ErrorBody)]) // more of it, however much there is, is not shown
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

// Scrub replaces credentials in text, however they are escaped there.
func (s *Store) Scrub(text string) string {
	found := s.in(text, Shortest, func(secret string) int { return max(shortestPart, len(secret)/2) })
	if len(found) == 0 {
		return text
	}
	slices.SortFunc(found, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	end := 0
	for _, f := range found {
		if f.from >= end {
			b.WriteString(text[end:f.from])
			b.WriteString(Redacted)
		}
		end = max(end, f.to)
	}
	b.WriteString(text[end:])
	return b.String()
}

// Within says whether text has a credential that is not a common word. It must be
// whole: many begin with text that is not a secret, such as the id of an account.
func (s *Store) Within(text string) bool { return s.Holds(text, shortestPart) }

// Holds says whether text has a whole credential that is not shorter than that.
func (s *Store) Holds(text string, shortest int) bool {
	return len(s.in(text, shortest, func(secret string) int { return len(secret) })) > 0
}

// in gives where in text the secrets are that are not shorter than that, or as
// much of their beginning as is enough.
func (s *Store) in(text string, shortest int, enough func(secret string) int) []span {
	s.mu.Lock()
	var list []sought
	for _, secret := range s.list {
		if len(secret) < shortest {
			continue
		}
		n := min(enough(secret), len(secret))
		list = append(list, sought{secret, n})
		if strings.Contains(secret, " ") { // as a query has it
			list = append(list, sought{strings.ReplaceAll(secret, " ", "+"), n})
		}
	}
	s.mu.Unlock()
	if len(list) == 0 || text == "" {
		return nil
	}
	return escaped{text: text}.findAll(nil, list, maxEscapes)
}

// sought is a secret of which the first so many bytes are enough.
type sought struct {
	text   string
	enough int
}

// span is a part of a text.
type span struct{ from, to int }

// findAll adds where the secrets are in e, or in what it is escaped from.
func (e escaped) findAll(found []span, secrets []sought, depth int) []span {
	for _, secret := range secrets {
		found = e.find(found, secret)
	}
	if depth == 0 {
		return found
	}
	for _, escape := range escapes {
		if inner, ok := e.unescape(escape); ok {
			found = inner.findAll(found, secrets, depth-1)
		}
	}
	return found
}

// find adds where the secret, or enough of its beginning, is.
func (e escaped) find(found []span, s sought) []span {
	secret, start := s.text, s.text[:s.enough]
	for i := 0; ; {
		n := strings.Index(e.text[i:], start)
		if n < 0 {
			return found
		}
		from, to := i+n, i+n+len(start)
		for to < len(e.text) && to-from < len(secret) && e.text[to] == secret[to-from] {
			to++
		}
		found = append(found, span{e.at(from), e.at(to)})
		i = to
	}
}
