package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/ingest"
)

func newIndex(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "index",
		Short: "Build or refresh the index and report every file",
		Long: `Build the index, or bring it in step with the corpus: only what is new or has
changed is read. The report names every file; what was rejected is named on
stderr as file:line: why, and the exit status is 1. What .shirubeignore files and
--ignore leave out is not read, nor what is no article by its name (images,
styles, programs); how much that was is said.`,
		Example: `  shirube index --corpus ~/articles
  shirube index --corpus site=~/articles --corpus staff=~/manual.jsonl --data ~/index --json`,
		Args: exactly(0, "no arguments"),
	}
	asJSON := cmd.Flags().Bool("json", false, "print the report as JSON")
	load := settings(cmd, t, config.Corpus, config.Ignore, config.Corrections, config.Lexicon, config.Data, config.KeepGenerations)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		a, err := app.New(cfg, commandLog(t))
		if err != nil {
			return err
		}
		meter := &ingest.Meter{}
		stop := showProgress(t, meter)
		report, err := a.Index(cmd.Context(), meter)
		stop()
		if err != nil {
			return err
		}
		if *asJSON {
			err = writeJSON(t.stdout, indexReport{a.Data(), report})
		} else {
			err = writeReport(t.stdout, report, a.Data())
		}
		if err != nil {
			return err
		}
		return t.name(report.Problems())
	}
	return cmd
}

// indexReport is what index --json prints.
type indexReport struct {
	Data string `json:"data"` // the data directory
	*ingest.Report
}

func writeReport(w io.Writer, r *ingest.Report, data string) error {
	for _, f := range r.Files {
		count := fmt.Sprintf("%d articles", f.Articles)
		if f.Articles == 1 {
			count = "1 article"
		}
		if f.RenamedFrom != "" {
			count += ", renamed from " + harmless(f.RenamedFrom)
		}
		if _, err := fmt.Fprintf(w, "%-9s %s (%s)\n", f.Status, harmless(f.File), count); err != nil {
			return fmt.Errorf("output: %w", err)
		}
	}
	if skipped := describeSkipped(r.Skipped); skipped != "" {
		if _, err := fmt.Fprintf(w, "not read: %s\n", skipped); err != nil {
			return fmt.Errorf("output: %w", err)
		}
	}
	c := r.Articles
	_, err := fmt.Fprintf(w, "%s in %.1f s: %d articles (%d added, %d changed, %d unchanged, %d removed), %d rejected; generation %s in %s\n",
		r.Mode, r.Seconds, c.Total, c.Added, c.Changed, c.Unchanged, c.Removed, r.Rejected, r.Generation, data)
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// describeSkipped says what was not read: what patterns leave out, and what is no
// article by its name, the most frequent first.
func describeSkipped(s ingest.Skipped) string {
	var parts []string
	if s.Ignored > 0 {
		parts = append(parts, fmt.Sprintf("%d ignored", s.Ignored))
	}
	formats := slices.SortedFunc(maps.Keys(s.Formats), func(a, b string) int {
		return cmp.Or(s.Formats[b]-s.Formats[a], strings.Compare(a, b))
	})
	for _, f := range formats {
		parts = append(parts, fmt.Sprintf("%d %s", s.Formats[f], f))
	}
	return strings.Join(parts, ", ")
}
