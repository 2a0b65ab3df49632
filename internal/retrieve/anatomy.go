package retrieve

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"shirube/corpus"
	"shirube/internal/search"
)

// anatomy is what an article's passages tell of risks.
type anatomy struct {
	article  *corpus.Article
	passages []told
}

// told is a passage with the claims that stand in it and are not denied.
type told struct {
	corpus.Passage
	risks, contraindications []corpus.Claim
	deniesRisks              bool // and asserts none
}

// anatomies reads articles, each once.
type anatomies struct {
	ctx   context.Context //nolint:containedctx // lives as long as one request
	s     Searcher
	scope search.Scope
	known map[string]*anatomy
}

// of is nil for an article that has gone since it was found.
func (as *anatomies) of(id string) (*anatomy, error) {
	if a, ok := as.known[id]; ok {
		return a, nil
	}
	article, err := as.s.Article(as.ctx, id, as.scope)
	var a *anatomy
	switch {
	case errors.Is(err, search.ErrNotFound):
	case err != nil:
		return nil, fmt.Errorf("risks: %w", err)
	default:
		a = anatomyOf(article)
	}
	as.known[id] = a
	return a, nil
}

func anatomyOf(article *corpus.Article) *anatomy {
	a := &anatomy{article: article}
	for _, p := range article.Passages() {
		t := told{Passage: p}
		var denied []corpus.Claim
		t.risks, denied = standing(p, article.Risks)
		t.contraindications, _ = standing(p, article.Contraindications)
		t.deniesRisks = len(denied) > 0 && len(t.risks) == 0
		a.passages = append(a.passages, t)
	}
	return a
}

// standing are the claims that a passage holds: those that it makes, and those that it
// denies.
func standing(p corpus.Passage, claims []corpus.Claim) (made, denied []corpus.Claim) {
	for _, c := range claims {
		switch {
		case c.Section != p.Section || !strings.Contains(p.Text, c.Sentence):
		case c.Stance == corpus.Denied:
			denied = append(denied, c)
		default:
			made = append(made, c)
		}
	}
	return made, denied
}

// passage is the one with this id; nil where the article has changed.
func (a *anatomy) passage(id string) *told {
	if a == nil {
		return nil
	}
	for i := range a.passages {
		if a.passages[i].ID == id {
			return &a.passages[i]
		}
	}
	return nil
}
