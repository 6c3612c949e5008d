package resolve

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// keysetKey resolves the value of the last record that the next request goes on
// from. p is the parameter that takes it.
func (b *builder) keysetKey(f *fieldmap.Pagination, m *plan.Map, p *openapi.Parameter, page *plan.Page) {
	if !f.Key.Set() {
		b.diags.ErrorHint(f.Pos, "P204", "add `key: <path>`", "pages do not say which value of the last record goes into the next request")
		return
	}
	if m == nil {
		return
	}
	path, err := leaves.ParsePath(f.Key.Value)
	if err != nil {
		b.diags.Errorf(f.Key.Pos, "P205", "%v", err)
		return
	}
	if !b.firstOnly(f.Key, path) {
		return
	}
	s, missing := leaves.Find(m.Schema, path)
	if missing != nil {
		b.diags.ErrorHint(f.Key.Pos, "P205", missing.Hint, "%s", missing.Message)
		return
	}
	key := &plan.Key{Path: path, Inclusive: isTrue(f.Inclusive)}
	isID := false
	if id := m.Field("ID"); id != nil {
		isID = id.Expr.Describe() == path.String()
	}
	if !isID {
		key.Kind = keyKind(m, path, s)
	}
	b.keyType(f, s, p)
	if !b.unresolved(m, "ID") { // else it may be the key
		b.keyRepeats(f, m, isID, page)
	}
	page.Key = key
}

func isTrue(b *bool) bool { return b != nil && *b }

// keyType reports a key that the parameter does not take.
func (b *builder) keyType(f *fieldmap.Pagination, s *openapi.Schema, p *openapi.Parameter) {
	scalars := []openapi.Type{openapi.String, openapi.Integer, openapi.Number}
	switch {
	case !slices.Contains(scalars, s.Type):
		b.diags.ErrorHint(f.Key.Pos, "P204", "name text or a number of the record", "the key %q is of %s, which no parameter takes", f.Key.Value, requests.TypeName(s))
	case p != nil && p.Schema.Type == openapi.String && (p.Schema.Format == "date-time" || p.Schema.Format == "date") && (s.Type != openapi.String || s.Format != "" && s.Format != p.Schema.Format):
		b.diags.ErrorHint(f.Key.Pos, "P204", "name another; correct the document in an overlay where it is wrong", "the key %q is not of the format %s, which parameter %q takes", f.Key.Value, p.Schema.Format, p.Name)
	case p != nil && p.Schema.Type == openapi.Integer && (s.Type == openapi.Number || s.Type == openapi.String && s.Format != ""):
		b.diags.ErrorHint(f.Key.Pos, "P204", "name another, or mend its type in an overlay", "the key %q is of %s, and parameter %q takes whole numbers", f.Key.Value, requests.TypeName(s), p.Name)
	}
}

// keyRepeats checks that the declaration loses no record where several have the
// same key: the API returns these again, or the field map says that there are none.
func (b *builder) keyRepeats(f *fieldmap.Pagination, m *plan.Map, isID bool, page *plan.Page) {
	inclusive, unique := isTrue(f.Inclusive), isTrue(f.Unique)
	switch {
	case unique && (inclusive || isID):
		b.diags.ErrorHint(f.Cursor.Pos, "P204", "remove unique", "unique says that no two records have the key, which is of no matter where %s", map[bool]string{true: "the records with the key come again", false: "the key is the ID"}[inclusive])
	case !inclusive && !unique && !isID:
		b.diags.ErrorHint(f.Key.Pos, "P204", "name a parameter that gives the records with the key itself again, and add `inclusive: true`; or add `unique: true`, where it is sure that no two records have one key",
			"of records with the same %q those behind the end of a page would be lost", f.Key.Value)
	case inclusive && m.Field("ID") == nil:
		b.diags.ErrorHint(f.Cursor.Pos, "P204", "map ID", "with an inclusive key records come again, and without an ID they cannot be told")
	case inclusive && f.More == nil && f.Last == nil && page.Size == (plan.PageSize{}):
		pos := f.Cursor.Pos
		if f.Size != nil {
			pos = f.Size.Pos
		}
		b.diags.ErrorHint(pos, "P204", "add the parameter that takes the page size, and its default or maximum to the document in an overlay", "an inclusive key has no end but a page that is not full, and the document does not say when a page is")
	}
}

// keyKind says how keys at a path can be compared: by the document, or by how
// the map reads the same value as a time.
func keyKind(m *plan.Map, path leaves.Path, s *openapi.Schema) plan.KeyKind {
	switch {
	case s.Type == openapi.Integer || s.Type == openapi.Number:
		return plan.NumberKey
	case s.Format == "date-time":
		return plan.TimeKey
	}
	for _, f := range m.Fields {
		at, ok := f.Expr.(convert.Instant)
		if !ok || at.In.Describe() != path.String() {
			continue
		}
		switch at.Form {
		case "unix_s", "unix_ms", "unix_us":
			return plan.NumberKey
		case "rfc3339":
			return plan.TimeKey
		case "naive": // where clocks are set back, sorted times are not sorted as text
			if at.Zone == "UTC" || strings.ContainsAny(at.Zone[:1], "+-") {
				return plan.TimeKey
			}
		}
	}
	return plan.OpaqueKey
}
