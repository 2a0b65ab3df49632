package eval

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
)

// shelf holds articles by id and counts how often it is asked.
type shelf struct {
	articles map[string]*corpus.Article
	asked    int
	err      error
}

func (s *shelf) Articles(_ context.Context, ids []string, whole bool) ([]*index.StoredArticle, error) {
	s.asked++
	if s.err != nil || !whole {
		return nil, s.err
	}
	out := make([]*index.StoredArticle, len(ids))
	for i, id := range ids {
		if a := s.articles[id]; a != nil {
			out[i] = &index.StoredArticle{Article: a}
		}
	}
	return out, nil
}

// knee is an article with a lead, a question, a long section, and two sections of
// one heading.
func knee() *corpus.Article {
	a := &corpus.Article{ID: "knee", Title: "膝の注射",
		Sections: []corpus.Section{
			{ID: "1", Level: 1, Text: "膝の痛みをやわらげます。"},
			{ID: "2", Level: 1, Heading: "リスク", Path: []string{"リスク"}, Text: "次のことがあります。"},
			{ID: "3", Level: 2, Heading: "痛み", Path: []string{"リスク", "痛み"}, Text: "針の痛みがあります。"},
			{ID: "4", Level: 1, Heading: "症状", Path: []string{"症状"}, Text: "階段で痛みます。"},
			{ID: "5", Level: 2, Heading: "痛み", Path: []string{"症状", "痛み"}, Text: "歩き始めに痛みます。"},
			{ID: "6", Level: 1, Heading: "経過", Path: []string{"経過"}, Text: strings.Repeat("少しずつよくなることが多いです。", 80)},
		}}
	a.Normalize()
	return a
}

func TestResolveNamesOfPassages(t *testing.T) {
	a := knee()
	ids := map[string][]string{}
	for _, p := range a.Passages() {
		ids[p.Section] = append(ids[p.Section], p.ID)
	}
	if len(ids["6"]) < 2 {
		t.Fatalf("the long section has %d passages", len(ids["6"]))
	}
	for _, c := range []struct {
		name string
		want []string
	}{
		{"knee#", ids["1"]},
		{"knee#リスク", ids["2"]},
		{"knee#リスク > 痛み", ids["3"]},
		{"knee#症状 > 痛み", ids["5"]},
		{"knee#痛み", append(append([]string{}, ids["3"]...), ids["5"]...)},
		{"knee#経過", ids["6"]},
		{"knee#費用", []string{"knee#費用"}},
		{"hip#費用", []string{"hip#費用"}},
		{"knee", []string{"knee"}},
		{ids["4"][0], ids["4"]},
	} {
		t.Run(c.name, func(t *testing.T) {
			given := []Query{{ID: "q", Relevant: map[string]int{c.name: 2}}}
			got, err := Resolve(t.Context(), &shelf{articles: map[string]*corpus.Article{"knee": a}}, given)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]int{}
			for _, id := range c.want {
				want[id] = 2
			}
			if !reflect.DeepEqual(got[0].Relevant, want) {
				t.Errorf("got %v, want %v", got[0].Relevant, want)
			}
			if !reflect.DeepEqual(given[0].Relevant, map[string]int{c.name: 2}) {
				t.Errorf("the given query was changed: %v", given[0].Relevant)
			}
		})
	}
}

// Two names of one passage are one judgment, the higher; an article is read once.
func TestResolveKeepsTheHigherGrade(t *testing.T) {
	a := knee()
	s := &shelf{articles: map[string]*corpus.Article{"knee": a}}
	got, err := Resolve(t.Context(), s, []Query{
		{ID: "1", Relevant: map[string]int{"knee#痛み": 1, "knee#リスク > 痛み": 3}},
		{ID: "2", Relevant: map[string]int{"knee#痛み": 3, "knee#リスク > 痛み": 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var under []string
	for _, p := range a.Passages() {
		if p.Heading == "痛み" {
			under = append(under, p.ID)
		}
	}
	if want := map[string]int{under[0]: 3, under[1]: 1}; !reflect.DeepEqual(got[0].Relevant, want) {
		t.Errorf("got %v, want %v", got[0].Relevant, want)
	}
	if want := map[string]int{under[0]: 3, under[1]: 3}; !reflect.DeepEqual(got[1].Relevant, want) {
		t.Errorf("got %v, want %v", got[1].Relevant, want)
	}
	if s.asked != 1 {
		t.Errorf("asked for articles %d times", s.asked)
	}
}

func TestResolveTellsWhatFailed(t *testing.T) {
	broken := errors.New("broken")
	_, err := Resolve(t.Context(), &shelf{err: broken}, []Query{{ID: "q7", Relevant: map[string]int{"knee#痛み": 1}}})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "q7") {
		t.Errorf("%v", err)
	}
}
