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

// Run checks a generated provider against its declarations: what comes out of every
// list, filter, page token and failure is compared with what the fake server
// knows. Every test runs in a bubble of testing/synctest over a network in
// memory, so that waits take no time and nothing may be left behind, and beside
// others, for each has a fake and a provider of its own.
func Run(t *testing.T, cfg Config) {
	suite.Run(t, suite.Config{Specs: cfg.Specs, New: cfg.New})
}

// UpdateVariable is the environment variable that, set to 1, rewrites the goldens
// of the examples and of the requests as the flag -update does.
const UpdateVariable = examples.UpdateVariable

// Examples checks a generated provider against the documented example responses in
// the examples folder beside its declarations. An example fits the document,
// goes through the provider's public methods without any issue, and gives what
// its reviewed <name>.golden.json says, or rewrites that with -update.
//
// The name says which operation answers so: list, get, transcript (or messages),
// need_<name> or error_<status>, in front of it the source's name where there are several:
// chats_list.json. Two examples of one operation differ behind it: list_2.json.
func Examples(t *testing.T, cfg Config) { examples.Run(t, examples.Config(cfg)) }

// Requests checks what a generated provider sends: the first request of each list,
// the next pages after the documented examples, every filter, the requests for one
// conversation and its transcript, how the credentials are carried, and the outcome
// of each example of an error. All of it is recorded at the transport, and is what
// the reviewed requests.golden in the examples folder says, or rewrites that with
// -update.
func Requests(t *testing.T, cfg Config) { examples.Requests(t, examples.Config(cfg)) }

// TwoWays holds the two ways into a mapping to the same result, for every record
// of the schema in the examples and some that the fake makes up: decode reads
// the bytes, typed goes through the typed client's struct. Null and absent
// members count as the same, for the struct does not tell them apart.
func TwoWays(t *testing.T, cfg Config, schema string, decode, typed func(raw []byte) (any, error)) {
	t.Helper()
	examples.TwoWays(t, examples.Config(cfg), schema, decode, typed)
}

// FuzzDecoder feeds a decoder with records of the schema, odd ones, and whatever
// the fuzzer makes of them. It must not panic, and what it gives must marshal.
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

// Stream reads a long list over loopback and wants every id exactly once, and the
// live heap flat. The fake is in the same process and counts, and so would any test
// that runs at the same time: the test must not be parallel.
func Stream(t *testing.T, cfg Config, opts StreamOptions) {
	t.Helper()
	stream.Run(t, stream.Config(cfg), stream.Options(opts))
}
