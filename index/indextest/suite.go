// Package indextest is the suite that every engine must pass: what an engine
// answers is compared with a model that is too simple to be wrong.
package indextest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"shirube/index"
)

// Engine is how the suite gets at one index of an engine under test.
type Engine interface {
	// Build begins a generation from nothing, Update one that starts as the
	// current one.
	Build(ctx context.Context) (index.Writer, error)
	Update(ctx context.Context) (index.Writer, error)
	// Open opens the current generation.
	Open(ctx context.Context) (index.Backend, error)
}

// Run runs the suite; open makes a new, empty index for each test.
func Run(t *testing.T, open func(t *testing.T) Engine) {
	for name, test := range map[string]func(*testing.T, Engine){
		"answers as the model does":                testModel,
		"updates answer as a fresh build":          testUpdates,
		"returns what was stored":                  testStored,
		"lists the words it has":                   testVocabulary,
		"a longer list begins with the shorter":    testPrefix,
		"aborted changes were never made":          testAbort,
		"readers keep what they opened":            testIsolation,
		"an empty index answers":                   testEmpty,
		"a cancelled search ends":                  testCancel,
		"refuses unknown names":                    testUnknownNames,
		"serves many readers at once":              testConcurrent,
		"hides drafts and what is out of its time": testPublication,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

const seed = 7

func testModel(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 1))
	m := randomModel(r, 120)
	fill(t, e, m)
	b := openBackend(t, e)
	for i := range 400 {
		q := m.randomQuery(r)
		got, err := b.Search(t.Context(), q)
		if err != nil {
			t.Fatalf("query %d: %v", i, err)
		}
		if diff := m.compare(q, got); diff != "" {
			t.Fatalf("query %d %s:\n%s", i, describe(q), diff)
		}
	}
}

func testUpdates(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 2))
	m := randomModel(r, 40)
	fill(t, e, m)
	for round := range 6 {
		w := begin(t, e.Update)
		for range 5 {
			switch id := m.randomID(r); r.IntN(3) {
			case 0:
				m.remove(id)
				check(t, w.Delete(t.Context(), id))
			case 1:
				a := randomArticle(r, id)
				m.put(a)
				check(t, w.Put(t.Context(), a))
			default:
				a := randomArticle(r, fmt.Sprintf("new%d-%d", round, r.IntN(1000)))
				m.put(a)
				check(t, w.Put(t.Context(), a))
			}
		}
		check(t, w.Delete(t.Context(), "there is no such article"))
		check(t, w.Commit(t.Context()))
		b := openBackend(t, e)
		for i := range 60 {
			q := m.randomQuery(r)
			got, err := b.Search(t.Context(), q)
			check(t, err)
			if diff := m.compare(q, got); diff != "" {
				t.Fatalf("after update %d, query %d %s:\n%s", round, i, describe(q), diff)
			}
		}
	}
}

func testStored(t *testing.T, e Engine) {
	m := randomModel(rand.New(rand.NewPCG(seed, 3)), 10)
	fill(t, e, m)
	b := openBackend(t, e)
	for _, a := range m.articles {
		got, err := b.Articles(t.Context(), []string{"nowhere", a.Article.ID}, true)
		check(t, err)
		if len(got) != 2 || got[0] != nil {
			t.Fatalf("articles by id: %v, want nil and one", got)
		}
		if !reflect.DeepEqual(got[1].Article, a.Article) || string(got[1].TitleTokens) != string(a.TitleTokens) {
			t.Errorf("article came back as %+v, was %+v", got[1].Article, a.Article)
		}
		heads, err := b.Articles(t.Context(), []string{a.Article.ID}, false)
		check(t, err)
		if h := heads[0].Article; h.Title != a.Article.Title || len(h.Sections) != 0 {
			t.Errorf("head of %s: %+v", a.Article.ID, h)
		}
		for _, p := range a.Passages {
			got, err := b.Passages(t.Context(), []string{p.Passage.ID, "nowhere#1"})
			check(t, err)
			if got[1] != nil || !reflect.DeepEqual(got[0].Passage, p.Passage) || string(got[0].Tokens) != string(p.Tokens) {
				t.Errorf("passage came back as %+v, was %+v", got[0], p.Passage)
			}
			tokens, err := b.Tokens(t.Context(), []string{"nowhere#1", p.Passage.ID})
			check(t, err)
			if tokens[0] != nil || string(tokens[1]) != string(p.Tokens) {
				t.Errorf("tokens came back as %q, were %q", tokens, p.Tokens)
			}
		}
	}
}

// A generation from nothing counts every word; after changes it has at least all
// words that there are.
func testVocabulary(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 12))
	m := randomModel(r, 60)
	fill(t, e, m)
	got, err := openBackend(t, e).Vocabulary(t.Context())
	check(t, err)
	if want := m.vocabulary(); !reflect.DeepEqual(got, want) {
		t.Errorf("vocabulary %v, want %v", got, want)
	}
	w := begin(t, e.Update)
	a := randomArticle(r, "another")
	a.Passages[0].Words["only here"] = 1
	m.put(a)
	check(t, w.Put(t.Context(), a))
	check(t, w.Commit(t.Context()))
	got, err = openBackend(t, e).Vocabulary(t.Context())
	check(t, err)
	counts := map[string]int{}
	for i, term := range got {
		if i > 0 && got[i-1].Term >= term.Term {
			t.Errorf("%q comes after %q", term.Term, got[i-1].Term)
		}
		counts[term.Term] = term.Passages
	}
	for _, want := range m.vocabulary() {
		if counts[want.Term] < want.Passages {
			t.Errorf("%q is in %d passages, at least %d wanted", want.Term, counts[want.Term], want.Passages)
		}
	}
}

// Pages are cut from ever longer lists: what was on one must not come again.
func testPrefix(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 11))
	m := randomModel(r, 150)
	fill(t, e, m)
	b := openBackend(t, e)
	for range 40 {
		q := m.randomQuery(r)
		q.Limit, q.Facets = 1000, nil
		all, err := b.Search(t.Context(), q)
		check(t, err)
		for _, n := range []int{1, 10, 50, 100} {
			q.Limit = n
			some, err := b.Search(t.Context(), q)
			check(t, err)
			for i, h := range some.Hits {
				if h.Article != all.Hits[i].Article || q.View == index.Passages && h.Passages[0].ID != all.Hits[i].Passages[0].ID {
					t.Fatalf("hit %d of %d is %s, in the whole list %s: %s", i, n, h.Article, all.Hits[i].Article, describe(q))
				}
			}
		}
	}
}

func testAbort(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 4))
	m := randomModel(r, 10)
	fill(t, e, m)
	for _, start := range []func(context.Context) (index.Writer, error){e.Build, e.Update} {
		w := begin(t, start)
		check(t, w.Put(t.Context(), randomArticle(r, "never")))
		check(t, w.Abort())
		stats, err := openBackend(t, e).Stats(t.Context())
		check(t, err)
		if stats.Articles != len(m.articles) {
			t.Errorf("after an abort there are %d articles, want %d", stats.Articles, len(m.articles))
		}
	}
	// What an abort left must not be in the way of the next writer.
	w := begin(t, e.Update)
	check(t, w.Commit(t.Context()))
}

func testIsolation(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 5))
	m := randomModel(r, 10)
	fill(t, e, m)
	before := openBackend(t, e)
	for _, a := range m.articles {
		w := begin(t, e.Update)
		check(t, w.Delete(t.Context(), a.Article.ID))
		check(t, w.Commit(t.Context()))
	}
	q := &index.Query{View: index.Articles, Limit: 100}
	if got, err := before.Search(t.Context(), q); err != nil || got.Total != len(m.articles) {
		t.Errorf("the old reader sees %v (%v), want all %d articles", got, err, len(m.articles))
	}
	if got, err := openBackend(t, e).Search(t.Context(), q); err != nil || got.Total != 0 {
		t.Errorf("a new reader sees %v (%v), want none", got, err)
	}
}

func testEmpty(t *testing.T, e Engine) {
	check(t, begin(t, e.Build).Commit(t.Context()))
	b := openBackend(t, e)
	for _, view := range []index.View{index.Articles, index.Passages} {
		q := &index.Query{View: view, Need: 1, Limit: 10, Groups: []index.Group{word("a")},
			Facets: []index.FacetRequest{{Name: index.FacetKind}, {Name: index.FacetTreatment}}}
		got, err := b.Search(t.Context(), q)
		if err != nil || got.Total != 0 || len(got.Hits) != 0 {
			t.Errorf("%s of an empty index: %+v, %v", view, got, err)
		}
	}
	m := randomModel(rand.New(rand.NewPCG(seed, 6)), 3)
	w := begin(t, e.Update)
	for _, a := range m.articles {
		check(t, w.Put(t.Context(), a))
	}
	check(t, w.Commit(t.Context()))
	stats, err := openBackend(t, e).Stats(t.Context())
	if err != nil || stats.Articles != 3 {
		t.Errorf("after the first articles: %+v, %v", stats, err)
	}
}

func testCancel(t *testing.T, e Engine) {
	fill(t, e, randomModel(rand.New(rand.NewPCG(seed, 7)), 5))
	b := openBackend(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q := &index.Query{View: index.Articles, Need: 1, Limit: 3, Groups: []index.Group{word("a")}}
	if _, err := b.Search(ctx, q); !errors.Is(err, context.Canceled) {
		t.Errorf("search after cancel: %v, want context.Canceled", err)
	}
}

func testUnknownNames(t *testing.T, e Engine) {
	fill(t, e, randomModel(rand.New(rand.NewPCG(seed, 8)), 2))
	b := openBackend(t, e)
	for name, q := range map[string]*index.Query{
		"view":                 {View: "chapters"},
		"filter":               {View: index.Articles, Filters: []index.Filter{{Name: "colour", Any: []string{"red"}}}},
		"filter within others": {View: index.Articles, Filters: []index.Filter{{Not: &index.Filter{Either: []index.Filter{{Name: "colour"}}}}}},
		"facet":                {View: index.Articles, Facets: []index.FacetRequest{{Name: "colour"}}},
		"number":               {View: index.Articles, Numbers: []string{"colour"}},
		"field":                {View: index.Articles, Need: 1, Groups: []index.Group{{Alternatives: [][]index.Term{{{Field: "colour", Text: "red", Weight: 1}}}}}},
	} {
		if got, err := b.Search(t.Context(), q); err == nil {
			t.Errorf("a query with an unknown %s was answered: %+v", name, got)
		}
	}
}

func testConcurrent(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 9))
	m := randomModel(r, 60)
	fill(t, e, m)
	b := openBackend(t, e)
	var wg sync.WaitGroup
	for i := range 8 {
		r := rand.New(rand.NewPCG(seed, uint64(100+i)))
		wg.Go(func() {
			for range 50 {
				q := m.randomQuery(r)
				got, err := b.Search(context.Background(), q)
				if err != nil {
					t.Errorf("search: %v", err)
					return
				}
				if diff := m.compare(q, got); diff != "" {
					t.Errorf("%s:\n%s", describe(q), diff)
					return
				}
			}
		})
	}
	wg.Wait()
}

func testPublication(t *testing.T, e Engine) {
	r := rand.New(rand.NewPCG(seed, 10))
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) *time.Time { v := now.Add(d); return &v }
	m := &model{}
	for id, set := range map[string]func(a *index.ArticleDocument){
		"always":    func(*index.ArticleDocument) {},
		"draft":     func(a *index.ArticleDocument) { a.Article.Status = "draft" },
		"later":     func(a *index.ArticleDocument) { a.Article.PublishAt = at(time.Second) },
		"since now": func(a *index.ArticleDocument) { a.Article.PublishAt = at(0) },
		"over":      func(a *index.ArticleDocument) { a.Article.ExpiresAt = at(0) },
		"not over":  func(a *index.ArticleDocument) { a.Article.ExpiresAt = at(time.Second) },
	} {
		a := randomArticle(r, id)
		set(a)
		m.put(a)
	}
	fill(t, e, m)
	b := openBackend(t, e)
	for _, c := range []struct {
		now  time.Time
		want int
	}{{now, 3}, {time.Time{}, 6}} {
		for _, view := range []index.View{index.Articles, index.Passages} {
			q := &index.Query{View: view, Now: c.now, Limit: 100, Facets: []index.FacetRequest{{Name: index.FacetKind}}}
			got, err := b.Search(t.Context(), q)
			check(t, err)
			if diff := m.compare(q, got); diff != "" {
				t.Error(diff)
			}
			if view == index.Articles && got.Total != c.want {
				t.Errorf("at %v there are %d articles, want %d", c.now, got.Total, c.want)
			}
		}
	}
}

func fill(t *testing.T, e Engine, m *model) {
	t.Helper()
	w := begin(t, e.Build)
	var wg sync.WaitGroup
	for _, a := range m.articles {
		wg.Go(func() {
			if err := w.Put(context.Background(), a); err != nil {
				t.Errorf("put %s: %v", a.Article.ID, err)
			}
		})
	}
	wg.Wait()
	check(t, w.Commit(t.Context()))
}

func begin(t *testing.T, start func(context.Context) (index.Writer, error)) index.Writer {
	t.Helper()
	w, err := start(t.Context())
	check(t, err)
	return w
}

func openBackend(t *testing.T, e Engine) index.Backend {
	t.Helper()
	b, err := e.Open(t.Context())
	check(t, err)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return b
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
