package engine

import (
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

// WithMaxBodySize is about every answer, also one that is read as a whole, for
// which the transport's own cap is far lower.
func TestMaxBodySizeHoldsForEveryAnswer(t *testing.T) {
	set := &options{}
	normalize.WithMaxBodySize(1 << 31)(&set.Settings)
	cfg := set.config(&Definition{}, "", nil)
	if cfg.MaxBody != 1<<31 || cfg.MaxWhole != 1<<31 {
		t.Errorf("page %d, whole %d", cfg.MaxBody, cfg.MaxWhole)
	}
}
