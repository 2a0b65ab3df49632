package ingest

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"math/rand/v2"

	"shirube/corpus"
)

// overlay corrects by putting a word behind the text; "gone" no longer applies.
type overlay map[string]string

func (o overlay) Apply(a *corpus.Article) []string {
	switch word := o[a.ID]; word {
	case "":
	case "gone":
		return []string{"there is no such section"}
	default:
		a.Sections[0].Text += word
	}
	return nil
}

func (o overlay) Fingerprint(id string) string { return o[id] }
func (o overlay) Where(string) (string, int)   { return "c.yaml", 7 }
func (o overlay) IDs() []string                { return slices.Sorted(maps.Keys(o)) }

// look is run with a view.
func look(t *testing.T, m *memory, prev *Manifest, view View, sources ...Source) (*Plan, *Result) {
	t.Helper()
	p, err := Scan(context.Background(), sources, prev, view)
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Run(context.Background(), Options{Reader: lineReader{}, Document: document, Begin: m.begin})
	if err != nil {
		t.Fatal(err)
	}
	return p, res
}

// put is a source of what was put over the API.
func put(files map[string]string) Source {
	s := corpusOf(files)
	s.Path, s.Overrides = "put", true
	return s
}

// An article that is put in place of a file's is served instead of it, and the
// file's comes back when it is taken away: nothing of this is a fault of the file.
func TestOverrides(t *testing.T) {
	m := &memory{}
	files := corpusOf(map[string]string{"a.txt": "x||one\ny||two"})
	_, res := look(t, m, nil, View{}, put(nil), files)
	_, res = look(t, m, res.Manifest, View{}, put(map[string]string{"x.txt": "x||better"}), files)
	wantArticles(t, m, map[string]string{"x": "default/better", "y": "default/two"})
	wantProblems(t, res.Report, "a.txt:1: article x is hidden: it was replaced or deleted on the server")
	if res.Report.Rejected != 0 || res.Report.Articles.Changed != 1 {
		t.Errorf("%+v", res.Report)
	}
	// With something else to do, the hidden one stays hidden without being read.
	_, res = look(t, m, res.Manifest, View{}, put(map[string]string{"x.txt": "x||better", "z.txt": "z||new"}), files)
	wantArticles(t, m, map[string]string{"x": "default/better", "y": "default/two", "z": "default/new"})
	wantProblems(t, res.Report, "a.txt:1: article x is hidden: it was replaced or deleted on the server")
	_, res = look(t, m, res.Manifest, View{}, put(nil), files)
	wantArticles(t, m, map[string]string{"x": "default/one", "y": "default/two"})
	wantProblems(t, res.Report)
}

func TestDeleted(t *testing.T) {
	m := &memory{}
	files := corpusOf(map[string]string{"a.txt": "x||one\ny||two"})
	_, res := look(t, m, nil, View{}, put(nil), files)
	hidden := View{Deleted: map[string]bool{"x": true}}
	p, res := look(t, m, res.Manifest, hidden, put(nil), files)
	wantArticles(t, m, map[string]string{"y": "default/two"})
	if !p.Changed() || res.Report.Articles.Removed != 1 || res.Report.Rejected != 0 {
		t.Errorf("changed %v, %+v", p.Changed(), res.Report)
	}
	if p, _ = look(t, m, res.Manifest, hidden, put(nil), files); p.Changed() {
		t.Error("what stays deleted counts as a change")
	}
	// What is put again is there although the file's stays hidden.
	_, res = look(t, m, res.Manifest, hidden, put(map[string]string{"x.txt": "x||new"}), files)
	wantArticles(t, m, map[string]string{"x": "default/new", "y": "default/two"})
	p, _ = look(t, m, res.Manifest, View{}, put(nil), files)
	wantArticles(t, m, map[string]string{"x": "default/one", "y": "default/two"})
	if !p.Changed() {
		t.Error("undeleting is no change")
	}
}

// An article is read again when its corrections change, although its file did not.
func TestCorrections(t *testing.T) {
	m := &memory{}
	files := corpusOf(map[string]string{"a.txt": "x||one\ny||two"})
	_, res := look(t, m, nil, View{}, files)
	p, res := look(t, m, res.Manifest, View{Corrections: overlay{"x": "!", "nobody": "?"}}, files)
	wantArticles(t, m, map[string]string{"x": "default/one!", "y": "default/two"})
	if !p.Changed() || m.puts != 1 || res.Report.Articles != (Counts{Total: 2, Changed: 1, Unchanged: 1}) {
		t.Errorf("%v, %d puts, %+v", p.Changed(), m.puts, res.Report.Articles)
	}
	wantProblems(t, res.Report, "c.yaml:7: there is no article nobody to be corrected")
	p, err := Scan(context.Background(), []Source{files}, res.Manifest, View{Corrections: overlay{"x": "!", "nobody": "?"}})
	if err != nil || p.Changed() {
		t.Errorf("the same corrections count as a change (%v)", err)
	}
	wantProblems(t, p.Unchanged(), "c.yaml:7: there is no article nobody to be corrected")
	_, res = look(t, m, res.Manifest, View{Corrections: overlay{"x": "gone"}}, files)
	wantArticles(t, m, map[string]string{"x": "default/one", "y": "default/two"})
	wantProblems(t, res.Report, "a.txt:1: a correction of article x does not apply: there is no such section")
	_, res = look(t, m, res.Manifest, View{}, files)
	wantProblems(t, res.Report)
}

func TestRenamesAreRecognised(t *testing.T) {
	m := &memory{}
	res := run(t, m, nil, corpusOf(map[string]string{"a.txt": "x||one", "b.txt": "||two", "c.txt": "z||three", "d.txt": "z||three"}))
	res = run(t, m, res.Manifest, corpusOf(map[string]string{"new/a.txt": "x||one", "b2.txt": "||two", "b3.txt": "||two", "e.txt": "z||three"}))
	var got []string
	for _, f := range res.Report.Files {
		got = append(got, fmt.Sprintf("%s %s from %q", f.Status, f.File, f.RenamedFrom))
	}
	want := []string{`added b2.txt from "b.txt"`, `added b3.txt from ""`, `added e.txt from ""`, `added new/a.txt from "a.txt"`,
		`removed a.txt from ""`, `removed b.txt from ""`, `removed c.txt from ""`, `removed d.txt from ""`}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if m.articles["x"] == "" || res.Report.Articles.Unchanged != 2 {
		t.Errorf("an article that says its id lost it: %+v", res.Report.Articles)
	}
}

func TestIgnore(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "||1", "drafts/b.txt": "||2", "drafts/keep.txt": "||3", "deep/old.txt": "||4", "deep/sub/old.txt": "||5", "old.txt": "||6",
		"node_modules/x.txt": "||7", ".git/y.txt": "||8", "site.css": "x", "img/p.PNG": "x", "a.txt~": "||9", ".a.txt.swp": "x", "#a.txt#": "||10",
		"robots.txt": "x", "other/tmp-1.txt": "||11",
		".shirubeignore": "# what is not ready\ndrafts/*\n!drafts/keep.txt\n", "deep/.shirubeignore": "/old.txt\n",
	})
	p, err := Scan(context.Background(), []Source{{Path: dir}}, nil, View{Ignore: []string{"tmp-*.txt"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range p.files {
		got = append(got, f.name)
	}
	if want := []string{"a.txt", "deep/sub/old.txt", "drafts/keep.txt", "old.txt"}; !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	if p.skipped.Ignored != 3 || !maps.Equal(p.skipped.Formats, map[string]int{".css": 1, ".png": 1, "~": 2, "robots.txt": 1}) {
		t.Errorf("%+v", p.skipped)
	}
	// What is ignored from now on leaves the index.
	m := &memory{}
	_, res := look(t, m, nil, View{}, Source{Path: dir})
	write(t, filepath.Join(dir, ".shirubeignore"), "*\n!a.txt\n")
	look(t, m, res.Manifest, View{}, Source{Path: dir})
	wantArticles(t, m, map[string]string{"a": "default/1"})
}

func TestTheDataDirectoryInsideACorpusIsNotRead(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "||1", "data/corpus.json": "||2", "data/articles/x.txt": "x||3"})
	data, err := filepath.EvalSymlinks(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{}
	look(t, m, nil, View{Except: data}, Source{Path: filepath.Join(dir, "data", "articles"), Overrides: true, Optional: true}, Source{Path: dir})
	wantArticles(t, m, map[string]string{"a": "default/1", "x": "default/3"})
}

// What is imported is read already: naming its folder as a corpus would double it.
func TestAFolderOfTheDataDirectoryIsNoCorpus(t *testing.T) {
	dir := folder(t, map[string]string{"imported/blog/a.txt": "a||1"})
	own := Source{Path: filepath.Join(dir, "imported"), Optional: true}
	for _, sources := range [][]Source{{own, {Path: filepath.Join(dir, "imported", "blog")}}, {{Path: filepath.Join(dir, "imported", "blog")}, own}} {
		if _, err := Scan(context.Background(), sources, nil, View{}); err == nil || !strings.Contains(err.Error(), "overlap") {
			t.Errorf("%v", err)
		}
	}
}

func TestOptionalSourcesMayBeAbsent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "later")
	src := Source{Path: dir, Optional: true}
	m := &memory{}
	_, res := look(t, m, nil, View{}, src)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "a.txt"), "||one")
	look(t, m, res.Manifest, View{}, src)
	wantArticles(t, m, map[string]string{"a": "default/one"})
}

func TestFoldersToWatch(t *testing.T) {
	dir, elsewhere := folder(t, map[string]string{"a/b/x.txt": "||1"}), folder(t, map[string]string{"y.txt": "||2", "in/z.txt": "||3"})
	for link, to := range map[string]string{"linked": filepath.Join(elsewhere, "in"), "y.txt": filepath.Join(elsewhere, "y.txt")} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Scan(context.Background(), []Source{{Path: dir}}, nil, View{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{dir, filepath.Join(dir, "a"), filepath.Join(dir, "a", "b"), elsewhere, filepath.Join(elsewhere, "in")}
	for i, f := range want {
		if want[i], err = filepath.EvalSymlinks(f); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(want)
	if got := slices.Sorted(slices.Values(p.Folders())); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// Whatever is put, deleted and corrected in between, an updated index is that of
// a fresh build: see TestUpdatesEndWhereARebuildWould.
func TestViewsEndWhereARebuildWould(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 8))
	word := func(of string) string { i := rnd.IntN(len(of)); return of[i : i+1] }
	change := func(files map[string]string, id func() string) {
		name := word("abc") + ".txt"
		var lines []string
		for range rnd.IntN(4) {
			lines = append(lines, id()+"||"+word("12"))
		}
		files[name] = strings.Join(lines, "\n")
		if rnd.IntN(3) == 0 {
			delete(files, name)
		}
	}
	for round := range 60 {
		m, files, own := &memory{}, map[string]string{}, map[string]string{}
		deleted, corrections := map[string]bool{}, overlay{}
		var prev *Manifest
		for step := range 8 {
			id := word("wxyz")
			switch rnd.IntN(5) {
			case 0:
				change(own, func() string { return word("wxyz") })
			case 1:
				deleted[id] = !deleted[id]
			case 2:
				corrections[id] = []string{"", "!", "gone"}[rnd.IntN(3)]
			default:
				change(files, func() string { return word("wxyz") })
			}
			view := View{Deleted: maps.Clone(deleted), Corrections: maps.Clone(corrections)}
			p, updated := look(t, m, prev, view, put(own), corpusOf(files))
			fresh := &memory{}
			_, built := look(t, fresh, nil, view, put(own), corpusOf(files))
			wantArticles(t, m, fresh.articles)
			if got, want := withoutTimes(updated.Manifest), withoutTimes(built.Manifest); !reflect.DeepEqual(got, want) {
				t.Errorf("updated  %+v\nrebuilt %+v", got, want)
			}
			if !p.Changed() && updated.Committed {
				t.Error("a plan without changes changed the index")
			}
			if t.Failed() {
				t.Fatalf("round %d, step %d: put %q, files %q, deleted %v, corrections %v", round, step, own, files, deleted, corrections)
			}
			prev = updated.Manifest
		}
	}
}
