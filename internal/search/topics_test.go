package search_test

import (
	"testing"

	"shirube/corpus"
)

// Who asks when to work again after one operation is not answered by the article about
// another, however much that one says of working again.
func TestArticlesAboutTheNamedTreatmentComeFirst(t *testing.T) {
	e := newEngine(t, []*corpus.Article{
		articleOf("cataract", "白内障手術の記録", []string{"白内障手術"},
			section{corpus.KindOther, "退院したあと", "仕事には翌週に戻ります。", ""}),
		articleOf("hernia", "椎間板ヘルニア手術の記録", []string{"椎間板ヘルニア手術"},
			section{corpus.KindOther, "仕事への復帰", "仕事への復帰を急がず、仕事への復帰の時期を相談します。白内障手術とは違います。", ""}),
	})
	if got := passagesFor(t, e, "白内障手術 仕事 復帰"); len(got) == 0 || got[0] != "cataract/退院したあと" {
		t.Errorf("found %q", got)
	}
}

// The same holds for a condition that is named, whatever its treatment is called.
func TestArticlesAboutTheNamedConditionComeFirst(t *testing.T) {
	lens := articleOf("lens", "眼内レンズの手術", []string{"眼内レンズ手術"},
		section{corpus.KindCost, "費用", "白内障の手術は保険適用です。", ""})
	lens.Conditions = []string{"白内障"}
	e := newEngine(t, []*corpus.Article{lens, articleOf("spots", "しみのレーザー治療", []string{"しみ取りレーザー"},
		section{corpus.KindCost, "保険適用と費用", "保険適用の有無で費用が変わります。保険適用は一部です。白内障とは別です。", ""})})
	if got := passagesFor(t, e, "白内障 保険適用"); len(got) == 0 || got[0] != "lens/費用" {
		t.Errorf("found %q", got)
	}
}
