package resttest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Network is an in-memory one with a single server, for use within a synctest
// bubble: what is waited for is waited for in fake time.
type Network struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
	server *http.Server
	Client *http.Client
	Dialed []string // addresses
	mu     sync.Mutex
}

func NewNetwork(t *testing.T, handler http.HandlerFunc) *Network {
	t.Helper()
	n := &Network{conns: make(chan net.Conn), closed: make(chan struct{})}
	n.server = &http.Server{Handler: handler}
	transport := &http.Transport{DialContext: n.dial}
	n.Client = &http.Client{Transport: transport}
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

func (n *Network) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	n.mu.Lock()
	n.Dialed = append(n.Dialed, addr)
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
func (n *Network) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *Network) Close() error   { n.once.Do(func() { close(n.closed) }); return nil }
func (n *Network) Addr() net.Addr { return &net.TCPAddr{} }

// Rec is the record of the tests.
type Rec struct {
	ID string
}

const Key = "sk-very-secret"

var (
	ListOp = api.Operation{ID: "listThings", Method: http.MethodGet, Path: "/things", Success: []int{200}}
	GetOp  = api.Operation{ID: "getThing", Method: http.MethodGet, Path: "/things/{id}", Success: []int{200}}
)

// New gives a client of an API that handler is, with a key in a header.
func New(t *testing.T, handler http.HandlerFunc, change ...func(*transport.Config)) *transport.Client {
	t.Helper()
	cfg := transport.Config{
		Provider: "acme", BaseURL: "http://localhost/v1/", Operations: []api.Operation{ListOp, GetOp},
		Auth:        [][]auth.Scheme{{{Name: "key", Kind: auth.SchemeHeader, Param: "X-API-Key"}}},
		Credentials: auth.StaticCredentials(auth.Credentials{APIKey: Key}),
		Errors:      api.ErrorShape{Code: []api.Path{{"error", "code"}}, Message: []api.Path{{"error", "message"}, {"errors"}, {"error"}}},
		HTTPClient:  NewNetwork(t, handler).Client,
	}
	for _, f := range change {
		f(&cfg)
	}
	c, err := transport.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Reply writes JSON.
func Reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// Cut ends the connection in the middle of a body.
func Cut(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, body)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func Request(ctx context.Context, c *transport.Client, path string) *http.Request {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.BaseURL()+path, nil)
	if err != nil {
		panic(err)
	}
	return req
}
