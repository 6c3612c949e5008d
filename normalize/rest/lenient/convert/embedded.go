package convert

import (
	"encoding/json"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// EmbeddedJSON reads JSON that is held in text. open is the character that it
// must begin with, '{' or '[', or 0 for any JSON. Text without anything but
// white space is missing, and so is a null; text that is not JSON, or other JSON
// than open says, is an issue. White space around it goes; within, it is as it
// was sent.
func EmbeddedJSON(in lenient.Opt[string], open rune, s lenient.Site) lenient.Opt[json.RawMessage] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" || text == "null" {
		return lenient.Opt[json.RawMessage]{}
	}
	raw := json.RawMessage(text)
	switch {
	case !jsontext.Value(raw).IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)):
		s.Text(in.Value, "the text is not JSON")
	case open == '{' && raw[0] != '{':
		s.Text(in.Value, "the JSON in the text is not an object")
	case open == '[' && raw[0] != '[':
		s.Text(in.Value, "the JSON in the text is not an array")
	default:
		return lenient.Some(raw)
	}
	return lenient.Opt[json.RawMessage]{}
}
