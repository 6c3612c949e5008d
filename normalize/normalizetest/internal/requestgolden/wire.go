package requestgolden

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
)

// errEnough answers a request behind those that matter.
var errEnough = errors.New("enough was recorded")

// answer is what a request is answered with.
type answer struct {
	status int
	body   []byte
	header http.Header // may be nil
}

// wire is a transport that leads nowhere: it keeps the requests, and answers them.
type wire struct {
	r *recorder
	// The requests of the role are answered in turn, those behind the last turn with
	// errEnough. Those of other roles are answered with their examples.
	role  string
	turns []answer
	// all answers every request, where it is set.
	all *answer

	mu    sync.Mutex
	sent  []*request
	asked map[string]int // requests, by role
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	sent := &request{method: req.Method, url: req.URL, header: req.Header.Clone()}
	if req.Body != nil {
		var err error
		if sent.body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
	}
	sent.roles = w.r.cfg.Roles(w.r.source, req)
	a, err := w.answer(sent)
	if err != nil {
		return nil, err
	}
	header := a.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{
		StatusCode: a.status, Status: http.StatusText(a.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(a.body)),
		ContentLength: int64(len(a.body)), Request: req,
	}, nil
}

func (w *wire) answer(sent *request) (answer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, sent)
	switch {
	case sent.forToken():
		return ok([]byte(`{"access_token":"` + accessToken + `","token_type":"Bearer","expires_in":3600}`)), nil
	case w.all != nil:
		return *w.all, nil
	case slices.Contains(sent.roles, w.role):
		return turn(w.turns, w.count(w.role))
	case len(sent.roles) == 0:
		return answer{status: http.StatusNotFound, body: []byte("{}")}, nil
	}
	for _, role := range sent.roles {
		if examples := w.r.examples(role); len(examples) > 0 {
			return turn(w.r.answers(examples), w.count(role))
		}
	}
	return turn([]answer{ok([]byte("{}"))}, w.count(sent.roles[0]))
}

// count gives how many requests there were of the role before.
func (w *wire) count(role string) int {
	if w.asked == nil {
		w.asked = map[string]int{}
	}
	w.asked[role]++
	return w.asked[role] - 1
}

func turn(turns []answer, n int) (answer, error) {
	if n < len(turns) {
		return turns[n], nil
	}
	return answer{}, errEnough
}

func ok(body []byte) answer { return answer{status: http.StatusOK, body: body} }

// example is the example with the name, as an answer.
func (r *recorder) example(name string, status int) answer {
	return answer{status: status, body: r.cfg.Examples[name+".json"], header: r.cfg.Headers[name+".json"]}
}

// of gives the requests of a role.
func of(sent []*request, role string) []*request {
	return slices.DeleteFunc(slices.Clone(sent), func(q *request) bool { return !slices.Contains(q.roles, role) })
}
