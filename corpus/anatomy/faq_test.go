package anatomy

import (
	"fmt"
	"strings"
	"testing"

	"shirube/corpus"
)

// Every usual way to write questions and answers gives the same entries.
func TestFAQNotations(t *testing.T) {
	want := "[{痛みはありますか？ 輪ゴムではじくような痛みがあります。} {何回必要ですか？ 5回ほどです。}]"
	notations := map[string]string{
		"Q. A.":         "Q. 痛みはありますか？\nA. 輪ゴムではじくような痛みがあります。\n\nQ. 何回必要ですか？\nA. 5回ほどです。",
		"Q1 A1":         "Q1. 痛みはありますか？\nA1. 輪ゴムではじくような痛みがあります。\nQ2. 何回必要ですか？\nA2. 5回ほどです。",
		"full width":    "Ｑ１．痛みはありますか？\nＡ１．輪ゴムではじくような痛みがあります。\nＱ２．何回必要ですか？\nＡ２．5回ほどです。",
		"colon":         "Q：痛みはありますか？\nA：輪ゴムではじくような痛みがあります。\nQ：何回必要ですか？\nA：5回ほどです。",
		"words":         "質問1：痛みはありますか？\n回答：輪ゴムではじくような痛みがあります。\n質問2：何回必要ですか？\n回答：5回ほどです。",
		"brackets":      "【Q】痛みはありますか？\n【A】輪ゴムではじくような痛みがあります。\n【Q】何回必要ですか？\n【A】5回ほどです。",
		"no answer":     "Q. 痛みはありますか？\n輪ゴムではじくような痛みがあります。\n\nQ. 何回必要ですか？\n5回ほどです。",
		"list":          "- Q. 痛みはありますか？\n- A. 輪ゴムではじくような痛みがあります。\n- Q. 何回必要ですか？\n- A. 5回ほどです。",
		"only question": "痛みはありますか？\n輪ゴムではじくような痛みがあります。\n\n何回必要ですか？\n5回ほどです。",
		"dot number":    "Q.1 痛みはありますか？\nA.1 輪ゴムではじくような痛みがあります。\nQ.2 何回必要ですか？\nA.2 5回ほどです。",
		"space":         "Q 痛みはありますか？\nA 輪ゴムではじくような痛みがあります。\nQ 何回必要ですか？\nA 5回ほどです。",
		"lone marks":    "Q1\n\n痛みはありますか？\n\nA1\n\n輪ゴムではじくような痛みがあります。\n\nＱ\n何回必要ですか？\nＡ\n5回ほどです。",
		"quoted":        "Q「痛みはありますか？」\nA. 輪ゴムではじくような痛みがあります。\nQ「何回必要ですか？」\nA. 5回ほどです。",
	}
	for name, text := range notations {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: "よくある質問", Level: 1, Line: 1, Lines: SplitLines(text, 2)}).article
		checkFAQs(t, name, &a, want)
	}
	headings := readParts(t, "ピコレーザーの説明",
		Part{Heading: "よくある質問", Level: 1, Lines: SplitLines("よく聞かれることをまとめました。", 1)},
		Part{Heading: "Q1. 痛みはありますか？", Level: 2, Lines: SplitLines("輪ゴムではじくような痛みがあります。", 1)},
		Part{Heading: "何回必要ですか？", Level: 2, Lines: SplitLines("A. 5回ほどです。", 1)}).article
	checkFAQs(t, "headings", &headings, want)
	plain := readPlain(t, "ピコレーザーの説明\n\nよくある質問\n\n痛みはありますか？\n\n輪ゴムではじくような痛みがあります。\n\n何回必要ですか？\n\n5回ほどです。\n").article
	checkFAQs(t, "plain text", &plain, want)
}

func checkFAQs(t *testing.T, name string, a *corpus.Article, want string) {
	t.Helper()
	var got []string
	for _, f := range a.FAQs {
		got = append(got, "{"+f.Question+" "+f.Answer+"}")
		i := -1
		for n := range a.Sections {
			if a.Sections[n].ID == f.Section {
				i = n
			}
		}
		if i < 0 || a.Sections[i].Kind != corpus.KindFAQ || !strings.Contains(a.Sections[i].Text, f.Answer) {
			t.Errorf("%s: the entry %q points to no FAQ section that holds its answer", name, f.Question)
		}
	}
	if fmt.Sprint(got) != want {
		t.Errorf("%s: %v, want %s", name, got, want)
	}
}

// What is no question must not become one.
func TestNoFAQ(t *testing.T) {
	tests := map[string][]Part{
		"laser name":     {{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines("QスイッチYAGレーザーとは違います。", 1)}},
		"enumeration":    {{Heading: "費用", Level: 1, Lines: SplitLines("A. 頬\nB. 額", 1)}},
		"question alone": {{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines("シミが気になりませんか？\n\nピコレーザーはシミを薄くします。", 1)}},
		"intro only":     {{Heading: "よくある質問", Level: 1, Lines: SplitLines("気になる点が多いのではないでしょうか。ここで解説します。", 1)}},
		"unanswered":     {{Heading: "よくある質問", Level: 1}, {Heading: "痛いですか？", Level: 2}},
	}
	for name, parts := range tests {
		if a := readParts(t, "ピコレーザーの説明", parts...).article; len(a.FAQs) != 0 {
			t.Errorf("%s: read as %v", name, a.FAQs)
		}
	}
}

// Questions with answers outside よくある質問 are FAQ entries whatever they ask.
func TestFAQElsewhere(t *testing.T) {
	a := readParts(t, "ピコレーザーの説明", Part{Heading: "料金について", Level: 1, Lines: SplitLines("1回3万円です。\n\nQ. 分割で払えますか？\nA. 払えます。", 1)}).article
	if len(a.FAQs) != 1 || len(a.Sections) != 2 || a.Sections[1].Kind != corpus.KindFAQ || a.Sections[0].Text != "1回3万円です。" {
		t.Errorf("FAQs %v in sections %+v", a.FAQs, a.Sections)
	}
}
