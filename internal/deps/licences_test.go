package deps

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/licensecheck"
)

// permissive are the licences, as SPDX names them, under which code may be
// linked into a program that is given away under Apache-2.0.
var permissive = []string{"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "Unlicense"}

// unlinked are licences that a module's file also names, of what is not code: its
// documentation, say, of which nothing is in the program.
var unlinked = map[string][]string{
	"github.com/modelcontextprotocol/go-sdk": {"CC-BY-4.0"}, // "Documentation in this project … is licensed under CC-BY-4.0"
	"modernc.org/sqlite":                     {"MPL-2.0"},   // of golang-lru, "in the module graph, not compiled into anything"
}

// understood are files that a person has read because no tool knows them, by their
// module and a sentence in them.
var understood = map[string]string{
	"github.com/golang/freetype": "The FreeType License, which is similar to the original BSD license with an advertising clause, or", // that one: its credit is in NOTICE
	"modernc.org/sqlite":         "All of the code and documentation in SQLite has been dedicated to the public domain by the authors.",
	"modernc.org/memory":         "https://commons.wikimedia.org/wiki/File:Memory_infra_logo.png", // where its logo is from, which is not linked
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying)([-.].*)?$`)
	noticeFile  = regexp.MustCompile(`(?i)^notice([-.].*)?$`)
)

// linked is the modules whose code is in the program, by path, with their folders.
func linked(t *testing.T) map[string]string {
	t.Helper()
	modules := map[string]string{}
	for _, p := range goList(t, "-deps", "./...") {
		if p.Module != nil && !p.Module.Main {
			modules[p.Module.Path] = p.Module.Dir
		}
	}
	if len(modules) < 10 {
		t.Fatalf("only %d modules found: this test looks in the wrong place", len(modules))
	}
	return modules
}

// read is the contents of the files of a folder whose names match.
func read(t *testing.T, dir string, name *regexp.Regexp) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() || !name.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(data))
	}
	return out
}

// Who gives the program away must be allowed to.
func TestLicencesAreCompatible(t *testing.T) {
	for path, dir := range linked(t) {
		texts := read(t, dir, licenceFile)
		if len(texts) == 0 {
			t.Errorf("%s has no licence file", path)
		}
		for _, text := range texts {
			scan := licensecheck.Scan([]byte(text))
			known, ok := understood[path]
			if len(scan.Match) == 0 && !(ok && strings.Contains(oneSpace(text), known)) {
				t.Errorf("%s: its licence is none that is known: read it", path)
			}
			for _, m := range scan.Match {
				if !slices.Contains(permissive, m.ID) && !slices.Contains(unlinked[path], m.ID) {
					t.Errorf("%s is under %s, which is not on the list", path, m.ID)
				}
			}
		}
	}
}

// Apache-2.0 asks that notices travel with the work, and so does the dictionary.
func TestNoticesAreReproduced(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	ours := oneSpace(string(data))
	found := 0
	for path, dir := range linked(t) {
		for _, notice := range read(t, dir, noticeFile) {
			found++
			if !strings.Contains(ours, oneSpace(notice)) {
				t.Errorf("the notice of %s is not in NOTICE", path)
			}
		}
	}
	if found == 0 {
		t.Error("no module with a notice was found, but the dictionary has one")
	}
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
