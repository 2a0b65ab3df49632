package console

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/chart"
	"shirube/internal/quality"
	"shirube/internal/sheet"
)

// coveragePage is the matrix of treatments and kinds of sections.
type coveragePage struct {
	checkedContent
	Words      string
	Kinds      []corpus.Label
	Rows       []coverageRow
	Total      int
	Prev, Next string
	CSV        string
	Overview   string
}

type coverageRow struct {
	Treatment, Compare string
	Articles           int
	Cells              []coverageCell
}

// coverageCell is how much there is; Heat is 0 to 4, by the share of the treatment's articles.
type coverageCell struct {
	Articles, Passages, Heat int
	Gap                      bool // there is nothing where every treatment should have something
}

// rowsPerPage is how many treatments a page of the matrix has.
const rowsPerPage = 100

// coverageKinds are the kinds of sections that an article on a treatment may be expected to have.
func coverageKinds() []corpus.Label {
	return slices.DeleteFunc(corpus.KindLabels(), func(l corpus.Label) bool { return l.Value == string(corpus.KindOther) })
}

func (c *Console) contentCoverage(r *request) (reply, error) {
	report, checked, err := c.report(r)
	if err != nil {
		return reply{}, err
	}
	v := coveragePage{checkedContent: checked, Words: strings.TrimSpace(r.query("words")), Kinds: coverageKinds()}
	v.Overview = r.path("/console/content?") + checked.Options.values().Encode()
	if report == nil {
		return notYet(r.show("content-coverage", r.T("治療と節の対応"), v)), nil
	}
	list := coverageAsked(report, v.Words)
	v.Total = len(list)
	at, _ := strconv.Atoi(r.query("page")) // anything else is the first page
	at = min(max(at, 1), max(1, (len(list)+rowsPerPage-1)/rowsPerPage))
	for _, cov := range list[(at-1)*rowsPerPage : min(len(list), at*rowsPerPage)] {
		v.Rows = append(v.Rows, r.coverageRow(cov))
	}
	link := func(path string, page int) string {
		q := checked.Options.values()
		if v.Words != "" {
			q.Set("words", v.Words)
		}
		if page > 0 {
			q.Set("page", strconv.Itoa(page))
		}
		return r.path(path+"?") + q.Encode()
	}
	v.CSV = link("/console/content/coverage.csv", 0)
	if at > 1 {
		v.Prev = link("/console/content/coverage", at-1)
	}
	if at*rowsPerPage < len(list) {
		v.Next = link("/console/content/coverage", at+1)
	}
	return r.show("content-coverage", r.T("治療と節の対応"), v), nil
}

func coverageAsked(report *quality.Report, words string) []quality.Coverage {
	return slices.DeleteFunc(slices.Clone(report.Coverage), func(c quality.Coverage) bool {
		return words != "" && !strings.Contains(strings.ToLower(c.Treatment), strings.ToLower(words))
	})
}

func (r *request) coverageRow(cov quality.Coverage) coverageRow {
	row := coverageRow{Treatment: cov.Treatment, Articles: cov.Articles, Compare: r.path("/console/compare?") + url.Values{"t": {cov.Treatment}}.Encode()}
	for _, k := range coverageKinds() {
		n := cov.Kinds[corpus.Kind(k.Value)]
		cell := coverageCell{Articles: n.Articles, Passages: n.Passages}
		cell.Gap = n.Articles == 0 && (k.Value == string(corpus.KindRisks) || k.Value == string(corpus.KindPrecautions))
		if n.Articles > 0 {
			cell.Heat = min(4, 1+3*n.Articles/cov.Articles)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func (c *Console) coverageCSV(r *request) (reply, error) {
	report, _, err := c.report(r)
	if err != nil {
		return reply{}, err
	}
	if report == nil {
		return r.seeOther("/console/content"), nil
	}
	head := []string{r.T("治療"), r.T("記事")}
	for _, k := range coverageKinds() {
		head = append(head, r.T("%s（記事）", r.T(k.Text)), r.T("%s（パッセージ）", r.T(k.Text)))
	}
	list := coverageAsked(report, strings.TrimSpace(r.query("words")))
	return r.download("coverage.csv", "text/csv; charset=utf-8", func(w io.Writer) error {
		out, err := sheet.NewWriter(w)
		if err != nil {
			return err //nolint:wrapcheck // it says what it is
		}
		if err := out.Row(head...); err != nil {
			return err //nolint:wrapcheck // likewise
		}
		for _, cov := range list {
			row := []string{cov.Treatment, strconv.Itoa(cov.Articles)}
			for _, k := range coverageKinds() {
				n := cov.Kinds[corpus.Kind(k.Value)]
				row = append(row, strconv.Itoa(n.Articles), strconv.Itoa(n.Passages))
			}
			if err := out.Row(row...); err != nil {
				return err //nolint:wrapcheck // likewise
			}
		}
		return out.Close() //nolint:wrapcheck // likewise
	}), nil
}

// contentPicture is a chart with the figures that it shows.
type contentPicture struct {
	name, title, series string
	rows                []chartRow
}

// contentCharts are the pictures of the overview: what was found, and how old reviews are.
func (c *Console) contentCharts(r *request, report *quality.Report) []contentPicture {
	kinds := contentPicture{name: "kinds", title: r.T("見つかったもの"), series: r.T("件数")}
	for _, k := range quality.Kinds() {
		label, _ := r.findingKind(k)
		kinds.rows = append(kinds.rows, chartRow{label, len(report.Findings[k])})
	}
	ages := contentPicture{name: "ages", title: r.T("最終確認からの月数"), series: r.T("記事")}
	labels := []string{r.T("3か月以内"), r.T("4〜6か月"), r.T("7〜12か月"), r.T("13〜24か月"), r.T("24か月超"), r.T("記載なし")}
	counts := make([]int, len(labels))
	for _, reviewed := range report.Reviews {
		counts[ageClass(reviewed, time.Now())]++
	}
	for i, label := range labels {
		ages.rows = append(ages.rows, chartRow{label, counts[i]})
	}
	return []contentPicture{kinds, ages}
}

// ageClass is the bar of a review.
func ageClass(reviewed *time.Time, now time.Time) int {
	if reviewed == nil {
		return 5
	}
	for i, months := range []int{3, 6, 12, 24} {
		if !reviewed.AddDate(0, months, 0).Before(now) {
			return i
		}
	}
	return 4
}

func (c *Console) contentChart(r *request) (reply, error) {
	report, _, err := c.report(r)
	if err != nil {
		return reply{}, err
	}
	if report != nil {
		for _, picture := range c.contentCharts(r, report) {
			if picture.name == r.param("name") {
				return picture.reply(r)
			}
		}
	}
	return reply{}, &problem{status: http.StatusNotFound, text: r.T("その図はありません。")}
}

func (p contentPicture) reply(r *request) (reply, error) {
	var labels []string
	series := chart.Series{Name: p.series}
	for _, row := range p.rows {
		labels = append(labels, row.Label)
		series.Values = append(series.Values, float64(row.Count))
	}
	svg, err := chart.Bars(labels, series, chart.OptionsOf(r.query))
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says what it is
	}
	answer := r.download("", chart.ContentType, func(w io.Writer) error {
		_, err := w.Write(svg)
		return err //nolint:wrapcheck // the client's own
	})
	answer.headers = map[string]string{"Content-Security-Policy": chart.Policy}
	return answer, nil
}
