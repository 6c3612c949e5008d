package node

import "github.com/parlancehq/parlance/internal/diag"

// Place is a position without its file name: nodes are many.
type Place struct {
	Line, Column int32
	Overlay      bool // in the overlay file, not in the document
}

// Files are the file names that places lack.
type Files struct{ Document, Overlay string }

// At turns a place into a position for a diagnostic.
func (f Files) At(p Place) diag.Pos {
	file := f.Document
	if p.Overlay {
		file = f.Overlay
	}
	return diag.Pos{File: file, Line: int(p.Line), Column: int(p.Column)}
}
