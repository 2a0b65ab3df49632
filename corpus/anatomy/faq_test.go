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
		"Q. A.":          "Q. 痛みはありますか？\nA. 輪ゴムではじくような痛みがあります。\n\nQ. 何回必要ですか？\nA. 5回ほどです。",
		"Q1 A1":          "Q1. 痛みはありますか？\nA1. 輪ゴムではじくような痛みがあります。\nQ2. 何回必要ですか？\nA2. 5回ほどです。",
		"full width":     "Ｑ１．痛みはありますか？\nＡ１．輪ゴムではじくような痛みがあります。\nＱ２．何回必要ですか？\nＡ２．5回ほどです。",
		"colon":          "Q：痛みはありますか？\nA：輪ゴムではじくような痛みがあります。\nQ：何回必要ですか？\nA：5回ほどです。",
		"words":          "質問1：痛みはありますか？\n回答：輪ゴムではじくような痛みがあります。\n質問2：何回必要ですか？\n回答：5回ほどです。",
		"brackets":       "【Q】痛みはありますか？\n【A】輪ゴムではじくような痛みがあります。\n【Q】何回必要ですか？\n【A】5回ほどです。",
		"no answer":      "Q. 痛みはありますか？\n輪ゴムではじくような痛みがあります。\n\nQ. 何回必要ですか？\n5回ほどです。",
		"list":           "- Q. 痛みはありますか？\n- A. 輪ゴムではじくような痛みがあります。\n- Q. 何回必要ですか？\n- A. 5回ほどです。",
		"only question":  "痛みはありますか？\n輪ゴムではじくような痛みがあります。\n\n何回必要ですか？\n5回ほどです。",
		"dot number":     "Q.1 痛みはありますか？\nA.1 輪ゴムではじくような痛みがあります。\nQ.2 何回必要ですか？\nA.2 5回ほどです。",
		"space":          "Q 痛みはありますか？\nA 輪ゴムではじくような痛みがあります。\nQ 何回必要ですか？\nA 5回ほどです。",
		"lone marks":     "Q1\n\n痛みはありますか？\n\nA1\n\n輪ゴムではじくような痛みがあります。\n\nＱ\n何回必要ですか？\nＡ\n5回ほどです。",
		"one line":       "Q. 痛みはありますか？ A. 輪ゴムではじくような痛みがあります。\nQ. 何回必要ですか？　A. 5回ほどです。",
		"one line run":   "Q1：痛みはありますか？A1：輪ゴムではじくような痛みがあります。\n\nQ2：何回必要ですか？A2：5回ほどです。",
		"bracket lines":  "【Q】\n痛みはありますか？\n【A】\n輪ゴムではじくような痛みがあります。\n【Q】\n何回必要ですか？\n【A】\n5回ほどです。",
		"quoted marks":   "「Q」\n痛みはありますか？\n「A」\n輪ゴムではじくような痛みがあります。\n「Q」\n何回必要ですか？\n「A」\n5回ほどです。",
		"dashes":         "――痛みはありますか？\n輪ゴムではじくような痛みがあります。\n\n――何回必要ですか？\n5回ほどです。",
		"no blank line":  "痛みはありますか？\n輪ゴムではじくような痛みがあります。\n何回必要ですか？\n5回ほどです。",
		"arrows":         "・痛みはありますか？\n→輪ゴムではじくような痛みがあります。\n・何回必要ですか？\n→5回ほどです。",
		"colon after":    "痛みはありますか？：輪ゴムではじくような痛みがあります。\n何回必要ですか？：5回ほどです。",
		"table":          "| 質問 | 回答 |\n| 痛みはありますか？ | 輪ゴムではじくような痛みがあります。 |\n| 何回必要ですか？ | 5回ほどです。 |",
		"table of marks": "| Q | 痛みはありますか？ |\n| A | 輪ゴムではじくような痛みがあります。 |\n| Q | 何回必要ですか？ |\n| A | 5回ほどです。 |",
		"broken line":    "Q. 痛みは\nありますか？\nA. 輪ゴムではじくような痛みがあります。\nQ. 何回\n必要ですか？\nA. 5回ほどです。",
		"quoted":         "Q「痛みはありますか？」\nA. 輪ゴムではじくような痛みがあります。\nQ「何回必要ですか？」\nA. 5回ほどです。",
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
	flat := readParts(t, "ピコレーザーの説明",
		Part{Heading: "よくある質問", Level: 1},
		Part{Heading: "痛みはありますか？", Level: 1, Lines: SplitLines("輪ゴムではじくような痛みがあります。", 1)},
		Part{Heading: "Q. 何回必要ですか？", Level: 1, Lines: SplitLines("5回ほどです。", 1)},
		Part{Heading: "料金", Level: 1, Lines: SplitLines("1回3万円です。", 1)}).article
	checkFAQs(t, "headings of one level", &flat, want)
	accordion := readParts(t, "ピコレーザーの説明",
		Part{Heading: "FAQ", Level: 1},
		Part{Heading: "痛みはありますか？", Level: 2, Question: true, Lines: SplitLines("輪ゴムではじくような痛みがあります。", 1)},
		Part{Heading: "何回必要ですか？", Level: 2, Question: true, Lines: SplitLines("A\n5回ほどです。", 1)}).article
	checkFAQs(t, "accordion", &accordion, want)
	parted := readParts(t, "ピコレーザーの説明",
		Part{Heading: "よくある質問", Level: 1},
		Part{Heading: "痛みはありますか？＋", Level: 2, Lines: SplitLines("輪ゴムではじくような痛みがあります。", 1)},
		Part{Heading: "麻酔の塗り方", Level: 3, Lines: SplitLines("30分前に塗ります。", 1)},
		Part{Heading: "何回必要ですか？", Level: 2, Lines: SplitLines("5回ほどです。", 1)},
		Part{Heading: "▼よくある質問はこちら▼", Level: 2, Lines: SplitLines("一覧へ。", 1)}).article
	checkFAQs(t, "an answer in parts", &parted, want)
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
		"symptoms asked": {{Heading: "こんな症状はありませんか？", Level: 1, Lines: SplitLines("・歯ぐきから血が出る\n・口が渇く", 1)}},
		"what it is":     {{Heading: "よくある質問", Level: 1}, {Heading: "ピコレーザーとは？", Level: 1, Lines: SplitLines("レーザーです。", 1)}},
		"list of tests":  {{Heading: "検査", Level: 1}, {Heading: "視診", Level: 2, Question: true, Lines: SplitLines("目で見ます。", 1)}, {Heading: "触診", Level: 2, Question: true, Lines: SplitLines("触ります。", 1)}},
		"contact":        {{Heading: "よくある質問", Level: 1}, {Heading: "その他のご質問はこちら", Level: 2, Lines: SplitLines("お問い合わせフォームへ。", 1)}},
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

// Pairs that a page declares as data add nothing where the text has them, and say
// what is a question there; others become entries.
func TestDeclaredFAQs(t *testing.T) {
	pairs := []corpus.FAQ{
		{Question: "痛みはありますか？", Answer: "輪ゴムではじくような痛みがあります。"},
		{Question: "何回必要ですか", Answer: "5回ほどです。"},
	}
	want := "[{痛みはありますか？ 輪ゴムではじくような痛みがあります。} {何回必要ですか？ 5回ほどです。}]"
	read := func(parts ...Part) *corpus.Article {
		d := &Draft{Parts: parts, FAQs: pairs}
		d.Article.ID, d.Article.Title = "test", "ピコレーザーの説明"
		return &readDraft(t, d).article
	}
	checkFAQs(t, "repeated", read(
		Part{Heading: "よくある質問", Level: 1, Lines: SplitLines("Ｑ．痛みはありますか？\nＡ．輪ゴムではじくような痛みがあります。\n\nＱ．何回必要ですか？\nＡ．5回ほどです。", 1)}), want)
	checkFAQs(t, "plain headings", read(
		Part{Heading: "痛みはありますか？", Level: 1, Lines: SplitLines("輪ゴムではじくような痛みがあります。", 1)},
		Part{Heading: "何回必要ですか？", Level: 1, Lines: SplitLines("5回ほどです。", 1)}), want)
	checkFAQs(t, "lines without marks", read(
		Part{Heading: "ご案内", Level: 1, Lines: SplitLines("痛みはありますか？\n輪ゴムではじくような痛みがあります。\n\n何回必要ですか？\n5回ほどです。", 1)}), want)
	longer := read(Part{Heading: "よくある質問", Level: 1},
		Part{Heading: "痛みはありますか？麻酔はできますか？", Level: 2, Lines: SplitLines("輪ゴムではじくような痛みがあります。", 1)},
		Part{Heading: "何回必要ですか？", Level: 2, Lines: SplitLines("5回ほどです。肌によります。", 1)})
	checkFAQs(t, "prefixes", longer, "[{痛みはありますか？麻酔はできますか？ 輪ゴムではじくような痛みがあります。} {何回必要ですか？ 5回ほどです。肌によります。}]")

	added := read(Part{Heading: "ピコレーザーとは", Level: 1, Line: 3, Lines: SplitLines("シミに用います。", 4)})
	checkFAQs(t, "not in the text", added, "[{痛みはありますか？ 輪ゴムではじくような痛みがあります。} {何回必要ですか 5回ほどです。}]")
	if s := added.Sections[1]; s.Heading != "よくある質問" || s.Kind != corpus.KindFAQ || added.Validate() != nil {
		t.Errorf("section %+v, errors %v", s, added.Validate())
	}
}

// A source below an answer is the answer's own, and no part of what is answered.
func TestAnswerEndsBeforeItsSource(t *testing.T) {
	a := readParts(t, "ピコレーザーの説明", Part{Heading: "よくある質問", Level: 1,
		Lines: SplitLines("Q. 痛みはありますか？\nA. 少し痛みます。\n参考：日本見本学会\n\nQ. 何回必要ですか？\nA. 5回ほどです。\n\n出典：厚生労働省「手引き」\n\nQ. 跡は残りますか？\nA. まれに残ります。", 1)}).article
	checkFAQs(t, "sources between", &a, "[{痛みはありますか？ 少し痛みます。} {何回必要ですか？ 5回ほどです。} {跡は残りますか？ まれに残ります。}]")
	for i, f := range a.FAQs {
		for _, s := range a.Sections {
			if s.ID == f.Section && fmt.Sprint(s.Sources) != []string{"[0]", "[1]", "[]"}[i] {
				t.Errorf("%q is supported by %v", f.Question, s.Sources)
			}
		}
	}
}
