package api

import (
	"net/http"
	"slices"
	"strings"
)

// Operation is one operation of the API's document.
type Operation struct {
	ID       string // the document's operationId
	Method   string // GET, POST, ...
	Path     string // the document's path template, e.g. /v1/calls/{id}
	Success  []int  // statuses the document declares as a success; none: every 2xx
	NotFound []int  // statuses by which it says that there is no such record, in addition to 404 and 410
	Read     bool   // may be sent again although it is not a GET or HEAD, like a search by POST
	// When lists the alternatives for the body of a success. All checks of one must
	// pass. Any other body is an error, whatever its status and its records are. If When
	// is empty, only the status counts.
	When [][]Check
}

func (op *Operation) Succeeds(status int) bool {
	if len(op.Success) == 0 {
		return status >= 200 && status < 300
	}
	return slices.Contains(op.Success, status)
}

// Replayable says whether req may be sent more than once.
func (op *Operation) Replayable(req *http.Request) bool {
	if req.Body != nil && req.Body != http.NoBody && req.GetBody == nil {
		return false
	}
	return op.Read || req.Method == http.MethodGet || req.Method == http.MethodHead
}

// matches says whether path, without the base URL's own path, is one that the
// template stands for, and how many of its segments are literally the same.
func (op *Operation) matches(method, path string) (literal int, ok bool) {
	if op.Method != method {
		return 0, false
	}
	want := strings.Split(strings.Trim(op.Path, "/"), "/")
	got := strings.Split(strings.Trim(path, "/"), "/")
	if len(want) != len(got) {
		return 0, false
	}
	for i, w := range want {
		open := strings.IndexByte(w, '{')
		switch {
		case w == got[i]:
			literal++
		case open < 0 || got[i] == "":
			return 0, false
		case !strings.HasPrefix(got[i], w[:open]) || !strings.HasSuffix(got[i], w[strings.LastIndexByte(w, '}')+1:]):
			return 0, false
		}
	}
	return literal, true
}

// FindOperation gives the operation that a request is one of: where several
// templates fit, the one with most literal segments.
func FindOperation(ops []Operation, method, path string) *Operation {
	var best *Operation
	most := -1
	for i := range ops {
		if n, ok := ops[i].matches(method, path); ok && n > most {
			best, most = &ops[i], n
		}
	}
	return best
}
