package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"shirube/corpus"
	"shirube/internal/quality"
	"shirube/internal/staff"
)

func (c *Console) contentRoutes() []route {
	return []route{
		get("/console/content", staff.Editor, c.contentOverview),
		get("/console/content/list", staff.Editor, c.contentList),
		get("/console/content/list.csv", staff.Editor, c.contentCSV),
		get("/console/content/coverage", staff.Editor, c.contentCoverage),
		get("/console/content/coverage.csv", staff.Editor, c.coverageCSV),
		get("/console/content/chart/:name", staff.Editor, c.contentChart),
	}
}

// checkedContent is what a page about all articles shows, however far it is.
type checkedContent struct {
	Waiting *waiting // nil: it is there
	Stale   bool     // of the generation before
	Options contentOptions
}

// contentOptions is what was chosen on the page.
type contentOptions struct {
	Months     int  // that a review is good for
	Drafts     bool // what visitors do not see as well
	Collection string
}

// monthChoices are how long a review may be good for.
func monthChoices() []int { return []int{3, 6, 12, 18, 24, 36} }

func (r *request) contentOptions() contentOptions {
	o := contentOptions{Months: quality.DefaultMaxAge, Drafts: r.query("drafts") == "1", Collection: r.query("collection")}
	if n, err := strconv.Atoi(r.query("months")); err == nil && n > 0 && n <= 120 {
		o.Months = n
	}
	return o
}

// values are the options as an address has them, only those that are not the usual ones.
func (o contentOptions) values() url.Values {
	q := url.Values{}
	if o.Months != quality.DefaultMaxAge {
		q.Set("months", strconv.Itoa(o.Months))
	}
	if o.Drafts {
		q.Set("drafts", "1")
	}
	if o.Collection != "" {
		q.Set("collection", o.Collection)
	}
	return q
}

// report is what was found in the articles that the person sees; nil as long as there is
// nothing: then checked says how far it is.
func (c *Console) report(r *request) (report *quality.Report, checked checkedContent, err error) {
	checked.Options = r.contentOptions()
	if err := c.shelfReady(); err != nil {
		return nil, checked, err
	}
	health, state, ok, err := c.surveys.health.Get(r.ctx(), surveyPatience)
	if err != nil {
		return nil, checked, err //nolint:wrapcheck // it says what it is
	}
	if !ok {
		checked.Waiting = &waiting{state.Done, state.Total, state.Err != nil}
		return nil, checked, nil
	}
	checked.Stale = !state.Current
	scope := r.seen(checked.Options.Drafts)
	if chosen := checked.Options.Collection; chosen != "" && (len(scope.Collections) == 0 || slices.Contains(scope.Collections, chosen)) {
		scope.Collections = []string{chosen}
	}
	return health.Report(scope, quality.Options{MaxAge: checked.Options.Months}), checked, nil
}

// notYet is a page that comes again by itself until the survey is done.
func notYet(answer reply) reply {
	answer.status = http.StatusAccepted
	answer.headers = map[string]string{"Refresh": "2"}
	return answer
}

// contentSummary is what the first page shows.
type contentSummary struct {
	checkedContent
	Articles int
	Kinds    []kindCount
	Months   []int
	Charts   []chartView
	Coverage string
	Without  []treatmentGap
}

// kindCount is how much was found of a kind.
type kindCount struct {
	Kind, Label, Note, Link string
	Findings, Articles      int
	Grave                   bool
}

// chartView is a picture with the table of what it shows.
type chartView struct {
	Title              string
	Light, Dark        string
	Narrow, NarrowDark string // for a phone
	Rows               []chartRow
}

type chartRow struct {
	Label string
	Count int
}

// treatmentGap is a treatment of which no article tells of risks or precautions.
type treatmentGap struct{ Treatment, Link string }

func (c *Console) contentOverview(r *request) (reply, error) {
	report, checked, err := c.report(r)
	if err != nil {
		return reply{}, err
	}
	v := contentSummary{checkedContent: checked, Months: monthChoices()}
	if report == nil {
		return notYet(r.show("content", r.T("記事の点検"), v)), nil
	}
	v.Articles = report.Articles
	for _, k := range quality.Kinds() {
		label, note := r.findingKind(k)
		count := kindCount{Kind: string(k), Label: label, Note: note, Link: r.listPath(checked.Options, k, nil), Findings: len(report.Findings[k]), Grave: k == quality.NoRisks || k == quality.NoPrecautions}
		count.Articles = articlesIn(report.Findings[k])
		v.Kinds = append(v.Kinds, count)
	}
	v.Coverage = r.path("/console/content/coverage?") + checked.Options.values().Encode()
	for _, cov := range report.Coverage {
		if cov.Kinds[corpus.KindRisks].Articles == 0 || cov.Kinds[corpus.KindPrecautions].Articles == 0 {
			v.Without = append(v.Without, treatmentGap{cov.Treatment, r.listPath(checked.Options, quality.NoRisks, url.Values{"treatment": {cov.Treatment}})})
		}
	}
	for _, chart := range c.contentCharts(r, report) {
		at := func(size, theme string) string {
			q := checked.Options.values()
			q.Set("size", size)
			q.Set("theme", theme)
			return r.path("/console/content/chart/"+chart.name+"?") + q.Encode()
		}
		view := chartView{Title: chart.title, Rows: chart.rows, Light: at("half", "light"), Dark: at("half", "dark"), Narrow: at("narrow", "light"), NarrowDark: at("narrow", "dark")}
		v.Charts = append(v.Charts, view)
	}
	return r.show("content", r.T("記事の点検"), v), nil
}

func articlesIn(list []quality.Finding) int {
	seen := map[string]bool{}
	for i := range list {
		seen[list[i].Article.ID] = true
	}
	return len(seen)
}

// listPath is the list of what was found of a kind.
func (r *request) listPath(o contentOptions, k quality.Kind, more url.Values) string {
	q := o.values()
	q.Set("kind", string(k))
	for name, values := range more {
		q[name] = values
	}
	return r.path("/console/content/list?") + q.Encode()
}

// findingKind is what a kind is called, and what it means.
func (r *request) findingKind(k quality.Kind) (label, note string) {
	switch k {
	case quality.NoRisks:
		return r.T("リスクの記載がない記事"), r.T("リスク・副作用の節も、リスクを述べる文も見つからない記事です。")
	case quality.NoPrecautions:
		return r.T("注意事項の記載がない記事"), r.T("受けられない方・注意点の節も、それを述べる文も見つからない記事です。")
	case quality.UnsourcedClaim:
		return r.T("出典のない効果"), r.T("効果を述べているのに、その節に出典がない文です。")
	case quality.CostApart:
		return r.T("費用の食い違い"), r.T("同じ治療の記事で、費用の範囲が重なりません。")
	case quality.DowntimeApart:
		return r.T("ダウンタイムの食い違い"), r.T("同じ治療の記事で、ダウンタイムの日数が重なりません。")
	case quality.StaleReview:
		return r.T("確認が古い記事"), r.T("最終確認日から、決めた月数を過ぎた記事です。")
	case quality.NoReview:
		return r.T("確認日のない記事"), r.T("最終確認日の記載がない記事です。")
	case quality.Duplicate:
		return r.T("よく似た文章"), r.T("別の記事とほとんど同じ文が並ぶ記事や節です。")
	case quality.MissingItem:
	}
	return r.T("広告の確認項目の不足"), r.T("医療広告のルールで求められる項目のうち、記事に見つからないものです。法的な判断ではありません。")
}

// day writes a date; empty where there is none.
func day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}
