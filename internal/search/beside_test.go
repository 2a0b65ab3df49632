package search_test

import (
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// A hit that tells of an effect has the risks of its article beside it where that was
// asked for, in both views; any other hit, and any other request, has none.
func TestRisksStandBesideEffects(t *testing.T) {
	list := append(articles(), articleOf("dermapen", "ダーマペンの治療", []string{"ダーマペン"},
		section{corpus.KindEffects, "期待される効果", "ダーマペンは毛穴の開きを目立ちにくくします。", ""},
		section{corpus.KindRisks, "リスク", "赤みや腫れが数日続きます。", ""},
		section{corpus.KindCost, "費用", "ダーマペンは1回3万円です。", ""},
	))
	e := newEngine(t, list)
	for _, view := range []index.View{index.Articles, index.Passages} {
		for query, want := range map[string]string{"ダーマペン 毛穴 効果": "リスク", "ダーマペンの費用": ""} {
			for _, pair := range []bool{true, false} {
				r := ask(t, e, search.Request{Query: query, View: view, PairRisks: pair})
				if len(r.Hits) == 0 {
					t.Fatalf("%s: nothing is found", query)
				}
				got := ""
				if h := r.Hits[0]; h.Risks != nil {
					got = h.Risks.Heading
				}
				if !pair && got != "" || pair && got != want {
					t.Errorf("%s, %s, asked %v: beside %q is %q, want %q", query, view, pair, r.Hits[0].Passage.Text, got, want)
				}
			}
		}
	}
}

// Risks stand beside an effect wherever in a hit it is told, and a hit that tells of one in an
// article without risks can be told from one that tells of none.
func TestRisksStandBesideAnyPassage(t *testing.T) {
	list := append(articles(),
		articleOf("dermapen", "ダーマペンの治療", []string{"ダーマペン"},
			section{corpus.KindCost, "ダーマペンの費用", "ダーマペンの費用は1回3万円です。", ""},
			section{corpus.KindEffects, "期待される効果", "ダーマペンは毛穴の開きを目立ちにくくします。費用は回数で変わります。", ""},
			section{corpus.KindRisks, "リスク", "赤みや腫れが数日続きます。", ""},
		),
		articleOf("peeling", "ピーリングの治療", []string{"ケミカルピーリング"},
			section{corpus.KindEffects, "期待される効果", "ケミカルピーリングはくすみを目立ちにくくします。", ""},
		))
	e := newEngine(t, list)
	h := ask(t, e, search.Request{Query: "ダーマペンの費用", PairRisks: true}).Hits[0]
	if h.Passage.Kind != corpus.KindCost || len(h.Passages) < 2 {
		t.Fatalf("the hit shows %+v", h.Passages)
	}
	if h.Risks == nil || h.Risks.Heading != "リスク" || !h.TellsEffect {
		t.Errorf("beside %+v is %+v", h.Passages, h.Risks)
	}
	h = ask(t, e, search.Request{Query: "ケミカルピーリング くすみ 効果", PairRisks: true}).Hits[0]
	if h.Article.ID != "peeling" || h.Risks != nil || !h.TellsEffect {
		t.Errorf("%s: %v, risks %+v", h.Article.ID, h.TellsEffect, h.Risks)
	}
}
