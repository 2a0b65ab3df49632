package bench

import (
	"context"
	"sync/atomic"

	"shirube/index"
)

// Counted is an engine that adds up the postings of what it is asked.
type Counted struct {
	index.Backend
	postings, read atomic.Int64
}

// Search counts what the search read. Look-ups that rank nothing read no posting.
func (c *Counted) Search(ctx context.Context, q *index.Query) (*index.Result, error) {
	r, err := c.Backend.Search(ctx, q)
	if err == nil {
		c.postings.Add(int64(r.Postings))
		c.read.Add(int64(r.PostingsRead))
	}
	return r, err
}

// Postings is how many postings the words of the searches since Reset had, and how
// many of them were read to find the best passages.
func (c *Counted) Postings() (all, read int) { return int(c.postings.Load()), int(c.read.Load()) }

// Reset begins to count anew.
func (c *Counted) Reset() {
	c.postings.Store(0)
	c.read.Store(0)
}

// ServeCounted is Serve with a count of the postings.
func (p *Parts) ServeCounted(ctx context.Context, dir string) (*Served, *Counted, error) {
	c := &Counted{}
	served, err := p.serve(ctx, dir, func(b index.Backend) index.Backend {
		c.Backend = b
		return c
	})
	return served, c, err
}
