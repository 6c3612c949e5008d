package lenient

import "encoding/json"

// Site is where a conversion works: the field that it fills and the place that
// it reads, for the issue it may have to report. It is made by [Issues.Site] and
// passed by value; the zero Site drops what is reported.
type Site struct {
	is          *Issues
	at          *At
	field, path string
}

// Site gives the site that fills field and reads path, both below at. A nil
// receiver gives a site that drops what is reported.
func (is *Issues) Site(at *At, field, path string) Site {
	return Site{is: is, at: at, field: field, path: path}
}

// Text reports that text could not be converted. It is kept as a JSON string.
func (s Site) Text(text, reason string) {
	if s.is != nil {
		s.is.AddText(s.at, s.field, s.path, text, reason)
	}
}

// Raw reports that the JSON value raw could not be converted. It is copied.
func (s Site) Raw(raw json.RawMessage, reason string) {
	if s.is != nil {
		s.is.Add(s.at, s.field, s.path, raw, reason)
	}
}
