package normalize

import (
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/drift"
)

// Drift is a difference between a provider's answers and its document: what kind
// it is, where, how often, and what form the first value had. It holds no value.
type Drift = drift.Entry

// DriftLog collects the drift of one or several providers; see [WithDrift]. The
// zero value is ready.
type DriftLog = drift.Log

// The kinds of [Drift].
const (
	DriftUnknownProperty = drift.UnknownProperty
	DriftUnknownValue    = drift.UnknownValue
	DriftMissingProperty = drift.MissingProperty
	DriftOtherType       = drift.OtherType
)

// WithDrift compares every record that is read with the provider's document, as
// far as the field map reaches into it, and collects the differences in log, each
// once with a count. It costs about as much as decoding the record. A provider's
// document that leaves properties out on purpose has them as drift, too.
func WithDrift(log *DriftLog) Option { return func(s *settings) { s.drift = log } }

func (e *Engine) watch(op *api.Operation, schema string) *drift.Watcher {
	return drift.Watch(e.set.drift, e.def.Schemas, schema, e.def.Info.Name, op.ID)
}
