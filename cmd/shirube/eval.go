package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"shirube/index"
	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/eval"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

type evalFlags struct {
	queries, view, match, interpret, run, compare string
	json                                          bool
}

func newEval(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval --queries FILE",
		Short: "Measure the search with judged queries",
		Long: `Ask judged queries and print nDCG@10, MRR@10, recall@1, @10 and @100, the number of
queries without an answer, each also by type, and latencies.

Queries are lines of {"id","query","relevant":{"<id>":grade},"type"?}; an id is
that of an article or of a passage, or names a passage: <article id>#<heading>.
--run writes the results as TREC run lines: qid Q0 docid rank score shirube.

--compare reads such a file, of an earlier run or of another engine, and prints by
type how far nDCG@10 is from that run's, how many queries gained and lost, and p of
a two-sided paired randomisation test: the chance of such a difference if the runs
were alike.`,
		Example: `  shirube eval --corpus ~/articles --queries queries.jsonl
  shirube eval --corpus passages.jsonl --queries queries.jsonl --view passages --match any --run out.run --json
  shirube eval --corpus ~/articles --queries queries.jsonl --compare before.run`,
		Args: exactly(0, "no arguments"),
	}
	var f evalFlags
	cmd.Flags().StringVar(&f.queries, "queries", "", "`FILE` of the judged queries (required)")
	cmd.Flags().StringVar(&f.view, "view", string(index.Articles), "`VIEW` that is measured: articles or passages")
	cmd.Flags().StringVar(&f.match, "match", string(search.MatchAuto), "how much of a query a hit must mention: auto, all or any")
	cmd.Flags().StringVar(&f.interpret, "interpret", "on", "what may be read into a query: on, off, or a list of spelling,synonyms,intent,numbers,negation")
	cmd.Flags().StringVar(&f.run, "run", "", "write a TREC run to this `FILE`")
	cmd.Flags().StringVar(&f.compare, "compare", "", "compare with the TREC run in this `FILE`")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Lexicon, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		request, err := f.request()
		if err != nil {
			return err
		}
		return runEval(cmd, t, cfg, f, request)
	}
	return cmd
}

// request is the search that is measured.
func (f evalFlags) request() (search.Request, error) {
	if f.queries == "" {
		return search.Request{}, usagef("name the judged queries: --queries FILE")
	}
	if err := checkChoices(f.view, f.match); err != nil {
		return search.Request{}, err
	}
	interpret, err := parseInterpret(f.interpret)
	return search.Request{View: index.View(f.view), Match: search.Match(f.match), Interpret: interpret}, err
}

// parseInterpret reads on, off or a list; nil is everything.
func parseInterpret(s string) (*search.Interpret, error) {
	keep := &search.Interpret{}
	switch s {
	case "", "on":
		return nil, nil
	case "off":
		return keep, nil
	}
	parts := map[string]*bool{"spelling": &keep.Spelling, "synonyms": &keep.Synonyms, "intent": &keep.Intent,
		"numbers": &keep.Numbers, "negation": &keep.Negation}
	for _, name := range strings.Split(s, ",") {
		part, known := parts[strings.TrimSpace(name)]
		if !known {
			return nil, usagef("--interpret %q: %q is not on, off or one of spelling, synonyms, intent, numbers, negation", s, name)
		}
		*part = true
	}
	return keep, nil
}

func runEval(cmd *cobra.Command, t terminal, cfg config.Config, f evalFlags, request search.Request) error {
	queries, err := readQueries(f.queries)
	if err != nil {
		return err
	}
	other, err := readRun(f.compare, queries)
	if err != nil {
		return err
	}
	a, err := app.New(cfg, commandLog(t))
	if err != nil {
		return err
	}
	session, err := openSession(cmd, t, a, "eval")
	if err != nil {
		return err
	}
	defer session.Close()
	if queries, err = session.Resolve(cmd.Context(), queries); err != nil {
		return err
	}
	unknown, err := session.Unknown(cmd.Context(), queries)
	if err != nil {
		return err
	}
	if len(unknown) > 0 {
		t.say("shirube: %d judged ids are not in the index and count as not found, such as %q", len(unknown), unknown[0])
	}
	count, stop := countProgress(t, "asking", len(queries))
	outcomes, err := session.Evaluate(cmd.Context(), request, queries, count)
	stop()
	if err != nil {
		return err
	}
	if err := writeRun(f.run, outcomes); err != nil {
		return err
	}
	err = f.report(t, queries, outcomes, other, len(unknown))
	if err != nil || session.Report == nil {
		return err
	}
	return t.name(session.Report.Problems())
}

// evalReport is what eval --json prints.
type evalReport struct {
	View       string `json:"view"`
	Match      string `json:"match"`
	Interpret  string `json:"interpret"`
	UnknownIDs int    `json:"unknown_ids"` // judged, but not in the index
	eval.Report
	Comparison *evalComparison `json:"comparison,omitempty"` // with --compare
}

// evalComparison says how this run differs from the one in a file.
type evalComparison struct {
	Run string `json:"run"`
	eval.Comparison
}

// report prints what a run amounts to, beside another one where there is one.
func (f evalFlags) report(t terminal, queries []eval.Query, outcomes []eval.Outcome, other eval.RunFile, unknown int) error {
	out := evalReport{View: f.view, Match: f.match, Interpret: f.interpret, UnknownIDs: unknown, Report: eval.Measure(outcomes)}
	if other != nil {
		out.Comparison = &evalComparison{f.compare, eval.Compare(outcomes, other.Judge(index.View(f.view), queries))}
	}
	if f.json {
		return writeJSON(t.stdout, out)
	}
	if err := eval.WriteTable(t.stdout, out.Report); err != nil || out.Comparison == nil {
		return err
	}
	return eval.WriteComparison(t.stdout, f.compare, out.Comparison.Comparison)
}

// readRun reads the run to compare with; nil where none is named.
func readRun(path string, queries []eval.Query) (eval.RunFile, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, usagef("--compare: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	run, err := eval.ReadRun(path, f)
	if err == nil && run.Knows(queries) == 0 {
		err = fmt.Errorf("%s: it answers none of the queries: is it a run of other queries?", path)
	}
	return run, err
}

func readQueries(path string) ([]eval.Query, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usagef("--queries: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return eval.ReadQueries(path, f)
}

// writeRun writes a run file, whole or not at all.
func writeRun(path string, outcomes []eval.Outcome) error {
	if path == "" {
		return nil
	}
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("run file: %w", err)
	}
	defer func() { _ = f.Cleanup() }() // nothing to do after it was replaced
	if err := eval.WriteRun(f, outcomes); err != nil {
		return err
	}
	if err := f.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("run file: %w", err)
	}
	return nil
}

// openSession opens the index with a progress bar for what must be indexed.
func openSession(cmd *cobra.Command, t terminal, a *app.App, purpose string) (*app.Session, error) {
	meter := &ingest.Meter{}
	stop := showProgress(t, meter)
	defer stop()
	return a.Open(cmd.Context(), purpose, meter)
}
