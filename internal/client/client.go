// Package client runs the OpenAPI client generator in process and indexes what
// it emitted, so that no later stage has to know how it names things.
package client

import (
	"errors"
	"fmt"
	"go/format"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// Options are the caller's choices; everything else is fixed, so that the output
// depends on the document alone.
type Options struct {
	Package string // the emitted package clause
	// Header holds comment lines, with or without their "//", that replace the
	// generator's own header. They stand apart from the package clause, so that
	// they are not package documentation.
	Header []string
}

// generatorMu guards the package state of the client generator.
var generatorMu sync.Mutex

// Generate runs the client generator over doc, which it may change, and returns
// gofmt-ed source and the index of what that declares. An error means that the
// document slipped through validation, not that a user could mend it. Safe for
// concurrent use: the generator has package state, so calls run one at a time.
func Generate(doc *openapi3.T, opts Options) ([]byte, *Index, error) {
	if opts.Package == "" {
		return nil, nil, errors.New("client: no package name")
	}
	raw, err := run(doc, opts.Package)
	if err != nil {
		return nil, nil, err
	}
	trimmed, err := tidy(raw, opts.Header)
	if err != nil {
		return nil, nil, err
	}
	src, err := format.Source(trimmed)
	if err != nil {
		return nil, nil, fmt.Errorf("client: format: %w", err)
	}
	x, err := newIndex(src)
	if err != nil {
		return nil, nil, err
	}
	return src, x, nil
}

// run calls the generator, and turns its panics into errors: a document it
// cannot take must not end the whole run.
func run(doc *openapi3.T, pkg string) (src string, err error) {
	generatorMu.Lock()
	defer generatorMu.Unlock()
	defer func() {
		if r := recover(); r != nil {
			src, err = "", fmt.Errorf("client: generator panic: %v", r)
		}
	}()
	prepare(doc)
	cfg := configuration(pkg)
	if err := cfg.Validate(); err != nil {
		return "", fmt.Errorf("client: %w", err)
	}
	src, err = codegen.Generate(doc, cfg)
	if err != nil {
		return "", fmt.Errorf("client: %w", err)
	}
	return src, nil
}

// configuration sets every option that reaches the client, those with a usable
// zero value too: an option left out may keep what the last call set.
func configuration(pkg string) codegen.Configuration {
	noVersion := ""
	return codegen.Configuration{
		PackageName:          pkg,
		Generate:             codegen.GenerateOptions{Models: true, Client: true},
		NoVCSVersionOverride: &noVersion,
		AllowRemoteRefsFrom:  []string{},
		ImportMapping:        map[string]string{},
		Compatibility: codegen.CompatibilityOptions{
			AlwaysPrefixEnumValues: true,
			// A pointer would say nothing that the requiredness does not.
			DisableRequiredReadOnlyAsPointer: true,
		},
		OutputOptions: codegen.OutputOptions{
			SkipFmt:                       true, // goimports takes most of the generator's time
			SkipPrune:                     false,
			UserTemplates:                 map[string]string{},
			ResponseTypeSuffix:            "Response",
			ClientTypeName:                "Client",
			NameNormalizer:                string(codegen.NameNormalizerFunctionToCamelCase),
			AdditionalInitialisms:         []string{},
			StreamingContentTypes:         []string{},
			NullableType:                  false,
			DisableTypeAliasesForType:     []string{},
			SkipClientResponseContentType: true,
			ResolveTypeNameCollisions:     true,
			TypeMapping:                   typeMapping(),
		},
	}
}

// typeMapping keeps digits and odd values: numbers have their full width and
// every string format stays a string, so that one malformed value does not fail
// the page that holds it.
func typeMapping() *codegen.TypeMapping {
	all := func(formats map[string]codegen.SimpleTypeSpec, goType string) codegen.FormatMapping {
		m := codegen.FormatMapping{
			Default: codegen.SimpleTypeSpec{Type: goType},
			Formats: make(map[string]codegen.SimpleTypeSpec, len(formats)),
		}
		for name := range formats {
			m.Formats[name] = m.Default
		}
		return m
	}
	d := codegen.DefaultTypeMapping
	return &codegen.TypeMapping{
		Integer: all(d.Integer.Formats, "int64"),
		Number:  all(d.Number.Formats, "float64"),
		Boolean: all(d.Boolean.Formats, "bool"),
		String:  all(d.String.Formats, "string"),
	}
}

// headerText joins the header lines as line comments, each on its own line
// whatever a line holds.
func headerText(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		for part := range strings.SplitSeq(strings.ReplaceAll(line, "\r", "\n"), "\n") {
			if !strings.HasPrefix(part, "//") {
				part = strings.TrimRight("// "+part, " ")
			}
			b.WriteString(part)
			b.WriteByte('\n')
		}
	}
	if len(lines) > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}
