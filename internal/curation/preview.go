package curation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"shirube/index"
	"shirube/internal/eval"
	"shirube/internal/search"
)

// Depth is how many hits of a query are compared.
const Depth = 10

// Asked is a query that a preview asks.
type Asked struct {
	eval.Query
	// Judged: Relevant says what answers it.
	Judged bool
	// Count is how often visitors asked it; 0 for those that are judged.
	Count int
}

// Searcher answers searches under one document.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
}

// Place is a hit as a preview compares it: an article with the passage that leads it.
type Place struct {
	Article, Title   string
	Passage, Heading string
	Pinned           bool
	Grade            int  // of a judged query
	Was              int  // its rank before, from 1; 0: it was not among the first
	OtherPassage     bool // the article was led by another passage before
}

// Movement is what a change of the rules does to a query.
type Movement struct {
	Asked
	Before, After             []Place
	Entered, Left             []Place
	NDCGBefore, NDCGAfter     float64 // at 10, of judged queries
	TotalBefore, TotalAfter   int
	RedirectBefore, Redirects *search.Redirect
}

// Moved reports whether anything of the first hits, their number or the redirect is another.
func (m *Movement) Moved() bool {
	same := slices.EqualFunc(m.Before, m.After, func(a, b Place) bool {
		return a.Article == b.Article && a.Passage == b.Passage && a.Pinned == b.Pinned
	})
	redirect := func(r *search.Redirect) search.Redirect {
		if r == nil {
			return search.Redirect{}
		}
		return *r
	}
	return !same || m.TotalBefore != m.TotalAfter || redirect(m.RedirectBefore) != redirect(m.Redirects)
}

// Report is what a change of the rules would move.
type Report struct {
	Of                    int        // queries that were to be asked
	Asked, Judged         int        // queries that were: fewer than Of where time ran out
	Moved                 []Movement // the worst for judged queries first, then by how often they were asked
	NDCGBefore, NDCGAfter float64    // means over the judged queries
	Better, Worse         int        // judged queries
}

// batch is how many queries are asked under one document before they are under the other, so that
// what was done when time ran out can be told.
const batch = 40

// Preview asks queries under the rules as they are and as they would be, for as long as it is
// given; 0 is until it is done. progress, when not nil, is told how many of the queries are. It
// ends with ctx.
func Preview(ctx context.Context, before, after Searcher, collections []string, queries []Asked, within time.Duration, progress func(done, of int)) (*Report, error) {
	began := time.Now()
	r := &Report{Of: len(queries), Moved: []Movement{}}
	for part := range slices.Chunk(queries, batch) {
		if within > 0 && time.Since(began) > within {
			break
		}
		all := make([]eval.Query, len(part))
		for i, q := range part {
			all[i] = q.Query
		}
		was, err := askAll(ctx, before, collections, all)
		if err != nil {
			return nil, err
		}
		now, err := askAll(ctx, after, collections, all)
		if err != nil {
			return nil, err
		}
		for i, q := range part {
			r.add(compare(q, was[i], now[i]))
		}
		if progress != nil {
			progress(r.Asked, r.Of)
		}
	}
	if r.Judged > 0 {
		r.NDCGBefore /= float64(r.Judged)
		r.NDCGAfter /= float64(r.Judged)
	}
	slices.SortStableFunc(r.Moved, func(a, b Movement) int {
		x, y := a.NDCGAfter-a.NDCGBefore, b.NDCGAfter-b.NDCGBefore
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return b.Count - a.Count
	})
	return r, nil
}

// add counts a query.
func (r *Report) add(m Movement) {
	r.Asked++
	if m.Judged {
		r.Judged++
		r.NDCGBefore += m.NDCGBefore
		r.NDCGAfter += m.NDCGAfter
		switch {
		case m.NDCGAfter > m.NDCGBefore:
			r.Better++
		case m.NDCGAfter < m.NDCGBefore:
			r.Worse++
		}
	}
	if m.Moved() {
		r.Moved = append(r.Moved, m)
	}
}

// answered is what a query found.
type answered struct {
	eval.Outcome
	places   []Place
	total    int
	redirect *search.Redirect
}

func askAll(ctx context.Context, s Searcher, collections []string, queries []eval.Query) ([]answered, error) {
	seen := map[string]answered{} // by query: two may be alike
	ask := func(ctx context.Context, query string) ([]eval.Ranked, error) {
		r, err := s.Search(ctx, search.Request{Query: query, Collections: collections, PerPage: Depth, Facets: []string{}, Highlight: search.HighlightOff})
		if err != nil {
			return nil, fmt.Errorf("preview: %w", err)
		}
		a := answered{total: r.Total, redirect: r.Redirect}
		ranked := make([]eval.Ranked, len(r.Hits))
		for i, h := range r.Hits {
			ranked[i] = eval.Ranked{ID: h.ID, Article: h.Article.ID, Score: h.Score}
			p := Place{Article: h.Article.ID, Title: h.Article.Title, Pinned: h.Pinned}
			if h.Passage != nil {
				p.Passage, p.Heading = h.Passage.ID, h.Passage.Heading
			}
			a.places = append(a.places, p)
		}
		seen[query] = a
		return ranked, nil
	}
	outcomes, err := eval.Run(ctx, index.Articles, queries, ask, nil)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the query
	}
	out := make([]answered, len(outcomes))
	for i, o := range outcomes {
		out[i] = seen[o.Query.Query]
		out[i].places = slices.Clone(out[i].places)
		out[i].Outcome = o
		for j := range out[i].places {
			out[i].places[j].Grade = o.Grades[j]
		}
	}
	return out, nil
}

func compare(q Asked, was, now answered) Movement {
	m := Movement{
		Asked: q, Before: was.places, After: now.places, TotalBefore: was.total, TotalAfter: now.total,
		RedirectBefore: was.redirect, Redirects: now.redirect,
	}
	rank := func(list []Place, article string) int {
		return 1 + slices.IndexFunc(list, func(p Place) bool { return p.Article == article })
	}
	for i := range m.After {
		p := &m.After[i]
		if p.Was = rank(m.Before, p.Article); p.Was == 0 {
			m.Entered = append(m.Entered, *p)
		} else if before := m.Before[p.Was-1]; before.Passage != p.Passage {
			p.OtherPassage = true
		}
	}
	for _, p := range m.Before {
		if rank(m.After, p.Article) == 0 {
			m.Left = append(m.Left, p)
		}
	}
	if q.Judged {
		m.NDCGBefore, m.NDCGAfter = eval.Measure([]eval.Outcome{was.Outcome}).Overall.NDCG10, eval.Measure([]eval.Outcome{now.Outcome}).Overall.NDCG10
	}
	return m
}
