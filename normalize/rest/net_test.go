package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
)

// network is an in-memory one with a single server, for use within a synctest
// bubble: what is waited for is waited for in fake time.
type network struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
	server *http.Server
	client *http.Client
	dialed []string // addresses
	mu     sync.Mutex
}

func newNetwork(t *testing.T, handler http.HandlerFunc) *network {
	t.Helper()
	n := &network{conns: make(chan net.Conn), closed: make(chan struct{})}
	n.server = &http.Server{Handler: handler}
	transport := &http.Transport{DialContext: n.dial}
	n.client = &http.Client{Transport: transport}
	served := make(chan error)
	go func() { served <- n.server.Serve(n) }()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := n.server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return n
}

func (n *network) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	n.mu.Lock()
	n.dialed = append(n.dialed, addr)
	n.mu.Unlock()
	client, server := net.Pipe()
	select {
	case n.conns <- server:
		return client, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept, Close and Addr implement net.Listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error   { n.once.Do(func() { close(n.closed) }); return nil }
func (n *network) Addr() net.Addr { return &net.TCPAddr{} }

// rec is the record of the tests.
type rec struct {
	ID string
}

const testKey = "sk-very-secret"

var (
	listOp = Operation{ID: "listThings", Method: http.MethodGet, Path: "/things", Success: []int{200}}
	getOp  = Operation{ID: "getThing", Method: http.MethodGet, Path: "/things/{id}", Success: []int{200}}
)

// newTest gives a client of an API that handler is, with a key in a header.
func newTest(t *testing.T, handler http.HandlerFunc, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		Provider: "acme", BaseURL: "http://localhost/v1/", Operations: []Operation{listOp, getOp},
		Auth:        [][]Scheme{{{Name: "key", Kind: SchemeHeader, Param: "X-API-Key"}}},
		Credentials: StaticCredentials(Credentials{APIKey: testKey}),
		Errors:      ErrorShape{Code: []Path{{"error", "code"}}, Message: []Path{{"error", "message"}, {"errors"}, {"error"}}},
		HTTPClient:  newNetwork(t, handler).client,
	}
	for _, f := range change {
		f(&cfg)
	}
	c, err := NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reply writes JSON.
func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// cut ends the connection in the middle of a body.
func cut(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, body)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func request(ctx context.Context, c *Client, path string) *http.Request {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.BaseURL()+path, nil)
	if err != nil {
		panic(err)
	}
	return req
}
