package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"shirube/internal/adcheck"
	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/ingest"
)

// Formats of check.
const (
	formatText  = "text"
	formatJSON  = "json"
	formatSARIF = "sarif"
)

func newCheck(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check PATH...",
		Short: "Look through articles for what the advertising rules ask",
		Long: `Look through files and folders of articles for what the Japanese rules on
advertising by clinics ask them to show (where to ask, what the treatment is, its
cost, period and number of sessions, its risks, and more for what is not approved),
and for phrases that they call a problem. Every finding has its place as file:line.

It helps an editor find places to look at. It is no legal advice, and finding
nothing does not mean that there is nothing.

Exit status: 0 nothing found at or above --fail-on; 1 something was, or an input
was rejected (named on stderr as file:line: why); 2 wrong usage; 3 failed. What is
unclear counts as a note.

A comment in the source marks a place that was looked at, for all rules or one:
  <!-- shirube-check: ok 理由 -->
  <!-- shirube-check: ok guarantee 理由 -->
It holds for its own line and for the next one with text.`,
		Example: `  shirube check articles/
  shirube check --format sarif articles/ > check.sarif
  shirube check --level discount=off --fail-on error article.md`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s takes at least one file or folder", cmd.CommandPath())
			}
			return nil
		},
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON, as --format json")
	format := cmd.Flags().String("format", formatText, "print as text, json or sarif (2.1.0)")
	levels := cmd.Flags().StringArray("level", nil, "`RULE=LEVEL`: give a rule the level error, warning or note, or off; repeatable (rules: "+strings.Join(ruleIDs(), " ")+")")
	failOn := cmd.Flags().String("fail-on", string(adcheck.Warning), "least severe `LEVEL` that makes the exit status 1: error, warning, note, or never")
	quiet := cmd.Flags().BoolP("quiet", "q", false, "print only what is missing, unclear or flagged")
	load := settings(cmd, t, config.Lexicon, config.Corrections, config.Data, config.Ignore)
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if *asJSON {
			if cmd.Flags().Changed("format") && *format != formatJSON {
				return usagef("--json and --format %s are given: one of them is enough", *format)
			}
			*format = formatJSON
		}
		options, least, err := checkOptions(*format, *levels, *failOn)
		if err != nil {
			return err
		}
		cfg, err := load()
		if err != nil {
			return err
		}
		reading, err := app.NewReading(cfg)
		if err != nil {
			return err
		}
		reports, problems, err := reading.Check(cmd.Context(), options, paths)
		if err != nil {
			return err
		}
		switch *format {
		case formatSARIF:
			err = adcheck.WriteSARIF(t.stdout, app.Version(), reports)
		case formatJSON:
			err = writeJSON(t.stdout, newCheckOutput(reports, problems))
		default:
			err = writeReports(t.stdout, reports, *quiet)
		}
		if err != nil {
			return err
		}
		return errors.Join(t.name(problems), worse(reports, least))
	}
	return cmd
}

func ruleIDs() []string {
	var out []string
	for _, r := range adcheck.Rules() {
		out = append(out, r.ID)
	}
	return out
}

// checkOptions checks what was typed. least is empty where nothing makes it fail.
func checkOptions(format string, levels []string, failOn string) (o adcheck.Options, least adcheck.Level, err error) {
	if !slices.Contains([]string{formatText, formatJSON, formatSARIF}, format) {
		return o, "", usagef("--format %q: it is text, json or sarif", format)
	}
	known := []adcheck.Level{adcheck.Error, adcheck.Warning, adcheck.Note}
	if least = adcheck.Level(failOn); failOn == "never" {
		least = ""
	} else if !slices.Contains(known, least) {
		return o, "", usagef("--fail-on %q: it is error, warning, note or never", failOn)
	}
	o.Levels = map[string]adcheck.Level{}
	for _, l := range levels {
		rule, level, _ := strings.Cut(l, "=")
		if !slices.Contains(ruleIDs(), rule) {
			return o, "", usagef("--level %q: there is no rule %q%s", l, rule, meant(rule, ruleIDs()))
		}
		if !slices.Contains(append(known, adcheck.Off), adcheck.Level(level)) {
			return o, "", usagef("--level %q: the level is error, warning, note or off", l)
		}
		o.Levels[rule] = adcheck.Level(level)
	}
	return o, least, nil
}

// worse is errRejected where something was found at a level or above it.
func worse(reports []adcheck.FileReport, least adcheck.Level) error {
	for _, r := range reports {
		if least != "" && r.Worst() != "" && r.Worst().AtLeast(least) {
			return errRejected
		}
	}
	return nil
}

// checkOutput is what --json prints.
type checkOutput struct {
	Reports  []adcheck.FileReport `json:"reports"`
	Problems []ingest.Problem     `json:"problems"`
	Summary  checkSummary         `json:"summary"`
	Notice   string               `json:"notice"`
}

// checkSummary counts articles, items by status, and phrases.
type checkSummary struct {
	Articles int `json:"articles"`
	Missing  int `json:"missing"`
	Unclear  int `json:"unclear"`
	Phrases  int `json:"phrases"`
	Allowed  int `json:"allowed"`
}

func newCheckOutput(reports []adcheck.FileReport, problems []ingest.Problem) checkOutput {
	if problems == nil {
		problems = []ingest.Problem{}
	}
	return checkOutput{Reports: reports, Problems: problems, Summary: summarize(reports), Notice: adcheck.Notice}
}

func summarize(reports []adcheck.FileReport) checkSummary {
	s := checkSummary{Articles: len(reports)}
	for _, r := range reports {
		s.Phrases += len(r.Phrases)
		s.Allowed += len(r.Allowed)
		for _, it := range r.Items {
			switch it.Status {
			case adcheck.Missing:
				s.Missing++
			case adcheck.Unclear:
				s.Unclear++
			}
		}
	}
	return s
}

// writeReports writes reports for people: a line for each finding, which begins
// with its place as other tools and editors know it.
func writeReports(w io.Writer, reports []adcheck.FileReport, quiet bool) error {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(harmless(fmt.Sprintf(format, args...)) + "\n") }
	for _, r := range reports {
		if !quiet {
			line("# %s（%s）", orDash(r.Title), r.File)
			line("  自由診療: %s（%s）", answerText(r.SelfPay.Answer), r.SelfPay.Why)
			line("  未承認医薬品等: %s（%s）", answerText(r.Unapproved.Answer), r.Unapproved.Why)
		}
		for _, it := range r.Items {
			writeItem(line, r.File, it, quiet)
		}
		for _, p := range r.Phrases {
			line("%s: %s [%s] %s「%s」", place(r.File, p.Position), levelText(p.Level), p.Rule, p.Label, start(p.Quote, 40))
			line("    %s。", p.Why)
			line("    → %s（%s）", p.Suggestion, p.Basis)
		}
		for _, p := range r.Allowed {
			if !quiet {
				line("%s: 確認済み [%s] %s「%s」 %s", place(r.File, p.Position), p.Rule, p.Label, start(p.Quote, 40), p.Reason)
			}
		}
		if !quiet {
			b.WriteString("\n")
		}
	}
	s := summarize(reports)
	line("記事 %d件: 見つからない項目 %d、はっきりしない項目 %d、気になる表現 %d、確認済み %d", s.Articles, s.Missing, s.Unclear, s.Phrases, s.Allowed)
	line("%s", adcheck.Notice)
	_, err := io.WriteString(w, b.String())
	return err
}

func writeItem(line func(string, ...any), file string, it adcheck.Item, quiet bool) {
	var at adcheck.Position
	if len(it.Positions) > 0 {
		at = it.Positions[0]
	}
	switch it.Status {
	case adcheck.Missing:
		line("%s: %s [%s] %s: %s", place(file, at), "不足", it.Rule, it.Label, it.Why)
		line("    （%s）", it.Basis)
	case adcheck.Unclear:
		line("%s: 要確認 [%s] %s: %s", place(file, at), it.Rule, it.Label, it.Why)
	case adcheck.Found:
		if !quiet {
			line("%s: あり [%s] %s「%s」%s", place(file, at), it.Rule, it.Label, start(at.Quote, 40), it.Why)
		}
	}
}

// place is file:line, and the column where it is known.
func place(file string, p adcheck.Position) string {
	if p.Column > 0 {
		return fmt.Sprintf("%s:%d:%d", file, max(p.Line, 1), p.Column)
	}
	return fmt.Sprintf("%s:%d", file, max(p.Line, 1))
}

func levelText(l adcheck.Level) string {
	switch l {
	case adcheck.Error:
		return "問題"
	case adcheck.Warning:
		return "注意"
	}
	return "参考"
}

func answerText(a adcheck.Answer) string {
	switch a {
	case adcheck.Yes:
		return "はい"
	case adcheck.No:
		return "いいえ"
	}
	return "不明"
}
