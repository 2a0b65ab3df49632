//go:build e2e

package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The programs of docs/clients.md work as they stand, but for the address: each finds,
// completes, reports, retrieves, and puts an article that is there afterwards.
func TestClientDocs(t *testing.T) {
	doc, err := os.ReadFile("../../docs/clients.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```(\\w+)( test=TestClientDocs)?\n(.*?)^```$").FindAllStringSubmatch(string(doc), -1)
	if len(blocks) != 5 {
		t.Errorf("%d programs, not five", len(blocks))
	}
	for _, block := range blocks {
		t.Run(block[1], func(t *testing.T) {
			if block[2] == "" || !strings.Contains(block[3], "http://127.0.0.1:8080") {
				t.Fatalf("it is not marked as run, or does not ask the usual address:\n%s", block[3])
			}
			s := serve(t, t.TempDir(), "--log-level", "warn") // an article that is put takes the sample's place
			out := runDocumented(t, block[1], strings.ReplaceAll(block[3], "127.0.0.1:8080", s.addr), "http://"+s.addr)
			for _, part := range []string{"内出血", "エクソソーム", "[1]", "rue"} {
				if !strings.Contains(out, part) {
					t.Errorf("it prints no %s:\n%s", part, out)
				}
			}
			put := regexp.MustCompile(`clients-\w+`).FindString(block[3])
			if status, _ := s.get("/v1/articles/" + put); status != http.StatusOK {
				t.Errorf("%s is not there: %d", put, status)
			}
		})
	}
}

// runDocumented runs a program in a folder of its own.
func runDocumented(t *testing.T, language, code, base string) string {
	t.Helper()
	dir := t.TempDir()
	runs := map[string]struct {
		program string
		args    []string
		file    string
	}{
		"sh":     {"sh", []string{"-e", "example.sh"}, "example.sh"},
		"python": {"python3", []string{"example.py"}, "example.py"},
		"php":    {"php", []string{"example.php"}, "example.php"},
		"go":     {"go", []string{"run", "example.go"}, "example.go"},
		"ts":     {"node", []string{"built/example.js"}, "example.ts"},
	}
	r, ok := runs[language]
	if !ok {
		t.Fatalf("nothing runs %s", language)
	}
	if _, err := exec.LookPath(r.program); err != nil {
		t.Skipf("there is no %s", r.program)
	}
	if err := os.WriteFile(filepath.Join(dir, r.file), []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	if language == "ts" {
		compileDocumented(t, dir, base)
	}
	return runIn(t, dir, []string{"PYTHONUTF8=1", "LC_ALL=C.UTF-8"}, r.program, r.args...)
}

// compileDocumented makes the types that the program in TypeScript wants, and compiles it.
func compileDocumented(t *testing.T, dir, base string) {
	t.Helper()
	node := os.Getenv("SHIRUBE_TYPESCRIPT")
	if node == "" {
		t.Skip("SHIRUBE_TYPESCRIPT names no folder with the node_modules of test/clients/typescript")
	}
	if err := os.Symlink(filepath.Join(node, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	settings, err := os.ReadFile("../../test/clients/typescript/tsconfig.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"package.json": `{"type":"module"}`, "tsconfig.json": string(settings)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openapiDocument(t, base, dir)
	bin := filepath.Join(dir, "node_modules", ".bin")
	runIn(t, dir, nil, filepath.Join(bin, "openapi-typescript"), "openapi.json", "-o", "api.ts")
	runIn(t, dir, nil, filepath.Join(bin, "tsc"))
}
