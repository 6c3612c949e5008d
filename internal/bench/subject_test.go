package bench

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

const apiKey = "key-of-the-benchmark"

// subject is a provider whose list carries transcripts, and the ways of reading
// one page of it.
type subject struct {
	body []byte
	open func(opts ...normalize.Option) (normalize.Provider, error)
	// stock and stockOpen read a page with the stock client of the document, and
	// of the document whose objects allow additional properties. They give the
	// number of conversations.
	stock, stockOpen func(c *http.Client) func(b *testing.B) int
	// handWritten maps a page with encoding/json and code made for it.
	handWritten func(body []byte) ([]*normalize.Conversation, error)
}

const baseURL = "https://api.example.com"

// memory answers every request with the same page.
type memory struct{ body []byte }

func (m memory) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(m.body)),
		Body: io.NopCloser(bytes.NewReader(m.body)),
	}, nil
}

func (s *subject) client() *http.Client { return &http.Client{Transport: memory{s.body}} }

// provider opens the generated provider on the page.
func (s *subject) provider(tb testing.TB) normalize.Provider {
	tb.Helper()
	p, err := s.open(normalize.WithBaseURL(baseURL), normalize.WithAPIKey(apiKey), normalize.WithHTTPClient(s.client()))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// fetch asks for the page as a client without a generator would, and has its body
// read.
func fetch(c *http.Client, read func(body io.Reader) error) error {
	req, err := http.NewRequest(http.MethodGet, baseURL+"/conversations?page_size=100", nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-API-Key", apiKey)
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return read(resp.Body)
}
