package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/chart"
	"shirube/internal/present"
	"shirube/internal/quality"
	"shirube/internal/querylog"
	"shirube/internal/search"
)

// How much of one query is shown.
const (
	shownSearches = 100 // its latest searches
	shownFound    = 5   // articles that it finds
)

// queryPage is one query.
type queryPage struct {
	Span     spanView
	Query    string
	Back     string
	Masked   bool // something personal was typed
	Total    counted
	Days     int
	Trend    picture
	DayRows  []dayRow
	Sources  []sourceRow
	Filters  []filterRow
	Hits     []querylog.HitCounts
	Searches []searchRow
	links
	Now *foundNow
}

// filterRow is a filter that was used with a query, and how often.
type filterRow struct {
	Text  string
	Count int
}

// searchRow is one search of a query.
type searchRow struct {
	Time, Source string
	Total        int
	Outcome      string
	Confidence   string
	Clicked      bool
	Filters      []string
	Visit        string // address; empty: it is not known
}

// foundNow is what a query finds at present.
type foundNow struct {
	Total      int
	Answerable bool
	Hits       []nowHit
	Kinds      []string // that the query asks for, for people
	Gaps       []gap
}

// nowHit is an article that is found, with its best passage.
type nowHit struct {
	Title, Article                 string
	Kind, KindLabel, Heading, Text string
	Confidence                     string
	Pin, Hide                      string
}

// gap is an article that is found and has no section of a kind that was asked for.
type gap struct {
	Title, Article, Kinds string
	Correct               string // where a section of it can be said to be of that kind
	Lists                 []named
}

// improveQuery shows one query: its searches over time, what they found, and what it finds now.
func (c *Console) improveQuery(r *request) (reply, error) {
	if c.cfg.Queries == nil {
		return reply{}, errNotNoted(r)
	}
	span, err := r.spanOf("/console/improve/query")
	if err != nil {
		return reply{}, err
	}
	query := r.query("q")
	h, err := c.cfg.Queries.Query(r.ctx(), span.span, query, shownSearches)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says that it is of the log
	}
	v := queryPage{
		Span: span, Query: query, Masked: querylog.Masked(query), Back: span.with(r, "/console/improve"), Total: countedOf(h.Total), Days: h.Days, DayRows: dayRows(h.Trend),
		Hits: h.Hits, Filters: r.filterRows(h.Entries), links: r.linksOf(span, query),
	}
	v.Span.choose(r, h.Sources)
	v.DayRows = slices.DeleteFunc(v.DayRows, func(d dayRow) bool { return d.Searches == 0 })
	if len(h.Trend) > 1 && h.Total.Searches > 0 {
		v.Trend = r.picture(r.T("「%s」の日ごとの検索の数。値は下の表にあります。", query), span, chart.Half, chart.LineHeight, "of", "query", "q", query)
	}
	for _, s := range h.Sources {
		v.Sources = append(v.Sources, sourceRow{Label: r.sourceLabel(s.Source), counted: countedOf(s.Counts), URL: span.with(r, "/console/improve/query", "q", query, "source", s.Source)})
	}
	for _, e := range h.Entries {
		v.Searches = append(v.Searches, r.searchRow(e))
	}
	if strings.TrimSpace(query) != "" {
		if v.Now, err = c.findNow(r, query); err != nil {
			return reply{}, err
		}
	}
	return r.show("improve_query", r.T("「%s」の検索の記録", cmp.Or(query, r.T("(語なし)"))), v), nil
}

func (r *request) searchRow(e querylog.Entry) searchRow {
	row := searchRow{
		Time: e.Time.In(querylog.Zone()).Format("2006-01-02 15:04"), Source: r.sourceLabel(cmp.Or(e.Client, e.FrontEnd)), Total: e.Total, Clicked: e.Clicked,
		Outcome: r.outcome(e), Confidence: confidence(e.Confidence, e.Total),
	}
	for _, f := range e.Filters {
		row.Filters = append(row.Filters, r.filterText(f))
	}
	if e.Session != "" {
		row.Visit = r.withQuery("/console/improve/visit", url.Values{"day": {e.Time.In(querylog.Zone()).Format(time.DateOnly)}, "id": {e.Session}})
	}
	return row
}

// outcome is what became of a search, in a word.
func (r *request) outcome(e querylog.Entry) string {
	switch {
	case e.Total == 0:
		return r.T("0件")
	case !e.Answerable:
		return r.T("答えが弱い")
	}
	return r.T("答えた")
}

// confidence is how sure a hit is, in percent; of nothing there is none.
func confidence(c float64, total int) string {
	if total == 0 {
		return "–"
	}
	return strconv.Itoa(int(c*100+0.5)) + "%"
}

// filterRows are the filters of some searches, used most first.
func (r *request) filterRows(entries []querylog.Entry) []filterRow {
	count := map[string]int{}
	for _, e := range entries {
		for _, f := range e.Filters {
			count[r.filterText(f)]++
		}
	}
	rows := make([]filterRow, 0, len(count))
	for text, n := range count {
		rows = append(rows, filterRow{text, n})
	}
	slices.SortFunc(rows, func(a, b filterRow) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text)) })
	return rows[:min(len(rows), 20)]
}

// findNow looks what a query finds at present, which is not noted as a search.
func (c *Console) findNow(r *request, query string) (*foundNow, error) {
	a, err := c.searcher.Search(r.ctx(), search.Request{
		Query: query, View: index.Articles, Collections: r.person.Collections, PerPage: shownFound, Facets: []string{},
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	v := &foundNow{Total: a.Total, Answerable: a.Answerable}
	for _, k := range a.Interpreted.Intent {
		v.Kinds = append(v.Kinds, r.kindLabel(corpus.Kind(k)))
	}
	for _, h := range a.Hits {
		hit := nowHit{Title: h.Title.Text, Article: r.path(articlePath(h.ID)), Confidence: confidence(h.Confidence, 1)}
		if p := h.Passage; p != nil {
			hit.Article += "#" + url.PathEscape(p.ID)
			hit.Kind, hit.KindLabel, hit.Heading, hit.Text = string(p.Kind), present.LabelOf(corpus.KindLabels(), string(p.Kind)), p.Heading, h.Snippet.Text
			hit.Pin = r.withQuery("/console/curation/new", url.Values{"kind": {"pin"}, "query": {query}, "id": {p.ID}})
			hit.Hide = r.withQuery("/console/curation/new", url.Values{"kind": {"hide"}, "query": {query}, "id": {p.ID}})
		}
		v.Hits = append(v.Hits, hit)
		if len(a.Interpreted.Intent) == 0 {
			continue
		}
		article, err := c.searcher.Article(r.ctx(), h.ID, r.scope())
		if err != nil {
			return nil, err //nolint:wrapcheck // the error says which article
		}
		if lacking := lacks(article, a.Interpreted.Intent); len(lacking) > 0 {
			v.Gaps = append(v.Gaps, r.gapOf(article, lacking))
		}
	}
	return v, nil
}

// gapOf is what an article lacks, with the lists of content health that show it.
func (r *request) gapOf(a *corpus.Article, lacking []string) gap {
	g := gap{Title: a.Title, Article: r.path(articlePath(a.ID))}
	if r.console.cfg.Corrections != nil {
		g.Correct = r.withQuery(correctionForm, url.Values{"article": {a.ID}})
	}
	options := contentOptions{Months: quality.DefaultMaxAge}
	var names []string
	for _, k := range lacking {
		names = append(names, r.kindLabel(corpus.Kind(k)))
		finding := quality.NoRisks
		switch kind := corpus.Kind(k); {
		case kind == corpus.KindRisks && len(a.Risks) == 0:
		case kind == corpus.KindPrecautions && len(a.Contraindications) == 0:
			finding = quality.NoPrecautions
		default:
			continue // no list names it
		}
		label, _ := r.findingKind(finding)
		g.Lists = append(g.Lists, named{r.listPath(options, finding, url.Values{"article": {a.ID}}), label})
	}
	g.Kinds = strings.Join(names, " / ")
	for _, t := range a.Treatments[:min(len(a.Treatments), 2)] {
		g.Lists = append(g.Lists, named{r.withQuery("/console/content/coverage", url.Values{"words": {t}}), r.T("%sの節の対応", t)})
	}
	return g
}

// lacks are the kinds of which an article has no section.
func lacks(a *corpus.Article, kinds []string) []string {
	var out []string
	for _, k := range kinds {
		if !slices.ContainsFunc(a.Sections, func(s corpus.Section) bool { return string(s.Kind) == k }) {
			out = append(out, k)
		}
	}
	return out
}

func (r *request) kindLabel(k corpus.Kind) string {
	return r.T(present.LabelOf(corpus.KindLabels(), string(k)))
}

// visitPage is what somebody asked and did in one visit. Nothing in it says who.
type visitPage struct {
	Day   string
	Steps []step
	Back  string
}

// step is a search or what was done with it.
type step struct {
	Time string
	searchRow
	Query, Detail string // of a search
	Did, Hit      string // of an event
	Position      int
}

// improveVisit shows the sequence of one visit.
func (c *Console) improveVisit(r *request) (reply, error) {
	if c.cfg.Queries == nil {
		return reply{}, errNotNoted(r)
	}
	day, err := time.ParseInLocation(time.DateOnly, r.query("day"), querylog.Zone())
	if err != nil {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("日付を確認してください。")}
	}
	visit, err := c.cfg.Queries.Visit(r.ctx(), day, r.query("id"), r.person.Collections)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says that it is of the log
	}
	if len(visit.Entries) == 0 {
		return reply{}, &problem{http.StatusNotFound, r.T("この訪問の記録はありません。保存期間が過ぎたか、あなたの担当の外にある可能性があります。")}
	}
	v := visitPage{Day: r.query("day")}
	span, err := querylog.SpanOf(v.Day, v.Day, day)
	if err != nil {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("日付を確認してください。")}
	}
	about := spanView{span: span, Query: url.Values{"from": {v.Day}, "to": {v.Day}}}
	v.Back = about.with(r, "/console/improve")
	type timed struct {
		at time.Time
		step
	}
	var all []timed
	for _, e := range visit.Entries {
		row := r.searchRow(e)
		row.Visit = ""
		all = append(all, timed{e.Time, step{searchRow: row, Query: e.Query, Detail: about.with(r, "/console/improve/query", "q", e.Query)}})
	}
	for _, e := range visit.Events {
		all = append(all, timed{e.Time, step{Did: r.did(querylog.Type(e.Type)), Hit: e.Hit, Position: e.Position}})
	}
	slices.SortStableFunc(all, func(a, b timed) int { return a.at.Compare(b.at) })
	for _, s := range all {
		s.Time = s.at.In(querylog.Zone()).Format("15:04:05")
		v.Steps = append(v.Steps, s.step)
	}
	return r.show("improve_visit", r.T("訪問の流れ"), v), nil
}

// did is what somebody did, in a word.
func (r *request) did(t querylog.Type) string {
	switch t {
	case querylog.Click:
		return r.T("開いた")
	case querylog.Copy:
		return r.T("コピーした")
	case querylog.Helpful:
		return r.T("役に立った")
	case querylog.Unhelpful:
		return r.T("役に立たなかった")
	case querylog.Suggestion:
		return r.T("候補を選んだ")
	}
	return string(t)
}
