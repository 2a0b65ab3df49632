package console

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/internal/chart"
	"shirube/internal/querylog"
	"shirube/internal/staff"
)

// QueryLog is what was noted of searches.
type QueryLog interface {
	Analytics(ctx context.Context, span querylog.Span, limit int) (*querylog.Analytics, error)
	Query(ctx context.Context, span querylog.Span, query string, limit int) (*querylog.QueryHistory, error)
	Visit(ctx context.Context, day time.Time, session string, collections []string) (*querylog.Visit, error)
}

// How long lists are: on the first page, and on a page of their own.
const (
	shownQueries = 8
	allQueries   = 200
)

func (c *Console) improveRoutes() []route {
	return []route{
		get("/console/improve", staff.Editor, c.improve),
		get("/console/improve/list", staff.Editor, c.improveList),
		get("/console/improve/list.csv", staff.Editor, c.improveCSV),
		get("/console/improve/query", staff.Editor, c.improveQuery),
		get("/console/improve/visit", staff.Editor, c.improveVisit),
		get("/console/improve/chart", staff.Editor, c.improveChart),
	}
}

// errNotNoted is that there is nothing to show.
func errNotNoted(r *request) error {
	return &problem{http.StatusNotFound, r.T("検索は記録されていません。サーバーの設定で検索の記録を有効にすると、ここに表示されます。")}
}

// spanView is the span that a page is about, and the form that chooses another one.
type spanView struct {
	From, To, Source string
	Presets          []preset
	Sources          []named
	Query            url.Values // of the span, for links to pages about it
	span             querylog.Span
}

// preset is a span that a click chooses.
type preset struct {
	Label, URL string
	Current    bool
}

// named is a value as it is shown.
type named struct{ Value, Label string }

// spanOf reads the span of a request: a number of days until today, or two dates.
func (r *request) spanOf(path string) (spanView, error) {
	now := time.Now().In(querylog.Zone())
	from, to := r.query("from"), r.query("to")
	days := 0
	if from == "" && to == "" {
		days, _ = strconv.Atoi(r.query("days")) // what is no number is none of the presets
		if days < 1 || days > querylog.MaxSpan {
			days = 30
		}
		from, to = now.AddDate(0, 0, 1-days).Format(time.DateOnly), now.Format(time.DateOnly)
	}
	span, err := querylog.SpanOf(from, to, now)
	if err != nil {
		return spanView{}, &problem{http.StatusUnprocessableEntity, r.T("期間を確認してください。開始日は終了日より前で、長さは400日までです。")}
	}
	span.Source, span.Collections = r.query("source"), r.person.Collections
	v := spanView{
		From: span.From.Format(time.DateOnly), To: span.To.Format(time.DateOnly), Source: span.Source, Query: url.Values{}, span: span,
	}
	if days > 0 {
		v.Query.Set("days", strconv.Itoa(days))
	} else {
		v.Query.Set("from", v.From)
		v.Query.Set("to", v.To)
	}
	if span.Source != "" {
		v.Query.Set("source", span.Source)
	}
	for _, p := range []struct {
		days  int
		label string
	}{{1, r.T("今日")}, {7, r.T("7日")}, {30, r.T("30日")}, {90, r.T("90日")}} {
		q := url.Values{"days": {strconv.Itoa(p.days)}}
		for _, name := range []string{"source", "list", "q"} {
			if value := r.query(name); value != "" {
				q.Set(name, value)
			}
		}
		v.Presets = append(v.Presets, preset{p.label, r.path(path) + "?" + q.Encode(), days == p.days})
	}
	return v, nil
}

// with is the address of a page about the same span.
func (v spanView) with(r *request, path string, more ...string) string {
	q := url.Values{}
	for name, values := range v.Query {
		q[name] = values
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return r.path(path) + "?" + q.Encode()
}

// choose fills in the sources that can be chosen.
func (v *spanView) choose(r *request, sources []querylog.SourceCounts) {
	for _, s := range sources {
		v.Sources = append(v.Sources, named{s.Source, r.sourceLabel(s.Source)})
	}
	if v.Source != "" && !slices.ContainsFunc(v.Sources, func(n named) bool { return n.Value == v.Source }) {
		v.Sources = append(v.Sources, named{v.Source, r.sourceLabel(v.Source)})
	}
}

// sourceLabel is what asked, for people.
func (r *request) sourceLabel(source string) string {
	switch source {
	case string(querylog.Page):
		return r.T("検索ページ")
	case string(querylog.Console):
		return r.T("コンソール")
	case "widget":
		return r.T("検索ボックス")
	case string(querylog.Retrieve):
		return r.T("チャットボット")
	case string(querylog.API):
		return "API"
	case string(querylog.MCP):
		return "MCP"
	case string(querylog.Dify):
		return "Dify"
	case string(querylog.InstantSearch):
		return "InstantSearch"
	case "*":
		return r.T("そのほか")
	}
	return source
}

// sourceRow is what one front end asked.
type sourceRow struct {
	Label, URL string
	counted
	TookMS float64
}

// counted is counts with what is read off them.
type counted struct {
	querylog.Counts
	Answered, Unopened                             int64
	NothingShare, LowShare, AnsweredShare, Clicked string
}

func countedOf(c querylog.Counts) counted {
	answered := max(c.Searches-c.Nothing-c.Low, 0)
	return counted{
		Counts: c, Answered: answered, Unopened: max(c.Watched-c.Clicked, 0),
		NothingShare: share(c.Nothing, c.Searches), LowShare: share(c.Low, c.Searches), AnsweredShare: share(answered, c.Searches),
		Clicked: share(c.Clicked, c.Watched),
	}
}

// share is a part of a whole in percent; of nothing there is none.
func share(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return strconv.FormatFloat(float64(part)*100/float64(whole), 'f', 1, 64) + "%"
}

// dayRow is a day of a trend.
type dayRow struct {
	Day string
	counted
}

func dayRows(trend []querylog.DayCounts) []dayRow {
	rows := make([]dayRow, 0, len(trend))
	for _, d := range slices.Backward(trend) { // the latest is asked for most
		rows = append(rows, dayRow{d.Day, countedOf(d.Counts)})
	}
	return rows
}

// overview is the first page of what was asked.
type overview struct {
	Span    spanView
	Off     bool // nothing is noted, now
	Total   counted
	Queries int
	Trend   picture
	Days    []dayRow
	Share   picture
	Sources []sourceRow
	Lists   []queryList
}

// improve shows what was asked in a span.
func (c *Console) improve(r *request) (reply, error) {
	if c.cfg.Queries == nil {
		return reply{}, errNotNoted(r)
	}
	span, err := r.spanOf("/console/improve")
	if err != nil {
		return reply{}, err
	}
	a, err := c.analyticsOf(r, span)
	if err != nil {
		return reply{}, err
	}
	v := overview{Span: span, Off: c.cfg.Log == nil, Total: countedOf(a.Total), Queries: a.Queries, Days: dayRows(a.Trend)}
	v.Span.choose(r, a.Sources)
	if len(a.Trend) > 1 && a.Total.Searches > 0 {
		v.Trend = r.picture(r.T("日ごとの検索の数。値は下の表にあります。"), span, chart.Half, chart.LineHeight, "of", "trend")
	}
	if len(a.Sources) > 1 {
		v.Share = r.picture(r.T("経路ごとの、答えた検索、答えが弱い検索、0件の検索の数。値は横の表にあります。"), span, chart.Half, chart.StackedHeight(len(a.Sources)), "of", "sources")
	}
	for _, s := range a.Sources {
		row := sourceRow{Label: r.sourceLabel(s.Source), counted: countedOf(s.Counts), TookMS: s.TookMS}
		row.URL = span.with(r, "/console/improve", "source", s.Source)
		v.Sources = append(v.Sources, row)
	}
	for _, l := range r.lists(a) {
		v.Lists = append(v.Lists, r.queryList(span, l, shownQueries))
	}
	return r.show("improve", r.T("検索の記録"), v), nil
}

// logList is one of the lists of queries.
type logList struct {
	name, title, about string
	queries            []querylog.QueryCounts
	by                 func(querylog.Counts) int64
}

// lists are all of them.
func (r *request) lists(a *querylog.Analytics) []logList {
	return []logList{
		{"top", r.T("よく検索された語"), r.T("検索の多い順です。"), a.Top, func(c querylog.Counts) int64 { return c.Searches }},
		{"nothing", r.T("何も見つからなかった語"), r.T("0件だった回数の多い順です。同義語か、足りない記事が原因です。"), a.Nothing, func(c querylog.Counts) int64 { return c.Nothing }},
		{"low", r.T("答えが弱かった語"), r.T("語が一致しただけで、答えと言えるものがなかった検索です。"), a.Low, func(c querylog.Counts) int64 { return c.Low }},
		{"no_click", r.T("開かれなかった語"), r.T("結果が出たのに、開かれもコピーされもしなかった検索です。"), a.NoClick, func(c querylog.Counts) int64 { return c.Watched - c.Clicked }},
		{"disliked", r.T("役に立たなかった語"), r.T("「役に立たなかった」と答えた人の多い順です。"), a.Disliked, func(c querylog.Counts) int64 { return c.Unhelpful }},
	}
}

// queryList is a list of queries as it is shown.
type queryList struct {
	Name, Title, About string
	Chart              picture
	Rows               []queryRow
	All, CSV           string // addresses; All is empty where all are shown
}

// queryRow is a query of a list.
type queryRow struct {
	Query string
	Days  int
	counted
	links
}

// links are what can be done about a query with one click.
type links struct{ Detail, Try, Synonym, Pin, Redirect, Hide, Gap string }

func (r *request) linksOf(span spanView, query string) links {
	detail := span.with(r, "/console/improve/query", "q", query)
	if strings.TrimSpace(query) == "" {
		return links{Detail: detail} // there is no word to do something about
	}
	add := func(kind, name string) string {
		return r.path("/console/curation/new") + "?" + url.Values{"kind": {kind}, name: {query}}.Encode()
	}
	return links{
		Detail: detail, Try: r.path("/") + "?" + url.Values{"q": {query}}.Encode(),
		Synonym: add("synonym", "word"), Pin: add("pin", "query"), Redirect: add("redirect", "query"),
		// Which passage is to be hidden, and which article has a gap, is chosen there.
		Hide: detail + "#found", Gap: detail + "#gap",
	}
}

func (r *request) queryList(span spanView, l logList, most int) queryList {
	v := queryList{Name: l.name, Title: l.title, About: l.about, CSV: span.with(r, "/console/improve/list.csv", "list", l.name)}
	if len(l.queries) > most {
		v.All = span.with(r, "/console/improve/list", "list", l.name)
	}
	for _, q := range l.queries[:min(len(l.queries), most)] {
		v.Rows = append(v.Rows, queryRow{Query: q.Query, Days: q.Days, counted: countedOf(q.Counts), links: r.linksOf(span, q.Query)})
	}
	if len(v.Rows) > 1 {
		v.Chart = r.picture(r.T("%sの上位。値は下の表にあります。", l.title), span, chart.Wide, chart.BarsHeight(min(len(v.Rows), shownQueries)), "of", "list", "list", l.name)
	}
	return v
}

// listOf is the list that a request names, with the analytics that it is from.
func (c *Console) listOf(r *request, path string) (spanView, logList, error) {
	if c.cfg.Queries == nil {
		return spanView{}, logList{}, errNotNoted(r)
	}
	span, err := r.spanOf(path)
	if err != nil {
		return span, logList{}, err
	}
	a, err := c.analyticsOf(r, span)
	if err != nil {
		return span, logList{}, err
	}
	span.choose(r, a.Sources)
	name := cmp.Or(r.query("list"), "top")
	for _, l := range r.lists(a) {
		if l.name == name {
			return span, l, nil
		}
	}
	return span, logList{}, &problem{http.StatusNotFound, r.T("その一覧はありません。")}
}

// improveList shows one list of queries, whole.
func (c *Console) improveList(r *request) (reply, error) {
	span, l, err := c.listOf(r, "/console/improve/list")
	if err != nil {
		return reply{}, err
	}
	v := struct {
		Span spanView
		List queryList
		Back string
	}{span, r.queryList(span, l, allQueries), span.with(r, "/console/improve")}
	return r.show("improve_list", l.title, v), nil
}
