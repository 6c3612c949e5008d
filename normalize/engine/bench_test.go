package engine_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

// BenchmarkEngine is what the engine adds to the transport and the decoder: the
// decoder makes conversations of 20 messages without reading.
func BenchmarkEngine(b *testing.B) {
	const pageSize = 100
	record := fmt.Sprintf(`{"id":"0000","text":%q}`, strings.Repeat("words ", 500))
	def := fakeapi.Definition()
	list := def.Sources[0].List
	list.PageSize.Max = pageSize
	n := 0
	list.Decode = func(engine.Needed) engine.ConversationDecoder {
		return func([]byte) (*normalize.Conversation, error) {
			n++
			return &normalize.Conversation{ID: fmt.Sprint(n), Messages: make([]normalize.Message, 20)}, nil
		}
	}
	api := &fakeapi.API{}
	for range pageSize {
		api.Records = append(api.Records, record)
	}
	e, err := engine.New(def, normalize.WithAPIKey("k"), normalize.WithHTTPClient(&http.Client{Transport: api}))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(record)))
	b.ReportAllocs()
	for got := 0; got < b.N; {
		for _, err := range e.Conversations(b.Context(), normalize.Query{PageSize: pageSize}) {
			if err != nil {
				b.Fatal(err)
			}
			if got++; got == b.N {
				break
			}
		}
	}
}
