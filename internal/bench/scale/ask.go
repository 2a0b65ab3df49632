package main

import (
	"context"
	"runtime"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/search"
)

// ask asks all questions once to warm up, then once for the figures.
func ask(ctx context.Context, served *bench.Served, questions []string, match search.Match) (*bench.Pass, error) {
	r := search.Request{View: index.Passages, Match: match}
	if _, err := served.Pass(ctx, questions, r); err != nil {
		return nil, err
	}
	runtime.GC()
	return served.Pass(ctx, questions, r)
}
