package console

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"shirube/internal/chart"
	"shirube/internal/querylog"
)

// picture is a chart as a page shows it: the same in light and dark, and as large as there is
// room. The zero value is none.
type picture struct {
	Alt                           string
	URL, Narrow, Dark, DarkNarrow string
	Width, Height                 int
}

// pictureOf is the chart at an address of the console that has a query string already. size is
// a width of a chart, half a page or a whole one.
func pictureOf(address, alt string, size, height int) picture {
	p := picture{Alt: alt, URL: address, Narrow: address + "&size=narrow", Width: size, Height: height}
	if size == chart.Half {
		p.URL += "&size=half"
	}
	p.Dark, p.DarkNarrow = p.URL+"&theme=dark", p.Narrow+"&theme=dark"
	return p
}

// picture is a chart of the same span as the page.
func (r *request) picture(alt string, span spanView, size, height int, more ...string) picture {
	return pictureOf(span.with(r, "/console/improve/chart", more...), alt, size, height)
}

// chart answers with a chart that was drawn; where there is nothing to draw, or too much, there is none.
func (r *request) chart(svg []byte, err error) (reply, error) {
	if errors.Is(err, chart.ErrEmpty) || errors.Is(err, chart.ErrTooMuch) {
		return reply{}, &problem{http.StatusNotFound, r.T("このデータの図はありません。")}
	}
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says that it is of a chart
	}
	return reply{
		status: http.StatusOK, contentType: chart.ContentType, headers: map[string]string{"Content-Security-Policy": chart.Policy},
		write: func(w io.Writer) error { _, err := w.Write(svg); return err },
	}, nil
}

// improveChart draws what a page about the same span says in a table.
func (c *Console) improveChart(r *request) (reply, error) {
	if c.cfg.Queries == nil {
		return reply{}, errNotNoted(r)
	}
	span, err := r.spanOf("/console/improve")
	if err != nil {
		return reply{}, err
	}
	look := chart.OptionsOf(r.query)
	if r.query("of") == "query" {
		h, err := c.cfg.Queries.Query(r.ctx(), span.span, r.query("q"), 0)
		if err != nil {
			return reply{}, err
		}
		return r.chart(r.trendChart(h.Trend, look))
	}
	a, err := c.analyticsOf(r, span)
	if err != nil {
		return reply{}, err
	}
	switch r.query("of") {
	case "trend":
		return r.chart(r.trendChart(a.Trend, look))
	case "sources":
		return r.chart(r.sourcesChart(a.Sources, look))
	case "list":
		for _, l := range r.lists(a) {
			if l.name == r.query("list") {
				return r.chart(r.listChart(l, look))
			}
		}
	}
	return reply{}, &problem{http.StatusNotFound, r.T("このデータの図はありません。")}
}

func (r *request) trendChart(trend []querylog.DayCounts, look chart.Options) ([]byte, error) {
	series := []chart.Series{{Name: r.T("検索")}, {Name: r.T("答えが弱い")}, {Name: r.T("0件")}}
	var days []string
	for _, d := range trend {
		days = append(days, strings.ReplaceAll(d.Day[5:], "-", "/"))
		for i, n := range []int64{d.Searches, d.Low, d.Nothing} {
			series[i].Values = append(series[i].Values, float64(n))
		}
	}
	return chart.Line(days, series, look)
}

func (r *request) sourcesChart(sources []querylog.SourceCounts, look chart.Options) ([]byte, error) {
	series := []chart.Series{{Name: r.T("答えた")}, {Name: r.T("答えが弱い")}, {Name: r.T("0件")}}
	var labels []string
	for _, s := range sources[:min(len(sources), chart.MaxBars)] {
		labels = append(labels, r.sourceLabel(s.Source))
		for i, n := range []int64{countedOf(s.Counts).Answered, s.Low, s.Nothing} {
			series[i].Values = append(series[i].Values, float64(n))
		}
	}
	return chart.Stacked(labels, series, look)
}

func (r *request) listChart(l logList, look chart.Options) ([]byte, error) {
	var labels []string
	s := chart.Series{Name: l.title}
	for _, q := range l.queries[:min(len(l.queries), shownQueries)] {
		labels = append(labels, cmp.Or(q.Query, r.T("(語なし)")))
		s.Values = append(s.Values, float64(l.by(q.Counts)))
	}
	return chart.Bars(labels, s, look)
}

// withQuery is a path of the console with parameters.
func (r *request) withQuery(path string, q url.Values) string { return r.path(path) + "?" + q.Encode() }
