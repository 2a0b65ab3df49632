package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/internal/bench"
)

// write makes a question set whose every question has words of its own passage.
func write(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("港の倉庫には毎朝たくさんの荷物が届く。", 60)
	for name, lines := range map[string][]string{
		"passages.jsonl": {
			`{"id":"p1","title":"灯台","text":"岬の灯台は明治時代に建てられた。夜になると光が沖まで届く。"}`,
			`{"id":"p2","title":"市場","text":"朝の市場では魚と野菜が売られている。サーバーも置かれた。"}`,
			`{"id":"p3","title":"倉庫","text":"` + long + `倉庫の鍵は守衛が持っている。"}`,
		},
		"queries.jsonl": {
			`{"id":"q1","query":"灯台はいつ建てられたか","relevant":{"p1":1}}`,
			`{"id":"q2","query":"サーバ","relevant":{"p2":1}}`,
			`{"id":"q3","query":"鍵は誰が持っているか","relevant":{"p3":1}}`,
		},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Both engines must be asked properly, or the comparison says nothing. A field
// whose query gets Bleve's default analyzer does not find サーバ in サーバー; a
// passage that Shirube cuts in two must still count for its text.
func TestBothEnginesFindWhatIsThere(t *testing.T) {
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := registerTerms(parts.Analyzer); err != nil {
		t.Fatal(err)
	}
	set, err := bench.OpenSet(write(t))
	if err != nil {
		t.Fatal(err)
	}
	c, err := compare(context.Background(), parts, set)
	if err != nil {
		t.Fatal(err)
	}
	if c.stats.Passages <= len(set.Passages) {
		t.Errorf("%d passages: the long text was not cut", c.stats.Passages)
	}
	if want := 2 * len(stockSettings()); len(c.theirs) != want || len(c.ours) != len(ways()) {
		t.Fatalf("%d rows of Bleve's, want %d; %d of Shirube's, want %d", len(c.theirs), want, len(c.ours), len(ways()))
	}
	for _, r := range append(c.theirs, c.ours...) {
		if r.NDCG10 != 1 || r.Judged != 3 || len(r.each) != 3 {
			t.Errorf("%s: nDCG@10 %.3f of %d questions, want 1 of 3", r.name, r.NDCG10, r.Judged)
		}
	}
	var report strings.Builder
	if err := c.write(&report, 100); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"small: 3 texts", "B1: Bleve's best", "+0.0000  1.0000"} {
		if !strings.Contains(report.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, report.String())
		}
	}
}

// Its scoring must be the one that is called BM25, not Bleve's default: then the
// length of a text counts by its ratio to the mean.
func TestStockScoringIsBM25(t *testing.T) {
	x, err := buildStock(filepath.Join(t.TempDir(), "x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	data, err := json.Marshal(x.Mapping())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"scoring_model":"bm25"`) {
		t.Errorf("mapping %s", data)
	}
}

func TestBounds(t *testing.T) {
	got, err := bounds(bench.List{"jsquad-valid=0.94", "other=0.5"})
	if err != nil || got["jsquad-valid"] != 0.94 || got["other"] != 0.5 {
		t.Errorf("bounds = %v, %v", got, err)
	}
	for _, bad := range []string{"jsquad-valid", "=0.9", "a=b"} {
		if _, err := bounds(bench.List{bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
