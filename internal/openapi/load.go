package openapi

import (
	"context"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/overlay"
	"github.com/parlancehq/parlance/internal/openapi/problem"
	"github.com/parlancehq/parlance/internal/openapi/read"
	"github.com/parlancehq/parlance/internal/openapi/repair"
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
	// Used are the ids of the operations that are used, and names of component schemas
	// beside those that they lead to: what is repaired elsewhere is not told of. Nil
	// means that all are.
	Used []string
}

// Load reads an OpenAPI 3 document, YAML or JSON. It applies the overlay, refuses
// what is unsafe, repairs what is plainly meant and validates the rest. All that
// it finds is added to diags. A document with errors is given as far as it could be
// read, so that what is made of it can be checked as well, and nil where nothing of
// it can be relied on. The same input always gives the same result.
func Load(ctx context.Context, in Input, diags *diag.List) *Document {
	files := node.Files{Document: in.File, Overlay: in.OverlayFile}
	var found diag.List
	doc := load(ctx, files, in, &found)
	diags.Append(&found)
	return doc
}

func load(ctx context.Context, files node.Files, in Input, diags *diag.List) *Document {
	root := read.Document(files, in.Data, diags)
	if root == nil {
		return nil
	}
	if in.Overlay != nil {
		changes := read.Overlay(files, in.Overlay, diags)
		if changes != nil && !overlay.Apply(files, root, changes, diags) {
			return nil
		}
	}
	if !checkVersion(files, root, diags) {
		return nil
	}
	repaired := repair.Document(ctx, files, root, in.Used, diags)
	if repaired == nil {
		return nil
	}
	return resolve(problem.NewReporter(files, diags), repaired, in.Named)
}

// checkVersion reports whether root can be read as OpenAPI 3. It adds an error where
// it does not say that it is.
func checkVersion(files node.Files, root *node.Node, diags *diag.List) bool {
	if v := node.Text(root.Get("swagger")); v != nil {
		diags.ErrorHint(files.At(v.Pos), "O105", "convert it to OpenAPI 3 first", "this is Swagger %s, which is not read", v.Text)
		return false
	}
	version := node.Text(root.Get("openapi"))
	if version == nil {
		diags.ErrorHint(files.At(root.Pos), "O105", "an OpenAPI document starts with a line such as `openapi: 3.0.3`", "the document has no `openapi` field")
		root.Set("openapi", node.NewString("3.0.3", root.Pos))
		return root.Get("paths") != nil
	}
	if !strings.HasPrefix(version.Text, "3.") {
		diags.Errorf(files.At(version.Pos), "O105", "OpenAPI %s is not read; 3.0, 3.1 and 3.2 are", version.Text)
		return false
	}
	root.Set("openapi", version)
	return true
}
