package rest

import (
	"encoding/json"
	"errors"
	"html"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// secrets are the credentials in use lately, to be taken out of what is shown.
type secrets struct {
	mu   sync.Mutex
	list [][]string // each one in the forms in which it may be repeated
}

const (
	shortestSecret = 4  // a shorter one would be found everywhere
	maxSecrets     = 64 // keys rotate; old ones are forgotten
)

func (s *secrets) add(texts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range texts {
		if len(text) < shortestSecret || slices.ContainsFunc(s.list, func(known []string) bool { return known[0] == text }) {
			continue
		}
		s.list = append(s.list, forms(text))
		if len(s.list) > maxSecrets {
			s.list = s.list[1:]
		}
	}
}

// forms are the text as it is, and as URLs, JSON and HTML write it.
func forms(text string) []string {
	list := []string{text, url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text)}
	for _, escapeHTML := range []bool{true, false} {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(escapeHTML)
		if enc.Encode(text) == nil { // strings always encode
			inner := strings.TrimSuffix(strings.TrimPrefix(b.String(), `"`), "\"\n")
			list = append(list, inner, strings.ReplaceAll(inner, "/", `\/`))
		}
	}
	var unique []string
	for _, form := range list {
		if !slices.Contains(unique, form) {
			unique = append(unique, form)
		}
	}
	return unique
}

// clean gives err, or an error of its text alone where that has credentials.
func (s *secrets) clean(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if shown := s.scrub(text); shown != text {
		return errors.New(shown)
	}
	return err
}

// scrub replaces credentials in text.
func (s *secrets) scrub(text string) string {
	if text == "" {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.list {
		for _, form := range known {
			text = strings.ReplaceAll(text, form, redacted)
		}
	}
	return text
}
