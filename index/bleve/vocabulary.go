package bleve

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"shirube/index"
)

// Vocabulary lists the words of all segments with the passages that have them.
func (x *Index) Vocabulary(ctx context.Context) ([]index.TermCount, error) {
	var out []index.TermCount
	for _, seg := range x.columns.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		dict, err := seg.Dictionary(fieldWords)
		if err != nil {
			return nil, fmt.Errorf("vocabulary: %w", err)
		}
		it := dict.AutomatonIterator(nil, nil, nil)
		for {
			entry, err := it.Next()
			if err != nil {
				return nil, fmt.Errorf("vocabulary: %w", err)
			}
			if entry == nil {
				break
			}
			out = append(out, index.TermCount{Term: entry.Term, Passages: int(entry.Count)}) //nolint:gosec // no more than documents
		}
	}
	slices.SortStableFunc(out, func(a, b index.TermCount) int { return cmp.Compare(a.Term, b.Term) })
	merged := out[:0]
	for _, t := range out {
		if n := len(merged); n > 0 && merged[n-1].Term == t.Term {
			merged[n-1].Passages += t.Passages
			continue
		}
		merged = append(merged, t)
	}
	return merged, nil
}
