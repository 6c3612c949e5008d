package convert

import (
	"cmp"
	"slices"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Order gives the indexes of list sorted by a key of its elements. Elements with
// the same key stay in their order; those without come last.
func Order[E any, K cmp.Ordered](list []E, key func(*E) lenient.Opt[K], descending bool) []int {
	keys := make([]lenient.Opt[K], len(list))
	order := make([]int, len(list))
	for i := range list {
		keys[i], order[i] = key(&list[i]), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(keys[a], keys[b], cmp.Compare[K], descending) })
	return order
}

// SortByKey sorts list by a key. Elements with the same key stay in their order;
// one without a key stays behind the one that it came behind.
func SortByKey[E any, K cmp.Ordered](list []E, key func(*E) lenient.Opt[K], descending bool) {
	sortBy(list, key, cmp.Compare[K], descending)
}

// SortByTime is [SortByKey] for times.
func SortByTime[E any](list []E, key func(*E) lenient.Opt[time.Time], descending bool) {
	sortBy(list, key, time.Time.Compare, descending)
}

func sortBy[E, K any](list []E, key func(*E) lenient.Opt[K], less func(a, b K) int, descending bool) {
	type keyed struct {
		element E
		key     lenient.Opt[K]
	}
	all := make([]keyed, len(list))
	for i := range list {
		all[i] = keyed{list[i], key(&list[i])}
		if i > 0 && !all[i].key.OK {
			all[i].key = all[i-1].key
		}
	}
	for i := len(all) - 2; i >= 0; i-- { // what has nothing before it goes with what is behind
		if !all[i].key.OK {
			all[i].key = all[i+1].key
		}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return compare(a.key, b.key, less, descending) })
	for i := range all {
		list[i] = all[i].element
	}
}

func compare[K any](a, b lenient.Opt[K], less func(a, b K) int, descending bool) int {
	switch {
	case !a.OK || !b.OK:
		return cmp.Compare(missing(a), missing(b))
	case descending:
		return less(b.Value, a.Value)
	}
	return less(a.Value, b.Value)
}

func missing[K any](k lenient.Opt[K]) int {
	if k.OK {
		return 0
	}
	return 1
}

// Said gives v, missing where it is zero.
func Said[T comparable](v T) lenient.Opt[T] {
	var zero T
	return lenient.Opt[T]{Value: v, OK: v != zero}
}
