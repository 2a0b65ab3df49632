package console

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"shirube/internal/chart"
	"shirube/internal/querylog"
)

// noted is a log from memory, which remembers for which collections it was asked.
type noted struct{ spans []querylog.Span }

func (n *noted) Analytics(_ context.Context, span querylog.Span, _ int) (*querylog.Analytics, error) {
	n.spans = append(n.spans, span)
	c := querylog.Counts{Searches: 10, Nothing: 4, Low: 1, Watched: 5, Clicked: 2, Unhelpful: 1}
	list := []querylog.QueryCounts{{Query: `=HYPERLINK("http://x")`, Days: 2, Counts: c}, {Query: "<script>alert(1)</script>", Days: 1, Counts: c}}
	return &querylog.Analytics{
		Total: c, Queries: 2, Trend: []querylog.DayCounts{{Day: "2026-11-01", Counts: c}, {Day: "2026-11-02", Counts: c}},
		Sources: []querylog.SourceCounts{{Source: "widget", Counts: c}, {Source: "api", Counts: c}}, Top: list, Nothing: list, Low: list, NoClick: list, Disliked: list,
	}, nil
}

func (n *noted) Query(_ context.Context, span querylog.Span, query string, _ int) (*querylog.QueryHistory, error) {
	n.spans = append(n.spans, span)
	return &querylog.QueryHistory{Query: query, Entries: []querylog.Entry{{Query: query, Session: "abc", Time: time.Now(), Total: 1}}}, nil
}

func (n *noted) Visit(_ context.Context, _ time.Time, session string, _ []string) (*querylog.Visit, error) {
	if session != "abc" {
		return &querylog.Visit{}, nil
	}
	return &querylog.Visit{Entries: []querylog.Entry{{Query: "しみ", Key: "secret-key", RequestID: "secret-id", Time: time.Now()}}}, nil
}

// From every query of every list one click leads to what can be done about it; hostile ones
// stay text, also in a spreadsheet.
func TestImproveLists(t *testing.T) {
	h := site(t, Config{BasePath: "/kb", Alone: true, Queries: &noted{}})
	doc := page(t, answer(h, local(http.MethodGet, "/kb/console/improve?days=7", "")))
	if n := doc.Find(".queries").Length(); n != 5 {
		t.Fatalf("%d lists: %s", n, doc.Text())
	}
	row := doc.Find(".by-nothing tbody tr").First()
	for _, want := range []string{"/kb/?q=", "/kb/console/curation/new?kind=synonym&word=", "/kb/console/curation/new?kind=pin&query=", "/kb/console/improve/query?"} {
		if row.Find(`a[href^="`+want+`"]`).Length() == 0 {
			html, _ := row.Html()
			t.Errorf("no link to %s in %s", want, html)
		}
	}
	if doc.Find("main script").Length() != 0 {
		t.Error("a query became a script")
	}
	w := answer(h, local(http.MethodGet, "/kb/console/improve/list.csv?list=top", ""))
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, `'=HYPERLINK`) {
		t.Errorf("%d %s", w.Code, body)
	}
}

// Every chart of the page is drawn, under a policy of its own, and says in words what it shows.
func TestImproveCharts(t *testing.T) {
	h := site(t, Config{Alone: true, Queries: &noted{}})
	doc := page(t, answer(h, local(http.MethodGet, "/console/improve", "")))
	images := doc.Find("picture img")
	if images.Length() < 4 {
		t.Fatalf("%d charts", images.Length())
	}
	for i := range images.Length() {
		at, _ := images.Eq(i).Attr("src")
		if images.Eq(i).AttrOr("alt", "") == "" {
			t.Errorf("%s has no alternative text", at)
		}
		w := answer(h, local(http.MethodGet, at, ""))
		if w.Code != http.StatusOK || w.Header().Get("Content-Security-Policy") != chart.Policy || !strings.HasPrefix(w.Body.String(), "<svg") || strings.Contains(w.Body.String(), "<script") {
			t.Errorf("%s: %d %v", at, w.Code, w.Header())
		}
	}
}

// A visit is shown without what could tell whose it was; one that is not known is none.
func TestImproveVisit(t *testing.T) {
	h := site(t, Config{Alone: true, Queries: &noted{}})
	w := answer(h, local(http.MethodGet, "/console/improve/visit?day=2026-11-01&id=abc", ""))
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "しみ") || strings.Contains(body, "secret") {
		t.Errorf("%d %s", w.Code, body)
	}
	if w := answer(h, local(http.MethodGet, "/console/improve/visit?day=2026-11-01&id=other", "")); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}

// What was counted for some collections is not shown to who sees others.
func TestCountsAreKeptApart(t *testing.T) {
	var k countsCache
	asked := 0
	made := func(context.Context) (*querylog.Analytics, error) { asked++; return &querylog.Analytics{}, nil }
	now := time.Now()
	for _, collections := range [][]string{nil, {"a"}, {"b"}, {"a", "b"}, {"a"}, nil} {
		if _, err := k.of(context.Background(), querylog.Span{From: now, To: now, Collections: collections}, made); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 4 {
		t.Errorf("counted %d times for 4 different people", asked)
	}
	// Nor to who writes those collections into the address.
	if _, err := k.of(context.Background(), querylog.Span{From: now, To: now, Source: "\x00a", Collections: []string{"b"}}, made); err != nil || asked != 5 {
		t.Errorf("a source that looks like a collection: counted %d times, %v", asked, err)
	}
}

// Filters are told in the words of the pages that they were chosen on.
func TestFiltersAreLabelled(t *testing.T) {
	c, err := New(Config{Alone: true}, fake{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r := &request{console: c, language: japanese}
	yen, days, day := 50000.0, 7.0, 20089.0
	for want, f := range map[string]querylog.Filter{
		"知りたい内容: リスク・副作用・デメリット / 費用": {Name: "kind", Any: []string{"risks", "cost"}},
		"出典の種類: 出典なしを除く":             {Name: "source_type", None: []string{"none"}},
		"施術・治療: 100%レーザー":            {Name: "treatment", Any: []string{"100%レーザー"}},
		"費用: 5万円以下":                  {Name: "cost", Max: &yen},
		"ダウンタイム: 7日以下":               {Name: "downtime", Max: &days},
		"最終確認日: 2025-01-01以降":        {Name: "reviewed", Min: &day},
		"保険: 保険診療を除く":                {Not: &querylog.Filter{Name: "insurance", Any: []string{"covered"}}},
		"記録するには長すぎる絞り込み":             {Name: querylog.LeftOut},
	} {
		if got := r.filterText(f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
