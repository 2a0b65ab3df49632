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
