package ingest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"shirube/corpus/reader"
)

func TestFirstRunThenChanges(t *testing.T) {
	m := &memory{}
	files := map[string]string{"a.txt": "||one", "b/c.txt": "x|u|two\ny||three", ".hidden": "h||no", ".git/x": "g||no"}
	res := run(t, m, nil, corpusOf(files))
	wantArticles(t, m, map[string]string{"a": "default/one", "x": "default/two", "y": "default/three"})
	if r := res.Report; r.Mode != ModeRebuilt || r.Articles != (Counts{Total: 3, Added: 3}) || len(r.Files) != 2 || r.Files[0].Status != Added {
		t.Errorf("first: %+v", r)
	}

	files["b/c.txt"] = "x|u|two\ny||three, better"
	files["d.txt"] = "||four"
	delete(files, "a.txt")
	res = run(t, m, res.Manifest, corpusOf(files))
	wantArticles(t, m, map[string]string{"d": "default/four", "x": "default/two", "y": "default/three, better"})
	r := res.Report
	if r.Mode != ModeUpdated || r.Articles != (Counts{Total: 3, Added: 1, Changed: 1, Unchanged: 1, Removed: 1}) {
		t.Errorf("second: %+v", r)
	}
	if m.puts != 2 {
		t.Errorf("%d articles were analysed for two changes", m.puts)
	}
	var statuses []string
	for _, f := range r.Files {
		statuses = append(statuses, fmt.Sprintf("%s %s %d", f.Status, f.File, f.Articles))
	}
	want := []string{"changed b/c.txt 2", "added d.txt 1", "removed a.txt 0"}
	if !slices.Equal(statuses, want) {
		t.Errorf("%q, want %q", statuses, want)
	}
}

func TestNothingChanged(t *testing.T) {
	m := &memory{}
	src := corpusOf(map[string]string{"a.txt": "||one\nbad", "b.txt": "bad\nodd"})
	res := run(t, m, nil, src)
	p, err := Scan(context.Background(), []Source{src}, res.Manifest, View{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Changed() {
		t.Fatal("an unchanged corpus counts as changed")
	}
	// What was rejected is named again: it is still not in the index.
	r := p.Unchanged()
	wantProblems(t, r, "a.txt:2: bad", "b.txt:1: bad", "b.txt:2: odd")
	if r.Mode != ModeUnchanged || r.Rejected != 2 || r.Articles != (Counts{Total: 1, Unchanged: 1}) || r.Files[1].Status != Rejected {
		t.Errorf("%+v", r)
	}
	// A run all the same commits nothing.
	if res = run(t, m, res.Manifest, src); res.Committed || m.commits != 1 || res.Report.Mode != ModeUnchanged {
		t.Errorf("committed %v, %d commits, %s", res.Committed, m.commits, res.Report.Mode)
	}
}

func TestTheFirstOfADuplicateHasTheID(t *testing.T) {
	m := &memory{}
	files := map[string]string{"a.txt": "x||first", "b.txt": "y||other\nx||second", "c.txt": "x||third"}
	res := run(t, m, nil, corpusOf(files))
	wantArticles(t, m, map[string]string{"x": "default/first", "y": "default/other"})
	wantProblems(t, res.Report,
		`b.txt:1: the id "x" is that of a.txt:1 already`, `c.txt:1: the id "x" is that of a.txt:1 already`)
	if res.Report.Rejected != 2 || res.Report.Files[2].Status != Rejected {
		t.Errorf("%+v", res.Report)
	}

	// With the first gone the second has it, although its file did not change.
	delete(files, "a.txt")
	res = run(t, m, res.Manifest, corpusOf(files))
	wantArticles(t, m, map[string]string{"x": "default/second", "y": "default/other"})
	wantProblems(t, res.Report, `c.txt:1: the id "x" is that of b.txt:1 already`)

	// And loses it to a new one before it.
	files["a2.txt"] = "x||fourth"
	res = run(t, m, res.Manifest, corpusOf(files))
	wantArticles(t, m, map[string]string{"x": "default/fourth", "y": "default/other"})
	if res.Report.Rejected != 2 {
		t.Errorf("%q", said(res.Report))
	}
}

func TestAnArticleThatMovesKeepsItsID(t *testing.T) {
	m := &memory{}
	res := run(t, m, nil, corpusOf(map[string]string{"a.jsonl": "x||one\ny||two"}))
	res = run(t, m, res.Manifest, corpusOf(map[string]string{"b.jsonl": "x||one", "c.jsonl": "\ny||two"}))
	if res.Committed || res.Report.Articles != (Counts{Total: 2, Unchanged: 2}) {
		t.Errorf("%+v", res.Report)
	}
}

func TestURLsAreIDsWhereTheyAreUnique(t *testing.T) {
	m := &memory{}
	files := map[string]string{"a.txt": "|https://e.jp/a|one", "b.txt": "|https://e.jp/|two", "n.txt": "own|https://e.jp/|three"}
	res := run(t, m, nil, corpusOf(files))
	// An article with an id of its own does not take part.
	wantArticles(t, m, map[string]string{"https://e.jp/a": "default/one", "https://e.jp/": "default/two", "own": "default/three"})

	files["c.txt"] = "|https://e.jp/|four"
	res = run(t, m, res.Manifest, corpusOf(files))
	wantArticles(t, m, map[string]string{"https://e.jp/a": "default/one", "b": "default/two", "c": "default/four", "own": "default/three"})
	if res.Report.Mode != ModeUpdated || len(said(res.Report)) > 0 {
		t.Errorf("%s %q", res.Report.Mode, said(res.Report))
	}

	delete(files, "b.txt")
	run(t, m, res.Manifest, corpusOf(files))
	wantArticles(t, m, map[string]string{"https://e.jp/a": "default/one", "https://e.jp/": "default/four", "own": "default/three"})
}

func TestCollections(t *testing.T) {
	m := &memory{}
	site, staff := corpusOf(map[string]string{"a.txt": "||one"}), corpusOf(map[string]string{"b.txt": "||two", "a.txt": "||dup"})
	staff.Collection, staff.Path = "staff", "manual"
	res := run(t, m, nil, site, staff)
	wantArticles(t, m, map[string]string{"a": "default/one", "b": "staff/two"})
	wantProblems(t, res.Report, `a.txt:1: the id "a" is that of a.txt:1 already`)

	// The same files under another collection are other articles.
	site.Collection = "clinic"
	run(t, m, res.Manifest, site, staff)
	wantArticles(t, m, map[string]string{"a": "clinic/one", "b": "staff/two"})
}

func TestOneBadArticleDoesNotHurtTheOthers(t *testing.T) {
	m := &memory{}
	files := map[string]string{"a.txt": "||refuse me", "b.txt": "x||one\npanic\ny||never", "c.txt": "||fine"}
	res := run(t, m, nil, corpusOf(files))
	wantArticles(t, m, map[string]string{"x": "default/one", "c": "default/fine"})
	wantProblems(t, res.Report, "a.txt:1: article a: refused on purpose", "b.txt:1: internal fault: this file cannot be read")

	// An article that was good and is refused now is not served in its old form.
	files["c.txt"] = "||refuse this too"
	run(t, m, res.Manifest, corpusOf(files))
	wantArticles(t, m, map[string]string{"x": "default/one"})
}

func TestManyChangesRebuild(t *testing.T) {
	m := &memory{}
	corpus := func(version int) Source {
		files := map[string]string{}
		for i := range 200 {
			files[fmt.Sprintf("%03d.txt", i)] = fmt.Sprintf("||text %d", version)
		}
		return corpusOf(files)
	}
	res := run(t, m, nil, corpus(1))
	res = run(t, m, res.Manifest, corpus(2))
	if res.Report.Mode != ModeRebuilt || m.rebuilds != 2 || res.Report.Articles != (Counts{Total: 200, Changed: 200}) {
		t.Errorf("%s %d %+v", res.Report.Mode, m.rebuilds, res.Report.Articles)
	}
}

func TestEmptyCorpus(t *testing.T) {
	m := &memory{}
	res := run(t, m, nil, corpusOf(nil))
	if !res.Committed || m.commits != 1 || res.Report.Articles.Total != 0 {
		t.Errorf("%+v", res)
	}
}

func TestARunThatFailsChangesNothing(t *testing.T) {
	m := &memory{failPut: errors.New("disk full")}
	p, err := Scan(context.Background(), []Source{corpusOf(map[string]string{"a.txt": "||one", "b.txt": "||two"})}, nil, View{})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Reader: lineReader{}, Document: document, Begin: m.begin}
	if _, err := p.Run(context.Background(), o); !errors.Is(err, m.failPut) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m.failPut = nil
	if _, err := p.Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if m.commits != 0 || m.open != 0 {
		t.Errorf("%d commits, %d open writers", m.commits, m.open)
	}
}

func TestProgress(t *testing.T) {
	m, meter := &memory{}, &Meter{}
	p, err := Scan(context.Background(), []Source{corpusOf(map[string]string{"a.txt": "||one", "b.txt": "x||12\ny||34"})}, nil, View{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(context.Background(), Options{Reader: lineReader{}, Document: document, Begin: m.begin, Meter: meter}); err != nil {
		t.Fatal(err)
	}
	want := Reading{Files: 2, FilesTotal: 2, Bytes: 16, BytesTotal: 16, Found: 3, Articles: 3, Committing: true}
	if got := meter.Read(); got != want || p.Files() != 2 || p.Bytes() != 16 {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// However a corpus came to be as it is, its index is that of a fresh build: an
// update that went another way would lose or double articles unnoticed.
func TestUpdatesEndWhereARebuildWould(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	word := func(of string) string { i := rnd.IntN(len(of)); return of[i : i+1] }
	for round := range 60 {
		m, files := &memory{}, map[string]string{}
		var prev *Manifest
		for step := range 8 {
			for range 1 + rnd.IntN(3) {
				name := word("abcde") + ".txt"
				var lines []string
				for range rnd.IntN(4) {
					lines = append(lines, []string{"bad", word("wxyz") + "||" + word("12"), "|u" + word("12") + "|" + word("12"), "|| refuse", "||" + word("12")}[rnd.IntN(5)])
				}
				files[name] = strings.Join(lines, "\n")
				if rnd.IntN(3) == 0 {
					delete(files, name)
				}
			}
			updated := run(t, m, prev, corpusOf(files))
			fresh := &memory{}
			built := run(t, fresh, nil, corpusOf(files))
			wantArticles(t, m, fresh.articles)
			if got, want := withoutTimes(updated.Manifest), withoutTimes(built.Manifest); !reflect.DeepEqual(got, want) {
				t.Errorf("updated  %+v\nrebuilt %+v", got, want)
			}
			if t.Failed() {
				t.Fatalf("round %d, step %d: %q", round, step, files)
			}
			prev = updated.Manifest
		}
	}
}

func withoutTimes(m *Manifest) []FileEntry {
	var out []FileEntry
	for _, f := range m.Files {
		f.Articles = slices.Clone(f.Articles)
		for i := range f.Articles {
			f.Articles[i].status = ""
		}
		out = append(out, f)
	}
	return out
}

var _ ArticleReader = (*reader.Reader)(nil)
