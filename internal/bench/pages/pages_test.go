package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/internal/search"
)

func TestAnswered(t *testing.T) {
	q := &question{Relevant: []judgment{
		{Page: "01", Heading: "費用の目安", Grade: 3},
		{Page: "01", Heading: "料金", Grade: 2},
		{Page: "02", Heading: "通院の間隔", Grade: 3, Parent: "施術の流れ"},
	}}
	passage := func(text string, path ...string) *search.PassageView {
		p := &search.PassageView{}
		p.Heading, p.Path, p.Text = path[len(path)-1], path, text
		return p
	}
	for _, tt := range []struct {
		page string
		p    *search.PassageView
		want string
	}{
		{"01", passage("", "料金", "■ 費用の 目安（税込）"), "費用の目安"}, // its own heading comes first
		{"01", passage("", "料金", "支払い方法"), "料金"},
		{"02", passage("", "料金"), ""}, // of another page
		{"02", passage("通院の間隔\n4週間ごとです。", "施術の流れ"), "通院の間隔"},
		{"02", passage("通院の間隔は4週間です。", "まとめ"), ""},
	} {
		got := ""
		if j := q.answered(tt.page, tt.p); j != nil {
			got = j.Heading
		}
		if got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.page, tt.p.Path, got, tt.want)
		}
	}
}

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
