package normalizetest

import (
	"net/http"
	"testing"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
)

// The credentials that the fake accepts: Key as an API key or a bearer token,
// Username and Password for Basic.
const (
	Key      = server.Key
	Username = server.Username
	Password = server.Password
)

// MemoryHost is the origin of a fake that is served over an in-memory network.
const MemoryHost = server.MemoryHost

// Start serves the fake on loopback until the test is over and gives the base
// URL that a client needs.
func (f *Fake) Start(t testing.TB) string { return f.server.Start(t) }

// BaseURL gives the client's base URL where root is the server's own.
func (f *Fake) BaseURL(root string) string { return f.server.BaseURL(root) }

// Serve serves the fake over a network in memory and returns the client that reaches
// it. The base URL is BaseURL(MemoryHost). It can be used inside a bubble of
// testing/synctest. close ends the server and its connections.
func (f *Fake) Serve() (client *http.Client, close func()) { return f.server.Serve() }

// FileText is what a recording of the fake holds.
func FileText(url string) string { return server.FileText(url) }
