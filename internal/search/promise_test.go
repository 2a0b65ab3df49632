package search_test

import (
	"testing"

	"shirube/corpus"
	"shirube/internal/search"
)

// An effect is promised wherever somebody tells what a treatment is good for; that
// something is asked, denied, done or felt on the way promises nothing.
func TestPromises(t *testing.T) {
	e := newEngine(t, articles())
	promises := func(kind corpus.Kind, heading, text string) bool {
		return search.TellsEffect(&search.PassageView{Kind: kind, Heading: heading, Text: text}, &search.ArticleSummary{Treatments: []string{"ハイフ"}}, e.Named)
	}
	for _, s := range []string{
		"照射を重ねると、シミが薄くなります。", "この注射は、表情じわを一時的にやわらげることが期待できます。",
		"たるみを引き上げる施術です。", "毛穴の開きに効果的です。", "ニキビ跡が目立ちにくくなり、傷も残りません。",
		"約30分かかります。薄毛の改善が見込めますが、個人差があります。", "シワへの効果が期待できます",
	} {
		if !promises(corpus.KindOverview, "治療とは", s) {
			t.Errorf("no promise: %s", s)
		}
	}
	for _, s := range []string{
		"シミには効果が期待できません。", "たるみは改善しますか？", "シワが改善するとは限らない。", "シミに悩む方が受けています。",
		"麻酔のクリームを塗ります。", "1回3万円です。", "当院は駅前にあります。",
	} {
		if promises(corpus.KindOverview, "治療とは", s) {
			t.Errorf("a promise: %s", s)
		}
	}
	if !promises(corpus.KindFAQ, "シミは消えますか？", "はい、三回ほどで薄くなります。") {
		t.Error("an answer promises what its question asks")
	}
	if !promises(corpus.KindFAQ, "1回で効果がありますか？", "1回で変化を感じる方もいますが、感じない方もいます。") {
		t.Error("an answer to a question about the effect tells of it")
	}
	if promises(corpus.KindDowntime, "経過", "シミはかさぶたになり、二週間で薄くなります。") {
		t.Error("what heals is no effect")
	}
}
