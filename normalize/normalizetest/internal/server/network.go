package server

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"syscall"
	"testing"
)

// Start serves the fake on loopback until the test is over and gives the base
// URL that a client needs.
func (f *Fake) Start(t testing.TB) string {
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return f.BaseURL(server.URL)
}

// BaseURL gives the client's base URL where root is the server's own.
func (f *Fake) BaseURL(root string) string { return root + f.basePath }

// MemoryHost is the origin of a fake that is served over an in-memory network.
const MemoryHost = "http://127.0.0.1:7"

// Serve serves the fake over a network that lives in memory, and gives the
// client that reaches it; the base URL is BaseURL(MemoryHost). Inside a bubble
// of testing/synctest nothing of it keeps the clock from going on. close ends
// the server and its connections.
func (f *Fake) Serve() (client *http.Client, close func()) { return f.ServeOver(false) }

// ServeOver is Serve, with a new connection for each request where they are fresh:
// on one that was used before, net/http sends some requests again by itself.
func (f *Fake) ServeOver(fresh bool) (*http.Client, func()) {
	client, closeAll := serve(f, fresh)
	client.Transport = refusing{f, client.Transport}
	return client, closeAll
}

// refusing is the network as a fault of the fake has it.
type refusing struct {
	fake *Fake
	next http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (n refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if n.fake.refuses(req) {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, &net.OpError{Op: "dial", Net: "memory", Addr: memoryAddr{}, Err: syscall.ECONNREFUSED}
	}
	return n.next.RoundTrip(req)
}

// CloseIdleConnections closes those that are not in use.
func (n refusing) CloseIdleConnections() {
	if t, ok := n.next.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// refuses says whether a fault keeps the request from being sent, and counts it
// then.
func (f *Fake) refuses(req *http.Request) bool {
	r := &request{Request: req, fake: f, query: req.URL.Query()}
	r.operation, r.vars = f.Route(req)
	id := ""
	if r.operation != nil {
		id = r.operation.ID
	}
	f.mu.Lock()
	refused := f.takeFault(id, true).Refuse
	if refused {
		f.count++
	}
	f.mu.Unlock()
	if refused {
		f.finish(r, 0)
	}
	return refused
}

func serve(handler http.Handler, fresh bool) (*http.Client, func()) {
	l := &memoryListener{accepted: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: handler}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	dial := func(ctx context.Context, network, address string) (net.Conn, error) { return l.dial(ctx) }
	// All hosts are this server, https ones too: nothing is encrypted in memory.
	transport := &http.Transport{DialContext: dial, DialTLSContext: dial, DisableKeepAlives: fresh}
	return &http.Client{Transport: transport}, func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-done
	}
}

// memoryListener is a net.Listener whose connections are pipes.
type memoryListener struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func (l *memoryListener) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.accepted <- far:
		return near, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.accepted:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *memoryListener) Addr() net.Addr { return memoryAddr{} }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }

func (memoryAddr) String() string { return "127.0.0.1:7" }
