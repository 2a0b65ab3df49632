package main

import (
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/internal/lexicon"
)

// A figure without headings that headings had a part in would say that texts are
// understood which are not.
func TestHidden(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	a := anatomy.Read(lex, &anatomy.Draft{Article: corpus.Article{ID: "a", Title: "見本治療"}, Parts: []anatomy.Part{
		{Heading: "副作用", Level: 1, Lines: anatomy.SplitLines("ご覧ください。", 1)},
		{Heading: "かかるお金", Level: 1, Lines: anatomy.SplitLines("片目 ¥55,000\n両目 ¥99,000", 3)},
		{Heading: "よくある質問", Level: 1},
		{Heading: "痛いですか？", Level: 2, Question: true, Lines: anatomy.SplitLines("痛みません。", 6)},
	}})
	out := hidden(lex, a)
	want := []struct {
		heading string
		kind    corpus.Kind
	}{{"副作用", corpus.KindOther}, {"かかるお金", corpus.KindCost}, {"よくある質問", corpus.KindFAQ}, {"痛いですか？", corpus.KindFAQ}}
	if len(out.Sections) != len(want) {
		t.Fatalf("%d sections, want %d", len(out.Sections), len(want))
	}
	for i, w := range want {
		if s := &out.Sections[i]; s.Heading != w.heading || s.Kind != w.kind {
			t.Errorf("%s [%s], want %s [%s]", s.Heading, s.Kind, w.heading, w.kind)
		}
	}
	if a.Sections[0].Kind != corpus.KindRisks {
		t.Errorf("the article itself was changed: %s", a.Sections[0].Kind)
	}
}

// Who changes the rules must see what a kind is mistaken for.
func TestWriteConfusion(t *testing.T) {
	var b strings.Builder
	writeConfusion(&b, []verdict{
		{"risks", corpus.KindRisks, true}, {"risks", corpus.KindEffects, false}, {"risks", corpus.KindEffects, false},
		{"risks", "", false}, {"effects", corpus.KindEffects, true},
	})
	for _, want := range []string{"risks        found 25.0% (1/4)", "effects 2, not found 1", "effects      found 100.0% (1/1)", "of those read so 33.3% (1/3)", "all                40.0% (2/5)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &b)
		}
	}
}

// A lesson that was misread would teach the wrong kind.
func TestLessons(t *testing.T) {
	sections, kinds, err := parseSections("# about\n\nrisks effects | 見出し\n一行目。\n二行目。\n\ncost | 値段\n1,000円\n")
	if err != nil || len(sections) != 2 || sections[0].Heading != "見出し" || sections[0].Text != "一行目。\n二行目。" || kinds[0][1] != "effects" {
		t.Errorf("%+v %v %v", sections, kinds, err)
	}
	sections, kinds, err = parseHeadings("# about\nrisks: こわい点 / 痛み\n")
	if err != nil || len(sections) != 2 || sections[1].Heading != "痛み" || kinds[1][0] != "risks" {
		t.Errorf("%+v %v %v", sections, kinds, err)
	}
	for _, bad := range []string{"risk | 見出し\n文。", "risks 見出し\n文。", "risks | 見出し"} {
		if _, _, err := parseSections(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	for _, bad := range []string{"risk: 見出し", "見出し"} {
		if _, _, err := parseHeadings(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// The lessons that are in the repository can be read, and are many of each kind.
func TestOwnLessons(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := writtenLessons(lex, "../../../testdata/kinds")
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, l := range lessons {
		count[l.kinds[0]]++
	}
	for _, l := range corpus.KindLabels() {
		if k := l.Value; k != string(corpus.KindFAQ) && count[k] < 5 {
			t.Errorf("%d lessons of %s", count[k], k)
		}
	}
}
