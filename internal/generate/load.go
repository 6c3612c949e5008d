package generate

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/read"
)

// The files of a provider's folder.
const (
	specsDir     = "specs"
	documentFile = "openapi.yaml"
	mapFile      = "fieldmap.yaml"
	overlayFile  = "overlay.yaml"
	examplesDir  = "examples"
)

// limits are how large the files of a provider's folder may be, in bytes.
var limits = map[string]int{
	documentFile: read.MaxBytes,
	overlayFile:  fieldmap.MaxBytes,
	mapFile:      fieldmap.MaxBytes,
}

// hintLarge tells how to mend a file that is larger.
var hintLarge = map[string]string{
	documentFile: "cut it down to the operations and schemas that the field map names",
	overlayFile:  "an overlay holds what changes, not the document",
	mapFile:      "a field map is written by hand, and has some hundred lines",
}

var packageName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

// taken are package names that would not work beside generated code.
var taken = map[string]string{
	"generated": "the registry's package", "init": "special to Go", "name": "a name that the registry uses", "opts": "a name that the registry uses", "opened": "a name that the registry uses",
	"normalize": "the runtime's package", "rest": "a package of the runtime",
	"lenient": "a package of the runtime", "normalizetest": "a package of the runtime", "internal": "special to Go", "main": "special to Go", "testdata": "special to Go", "vendor": "special to Go",
}

// device matches names that a folder cannot have on Windows; Go imports none of them.
var device = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// discover lists the providers: the folders of specs. Names that cannot be a
// package's are reported and left out; refused are folders that are no longer
// read, whose packages stay.
func discover(root string, diags *diag.List) (names, refused []string, err error) {
	entries, err := os.ReadDir(root + "/" + specsDir)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the specs: %w", err)
	}
	for _, e := range entries {
		name := e.Name()
		pos := diag.Pos{File: specsDir + "/" + name}
		if strings.HasPrefix(name, ".") || !e.IsDir() && e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		switch {
		case e.Type()&fs.ModeSymlink != 0:
			diags.ErrorHint(pos, "G102", "put the files themselves under specs", "a symbolic link is not followed")
			refused = append(refused, name)
		case token.IsKeyword(name):
			diags.ErrorHint(pos, "G101", "choose another name", "folder name %q is a keyword of Go", name)
		case !packageName.MatchString(name):
			diags.ErrorHint(pos, "G101", "use lower-case letters and digits, beginning with a letter", "folder name %q is not a Go package name", name)
		case device.MatchString(name):
			diags.ErrorHint(pos, "G101", "choose another name", "folder name %q is a device on Windows, and cannot be imported", name)
		case taken[name] != "":
			diags.ErrorHint(pos, "G101", "choose another name", "folder name %q is %s", name, taken[name])
		default:
			names = append(names, name)
		}
	}
	return names, refused, nil
}

// load reads a provider's files. What is missing is a diagnostic.
func (p *provider) load(ctx context.Context, root string) *fieldmap.File {
	dir, err := os.OpenRoot(root + "/" + specsDir + "/" + p.name)
	if err != nil {
		p.err = fmt.Errorf("reading the specs: %w", err)
		return nil
	}
	defer dir.Close()
	document := p.read(dir, documentFile, "write the provider's OpenAPI document there")
	text := p.read(dir, mapFile, "write the field map there; specs/README.md explains it")
	overlay := p.read(dir, overlayFile, "")
	var file *fieldmap.File
	if text != nil {
		file = fieldmap.Parse(p.path(mapFile), text, &p.diags)
	}
	if document != nil {
		p.doc = openapi.Load(ctx, openapi.Input{
			File:        p.path(documentFile),
			Data:        document,
			OverlayFile: p.path(overlayFile),
			Overlay:     overlay,
			Named:       file.Places(),
			Used:        file.Used(),
		}, &p.diags)
	}
	p.examples(dir)
	p.answersIn(dir)
	return file
}

func (p *provider) path(name string) string { return specsDir + "/" + p.name + "/" + name }

// read gives a file's bytes, or nil. Where hint is not empty the file must be
// there. Links that lead out of the folder are refused by dir.
func (p *provider) read(dir *os.Root, name, hint string) []byte {
	pos := diag.Pos{File: p.path(name)}
	info, err := dir.Stat(name) // before it is opened: a pipe would block
	if err == nil && !info.Mode().IsRegular() {
		p.diags.ErrorHint(pos, "G102", "put a file there", "%s is not a regular file", name)
		return nil
	}
	f, err := dir.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := dir.Lstat(name); err == nil {
			p.diags.ErrorHint(pos, "G102", "a link must lead to a file in the provider's folder", "%s is a link to nothing", name)
		} else if hint != "" {
			p.diags.ErrorHint(pos, "G103", hint, "provider %s has no %s", p.name, name)
		}
		return nil
	case err != nil:
		p.diags.ErrorHint(pos, "G102", "a link must stay inside the provider's folder", "%s cannot be read: %v", name, bare(err))
		return nil
	}
	defer f.Close()
	limit := limits[name]
	data, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	switch {
	case err != nil:
		p.err = fmt.Errorf("reading %s: %w", pos.File, err)
		return nil
	case len(data) > limit:
		p.diags.ErrorHint(pos, "G102", hintLarge[name], "%s has %s, and at most %s are read", name, size(info.Size()), size(int64(limit)))
		return nil
	case data == nil:
		data = []byte{}
	}
	return data
}

// size gives a file's size in words.
func size(n int64) string {
	if n < 10<<20 {
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// bare leaves the operation and the machine's path out of an error.
func bare(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}

// examples checks that there is at least one documented example with a golden
// that somebody reviewed.
func (p *provider) examples(dir *os.Root) {
	pos := diag.Pos{File: p.path(examplesDir)}
	entries, _ := fs.ReadDir(dir.FS(), examplesDir)
	have := map[string]bool{}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") && !e.Type().IsRegular() {
			p.diags.ErrorHint(diag.Pos{File: pos.File + "/" + e.Name()}, "G102", "put the file itself there, not a link", "the example is not a regular file")
			continue
		}
		have[e.Name()] = true
	}
	examples := 0
	for name := range have {
		base, isExample := strings.CutSuffix(name, ".json")
		if !isExample || strings.HasSuffix(base, ".golden") || strings.HasSuffix(base, ".headers") || isError.MatchString(base) || isNeed(base) {
			continue
		}
		examples++
		if !have[base+".golden.json"] {
			p.diags.WarnHint(diag.Pos{File: pos.File + "/" + name}, "G104", "run `go test ./generated/"+p.name+" -run Examples -update`, then review "+base+".golden.json",
				"the example has no golden")
		}
	}
	if examples == 0 {
		p.diags.ErrorHint(pos, "G104", "put the provider's example responses there: list.json, get.json, ...", "provider %s has no documented example", p.name)
	} else if !have[requestsGolden] {
		p.diags.WarnHint(pos, "G104", "run `go test ./generated/"+p.name+" -run Requests -update`, then review "+requestsGolden,
			"provider %s has no golden of its requests", p.name)
	}
}

// requestsGolden is the reviewed file of what the provider is sent.
const requestsGolden = "requests.golden"

// isError matches the name of an example that is the answer of a failure, which has no
// golden: before the status may stand which operation answers so.
var isError = regexp.MustCompile(`(^|_)error_\d`)

// isNeed reports whether an example is what others need, in whose goldens it
// shows; before it may stand a source's name.
func isNeed(base string) bool {
	return strings.HasPrefix(base, "need_") || strings.Contains(base, "_need_")
}

// exists reports whether the provider has a package from an earlier run.
func exists(root, name string) bool {
	folder, err := os.Lstat(root + "/" + Owned + "/" + name)
	if err != nil || !folder.IsDir() { // a link is not followed: see package output
		return false
	}
	file, err := os.Lstat(root + "/" + Owned + "/" + name + "/provider.gen.go")
	return err == nil && file.Mode().IsRegular()
}
