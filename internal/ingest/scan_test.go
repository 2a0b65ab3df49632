package ingest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"shirube/corpus"
)

// folder writes files below a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

// names lists the files of a plan that can be read, and what keeps the others from it.
func names(t *testing.T, sources ...Source) (readable, problems []string) {
	t.Helper()
	p, err := Scan(context.Background(), sources, nil, View{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.files {
		if f.why == "" {
			readable = append(readable, f.name)
		} else {
			problems = append(problems, f.name+": "+f.why)
		}
	}
	return readable, problems
}

func TestWalkIsNestedSortedAndSkipsHidden(t *testing.T) {
	dir := folder(t, map[string]string{"b.md": "b", "a/z.md": "z", "a/a/x.txt": "x", "c.jsonl": "c", ".git/config": "no", "a/.draft.md": "no"})
	got, problems := names(t, Source{Path: dir})
	if want := []string{"a/a/x.txt", "a/z.md", "b.md", "c.jsonl"}; !slices.Equal(got, want) || len(problems) > 0 {
		t.Errorf("%q, %q; want %q", got, problems, want)
	}
	if got, _ := names(t, Source{Path: filepath.Join(dir, "b.md")}); !slices.Equal(got, []string{"b.md"}) {
		t.Errorf("a single file: %q", got)
	}
}

func TestWalkFollowsLinksAndNamesCycles(t *testing.T) {
	other := folder(t, map[string]string{"deep/e.md": "e"})
	dir := folder(t, map[string]string{"a/x.md": "x", "b.md": "b"})
	symlink(t, "..", filepath.Join(dir, "a", "up"))
	symlink(t, filepath.Dir(dir), filepath.Join(dir, "a", "above"))
	symlink(t, "self", filepath.Join(dir, "self"))
	symlink(t, "gone", filepath.Join(dir, "broken"))
	symlink(t, other, filepath.Join(dir, "elsewhere"))
	symlink(t, "elsewhere/deep", filepath.Join(dir, "again"))
	symlink(t, "b.md", filepath.Join(dir, "c.md"))
	symlink(t, dir, filepath.Join(other, "deep", "back"))
	got, problems := names(t, Source{Path: dir})
	// A link to a file is a file; the folder reached by two links is read once.
	if want := []string{"a/x.md", "again/e.md", "b.md", "c.md"}; !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	want := []string{"a/above: a cyclic link:", "a/up: a cyclic link:", "again/back: the folder is r", "broken: the link leads ", "elsewhere/deep: the folder is r", "self: a cyclic link:"}
	slices.Sort(problems)
	for i, p := range problems {
		if i >= len(want) || !strings.HasPrefix(p, want[i]) {
			t.Fatalf("problems %q\nwant %q", problems, want)
		}
	}
	if len(problems) != len(want) {
		t.Errorf("problems %q\nwant %q", problems, want)
	}
}

// A file that is no file would hang whoever opens it.
func TestWalkNamesSpecialFiles(t *testing.T) {
	dir := folder(t, map[string]string{"a.md": "a"})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Skip("no named pipes here:", err)
	}
	got, problems := names(t, Source{Path: dir})
	if !slices.Equal(got, []string{"a.md"}) || !slices.Equal(problems, []string{"pipe: not a file but a named pipe"}) {
		t.Errorf("%q %q", got, problems)
	}
}

func TestNamesThatAreNotUTF8(t *testing.T) {
	dir := folder(t, map[string]string{"a.md": "||a"})
	if err := os.WriteFile(dir+"/\x93\xfa.md", nil, 0o644); err != nil {
		t.Skip("the file system refuses such names:", err)
	}
	m := &memory{}
	res := run(t, m, nil, Source{Path: dir})
	if got := said(res.Report); len(got) != 1 || !strings.Contains(got[0], "not UTF-8") || !strings.Contains(got[0], `\x93\xfa.md`) {
		t.Errorf("%q", got)
	}
}

func TestScanRefusesSourcesThatAreNotThere(t *testing.T) {
	dir := folder(t, map[string]string{"a/x.md": "x", "b/y.md": "y"})
	for _, c := range []struct {
		sources []Source
		want    string
	}{
		{[]Source{{Path: filepath.Join(dir, "none")}}, "none: no such file"},
		{[]Source{{}}, "no path"},
		{[]Source{{Path: dir}, {Path: filepath.Join(dir, "a")}}, "overlap"},
		{[]Source{{Path: filepath.Join(dir, "a")}, {Path: filepath.Join(dir, "a") + "/"}}, "overlap"},
	} {
		if _, err := Scan(context.Background(), c.sources, nil, View{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.sources, err, c.want)
		}
	}
	if _, err := Scan(context.Background(), []Source{{Path: filepath.Join(dir, "a")}, {Path: filepath.Join(dir, "b")}}, nil, View{}); err != nil {
		t.Errorf("folders side by side: %v", err)
	}
}

// What is told apart, and what is read to tell it: a wrong "unchanged" would
// serve an old article forever.
func TestChangesAreSeen(t *testing.T) {
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	age := func(t *testing.T, path string, at time.Time) {
		t.Helper()
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name    string
		change  func(t *testing.T, file string)
		changed bool
	}{
		{"nothing", func(*testing.T, string) {}, false},
		{"touched", func(t *testing.T, f string) { age(t, f, old.Add(time.Minute)) }, false},
		{"longer", func(t *testing.T, f string) { write(t, f, "x||one more"); age(t, f, old) }, true},
		{"same length, later", func(t *testing.T, f string) { write(t, f, "x||two") }, true},
		{"same length, at about the time of the scan", func(t *testing.T, f string) {
			write(t, f, "x||two")
			age(t, f, time.Now())
		}, true},
		{"same length, in the future", func(t *testing.T, f string) {
			write(t, f, "x||two")
			age(t, f, time.Now().Add(time.Hour))
		}, true},
		{"removed", func(_ *testing.T, f string) { _ = os.Remove(f) }, true},
		{"another beside it", func(t *testing.T, f string) { write(t, filepath.Join(filepath.Dir(f), "b.txt"), "y||three") }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"a.txt": "x||one"})
			file := filepath.Join(dir, "a.txt")
			age(t, file, old)
			m := &memory{}
			first := run(t, m, nil, Source{Path: dir})
			c.change(t, file)
			p, err := Scan(context.Background(), []Source{{Path: dir}}, first.Manifest, View{})
			if err != nil {
				t.Fatal(err)
			}
			if p.Changed() != c.changed {
				t.Errorf("changed: %v, want %v", p.Changed(), c.changed)
			}
		})
	}
}

// The racy case itself: a file rewritten within the same tick of the clock as
// the scan saw it looks as it did.
func TestAFileOfTheMomentOfTheScanIsComparedByContents(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "x||one"})
	file := filepath.Join(dir, "a.txt")
	m := &memory{}
	first := run(t, m, nil, Source{Path: dir})
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, "x||two")
	if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	run(t, m, first.Manifest, Source{Path: dir})
	wantArticles(t, m, map[string]string{"x": "default/two"})
}

func TestUnreadableFiles(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root reads everything")
	}
	dir := folder(t, map[string]string{"a.txt": "x||one", "b.txt": "y||two", "c/d.txt": "z||three"})
	for _, f := range []string{"a.txt", "c"} {
		if err := os.Chmod(filepath.Join(dir, f), 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, f), 0o755) })
	}
	m := &memory{}
	res := run(t, m, nil, Source{Path: dir})
	wantArticles(t, m, map[string]string{"y": "default/two"})
	if got := said(res.Report); len(got) != 2 || !strings.Contains(got[0], "permission denied") || !strings.Contains(got[1], "permission denied") {
		t.Errorf("%q", got)
	}
}

// faultyFS fails for some files: on opening, or in the middle.
type faultyFS struct {
	fs.FS
	closed, torn string
}

var errDisk = errors.New("the disk does not answer")

func (f faultyFS) Open(name string) (fs.File, error) {
	if name == f.closed {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	file, err := f.FS.Open(name)
	if name == f.torn && err == nil {
		file = tornFile{file}
	}
	return file, err
}

type tornFile struct{ fs.File }

func (f tornFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p[:min(len(p), 8)])
	if err == nil {
		err = errDisk
	}
	return n, err
}

func TestFilesThatFailAreNamedAndTriedAgain(t *testing.T) {
	whole := corpusOf(map[string]string{"a.txt": "x||one", "b.txt": "y||two", "c.txt": "z||three"})
	src := Source{Path: "mem", FS: faultyFS{whole.FS, "a.txt", "b.txt"}}
	m := &memory{}
	res := run(t, m, nil, src)
	wantArticles(t, m, map[string]string{"z": "default/three"})
	wantProblems(t, res.Report, "a.txt:1: cannot be read: permission denied", "b.txt:1: cannot be read: the disk does not answer")

	// Nothing new: that they fail as before is no change.
	p, err := Scan(context.Background(), []Source{src}, res.Manifest, View{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Changed() {
		t.Error("files that fail as before count as changed")
	}
	// They are looked at again, and read once they can be.
	res = run(t, m, res.Manifest, whole)
	wantArticles(t, m, map[string]string{"x": "default/one", "y": "default/two", "z": "default/three"})
	wantProblems(t, res.Report)
}

func TestManifestFile(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "x|u|one\nbad"})
	res := run(t, &memory{}, nil, Source{Path: dir})
	path := filepath.Join(t.TempDir(), "corpus.json")
	res.Manifest.Generation, res.Manifest.Fingerprint = "000001", "f"
	if err := res.Manifest.Write(path); err != nil {
		t.Fatal(err)
	}
	got, err := ReadManifest(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Generation != "000001" || got.Fingerprint != "f" || len(got.Files) != 1 || got.Files[0].Articles[0].ID != "x" || len(got.Files[0].Problems) != 1 {
		t.Errorf("%+v", got)
	}
	if p, err := Scan(context.Background(), []Source{{Path: dir}}, got, View{}); err != nil || p.Changed() {
		t.Errorf("after a round trip the corpus counts as changed (%v)", err)
	}
	for _, damaged := range []string{"", "{", `{"format":0}`, `{"format":1,"files":[{"source":3}]}`, "\x00\x01"} {
		write(t, path, damaged)
		if _, err := ReadManifest(path); !errors.Is(err, ErrNoManifest) {
			t.Errorf("%q: %v", damaged, err)
		}
	}
	if _, err := ReadManifest(path + ".none"); !errors.Is(err, ErrNoManifest) {
		t.Errorf("absent: %v", err)
	}
}

// A problem of an article in a table or a file of lines names the article's own
// line, and not the first of the file.
func TestLineOfArticles(t *testing.T) {
	a := &corpus.Article{Sections: []corpus.Section{{StartLine: 7}}}
	for name, want := range map[string]int{"a.jsonl": 7, "a.json": 7, "dir/faq.CSV": 7, "faq.tsv": 7, "a.md": 1, "a.html": 1} {
		if got := lineOf(name, a); got != want {
			t.Errorf("%s: line %d, want %d", name, got, want)
		}
	}
}
