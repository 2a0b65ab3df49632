package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"shirube/internal/analysis"
	"shirube/internal/app"
	"shirube/internal/config"
)

func newAnalyze(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "analyze TEXT",
		Short: "Show the terms that a text is indexed and searched by",
		Long: `Show the tokens of a text: surface, index term, base form, reading, part of
speech, bytes, and the concept that it belongs to. Tokens without a term are not
indexed.`,
		Example: `  shirube analyze 副作用がないエクソソーム点滴
  shirube analyze --json '痛くない？'`,
		Args: exactly(1, "one text"),
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Lexicon)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		details, err := app.Analyze(cfg.Lexicon, args[0])
		if err != nil {
			return err
		}
		if *asJSON {
			return writeJSON(t.stdout, analysisOutput{args[0], details})
		}
		return writeTerms(t.stdout, details)
	}
	return cmd
}

// analysisOutput is what analyze --json prints.
type analysisOutput struct {
	Text  string            `json:"text"`
	Terms []analysis.Detail `json:"terms"`
}

func writeTerms(w io.Writer, details []analysis.Detail) error {
	rows := [][]string{{"SURFACE", "TERM", "BASE", "READING", "PART OF SPEECH", "BYTES", "CONCEPT"}}
	for _, d := range details {
		pos := strings.TrimRight(strings.ReplaceAll(d.POS, "*", ""), ",")
		if d.Negation {
			pos += " (negation)"
		}
		rows = append(rows, []string{d.Surface, d.Term, d.Base, d.Reading, pos, fmt.Sprintf("%d-%d", d.Start, d.End), d.Concept})
	}
	return writeColumns(w, rows)
}

// writeColumns writes rows in columns that are as wide as their widest cell;
// Japanese characters take two places.
func writeColumns(w io.Writer, rows [][]string) error {
	width := map[int]int{}
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], runewidth.StringWidth(harmless(cell)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = harmless(cell)
			line.WriteString(cell + strings.Repeat(" ", width[i]-runewidth.StringWidth(cell)+2))
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return fmt.Errorf("output: %w", err)
		}
	}
	return nil
}
