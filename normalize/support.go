package normalize

import "time"

// FilterMode says who applies a filter.
type FilterMode string

// The modes of a filter.
const (
	// Native: the provider applies it.
	Native FilterMode = "native"
	// Emulated: it is applied here, to every record that the provider returns.
	Emulated FilterMode = "emulated"
	// Unsupported: a query with it is refused with [ErrUnsupported].
	Unsupported FilterMode = "unsupported"
)

// Support says how a filter is applied at one source of a provider. The zero
// value is an unsupported filter.
type Support struct {
	// Mode is who applies it; "" is Unsupported.
	Mode FilterMode `json:"mode,omitzero"`
	// Param is the provider's parameter of a native filter; "" else.
	Param string `json:"param,omitzero"`
	// Values are, for a native filter on an enum, the model's values that are
	// sent; a query for another one is emulated. nil means that all are sent.
	Values []string `json:"values,omitzero"`
	// Granularity is the coarseness of a native time bound (24h for a date); 0
	// for exact. The bound is widened to it and applied exactly here.
	Granularity time.Duration `json:"granularity,omitzero"`
	// Note is a remark for people; "" without one.
	Note string `json:"note,omitzero"`
}
