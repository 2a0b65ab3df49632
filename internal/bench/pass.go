package bench

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"shirube/index"
	"shirube/internal/search"
)

// Pass is one time through some questions, one at a time.
type Pass struct {
	Milliseconds []float64 // of each question
	Allocations  float64   // a question
	KiB          float64   // allocated a question
	// Postings is how many postings the words of a question had, Read how many of them
	// were read to find the best passages.
	Postings, Read float64
}

// P is a percentile of the milliseconds, p from 0 to 1.
func (p *Pass) P(percentile float64) float64 { return Percentile(p.Milliseconds, percentile) }

// Pass asks the questions, each as r says.
func (s *Served) Pass(ctx context.Context, questions []string, r search.Request) (*Pass, error) {
	postings, read := s.counted.postings.Load(), s.counted.read.Load()
	p, err := Repeat(len(questions), func(i int) error {
		r.Query = questions[i]
		if _, err := s.Search(ctx, r); err != nil {
			return fmt.Errorf("%q: %w", r.Query, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	n := float64(max(len(questions), 1))
	p.Postings = float64(s.counted.postings.Load()-postings) / n
	p.Read = float64(s.counted.read.Load()-read) / n
	return p, nil
}

// Repeat does something n times, one after the other, and says what each took.
func Repeat(n int, do func(i int) error) (*Pass, error) {
	p := &Pass{Milliseconds: make([]float64, 0, n)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range n {
		start := time.Now()
		if err := do(i); err != nil {
			return nil, err
		}
		p.Milliseconds = append(p.Milliseconds, float64(time.Since(start).Nanoseconds())/1e6)
	}
	runtime.ReadMemStats(&after)
	p.Allocations = float64(after.Mallocs-before.Mallocs) / float64(max(n, 1))
	p.KiB = float64(after.TotalAlloc-before.TotalAlloc) / 1024 / float64(max(n, 1))
	return p, nil
}

// counted is an index that adds up the postings of the searches in it.
type counted struct {
	index.Backend
	postings, read atomic.Int64
}

// Search counts what the search read. Look-ups that rank nothing read no posting.
func (c *counted) Search(ctx context.Context, q *index.Query) (*index.Result, error) {
	r, err := c.Backend.Search(ctx, q)
	if err == nil {
		c.postings.Add(int64(r.Postings))
		c.read.Add(int64(r.PostingsRead))
	}
	return r, err
}
