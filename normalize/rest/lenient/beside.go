package lenient

import "encoding/json"

// Beside reads records that are fetched in addition to others, each with its index. Their
// issues are on paths that begin with the name.
func Beside(records []json.RawMessage, name string, is *Issues, read func(r *Reader, index int)) {
	for i, raw := range records {
		var r Reader
		var own Issues
		r.Reset(raw, &own)
		read(&r, i)
		at := At{path: "@" + name, pathIndex: -1}
		if len(records) > 1 {
			at.pathIndex = i
		}
		for _, issue := range own.Take() {
			is.add(issue.Field, at.Path(issue.Path), issue.Raw, issue.Reason)
		}
	}
}

// Joined makes one JSON array of records that are fetched in addition to others.
func Joined(records []json.RawMessage) Opt[json.RawMessage] {
	size := len("[]") + len(records)
	for _, raw := range records {
		size += len(raw)
	}
	array := append(make(json.RawMessage, 0, size), '[')
	for i, raw := range records {
		if i > 0 {
			array = append(array, ',')
		}
		array = append(array, raw...)
	}
	return Some(append(array, ']'))
}

// Join takes over the issues of other.
func (is *Issues) Join(other *Issues) {
	for _, issue := range other.Take() {
		is.add(issue.Field, issue.Path, issue.Raw, issue.Reason)
	}
}
