package lucene

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"shirube/index"
	"shirube/internal/eval"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Lucene must get the same passages and questions, titles included, and its answers
// must come back under the ids they were given: else its figures are not its own.
func TestLuceneAnswers(t *testing.T) {
	peer, err := Prepare(t.Context(), true)
	if errors.Is(err, ErrUnavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	passages := write(t, dir, "passages.jsonl", `{"id":"p1","title":"灯台","text":"岬に立ち、夜は沖を照らす。"}
{"id":"p2","title":"市場","text":"朝の市場には魚が並ぶ。"}

{"id":"p 3","title":"","text":"毛細管現象について述べる。"}
`)
	queries := write(t, dir, "queries.jsonl", `{"id":"q1","query":"灯台はどこに立つか","relevant":{"p1":1}}
{"id":"q2","query":"魚の並ぶ朝","relevant":{"p2":1}}
{"id":"q3","query":"細管","relevant":{"p 3":1}}
`)
	report, err := peer.Measure(t.Context(), passages, queries, filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	if report.Passages != 3 || report.Queries != 3 || report.IndexSeconds <= 0 || report.IndexMB <= 0 || report.Version == "" {
		t.Errorf("report %+v", report)
	}
	judged := []eval.Query{
		{ID: "q1", Relevant: map[string]int{"p1": 1}},
		{ID: "q2", Relevant: map[string]int{"p2": 1}},
	}
	for _, id := range []string{"kuromoji", Best} {
		run := report.Runs[id]
		if run == nil || run.P50 <= 0 || run.P99 < run.P50 {
			t.Fatalf("%s: %+v", id, run)
		}
		if got := eval.Measure(run.Results.Judge(index.Passages, judged)).Overall; got.NDCG10 != 1 {
			t.Errorf("%s: nDCG@10 %g", id, got.NDCG10)
		}
	}
	// Part of a word is found by its characters alone.
	if words, pairs := report.Runs["kuromoji"].Results["q3"], report.Runs[Best].Results["q3"]; len(words) != 0 || len(pairs) == 0 {
		t.Errorf("細管: %d by words, %d with bigrams", len(words), len(pairs))
	} else if pairs[0].ID != "p%203" {
		t.Errorf("細管: %q first", pairs[0].ID)
	}
}

// A program older than its source would measure something else than what is read.
func TestUpToDate(t *testing.T) {
	dir := t.TempDir()
	jar := filepath.Join(dir, "target", "peer.jar")
	source := write(t, dir, "src/Main.java", "class Main {}")
	if built, err := upToDate(dir, jar); err != nil || built {
		t.Errorf("without a jar: %t, %v", built, err)
	}
	write(t, dir, "target/peer.jar", "")
	now := time.Now()
	for _, c := range []struct {
		source time.Time
		want   bool
	}{{now.Add(-time.Hour), true}, {now.Add(time.Hour), false}} {
		if err := os.Chtimes(source, c.source, c.source); err != nil {
			t.Fatal(err)
		}
		if built, err := upToDate(dir, jar); err != nil || built != c.want {
			t.Errorf("source of %v: %t, %v", c.source, built, err)
		}
	}
}

// Without Java the reason is said, and nothing fails.
func TestWithoutJava(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Prepare(t.Context(), true); !errors.Is(err, ErrUnavailable) {
		t.Errorf("error %v", err)
	}
}
