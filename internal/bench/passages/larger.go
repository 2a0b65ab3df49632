package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"shirube/internal/bench"
	"shirube/internal/bench/generate"
	"shirube/internal/eval"
	"shirube/internal/ingest"
	"shirube/internal/retrieve"
)

// stable: answerable is the same in the sample and in the sample among generated
// articles.
func (m *sample) stable(q *questions, filler int, dir string) (f *figure, err error) {
	f = &figure{what: fmt.Sprintf("answerable is the same among %d generated articles", filler), bound: 0.95}
	larger, err := m.larger(filler, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, larger.Close()) }()
	for _, part := range [][]eval.Query{q.half(), q.unanswerable} {
		for _, one := range part {
			r := retrieve.Request{Query: one.Query}
			here, err := m.retrieve(r)
			if err != nil {
				return nil, err
			}
			there, err := retrieve.Retrieve(m.ctx, larger, r)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", one.Query, err)
			}
			f.add(here.Answerable == there.Answerable, func() string { return fmt.Sprintf("%s %q: there %s", one.ID, one.Query, told(there)) })
		}
	}
	return f, nil
}

// larger is the sample among generated articles, served from the folder dir.
func (m *sample) larger(filler int, dir string) (*bench.Served, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("larger index: %w", err)
	}
	g, err := generate.New(subjects(), 1)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "articles.jsonl")
	f, err := os.Create(path) //nolint:gosec // of a temporary folder
	if err != nil {
		return nil, fmt.Errorf("larger index: %w", err)
	}
	lines := json.NewEncoder(f)
	for _, a := range m.corpus.All() {
		err = errors.Join(err, lines.Encode(a))
	}
	for i := range filler {
		err = errors.Join(err, lines.Encode(g.Next(i)))
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("larger index: %w", err)
	}
	index := filepath.Join(dir, "index")
	if err := m.parts.Build(m.ctx, ingest.Source{Path: path}, index); err != nil {
		return nil, err
	}
	return m.parts.Serve(m.ctx, index)
}

// measureTime times retrievals over a question set, one at a time, after one pass that is
// not counted.
func measureTime(ctx context.Context, parts *bench.Parts, dir string) (lines []bench.Line, err error) {
	set, err := bench.OpenSet(dir)
	if err != nil {
		return nil, err
	}
	var took []float64
	err = parts.Indexed(ctx, set.Source(), func(served *bench.Served) error {
		for pass := range 2 {
			for _, q := range set.Queries {
				start := time.Now()
				if _, err := retrieve.Retrieve(ctx, served, retrieve.Request{Query: q.Query}); err != nil {
					return fmt.Errorf("%q: %w", q.Query, err)
				}
				if pass > 0 {
					took = append(took, float64(time.Since(start).Nanoseconds())/1e6)
				}
			}
		}
		return nil
	})
	for _, p := range []struct{ share, most float64 }{{0.5, 3}, {0.99, 15}} {
		lines = append(lines, bench.Line{
			What: fmt.Sprintf("time of a retrieval from %s, p%g of %d", set.Name, 100*p.share, len(took)),
			Got:  bench.Percentile(took, p.share), Bound: p.most, Most: true, Unit: " ms",
		})
	}
	return lines, err
}
