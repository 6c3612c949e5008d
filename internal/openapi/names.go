package openapi

import (
	"fmt"
	"regexp"
	"strings"
)

// Reserved lists the names that generated code declares itself. No operation and
// no schema gets one of them, in whatever case.
var Reserved = []string{
	"Client", "ClientInterface", "ClientOption", "ClientWithResponses", "ClientWithResponsesInterface",
	"NewClient", "NewClientWithResponses", "RequestEditorFn", "HttpRequestDoer",
	"WithBaseURL", "WithHTTPClient", "WithRequestEditorFn",
	"Provider", "New", "Name", "Title", "ConversationFrom", "MessageFrom", "Info", "Capabilities", "Option",
	"TestConformance", "TestExamples", "TestRequests",
}

// reservedPattern is for the tests that are generated for a schema.
var reservedPattern = regexp.MustCompile(`^testtwoways|^fuzz.*decoder$`)

// goName makes an exported ASCII Go identifier of the words in parts, the way the
// client generator would: list_calls is ListCalls.
func goName(parts ...string) string {
	var b strings.Builder
	upper := true
	for _, r := range strings.Join(parts, " ") {
		switch {
		case r >= 'a' && r <= 'z':
			if upper {
				r += 'A' - 'a'
			}
			b.WriteRune(r)
			upper = false
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r)
			upper = false
		case r >= '0' && r <= '9':
			if b.Len() == 0 {
				b.WriteByte('N')
			}
			b.WriteRune(r)
			upper = true
		default:
			upper = true
		}
	}
	if b.Len() == 0 {
		return "X"
	}
	return b.String()
}

// namer hands out Go names, each once.
type namer struct {
	taken map[string]bool // by lower case
	next  map[string]int  // the numbers to try next
}

func newNamer() *namer {
	n := &namer{taken: map[string]bool{}, next: map[string]int{}}
	for _, name := range Reserved {
		n.taken[strings.ToLower(name)] = true
	}
	return n
}

// derived are the names that the client generator declares for an operation.
func derived(op string) []string {
	return []string{
		op, op + "Params", op + "Response", op + "Responses", op + "JSONBody", op + "JSONRequestBody", op + "RequestBody",
		op + "WithBody", op + "WithResponse", op + "WithBodyWithResponse",
		"New" + op + "Request", "New" + op + "RequestWithBody", "Parse" + op + "Response",
	}
}

// operation gives an operation a name whose derived names are free too.
func (n *namer) operation(id string) string {
	return n.claim(goName(id), "Operation", derived)
}

// schema gives a component schema a name.
func (n *namer) schema(component string) string {
	return n.claim(goName(component), "Schema", func(name string) []string { return []string{name} })
}

func (n *namer) claim(base, suffix string, names func(string) []string) string {
	if reservedPattern.MatchString(lower(base)) {
		base = suffix + base
	}
	key := lower(base) + " " + suffix
	for i := n.next[key]; ; i++ {
		name := base
		switch i {
		case 0:
		case 1:
			name += suffix
		default:
			name += fmt.Sprintf("%s%d", suffix, i)
		}
		if n.free(names(name)) {
			for _, d := range names(name) {
				n.taken[strings.ToLower(d)] = true
			}
			n.next[key] = i + 1
			return name
		}
	}
}

func (n *namer) free(names []string) bool {
	for _, name := range names {
		if n.taken[strings.ToLower(name)] {
			return false
		}
	}
	return true
}

// nameSet is a set of names that can make up new ones.
type nameSet struct {
	used map[string]bool
	next map[string]int
}

func newNameSet() *nameSet { return &nameSet{used: map[string]bool{}, next: map[string]int{}} }

// fresh enters base, or base with the first number that makes it new.
func (s *nameSet) fresh(base string) string {
	name := base
	for i := max(2, s.next[base]); s.used[name]; i++ {
		name = fmt.Sprintf("%s%d", base, i)
		s.next[base] = i + 1
	}
	s.used[name] = true
	return name
}
