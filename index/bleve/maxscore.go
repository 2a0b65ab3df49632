package bleve

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
)

// collector takes scored passages and knows the score that a further one must
// reach to matter.
type collector interface {
	offer(passage uint32, score float64)
	threshold() float64
}

// checkEvery is how many passages are scored between looks at the context.
const checkEvery = 2048

// scoreAll offers every allowed passage that could still matter (nil allows
// all): MaxScore, after Turtle and Flood, "Query evaluation: strategies and
// optimizations" (1995). Terms whose bounds together cannot reach the threshold
// are looked up only in passages that others found. The terms are in ascending order of
// their bounds. It returns how many postings were read.
func (x *Index) scoreAll(ctx context.Context, terms []queryTerm, allowed *roaring.Bitmap, c collector) (int, error) {
	cursors := make([]cursor, len(terms))
	// bounds[i] is the most that cursors[:i] add together.
	bounds := make([]float64, len(terms)+1)
	for i := range terms {
		cursors[i] = newCursor(&terms[i])
		bounds[i+1] = bounds[i] + terms[i].max
	}
	read, essential := len(cursors), 0
	for round := 0; ; round++ {
		if round%checkEvery == 0 && ctx.Err() != nil {
			return read, ctx.Err()
		}
		threshold := c.threshold()
		for essential < len(cursors) && bounds[essential+1] < threshold {
			essential++
		}
		doc := lowest(cursors[essential:])
		if doc == noDoc {
			return read, nil
		}
		score, norm := 0.0, x.norm(doc)
		for i := essential; i < len(cursors); i++ {
			if cur := &cursors[i]; cur.doc == doc {
				score += cur.score(norm)
				read++
				cur.next()
			}
		}
		if score+bounds[essential] < threshold || allowed != nil && !allowed.Contains(doc) {
			continue
		}
		n, total := completeScore(cursors[:essential], bounds, doc, score, norm, threshold)
		read += n
		c.offer(doc, total)
	}
}

// completeScore adds what the cursors that were not essential say of doc, the
// greatest bound first, and stops when the threshold cannot be reached.
func completeScore(cursors []cursor, bounds []float64, doc uint32, score, norm, threshold float64) (read int, total float64) {
	for i := len(cursors) - 1; i >= 0; i-- {
		if score+bounds[i+1] < threshold {
			break
		}
		cur := &cursors[i]
		if cur.doc < doc {
			read++
			cur.advance(doc)
		}
		if cur.doc == doc {
			score += cur.score(norm)
		}
	}
	return read, score
}

func lowest(cursors []cursor) uint32 {
	doc := uint32(noDoc)
	for i := range cursors {
		doc = min(doc, cursors[i].doc)
	}
	return doc
}

// scoreThese scores just the passages given, in ascending order, by all terms
// in their order, so that a passage's score is the same however it was found.
// has[i] says which of the terms passage i has.
func (x *Index) scoreThese(ctx context.Context, terms []queryTerm, passages []uint32) (scores []float64, has [][]bool, err error) {
	scores, has = make([]float64, len(passages)), make([][]bool, len(passages))
	backing := make([]bool, len(passages)*len(terms))
	for n := range has {
		has[n] = backing[n*len(terms) : (n+1)*len(terms)]
	}
	for i := range terms {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		cur := newCursor(&terms[i])
		for n, p := range passages {
			if cur.doc < p {
				cur.advance(p)
			}
			if cur.doc == p {
				scores[n] += cur.score(x.norm(p))
				has[n][i] = true
			}
		}
	}
	return scores, has, nil
}
