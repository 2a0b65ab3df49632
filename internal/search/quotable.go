package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
)

// Quotable is a passage with all that must travel with it when it is quoted.
type Quotable struct {
	PassageDetail
	// TellsEffect reports whether the passage tells of an effect: then it is not quoted
	// without the risks.
	TellsEffect bool `json:"tells_effect"`
	// Risks are what the article says of the risks of its treatment, in its order, where
	// TellsEffect.
	Risks []PassageView `json:"risks"`
	// Riskless reports whether the passage tells of an effect, and neither it nor anything else
	// in the article of a risk.
	Riskless bool `json:"riskless"`
	// Notices are what a reader must know of the article: that its treatment is not
	// insured, or not approved.
	Notices []string `json:"notices"`
}

// Quotable returns passages as they may be quoted, in the order of the ids; nil for those
// that are not in the scope.
func (e *Engine) Quotable(ctx context.Context, ids []string, scope Scope) ([]*Quotable, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	backend = scope.over(e, backend)
	out := make([]*Quotable, len(ids))
	stored, err := backend.Passages(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("quotable: %w", err)
	}
	articles := make([]string, 0, len(ids))
	for _, p := range stored {
		if p != nil && !slices.Contains(articles, p.Passage.Article) {
			articles = append(articles, p.Passage.Article)
		}
	}
	whole, err := backend.Articles(ctx, articles, true)
	if err != nil {
		return nil, fmt.Errorf("quotable: %w", err)
	}
	for i, p := range stored {
		if p == nil {
			continue
		}
		if a := whole[slices.Index(articles, p.Passage.Article)]; a != nil && scope.sees(a.Article) {
			out[i] = e.quotable(a.Article, &p.Passage)
		}
	}
	return out, nil
}

func (e *Engine) quotable(a *corpus.Article, p *corpus.Passage) *Quotable {
	out := &Quotable{PassageDetail: PassageDetail{PassageView: viewPassage(p, a), Article: e.summarize(a)}, Risks: []PassageView{}}
	out.Notices = notNil(ArticleNotices([]*ArticleSummary{&out.Article}))
	if out.TellsEffect = TellsEffect(&out.PassageView, &out.Article, e.Named); out.TellsEffect {
		out.Risks = allRisksOf(a, p)
		out.Riskless = len(out.Risks) == 0 && p.Kind != corpus.KindRisks && !asserts(p, a.Risks)
	}
	return out
}

// allRisksOf are all passages that an article has on its risks, the one that is quoted left out
// but not others of its section; where it has no section for them, what tells most surely what
// speaks against the treatment.
func allRisksOf(a *corpus.Article, quoted *corpus.Passage) []PassageView {
	out := []PassageView{}
	for _, p := range a.Passages() {
		told := asserts(&p, a.Risks) || !slices.Contains(p.Facts, corpus.FactRisk)
		if p.Kind == corpus.KindRisks && told && p.ID != quoted.ID && strings.TrimSpace(p.Text) != "" {
			out = append(out, viewPassage(&p, a))
		}
	}
	if len(out) > 0 {
		return out
	}
	if one := risksOf(a, func(p *corpus.Passage) bool { return p.ID == quoted.ID }); one != nil {
		out = append(out, *one)
	}
	return out
}
