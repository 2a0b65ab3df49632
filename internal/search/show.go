package search

import (
	"context"
	"fmt"

	"shirube/corpus"
	"shirube/index"
)

// show turns ranked hits into what the caller sees, from what is stored.
func (e *Engine) show(ctx context.Context, backend index.Backend, hits []rankedHit, known heads, u *understood, r Request) ([]Hit, error) {
	var passageIDs []string
	for _, h := range hits {
		for _, p := range h.Passages {
			passageIDs = append(passageIDs, p.ID)
		}
	}
	passages, err := backend.Passages(ctx, passageIDs)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	out := make([]Hit, 0, len(hits))
	titles := make(map[string]Marked, len(hits))
	for _, h := range hits {
		stored := passages[:len(h.Passages)]
		passages = passages[len(h.Passages):]
		hit, err := e.showHit(h, titles, known[h.Article], stored, u, r)
		if err != nil {
			return nil, err
		}
		out = append(out, hit)
	}
	return out, nil
}

// showHit is a hit as the caller sees it. titles are those that are marked already, by article.
func (e *Engine) showHit(h rankedHit, titles map[string]Marked, article *index.StoredArticle, passages []*index.StoredPassage, u *understood, r Request) (Hit, error) {
	m := marker{marks: u.marks, highlight: r.Highlight}
	title, ok := titles[h.Article]
	if !ok {
		var err error
		if title, err = m.whole(article.Article.Title, article.TitleTokens); err != nil {
			return Hit{}, fmt.Errorf("article %q: %w", h.Article, err)
		}
		titles[h.Article] = title
	}
	hit := Hit{Title: title, ID: h.Article, Article: e.summarize(article.Article), Score: h.Score, Confidence: h.confidence[0], Pinned: h.pinned, Passages: []PassageHit{}, Explanation: h.signals}
	if r.Explain && len(h.evidence) > 0 {
		hit.Evidence = &h.evidence[0]
	}
	var err error
	for i, p := range passages {
		if p == nil {
			return Hit{}, fmt.Errorf("search: passage %q was found but is not stored", h.Passages[i].ID)
		}
		snippet, err := m.snippet(p)
		if err != nil {
			return Hit{}, fmt.Errorf("passage %q: %w", p.Passage.ID, err)
		}
		shown := PassageHit{Passage: viewPassage(&p.Passage, article.Article), Snippet: snippet, Score: h.Passages[i].Score, Confidence: h.confidence[i]}
		if r.MarkFields {
			if shown.Fields, err = e.fields(m, article.Article, p); err != nil {
				return Hit{}, fmt.Errorf("passage %q: %w", p.Passage.ID, err)
			}
		}
		hit.Passages = append(hit.Passages, shown)
	}
	if len(hit.Passages) > 0 {
		hit.Passage, hit.Snippet, hit.Fields = &hit.Passages[0].Passage, hit.Passages[0].Snippet, hit.Passages[0].Fields
	} else if hit.Snippet, err = m.whole(article.Article.Description, nil); err != nil {
		return Hit{}, err
	}
	if r.MarkFields && hit.Fields == nil {
		if hit.Fields, err = e.fields(m, article.Article, nil); err != nil {
			return Hit{}, err
		}
	}
	if r.View == index.Passages && len(hit.Passages) == 1 {
		hit.ID = hit.Passage.ID
		hit.Passages = []PassageHit{}
	}
	return hit, nil
}

// fields marks what a hit says of its article, and of a passage where there is one.
func (e *Engine) fields(m marker, a *corpus.Article, p *index.StoredPassage) (*Fields, error) {
	f := &Fields{Description: m.unread(e, a.Description), Treatments: []Marked{}, Path: []Marked{}}
	for _, t := range a.Treatments {
		f.Treatments = append(f.Treatments, m.unread(e, t))
	}
	if p == nil {
		return f, nil
	}
	var err error
	if f.Text, err = m.whole(p.Passage.Text, p.Tokens); err != nil {
		return nil, err
	}
	f.Heading = m.unread(e, p.Passage.Heading)
	for _, h := range p.Passage.Path {
		f.Path = append(f.Path, m.unread(e, h))
	}
	return f, nil
}
