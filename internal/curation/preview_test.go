package curation_test

import (
	"context"
	"errors"
	"testing"

	"shirube/corpus"
	"shirube/internal/curation"
	"shirube/internal/eval"
	"shirube/internal/search"
)

// lists answers queries with articles, in order; a passage is named after a slash.
type lists map[string][]search.Hit

func (l lists) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &search.Response{Hits: l[r.Query], Total: len(l[r.Query])}, nil
}

func hit(article, passage string) search.Hit {
	return search.Hit{ID: article, Article: search.ArticleSummary{ID: article}, Passage: &search.PassageView{ID: article + "#" + passage}}
}

// What would move is told before it is saved: what comes in, what goes out, which passage leads,
// and how far from what was judged it ends.
func TestPreview(t *testing.T) {
	before := lists{"費用": {hit("a", "1"), hit("b", "1")}, "効果": {hit("a", "1")}, "痛み": {hit("c", "1")}}
	after := lists{"費用": {hit("c", "1"), hit("b", "1")}, "効果": {hit("a", "2")}, "痛み": {hit("c", "1")}}
	queries := []curation.Asked{
		{Query: eval.Query{ID: "log-1", Query: "効果"}, Count: 12},
		{Query: eval.Query{ID: "q1", Query: "費用", Relevant: map[string]int{"a": 3, "b": 1}}, Judged: true},
		{Query: eval.Query{ID: "q2", Query: "痛み", Relevant: map[string]int{"c": 3}}, Judged: true},
	}
	var last [2]int
	r, err := curation.Preview(t.Context(), before, after, nil, queries, 0, func(done, of int) { last = [2]int{done, of} })
	if err != nil {
		t.Fatal(err)
	}
	if last != [2]int{3, 3} || r.Of != 3 || r.Asked != 3 || r.Judged != 2 || len(r.Moved) != 2 || r.Worse != 1 || r.Better != 0 || r.NDCGAfter >= r.NDCGBefore {
		t.Fatalf("%v %+v", last, r)
	}
	m := r.Moved[0]
	if m.ID != "q1" || len(m.Entered) != 1 || m.Entered[0].Article != "c" || len(m.Left) != 1 || m.Left[0].Article != "a" || m.NDCGBefore != 1 || m.After[1].Was != 2 || m.After[1].Grade != 1 {
		t.Errorf("%+v", m)
	}
	if m := r.Moved[1]; m.ID != "log-1" || !m.After[0].OtherPassage || len(m.Entered)+len(m.Left) != 0 {
		t.Errorf("%+v", m)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := curation.Preview(ctx, before, after, nil, queries, 0, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("it goes on after it was ended: %v", err)
	}
}

// library is articles.
type library []*corpus.Article

func (l library) Article(_ context.Context, id string, _ search.Scope) (*corpus.Article, error) {
	for _, a := range l {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, search.ErrNotFound
}

func (l library) Passage(_ context.Context, id string, _ search.Scope) (*search.PassageDetail, error) {
	for _, a := range l {
		for _, p := range a.Passages() {
			if p.ID == id {
				return &search.PassageDetail{PassageView: search.PassageView{ID: id, Kind: p.Kind, Text: p.Text, Facts: p.Facts}, Article: search.ArticleSummary{ID: a.ID, Title: a.Title}}, nil
			}
		}
	}
	return nil, search.ErrNotFound
}

func article(risk string) *corpus.Article {
	a := &corpus.Article{ID: "a", Title: "記事", Sections: []corpus.Section{
		{ID: "s1", Kind: corpus.KindRisks, Heading: "リスク", Path: []string{"リスク"}, Text: risk, Sources: []int{}},
		{ID: "s2", Kind: corpus.KindCost, Heading: "費用", Path: []string{"費用"}, Text: "1回10万円です。", Sources: []int{}},
	}}
	a.Normalize()
	return a
}

// When the words of a passage change, its hide and its pin are told of as lost, with the
// passage that says it now; whoever hides a risk says why.
func TestLostAndDangerous(t *testing.T) {
	old := article("赤みや腫れが数日続くことがあります。")
	risk := old.Passages()[0].ID
	rule := curation.Rule{ID: "h", Kind: curation.KindHide, Passage: risk, Quote: curation.Quoted(old.Passages()[0].Text)}
	gone := curation.Rule{ID: "p", Kind: curation.KindPin, Target: "nowhere", Queries: []string{"x"}, Match: curation.MatchExact, Position: 1}
	d := &curation.Document{Rules: []curation.Rule{rule, gone, {ID: "s", Kind: curation.KindSynonym, Words: []string{"a", "b"}}}}

	lost, err := curation.Lost(t.Context(), library{old}, d)
	if err != nil || len(lost) != 1 || lost[0].Rule.ID != "p" || lost[0].What != curation.LostArticle {
		t.Fatalf("%+v %v", lost, err)
	}
	reworded := article("赤みや腫れが一週間ほど続くことがあります。")
	lost, err = curation.Lost(t.Context(), library{reworded}, d)
	if err != nil || len(lost) != 2 || lost[0].What != curation.LostPassage || lost[0].Successor != reworded.Passages()[0].ID || lost[0].Article != "記事" {
		t.Fatalf("%+v %v", lost, err)
	}

	warnings, err := curation.Warn(t.Context(), library{old}, rule)
	if err != nil || len(warnings) != 2 || warnings[1] != curation.WarnOnlyRisk {
		t.Errorf("%v %v", warnings, err)
	}
	if warnings, err := curation.Warn(t.Context(), library{old}, curation.Rule{Kind: curation.KindHide, Passage: old.Passages()[1].ID}); err != nil || len(warnings) > 0 {
		t.Errorf("of the price: %v %v", warnings, err)
	}
	list, err := curation.Unreasoned(t.Context(), library{old}, &curation.Document{}, d)
	if err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
	rule.Note = "別の薬の説明"
	if list, err := curation.Unreasoned(t.Context(), library{old}, &curation.Document{}, d.With(rule)); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}
