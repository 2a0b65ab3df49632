package eval

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// WriteTable writes a report for people.
func WriteTable(w io.Writer, r Report) error {
	var table strings.Builder
	row := func(name string, m Metrics) {
		fmt.Fprintf(&table, "%s\t%d\t%d\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%d\t%d\t\n", name,
			m.Queries, m.Judged, m.NDCG10, m.MRR10, m.Recall1, m.Recall10, m.Recall100, m.Unanswered, m.Missed)
	}
	table.WriteString("type\tqueries\tjudged\tnDCG@10\tMRR@10\trecall@1\trecall@10\trecall@100\tunanswered\tmissed\t\n")
	for _, name := range slices.Sorted(maps.Keys(r.Types)) {
		row(name, r.Types[name])
	}
	row("all", r.Overall)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, err := io.WriteString(t, table.String())
	if err := errors.Join(err, t.Flush()); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = fmt.Fprintf(w, "\nlatency of one query, in ms: p50 %.2f  p90 %.2f  p99 %.2f  mean %.2f\n",
		r.Latency.P50, r.Latency.P90, r.Latency.P99, r.Latency.Mean)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// WriteComparison writes for people how a run differs from the one that is called
// other.
func WriteComparison(w io.Writer, other string, c Comparison) error {
	var table strings.Builder
	row := func(name string, d Difference) {
		fmt.Fprintf(&table, "%s\t%d\t%.4f\t%.4f\t%+.4f\t%d\t%d\t%.4f\t\n", name,
			d.Judged, d.Other+d.NDCG10, d.Other, d.NDCG10, d.Better, d.Worse, d.P)
	}
	table.WriteString("type\tjudged\tnDCG@10\tother\tdifference\tbetter\tworse\tp\t\n")
	for _, name := range slices.Sorted(maps.Keys(c.Types)) {
		row(name, c.Types[name])
	}
	row("all", c.Overall)
	_, err := fmt.Fprintf(w, "\ncompared with %s\n", other)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	if err == nil {
		_, err = io.WriteString(t, table.String())
	}
	if err == nil {
		err = t.Flush()
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "\np: two-sided paired randomisation test over the queries, %d flips\n", Flips)
	}
	if err != nil {
		return fmt.Errorf("comparison: %w", err)
	}
	return nil
}
