package server

import (
	"net/http"
)

// FileText is what a recording of the fake holds.
func FileText(url string) string { return "recording of " + url }

// serveFile answers for a recording, to which no credential may be sent.
func (f *Fake) serveFile(w http.ResponseWriter, req *http.Request) {
	r := &request{Request: req}
	if req.Header.Get("Authorization") != "" {
		f.violate(r, "credentials for another origin")
	}
	for _, s := range f.Decl.Doc.Schemes {
		if s.Param != "" && (req.Header.Get(s.Param) != "" || req.URL.Query().Get(s.Param) != "") {
			f.violate(r, "credentials for another origin")
		}
	}
	w.Header().Set("Content-Type", "audio/mpeg")
	_, _ = w.Write([]byte(FileText("https://" + req.Host + req.URL.Path)))
}
