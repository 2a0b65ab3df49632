package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/search"
)

type searchFlags struct {
	filters           []string
	view, match, sort string
	limit             int
	json              bool
}

func newSearch(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search from the command line",
		Long: `Search the corpus and print what was found. Nothing in a query is an error. The
index is built or brought in step first where that is needed; beside a running
server it is used as it is.`,
		Example: `  shirube search 妊娠中でも受けられる --view passages
  shirube search たるみ --filter cost_max=100000 --filter downtime_max=3
  shirube search シミ --filter treatment=レーザートーニング --filter 'risk=-内出血' --json`,
		Args: exactly(1, "one query (quote it if it has spaces)"),
	}
	var f searchFlags
	cmd.Flags().StringArrayVar(&f.filters, "filter", nil,
		"`NAME=VALUE` that hits must have, as the parameters of /v1/search: kind=risks, cost_max=50000, …;\n-VALUE excludes; repeatable: the same name means or, different names mean and")
	cmd.Flags().StringVar(&f.view, "view", string(index.Articles), "`VIEW` of the hits: articles or passages")
	cmd.Flags().StringVar(&f.match, "match", string(search.MatchAuto), "how much of the query a hit must mention: auto, all or any")
	cmd.Flags().StringVar(&f.sort, "sort", string(index.ByRelevance), "`ORDER`: relevance, updated, cost or downtime")
	cmd.Flags().IntVar(&f.limit, "limit", search.DefaultPerPage, "`N`umber of hits, at most 100")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON, as GET /v1/search answers")
	load := settings(cmd, t, config.Corpus, config.Lexicon, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		request, err := f.request(args[0])
		if err != nil {
			return err
		}
		return runSearch(cmd, t, cfg, request, f.json)
	}
	return cmd
}

func (f searchFlags) request(query string) (search.Request, error) {
	filters, collections, err := parseFilters(f.filters)
	if err != nil {
		return search.Request{}, err
	}
	if f.limit < 1 || f.limit > search.MaxPerPage {
		return search.Request{}, usagef("--limit %d is not from 1 to %d", f.limit, search.MaxPerPage)
	}
	if err := checkChoices(f.view, f.match); err != nil {
		return search.Request{}, err
	}
	if err := oneOf("sort", f.sort, string(index.ByRelevance), string(index.ByUpdated), string(index.ByCost), string(index.ByDowntime)); err != nil {
		return search.Request{}, err
	}
	r := search.Request{Query: query, View: index.View(f.view), Match: search.Match(f.match), Sort: index.Sort(f.sort),
		Filters: filters, Collections: collections, PerPage: f.limit, Answer: f.json}
	if !f.json {
		r.Facets = []string{}
	}
	return r, nil
}

// checkChoices checks what search and eval have in common, before anything is
// loaded.
func checkChoices(view, match string) error {
	if err := oneOf("view", view, string(index.Articles), string(index.Passages)); err != nil {
		return err
	}
	return oneOf("match", match, string(search.MatchAuto), string(search.MatchAll), string(search.MatchAny))
}

func oneOf(flag, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return usagef("--%s %q is not one of %s", flag, value, strings.Join(allowed, ", "))
}

func runSearch(cmd *cobra.Command, t terminal, cfg config.Config, request search.Request, asJSON bool) error {
	a, err := app.New(cfg, commandLog(t))
	if err != nil {
		return err
	}
	session, err := openSession(cmd, t, a, "search")
	if err != nil {
		return err
	}
	defer session.Close()
	response, err := session.Search(cmd.Context(), request)
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(t.stdout, response)
	} else {
		err = writeAnswer(t, response)
	}
	if err != nil || session.Report == nil {
		return err
	}
	return t.name(session.Report.Problems())
}

// writeAnswer prints an answer for people.
func writeAnswer(t terminal, r *search.Response) error {
	p := printer{bold: t.stdoutIsTerminal}
	p.line(0, "「%s」 %d件", r.Query, r.Total)
	if c := r.Interpreted.Corrected; c != nil {
		p.line(0, "「%s」を「%s」として検索しました", c.From, c.To)
	}
	if r.Relaxed {
		p.line(0, "すべての語や条件に当てはまるものが少ないため、一部だけに当てはまるものも示します")
	}
	for _, notice := range r.Notices {
		p.line(0, "※ %s", notice)
	}
	if len(r.Hits) == 0 {
		p.line(0, "見つかりませんでした")
	}
	for _, s := range r.Suggestions {
		p.line(1, "もしかして: %s", s)
	}
	for i, h := range r.Hits {
		p.hit(i+1, h)
	}
	if _, err := fmt.Fprint(t.stdout, p.out.String()); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

type printer struct {
	out  strings.Builder
	bold bool // the terminal can show what is marked
}

func (p *printer) line(indent int, format string, args ...any) {
	text := strings.TrimRight(harmless(fmt.Sprintf(format, args...)), " ")
	p.out.WriteString(strings.Repeat("   ", indent) + text + "\n")
}

// hit prints one hit: title, what the passage is, its words, where they come
// from, and who answers for them.
func (p *printer) hit(n int, h search.Hit) {
	title := p.marked(h.Title)
	if title == "" {
		title = harmless(h.Article.ID)
	}
	fmt.Fprintf(&p.out, "\n%d. %s\n", n, title)
	if h.Passage != nil {
		p.line(1, "[%s] %s", labelOf(corpus.KindLabels(), string(h.Passage.Kind)), strings.Join(pathOf(h.Passage), " › "))
	}
	if h.Snippet.Text != "" {
		p.out.WriteString("   " + p.marked(h.Snippet) + "\n")
	}
	if h.Passage != nil {
		sources := make([]string, 0, len(h.Passage.Sources))
		for _, s := range h.Passage.Sources {
			sources = append(sources, sourceText(s))
		}
		if len(sources) == 0 {
			sources = []string{"なし"}
		}
		p.line(1, "出典: %s", strings.Join(sources, "、"))
	}
	var review []string
	for _, s := range h.Article.Supervisors {
		review = append(review, "監修 "+joined("・", s.Name, s.Title))
	}
	switch {
	case h.Article.Reviewed != nil:
		review = append(review, "確認日 "+h.Article.Reviewed.Format("2006-01-02"))
	case h.Article.Updated != nil:
		review = append(review, "更新日 "+h.Article.Updated.Format("2006-01-02"))
	}
	if len(review) > 0 {
		p.line(1, "%s", strings.Join(review, "、"))
	}
	p.line(1, "%s", joined("  ", h.ID, h.Article.URL))
}

// pathOf is a passage's headings, a question last: without its number (Q1.),
// where the heading above is the same with one.
func pathOf(p *search.PassageView) []string {
	path := slices.Clone(p.Path)
	switch {
	case p.Heading == "":
	case len(path) > 0 && strings.HasSuffix(path[len(path)-1], p.Heading):
		path[len(path)-1] = p.Heading
	default:
		path = append(path, p.Heading)
	}
	return path
}

// marked is a text on one line with its marks in bold, where that can be shown.
func (p *printer) marked(m search.Marked) string {
	if !p.bold {
		return harmless(m.Text)
	}
	const on, off = "\x1b[1m", "\x1b[0m"
	runes := []rune(m.Text)
	var b strings.Builder
	pos := 0
	for _, mark := range m.Marks {
		from, to := min(max(mark[0], pos), len(runes)), min(max(mark[1], pos), len(runes))
		b.WriteString(harmless(string(runes[pos:from])) + on + harmless(string(runes[from:to])) + off)
		pos = to
	}
	b.WriteString(harmless(string(runes[pos:])))
	return b.String()
}
