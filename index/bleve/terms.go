package bleve

import (
	"fmt"
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// mostTermBytes bounds the terms that a generation keeps in memory. The words of
// most queries are among some thousands; reading the postings of one from the files takes
// many times as long as going through them in memory.
const mostTermBytes = 64 << 20

// termOverhead is about what a term takes beside its passages.
const termOverhead = 512

// term is the live passages that have a term in a field, in the numbers of the whole
// index. It is shared by all who ask for it, and never changed.
type term struct {
	docs *roaring.Bitmap
	list []uint32 // the same, in order
	// frequencies are how often they have it, in step with list: nil for a field in which
	// that does not count.
	frequencies []uint16
	// max is the most that tf/(tf+norm) is in one of them, MaxScore's bound.
	max float64
}

// termKey names a term.
type termKey struct{ field, text string }

// term returns a term of a Bleve field; no passage may have it.
func (x *Index) term(field, text string) (*term, error) {
	key := termKey{field, text}
	if t, ok := x.terms.get(key); ok {
		return t, nil
	}
	t, err := x.readTerm(field, text)
	if err != nil {
		return nil, err
	}
	key.text = strings.Clone(text) // not all of the query that it is a part of
	size := termOverhead + int(t.docs.GetSizeInBytes()) + 4*cap(t.list) + 2*cap(t.frequencies)
	return x.terms.keep(key, t, size), nil
}

func (x *Index) readTerm(field, text string) (*term, error) {
	docs, err := x.columns.postings(field, text)
	if err != nil {
		return nil, err
	}
	t := &term{list: docs.ToArray()}
	t.docs = bitmapOf(t.list)
	if constant(field) || len(t.list) == 0 {
		return t, nil
	}
	t.frequencies = make([]uint16, 0, len(t.list))
	for _, seg := range x.columns.segments {
		if t.frequencies, err = seg.frequencies(t.frequencies, field, text); err != nil {
			return nil, err
		}
	}
	if len(t.frequencies) != len(t.list) {
		return nil, fmt.Errorf("term %q: %d frequencies in %d passages", text, len(t.frequencies), len(t.list))
	}
	for i, doc := range t.list {
		tf := float64(t.frequencies[i])
		t.max = max(t.max, tf/(tf+x.norm(doc)))
	}
	return t, nil
}

// frequencies appends how often the live documents of a segment have a term.
func (s segmentView) frequencies(out []uint16, field, text string) ([]uint16, error) {
	dict, err := s.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("field %s: %w", field, err)
	}
	list, err := dict.PostingsList([]byte(text), s.deleted, nil)
	if err != nil {
		return nil, fmt.Errorf("term %q: %w", text, err)
	}
	for it := list.Iterator(true, false, false, nil); ; {
		p, err := it.Next()
		if err != nil {
			return nil, fmt.Errorf("postings of %q: %w", text, err)
		}
		if p == nil {
			return out, nil
		}
		// More would score no more: BM25 is saturated long before.
		out = append(out, uint16(min(p.Frequency(), math.MaxUint16))) //nolint:gosec // bounded
	}
}

// norm is BM25's length norm of a passage.
func (x *Index) norm(passage uint32) float64 { return x.norms[x.columns.length[passage]] }

// cursor walks the passages of a term. doc is where it stands, noDoc at the end.
type cursor struct {
	doc         uint32
	at          int
	list        []uint32
	frequencies []uint16 // nil: every passage scores the weight
	weight      float64
}

func newCursor(t *queryTerm) cursor {
	c := cursor{list: t.list, frequencies: t.frequencies, weight: t.weight}
	c.stand(0)
	return c
}

func (c *cursor) stand(at int) {
	c.at, c.doc = at, noDoc
	if at < len(c.list) {
		c.doc = c.list[at]
	}
}

func (c *cursor) next() { c.stand(c.at + 1) }

// advance moves to the first passage at or after doc, in steps that double.
func (c *cursor) advance(doc uint32) {
	low, high := c.at, c.at
	for step := 1; high < len(c.list) && c.list[high] < doc; step *= 2 {
		low, high = high+1, high+step
	}
	high = min(high, len(c.list))
	for low < high {
		if middle := (low + high) / 2; c.list[middle] < doc {
			low = middle + 1
		} else {
			high = middle
		}
	}
	c.stand(low)
}

// score is what the term adds to the passage that the cursor stands on, whose length norm
// is given.
func (c *cursor) score(norm float64) float64 {
	if c.frequencies == nil {
		return c.weight
	}
	tf := float64(c.frequencies[c.at])
	return c.weight * tf / (tf + norm)
}
