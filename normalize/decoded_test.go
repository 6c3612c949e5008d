package normalize_test

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

func TestMappedFromTypedValues(t *testing.T) {
	issues := []normalize.Issue{{Field: "Status", Path: "state"}}
	c, err := normalize.MappedConversation(&normalize.Conversation{ID: "x", Messages: make([]normalize.Message, 3)}, "acme", issues)
	if err != nil || c.Provider != "acme" || len(c.Issues) != 1 || c.Messages[2].Index != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	_, err = normalize.MappedConversation(&normalize.Conversation{}, "acme", issues)
	var record *normalize.RecordError
	if !errors.Is(err, normalize.ErrNoID) || !errors.As(err, &record) || len(record.Issues) != 1 {
		t.Errorf("without id: %v", err)
	}
	m, err := normalize.MappedMessage(&normalize.Message{Text: "Hi"}, "acme", issues)
	if err != nil || m.Text != "Hi" || len(m.Issues) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestImports holds what a program links with this package to a short list.
func TestImports(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	allowed := []string{
		"github.com/cenkalti/backoff/v5", "github.com/go-json-experiment/json", "github.com/parlancehq/parlance/normalize",
		"golang.org/x/oauth2", "golang.org/x/time/rate",
	}
	seen := strings.Fields(string(out))
	if len(seen) < 3 {
		t.Fatalf("only %q", seen)
	}
	for _, path := range seen {
		if !slices.ContainsFunc(allowed, func(a string) bool { return path == a || strings.HasPrefix(path, a+"/") }) {
			t.Errorf("%s is linked", path)
		}
	}
}
