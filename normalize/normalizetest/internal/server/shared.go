package server

import (
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

type sourceKey struct {
	name string
	opts synth.Options
}

// source gives the source of a fake with the options. Fakes of the same options
// share it, and with it the records that were made: nothing in it changes but
// that more of them are kept.
func sourceOf(d *declared.Declarations, src *fieldmap.Source, opts synth.Options) (*Source, error) {
	key := sourceKey{src.Name.Value, opts}
	if s, ok := d.Shared.Load(key); ok {
		return s.(*Source), nil
	}
	s, err := newSource(d, src, opts)
	if err != nil {
		return nil, err
	}
	same, _ := d.Shared.LoadOrStore(key, s)
	return same.(*Source), nil
}
