package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shirube/corpus"
	"shirube/internal/app"
	"shirube/internal/config"
)

func newParse(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parse FILE...",
		Short: "Show how files are read: sections, questions, sources, costs",
		Long: `Read files as they would be indexed and show what they were understood to be.
With --json one article is printed as it is, several as an array. What cannot be
read is named on stderr as file:line: why, and the exit status is 1.

Corrections are applied where --corrections names them, or --data a directory that
has some, and are listed with what had been read.`,
		Example: `  shirube parse article.md
  shirube parse --json article.txt passages.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s takes at least one file", cmd.CommandPath())
			}
			return nil
		},
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Lexicon, config.Corrections, config.Data)
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		reading, err := app.NewReading(cfg)
		if err != nil {
			return err
		}
		articles, problems, err := reading.Parse(cmd.Context(), files)
		if err != nil {
			return err
		}
		switch {
		case *asJSON && len(files) == 1 && len(articles) == 1:
			err = writeJSON(t.stdout, articles[0])
		case *asJSON:
			err = writeJSON(t.stdout, articles)
		default:
			for _, a := range articles {
				if _, err = io.WriteString(t.stdout, outline(a)); err != nil {
					break
				}
			}
		}
		if err != nil {
			return err
		}
		return t.name(problems)
	}
	return cmd
}

// outline is an article for people: its head, its sections with the beginning of
// each, and what was read from them.
func outline(a *corpus.Article) string {
	var b strings.Builder
	line := func(indent int, format string, args ...any) {
		b.WriteString(strings.Repeat("  ", indent) + harmless(fmt.Sprintf(format, args...)) + "\n")
	}
	field := func(name, value string) {
		if value != "" {
			line(1, "%s: %s", name, value)
		}
	}
	line(0, "# %s", a.Title)
	field("id", a.ID)
	field("url", a.URL)
	field("施術", strings.Join(a.Treatments, "、"))
	field("対象の悩み", strings.Join(a.Conditions, "、"))
	field("診療科", strings.Join(a.Departments, "、"))
	field("タグ", strings.Join(a.Tags, "、"))
	field("公開", dateText(a.Published))
	field("更新", dateText(a.Updated))
	field("確認", dateText(a.Reviewed))
	for _, s := range a.Supervisors {
		field("監修", joined("・", s.Name, s.Title, s.Affiliation, s.Representative))
	}
	field("費用", costText(a.Cost))
	for _, f := range a.Fees {
		field("別途", joined(" ", f.Label, spanText(f.Yen, f.Yen, "円")))
	}
	field("ダウンタイム", spanText(a.Downtime.MinDays, a.Downtime.MaxDays, "日"))
	field("施術時間", spanText(a.Duration.Min, a.Duration.Max, "分"))
	field("回数", spanText(a.Sessions.Min, a.Sessions.Max, "回"))
	field("保険", labelOf(corpus.InsuranceLabels(), a.Insurance))
	field("承認", labelOf(corpus.ApprovalLabels(), a.Approval))
	for _, s := range a.Sections {
		line(s.Level, "%s [%s] %s %s", orDash(s.Heading), labelOf(corpus.KindLabels(), string(s.Kind)), lineNumber(s.StartLine), s.ID)
		if text := start(s.Text, 60); text != "" {
			line(s.Level+1, "%s", text)
		}
		for _, n := range s.Sources {
			if n >= 0 && n < len(a.Sources) {
				line(s.Level+1, "→ %s", sourceText(a.Sources[n]))
			}
		}
	}
	for _, f := range a.FAQs {
		line(1, "Q %s", f.Question)
		line(1, "A %s", start(f.Answer, 60))
	}
	claims := func(name string, list []corpus.Claim) {
		for _, c := range list {
			line(1, "%s: %s（%s%s）", name, c.Label, stanceText(c.Stance), map[bool]string{true: "、出典あり"}[c.Sourced])
		}
	}
	claims("効果", a.Effects)
	claims("リスク", a.Risks)
	claims("禁忌", a.Contraindications)
	for _, s := range a.Sources {
		line(1, "参照元: %s", sourceText(s))
	}
	for _, c := range a.Corrected {
		line(1, "訂正 %s: %s", joined(" ", c.Field, c.Section), joined("、", "元は「"+start(c.Was, 60)+"」", c.Why, c.By, c.Date))
	}
	for _, d := range a.Dropped {
		line(1, "除外 %s: %s（%s）", lineNumber(d.Line), start(d.Text, 40), d.Why)
	}
	b.WriteString("\n")
	return b.String()
}

func dateText(d *time.Time) string {
	if d == nil {
		return ""
	}
	return d.Format(time.DateOnly)
}

func lineNumber(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%d行目", n)
}

func stanceText(s corpus.Stance) string {
	switch s {
	case corpus.Hedged:
		return "可能性"
	case corpus.Denied:
		return "否定"
	}
	return "断定"
}

func sourceText(s corpus.Source) string {
	text := s.Name
	if s.Title != "" {
		text += "「" + s.Title + "」"
	}
	if s.Year != nil {
		text += fmt.Sprintf("（%d年）", *s.Year)
	}
	return joined(" ", text, "["+labelOf(corpus.SourceTypeLabels(), string(s.Type))+"]", s.URL)
}

func costText(c corpus.Cost) string {
	text := spanText(c.MinYen, c.MaxYen, "円")
	if text != "" && c.Per != "" {
		text += " / " + map[string]string{"session": "1回", "site": "1部位", "tooth": "1本", "vial": "1バイアル", "month": "1か月", "other": "1単位"}[c.Per]
	}
	if course := spanText(c.CourseMinYen, c.CourseMaxYen, "円"); course != "" {
		text = joined("、", text, "コース・総額 "+course)
	}
	return text
}

// spanText words a range of which either end may be unknown.
func spanText(from, to *int, unit string) string {
	switch {
	case from == nil && to == nil:
		return ""
	case to == nil:
		return fmt.Sprintf("%d%s〜", *from, unit)
	case from == nil:
		return fmt.Sprintf("〜%d%s", *to, unit)
	case *from == *to:
		return fmt.Sprintf("%d%s", *from, unit)
	}
	return fmt.Sprintf("%d〜%d%s", *from, *to, unit)
}

func labelOf(labels []corpus.Label, value string) string {
	for _, l := range labels {
		if l.Value == value {
			return l.Text
		}
	}
	return value
}

func joined(sep string, parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, sep)
}

func orDash(s string) string {
	if s == "" {
		return "（導入）"
	}
	return s
}

// start is the beginning of a text, on one line.
func start(s string, runes int) string {
	r := []rune(strings.Join(strings.Fields(harmless(s)), " "))
	if len(r) > runes {
		return string(r[:runes]) + "…"
	}
	return string(r)
}
