package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The script that is embedded is the one that the modules make: who changes a module and
// forgets to bundle would serve yesterday's search box.
func TestScriptIsCurrent(t *testing.T) {
	want, err := bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "shirube.js"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("shirube.js is not what src makes: run go generate ./internal/widget")
	}
}

// A mistake in a module is told with its place, and writes nothing.
func TestMistakeIsNamed(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "src"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "src", "index.js"), []byte("export const a = ;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := run(dir)
	if err == nil || !bytes.Contains([]byte(err.Error()), []byte("src/index.js:1: ")) {
		t.Errorf("error %v, want one at src/index.js:1", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "shirube.js")); err == nil {
		t.Error("a script was written")
	}
}
