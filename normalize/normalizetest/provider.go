package normalizetest

import (
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/examples"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/stream"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/suite"
)

// Config is a provider under test.
type Config struct {
	// Specs is the folder of its declarations.
	Specs string
	// New opens it.
	New func(opts ...normalize.Option) (normalize.Provider, error)
}

// Run tests a generated provider against its declarations. It reads every list,
// filter, page token and failure, and compares the result with what the fake server
// knows. Every test has its own fake and provider, and runs in a bubble of
// testing/synctest over a network in memory: waits take no time, and what a call
// leaves running fails the test. The tests run in parallel.
func Run(t *testing.T, cfg Config) {
	suite.Run(t, suite.Config{Specs: cfg.Specs, New: cfg.New})
}

// UpdateVariable is the environment variable that, set to 1, rewrites the goldens
// of the examples and of the requests as the flag -update does.
const UpdateVariable = examples.UpdateVariable

// Examples tests a generated provider with the documented example responses in
// the examples folder of its declarations. An example must fit the document, pass
// through the provider's public methods without an issue, and give what its reviewed
// <name>.golden.json says. With -update it rewrites that file.
//
// The name says which operation answers so: list, get, transcript (or messages) or
// need_<name>. Where there are several sources, the source's name stands before it:
// chats_list.json. Two examples of one operation differ behind it: list_2.json.
//
// The answer of a failure is error_<status>, an answer of an operation in use that
// declares the status, or says which: list_error_400.json. It has no golden.
func Examples(t *testing.T, cfg Config) { examples.Run(t, examples.Config(cfg)) }

// Requests checks what a generated provider sends: the first request of each list,
// the next pages after the documented examples, every filter, the requests for one
// conversation and its transcript, how the credentials are carried, and the outcome
// of each example of an error. All of it is recorded at the transport, and is what
// the reviewed requests.golden in the examples folder says, or rewrites that with
// -update.
func Requests(t *testing.T, cfg Config) { examples.Requests(t, examples.Config(cfg)) }

// TypedRequests checks that the typed client makes the same requests as the provider,
// of the same values. The builders are functions of the typed client, by the ids of the
// operations: New<Operation>Request, or New<Operation>RequestWithBody.
func TypedRequests(t *testing.T, cfg Config, builders map[string]any) {
	t.Helper()
	examples.TypedRequests(t, examples.Config(cfg), builders)
}

// TwoWays checks that the two ways into a mapping give the same result: decode
// reads the bytes, typed goes through the typed client's struct. It tries every
// record of the schema in the examples, and some that the fake makes up. Null and
// absent members count as the same, since the struct cannot tell them apart.
func TwoWays(t *testing.T, cfg Config, schema string, decode, typed func(raw []byte) (any, error)) {
	t.Helper()
	examples.TwoWays(t, examples.Config(cfg), schema, decode, typed)
}

// FuzzDecoder feeds a decoder with records of the schema, with odd records, and with
// what the fuzzer makes of them. The decoder must not panic, and its result must
// marshal.
func FuzzDecoder(f *testing.F, cfg Config, schema string, decode func(raw []byte) (any, error)) {
	f.Helper()
	examples.FuzzDecoder(f, examples.Config(cfg), schema, decode)
}

// StreamOptions says how to read a long list.
type StreamOptions struct {
	Conversations int     // of each source
	HeapLimit     uint64  // bytes that the live heap may grow from the first page on
	Failing       float64 // share of the requests that fail, from 0 to 1
	Seed          int64   // of the failing
}

// Stream reads a long list over loopback. It wants every id exactly once, and a flat
// live heap. The heap is that of the process: it includes the fake, and any test that
// runs at the same time, so the test must not be parallel.
func Stream(t *testing.T, cfg Config, opts StreamOptions) {
	t.Helper()
	stream.Run(t, stream.Config(cfg), stream.Options(opts))
}
