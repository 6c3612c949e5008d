package generate

import (
	"testing"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/madeup"
)

// What a document may become: so many bytes for each of its own, and a schema for
// each four of them.
const (
	maxEmitted = 20
	maxSchemas = 4
)

// FuzzDocument compiles documents that are cyclic, deep and wide, with a field map
// that reads what they have: to the end, or to an error, and to no more output
// than the document accounts for.
func FuzzDocument(f *testing.F) {
	m, err := model.Load("../../normalize")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range madeup.Seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<12 {
			return
		}
		compileDocument(t, m, madeup.Document(data), data)
	})
}

func compileDocument(t *testing.T, m *model.Model, text string, data []byte) {
	p := &provider{name: "acme"}
	p.doc = openapi.Load(t.Context(), openapi.Input{File: "openapi.yaml", Data: []byte(text)}, &p.diags)
	if p.doc == nil {
		if !p.diags.Failed() {
			t.Fatal("no document and no error")
		}
		return
	}
	if n := len(p.doc.Schemas); n > 100+len(text)/maxSchemas {
		t.Errorf("%d schemas of %d bytes", n, len(text))
	}
	file := fieldmap.Parse("fieldmap.yaml", []byte(madeup.FieldMap(p.doc, data)), &p.diags)
	p.check(file, m, Options{})
	if p.plan == nil {
		if !p.diags.Failed() {
			t.Error("no plan and no error")
		}
		return
	}
	for _, whole := range []bool{false, true} {
		p.files = nil
		if err := p.emit(Options{Whole: whole}); err != nil {
			t.Fatal(err)
		}
		size := 0
		for _, file := range p.files {
			size += len(file.Data)
		}
		if size > 1<<18+maxEmitted*len(text) {
			t.Errorf("%d bytes of a document of %d", size, len(text))
		}
	}
}
