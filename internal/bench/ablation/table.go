package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"shirube/internal/bench/sets"
	"shirube/internal/eval"
)

// Differences are marked by how likely as large a one would be by chance.
const (
	likely   = 0.05 // *
	unlikely = 0.01 // **
)

// cell is a set's figure with a change: how far it is from that with everything on.
type cell struct{ difference, p float64 }

func (c cell) String() string {
	switch {
	case c.difference == 0:
		return "0"
	case c.p < unlikely:
		return fmt.Sprintf("%+.4f **", c.difference)
	case c.p < likely:
		return fmt.Sprintf("%+.4f *", c.difference)
	}
	return fmt.Sprintf("%+.4f", c.difference)
}

// column is a set with what each change gave.
type column struct {
	name, what string
	queries    int
	all        float64 // everything on
	cells      []cell  // in the order of the changes
}

// table is the ablation: a row a change, a column a set.
type table struct {
	changes []change
	columns []column
}

func newTable(changes []change) *table { return &table{changes: changes} }

// measure adds the sets of one corpus.
func (t *table) measure(ctx context.Context, list []*sets.Set) error {
	on := everything()
	before, err := figures(ctx, &on, list)
	if err != nil {
		return err
	}
	columns := make([]column, len(list))
	for i, s := range list {
		columns[i] = column{name: s.Name, what: s.What, queries: len(before[i]), all: sets.Mean(before[i])}
	}
	for n := range t.changes {
		after, err := figures(ctx, &t.changes[n], list)
		if err != nil {
			return fmt.Errorf("%s off: %w", t.changes[n].name, err)
		}
		for i := range list {
			columns[i].cells = append(columns[i].cells, cell{sets.Mean(after[i]) - sets.Mean(before[i]), sets.P(after[i], before[i])})
		}
	}
	t.columns = append(t.columns, columns...)
	return nil
}

// figures are those of each set with the change.
func figures(ctx context.Context, c *change, list []*sets.Set) (out [][]sets.Figure, err error) {
	e, err := c.serve(ctx, list[0].Corpus)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	for _, s := range list {
		f, err := s.Measure(ctx, e)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// write prints the table as Markdown.
func (t *table) write(w io.Writer) error {
	var b strings.Builder
	line := func(first string, of func(c *column) string) {
		fmt.Fprintf(&b, "| %s |", first)
		for i := range t.columns {
			fmt.Fprintf(&b, " %s |", of(&t.columns[i]))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	line("", func(c *column) string { return c.name })
	line("---", func(*column) string { return "---" })
	line("a figure is", func(c *column) string { return c.what })
	line("queries", func(c *column) string { return strconv.Itoa(c.queries) })
	line("everything on", func(c *column) string { return fmt.Sprintf("%.4f", c.all) })
	for n := range t.changes {
		line("without "+strings.Replace(t.changes[n].name, "words alone", "any: words alone", 1), func(c *column) string { return c.cells[n].String() })
	}
	fmt.Fprintf(&b, "\nTwo-sided paired randomisation over the queries, %d flips: * p < %g, ** p < %g, not corrected for the number of figures.\n",
		eval.Flips, likely, unlikely)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return nil
}
