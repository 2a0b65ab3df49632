package search_test

import (
	"reflect"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Where what was typed finds something and is one slip from a name that finds much more, both
// can be had; a word of its own is left alone.
func TestDidYouMean(t *testing.T) {
	list := articles()
	for i := range 6 {
		list = append(list, articleOf("botox"+string(rune('a'+i)), "ボトックスの治療", []string{"ボトックス注射"},
			section{corpus.KindOverview, "ボトックスとは", "ボトックスは表情のしわに注射します。", ""}))
	}
	list = append(list,
		articleOf("slip", "しわの相談", nil, section{corpus.KindOther, "相談", "ボトックズを受けました。", ""}),
		articleOf("word", "パスケットの話", nil, section{corpus.KindOther, "籠", "パスケットに花を入れます。", ""}))
	e := newEngine(t, list)
	got := ask(t, e, search.Request{Query: "しわ ボトックズ"})
	if want := (&search.Correction{From: "しわ ボトックズ", To: "しわ ボトックス"}); got.Total == 0 || !reflect.DeepEqual(got.DidYouMean, want) || got.Interpreted.Corrected != nil {
		t.Errorf("%d found, %+v is offered, %+v corrected", got.Total, got.DidYouMean, got.Interpreted.Corrected)
	}
	for name, r := range map[string]search.Request{
		"right":       {Query: "ハイフ 副作用"},
		"a name":      {Query: "ヒアルロン酸"},
		"its own":     {Query: "パスケット"},
		"as typed":    {Query: "しわ ボトックズ", Interpret: &search.Interpret{Synonyms: true}},
		"not visible": {Query: "しわ ボトックズ", Collections: []string{"eye"}},
		"second page": {Query: "しわ ボトックズ", Page: 2},
	} {
		if got := ask(t, e, r); got.DidYouMean != nil {
			t.Errorf("%s: %+v is offered", name, *got.DidYouMean)
		}
	}
}

// Where the filters shut out everything, it is said which of them do.
func TestRelief(t *testing.T) {
	e := newEngine(t, articles())
	cheap := index.Filter{Name: index.RangeCost, Max: number(1)}
	covered := index.Filter{Name: index.FacetInsurance, Any: []string{"covered"}}
	risks := index.Filter{Name: index.FacetKind, Any: []string{"risks"}}
	for name, c := range map[string]struct {
		request search.Request
		want    []search.Relief
	}{
		"one":     {search.Request{Query: "腫れ", Filters: []index.Filter{cheap, risks}}, []search.Relief{{Filters: []string{"cost"}, Total: 2}}},
		"both":    {search.Request{Query: "腫れ", Filters: []index.Filter{cheap, covered}}, []search.Relief{{Filters: []string{"cost", "insurance"}, Total: 2}}},
		"neither": {search.Request{Query: "量子色力学", Filters: []index.Filter{cheap, covered}}, []search.Relief{}},
		"found":   {search.Request{Query: "腫れ", Filters: []index.Filter{risks}}, []search.Relief{}},
	} {
		if got := ask(t, e, c.request).Relief; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Where nothing was found, questions that are answered are shown: on what was named, else on
// anything; never those of others.
func TestQuestionsWhereNothingWasFound(t *testing.T) {
	e := newEngine(t, questioned(t, nil))
	cheap := index.Filter{Name: index.RangeCost, Max: number(1)}
	for query, want := range map[string]int{"量子色力学": 1, "ピコレーザー": 1, "ハイフ": 1} {
		got := ask(t, e, search.Request{Query: query, Filters: []index.Filter{cheap}})
		if got.Total != 0 || len(got.Questions) != want {
			t.Fatalf("%s: %d found, questions %+v", query, got.Total, got.Questions)
		}
		q := got.Questions[0]
		p, err := e.Passage(t.Context(), q.Passage, search.Scope{})
		if err != nil || p.Heading != q.Question || q.Article.ID != "pico" {
			t.Errorf("%s: %+v leads to %+v, %v", query, q, p, err)
		}
	}
	if got := ask(t, e, search.Request{Query: "量子色力学", Collections: []string{"eye"}}).Questions; len(got) != 0 {
		t.Errorf("another collection's: %+v", got)
	}
	if got := ask(t, e, search.Request{Query: "腫れ"}).Questions; len(got) != 0 {
		t.Errorf("something was found: %+v", got)
	}
}

func number(v float64) *float64 { return &v }
