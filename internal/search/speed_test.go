package search_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// manyArticles are n articles whose sections are sentences of the test articles, mixed.
func manyArticles(n int) []*corpus.Article {
	r := rand.New(rand.NewPCG(2, 7))
	var sections []corpus.Section
	for _, a := range articles() {
		sections = append(sections, a.Sections...)
	}
	out := make([]*corpus.Article, n)
	for i := range out {
		of := articles()[i%3]
		var own []section
		for range 4 {
			text := ""
			for range 3 {
				text += sections[r.IntN(len(sections))].Text
			}
			like := sections[r.IntN(len(sections))]
			own = append(own, section{like.Kind, fmt.Sprintf("%s その%d", like.Heading, len(own)+1), text, "日本皮膚科学会"})
		}
		out[i] = articleOf(fmt.Sprintf("%s-%d", of.ID, i), fmt.Sprintf("%s %d", of.Title, i), of.Treatments, own...)
	}
	return out
}

func manyQueries() []string {
	return []string{
		"ハイフの副作用と費用はいくらですか", "ほうれい線 ヒアルロン酸 腫れ", "妊娠中の方は受けられない", "痛くない白内障手術の流れ",
		"細菌による眼内炎が起こることはありますか", "全顔1回でいくら", "血管閉塞", "しらないことばばかり",
	}
}

func BenchmarkSearch(b *testing.B) {
	e := newEngine(b, manyArticles(750))
	for _, view := range []index.View{index.Passages, index.Articles} {
		b.Run(string(view), func(b *testing.B) {
			queries := manyQueries()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				_, err := e.Search(b.Context(), search.Request{Query: queries[i%len(queries)], View: view, Match: search.MatchAny})
				check(b, err)
			}
		})
	}
}

// mostAllocations is what a query may allocate, with everything on: some that are asked
// for again, whose documents are in memory.
const mostAllocations = 2500

func TestAllocationsOfAQueryAreBounded(t *testing.T) {
	e := newEngine(t, manyArticles(60))
	// What is made once for an index, beside the searches, is made before.
	_, err := e.Suggest(t.Context(), search.SuggestRequest{Query: "あ"})
	check(t, err)
	for _, view := range []index.View{index.Passages, index.Articles} {
		for _, q := range manyQueries() {
			n := testing.AllocsPerRun(3, func() {
				_, err := e.Search(t.Context(), search.Request{Query: q, View: view, Match: search.MatchAny})
				check(t, err)
			})
			if n > mostAllocations {
				t.Errorf("%s, %s: %.0f allocations, at most %d", view, q, n, mostAllocations)
			}
			t.Logf("%s, %s: %.0f allocations", view, q, n)
		}
	}
}
