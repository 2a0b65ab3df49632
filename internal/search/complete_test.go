package search_test

import (
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/search"
)

// Whoever answers the phone types a few letters of each word; what is meant comes first, and all
// that is offered finds something.
func TestCompleteWordByWord(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	for typed, want := range map[string]string{
		"hai nin": "ハイフ 妊娠中", "はい にん": "ハイフ 妊娠中", "hai　ryo": "ハイフ 料金", "simi dau": "しみレーザー治療 ダウンタイム",
		"howa tik": "ホワイトニング 知覚過敏", "ピル futo": "ピル 太る",
	} {
		got, err := e.Complete(t.Context(), search.SuggestRequest{Query: typed})
		check(t, err)
		if len(got.Suggestions) == 0 || got.Suggestions[0].Text != want {
			t.Errorf("%q: %q, want %q", typed, texts(got.Suggestions), want)
		}
		for _, s := range got.Suggestions {
			found, err := e.Search(t.Context(), search.Request{Query: s.Text, Match: search.MatchAll})
			check(t, err)
			if found.Total == 0 {
				t.Errorf("%q: %q finds nothing", typed, s.Text)
			}
		}
	}
	for _, typed := range []string{"", "エクソ", "a b c d e"} { // one word, or a sentence: as Suggest
		got, err := e.Complete(t.Context(), search.SuggestRequest{Query: typed})
		check(t, err)
		if want := suggest(t, e, search.SuggestRequest{Query: typed}); !slices.Equal(texts(got.Suggestions), texts(want)) {
			t.Errorf("%q: %q, want %q", typed, texts(got.Suggestions), texts(want))
		}
	}
}

// What is quoted of an effect has every passage on risks of its article; what is out of sight is
// not quoted.
func TestQuotableHasAllRisks(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	found, err := e.Search(t.Context(), search.Request{Query: "ハイフ 効果", View: "passages"})
	check(t, err)
	id := found.Hits[0].Passage.ID
	got, err := e.Quotable(t.Context(), []string{id, "nowhere#1", id}, search.Scope{})
	check(t, err)
	if got[0] == nil || got[1] != nil || got[2] == nil {
		t.Fatalf("got %v", got)
	}
	a, err := e.Article(t.Context(), got[0].ArticleID, search.Scope{})
	check(t, err)
	risks := 0
	for _, p := range a.Passages() {
		if p.Kind == "risks" {
			risks++
		}
	}
	if !got[0].TellsEffect || risks < 2 || len(got[0].Risks) != risks || len(got[0].Notices) == 0 {
		t.Errorf("tells an effect: %v, %d of %d risks, notices %q", got[0].TellsEffect, len(got[0].Risks), risks, got[0].Notices)
	}
	other, err := e.Quotable(t.Context(), []string{id}, search.Scope{Collections: []string{"another"}})
	check(t, err)
	if other[0] != nil {
		t.Error("another collection's passage is quoted")
	}
}

// A passage that is quoted has beside it the risks of its own section too, where the section is
// long, and what tells of a risk itself is not said to tell of none.
func TestQuotableHasRisksOfItsOwnSection(t *testing.T) {
	effect := strings.Repeat("照射を重ねると、シミが薄くなることが期待できます。", 40)
	risk := "やけどや色素沈着が起こることがあります。"
	for name, written := range map[string]string{"of its own": effect + "\n\n" + strings.Repeat("照射の前に肌の状態を確かめます。", 40) + risk, "in the passage": "シミが薄くなることが期待できます。" + risk} {
		a := articleOf("pico", "ピコレーザーの治療", []string{"ピコレーザー"}, section{corpus.KindEffects, "効果とリスク", written, ""})
		a.Risks = []corpus.Claim{{Label: "やけど", Section: "a", Sentence: risk, Stance: corpus.Asserted}}
		a.Normalize()
		passages := a.Passages()
		got, err := newEngine(t, append(articles(), a)).Quotable(t.Context(), []string{passages[0].ID}, search.Scope{})
		check(t, err)
		told := passages[0].Text
		for _, r := range got[0].Risks {
			told += r.Text
		}
		if !got[0].TellsEffect || got[0].Riskless || !strings.Contains(told, risk) {
			t.Errorf("%s: %d passages, tells an effect: %v, riskless: %v, %d risks", name, len(passages), got[0].TellsEffect, got[0].Riskless, len(got[0].Risks))
		}
	}
}
