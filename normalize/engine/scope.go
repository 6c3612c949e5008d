package engine

import (
	"context"
)

type scopeKey struct{}

// ScopeValue is the value of [WithScope] for a generated request; "" without
// one.
func ScopeValue(ctx context.Context, name string) string {
	values, _ := ctx.Value(scopeKey{}).(map[string]string)
	return values[name]
}

func (e *Engine) scoped(ctx context.Context) context.Context {
	if len(e.set.Scope) == 0 {
		return ctx
	}
	return context.WithValue(ctx, scopeKey{}, e.set.Scope)
}
