package openapi

import (
	"context"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// Input is what Load reads: bytes, and the names they have in diagnostics.
type Input struct {
	File        string
	Data        []byte
	OverlayFile string
	Overlay     []byte // nil without one
	// Named are places of inline schemas that are wanted as components: a
	// component's name or an operation's id, a slash, and a path below it, in which
	// [] is an element of an array (Call/legs[]). The place becomes the name.
	Named []string
}

// Load reads an OpenAPI 3 document, YAML or JSON. It applies the overlay, refuses
// what is unsafe, repairs what is plainly meant and validates the rest. All that
// it finds is added to diags; it returns nil where it added an error. The same
// input always gives the same result.
func Load(ctx context.Context, in Input, diags *diag.List) *Document {
	src := source{file: in.File, overlay: in.OverlayFile}
	var found diag.List
	doc := load(ctx, src, in, &found)
	diags.Append(&found)
	if found.Failed() {
		return nil
	}
	return doc
}

func load(ctx context.Context, src source, in Input, diags *diag.List) *Document {
	root := (&reader{src: src, diags: diags}).read(in.Data)
	if root == nil {
		return nil
	}
	if in.Overlay != nil {
		overlay := (&reader{src: src, overlay: true, diags: diags}).read(in.Overlay)
		if overlay == nil || !applyOverlay(src, root, overlay, diags) {
			return nil
		}
	}
	if !checkVersion(src, root, diags) {
		return nil
	}
	r := newRepairer(src, root, diags)
	fixed := r.document()
	if r.excess {
		return nil
	}
	validate(ctx, src, fixed, r.done, diags)
	if diags.Failed() {
		return nil
	}
	return resolve(src, fixed, r, in.Named, diags)
}

// checkVersion reports whether root says that it is OpenAPI 3.
func checkVersion(src source, root *node, diags *diag.List) bool {
	if v := text(root.get("swagger")); v != nil {
		diags.ErrorHint(src.at(v.pos), "O105", "convert it to OpenAPI 3 first", "this is Swagger %s, which is not read", v.text)
		return false
	}
	version := text(root.get("openapi"))
	if version == nil {
		diags.ErrorHint(src.at(root.pos), "O105", "an OpenAPI document starts with a line such as `openapi: 3.0.3`", "the document has no `openapi` field")
		return false
	}
	if !strings.HasPrefix(version.text, "3.") {
		diags.Errorf(src.at(version.pos), "O105", "OpenAPI %s is not read; 3.0 and 3.1 are", version.text)
		return false
	}
	root.set("openapi", version)
	return true
}
