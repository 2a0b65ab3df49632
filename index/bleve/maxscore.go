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
// are looked up only in passages that others found. It returns how many
// postings were read.
func (x *Index) scoreAll(ctx context.Context, terms []queryTerm, allowed *roaring.Bitmap, c collector) (int, error) {
	read := 0
	for i := range x.columns.segments {
		cursors, err := x.openCursors(i, terms)
		if err != nil {
			return read, err
		}
		n, err := x.scoreSegment(ctx, cursors, allowed, c)
		read += n
		if err != nil {
			return read, err
		}
	}
	return read, nil
}

// openCursors opens a cursor for each term that the segment has, in their order.
func (x *Index) openCursors(segment int, terms []queryTerm) ([]*cursor, error) {
	cursors := make([]*cursor, 0, len(terms))
	for i := range terms {
		c, _, err := x.openCursor(segment, terms[i].field, terms[i].text)
		if err != nil {
			return nil, err
		}
		if c.doc != noDoc {
			c.term = &terms[i]
			cursors = append(cursors, c)
		}
	}
	return cursors, nil
}

// scoreSegment runs MaxScore over cursors in ascending order of their bounds.
func (x *Index) scoreSegment(ctx context.Context, cursors []*cursor, allowed *roaring.Bitmap, c collector) (int, error) {
	// bounds[i] is the most that cursors[:i] add together.
	bounds := make([]float64, len(cursors)+1)
	for i, cur := range cursors {
		bounds[i+1] = bounds[i] + cur.term.max
	}
	read, essential := len(cursors), 0
	for round := 0; ; round++ {
		if round%checkEvery == 0 && ctx.Err() != nil {
			return read, ctx.Err()
		}
		for essential < len(cursors) && bounds[essential+1] < c.threshold() {
			essential++
		}
		doc := lowest(cursors[essential:])
		if doc == noDoc {
			return read, nil
		}
		score := 0.0
		for _, cur := range cursors[essential:] {
			if cur.doc != doc {
				continue
			}
			score += cur.score(x)
			read++
			if err := cur.next(); err != nil {
				return read, err
			}
		}
		if allowed != nil && !allowed.Contains(doc) {
			continue
		}
		n, total, err := x.completeScore(cursors[:essential], bounds, doc, score, c.threshold())
		read += n
		if err != nil {
			return read, err
		}
		c.offer(doc, total)
	}
}

// completeScore adds what the cursors that were not essential say of doc, the
// greatest bound first, and stops when the threshold cannot be reached.
func (x *Index) completeScore(cursors []*cursor, bounds []float64, doc uint32, score, threshold float64) (read int, total float64, err error) {
	for i := len(cursors) - 1; i >= 0; i-- {
		if score+bounds[i+1] < threshold {
			break
		}
		cur := cursors[i]
		if cur.doc < doc {
			read++
			if err := cur.advance(doc); err != nil {
				return read, 0, err
			}
		}
		if cur.doc == doc {
			score += cur.score(x)
		}
	}
	return read, score, nil
}

func lowest(cursors []*cursor) uint32 {
	doc := uint32(noDoc)
	for _, c := range cursors {
		doc = min(doc, c.doc)
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
	first := 0
	for i, seg := range x.columns.segments {
		last := first
		for last < len(passages) && uint64(passages[last]) < uint64(seg.offset)+seg.Count() {
			last++
		}
		if last > first {
			if err := x.scoreThose(ctx, i, terms, passages[first:last], scores[first:last], has[first:last]); err != nil {
				return nil, nil, err
			}
		}
		first = last
	}
	return scores, has, nil
}

// scoreThose is scoreThese for passages of one segment.
func (x *Index) scoreThose(ctx context.Context, segment int, terms []queryTerm, passages []uint32, scores []float64, has [][]bool) error {
	for i := range terms {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		cur, _, err := x.openCursor(segment, terms[i].field, terms[i].text)
		if err != nil {
			return err
		}
		cur.term = &terms[i]
		for n, p := range passages {
			if cur.doc < p {
				if err := cur.advance(p); err != nil {
					return err
				}
			}
			if cur.doc == p {
				scores[n] += cur.score(x)
				has[n][i] = true
			}
		}
	}
	return nil
}
