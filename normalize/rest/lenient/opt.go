package lenient

// Opt is a leaf: a value that may be missing, because the record has no such
// property, says null, or says something that could not be read (which is then
// an [Issue]). The zero value is missing.
type Opt[T any] struct {
	Value T
	OK    bool
}

// Some gives a leaf that is there.
func Some[T any](v T) Opt[T] { return Opt[T]{Value: v, OK: true} }

// FromPtr gives the leaf that p points to; nil is missing.
func FromPtr[T any](p *T) Opt[T] {
	if p == nil {
		return Opt[T]{}
	}
	return Opt[T]{Value: *p, OK: true}
}

// Or gives the value, or fallback where it is missing.
func (o Opt[T]) Or(fallback T) T {
	if o.OK {
		return o.Value
	}
	return fallback
}

// Ptr gives a pointer to a copy of the value; nil where it is missing.
func (o Opt[T]) Ptr() *T {
	if !o.OK {
		return nil
	}
	v := o.Value
	return &v
}
