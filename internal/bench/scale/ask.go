package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/search"
)

// engine is what is asked, with its counts.
type engine struct {
	*bench.Served
	counts *bench.Counted
}

func openAsked(ctx context.Context, parts *bench.Parts, dir string) (*engine, error) {
	served, counts, err := parts.ServeCounted(ctx, dir)
	return &engine{served, counts}, err
}

// figures are what questions took.
type figures struct {
	questions      int
	p50, p99, most float64 // milliseconds
	allocations    float64 // a question
	kib            float64 // allocated a question
	postings, read float64 // a question
}

// ask asks all questions once to warm up, then once for the figures.
func (e *engine) ask(ctx context.Context, questions []string, match search.Match) (figures, error) {
	if _, err := e.pass(ctx, questions, match); err != nil {
		return figures{}, err
	}
	runtime.GC()
	e.counts.Reset()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ms, err := e.pass(ctx, questions, match)
	runtime.ReadMemStats(&after)
	n := float64(max(len(questions), 1))
	postings, read := e.counts.Postings()
	return figures{
		questions: len(questions),
		p50:       bench.Percentile(ms, 0.50), p99: bench.Percentile(ms, 0.99), most: bench.Percentile(ms, 1),
		allocations: float64(after.Mallocs-before.Mallocs) / n,
		kib:         float64(after.TotalAlloc-before.TotalAlloc) / 1024 / n,
		postings:    float64(postings) / n,
		read:        float64(read) / n,
	}, err
}

func (e *engine) pass(ctx context.Context, questions []string, match search.Match) ([]float64, error) {
	ms := make([]float64, 0, len(questions))
	for _, q := range questions {
		start := time.Now()
		_, err := e.Served.Search(ctx, search.Request{Query: q, View: index.Passages, Match: match})
		if err != nil {
			return nil, fmt.Errorf("%q: %w", q, err)
		}
		ms = append(ms, float64(time.Since(start).Nanoseconds())/1e6)
	}
	return ms, nil
}
