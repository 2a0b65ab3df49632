package retrieve

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/text"
)

type searcher struct {
	response search.Response
	asked    search.Request
}

func (s *searcher) Search(_ context.Context, r search.Request) (*search.Response, error) {
	s.asked = r
	return &s.response, nil
}

func (s *searcher) Article(context.Context, string, search.Scope) (*corpus.Article, error) {
	return nil, search.ErrNotFound
}

func (s *searcher) Named(string) []search.Named { return nil }

func hit(id string, confidence float64, body string) search.Hit {
	day := time.Date(2025, 4, 2, 0, 0, 0, 0, time.UTC)
	return search.Hit{
		ID: id, Confidence: confidence,
		Article: search.ArticleSummary{
			ID: "hifu", Title: "医療ハイフの解説", URL: "https://example.jp/hifu", Reviewed: &day,
			Supervisors: []corpus.Supervisor{{Name: "見本の医師"}},
		},
		Passage: &search.PassageView{
			ID: id, ArticleID: "hifu", Kind: corpus.KindRisks, Heading: "リスク", Path: []string{"リスク"}, Text: body,
			Sources: []corpus.Source{{Name: "見本学会", Type: corpus.SourceSociety}},
		},
	}
}

func found(hits ...search.Hit) *searcher {
	return &searcher{response: search.Response{Answerable: true, Hits: hits, Notices: []string{}}}
}

func texts(t *testing.T, s Searcher, r Request) []string {
	t.Helper()
	r.Query = "ハイフ"
	a, err := Retrieve(t.Context(), s, r)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, p := range a.Passages {
		out = append(out, p.Text)
	}
	return out
}

func equal(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestBudgetCutsAfterSentences(t *testing.T) {
	s := found(hit("a", 0.9, "赤みが出ます。数日で引きます。\n"), hit("b", 0.8, "とても長い一つの文はどこでも切れません。"), hit("c", 0.7, "腫れます。"))
	equal(t, "room for all", texts(t, s, Request{}), "赤みが出ます。数日で引きます。", "とても長い一つの文はどこでも切れません。", "腫れます。")
	equal(t, "12 characters", texts(t, s, Request{MaxChars: 12}), "赤みが出ます。", "腫れます。")
	equal(t, "6 characters", texts(t, s, Request{MaxChars: 6}), "腫れます。")
	equal(t, "1 character", texts(t, s, Request{MaxChars: 1}))
}

func TestNoTextTwiceAndNoFiller(t *testing.T) {
	s := found(hit("a", 0.9, "赤みが出ます。"), hit("b", 0.8, "赤みが出ます。"), hit("c", 0.05, "予約はお電話で。"), hit("d", 0.5, "腫れます。"))
	equal(t, "chosen", texts(t, s, Request{}), "赤みが出ます。", "腫れます。")
	equal(t, "least score", texts(t, s, Request{MinScore: 0.6}), "赤みが出ます。")
	equal(t, "top_k", texts(t, s, Request{TopK: 1}), "赤みが出ます。")
}

func TestNothingWhereNothingAnswers(t *testing.T) {
	s := found(hit("a", 0.05, "赤みが出ます。"))
	s.response.Answerable = false
	a, err := Retrieve(t.Context(), s, Request{Query: "天気"})
	if err != nil {
		t.Fatal(err)
	}
	if a.Answerable || a.Passages == nil || len(a.Passages) != 0 {
		t.Errorf("got %+v", a)
	}
}

func cited(h search.Hit, number int) string {
	p := &pick{article: h.Article, view: *h.Passage, excerpt: begin(h.Passage.Text, budget{chars: 100})}
	return p.passage(number).Citation
}

func TestCitation(t *testing.T) {
	h := hit("a", 0.9, "赤みが出ます。")
	if got, want := cited(h, 2), "[2] 医療ハイフの解説「リスク」（監修：見本の医師）（2025年4月2日確認） 出典：見本学会 https://example.jp/hifu"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	h.Passage.Sources, h.Article.Supervisors, h.Article.Reviewed = nil, nil, nil
	if got, want := cited(h, 1), "[1] 医療ハイフの解説「リスク」 出典：記載なし https://example.jp/hifu"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRefuses(t *testing.T) {
	for parameter, r := range map[string]Request{
		"top_k": {TopK: 51}, "max_chars": {MaxChars: -1}, "min_score": {MinScore: math.NaN()},
		"max_tokens": {MaxTokens: MaxMaxChars + 1}, "history": {History: make([]Turn, MaxHistory+1)},
		"query": {Query: " \u3000\n"},
	} {
		var invalid *search.InvalidError
		if _, err := Retrieve(t.Context(), found(), r); !errors.As(err, &invalid) || invalid.Parameter != parameter {
			t.Errorf("%+v: %v, want %s refused", r, err, parameter)
		}
	}
}

func TestAsksForPassages(t *testing.T) {
	s := found()
	texts(t, s, Request{TopK: 3, Collections: []string{"staff"}, Filters: []index.Filter{{Name: "kind", Any: []string{"risks"}}}})
	if r := s.asked; r.View != index.Passages || r.PerPage < 3 || len(r.Collections) != 1 || len(r.Filters) != 1 {
		t.Errorf("asked %+v", r)
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("赤みが出ます。数日で引きます。", 9)
	f.Add("（やけど。）まれに\n腫れ", 4)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if !utf8.ValidString(s) || limit < 0 {
			return
		}
		for i := range text.Sentences(s) {
			e := around(s, i, budget{chars: limit})
			if got := e.text(); utf8.RuneCountInString(got) > limit || !strings.Contains(s, got) {
				t.Errorf("%q around %d within %d: %q", s, i, limit, got)
			}
		}
	})
}
