package adapter

import (
	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/plan"
)

// keptText gives the leaves whose text may be part of what the maps make of
// them. The others are only looked at, as a time is, and need not be copied.
func keptText(maps []*plan.Map) map[*leaves.Leaf]bool {
	kept := map[*leaves.Leaf]bool{}
	note := func(x convert.Expr) {
		if x == nil {
			return
		}
		switch x.Type().Kind {
		case convert.Int, convert.Float, convert.Bool, convert.Time, convert.Duration, convert.JSON:
			return // made afresh
		}
		for _, l := range x.Leaves() {
			kept[l] = true
		}
	}
	for _, m := range maps {
		for _, f := range m.Fields {
			note(f.Expr)
			note(f.RawExpr)
		}
		for _, f := range m.Attributes {
			note(f.Expr)
		}
	}
	return kept
}
