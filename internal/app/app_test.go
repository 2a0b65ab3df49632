package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shirube/corpus/reader"
	"shirube/internal/config"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// record is a log that a test can read.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}

// newApp is the program over a corpus of files, with an empty data directory.
func newApp(t *testing.T, cfg config.Config) (*App, *record) {
	t.Helper()
	log := &record{}
	a, err := New(cfg, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if len(cfg.Lexicon) == 0 {
		a.load = func([]string, *slog.Logger) (*knowledge, error) { return builtIn() }
	}
	return a, log
}

// builtIn is what every test without concepts of its own needs: it takes most of a
// second to load, ten times that where races are looked for, and never changes.
var builtIn = sync.OnceValues(func() (*knowledge, error) { return loadKnowledge(nil, slog.New(slog.DiscardHandler)) })

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

func settings(corpus, data string) config.Config {
	c := config.Default()
	c.Corpus, c.Data = []string{corpus}, data
	if corpus == "" {
		c.Corpus = nil
	}
	c.Addr = "127.0.0.1:0"
	return c
}

const patch = "# 湿布の貼り方\n\n## 手順\n\n肌の水分を拭き取ってから貼ります。\n"

func buildIndex(t *testing.T, a *App) *ingest.Report {
	t.Helper()
	r, err := a.Index(context.Background(), &ingest.Meter{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// total searches with a new session and returns how many hits there are.
func total(t *testing.T, a *App, query string) int {
	t.Helper()
	s, err := a.Open(context.Background(), "search", &ingest.Meter{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Search(context.Background(), search.Request{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	return r.Total
}

func TestDataDirectoryDependsOnTheCorpus(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "/cache")
	t.Setenv("HOME", "/home/x")
	name := func(corpus ...string) string {
		cfg := config.Default()
		cfg.Corpus = corpus
		dir, err := dataDirectory(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(filepath.Dir(dir)) != "shirube" {
			t.Errorf("%q is not in a folder of its own", dir)
		}
		return filepath.Base(dir)
	}
	if got := name(); got != "sample" {
		t.Errorf("the sample's is %q", got)
	}
	all := []string{name("/a/articles"), name("/b/articles"), name("x=/a/articles"), name("/a/articles", "/b/articles"), name("/b/articles", "/a/articles"), name("/")}
	for i, n := range all {
		if slices.Contains(all[:i], n) {
			t.Errorf("two corpora share %q", n)
		}
	}
	if all[0] != name("/a/../a/articles/") || !strings.HasPrefix(all[0], "articles-") || !strings.HasPrefix(all[5], "corpus-") {
		t.Errorf("%q", all)
	}
	cfg := config.Default()
	cfg.Data = "here"
	if dir, err := dataDirectory(cfg); err != nil || dir != "here" {
		t.Errorf("%q, %v", dir, err)
	}
}

func TestIndexThenNothingToDo(t *testing.T) {
	a, _ := newApp(t, settings(folder(t, map[string]string{"a.md": patch}), t.TempDir()))
	if r := buildIndex(t, a); r.Mode != ingest.ModeRebuilt || r.Articles.Added != 1 || r.Generation == "" {
		t.Errorf("first: %+v", r)
	}
	if r := buildIndex(t, a); r.Mode != ingest.ModeUnchanged || r.Generation != "000001" {
		t.Errorf("second: %+v", r)
	}
	if n := total(t, a, "湿布"); n != 1 {
		t.Errorf("%d hits", n)
	}
}

// Another build of the program can read the same files otherwise, by other rules or
// weights: it reads all of them again, though none has changed.
func TestAnotherBuildReadsUnchangedFilesAgain(t *testing.T) {
	corpus := folder(t, map[string]string{"a.md": "# ネツトリシートの貼り方\n\n## 手順\n\nネツトリシートを貼ります。\n"})
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(corpus, "a.md"), long, long); err != nil {
		t.Fatal(err)
	}
	a, _ := newApp(t, settings(corpus, t.TempDir()))
	buildIndex(t, a)
	know, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load(filepath.Join(folder(t, map[string]string{
		"mine.yaml": "concepts:\n  - {id: fever_sheet, kind: treatment, label: ネツトリシート}\n",
	}), "mine.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	other := *know
	other.reader = reader.New(lex)
	a.load = func([]string, *slog.Logger) (*knowledge, error) { return &other, nil }
	if r := buildIndex(t, a); r.Mode != ingest.ModeUnchanged {
		t.Errorf("the same build: %+v", r)
	}
	other.fingerprint += " of tomorrow"
	if r := buildIndex(t, a); r.Mode != ingest.ModeRebuilt || r.Articles.Changed != 1 {
		t.Errorf("another build: %+v", r)
	}
	if sum, err := programHash(); err != nil || !strings.HasSuffix(know.fingerprint, sum) {
		t.Errorf("%q does not tell the build, %q: %v", know.fingerprint, sum, err)
	}
}

// A crash after the index was committed and before its record was written.
func TestARecordOfAnotherGenerationIsNotTrusted(t *testing.T) {
	corpus, data := folder(t, map[string]string{"a.md": patch}), t.TempDir()
	a, _ := newApp(t, settings(corpus, data))
	buildIndex(t, a)
	before, err := os.ReadFile(filepath.Join(data, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(corpus, "b.md"), strings.Replace(patch, "湿布", "包帯", 1))
	buildIndex(t, a)
	if err := os.WriteFile(filepath.Join(data, manifestName), before, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(corpus, "b.md")); err != nil {
		t.Fatal(err)
	}
	// By the old record nothing has changed; but the index has b.md.
	if r := buildIndex(t, a); r.Mode != ingest.ModeRebuilt {
		t.Errorf("%+v", r)
	}
	if n := total(t, a, ""); n != 1 {
		t.Errorf("%d articles are served, want 1", n)
	}
}

// A program that folds or reads otherwise makes the index anew although no file has changed: else what
// it folds would be found in no article that the one before had indexed.
func TestAnotherProgramReadsUnchangedFilesAgain(t *testing.T) {
	corpus, data := folder(t, map[string]string{"a.md": patch, "b.md": "# 点滴\n\n## 手順\n\n腕に針を刺します。\n"}), t.TempDir()
	before, _ := newApp(t, settings(corpus, data))
	know, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	older := *know
	older.fingerprint = strings.Replace(know.fingerprint, know.analyzer.Fingerprint(), "folds otherwise", 1)
	if older.fingerprint == know.fingerprint {
		t.Fatalf("%q says nothing of the analysis", know.fingerprint)
	}
	before.load = func([]string, *slog.Logger) (*knowledge, error) { return &older, nil }
	first := buildIndex(t, before)
	if again := buildIndex(t, before); again.Generation != first.Generation {
		t.Fatalf("generation %s after %s with nothing changed", again.Generation, first.Generation)
	}
	after, _ := newApp(t, settings(corpus, data))
	upgraded := buildIndex(t, after)
	if upgraded.Mode != ingest.ModeRebuilt || upgraded.Generation == first.Generation {
		t.Errorf("after the upgrade %+v, of generation %s, which was %s", upgraded.Mode, upgraded.Generation, first.Generation)
	}
	if n := total(t, after, "水分"); n != 1 {
		t.Errorf("%d hits after the upgrade", n)
	}
}

func TestOneWriter(t *testing.T) {
	corpus, data := folder(t, map[string]string{"a.md": patch}), t.TempDir()
	a, log := newApp(t, settings(corpus, data))
	_, lock, err := a.lockedDirectory("serve")
	if err != nil {
		t.Fatal(err)
	}
	busy := func(err error) {
		t.Helper()
		if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), "shirube serve, process ") {
			t.Errorf("%v", err)
		}
	}
	_, err = a.Index(context.Background(), nil)
	busy(err)
	_, err = a.Open(context.Background(), "search", nil) // there is nothing to open yet
	busy(err)
	if err := lock.release(); err != nil {
		t.Fatal(err)
	}
	buildIndex(t, a)

	if _, lock, err = a.lockedDirectory("serve"); err != nil {
		t.Fatal(err)
	}
	defer lock.release()
	if n := total(t, a, "湿布"); n != 1 || log.String() != "" {
		t.Errorf("%d hits, said %q", n, log)
	}
	write(t, filepath.Join(corpus, "b.md"), strings.Replace(patch, "湿布", "包帯", 1))
	if n := total(t, a, ""); n != 1 || !strings.Contains(log.String(), "corpus has changed since") {
		t.Errorf("%d articles, said %q", n, log)
	}
	other, _ := newApp(t, settings(folder(t, map[string]string{"c.md": patch}), data))
	_, err = other.Open(context.Background(), "search", nil)
	busy(err)
}

func TestADirectoryOfOthersIsLeftAlone(t *testing.T) {
	data := folder(t, map[string]string{"precious.txt": "not ours"})
	a, _ := newApp(t, settings(folder(t, map[string]string{"a.md": patch}), data))
	for _, try := range []func() error{
		func() error { _, err := a.Index(context.Background(), nil); return err },
		func() error { _, err := a.Open(context.Background(), "search", nil); return err },
		func() error { return a.Serve(context.Background()) },
	} {
		if err := try(); err == nil || !strings.Contains(err.Error(), data) {
			t.Errorf("%v", err)
		}
	}
	entries, err := os.ReadDir(data)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v %v", entries, err)
	}
}

func TestKeyFile(t *testing.T) {
	dir := folder(t, map[string]string{
		"good.yaml":    "- {name: site, secret: long-enough-1}\n- {name: staff, secret: long-enough-2, scopes: [admin], collections: [staff]}\n",
		"empty.yaml":   "",
		"unknown.yaml": "- {name: site, secret: hidden-secret, colour: blue}\n",
		"twice.yaml":   "- {name: a, secret: hidden-secret}\n- {name: b, secret: hidden-secret}\n",
	})
	keys, err := readKeys(filepath.Join(dir, "good.yaml"))
	if err != nil || len(keys) != 2 || keys[0].Scopes[0] != "search" || keys[1].Collections[0] != "staff" {
		t.Errorf("%+v %v", keys, err)
	}
	for _, name := range []string{"empty.yaml", "unknown.yaml", "twice.yaml", "none.yaml"} {
		_, err := readKeys(filepath.Join(dir, name))
		var bad *config.Error
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "hidden-secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEstimate(t *testing.T) {
	for _, c := range []struct {
		r           ingest.Reading
		done, total int
	}{
		{ingest.Reading{}, 0, 0},
		{ingest.Reading{Bytes: 5, BytesTotal: 100}, 0, 0},
		{ingest.Reading{Found: 12, Articles: 10, Bytes: 30, BytesTotal: 100}, 10, 40},
		{ingest.Reading{Found: 40, Articles: 35, Bytes: 100, BytesTotal: 100}, 35, 40},
	} {
		if done, total := estimate(c.r); done != c.done || total != c.total {
			t.Errorf("%+v: %d of %d, want %d of %d", c.r, done, total, c.done, c.total)
		}
	}
}
