package synth

import (
	"slices"
	"strconv"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// hostile is a text that is hard to put into a path or a query.
const hostile = "scope/1 ?&=%"

// ParamText is a text that is of all the schemas: a hostile one where any text is.
func ParamText(all []*openapi.Schema) string {
	texts := []string{hostile}
	for _, s := range all {
		texts = append(texts, paramTexts(s)...)
	}
	fits := func(text string) bool {
		return !slices.ContainsFunc(all, func(s *openapi.Schema) bool {
			return schemas.TextFits(s, text) != "" || text == hostile && !schemas.FreeText(s)
		})
	}
	if i := slices.IndexFunc(texts, fits); i >= 0 {
		return texts[i]
	}
	return hostile
}

// paramTexts are texts of one schema.
func paramTexts(s *openapi.Schema) []string {
	if len(s.Enum) > 0 {
		texts := slices.Clone(s.Enum)
		slices.Reverse(texts) // the first may be what an API takes without any
		return texts
	}
	switch schemas.TypeOf(s) {
	case openapi.Boolean:
		return []string{"true"}
	case openapi.Integer, openapi.Number:
		low, high := bounds(s)
		return []string{"4711", strconv.FormatInt(high, 10), strconv.FormatInt(low, 10)}
	}
	switch s.Format {
	case "date-time":
		return []string{Newest.Format(time.RFC3339)}
	case "uuid":
		return []string{"7b0c2c8e-6a51-4c1b-9d0e-0f3a5a1c9b42"}
	}
	return []string{formatted(s.Format, &Maker{When: Newest}, "scope", 7)}
}
