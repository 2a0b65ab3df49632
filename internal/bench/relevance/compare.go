package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/eval"
	"shirube/internal/search"
)

// row is one way of searching with what it reached.
type row struct {
	name string
	eval.Metrics
	each      []float64 // nDCG@10 of every question
	twoFields bool      // a setting of Bleve's that scores title and text apart
}

func newRow(name string, outcomes []eval.Outcome) row {
	r := row{name: name, Metrics: eval.Measure(outcomes).Overall}
	for i := range outcomes {
		r.each = append(r.each, eval.Measure(outcomes[i:i+1]).Overall.NDCG10)
	}
	return r
}

// comparison is what both engines reached on one question set.
type comparison struct {
	set    *bench.Set
	stats  index.Stats
	ours   []row
	theirs []row
}

// plain is the row that the bounds are about: passages, any word.
func (c *comparison) plain() row { return c.ours[0] }

// best is Bleve's best setting on these very questions, which is to its favour:
// of all, or of those with title and text as two fields alone.
func (c *comparison) best(twoFields bool) row {
	var best row
	for _, r := range c.theirs {
		if r.NDCG10 > best.NDCG10 && (r.twoFields || !twoFields) {
			best = r
		}
	}
	return best
}

func compare(ctx context.Context, parts *bench.Parts, set *bench.Set) (*comparison, error) {
	c := &comparison{set: set}
	if err := parts.Indexed(ctx, set.Source(), func(served *bench.Served) error { return c.measureShirube(ctx, served) }); err != nil {
		return nil, err
	}
	return c, bench.Temporary(func(dir string) error { return c.measureBleve(ctx, parts, dir) })
}

// way is a way to ask Shirube.
type way struct {
	name      string
	view      index.View
	match     search.Match
	interpret *search.Interpret
}

func ways() []way {
	return []way{
		{"passages, any", index.Passages, search.MatchAny, nil},
		{"passages, auto (the default)", index.Passages, search.MatchAuto, nil},
		{"passages, any, nothing interpreted", index.Passages, search.MatchAny, &search.Interpret{}},
		{"articles, any", index.Articles, search.MatchAny, nil},
		{"articles, auto (the default)", index.Articles, search.MatchAuto, nil},
	}
}

func (c *comparison) measureShirube(ctx context.Context, served *bench.Served) error {
	c.stats = served.Stats
	for _, w := range ways() {
		outcomes, err := eval.Run(ctx, w.view, c.set.Queries, w.searcher(served), nil)
		if err != nil {
			return err
		}
		c.ours = append(c.ours, newRow("Shirube: "+w.name, outcomes))
	}
	return nil
}

func (w way) searcher(served *bench.Served) eval.SearchFunc {
	return func(ctx context.Context, query string) ([]eval.Ranked, error) {
		response, err := served.Search(ctx, search.Request{
			Query: query, View: w.view, Match: w.match, Interpret: w.interpret,
			PerPage: eval.Depth, Facets: []string{}, Highlight: search.HighlightOff,
		})
		if err != nil {
			return nil, err
		}
		out := make([]eval.Ranked, len(response.Hits))
		for i, h := range response.Hits {
			out[i] = eval.Ranked{ID: h.ID, Article: h.Article.ID, Score: h.Score}
		}
		return out, nil
	}
}

// measureBleve tries every setting on both units: the passages as the file has
// them, and as Shirube cuts the long ones.
func (c *comparison) measureBleve(ctx context.Context, parts *bench.Parts, dir string) error {
	whole := make([]stockDocument, 0, len(c.set.Passages))
	for _, p := range c.set.Passages {
		whole = append(whole, stockDocument{id: p.ID, article: p.ID, title: p.Title, text: p.Text})
	}
	cut, err := c.passages(ctx, parts)
	if err != nil {
		return err
	}
	for _, unit := range []struct {
		name string
		docs []stockDocument
	}{{"whole", whole}, {"cut", cut}} {
		if unit.name == "cut" && len(cut) == len(whole) {
			continue // nothing was long enough
		}
		rows, err := c.measureUnit(ctx, filepath.Join(dir, unit.name), unit.name, unit.docs)
		if err != nil {
			return fmt.Errorf("bleve, %s: %w", unit.name, err)
		}
		c.theirs = append(c.theirs, rows...)
	}
	return nil
}

// passages are the units that Shirube indexes.
func (c *comparison) passages(ctx context.Context, parts *bench.Parts) ([]stockDocument, error) {
	var out []stockDocument
	err := c.set.Articles(ctx, parts.Reader, func(a *corpus.Article) error {
		for _, p := range a.Passages() {
			out = append(out, stockDocument{id: p.ID, article: a.ID, title: a.Title, text: p.Heading + "\n" + p.Text})
		}
		return nil
	})
	return out, err
}

func (c *comparison) measureUnit(ctx context.Context, dir, unit string, docs []stockDocument) ([]row, error) {
	x, err := buildStock(dir, docs)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, s := range stockSettings() {
		outcomes, err := eval.Run(ctx, index.Passages, c.set.Queries, x.searcher(s), nil)
		if err != nil {
			return nil, errors.Join(err, x.Close())
		}
		r := newRow("Bleve: "+s.name+", "+unit, outcomes)
		r.twoFields = s.twoFields
		rows = append(rows, r)
	}
	return rows, x.Close()
}

// write prints the table. Differences are from Bleve's best setting of all, and
// from its best with two fields.
func (c *comparison) write(w io.Writer, flips int) error {
	best, two := c.best(false), c.best(true)
	_, err := fmt.Fprintf(w, "\n%s: %d texts, %d passages, %d questions\n", c.set.Name, len(c.set.Passages), c.stats.Passages, len(c.set.Queries))
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tnDCG@10\tMRR@10\trecall@10\tnDCG − B1\tp\tnDCG − B2\tp")
	for _, r := range c.theirs {
		note := ""
		switch r.name {
		case best.name:
			note = "B1: Bleve's best"
		case two.name:
			note = "B2: its best with two fields"
		}
		fmt.Fprintf(t, "%s\t%.4f\t%.4f\t%.4f\t%s\n", r.name, r.NDCG10, r.MRR10, r.Recall10, note)
	}
	for _, r := range c.ours {
		fmt.Fprintf(t, "%s\t%.4f\t%.4f\t%.4f", r.name, r.NDCG10, r.MRR10, r.Recall10)
		for _, b := range []row{best, two} {
			fmt.Fprintf(t, "\t%+.4f\t%.4f", r.NDCG10-b.NDCG10, eval.Randomisation(minus(r.each, b.each), flips))
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = fmt.Fprintf(w, "p: two-sided paired randomisation test over the questions, %d flips\n", flips)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

func minus(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}
