package opening

import (
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

// TestMaxBodySizeHoldsForEveryAnswer: WithMaxBodySize is about every answer, also one
// that is read as a whole, for which the transport's own cap is far lower.
func TestMaxBodySizeHoldsForEveryAnswer(t *testing.T) {
	o := &Opened{}
	normalize.WithMaxBodySize(1 << 31)(&o.Settings)
	cfg := o.config(API{Info: &normalize.Info{}}, "", nil)
	if cfg.MaxBody != 1<<31 || cfg.MaxWhole != 1<<31 {
		t.Errorf("page %d, whole %d", cfg.MaxBody, cfg.MaxWhole)
	}
}
