package console

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"

	"shirube/corpus"
	"shirube/internal/adcheck"
	"shirube/internal/present"
	"shirube/internal/staff"
	"shirube/internal/view"
)

// Drafts reads a text as the index would; nothing of it is kept.
type Drafts interface {
	// Draft reads a text in a format: html, markdown, text, or empty where its content says so.
	Draft(ctx context.Context, format, text string) (*Draft, error)
}

// Draft is a text as it was read.
type Draft struct {
	Articles []*corpus.Article
	Checks   []*adcheck.Report // of each article
	Problems []DraftProblem
}

// DraftProblem is something in a text that is wrong or odd.
type DraftProblem struct {
	Line     int
	Why      string
	Rejected bool // it was not read for it
}

func (c *Console) draftRoutes() []route {
	return []route{get("/console/draft", staff.Editor, c.draftForm), post("/console/draft", staff.Editor, c.draft)}
}

// draftPage is the form, and what was read of it.
type draftPage struct {
	Format, Text string
	Formats      []named
	Wrong        string
	Problems     []DraftProblem
	Articles     []draftArticle
}

// draftArticle is an article of a draft.
type draftArticle struct {
	view.Article
	Facts   []named
	Dropped []corpus.Dropped
	// What the advertising rules ask for, and phrases to look at.
	Items   []draftItem
	Phrases []draftPhrase
	Allowed []draftPhrase
	Notice  string
}

// draftItem is something that an article should show. Status is a class of the page.
type draftItem struct {
	Label, Status, StatusLabel, Why, Basis string
	Places                                 []string
}

// draftPhrase is a wording to look at.
type draftPhrase struct{ Label, Quote, Place, Why, Suggestion, Basis string }

func (c *Console) draftPageOf(r *request) *draftPage {
	return &draftPage{Formats: []named{
		{"", r.T("自動で見分ける")}, {"markdown", "Markdown"}, {"html", "HTML"}, {"text", r.T("プレーンテキスト")},
	}}
}

func (c *Console) draftForm(r *request) (reply, error) {
	return r.show("draft", r.T("下書きの確認"), c.draftPageOf(r)), nil
}

// draft reads what was pasted, and forgets it.
func (c *Console) draft(r *request) (reply, error) {
	if c.cfg.Drafts == nil {
		return reply{}, &problem{http.StatusNotFound, r.T("このサーバーでは下書きを読めません。")}
	}
	v := c.draftPageOf(r)
	v.Format, v.Text = r.form("format"), r.form("text")
	wrong := ""
	switch v.Format {
	case "", "markdown", "html", "text":
	default:
		v.Format, wrong = "", r.T("その形式は選べません。")
	}
	switch {
	case strings.TrimSpace(v.Text) == "":
		wrong = r.T("下書きを貼り付けてください。")
	case len(v.Text) > corpus.MaxArticleBytes:
		wrong = r.T("下書きが長すぎます。")
	}
	if wrong != "" {
		v.Wrong = wrong
		answer := r.show("draft", r.T("下書きの確認"), v)
		answer.status = http.StatusUnprocessableEntity
		return answer, nil
	}
	read, err := c.cfg.Drafts.Draft(r.ctx(), v.Format, v.Text)
	if err != nil {
		return reply{}, fmt.Errorf("draft: %w", err)
	}
	v.Problems = read.Problems
	for i, a := range read.Articles {
		one := draftArticle{Article: view.ArticleOf(r.site(), a), Dropped: a.Dropped, Facts: r.factsOf(a)}
		if i < len(read.Checks) {
			r.checkedDraft(&one, read.Checks[i])
		}
		v.Articles = append(v.Articles, one)
	}
	return r.show("draft", r.T("下書きの確認"), v), nil
}

// factsOf are what was read of an article as a whole.
func (r *request) factsOf(a *corpus.Article) []named {
	return []named{
		{r.T("施術・治療"), joined(a.Treatments)},
		{r.T("費用"), cmp.Or(present.Cost(a.Cost), "–")},
		{r.T("ダウンタイム"), cmp.Or(present.Downtime(a.Downtime), "–")},
		{r.T("監修"), cmp.Or(present.Supervisors(a.Supervisors), "–")},
		{r.T("保険"), r.T(present.LabelOf(corpus.InsuranceLabels(), a.Insurance))},
		{r.T("国内の承認"), r.T(present.LabelOf(corpus.ApprovalLabels(), a.Approval))},
	}
}

// checkedDraft fills in what the advertising rules ask for.
func (r *request) checkedDraft(v *draftArticle, report *adcheck.Report) {
	v.Notice = report.Notice
	for _, i := range report.Items {
		item := draftItem{Label: i.Label, Status: string(i.Status), Why: i.Why, Basis: i.Basis}
		switch i.Status {
		case adcheck.Found:
			item.StatusLabel = r.T("あり")
		case adcheck.Missing:
			item.StatusLabel = r.T("見当たらない")
		case adcheck.Unclear:
			item.StatusLabel = r.T("不明確")
		case adcheck.NotRequired:
			item.StatusLabel = r.T("対象外")
		}
		for _, p := range i.Positions {
			item.Places = append(item.Places, r.placeOf(p)+" 「"+p.Quote+"」")
		}
		v.Items = append(v.Items, item)
	}
	phrase := func(p adcheck.Phrase) draftPhrase {
		return draftPhrase{p.Label, p.Quote, r.placeOf(p.Position), p.Why, p.Suggestion, p.Basis}
	}
	for _, p := range report.Phrases {
		v.Phrases = append(v.Phrases, phrase(p))
	}
	for _, p := range report.Allowed {
		v.Allowed = append(v.Allowed, phrase(p))
	}
}

// placeOf is where a finding stands.
func (r *request) placeOf(p adcheck.Position) string {
	if p.Column > 0 {
		return r.T("%d行目の%d文字目", p.Line, p.Column)
	}
	return r.T("%d行目", p.Line)
}
