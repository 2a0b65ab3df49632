package bleve

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"shirube/corpus"
	"shirube/index"
)

// everything is a collector that lets nothing be skipped.
type everything struct{ *best }

func (everything) threshold() float64 { return 0 }

// zipfIndex is passages whose words are as unequal as those of real text.
func zipfIndex(tb testing.TB, passages int) *Index {
	tb.Helper()
	r := rand.New(rand.NewPCG(11, 3))
	zipf := rand.NewZipf(r, 1.1, 4, 20_000)
	d, err := OpenDirectory(tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	w, err := d.Build(context.Background(), "zipf")
	if err != nil {
		tb.Fatal(err)
	}
	for i := range passages {
		id := fmt.Sprintf("a%06d", i)
		a := &corpus.Article{ID: id, Title: id}
		a.Normalize()
		p := index.PassageDocument{
			Passage: corpus.Passage{ID: id + "#1", Article: id, Kind: corpus.KindOther},
			Words:   map[string]int{}, Signals: []string{index.SignalKind + "other"},
		}
		for range 20 + r.IntN(200) {
			p.Words[fmt.Sprint(zipf.Uint64())]++
			p.Length++
		}
		if err := w.Put(context.Background(), &index.ArticleDocument{Article: a, Passages: []index.PassageDocument{p}}); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Commit(context.Background()); err != nil {
		tb.Fatal(err)
	}
	x, err := d.Current(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = x.Close() })
	return x
}

func zipfQuery(r *rand.Rand) []index.Group {
	var groups []index.Group
	zipf := rand.NewZipf(r, 1.1, 4, 20_000)
	for range 8 {
		groups = append(groups, index.Group{Alternatives: [][]index.Term{{{Field: index.Words, Text: fmt.Sprint(zipf.Uint64()), Weight: 1}}}})
	}
	return groups
}

// MaxScore must find what scoring everything finds, and read far less.
func TestMaxScoreFindsTheSameAndReadsLess(t *testing.T) {
	x := zipfIndex(t, 4000)
	r := rand.New(rand.NewPCG(5, 5))
	readAll, readSome := 0, 0
	for range 100 {
		terms, err := x.queryTerms(zipfQuery(r))
		check(t, err)
		exhaustive := newBest(10, x.columns.rank, nil)
		n, err := x.scoreAll(t.Context(), terms, nil, everything{exhaustive})
		check(t, err)
		readAll += n
		pruned := newBest(10, x.columns.rank, nil)
		n, err = x.scoreAll(t.Context(), terms, nil, pruned)
		check(t, err)
		readSome += n
		for i, want := range sorted(x, exhaustive) {
			got := sorted(x, pruned)[i]
			if got.doc != want.doc || math.Abs(got.score-want.score) > 1e-9 {
				t.Fatalf("hit %d is %v, want %v", i, got, want)
			}
		}
	}
	t.Logf("postings read: %d of %d", readSome, readAll)
	if 2*readSome > readAll {
		t.Errorf("read %d postings where scoring everything reads %d", readSome, readAll)
	}
}

func sorted(x *Index, b *best) []scoredDoc {
	out := append([]scoredDoc(nil), b.items...)
	order(x, index.ByRelevance, out, scoredDoc.item)
	return out
}

func BenchmarkSearchTenOfTenThousand(b *testing.B) {
	x := zipfIndex(b, 10_000)
	r := rand.New(rand.NewPCG(5, 6))
	queries := make([]*index.Query, 200)
	for i := range queries {
		queries[i] = &index.Query{View: index.Articles, Groups: zipfQuery(r), Need: 1, Limit: 10, PassagesPerArticle: 3}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := x.Search(context.Background(), queries[i%len(queries)]); err != nil {
			b.Fatal(err)
		}
	}
}

// What a search says of the postings it read is what performance is judged by.
func TestSearchTellsWhatItRead(t *testing.T) {
	x := zipfIndex(t, 4000)
	q := &index.Query{View: index.Passages, Groups: zipfQuery(rand.New(rand.NewPCG(5, 7))), Need: 1, Limit: 10}
	terms, err := x.queryTerms(q.Groups)
	check(t, err)
	all, err := x.scoreAll(t.Context(), terms, nil, everything{newBest(10, x.columns.rank, nil)})
	check(t, err)
	result, err := x.Search(t.Context(), q)
	check(t, err)
	// The cursors' first steps are counted as well, one a term and segment.
	if result.Postings == 0 || all-result.Postings > len(terms)*len(x.columns.segments) || all < result.Postings {
		t.Errorf("the terms have %d postings, scoring everything read %d", result.Postings, all)
	}
	if result.PostingsRead == 0 || 2*result.PostingsRead > result.Postings {
		t.Errorf("read %d of %d postings", result.PostingsRead, result.Postings)
	}
}

// Where no more is found than is asked for, there is nothing to choose, and only what
// was found is read.
func TestFewMatchesAreScoredAlone(t *testing.T) {
	x := zipfIndex(t, 4000)
	q := &index.Query{View: index.Passages, Groups: zipfQuery(rand.New(rand.NewPCG(5, 7))), Need: 5, Limit: 1000}
	all, err := x.Search(t.Context(), q)
	check(t, err)
	if all.Total < 2 || all.Total > 1000 {
		t.Fatalf("%d passages match", all.Total)
	}
	if all.PostingsRead > all.Total*len(q.Groups) {
		t.Errorf("read %d postings for %d passages", all.PostingsRead, all.Total)
	}
	q.Limit = all.Total - 1 // now some must be left out
	best, err := x.Search(t.Context(), q)
	check(t, err)
	for i, h := range best.Hits {
		if h.Article != all.Hits[i].Article || h.Score != all.Hits[i].Score {
			t.Fatalf("hit %d is %s (%g), want %s (%g)", i, h.Article, h.Score, all.Hits[i].Article, all.Hits[i].Score)
		}
	}
}
