package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"shirube/corpus"
	"shirube/corpus/reader"
	"shirube/index"
)

// lineReader reads an article a line: "id|url|text", where an empty id stands
// for the path. A line "bad" is a problem, "odd" a warning, "panic" a fault.
type lineReader struct{}

func (lineReader) Read(_ context.Context, name string, src io.Reader, emit func(*corpus.Article) error) ([]reader.Problem, error) {
	data, err := io.ReadAll(src)
	if err != nil {
		return nil, err
	}
	var problems []reader.Problem
	for i, line := range strings.Split(string(data), "\n") {
		n := i + 1
		switch line {
		case "":
		case "bad", "odd":
			problems = append(problems, reader.Problem{File: name, Line: n, Why: line, Fatal: line == "bad"})
		case "panic":
			panic("on purpose")
		default:
			parts := strings.SplitN(line, "|", 3)
			a := &corpus.Article{ID: parts[0], URL: parts[1], Sections: []corpus.Section{{Text: parts[2], StartLine: n}}}
			if a.ID == "" {
				a.ID = strings.TrimSuffix(name, path.Ext(name))
			}
			a.Normalize()
			if err := emit(a); err != nil {
				return problems, err
			}
		}
	}
	return problems, nil
}

// memory is an index that a test can look into: the text of every article.
type memory struct {
	mu       sync.Mutex
	articles map[string]string
	commits  int
	rebuilds int // commits of writers that began from nothing
	puts     int // of committed writers
	open     int
	failPut  error
}

func (m *memory) begin(_ context.Context, rebuild bool) (index.Writer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open++
	w := &memoryWriter{m: m, rebuild: rebuild, articles: map[string]string{}}
	if !rebuild {
		w.articles = maps.Clone(m.articles)
	}
	return w, nil
}

type memoryWriter struct {
	m        *memory
	rebuild  bool
	mu       sync.Mutex
	articles map[string]string
	puts     int
}

func (w *memoryWriter) Put(_ context.Context, a *index.ArticleDocument) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.m.failPut != nil {
		return w.m.failPut
	}
	if _, twice := w.articles[a.Article.ID]; twice && w.rebuild {
		return fmt.Errorf("article %s was put twice", a.Article.ID)
	}
	w.puts++
	w.articles[a.Article.ID] = a.Article.Collection + "/" + a.Article.Sections[0].Text
	return nil
}

func (w *memoryWriter) Delete(_ context.Context, id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.articles, id)
	return nil
}

func (w *memoryWriter) Commit(context.Context) error {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	w.m.articles = w.articles
	w.m.commits++
	w.m.puts = w.puts
	if w.rebuild {
		w.m.rebuilds++
	}
	w.m.open--
	return nil
}

func (w *memoryWriter) Abort() error {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	w.m.open--
	return nil
}

// corpusOf is a source of files in memory.
func corpusOf(files map[string]string) Source {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Source{Path: "mem", FS: fsys}
}

func document(a *corpus.Article) (*index.ArticleDocument, error) {
	if strings.Contains(a.Sections[0].Text, "refuse") {
		return nil, errors.New("refused on purpose")
	}
	return &index.ArticleDocument{Article: a}, nil
}

// run scans and runs, and checks what must hold of every run.
func run(t *testing.T, m *memory, prev *Manifest, sources ...Source) *Result {
	t.Helper()
	p, err := Scan(context.Background(), sources, prev, View{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Run(context.Background(), Options{Reader: lineReader{}, Document: document, Begin: m.begin})
	if err != nil {
		t.Fatal(err)
	}
	if m.open != 0 {
		t.Errorf("%d writers were neither committed nor aborted", m.open)
	}
	var listed []string
	for _, f := range res.Manifest.Files {
		for _, a := range f.Articles {
			listed = append(listed, a.ID)
		}
	}
	slices.Sort(listed)
	if there := slices.Sorted(maps.Keys(m.articles)); !slices.Equal(listed, there) {
		t.Errorf("the manifest lists %q, the index has %q", listed, there)
	}
	if res.Report.Articles.Total != len(m.articles) {
		t.Errorf("the report counts %d articles of %d", res.Report.Articles.Total, len(m.articles))
	}
	return res
}

func wantArticles(t *testing.T, m *memory, want map[string]string) {
	t.Helper()
	if !maps.Equal(m.articles, want) {
		t.Errorf("index %q\nwant  %q", m.articles, want)
	}
}

// said are the problems of a report as they are printed.
func said(r *Report) []string {
	var out []string
	for _, p := range r.Problems() {
		out = append(out, p.String())
	}
	return out
}

func wantProblems(t *testing.T, r *Report, want ...string) {
	t.Helper()
	if got := said(r); !slices.Equal(got, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
