package lenienttest

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ExampleTexts are the texts and numbers in the documented examples of the
// providers, one of each form: digits count as the same, and so do letters.
func ExampleTexts(f testing.TB) []string {
	f.Helper()
	forms := map[string]string{}
	err := filepath.WalkDir("../../../../specs", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".golden.json") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
			decoder.UseNumber()
			token, err := decoder.Token()
			if err != nil {
				return nil
			}
			text, ok := token.(string)
			if n, is := token.(json.Number); is {
				text, ok = n.String(), true
			}
			if form := strings.Map(kindOf, text); ok && len(text) < 80 && (forms[form] == "" || text < forms[form]) {
				forms[form] = text
			}
		}
	})
	if err != nil || len(forms) == 0 {
		f.Fatalf("no examples: %v", err)
	}
	texts := make([]string, 0, len(forms))
	for _, text := range forms {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return texts
}

func kindOf(c rune) rune {
	switch {
	case c >= '0' && c <= '9':
		return '0'
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return -1
	}
	return c
}
