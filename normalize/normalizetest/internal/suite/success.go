package suite

import (
	"errors"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// successes tests that an answer with a status of success, and records, is an error
// where its body says that it is not a success. Each shape is told by another
// alternative of the field map.
func (s *suite) successes(t *testing.T) {
	for shape, name := range []string{"success/refused", "success/refused, otherwise told"} {
		s.test(t, name, synth.Options{Conversations: 3, Shape: shape}, func(e *env) {
			if e.fake.CanFail(e.source.List) {
				e.same("an answer that is a success", e.all(e.p, normalize.Query{}), nil)
				e.fake.Inject(faults.Fault{Operation: e.source.List.ID, Failure: true})
				_, _, err := e.read(e.p, normalize.Query{})
				e.notASuccess("list", err)
			}
			for _, name := range []string{"get", "messages", "needs"} {
				for _, c := range e.calls(name) {
					if !e.fake.CanFail(c.op) {
						continue
					}
					e.fake.Inject(faults.Fault{Operation: c.op.ID, Failure: true})
					e.notASuccess(c.name, c.read(e.p))
				}
			}
			e.fake.Mend()
			e.same("the list afterwards", e.all(e.p, normalize.Query{}), nil)
		})
	}
}

func (e *env) notASuccess(what string, err error) {
	e.Helper()
	if refused, ok := errors.AsType[*normalize.ResponseError](err); !ok || refused.Kind != normalize.ResponseFailure {
		e.Errorf("%s: the answer says that it is not a success, and the error is %v", what, err)
	}
}
