package app

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// example is a fenced block of docs/integrations.md.
type example struct {
	section, language, mark string
	code                    string
	lines                   int
}

func examples(t *testing.T) []example {
	t.Helper()
	data, err := os.ReadFile("../../docs/integrations.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	var section string
	var open *example
	for line := range strings.Lines(string(data)) {
		switch fence, isFence := strings.CutPrefix(strings.TrimSpace(line), "```"); {
		case isFence && open == nil:
			language, mark, _ := strings.Cut(fence, " ")
			open = &example{section: section, language: language, mark: mark}
		case isFence:
			out = append(out, *open)
			open = nil
		case open != nil:
			open.code += line
			open.lines++
		case strings.HasPrefix(line, "## "):
			section = strings.TrimSpace(line[3:])
		}
	}
	return out
}

// Each integration is shown, in at most 20 lines, and no example is there that
// nothing runs.
func TestIntegrationExamplesAreRun(t *testing.T) {
	tests := testNames(t)
	shown := map[string]bool{}
	for _, e := range examples(t) {
		shown[e.section] = true
		if e.lines > 20 {
			t.Errorf("%s: an example of %d lines", e.section, e.lines)
		}
		name, named := strings.CutPrefix(e.mark, "test=")
		switch {
		case e.mark == "run" && (e.language == "sh" || e.language == "python"): // below, and clients/python/tests/test_docs.py
		case !named:
			t.Errorf("%s: nothing says how this is tested: ```%s %s", e.section, e.language, e.mark)
		case !tests[name]:
			t.Errorf("%s: there is no test %s", e.section, name)
		}
	}
	for _, section := range []string{"HTTP", "Python", "LangChain", "LlamaIndex", "OpenAI tools", "Dify", "MCP"} {
		if !shown[section] {
			t.Errorf("%s: there is no example", section)
		}
	}
}

// testNames are the names of all tests of the repository, in Go and Python.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	definition := regexp.MustCompile(`(?m)^(?:func|(?:async )?def) ([Tt]est\w*)\(`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := filepath.Base(path)
		if d.IsDir() && (base == "node_modules" || strings.HasPrefix(base, ".") && base != "..") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(base, "_test.go") && (!strings.HasPrefix(base, "test_") || !strings.HasSuffix(base, ".py")) {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range definition.FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// The shell examples of the integrations work as they stand, against a server with
// the sample knowledge base.
func TestIntegrationExamplesInShell(t *testing.T) {
	for _, program := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("there is no %s to run the examples with", program)
		}
	}
	addr, _, _, _ := start(t, settings("", t.TempDir()))
	untilPhase(t, addr, phaseReady)
	for _, e := range examples(t) {
		if e.language != "sh" || e.mark != "run" {
			continue
		}
		if !strings.Contains(e.code, "http://127.0.0.1:8080/") {
			t.Errorf("%s: the example does not ask the usual address:\n%s", e.section, e.code)
		}
		cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", strings.ReplaceAll(e.code, "127.0.0.1:8080", addr))
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: %v %s\n%s", e.section, err, &complaints, e.code)
			continue
		}
		for answers := json.NewDecoder(bytes.NewReader(out)); answers.More(); {
			var answer any
			if err := answers.Decode(&answer); err != nil {
				t.Fatalf("%s: %v: %s", e.section, err, out)
			}
			if fields, ok := answer.(map[string]any); ok && fields["answerable"] == false {
				t.Errorf("%s: the example finds nothing: %s", e.section, out)
			}
		}
	}
}
