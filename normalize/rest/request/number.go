package request

import (
	"fmt"
	"strconv"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// WholeNumber reads a text that an API takes as a whole number and not otherwise;
// what is its name in the request. The error matches [ErrInvalidRequest].
func WholeNumber(what, text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s must be a whole number, and %q is none: %w", what, text, api.ErrInvalidRequest)
	}
	return n, nil
}
