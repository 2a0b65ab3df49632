package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The whole way: pages are indexed, questions asked, places found.
func TestMeasure(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "q.jsonl")
	for name, text := range map[string]string{
		"01.md": "---\nurl: https://example.jp/pico\n---\n# ピコレーザー\n\n## 費用\n\n1回3万円です。\n\n## リスク\n\n赤みや内出血が出ることがあります。\n",
		"02.md": "# 歯のホワイトニング\n\n## 費用\n\n1回2万円です。\n\n## リスク\n\n歯がしみることがあります。\n",
		"q":     `{"id":"1","query":"ピコレーザー 値段","type":"cost","relevant":[{"page":"01","heading":"費用","grade":3}]}` + "\n" + `{"id":"2","query":"ホワイトニング しみる","type":"risk","relevant":[{"page":"02","heading":"リスク","grade":3}]}` + "\n",
	} {
		path := filepath.Join(dir, name)
		if name == "q" {
			path = file
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	report, err := measure(t.Context(), dir, file, 5)
	if err != nil || report.Overall.NDCG10 != 1 || report.Overall.Judged != 2 || len(report.Types) != 2 {
		t.Errorf("%+v, %v", report, err)
	}
	if err := os.WriteFile(file, []byte("{}\n{\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := measure(t.Context(), dir, file, 0); err == nil || !strings.Contains(err.Error(), ":2:") {
		t.Errorf("a broken line: %v", err)
	}
	var out bytes.Buffer
	if err := writeWorst(&out, nil, nil, 3); err != nil || strings.TrimSpace(out.String()) != "" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
