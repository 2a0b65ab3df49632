package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

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
	dir := o.index
	if dir == "" {
		if dir, err = os.MkdirTemp("", "shirube-queries-*"); err != nil {
			return nil, fmt.Errorf("temporary folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		if err := parts.Build(ctx, set.Source(), dir); err != nil {
			return nil, err
		}
	}
	for _, view := range []index.View{index.Passages, index.Articles} {
		got, err := measureView(ctx, parts, set, dir, view)
		if err != nil {
			return nil, err
		}
		lines = append(lines, got...)
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
func measureView(ctx context.Context, parts *bench.Parts, set *bench.Set, dir string, view index.View) ([]bench.Line, error) {
	served, counts, err := parts.ServeCounted(ctx, dir)
	if err != nil {
		return nil, err
	}
	if view == index.Passages {
		texts := set.Texts()
		heading("queries, one at a time", set, texts)
		fmt.Printf("index %.1f MB on disk, %.2f of the text\n", float64(served.Stats.Bytes)/1e6, float64(served.Stats.Bytes)/float64(bench.Bytes(texts)))
	}
	var last pass
	for n, name := range []string{"first pass", "warm"} {
		counts.Reset()
		p, err := ask(ctx, served, set, view)
		if err != nil {
			return nil, errors.Join(err, served.Close())
		}
		fmt.Printf("%s, %s: %s\n", view, name, p)
		if n == 1 {
			last = p
		}
	}
	postings, read := counts.Postings()
	fmt.Printf("%s: %d postings of the words a query, %d of them read with MaxScore\n", view, postings/len(set.Queries), read/len(set.Queries))
	what := string(view) + ", any word, ten hits, all facets: "
	return []bench.Line{
		{What: what + "p50", Got: bench.Percentile(last.ms, 0.50), Bound: mostP50, Most: true, Unit: " ms"},
		{What: what + "p99", Got: bench.Percentile(last.ms, 0.99), Bound: mostP99, Most: true, Unit: " ms"},
	}, served.Close()
}

// pass is one time through all questions.
type pass struct {
	ms     []float64
	allocs float64 // a query
	kib    float64 // allocated a query
}

func (p pass) String() string {
	return fmt.Sprintf("p50 %.2f ms, p90 %.2f, p99 %.2f, max %.1f; %.0f allocations and %.0f KiB a query",
		bench.Percentile(p.ms, 0.50), bench.Percentile(p.ms, 0.90), bench.Percentile(p.ms, 0.99), bench.Percentile(p.ms, 1), p.allocs, p.kib)
}

func ask(ctx context.Context, served *bench.Served, set *bench.Set, view index.View) (pass, error) {
	p := pass{ms: make([]float64, 0, len(set.Queries))}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, q := range set.Queries {
		start := time.Now()
		_, err := served.Search(ctx, search.Request{Query: q.Query, View: view, Match: search.MatchAny})
		if err != nil {
			return p, fmt.Errorf("query %s: %w", q.ID, err)
		}
		p.ms = append(p.ms, float64(time.Since(start).Nanoseconds())/1e6)
	}
	runtime.ReadMemStats(&after)
	n := float64(len(set.Queries))
	p.allocs = float64(after.Mallocs-before.Mallocs) / n
	p.kib = float64(after.TotalAlloc-before.TotalAlloc) / 1024 / n
	return p, nil
}
