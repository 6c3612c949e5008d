package requests

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// Servers takes the addresses of the API. A variable of a server's URL is replaced by
// its default only where the document lists its values: else it may be anybody's
// name, and the user has to give the address. What is asked of every user is told.
func (b *Builder) Servers() {
	if text := b.File.BaseURL; text.Set() {
		u, err := url.Parse(text.Value)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(text.Value, "{}") {
			b.Diags.ErrorHint(text.Pos, "P304", "write it like https://api.example.com/v1, or leave it out if every user has their own", "%s is not a valid base URL", shown(u, text.Value))
		}
		b.Plan.Servers = []plan.Server{{URL: text.Value}}
		return
	}
	var each, plain *openapi.Server
	usable := false
	for i, s := range b.Doc.Servers {
		filled := fill(s)
		b.Plan.Servers = append(b.Plan.Servers, plan.Server{URL: filled, Description: s.Description})
		u, err := url.Parse(filled)
		switch {
		case usable:
		case strings.Contains(filled, "{") && strings.Contains(filled, "://"):
			each = cmp.Or(each, &b.Doc.Servers[i])
		case err == nil && u.Host != "" && u.Scheme != "":
			usable = true
			if u.Scheme == "http" && !loopback(u.Hostname()) {
				plain = &b.Doc.Servers[i]
			}
		}
	}
	switch {
	case plain != nil:
		b.Diags.WarnHint(plain.Pos, "P304", "give the address as base_url: with https, or with http where there is no other",
			"every user has to allow plain http with WithInsecure, or to give another address with WithBaseURL: %s shows credentials on the way", plain.URL)
	case each != nil && !usable:
		_, rest, _ := strings.Cut(each.URL, "://")
		_, path, _ := strings.Cut(rest, "/")
		if strings.Contains(path, "{") {
			path = ""
		}
		b.Diags.WarnHint(each.Pos, "P304", "where all have one address, give it as base_url; where the document should list the values, add them as the variable's enum in an overlay; where each has their own, replace the URL by its path in an overlay: /"+path,
			"every user has to give an address with WithBaseURL: %s has a variable of which the document does not list the values", each.URL)
	}
}

// fill replaces the variables of a server's URL whose values the document lists.
func fill(s openapi.Server) string {
	text := s.URL
	for _, v := range s.Variables {
		if len(v.Enum) > 0 && v.Default != "" {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
		}
	}
	return text
}

// loopback reports whether a host is the user's own machine.
func loopback(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host).IsLoopback()
}

// shown is an address for a message, without what may be a secret.
func shown(u *url.URL, text string) string {
	switch {
	case u == nil && strings.ContainsAny(text, "@?"):
		return "an address that cannot be read"
	case u == nil:
		return strconv.Quote(text)
	case u.User != nil:
		return fmt.Sprintf("an address with a user name or a password (at %s)", u.Host)
	case u.RawQuery != "":
		return fmt.Sprintf("an address with a query (at %s)", u.Host)
	}
	return strconv.Quote(text)
}
