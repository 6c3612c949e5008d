package server

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// says is one value of the body of a success, as the field map has it.
type says struct {
	at    jsontree.Path
	texts []string // any of which it is; none: it is there
	not   bool
}

// successes are what the bodies of an operation's successes say: alternatives, of which
// one holds as a whole. Those that look at what the answer does not have are left out.
func (f *Fake) successes(op *openapi.Operation) [][]says {
	v := f.Decl.File.Errors.SuccessWhen
	if v == nil || op == nil {
		return nil
	}
	var out [][]says
	for _, item := range itemsOf(v) {
		all := saidBy(item, false)
		if !slices.ContainsFunc(all, func(k says) bool { return schemas.At(op.Success().Schema, k.at) == nil || f.inRecord(op, k.at) }) {
			out = append(out, all)
		}
	}
	return out
}

// inRecord reports whether a place is in the one record that an operation answers with.
func (f *Fake) inRecord(op *openapi.Operation, at jsontree.Path) bool {
	for _, s := range f.Decl.File.Sources {
		var records []fieldmap.Text
		if s.Get != nil && s.Get.Operation.Value == op.ID {
			records = append(records, s.Get.Record...)
		}
		for _, n := range needsOf(s) {
			if n.Operation.Value == op.ID {
				records = append(records, n.Record...)
			}
		}
		for _, text := range records {
			if p := jsontree.ParsePath(text.Value); len(at) > len(p) && slices.Equal(p, at[:len(p)]) {
				return true
			}
		}
	}
	return false
}

func needsOf(s *fieldmap.Source) []*fieldmap.Need {
	var out []*fieldmap.Need
	if s.Get != nil {
		out = append(out, s.Get.Needs...)
	}
	if s.Messages != nil {
		out = append(out, s.Messages.Needs...)
	}
	return out
}

func saidBy(v *fieldmap.Value, not bool) []says {
	var out []says
	for _, e := range v.Entries {
		switch e.Key.Value {
		case "not":
			out = append(out, saidBy(e.Value, !not)...)
		case "exists", "absent":
			for _, item := range itemsOf(e.Value) {
				out = append(out, says{at: jsontree.ParsePath(item.Text), not: not != (e.Key.Value == "absent")})
			}
		default:
			k := says{at: jsontree.ParsePath(e.Key.Value), not: not}
			for _, item := range itemsOf(e.Value) {
				k.texts = append(k.texts, item.Text)
			}
			out = append(out, k)
		}
	}
	return out
}

func itemsOf(v *fieldmap.Value) []*fieldmap.Value {
	if v.Kind == fieldmap.Sequence {
		return v.Items
	}
	return []*fieldmap.Value{v}
}

// CanFail reports whether an answer of the operation with a status of success may say
// that it is not one.
func (f *Fake) CanFail(op *openapi.Operation) bool { return len(f.successes(op)) > 0 }

// succeed makes a body that of a success, each shape by another alternative.
func (f *Fake) succeed(op *openapi.Operation, body any, shape int) any {
	all := f.successes(op)
	if len(all) == 0 {
		return body
	}
	for _, k := range all[shape%len(all)] {
		body = k.hold(op, body, true)
	}
	return body
}

// fail makes a body one that says that it is not a success: of each alternative
// something does not hold.
func (f *Fake) fail(op *openapi.Operation, raw []byte) []byte {
	body, ok := jsontree.Decode(raw)
	if !ok {
		return raw
	}
	for _, all := range f.successes(op) {
		body = all[0].hold(op, body, false)
	}
	return jsontree.Encode(nil, body, jsontree.Layouts[0])
}

// hold makes it hold in a body, or not hold.
func (k says) hold(op *openapi.Operation, body any, holds bool) any {
	switch there := holds != k.not; {
	case len(k.texts) == 0 && !there:
		jsontree.Cut(body, k.at)
	case len(k.texts) == 0:
		if _, have := jsontree.Lookup(body, k.at); !have {
			body = jsontree.Put(body, k.at, "something")
		}
	case there:
		body = jsontree.Put(body, k.at, typed(schemas.At(op.Success().Schema, k.at), k.texts[0]))
	default:
		body = jsontree.Put(body, k.at, typed(schemas.At(op.Success().Schema, k.at), other(k.texts)))
	}
	return body
}

// other is another text than those.
func other(texts []string) string {
	switch {
	case slices.Contains(texts, "true"):
		return "false"
	case slices.Contains(texts, "false"):
		return "true"
	}
	return "9" + strings.Join(texts, "9") // a number where they are
}

// typed is a text as a value of the schema.
func typed(s *openapi.Schema, text string) any {
	switch schemas.TypeOf(s) {
	case openapi.Integer, openapi.Number:
		return jsontree.Number(text)
	case openapi.Boolean:
		return text == "true"
	}
	return text
}
