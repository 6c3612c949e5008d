package generate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/read"
	"github.com/parlancehq/parlance/internal/plan"
)

// answer is a documented example of a success.
type answer struct {
	name  string // of its file, without the ending
	value any
}

// answersIn reads the examples of successes. What is not JSON is the tests' to tell.
func (p *provider) answersIn(dir *os.Root) {
	entries, _ := fs.ReadDir(dir.FS(), examplesDir)
	for _, e := range entries {
		base, isExample := strings.CutSuffix(e.Name(), ".json")
		if !isExample || !e.Type().IsRegular() || strings.HasSuffix(base, ".golden") || isError.MatchString(base) {
			continue
		}
		f, err := dir.Open(examplesDir + "/" + e.Name())
		if err != nil {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(f, read.MaxBytes))
		_ = f.Close()
		var value any
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		if err == nil && decoder.Decode(&value) == nil {
			p.answers = append(p.answers, answer{base, value})
		}
	}
}

// judge reports examples of successes that say something where errors are looked for,
// while nothing tells the two apart, and those that are not successes as the field map
// tells them.
func (p *provider) judge() {
	for _, a := range p.answers {
		op := p.answered(a.name)
		if op == nil {
			continue
		}
		pos := diag.Pos{File: p.path(examplesDir) + "/" + a.name + ".json"}
		when := p.plan.When[op]
		if len(when) > 0 {
			if !slices.ContainsFunc(when, func(all []plan.Check) bool { return a.passes(all) }) {
				p.diags.ErrorHint(pos, "G105", "write success_when so that every documented success meets it", "the example of a success does not meet success_when")
			}
			continue
		}
		for _, path := range slices.Concat(p.plan.Errors.Code, p.plan.Errors.Message) {
			text, there := a.at(path)
			if !there || text == "" || p.plan.InRecord(op, path) {
				continue
			}
			p.diags.ErrorHint(pos, "G105", "say under errors what a success looks like, as `success_when: {"+likely(path, text)+"}` would; or leave the path out there",
				"a success has something at %s, where errors keep what they say, and nothing tells the two apart", path.Written())
			break
		}
	}
}

// likely is a condition that may tell successes: the text of one, unless it is one
// that is made for it alone.
func likely(path leaves.Path, text string) string {
	switch _, err := strconv.ParseFloat(text, 64); {
	case len(text) > 20 || strings.ContainsAny(text, "\n{}[],:#\"'"):
		return "<path>: <text>"
	case err == nil:
		text = strconv.Quote(text)
	}
	return path.Written() + ": " + text
}

// answered gives the operation that an example is an answer of, by the example's name;
// nil where that is of an error, or says nothing.
func (p *provider) answered(name string) *openapi.Operation {
	for _, s := range p.plan.Sources {
		rest, ok := strings.CutPrefix(name, s.Name+"_")
		if s.Name == "" {
			rest, ok = name, true
		}
		if !ok {
			continue
		}
		word, more, _ := strings.Cut(rest, "_")
		switch {
		case word == "list" && s.List != nil:
			return s.List.Op
		case word == "get" && s.Get != nil:
			return s.Get.Op
		case (word == "messages" || word == "transcript") && s.Messages != nil:
			return s.Messages.Op
		case word == "need":
			for _, n := range p.plan.Needs() {
				if n.Name == more {
					return n.Op
				}
			}
		}
	}
	return nil
}

// passes reports whether all checks of an alternative pass.
func (a answer) passes(all []plan.Check) bool {
	return !slices.ContainsFunc(all, func(k plan.Check) bool {
		text, ok := a.at(k.Path)
		if len(k.Texts) > 0 {
			ok = ok && slices.Contains(k.Texts, text)
		}
		return ok == k.Not
	})
}

// at gives the text at a path, and whether there is anything; of an array the first
// element counts. It is what the runtime makes of the same.
func (a answer) at(path leaves.Path) (text string, there bool) {
	v := a.value
	first := func() {
		for list, ok := v.([]any); ok && len(list) > 0; list, ok = v.([]any) {
			v = list[0]
		}
	}
	for _, step := range path {
		if step.Name == "" {
			continue
		}
		first()
		object, ok := v.(map[string]any)
		if !ok {
			return "", false
		}
		v = object[step.Name]
	}
	if list, ok := v.([]any); ok {
		there = len(list) > 0
		first()
	} else {
		there = v != nil && v != ""
	}
	switch v := v.(type) {
	case string:
		return v, there
	case json.Number, bool:
		return fmt.Sprint(v), there
	}
	return "", there
}
