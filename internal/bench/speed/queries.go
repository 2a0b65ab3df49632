package main

import (
	"context"
	"errors"
	"fmt"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/search"
)

// The most that a query may take, in milliseconds.
const (
	mostP50 = 2
	mostP99 = 12
)

// measureQueries asks every question of an index, as a front end would: ten hits
// with snippets and marks, all facets.
func measureQueries(ctx context.Context, o *options) (lines []bench.Line, err error) {
	set, err := bench.OpenSet(o.data)
	if err != nil {
		return nil, err
	}
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	views := func(dir string) error {
		for _, view := range []index.View{index.Passages, index.Articles} {
			got, err := measureView(ctx, parts, set, dir, view)
			if err != nil {
				return err
			}
			lines = append(lines, got...)
		}
		return nil
	}
	if o.index != "" {
		err = views(o.index)
	} else {
		err = bench.Temporary(func(dir string) error {
			if err := parts.Build(ctx, set.Source(), dir); err != nil {
				return err
			}
			return views(dir)
		})
	}
	if err != nil {
		return nil, err
	}
	memory, err := bench.MemoryOf("self")
	if err != nil {
		return nil, err
	}
	fmt.Printf("memory with dictionary, lexicon and index: %.0f MB, at most %.0f MB\n", memory.Resident, memory.Peak)
	return lines, nil
}

// measureView opens the index anew, so that its first pass is a cold one: nothing
// is in the program's own caches, though files may be in the system's.
func measureView(ctx context.Context, parts *bench.Parts, set *bench.Set, dir string, view index.View) (lines []bench.Line, err error) {
	served, err := parts.Serve(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, served.Close()) }()
	if view == index.Passages {
		texts := set.Texts()
		heading("queries, one at a time", set, texts)
		fmt.Printf("index %.1f MB on disk, %.2f of the text\n", float64(served.Stats.Bytes)/1e6, float64(served.Stats.Bytes)/float64(bench.Bytes(texts)))
	}
	questions := make([]string, len(set.Queries))
	for i, q := range set.Queries {
		questions[i] = q.Query
	}
	var p *bench.Pass
	for _, name := range []string{"first pass", "warm"} {
		if p, err = served.Pass(ctx, questions, search.Request{View: view, Match: search.MatchAny}); err != nil {
			return nil, err
		}
		fmt.Printf("%s, %s: p50 %.2f ms, p90 %.2f, p99 %.2f, max %.1f; %.0f allocations and %.0f KiB a query\n",
			view, name, p.P(0.50), p.P(0.90), p.P(0.99), p.P(1), p.Allocations, p.KiB)
	}
	fmt.Printf("%s: %.0f postings of the words a query, %.0f of them read with MaxScore\n", view, p.Postings, p.Read)
	what := string(view) + ", any word, ten hits, all facets: "
	return []bench.Line{
		{What: what + "p50", Got: p.P(0.50), Bound: mostP50, Most: true, Unit: " ms"},
		{What: what + "p99", Got: p.P(0.99), Bound: mostP99, Most: true, Unit: " ms"},
	}, nil
}
