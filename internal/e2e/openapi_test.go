//go:build e2e

package e2e

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The keys of a server that clients of others are tried against.
const (
	siteKey   = "the-key-of-the-site"
	editorKey = "the-key-of-the-editor"
)

// keyed starts the program under a base path, with a key for searching and one for
// everything. The sample is named as a corpus: else it gives way to the first article that
// is put.
func keyed(t *testing.T) (base string) {
	t.Helper()
	home := t.TempDir()
	file := filepath.Join(home, "keys.yaml")
	keys := "- {name: site, secret: " + siteKey + ", scopes: [search]}\n- {name: editor, secret: " + editorKey + ", scopes: [admin]}\n"
	if err := os.WriteFile(file, []byte(keys), 0o600); err != nil {
		t.Fatal(err)
	}
	sample, err := filepath.Abs(filepath.Join("..", "..", "corpus", "articles"))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, home, "--corpus", sample, "--base-path", "/kb", "--log-level", "warn", "--key-file", file)
	return "http://" + s.addr + s.base
}

// runIn runs a program of others to its end; what it says is the reason where it fails.
func runIn(t *testing.T, dir string, environment []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), environment...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// document fetches the OpenAPI document into a file of dir.
func openapiDocument(t *testing.T, base, dir string) string {
	t.Helper()
	resp, err := http.Get(base + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "openapi.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Standard generators make clients of the document whose types hold: programs of
// test/clients/typescript compile strictly with them and work against the server; and a
// linter finds nothing wrong with the document.
func TestOpenAPIClientsInTypeScript(t *testing.T) {
	node := os.Getenv("SHIRUBE_TYPESCRIPT")
	if node == "" {
		t.Skip("SHIRUBE_TYPESCRIPT names no folder with the node_modules of test/clients/typescript")
	}
	base, dir := keyed(t), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "test", "clients", "typescript"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(node, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	tool := func(name string, args ...string) string {
		return runIn(t, dir, []string{"REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true"}, filepath.Join(dir, "node_modules", ".bin", name), args...)
	}
	openapiDocument(t, base, dir)
	tool("redocly", "lint", "--config", "redocly.yaml", "openapi.json")
	tool("openapi-typescript", "openapi.json", "-o", "api.ts")
	tool("openapi-ts")
	tool("tsc")
	if out := runIn(t, dir, nil, "node", "built/fetch.js", base, siteKey, editorKey); !strings.Contains(out, "openapi-fetch: ok") {
		t.Error(out)
	}
	if out := runIn(t, dir, nil, "node", "built/hey.js", base, editorKey); !strings.Contains(out, "hey-api: ok") {
		t.Error(out)
	}
}

// No request that schemathesis makes up, within the document or outside of it, is answered
// otherwise than the document says. SHIRUBE_FUZZ_EXAMPLES is how many it makes of every
// operation, SHIRUBE_FUZZ_SEED where chance begins.
func TestOpenAPIFuzzed(t *testing.T) {
	venv := os.Getenv("SHIRUBE_SCHEMATHESIS")
	if venv == "" {
		t.Skip("SHIRUBE_SCHEMATHESIS names no Python environment with the requirements of test/clients/schemathesis")
	}
	number := func(name, otherwise string) string {
		if v := os.Getenv(name); v != "" {
			return v
		}
		return otherwise
	}
	base, dir := keyed(t), t.TempDir()
	hooks, err := filepath.Abs(filepath.Join("..", "..", "test", "clients", "schemathesis"))
	if err != nil {
		t.Fatal(err)
	}
	out := runIn(t, dir, []string{
		"SHIRUBE_FUZZ_KEY=" + editorKey, "SCHEMATHESIS_HOOKS=hooks", "PYTHONPATH=" + hooks, "PYTHONDONTWRITEBYTECODE=1",
	}, filepath.Join(venv, "bin", "st"), "--config-file", filepath.Join(hooks, "schemathesis.toml"), "run", base+"/openapi.json",
		"--max-examples", number("SHIRUBE_FUZZ_EXAMPLES", "15"), "--seed", number("SHIRUBE_FUZZ_SEED", "1"), "--no-color", "--continue-on-failure")
	_, summary, ok := strings.Cut(out, "= SUMMARY =")
	if !ok {
		t.Fatalf("there is no summary:\n%s", out)
	}
	t.Log(summary)
}
