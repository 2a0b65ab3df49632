package console

import (
	"context"
	"fmt"
	"slices"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/adcheck"
	"shirube/internal/search"
	"shirube/internal/staff"
	"shirube/internal/view"
)

func (c *Console) articleRoutes() []route {
	return []route{get("/console/articles/:id", staff.Reader, c.article)}
}

// articleView is the page of an article.
type articleView struct {
	view.Article
	ID      string
	Editor  bool
	Public  string // its page for visitors
	Found   []checkedItem
	Lacking []checkedItem // missing or unclear
	Phrases []checkedPhrase
	Notice  string // what the check is not
	Related []relatedArticle
	Here    string
}

// checkedItem is something that the advertising rules ask an article to show.
type checkedItem struct {
	Label, Why, Basis string
	Unclear           bool
	Anchor, Quote     string // where it was found; empty: nowhere
}

// checkedPhrase is a wording that the rules call a problem.
type checkedPhrase struct {
	Label, Why, Suggestion, Anchor, Quote string
}

// relatedArticle is another article on the same.
type relatedArticle struct{ Title, Path, About string }

func (c *Console) article(r *request) (reply, error) {
	a, err := c.searcher.Article(r.ctx(), r.param("id"), r.scope())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	v := articleView{
		Article: view.ArticleOf(r.site(), a), ID: a.ID, Editor: r.person.May(staff.Editor), Here: articlePath(a.ID),
	}
	if v.Original == "" {
		v.Public = linkOf(a.URL)
	}
	if c.cfg.Check != nil {
		v.checked(c.cfg.Check(a))
	}
	if v.Related, err = c.related(r.ctx(), r, a); err != nil {
		return reply{}, err
	}
	return r.show("article", v.Title, v, "article"), nil
}

// checked fills in what the advertising check says.
func (v *articleView) checked(report *adcheck.Report) {
	v.Notice = report.Notice
	for _, item := range report.Items {
		one := checkedItem{Label: item.Label, Why: item.Why, Basis: item.Basis, Unclear: item.Status == adcheck.Unclear}
		if len(item.Positions) > 0 {
			one.Anchor, one.Quote = anchorOf(item.Positions[0]), item.Positions[0].Quote
		}
		switch item.Status {
		case adcheck.Found:
			v.Found = append(v.Found, one)
		case adcheck.Missing, adcheck.Unclear:
			v.Lacking = append(v.Lacking, one)
		case adcheck.NotRequired:
		}
	}
	for _, p := range report.Phrases {
		v.Phrases = append(v.Phrases, checkedPhrase{p.Label, p.Why, p.Suggestion, anchorOf(p.Position), p.Quote})
	}
}

// anchorOf is where a position stands in the page; empty for what the page does not show.
func anchorOf(p adcheck.Position) string {
	if p.Section == "" {
		return ""
	}
	return view.SectionAnchor(p.Section)
}

// mostRelated is how many articles on the same are named.
const mostRelated = 6

// related are other articles on the treatments of an article, then on its conditions.
func (c *Console) related(ctx context.Context, r *request, a *corpus.Article) ([]relatedArticle, error) {
	var out []relatedArticle
	known := []string{a.ID}
	for _, by := range []index.Filter{{Name: index.FacetTreatment, Any: a.Treatments}, {Name: index.FacetCondition, Any: a.Conditions}} {
		if len(by.Any) == 0 || len(out) == mostRelated {
			continue
		}
		response, err := c.searcher.Search(ctx, search.Request{
			Collections: r.person.Collections, Filters: []index.Filter{by}, Facets: []string{}, Highlight: search.HighlightOff, PerPage: mostRelated + 1,
		})
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		for i := range response.Hits {
			h := &response.Hits[i].Article
			if len(out) < mostRelated && !slices.Contains(known, h.ID) {
				known = append(known, h.ID)
				out = append(out, relatedArticle{h.Title, r.path(articlePath(h.ID)), aboutOf(h.Treatments)})
			}
		}
	}
	return out, nil
}

// aboutOf names a few treatments.
func aboutOf(treatments []string) string {
	if len(treatments) == 0 {
		return ""
	}
	return treatments[0]
}
