// Calibration fits the weights by which the evidence for a hit becomes its confidence,
// and shows how far a confidence can be trusted.
//
//	go run ./internal/bench/calibration [--golden DIR] [--worst N] [--svg FILE]
//
// Samples are the passages found for the judged queries over the sample knowledge
// base, those that nothing answers included: a passage counts as an answer when it
// was judged to answer at least in part (grade 2). Every figure but the last weights
// is of queries that the weights behind it have not seen: the queries stand in five
// folds by their id, and each fold is judged by weights fitted on the other four.
//
// What it prints is in docs/relevance.md; the weights go to
// internal/search/confidence.go by hand.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/eval"
	"shirube/internal/search"
)

func main() {
	os.Exit(run())
}

func run() int {
	golden := flag.String("golden", filepath.Join("testdata", "queries"), "`folder` with the judged queries over the sample")
	worst := flag.Int("worst", 0, "show the `N` queries with an answer that are least trusted, and the N without that are most")
	picture := flag.String("svg", "", "draw the reliability diagram into this `file`")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: calibration [--golden DIR] [--worst N] [--svg FILE]")
		return 2
	}
	return bench.Run("calibration", func(ctx context.Context) (int, error) {
		queries, err := ask(ctx, *golden)
		if err != nil {
			return 0, err
		}
		return 0, report(os.Stdout, queries, *worst, *picture)
	})
}

// The folds of the judged queries.
const folds = 5

// The grade from which on a passage answers.
const answering = 2

// depth is how many hits of a query are samples; what stands below is never shown to
// anybody who is in a hurry.
const depth = 5

// query is a judged query with the hits that were found for it.
type query struct {
	id, text   string
	fold       int
	answerable bool
	hits       []sample
}

// ask finds the hits of all judged queries.
func ask(ctx context.Context, golden string) (queries []query, err error) {
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	err = bench.Temporary(func(dir string) error {
		corpus, err := sets.SampleCorpus(ctx, parts, dir)
		if err != nil {
			return err
		}
		queries, err = askOf(ctx, corpus, golden)
		return err
	})
	return queries, err
}

// askOf is ask of the sample.
func askOf(ctx context.Context, corpus *sets.Corpus, golden string) (queries []query, err error) {
	served, err := corpus.Serve(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, served.Close()) }()
	for _, name := range []string{"sample-passages.jsonl", "unanswerable.jsonl"} {
		judged, err := corpus.Queries(ctx, golden, name)
		if err != nil {
			return nil, err
		}
		for _, q := range judged {
			one, err := found(ctx, served, q)
			if err != nil {
				return nil, fmt.Errorf("query %s: %w", q.ID, err)
			}
			queries = append(queries, one)
		}
	}
	return queries, nil
}

// found asks one query.
func found(ctx context.Context, served *bench.Served, q eval.Query) (query, error) {
	out := query{id: q.ID, text: q.Query, fold: q.Fold, answerable: len(q.Relevant) > 0}
	r, err := served.Search(ctx, search.Request{
		Query: q.Query, View: index.Passages, PerPage: depth, Facets: []string{}, Highlight: search.HighlightOff, Explain: true,
	})
	if err != nil {
		return out, err
	}
	for _, h := range r.Hits {
		if h.Evidence != nil {
			out.hits = append(out.hits, sample{h.Evidence.Features(), q.Relevant[h.ID] >= answering})
		}
	}
	return out, nil
}
