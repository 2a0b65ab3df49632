package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"text/tabwriter"

	"shirube/internal/bench"
	"shirube/internal/bench/lucene"
	"shirube/internal/bench/sets"
	"shirube/internal/eval"
)

// bound is what a set must reach.
type bound struct {
	all   float64 // over all queries
	types float64 // of each type; 0: none
	over  float64 // above Lucene's figure instead; 0: not
}

// bounds are the lines, by set.
func bounds() map[string]bound {
	return map[string]bound{
		"jsquad-valid":          {all: 0.953},
		"jaquad-train":          {over: 0.004},
		sets.Pages:              {all: 0.80, types: 0.65},
		sets.PagesNothing:       {all: 0.90},
		sets.SampleArticles:     {all: 0.93, types: 0.85},
		sets.SamplePassages:     {all: 0.93, types: 0.85},
		sets.SampleVariants:     {all: 0.97},
		sets.SampleNegation:     {all: 0.95},
		sets.SampleUnanswerable: {all: 0.90},
		sets.SampleAnswerable:   {all: 0.97},
	}
}

// row is a line of the table.
type row struct {
	set, part string
	queries   int
	ours      float64
	peer      *float64
	p         float64 // of the difference
	line      *float64
}

func (r *row) kept() bool { return r.line == nil || r.ours >= *r.line }

// table is all rows, and what could not be measured.
type table struct {
	rows  []row
	lacks []string
}

func (t *table) lack(what, why string) { t.lacks = append(t.lacks, what+": "+why) }

// measure adds the sets of one corpus.
func (t *table) measure(ctx context.Context, list []*sets.Set, peer *sets.Peer) (err error) {
	served, err := list[0].Corpus.Serve(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, served.Close()) }()
	var run eval.RunFile
	if peer != nil {
		report, err := peer.Measure(ctx, list)
		if err != nil {
			return err
		}
		run = report.Runs[lucene.Best].Results
	}
	for _, s := range list {
		ours, err := s.Measure(ctx, served)
		if err != nil {
			return err
		}
		var theirs []sets.Figure
		if run != nil {
			theirs = s.Judge(run)
		}
		t.add(s.Name, bounds()[s.Name], ours, theirs)
	}
	return nil
}

// add makes the rows of a set: all queries, and each type where there are several.
func (t *table) add(set string, b bound, ours, theirs []sets.Figure) {
	all := rowOf(set, "all", ours, theirs)
	switch {
	case b.all > 0:
		all.line = &b.all
	case b.over > 0 && all.peer != nil:
		line := *all.peer + b.over
		all.line = &line
	case b.over > 0:
		t.lack(set, fmt.Sprintf("its line is Lucene's figure + %g, and there is none", b.over))
	}
	t.rows = append(t.rows, all)
	types := map[string]bool{}
	for _, f := range ours {
		types[f.Type] = true
	}
	if len(types) < 2 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		r := rowOf(set, name, ofType(ours, name), ofType(theirs, name))
		if b.types > 0 {
			r.line = &b.types
		}
		t.rows = append(t.rows, r)
	}
}

func ofType(figures []sets.Figure, name string) []sets.Figure {
	var out []sets.Figure
	for _, f := range figures {
		if f.Type == name {
			out = append(out, f)
		}
	}
	return out
}

func rowOf(set, part string, ours, theirs []sets.Figure) row {
	r := row{set: set, part: part, queries: len(ours), ours: sets.Mean(ours)}
	if len(theirs) > 0 {
		mean := sets.Mean(theirs)
		r.peer, r.p = &mean, sets.P(ours, theirs)
	}
	return r
}

// spellings adds the spellings that are made mechanically, by the command that makes
// them.
func (o *options) spellings(ctx context.Context, t *table) error {
	const name = "spellings"
	if o.every == 0 {
		t.lack(name, "left out by --every 0")
		return nil
	}
	line := bounds()[sets.SampleVariants].all
	cmd := exec.CommandContext(ctx, "go", "run", "shirube/internal/bench/variants", //nolint:gosec // our own program
		"--every", strconv.Itoa(o.every), "--least", strconv.FormatFloat(line, 'g', -1, 64))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("%s: %w", name, err)
	}
	found := false
	for text := range bytes.Lines(out) {
		if l, ok := bench.ParseLine(string(bytes.TrimSpace(text))); ok {
			found = true
			t.rows = append(t.rows, row{set: name, part: l.What, ours: l.Got, line: &l.Bound})
		}
	}
	if !found {
		return fmt.Errorf("%s: there is no line in what internal/bench/variants printed: %w", name, err)
	}
	return nil
}

// write prints the table as Markdown that is also readable as it is.
func (t *table) write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(tw, "| set\t| queries\t| n\t| Shirube\t| Lucene\t| difference\t| line\t| \t|")
	fmt.Fprintln(tw, "| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t|")
	for i := range t.rows {
		r := &t.rows[i]
		n, peer, difference, line, verdict := "", "", "", "", ""
		if r.queries > 0 {
			n = strconv.Itoa(r.queries)
		}
		if r.peer != nil {
			peer, difference = fmt.Sprintf("%.4f", *r.peer), fmt.Sprintf("%+.4f (p = %.4f)", r.ours-*r.peer, r.p)
		}
		if r.line != nil {
			line, verdict = fmt.Sprintf("≥ %.4g", *r.line), "ok"
		}
		if !r.kept() {
			verdict = "**missed**"
		}
		fmt.Fprintf(tw, "| %s\t| %s\t| %s\t| %.4f\t| %s\t| %s\t| %s\t| %s\t|\n", r.set, r.part, n, r.ours, peer, difference, line, verdict)
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	missed := 0
	for i := range t.rows {
		if !t.rows[i].kept() {
			missed++
		}
	}
	fmt.Fprintf(w, "\n%d lines missed. p: two-sided paired randomisation over the queries, %d flips.\n", missed, eval.Flips)
	for _, l := range t.lacks {
		fmt.Fprintln(w, "NOT MEASURED", l)
	}
	return nil
}

// status is the command's exit status.
func (t *table) status() int {
	for i := range t.rows {
		if !t.rows[i].kept() {
			return 1
		}
	}
	if len(t.lacks) > 0 {
		return 4
	}
	return 0
}
