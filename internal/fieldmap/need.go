package fieldmap

import (
	"regexp"

	"github.com/parlancehq/parlance/internal/diag"
)

// needName is what paths can begin with and names of functions can be made of.
var needName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

// parseNeeds reads what is needed in addition to the records of an operation, in the
// order of the file.
func (f *File) parseNeeds(o *Object, diags *diag.List) []*Need {
	v := o.Take("needs")
	if v == nil {
		return nil
	}
	inner := Open(v, "needs", diags)
	if len(inner.Value.Entries) == 0 && !inner.bad {
		diags.ErrorHint(v.Pos, "F106", "write `<name>: {operation: ..., send: ..., record: ...}`", "needs is empty")
	}
	var out []*Need
	for _, e := range inner.Value.Entries {
		if !needName.MatchString(e.Key.Value) {
			diags.ErrorHint(e.Key.Pos, "F108", "use letters and digits, beginning with a lower-case letter", "need %q has a name that paths cannot begin with", e.Key.Value)
		}
		out = append(out, f.parseNeed(e, diags))
	}
	return out
}

func (f *File) parseNeed(e Entry, diags *diag.List) *Need {
	o := Open(e.Value, "need "+e.Key.Value, diags)
	n := &Need{Name: e.Key, Operation: o.Required("operation")}
	sent := f.parseSend(o, diags)
	sent.only(false, true)
	n.ID, n.Constants, n.Params = sent.id, sent.constants, sent.named
	record, records, pages := o.Take("record"), o.Take("records"), o.Take("pages")
	switch {
	case record != nil && records != nil:
		diags.ErrorHint(records.Pos, "F108", "keep `record`, where the answer has one record, or `records`, where it has a list", "need %s has record and records", e.Key.Value)
	case records != nil:
		n.Records = o.RequiredTexts("records")
	case record != nil || pages == nil:
		n.Record = o.RequiredTexts("record")
	default:
		o.Missing("records")
	}
	switch {
	case pages != nil && record != nil && records == nil:
		diags.ErrorHint(pages.Pos, "F108", "remove it, or name a list with `records`", "need %s is one record, which has no pages", e.Key.Value)
	default:
		n.Pagination = parsePages(o, sent, diags)
	}
	o.Close()
	return n
}
