package search_test

import (
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Somebody who is still typing, or knows the beginning of a name, finds it.
func TestBeginningsOfWords(t *testing.T) {
	e := newEngine(t, append(articles(), spelt()...))
	for typed, want := range map[string]string{
		"メソガ": "メソガン", "メソg": "メソガン", "mesog": "メソガン", "めそg": "メソガン",
		"サプリメ": "サプリメント", "コラーゲ 小じわ": "コラーゲン",
	} {
		r := ask(t, e, search.Request{Query: typed, View: index.Passages})
		said := slices.ContainsFunc(r.Interpreted.Expansions, func(x search.Expansion) bool { return slices.Contains(x.To, want) })
		if corrected := r.Interpreted.Corrected; corrected != nil && strings.Contains(corrected.To, want) { // one slip away as well
			said = true
		}
		if r.Total == 0 || !said {
			t.Errorf("%s: %d passages, %+v", typed, r.Total, r.Interpreted)
		}
	}
	for _, typed := range []string{"ハイフ", "いつまで", "どのくらい", "の", "ハイフの費用", `"メソガ"`, "-メソガ ハイフ"} {
		r := ask(t, e, search.Request{Query: typed, View: index.Passages})
		if slices.ContainsFunc(r.Interpreted.Expansions, func(x search.Expansion) bool {
			return slices.Contains(x.To, "メソガン") || x.From == typed && typed != "ハイフ"
		}) {
			t.Errorf("%s is taken for a beginning: %+v", typed, r.Interpreted.Expansions)
		}
	}
}

// Places are told of what was typed, and the rest of the query means what it does alone.
func TestBeginningsBesideOtherWords(t *testing.T) {
	e := newEngine(t, append(articles(), spelt()...))
	r := ask(t, e, search.Request{Query: "メソg 費用", View: index.Passages})
	if len(r.Hits) == 0 || r.Hits[0].Article.ID != "pico" || !slices.Equal(r.Interpreted.Intent, []string{"cost"}) {
		t.Fatalf("%+v", r.Interpreted)
	}
	if got := r.Interpreted.Terms; len(got) != 2 || got[0] != (search.QueryTerm{Text: "メソg", Start: 0, End: 3}) || got[1].Start != 4 || got[1].End != 6 {
		t.Errorf("%+v", got)
	}
	off := search.Interpret{Synonyms: true, Intent: true, Numbers: true, Negation: true}
	if r := ask(t, e, search.Request{Query: "メソg", View: index.Passages, Interpret: &off}); r.Total != 0 {
		t.Errorf("without spelling %d passages are found", r.Total)
	}
}

// What only drafts or other collections have is told to nobody.
func TestBeginningsTellNothingOfWhatIsHidden(t *testing.T) {
	e := newEngine(t, spelt())
	for _, q := range []string{"ゼンマ", "カゲロ", "kager"} {
		r := ask(t, e, search.Request{Query: q, View: index.Passages, Collections: []string{"default"}})
		if len(r.Interpreted.Expansions) > 0 || r.Total != 0 {
			t.Errorf("%s: %+v", q, r.Interpreted)
		}
	}
}

// What was typed in katakana is the beginning of a name sooner than kanji that are read so.
func TestBeginningsAreNotReadAsKanji(t *testing.T) {
	list := spelt()
	list = append(list, articleOf("rough", "肌が荒れる季節", nil, section{corpus.KindOverview, "荒れる理由", "肌が荒れるのは、今の足もとの空気が乾くためです。アレルギーのこともあります。", ""}))
	e := newEngine(t, list)
	for _, typed := range []string{"アレル", "アレル 肌"} {
		if r := ask(t, e, search.Request{Query: typed, View: index.Passages}); r.Interpreted.Corrected != nil {
			t.Errorf("%s was taken for %q", typed, r.Interpreted.Corrected.To)
		}
	}
}
