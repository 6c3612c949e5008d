package schemas

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
)

// TextFits says why the text of a parameter is not of the schema, or "".
func TextFits(s *openapi.Schema, text string) string {
	if s == nil {
		return ""
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, text) {
		return "not one of " + strings.Join(s.Enum, ", ")
	}
	switch TypeOf(s) {
	case openapi.Integer:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n != math.Trunc(n) {
			return "not an integer"
		}
		return inRange(s, n)
	case openapi.Number:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "not a number"
		}
		return inRange(s, n)
	case openapi.Boolean:
		if text != "true" && text != "false" {
			return "not a boolean"
		}
	case openapi.String:
		return formatFits(s.Format, text)
	}
	return ""
}

func inRange(s *openapi.Schema, n float64) string {
	if s.Minimum != nil && n < *s.Minimum {
		return "below the minimum"
	}
	if s.Maximum != nil && n > *s.Maximum {
		return "above the maximum"
	}
	return ""
}

func formatFits(format, text string) string {
	var err error
	switch format {
	case "date-time":
		_, err = time.Parse(time.RFC3339Nano, text)
	case "date":
		_, err = time.Parse(time.DateOnly, text)
	case "uuid":
		if !IsUUID(text) {
			return "not a UUID"
		}
	}
	if err != nil {
		return "not a " + format
	}
	return ""
}

func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range s {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return false
		}
	}
	return true
}
