package faults

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"time"
)

// Write sends the answer as the fault has it.
func (fault Fault) Write(ctx context.Context, w http.ResponseWriter, a Answer) {
	if fault.StallAt == 0 && !wait(ctx, fault.Stall) || fault.ResetBefore {
		panic(http.ErrAbortHandler)
	}
	fault.head(w, a)
	if a.Status == http.StatusNoContent {
		return
	}
	body := fault.body(a.Body)
	if at := offset(fault.TruncateAt, len(body)); at > 0 && at < len(body) {
		body = body[:at]
	}
	if at := offset(fault.ResetAt, len(body)); at > 0 && at < len(body) {
		_, _ = w.Write(body[:at])
		flush(w)
		panic(http.ErrAbortHandler)
	}
	if at := min(offset(fault.StallAt, len(body)), len(body)); at > 0 {
		_, _ = w.Write(body[:at])
		flush(w)
		if !wait(ctx, fault.Stall) {
			return
		}
		body = body[at:]
	}
	fault.pieces(ctx, w, body)
}

// head sends the status and the headers.
func (fault Fault) head(w http.ResponseWriter, a Answer) {
	for _, h := range []http.Header{a.Header, fault.Header} {
		for name, values := range h {
			w.Header()[name] = values
		}
	}
	if fault.ContentType != "" {
		w.Header().Set("Content-Type", fault.ContentType)
	}
	if fault.RetryDate != 0 {
		w.Header().Set("Retry-After", time.Now().Add(fault.RetryDate).UTC().Format(http.TimeFormat))
	}
	if fault.Gzip {
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.WriteHeader(a.Status)
}

// body is what is sent of a body, before it is cut.
func (fault Fault) body(body []byte) []byte {
	if fault.Pad > 0 {
		body = append(bytes.Repeat([]byte(" "), fault.Pad), body...)
	}
	if fault.Gzip {
		body = compressed(body)
	}
	return body
}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body) // neither can fail: the buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func (fault Fault) pieces(ctx context.Context, w http.ResponseWriter, body []byte) {
	size := fault.Chunk
	if size <= 0 {
		size = len(body)
	}
	for len(body) > 0 {
		if !wait(ctx, fault.Wait) {
			return
		}
		n := min(size, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		body = body[n:]
		if fault.Chunk > 0 {
			flush(w)
		}
	}
}

// wait waits, and reports whether the client still does.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }

// Answer is a response before a fault has its way with it.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}
