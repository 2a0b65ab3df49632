package search_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// counting counts the searches of an engine.
type counting struct {
	index.Backend
	searches *int
}

func (c counting) Search(ctx context.Context, q *index.Query) (*index.Result, error) {
	*c.searches++
	return c.Backend.Search(ctx, q)
}

// countedEngine is an engine of which the searches are counted that it makes.
func countedEngine(t *testing.T, list []*corpus.Article) (*search.Engine, *int) {
	t.Helper()
	n := new(int)
	e, _ := changingEngine(t, list, func(b index.Backend) index.Backend { return counting{b, n} })
	// Suggestions are made once for an index, beside the searches, which are counted.
	_, err := e.Suggest(t.Context(), search.SuggestRequest{Query: "あ"})
	check(t, err)
	return e, n
}

// A query must not cost a search for each word that could be meant.
func TestBeginningsAreLookedUpTogether(t *testing.T) {
	var list []*corpus.Article
	for i, word := range []string{"メソガンアルファ", "メソガンベータ", "メソガンガンマ", "メソガンデルタ", "メソガンシータ", "メソガンオメガ"} {
		list = append(list, articleOf(fmt.Sprint("a", i), word, nil, section{corpus.KindOverview, word + "とは", word + "の説明です。", ""}))
	}
	e, n := countedEngine(t, list)
	ask(t, e, search.Request{Query: "メソガ", View: index.Passages})
	*n = 0
	r := ask(t, e, search.Request{Query: "メソガ", View: index.Passages})
	if len(r.Interpreted.Expansions) == 0 || len(r.Interpreted.Expansions[0].To) < 4 {
		t.Fatalf("expansions %+v", r.Interpreted.Expansions)
	}
	if *n > 4 {
		t.Errorf("%d searches", *n)
	}
}

// Bounds that find nothing are dropped once, not read and dropped again.
func TestBoundsAreTriedOnce(t *testing.T) {
	e, n := countedEngine(t, articles())
	count := func(q string) int {
		*n = 0
		if r := ask(t, e, search.Request{Query: q, Interpret: &search.Interpret{Numbers: true, Synonyms: true, Intent: true}}); r.Total != 0 {
			t.Fatalf("%s finds %d", q, r.Total)
		}
		return *n
	}
	// What helps where nothing is found searches too, bounds or not.
	with, without := count("冥王星探査 100円以下"), count("冥王星探査")
	if with > without+2 {
		t.Errorf("%d searches, %d without the bound", with, without)
	}
}

// Where a bound is dropped, the filters that were typed stay.
func TestTypedFiltersOutliveBounds(t *testing.T) {
	e := newEngine(t, articles())
	r := ask(t, e, search.Request{Query: "ハイフ kind:risks 100円以下", View: index.Passages})
	if len(r.Notices) == 0 || len(r.Hits) == 0 {
		t.Fatalf("notices %v, %d hits", r.Notices, len(r.Hits))
	}
	for _, h := range r.Hits {
		if h.Passage.Kind != corpus.KindRisks {
			t.Errorf("%s is of kind %s", h.ID, h.Passage.Kind)
		}
	}
	if f := r.Interpreted.Filters; len(f) != 1 || f[0].Name != index.FacetKind {
		t.Errorf("filters %+v", f)
	}
}

// What is denied and what was read as a filter are named one by one.
func TestNegationsAreNotJoinedAcrossFilters(t *testing.T) {
	e := newEngine(t, articles())
	for query, want := range map[string][]string{
		"切らない ダウンタイムなし": {"ダウンタイム", "切る"},
		"ダウンタイムなし 切らない": {"ダウンタイム", "切る"},
		"切らない -ハイフ":     {"切る", "ハイフ"},
	} {
		if got := ask(t, e, search.Request{Query: query}).Interpreted.Negations; !reflect.DeepEqual(got, want) {
			t.Errorf("%s denies %q, want %q", query, got, want)
		}
	}
}

// Confidence and explanations must not tell which words stand in articles that the caller
// may not see.
func TestEvidenceTellsNothingOfWhatIsHidden(t *testing.T) {
	e := newEngine(t, spelt())
	said := func(word string) string {
		r := ask(t, e, search.Request{Query: "毛穴 " + word, View: index.Passages, Match: search.MatchAny, Explain: true, Collections: []string{corpus.DefaultCollection},
			Interpret: &search.Interpret{Synonyms: true, Intent: true}})
		var out []string
		for _, h := range r.Hits {
			out = append(out, fmt.Sprintf("%s %.6f %+v", h.ID, h.Confidence, h.Evidence))
		}
		return strings.Join(out, "\n")
	}
	// Of the first nothing is known, of the others a draft and another collection tell.
	none := said("ヒマワリ")
	for _, word := range []string{"ゼンマイ", "カゲロウ"} {
		if got := said(word); got != none || got == "" {
			t.Errorf("%s: %s\nwhere nothing is known: %s", word, got, none)
		}
	}
}

// Nor must what was typed be told to be the spelling of a word that only they have.
func TestSpellingsOfHiddenWordsAreNotConfirmed(t *testing.T) {
	list := append(spelt(), articleOf("guard", "ザゼンコード", nil, section{corpus.KindOverview, "ザゼンコードとは", "毛穴にザゼンコードを塗り、シャーベットで冷やします。", ""}))
	list[len(list)-1].Collection = "elsewhere"
	e := newEngine(t, list)
	for _, typed := range []string{"毛穴 ザゼンコ-ド", "毛穴 しゃーべっと", "毛穴 しゃーべっと 施術"} {
		hidden := ask(t, e, search.Request{Query: typed, View: index.Passages, Collections: []string{corpus.DefaultCollection}})
		if hidden.Interpreted.Corrected != nil || strings.Contains(fmt.Sprint(hidden.Interpreted.Expansions), "シャーベット") {
			t.Errorf("%s: %+v", typed, hidden.Interpreted.Corrected)
		}
		if seen := ask(t, e, search.Request{Query: typed, View: index.Passages, Collections: []string{"elsewhere"}}); seen.Interpreted.Corrected == nil {
			t.Errorf("%s is not put right for who may see it", typed)
		}
	}
}

// A passage that only has the characters of a query is no sure answer.
func TestCharactersByChanceAreNoSureAnswer(t *testing.T) {
	const query = "ケロイド"
	word := articleOf("word", "記録", nil, section{corpus.KindOther, "", "ケロイドのまわりを温めます。", ""})
	chance := articleOf("chance", "記録", nil, section{corpus.KindOther, "", "カケロールとロイヤルとガイドを説明します。", ""})
	e := newEngine(t, []*corpus.Article{word, chance})
	r := ask(t, e, search.Request{Query: query, View: index.Passages})
	at := func(id string) int {
		return slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.Article.ID == id })
	}
	if at("word") != 0 || at("chance") < 0 {
		t.Fatalf("hits %v", idsOf(r))
	}
	if a, b := r.Hits[0].Confidence, r.Hits[at("chance")].Confidence; b > a/2 {
		t.Errorf("confidence %.3f of the characters, %.3f of the word", b, a)
	}
}
