package console

import (
	"cmp"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/internal/present"
	"shirube/internal/quality"
	"shirube/internal/sheet"
	"shirube/internal/statement"
)

// correctionForm is where an article's reading is put right.
const correctionForm = "/console/correct"

// findingsPerPage is how many findings a page lists.
const findingsPerPage = 50

// findingList is what the list shows.
type findingList struct {
	checkedContent
	Kind, Label, Note string
	Kinds             []kindCount
	Total             int
	Findings          []findingView
	Treatment         string
	Article           string
	Treatments        []string
	Collections       []string
	Sorts             []sortView
	CSV               string
	Prev, Next        string
	Page, Pages       int
	Overview          string
}

type sortView struct {
	Label, Link string
	Current     bool
}

type findingView struct {
	Article, Collection string
	Path                string // empty: visitors do not see it
	What, Why           string
	Sentence, Link      string
	Since               string
	Other               *findingOther
	Correct             string
	Hidden              bool // editors hid where it stands
}

type findingOther struct{ Article, Sentence, Link string }

// filteredFindings are the findings that the address asks for, in its order.
func filteredFindings(r *request, report *quality.Report, kind quality.Kind) []quality.Finding {
	treatment, words := r.query("treatment"), strings.ToLower(strings.TrimSpace(r.query("article")))
	list := slices.DeleteFunc(slices.Clone(report.Findings[kind]), func(f quality.Finding) bool {
		return treatment != "" && !slices.Contains(f.Article.Treatments, treatment) ||
			words != "" && !strings.Contains(strings.ToLower(f.Article.Title), words) && !strings.Contains(strings.ToLower(f.Article.ID), words)
	})
	switch r.query("sort") {
	case "since":
		slices.SortStableFunc(list, func(a, b quality.Finding) int { return cmp.Compare(sinceOf(&a), sinceOf(&b)) })
	case "title":
		slices.SortStableFunc(list, func(a, b quality.Finding) int { return cmp.Compare(a.Article.Title, b.Article.Title) })
	case "what":
		slices.SortStableFunc(list, func(a, b quality.Finding) int { return cmp.Compare(a.What, b.What) })
	}
	return list
}

// sinceOf orders findings: the oldest first, those of unknown age last.
func sinceOf(f *quality.Finding) int64 {
	if f.Since == nil {
		return math.MaxInt64
	}
	return f.Since.Unix()
}

func (r *request) findingKindAsked() quality.Kind {
	kind := quality.Kind(r.query("kind"))
	if !slices.Contains(quality.Kinds(), kind) {
		return quality.NoRisks
	}
	return kind
}

func (c *Console) contentList(r *request) (reply, error) {
	report, checked, err := c.report(r)
	if err != nil {
		return reply{}, err
	}
	kind := r.findingKindAsked()
	v := findingList{checkedContent: checked, Kind: string(kind), Treatment: r.query("treatment"), Article: r.query("article")}
	v.Label, v.Note = r.findingKind(kind)
	v.Overview = r.path("/console/content?") + checked.Options.values().Encode()
	if report == nil {
		return notYet(r.show("content-list", v.Label, v)), nil
	}
	for _, k := range quality.Kinds() {
		label, _ := r.findingKind(k)
		v.Kinds = append(v.Kinds, kindCount{Kind: string(k), Label: label, Findings: len(report.Findings[k])})
	}
	for _, cov := range report.Coverage {
		v.Treatments = append(v.Treatments, cov.Treatment)
	}
	v.Collections = report.Collections
	list := filteredFindings(r, report, kind)
	v.Total, v.Pages = len(list), max(1, (len(list)+findingsPerPage-1)/findingsPerPage)
	v.Page = 1
	if n, err := strconv.Atoi(r.query("page")); err == nil {
		v.Page = min(max(n, 1), v.Pages)
	}
	for i := range list[(v.Page-1)*findingsPerPage : min(len(list), v.Page*findingsPerPage)] {
		v.Findings = append(v.Findings, r.findingView(&list[(v.Page-1)*findingsPerPage+i], checked.Options))
	}
	r.listLinks(&v, checked.Options, kind)
	return r.show("content-list", v.Label, v), nil
}

// listLinks are the ways on from a list.
func (r *request) listLinks(v *findingList, o contentOptions, kind quality.Kind) {
	with := func(change func(url.Values)) string {
		q := url.Values{}
		for _, name := range []string{"treatment", "article", "sort"} {
			if value := r.query(name); value != "" {
				q.Set(name, value)
			}
		}
		change(q)
		return r.listPath(o, kind, q)
	}
	for _, s := range []struct{ name, label string }{{"", r.T("索引の順")}, {"title", r.T("記事の順")}, {"what", r.T("内容の順")}, {"since", r.T("古い順")}} {
		v.Sorts = append(v.Sorts, sortView{s.label, with(func(q url.Values) {
			if q.Del("sort"); s.name != "" {
				q.Set("sort", s.name)
			}
		}), r.query("sort") == s.name})
	}
	v.CSV = strings.Replace(with(func(url.Values) {}), "/console/content/list?", "/console/content/list.csv?", 1)
	if v.Page > 1 {
		v.Prev = with(func(q url.Values) { q.Set("page", strconv.Itoa(v.Page-1)) })
	}
	if v.Page < v.Pages {
		v.Next = with(func(q url.Values) { q.Set("page", strconv.Itoa(v.Page+1)) })
	}
}

func (r *request) findingView(f *quality.Finding, o contentOptions) findingView {
	v := findingView{
		Article: f.Article.Title, Path: r.pathIfSeen(&quality.Place{Article: f.Article}), Collection: f.Article.Collection,
		What: f.What, Why: r.findingWhy(f, o), Sentence: trimMark(f.Sentence), Link: r.pathIfSeen(&f.Place), Since: day(f.Since), Hidden: f.Hidden,
	}
	if _, there := r.console.rolesByPath()[correctionForm]; there {
		v.Correct = r.path(correctionForm+"?") + url.Values{"article": {f.Article.ID}}.Encode()
	}
	if f.Other != nil {
		v.Other = &findingOther{f.Other.Article.Title, trimMark(f.Other.Sentence), r.pathIfSeen(f.Other)}
	}
	return v
}

// pathIfSeen is the page of a place; empty for articles that have none, as they are not published.
func (r *request) pathIfSeen(p *quality.Place) string {
	if !p.Article.Published(time.Now()) {
		return ""
	}
	return r.passagePath(p.Article.ID, p.Passage)
}

// findingWhy says why something was found.
func (r *request) findingWhy(f *quality.Finding, o contentOptions) string {
	switch f.Kind {
	case quality.NoRisks:
		if f.Hidden {
			return r.T("リスク・副作用の記載が、すべて非表示になっています。")
		}
		return r.T("リスク・副作用の記載が見つかりません。")
	case quality.NoPrecautions:
		if f.Hidden {
			return r.T("受けられない方・注意事項の記載が、すべて非表示になっています。")
		}
		return r.T("受けられない方・注意事項の記載が見つかりません。")
	case quality.UnsourcedClaim:
		return r.T("この文のある節に出典がありません。")
	case quality.CostApart:
		return r.T("%s と %s で重なりません。", spread(f.Range, present.Yen), spread(f.OtherRange, present.Yen))
	case quality.DowntimeApart:
		days := func(n int) string { return r.T("%d日", n) }
		return r.T("%s と %s で重なりません。", spread(f.Range, days), spread(f.OtherRange, days))
	case quality.StaleReview:
		return r.T("最終確認日 %s から%dか月を過ぎています。", day(f.Article.Reviewed), o.Months)
	case quality.NoReview:
		return r.T("最終確認日の記載がありません。")
	case quality.Duplicate:
		return r.T("短いほうの%s%%が同じ文です。", strconv.Itoa(int(math.Round(100*f.Share))))
	case quality.MissingItem:
	}
	return f.Why
}

func spread(bounds statement.Range, word func(int) string) string {
	return present.Spread(bounds.Min, bounds.Max, word)
}

func (c *Console) contentCSV(r *request) (reply, error) {
	report, checked, err := c.report(r)
	if err != nil {
		return reply{}, err
	}
	if report == nil {
		return r.seeOther("/console/content"), nil
	}
	kind := r.findingKindAsked()
	label, _ := r.findingKind(kind)
	list := filteredFindings(r, report, kind)
	head := []string{r.T("種類"), r.T("内容"), r.T("理由"), r.T("文"), r.T("記事"), r.T("記事ID"), r.T("コレクション"), r.T("治療"), r.T("いつから"), r.T("アドレス"), r.T("もう一方の記事"), r.T("もう一方の文"), r.T("もう一方のアドレス"), r.T("非表示の箇所")}
	return r.download("content-"+string(kind)+".csv", "text/csv; charset=utf-8", func(w io.Writer) error {
		out, err := sheet.NewWriter(w)
		if err != nil {
			return err //nolint:wrapcheck // it says what it is
		}
		if err := out.Row(head...); err != nil {
			return err //nolint:wrapcheck // likewise
		}
		for i := range list {
			f := &list[i]
			row := []string{label, f.What, r.findingWhy(f, checked.Options), f.Sentence, f.Article.Title, f.Article.ID, f.Article.Collection,
				strings.Join(f.Article.Treatments, "、"), day(f.Since), r.address(f.Article.ID, f.Passage), "", "", "", ""}
			if o := f.Other; o != nil {
				row[10], row[11], row[12] = o.Article.Title, o.Sentence, r.address(o.Article.ID, o.Passage)
			}
			if f.Hidden {
				row[13] = r.T("非表示の箇所")
			}
			if err := out.Row(row...); err != nil {
				return err //nolint:wrapcheck // likewise
			}
		}
		return out.Close() //nolint:wrapcheck // likewise
	}), nil
}
