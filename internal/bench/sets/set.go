package sets

import (
	"context"
	"fmt"

	"shirube/index"
	"shirube/internal/eval"
	"shirube/internal/search"
)

// Figure is what one query gives, from 0 to 1.
type Figure struct {
	Query string // its id
	Type  string // empty: none
	Value float64
}

// Searcher answers searches: an engine, or one with something changed.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
}

// Set is queries over a corpus with what each of them should give.
type Set struct {
	Name string
	// What says what a figure is.
	What   string
	Corpus *Corpus
	asked  []asked
	// measure asks all queries and returns their figures in a fixed order, the same
	// queries whatever the answers.
	measure func(ctx context.Context, s Searcher) ([]Figure, error)
	// judge gives the figures of another engine's run over the corpus' passages, in
	// the same order; nil where only Shirube says what is judged.
	judge func(run eval.RunFile) []Figure
}

// asked is a query as another engine gets it.
type asked struct {
	ID    string `json:"id"`
	Query string `json:"query"`
}

// Measure asks all queries. The figures come in the same order at every call.
func (s *Set) Measure(ctx context.Context, by Searcher) ([]Figure, error) {
	figures, err := s.measure(ctx, by)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	return figures, nil
}

// Judge gives the figures of another engine's run; nil where there can be none.
func (s *Set) Judge(run eval.RunFile) []Figure {
	if s.judge == nil {
		return nil
	}
	return s.judge(run)
}

// way is how a search of judged queries is made.
type way struct {
	view  index.View
	match search.Match
}

func (w way) request(query string, n int) search.Request {
	return search.Request{Query: query, View: w.view, Match: w.match, PerPage: n, Facets: []string{}, Highlight: search.HighlightOff}
}

// ranked is a set whose figures are nDCG@10.
func ranked(name string, c *Corpus, w way, queries []eval.Query) *Set {
	s := &Set{Name: name, What: "nDCG@10", Corpus: c}
	for _, q := range queries {
		s.asked = append(s.asked, asked{q.ID, q.Query})
	}
	s.measure = func(ctx context.Context, by Searcher) ([]Figure, error) {
		outcomes, err := eval.Run(ctx, w.view, queries, func(ctx context.Context, query string) ([]eval.Ranked, error) {
			r, err := by.Search(ctx, w.request(query, eval.Depth))
			if err != nil {
				return nil, err
			}
			out := make([]eval.Ranked, len(r.Hits))
			for i, h := range r.Hits {
				out[i] = eval.Ranked{ID: h.ID, Article: h.Article.ID, Score: h.Score}
			}
			return out, nil
		}, nil)
		return gains(outcomes), err
	}
	s.judge = func(run eval.RunFile) []Figure {
		if w.view == index.Articles {
			run = c.byArticle(run)
		}
		return gains(run.Judge(w.view, queries))
	}
	return s
}

// gains are the nDCG@10 of the queries that something answers.
func gains(outcomes []eval.Outcome) []Figure {
	var out []Figure
	for i := range outcomes {
		if o := &outcomes[i]; len(o.Ideal) > 0 {
			out = append(out, Figure{o.Query.ID, o.Query.Type, o.NDCG10()})
		}
	}
	return out
}

// byArticle makes a run of articles of one of passages: each where its best
// passage stands.
func (c *Corpus) byArticle(run eval.RunFile) eval.RunFile {
	out := eval.RunFile{}
	for q, results := range run {
		seen := map[string]bool{}
		for _, r := range results {
			if p := c.places[r.ID]; p != nil {
				r.ID = p.Article
			}
			if !seen[r.ID] {
				seen[r.ID] = true
				out[q] = append(out[q], r)
			}
		}
	}
	return out
}

// shares is a set whose figures are 1 where a query gives what it should, else 0.
func shares(name, what string, c *Corpus, queries []eval.Query, holds func(ctx context.Context, s Searcher, q eval.Query) (bool, error)) *Set {
	return &Set{Name: name, What: what, Corpus: c, measure: func(ctx context.Context, s Searcher) ([]Figure, error) {
		out := make([]Figure, len(queries))
		for i, q := range queries {
			ok, err := holds(ctx, s, q)
			if err != nil {
				return nil, fmt.Errorf("query %s: %w", q.ID, err)
			}
			out[i] = Figure{q.ID, q.Type, value(ok)}
		}
		return out, nil
	}}
}

func value(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

// Mean is the mean of figures; 0 of none.
func Mean(figures []Figure) float64 {
	sum := 0.0
	for _, f := range figures {
		sum += f.Value
	}
	return sum / float64(max(len(figures), 1))
}

// P is the chance of a mean difference as large if both were alike: eval.Randomisation
// over the queries. The figures must be of the same queries in the same order, as
// Measure and Judge give them.
func P(a, b []Figure) float64 {
	differences := make([]float64, len(a))
	for i := range a {
		differences[i] = a[i].Value - b[i].Value
	}
	return eval.Randomisation(differences, eval.Flips)
}
