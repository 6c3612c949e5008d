package naming

import (
	"regexp"
	"strings"
	"unicode"
)

// MaxLength is how long a name may be, in bytes.
const MaxLength = 1000

// Safe reports whether a name can stand in a Go string and a struct tag, and is
// one that somebody gave.
func Safe(name string) bool {
	return name != "" && len(name) <= MaxLength && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsPrint(r) || strings.ContainsRune("\"`\\,\ufffd", r)
	})
}

// headerName matches what a header, or a cookie, can be called: a token of HTTP.
var headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_|~-]+$")

// Sendable reports whether a name can stand in code, and at the place of a request.
func Sendable(name, in string) bool {
	return Safe(name) && (in != "header" && in != "cookie" || headerName.MatchString(name))
}

// SendableKey reports whether a credential can be sent under a name. That of a query
// parameter is escaped.
func SendableKey(name, in string) bool {
	if in == "query" {
		return !strings.ContainsFunc(name, unicode.IsControl)
	}
	return headerName.MatchString(name)
}

// scheme matches the scheme of a URL, and no host with a port.
var scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):($|[^0-9])`)

// PlainURL reports whether a server's URL, which may be relative and have
// variables, is one that requests can go to and shows no credentials. It has no query
// and no fragment: paths are appended to it.
func PlainURL(url string) bool {
	if !Safe(url) || strings.ContainsAny(url, " <>?#") {
		return false
	}
	if m := scheme.FindStringSubmatch(url); m != nil && !strings.EqualFold(m[1], "http") && !strings.EqualFold(m[1], "https") {
		return false
	}
	_, rest, _ := strings.Cut(url, "//")
	host, _, _ := strings.Cut(rest, "/")
	return !strings.Contains(host, "@")
}
