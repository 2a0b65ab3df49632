package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"shirube/internal/bench/sets"
	"shirube/internal/eval"
)

// writeWorst lists the questions that lost most, with their answers and what they
// were given.
func writeWorst(w io.Writer, questions []*sets.PageQuestion, outcomes []eval.Outcome, n int) error {
	type loss struct {
		ndcg float64
		at   int
	}
	var losses []loss
	for i := range outcomes {
		if m := eval.Measure(outcomes[i : i+1]).Overall; m.Judged > 0 && m.NDCG10 < 1 {
			losses = append(losses, loss{m.NDCG10, i})
		}
	}
	slices.SortStableFunc(losses, func(a, b loss) int {
		switch {
		case a.ndcg < b.ndcg:
			return -1
		case a.ndcg > b.ndcg:
			return 1
		}
		return 0
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range losses[:min(n, len(losses))] {
		q, o := questions[l.at], outcomes[l.at]
		fmt.Fprintf(t, "\n%.3f\t%s\t%s\n", l.ndcg, q.Type, q.Query)
		for i := range q.Relevant {
			fmt.Fprintf(t, "\twanted %d\t%s\n", q.Relevant[i].Grade, q.Relevant[i].ID())
		}
		for i, r := range o.Results[:min(5, len(o.Results))] {
			fmt.Fprintf(t, "\tgiven %d\t%s\n", o.Grades[i], r.ID+" ("+r.Article+")")
		}
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}
