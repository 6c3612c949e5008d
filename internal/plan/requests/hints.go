package requests

import (
	"slices"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// howToSet is the hint for a required parameter that nothing sets. It names what
// takes a value of the parameter's type, and nothing that would put a secret into
// the field map.
func (b *Builder) howToSet(p *openapi.Parameter) string {
	const declare = "a field map cannot set it: declare it as optional in an overlay, if it is, or name another operation"
	if secret(p.Name) {
		return b.howToAuthenticate(p)
	}
	set, scope := "`send: {"+p.Name+": "+example(p)+"}`", "`send: {"+p.Name+": {scope: <name>}}`"
	if p.In == "header" && p.Schema.Type == openapi.String {
		set = "`headers: {" + p.Name + ": " + example(p) + "}`"
	}
	one := p
	if item := list(p); item != nil {
		one = item
	}
	text := one.Schema.Type == openapi.String || one.Schema.Type == openapi.Integer
	switch {
	case p.In == "cookie":
		return declare
	case p.In == "path" && p == one && text:
		return "add " + scope + ", for a value that the user gives, or name an operation that does without it"
	case p.In == "path":
		return declare
	case p.In == plan.InBody && p.Schema.Type == openapi.Object:
		return "set a property of it: `send: {" + p.Name + ".<property>: ...}`"
	case p.Style == "deepObject" || p.Schema.Type == openapi.Object:
		return "declare its members as parameters of their own in an overlay, such as " + p.Name + "[status]"
	case text:
		return "add " + set + ", or " + scope + " where it is the user's to say"
	case one.Schema.Type == openapi.Number || one.Schema.Type == openapi.Boolean:
		return "add " + set
	}
	return declare
}

// example is what stands for the value in a hint.
func example(p *openapi.Parameter) string {
	if item := list(p); item != nil {
		return "[" + example(item) + "]"
	}
	if n := len(p.Schema.Enum); n > 0 && n <= 8 {
		return "<one of " + strings.Join(p.Schema.Enum, ", ") + ">"
	}
	return "..."
}

// howToAuthenticate is the hint for a parameter that carries a credential.
func (b *Builder) howToAuthenticate(p *openapi.Parameter) string {
	declared := slices.ContainsFunc(b.Plan.Operations, func(op *openapi.Operation) bool {
		return slices.ContainsFunc(op.Security, func(names []string) bool { return b.schemes(names) != nil })
	})
	switch {
	case declared || p.In != "header" && p.In != "query":
		return "it carries a credential: declare it as a security scheme in an overlay, or as optional where the document's own schemes do"
	case strings.EqualFold(p.Name, "Authorization"):
		return "it carries a credential: add `auth: {bearer: true}`, `auth: {basic: true}` or `auth: {header: " + p.Name + "}`"
	}
	return "it carries a credential: add `auth: {" + p.In + ": " + p.Name + "}`"
}

// secret reports whether a parameter has the name of one that carries a credential.
func secret(name string) bool {
	words := wordsOf(name)
	if len(words) > 1 && words[0] == "x" { // as in X-Key
		words = words[1:]
	}
	has := func(any ...string) bool {
		return slices.ContainsFunc(any, func(w string) bool { return slices.Contains(words, w) })
	}
	switch {
	case has("authorization", "auth", "apikey", "secret", "password", "passwd", "credential", "credentials", "bearer", "jwt", "accesskey", "secretkey", "privatekey"):
		return true
	case has("token"):
		return !has("page", "next", "continuation", "cursor", "prev", "previous", "start", "sync")
	case has("key"):
		return len(words) == 1 || has("api", "access", "private", "subscription", "client", "app", "account")
	}
	return false
}

// wordsOf splits a name at what is neither a letter nor a digit, and before a capital
// behind a small letter.
func wordsOf(name string) []string {
	var b strings.Builder
	last := rune(0)
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = ' '
		case unicode.IsUpper(r) && unicode.IsLower(last):
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		last = r
	}
	return strings.Fields(b.String())
}
