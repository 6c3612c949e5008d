// Package naming makes Go names for the parts of a document, each once, and says
// which of the document's own names can stand in code and in a request.
package naming

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

// Go makes an exported ASCII Go identifier of the words in parts, the way the
// client generator would: list_calls is ListCalls.
func Go(parts ...string) string {
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

// Namer hands out Go names, each once.
type Namer struct {
	taken map[string]bool // by lower case
	next  map[string]int  // the numbers to try next
}

// NewNamer gives a namer that has handed out nothing but the reserved names.
func NewNamer() *Namer {
	n := &Namer{taken: map[string]bool{}, next: map[string]int{}}
	for _, name := range Reserved {
		n.Take(name)
	}
	return n
}

// Take makes a name one that is not handed out any more.
func (n *Namer) Take(name string) { n.taken[strings.ToLower(name)] = true }

// Taken reports whether a name, in whatever case, was handed out or taken.
func (n *Namer) Taken(name string) bool { return n.taken[strings.ToLower(name)] }

// Derived are the names that the client generator declares for an operation.
func Derived(op string) []string {
	return []string{
		op, op + "Params", op + "Response", op + "Responses", op + "JSONBody", op + "JSONRequestBody", op + "RequestBody",
		op + "WithBody", op + "WithResponse", op + "WithBodyWithResponse",
		"New" + op + "Request", "New" + op + "RequestWithBody", "Parse" + op + "Response",
	}
}

// Operation gives an operation a name whose derived names are free too.
func (n *Namer) Operation(id string) string {
	return n.claim(Go(id), "Operation", Derived)
}

// Schema gives a component schema a name.
func (n *Namer) Schema(component string) string {
	return n.claim(Go(component), "Schema", func(name string) []string { return []string{name} })
}

func (n *Namer) claim(base, suffix string, names func(string) []string) string {
	if reservedPattern.MatchString(strings.ToLower(base)) {
		base = suffix + base
	}
	key := strings.ToLower(base) + " " + suffix
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
				n.Take(d)
			}
			n.next[key] = i + 1
			return name
		}
	}
}

func (n *Namer) free(names []string) bool {
	for _, name := range names {
		if n.Taken(name) {
			return false
		}
	}
	return true
}
