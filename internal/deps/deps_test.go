// Package deps holds the tests of what the project may depend on: which package
// may import which, which libraries have just one importer, and under which
// licences all of it stands. The tables are in ARCHITECTURE.md, for people; here
// they are enforced. The package has no code of its own.
package deps

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "shirube"
	root   = "../.."
)

// pkg is a package as `go list -json` describes it.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string // of GoFiles alone: tests may import what they like
	Module     *struct {
		Path, Dir string
		Main      bool
	}
}

// name is the package's path inside the project: "index/bleve".
func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// goList lists packages that match the arguments.
func goList(t *testing.T, args ...string) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Dir,GoFiles,Imports,Module"}, args...)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, &stderr)
	}
	var list []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("go list %v: %v", args, err)
		}
		list = append(list, p)
	}
}

// ownPackages lists the packages of the project that have code of their own.
// Folders that the repository ignores are not part of it.
func ownPackages(t *testing.T) []pkg {
	t.Helper()
	list := slices.DeleteFunc(goList(t, "./...", "./testdata/queries"), func(p pkg) bool {
		return len(p.GoFiles) == 0 || strings.HasPrefix(p.name(), "dist/")
	})
	if len(list) < 10 {
		t.Fatalf("only %d packages found: this test looks in the wrong place", len(list))
	}
	return list
}

// table reads the Markdown table under a heading of ARCHITECTURE.md: for each
// row the `quoted` names of the first column, each with those of the second.
func table(t *testing.T, heading string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := parseTable(string(data), heading)
	if err != nil {
		t.Fatalf("ARCHITECTURE.md: %v", err)
	}
	return rows
}

var quoted = regexp.MustCompile("`([^`]+)`")

func parseTable(doc, heading string) (map[string][]string, error) {
	_, section, found := strings.Cut(doc, "\n## "+heading+"\n")
	if !found {
		return nil, fmt.Errorf("there is no heading %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	rows := map[string][]string{}
	for line := range strings.SplitSeq(section, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		names := func(cell string) []string {
			var out []string
			for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
				out = append(out, m[1])
			}
			return out
		}
		for _, name := range names(cells[1]) {
			if _, twice := rows[name]; twice {
				return nil, fmt.Errorf("%q: two rows for %s", heading, name)
			}
			rows[name] = names(cells[2])
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("no table under %q", heading)
	}
	return rows, nil
}

// The map of the packages is what keeps engines, front ends and domain apart. A
// new edge is a decision: it is made in ARCHITECTURE.md, not in passing.
func TestImportTable(t *testing.T) {
	for _, wrong := range checkImports(table(t, "Import table"), ownPackages(t)) {
		t.Error(wrong)
	}
}

// checkImports compares the table with what packages import of this project.
func checkImports(allowed map[string][]string, packages []pkg) []string {
	var wrong []string
	unused := maps.Clone(allowed)
	for _, p := range packages {
		may, listed := allowed[p.name()]
		delete(unused, p.name())
		if !listed {
			wrong = append(wrong, fmt.Sprintf("%s has no row in the import table", p.name()))
			continue
		}
		imports := map[string]bool{}
		for _, path := range p.Imports {
			if name, own := strings.CutPrefix(path, module+"/"); own {
				imports[name] = true
			}
		}
		for _, name := range slices.Sorted(maps.Keys(imports)) {
			if !slices.Contains(may, name) {
				wrong = append(wrong, fmt.Sprintf("%s imports %s, which the import table does not allow", p.name(), name))
			}
		}
		for _, name := range may {
			if !imports[name] {
				wrong = append(wrong, fmt.Sprintf("the import table allows %s to import %s, but it does not", p.name(), name))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unused)) {
		wrong = append(wrong, fmt.Sprintf("the import table has a row for %s, but there is no such package", name))
	}
	return wrong
}

// A library that sits behind one package can be replaced by rewriting that
// package.
func TestLibrariesHaveTheirPlace(t *testing.T) {
	for _, wrong := range checkLibraries(table(t, "Libraries with one place"), ownPackages(t)) {
		t.Error(wrong)
	}
}

// checkLibraries compares who imports a library, or a package below it, with who
// may.
func checkLibraries(places map[string][]string, packages []pkg) []string {
	var wrong []string
	for _, library := range slices.Sorted(maps.Keys(places)) {
		used := map[string]bool{}
		for _, p := range packages {
			for _, path := range p.Imports {
				if path != library && !strings.HasPrefix(path, library+"/") {
					continue
				}
				used[p.name()] = true
				if !slices.Contains(places[library], p.name()) {
					wrong = append(wrong, fmt.Sprintf("%s imports %s, which belongs to %v", p.name(), path, places[library]))
				}
			}
		}
		for _, name := range places[library] {
			if !used[name] {
				wrong = append(wrong, fmt.Sprintf("%s does not import %s, as ARCHITECTURE.md says", name, library))
			}
		}
	}
	return wrong
}

// Test helpers in the program would bring test flags and panics with them.
func TestTestingStaysInTests(t *testing.T) {
	packages := ownPackages(t)
	helpers := map[string]bool{} // packages for tests alone: their names end in test
	for _, p := range packages {
		if strings.HasSuffix(p.ImportPath, "test") {
			helpers[p.ImportPath] = true
		}
	}
	for _, p := range packages {
		if helpers[p.ImportPath] {
			continue
		}
		for _, path := range p.Imports {
			if path == "testing" || strings.HasPrefix(path, "testing/") || helpers[path] {
				t.Errorf("%s imports %s outside its tests", p.name(), path)
			}
		}
	}
}

// An import for its side effects is a dependency that no call shows. Embedding
// files needs one, and does nothing else.
func TestNoImportsForSideEffects(t *testing.T) {
	files := 0
	for _, p := range ownPackages(t) {
		for _, name := range p.GoFiles {
			files++
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range f.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				if spec.Name != nil && (spec.Name.Name == "_" || spec.Name.Name == ".") && path != "embed" {
					t.Errorf("%s/%s imports %s as %s", p.name(), name, path, spec.Name.Name)
				}
			}
		}
	}
	if files == 0 {
		t.Error("no file was looked at")
	}
}

func TestCheckImports(t *testing.T) {
	allowed := map[string][]string{"corpus": nil, "index": {"corpus"}}
	corpus := pkg{ImportPath: module + "/corpus", Imports: []string{"fmt"}}
	index := pkg{ImportPath: module + "/index", Imports: []string{"fmt", module + "/corpus"}}
	for _, tt := range []struct {
		name     string
		packages []pkg
		want     string // "": nothing is wrong
	}{
		{"as the table says", []pkg{corpus, index}, ""},
		{"a new edge", []pkg{{ImportPath: module + "/corpus", Imports: []string{module + "/index"}}, index}, "corpus imports index"},
		{"an edge that is gone", []pkg{corpus, {ImportPath: module + "/index"}}, "allows index to import corpus"},
		{"a new package", []pkg{corpus, index, {ImportPath: module + "/internal/new"}}, "internal/new has no row"},
		{"a package that is gone", []pkg{corpus}, "no such package"},
	} {
		t.Run(tt.name, func(t *testing.T) { expect(t, checkImports(allowed, tt.packages), tt.want) })
	}
}

func TestCheckLibraries(t *testing.T) {
	places := map[string][]string{"example.org/engine": {"index/engine"}}
	owner := pkg{ImportPath: module + "/index/engine", Imports: []string{"example.org/engine/v2"}}
	for _, tt := range []struct {
		name     string
		packages []pkg
		want     string
	}{
		{"in its place", []pkg{owner}, ""},
		{"another library of a like name", []pkg{owner, {ImportPath: module + "/a", Imports: []string{"example.org/engineering"}}}, ""},
		{"elsewhere too", []pkg{owner, {ImportPath: module + "/a", Imports: []string{"example.org/engine"}}}, "a imports example.org/engine"},
		{"nowhere", []pkg{{ImportPath: module + "/index/engine"}}, "does not import"},
	} {
		t.Run(tt.name, func(t *testing.T) { expect(t, checkLibraries(places, tt.packages), tt.want) })
	}
}

func expect(t *testing.T, got []string, want string) {
	t.Helper()
	switch {
	case want == "" && len(got) > 0:
		t.Errorf("found %q, want nothing", got)
	case want != "" && (len(got) != 1 || !strings.Contains(got[0], want)):
		t.Errorf("found %q, want one that says %q", got, want)
	}
}

func TestParseTable(t *testing.T) {
	doc := "# A\n\n## Import table\n\n| package | imports |\n| --- | --- |\n| `a`, `b` | – |\n| `c` | `a`, `b/x` |\n\n## Next\n| `d` | `a` |\n"
	got, err := parseTable(doc, "Import table")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"a": nil, "b": nil, "c": {"a", "b/x"}}
	if !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("got %v, want %v", got, want)
	}
	for name, bad := range map[string]string{
		"no heading": "# A\n",
		"no rows":    "\n## Import table\n\n## Next\n| `d` | `a` |\n",
		"two rows":   "\n## Import table\n| `a` | – |\n| `a` | `b` |\n",
	} {
		if _, err := parseTable(bad, "Import table"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
