package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	for _, test := range []struct {
		args   []string
		status int
		stderr string
	}{
		{nil, exitUsage, "usage: upstream"},
		{[]string{"a", "b"}, exitUsage, "usage: upstream"},
		{[]string{"-none", "a"}, exitUsage, "flag provided but not defined: -none"},
		{[]string{"-h"}, exitOK, "usage: upstream"},
		{[]string{"nowhere"}, exitUsage, "upstream: reading the vendors' documents: "},
		{[]string{t.TempDir()}, exitUsage, "upstream: no document in "},
	} {
		var stdout, stderr bytes.Buffer
		if got := run(t.Context(), test.args, &stdout, &stderr); got != test.status || !strings.HasPrefix(stderr.String(), test.stderr) {
			t.Errorf("%q: %d, %s", test.args, got, &stderr)
		}
	}
}

// TestDrift compares one document with itself, and then with one that has moved.
func TestDrift(t *testing.T) {
	root, folder := t.TempDir(), t.TempDir()
	const document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: getA, responses: {'204': {description: A.}}}}}\n"
	curated := filepath.Join(root, "more", "acme", "openapi.yaml")
	if err := os.MkdirAll(filepath.Dir(curated), 0o777); err != nil {
		t.Fatal(err)
	}
	write := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(curated, document)
	write(folder+"/other.yaml", document)
	args := []string{"-root", root, "-specs", "more", "-drift", "-partial", folder}
	for _, test := range []struct {
		vendor         string
		status         int
		stdout, stderr string
	}{
		{document, exitOK, "vendor: other.yaml: not covered, no provider below more\nvendor: no drift: acme\n", ""},
		{strings.Replace(document, "'204'", "'200'", 1), exitWrong, "vendor: other.yaml: not covered, no provider below more\n",
			"more/acme/openapi.yaml:3:51: D104: getA.204: the vendor's document declares no such answer\n" +
				"    hint: see acme.yaml:3:14; mend it, or give the reason in more/acme/drift.yaml: {what: answer, places: getA.204, reason: ...}\n" +
				"vendor: acme: openapi.yaml says 1 things otherwise than the vendor's document\n"},
		{"openapi: 3.0.3\npaths: {$ref: 1}\n", exitWrong, "", ""},
	} {
		write(folder+"/acme.yaml", test.vendor)
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), args, &stdout, &stderr)
		if status != test.status || test.stdout != "" && (stdout.String() != test.stdout || stderr.String() != test.stderr) {
			t.Errorf("%d\n%s\n%s", status, &stdout, &stderr)
		}
	}
}
