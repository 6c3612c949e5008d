package transport

import (
	"context"
	"sync/atomic"
	"time"
)

// Meter counts what a run, or a client, does. The zero value is ready; it is
// safe for concurrent use.
type Meter struct {
	requests, retries, pages, records, duplicates, recordErrors atomic.Int64
	waited                                                      atomic.Int64
	expected                                                    atomic.Int64 // one more than the total; 0: not known
}

// Stats are the counts of a [Meter] at one time.
type Stats struct {
	Requests     int64         `json:"requests"`      // sent, retries included
	Retries      int64         `json:"retries"`       // sent again
	Pages        int64         `json:"pages"`         // read to their end
	Records      int64         `json:"records"`       // delivered, record errors not included
	Duplicates   int64         `json:"duplicates"`    // dropped
	RecordErrors int64         `json:"record_errors"` // delivered as errors
	Waited       time.Duration `json:"waited"`        // between attempts, in nanoseconds
	Expected     *int64        `json:"expected"`      // total that the API gave last; nil: none
}

// Stats gives the counts so far.
func (m *Meter) Stats() Stats {
	s := Stats{
		Requests: m.requests.Load(), Retries: m.retries.Load(), Pages: m.pages.Load(), Records: m.records.Load(),
		Duplicates: m.duplicates.Load(), RecordErrors: m.recordErrors.Load(), Waited: time.Duration(m.waited.Load()),
	}
	if n := m.expected.Load(); n > 0 {
		n--
		s.Expected = &n
	}
	return s
}

// CountPage counts a page that was read to its end.
func (m *Meter) CountPage() { m.pages.Add(1) }

// CountRecord counts a record that was delivered.
func (m *Meter) CountRecord() { m.records.Add(1) }

// CountRecordError counts a record that was delivered as an error.
func (m *Meter) CountRecordError() { m.recordErrors.Add(1) }

// CountDuplicate counts a record that was dropped.
func (m *Meter) CountDuplicate() { m.duplicates.Add(1) }

// Expect notes the total that the API gives.
func (m *Meter) Expect(total int64) { m.expected.Store(max(total, 0) + 1) }

type meterKey struct{}

// WithMeter gives a context whose requests are also counted in m.
func WithMeter(ctx context.Context, m *Meter) context.Context {
	if m == nil {
		return ctx
	}
	return context.WithValue(ctx, meterKey{}, m)
}

// MeterOf gives the meter of a context; nil without one.
func MeterOf(ctx context.Context) *Meter {
	m, _ := ctx.Value(meterKey{}).(*Meter)
	return m
}

// Meter counts everything that the client does.
func (c *Client) Meter() *Meter { return &c.meter }

// Count calls f on the client's meter and on the context's.
func (c *Client) Count(ctx context.Context, f func(*Meter)) {
	f(&c.meter)
	if m, ok := ctx.Value(meterKey{}).(*Meter); ok {
		f(m)
	}
}
