package search_test

import (
	"fmt"
	"slices"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// many is more passages about pain than are ranked again, no two alike.
func many(n int) []*corpus.Article {
	var out []*corpus.Article
	kinds := []corpus.Kind{corpus.KindSummary, corpus.KindRisks, corpus.KindSources, corpus.KindEffects}
	for i := range n {
		text := "痛みがあります。"
		for range i % 7 {
			text += "冷やします。"
		}
		out = append(out, articleOf(fmt.Sprintf("a%03d", i), "記録", nil, section{kinds[i%len(kinds)], "", text, ""}))
	}
	return out
}

func TestPagesNeitherRepeatNorLoseHitsHoweverFarOneGoes(t *testing.T) {
	e := newEngine(t, many(130))
	seen := map[string]bool{}
	for page := 1; page <= 13; page++ {
		for _, h := range ask(t, e, search.Request{Query: "痛み 冷やす", Match: search.MatchAny, Page: page}).Hits {
			if seen[h.ID] {
				t.Errorf("page %d repeats %s", page, h.ID)
			}
			seen[h.ID] = true
		}
	}
	if len(seen) != 130 {
		t.Errorf("%d different hits on all pages, want 130", len(seen))
	}
}

func TestWhatSaysNothingFindsNothing(t *testing.T) {
	e := newEngine(t, articles())
	for _, q := range []string{"です", "それ", "の", "？？？", "😀", "！"} {
		for _, view := range []index.View{index.Articles, index.Passages} {
			if got := ask(t, e, search.Request{Query: q, View: view}); got.Total != 0 || got.Answerable {
				t.Errorf("%s %s: total %d, answerable %v", view, q, got.Total, got.Answerable)
			}
		}
	}
	if got := ask(t, e, search.Request{Query: "  "}); got.Total != 3 {
		t.Errorf("a blank query lists %d, want everything", got.Total)
	}
}

func TestAnswerableDoesNotDependOnTheSort(t *testing.T) {
	e := newEngine(t, articles())
	for query, want := range map[string]bool{"眼内炎": true, "ヒアルロン酸 内出血 退職代行 求人 転職": false, "ハイフ 神経の損傷 腫れ": true} {
		for _, by := range []index.Sort{index.ByRelevance, index.ByUpdated, index.ByCost, index.ByDowntime} {
			if got := ask(t, e, search.Request{Query: query, Sort: by, Match: search.MatchAny}); got.Answerable != want {
				t.Errorf("%s by %s: answerable %v, want %v", query, by, got.Answerable, want)
			}
		}
	}
}

func TestTypedFilters(t *testing.T) {
	e := newEngine(t, articles())
	total := func(r search.Request) int {
		r.View = index.Passages
		return ask(t, e, r).Total
	}
	risks, costs := total(search.Request{Query: "kind:risks"}), total(search.Request{Query: "kind:cost"})
	if both := total(search.Request{Query: "kind:risks kind:cost"}); both != risks+costs || risks == 0 || costs == 0 {
		t.Errorf("risks %d, cost %d, both %d", risks, costs, both)
	}
	// A value that nothing has was not meant as a filter.
	if got := ask(t, e, search.Request{Query: "source:厚生局 費用"}); got.Total == 0 || len(got.Interpreted.Filters) != 0 {
		t.Errorf("total %d, filters %v", got.Total, got.Interpreted.Filters)
	}
	if got := ask(t, e, search.Request{Query: "kind:risks", Interpret: &search.Interpret{}}); len(got.Interpreted.Filters) != 0 {
		t.Errorf("with interpretation off there are filters %v", got.Interpreted.Filters)
	}
}

func TestWhatIsInQuotesIsNotRelaxed(t *testing.T) {
	e := newEngine(t, articles())
	if got := ask(t, e, search.Request{Query: `腫れ "存在しない言い回し" 費用`}); got.Total != 0 {
		t.Errorf("total %d without what was quoted", got.Total)
	}
	got := ask(t, e, search.Request{Query: `"神経の損傷" 眼内炎 白内障 保険`})
	if got.Total != 1 || got.Hits[0].ID != "hifu" {
		t.Errorf("%d hits, want the one article that has what was quoted", got.Total)
	}
}

func TestEveryArticleThatWordsFoundShowsWhere(t *testing.T) {
	e := newEngine(t, articles())
	for _, q := range []string{`"効果 妊娠中"`, "眼内麻酔", "たるみ炎", "ハイフ 手術 保険 値段", "細菌レンズ"} {
		for _, h := range ask(t, e, search.Request{Query: q}).Hits {
			if h.Passage == nil || h.Score <= 0 {
				t.Errorf("%s: %s was found with passage %v and score %v", q, h.ID, h.Passage, h.Score)
			}
		}
	}
}

// first is the kind of the first passage for a query over passages that differ in
// just what a weight is for.
func first(t *testing.T, query string, sections ...section) corpus.Kind {
	t.Helper()
	var list []*corpus.Article
	for i, s := range sections {
		list = append(list, articleOf(fmt.Sprintf("a%d", i), "記録", nil, s))
	}
	hits := ask(t, newEngine(t, list), search.Request{Query: query, View: index.Passages}).Hits
	if len(hits) == 0 {
		t.Fatalf("%s found nothing", query)
	}
	return hits[0].Passage.Kind
}

// One test for each weight: each fails when the weight is gone.
func TestEachWeightHasItsEffect(t *testing.T) {
	same := "妊娠中の方について説明します。"
	if got := first(t, "妊娠中", section{corpus.KindEffects, "", same, ""}, section{corpus.KindPrecautions, "", same, ""}); got != corpus.KindPrecautions {
		t.Errorf("Precaution: %s first", got)
	}
	same = "費用について説明します。"
	if got := first(t, "費用", section{corpus.KindEffects, "", same, ""}, section{corpus.KindOverview, "", "費用について説明します。5万円です。", ""}); got != corpus.KindOverview {
		t.Errorf("Fact: %s first", got)
	}
	if got := first(t, "費用", section{corpus.KindEffects, "", same, ""}, section{corpus.KindCost, "", same, ""}); got != corpus.KindCost {
		t.Errorf("Kind: %s first", got)
	}
	same = "点眼麻酔をします。"
	if got := first(t, "点眼麻酔", section{corpus.KindSummary, "", same, ""}, section{corpus.KindProcedure, "", same, ""}); got != corpus.KindProcedure {
		t.Errorf("Summary: %s first", got)
	}
	// What was typed before what is merely a kind of it.
	if got := first(t, "ワクチン", section{corpus.KindEffects, "", "インフルエンザワクチンを打ちます。", ""}, section{corpus.KindProcedure, "", "ワクチンを打ちます。", ""}); got != corpus.KindProcedure {
		t.Errorf("Narrower: %s first", got)
	}
}

func TestFurtherPassagesOfAnArticleMustBeWorthShowing(t *testing.T) {
	e := newEngine(t, articles())
	hit := ask(t, e, search.Request{Query: "ハイフ 妊娠中 金属プレート"}).Hits[0]
	if hit.ID != "hifu" || hit.Passage.Kind != corpus.KindPrecautions {
		t.Fatalf("%s %s first", hit.ID, hit.Passage.Heading)
	}
	if slices.ContainsFunc(hit.Passages, func(p search.PassageHit) bool { return p.Score < 0.4*hit.Score }) {
		t.Errorf("passages %+v", hit.Passages)
	}
}
