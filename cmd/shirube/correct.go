package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"shirube/corpus"
	"shirube/corpus/corrections"
	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// lastUndo is what --undo means without a number.
const lastUndo = "last"

// quietApp is the program of a command whose output is its own: of the log it says what warns.
func quietApp(t terminal, load func() (config.Config, error)) (*app.App, error) {
	cfg, err := load()
	if err != nil {
		return nil, err
	}
	return app.New(cfg, slog.New(slog.NewTextHandler(t.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

func newCorrect(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "correct ARTICLE",
		Short: "Put right what was read wrongly of an article",
		Long: `Write a correction of what was read of an article: the kind or the heading of a
section, a question, a source, the price, fees, downtime, who supervised, who pays,
approval, treatments, tags, or text that is to be hidden. Corrections are kept in
corrections.yaml in the data directory, apart from the articles and the index; they
hold when an article is imported again, and are reported when what they are about
has changed. shirube parse shows sections with their ids.

A correction is applied when the index is next brought in step: by shirube index,
or at once by shirube serve --watch.`,
		Example: `  shirube correct laser --section s-1a2b3c4d5e --kind risks --why "見出しがあいまい"
  shirube correct laser --passage laser#0a1b2c3d4e --hide
  shirube correct laser --cost-min 30000 --cost-max 50000 --downtime 0-3
  shirube correct laser --source 2 --type government --year 2024
  shirube correct laser --faq "痛みはありますか？" --answer "輪ゴムで弾かれる程度です。"
  shirube correct --list
  shirube correct --undo`,
		Args: cobra.MaximumNArgs(1),
	}
	f := correctFlags(cmd.Flags())
	list := cmd.Flags().Bool("list", false, "list the corrections, with their numbers; of one article where it is named")
	undo := cmd.Flags().String("undo", "", "take out the correction with this `NUMBER`; without one, the last")
	cmd.Flags().Lookup("undo").NoOptDefVal = lastUndo
	unchecked := cmd.Flags().Bool("unchecked", false, "write it without looking whether the index has the article and it applies")
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Lexicon, config.Corrections, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		program, err := quietApp(t, load)
		if err != nil {
			return err
		}
		path, err := program.CorrectionsFile()
		if err != nil {
			return err
		}
		file, err := corrections.OpenFile(path)
		if err != nil {
			return err
		}
		switch {
		case *list:
			return t.listCorrections(file, args, *asJSON)
		case cmd.Flags().Changed("undo"):
			return t.undoCorrection(cmd.Context(), program, file, path, *undo)
		case len(args) == 0:
			return usagef("%s takes the id of an article", cmd.CommandPath())
		}
		c, err := f.correction(cmd.Flags(), args[0])
		if err != nil {
			return usageError{err}
		}
		if err := c.Valid(); err != nil {
			return usageError{err}
		}
		if !*unchecked {
			if err := anchorIn(cmd.Context(), program, &c); err != nil {
				return err
			}
		}
		file, err = program.ChangeCorrections(cmd.Context(), cmp.Or(c.By, "shirube correct"), cmp.Or(c.Why, c.Article), func(f *corrections.File) error {
			if err := f.Add(c); err != nil {
				return usageError{err}
			}
			return nil
		})
		if err != nil {
			return err
		}
		t.say("%s: correction %d written: %s", path, len(file.All()), describe(c))
		if *asJSON {
			return writeJSON(t.stdout, numbered(file.All(), "")[len(file.All())-1])
		}
		return nil
	}
	return cmd
}

// correctValues are the values of the flags that say what is corrected.
type correctValues struct {
	c                                             corrections.Correction
	kind                                          string
	faq                                           corrections.FAQ
	source                                        corrections.Source
	sourceType, year                              string
	remove                                        bool
	costMin, costMax, courseMin, courseMax, per   string
	cost, downtime                                string
	fees, supervisors, treatments, tags           []string
	noFees, noSupervisors, noTreatments, noTagged bool
}

func correctFlags(fs *pflag.FlagSet) *correctValues {
	v := &correctValues{}
	fs.StringVar(&v.c.Section, "section", "", "`ID` of the section")
	fs.StringVar(&v.c.Passage, "passage", "", "`ID` of the passage, <article>#<hash>")
	fs.StringVar(&v.c.Anchor, "anchor", "", "`WORDS` that must still stand there (default: taken from the article)")
	fs.StringVar(&v.kind, "kind", "", "`KIND` of the section: overview, effects, candidates, procedure, risks, precautions, cost, downtime,\naftercare, comparison, faq, summary, supervision, sources or other")
	fs.StringVar(&v.c.Heading, "heading", "", "`TEXT` of the section's heading")
	fs.BoolVar(&v.c.Hide, "hide", false, "take the section's own text, or the passage, out of the article")

	fs.StringVar(&v.faq.Of, "faq", "", "`QUESTION` of the FAQ entry as it was read; leave it out for a new entry")
	fs.StringVar(&v.faq.Question, "question", "", "`TEXT` of the question")
	fs.StringVar(&v.faq.Answer, "answer", "", "`TEXT` of the answer")
	fs.StringVar(&v.source.Of, "source", "", "`NUMBER`, name, title or URL of the source as it was read; leave it out for a new one")
	fs.StringVar(&v.source.Name, "name", "", "`NAME` of the source's organisation")
	fs.StringVar(&v.source.Title, "title", "", "`TITLE` of the source")
	fs.StringVar(&v.source.URL, "url", "", "`URL` of the source")
	fs.StringVar(&v.sourceType, "type", "", "`TYPE` of the source: government, society, university, journal, drug_label, hospital, company, media or other")
	fs.StringVar(&v.year, "year", "", "`YEAR` of the source, or unknown")
	fs.BoolVar(&v.remove, "remove", false, "with --faq: it is no question; with --source: it is no source")

	fs.StringVar(&v.cost, "cost", "", "unknown: the article has no price")
	fs.StringVar(&v.costMin, "cost-min", "", "least price in `YEN`, or unknown")
	fs.StringVar(&v.costMax, "cost-max", "", "highest price in `YEN`, or unknown")
	fs.StringVar(&v.per, "cost-per", "", "`UNIT` of the price: session, site, tooth, vial, month or other")
	fs.StringVar(&v.courseMin, "course-min", "", "least price of a course in `YEN`, or unknown")
	fs.StringVar(&v.courseMax, "course-max", "", "highest price of a course in `YEN`, or unknown")
	fs.StringArrayVar(&v.fees, "fee", nil, "`LABEL=YEN` of a fee beside the price; repeatable, replaces what was read")
	fs.BoolVar(&v.noFees, "no-fees", false, "there are no fees beside the price")
	fs.StringVar(&v.downtime, "downtime", "", "`DAYS` of downtime: 0, 0-3, 3- or unknown")
	fs.StringArrayVar(&v.supervisors, "supervisor", nil, "`TITLE`, or name=…,title=…,affiliation=…,representative=…; repeatable, replaces what was read")
	fs.BoolVar(&v.noSupervisors, "no-supervisors", false, "nobody supervised the article")
	fs.StringVar(&v.c.Insurance, "insurance", "", "who pays: covered, self_pay, mixed or unknown")
	fs.StringVar(&v.c.Approval, "approval", "", "approval in Japan: approved, unapproved or unknown")
	fs.StringArrayVar(&v.treatments, "treatment", nil, "`NAME` of a treatment; repeatable, replaces what was read")
	fs.BoolVar(&v.noTreatments, "no-treatments", false, "the article is about no treatment")
	fs.StringArrayVar(&v.tags, "tag", nil, "`TAG` of the article; repeatable, replaces what was read")
	fs.BoolVar(&v.noTagged, "no-tags", false, "the article has no tags")
	fs.StringVar(&v.c.Why, "why", "", "`REASON` of the correction")
	fs.StringVar(&v.c.By, "by", "", "`ROLE` of who corrects")
	return v
}

// correction makes a correction of what was typed.
func (v *correctValues) correction(fs *pflag.FlagSet, article string) (corrections.Correction, error) {
	c := v.c
	c.Article, c.Kind, c.Date = article, corpus.Kind(v.kind), time.Now().Format(time.DateOnly)
	v.faq.Remove = v.remove && v.faq.Of != ""
	if v.faq != (corrections.FAQ{}) {
		c.FAQ = &v.faq
	}
	var errs []error
	number := func(flag, value string) corrections.Number {
		n, err := numberFlag(fs, flag, value)
		errs = append(errs, err)
		return n
	}
	v.source.Type, v.source.Year = corpus.SourceType(v.sourceType), number("year", v.year)
	v.source.Remove = v.remove && v.source.Of != ""
	if v.source != (corrections.Source{}) {
		c.Source = &v.source
	}
	if v.remove && v.faq.Of == "" && v.source.Of == "" {
		errs = append(errs, errors.New("--remove needs --faq or --source"))
	}
	cost := corrections.Cost{
		MinYen: number("cost-min", v.costMin), MaxYen: number("cost-max", v.costMax), Per: v.per,
		CourseMinYen: number("course-min", v.courseMin), CourseMaxYen: number("course-max", v.courseMax),
	}
	switch {
	case v.cost == corpus.Unknown:
		none := corrections.Unknown()
		c.Cost = &corrections.Cost{MinYen: none, MaxYen: none, CourseMinYen: none, CourseMaxYen: none}
	case v.cost != "":
		errs = append(errs, fmt.Errorf("--cost %q: it is unknown, or use --cost-min and --cost-max", v.cost))
	case cost != (corrections.Cost{}):
		c.Cost = &cost
	}
	var err error
	if c.Downtime, err = downtimeFlag(v.downtime); err != nil {
		errs = append(errs, err)
	}
	if c.Fees, err = feeFlags(v.fees, v.noFees); err != nil {
		errs = append(errs, err)
	}
	if c.Supervisors, err = supervisorFlags(v.supervisors, v.noSupervisors); err != nil {
		errs = append(errs, err)
	}
	c.Treatments, c.Tags = listFlag(v.treatments, v.noTreatments), listFlag(v.tags, v.noTagged)
	return c, errors.Join(errs...)
}

// numberFlag reads a number that may be unknown; one that was not given is left alone.
func numberFlag(fs *pflag.FlagSet, flag, value string) (corrections.Number, error) {
	if !fs.Changed(flag) {
		return corrections.Number{}, nil
	}
	if value == corpus.Unknown {
		return corrections.Unknown(), nil
	}
	n, err := strconv.Atoi(strings.ReplaceAll(value, ",", ""))
	if err != nil {
		return corrections.Number{}, fmt.Errorf("--%s %q: it is a whole number, or unknown", flag, value)
	}
	return corrections.Known(n), nil
}

// downtimeFlag reads 3, 0-3, 3- and unknown.
func downtimeFlag(value string) (*corrections.Downtime, error) {
	if value == "" {
		return nil, nil
	}
	if value == corpus.Unknown {
		return &corrections.Downtime{MinDays: corrections.Unknown(), MaxDays: corrections.Unknown()}, nil
	}
	wrong := fmt.Errorf("--downtime %q: it is days as 3, 0-3 or 3-, or unknown", value)
	from, to, span := strings.Cut(value, "-")
	least, err := strconv.Atoi(from)
	if err != nil {
		return nil, wrong
	}
	d := &corrections.Downtime{MinDays: corrections.Known(least), MaxDays: corrections.Known(least)}
	if span {
		d.MaxDays = corrections.Unknown()
		if to != "" {
			most, err := strconv.Atoi(to)
			if err != nil {
				return nil, wrong
			}
			d.MaxDays = corrections.Known(most)
		}
	}
	return d, nil
}

func feeFlags(values []string, none bool) (*[]corrections.Fee, error) {
	if len(values) == 0 && !none {
		return nil, nil
	}
	fees := []corrections.Fee{}
	for _, value := range values {
		label, yen, ok := strings.Cut(value, "=")
		fee := corrections.Fee{Label: strings.TrimSpace(label)}
		if ok && yen != corpus.Unknown {
			n, err := strconv.Atoi(strings.ReplaceAll(yen, ",", ""))
			if err != nil {
				return nil, fmt.Errorf("--fee %q: it is LABEL=YEN, or LABEL=unknown", value)
			}
			fee.Yen = &n
		}
		fees = append(fees, fee)
	}
	return &fees, nil
}

func supervisorFlags(values []string, none bool) (*[]corrections.Supervisor, error) {
	if len(values) == 0 && !none {
		return nil, nil
	}
	list := []corrections.Supervisor{}
	for _, value := range values {
		var s corrections.Supervisor
		if !strings.Contains(value, "=") {
			list = append(list, corrections.Supervisor{Title: strings.TrimSpace(value)})
			continue
		}
		for part := range strings.SplitSeq(value, ",") {
			key, text, _ := strings.Cut(part, "=")
			to, ok := map[string]*string{"name": &s.Name, "title": &s.Title, "affiliation": &s.Affiliation, "representative": &s.Representative}[strings.TrimSpace(key)]
			if !ok {
				return nil, fmt.Errorf("--supervisor %q: the keys are name, title, affiliation and representative", value)
			}
			*to = strings.TrimSpace(text)
		}
		list = append(list, s)
	}
	return &list, nil
}

func listFlag(values []string, none bool) *[]string {
	if len(values) == 0 && !none {
		return nil
	}
	list := append([]string{}, values...)
	return &list
}

// anchorIn looks whether a correction applies to the article as it is indexed, and
// has it quote the words that it is about, so that it is not applied to others.
func anchorIn(ctx context.Context, program *app.App, c *corrections.Correction) error {
	session, err := program.Open(ctx, "correct", &ingest.Meter{})
	if err != nil {
		return err
	}
	defer session.Close()
	a, err := session.Article(ctx, c.Article, search.Scope{})
	if err != nil {
		return fmt.Errorf("article %s: %w (--unchecked writes the correction all the same)", c.Article, err)
	}
	if _, err := c.Try(a, nil); err != nil {
		return usageError{err}
	}
	return nil
}

// numberedCorrection is a correction as --list shows it.
type numberedCorrection struct {
	Number  int    `json:"number"`
	Line    int    `json:"line"`
	Article string `json:"article"`
	What    string `json:"what"`
	Why     string `json:"why"`
	By      string `json:"by"`
	Date    string `json:"date"`
}

func numbered(all []corrections.Correction, article string) []numberedCorrection {
	out := []numberedCorrection{}
	for i, c := range all {
		if article == "" || c.Article == article {
			out = append(out, numberedCorrection{i + 1, c.Line, c.Article, describe(c), c.Why, c.By, c.Date})
		}
	}
	return out
}

func (t terminal) listCorrections(file *corrections.File, args []string, asJSON bool) error {
	list := numbered(file.All(), strings.Join(args, ""))
	if asJSON {
		return writeJSON(t.stdout, list)
	}
	for _, c := range list {
		line := harmless(fmt.Sprintf("%d. %s", c.Number, joined("  ", c.What, c.Why, c.By, c.Date)))
		if _, err := fmt.Fprintln(t.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

func (t terminal) undoCorrection(ctx context.Context, program *app.App, file *corrections.File, path, number string) error {
	n := len(file.All())
	if number != lastUndo {
		var err error
		if n, err = strconv.Atoi(number); err != nil {
			return usagef("--undo %q: it is the number that --list shows", number)
		}
	}
	var c corrections.Correction
	_, err := program.ChangeCorrections(ctx, "shirube correct", "--undo", func(f *corrections.File) (err error) {
		if c, err = f.Remove(n - 1); err != nil {
			return usageError{err}
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.say("%s: correction %d taken out: %s", path, n, describe(c))
	return nil
}

// describe is a correction on one line.
func describe(c corrections.Correction) string {
	return start(joined(" ", c.Article, c.Section, strings.TrimPrefix(c.Passage, c.Article), c.What()), 200)
}
