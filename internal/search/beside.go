package search

import (
	"context"
	"fmt"
	"slices"

	"shirube/corpus"
	"shirube/index"
)

// beside puts beside each hit that tells of an effect what its article says of the risks, for
// front ends that show a hit without its article. Articles are read whole for it, so it is
// done where it was asked for.
func (e *Engine) beside(ctx context.Context, backend index.Backend, r Request, hits []Hit) error {
	if !r.PairRisks {
		return nil
	}
	var ids []string
	var telling []*Hit
	var entries []string // the passages that tell, which are not their own risks
	for i := range hits {
		h := &hits[i]
		if told := e.telling(h); told != "" {
			h.TellsEffect = true
			ids, telling, entries = append(ids, h.Article.ID), append(telling, h), append(entries, told)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	articles, err := backend.Articles(ctx, ids, true)
	if err != nil {
		return fmt.Errorf("risks: %w", err)
	}
	for i, h := range telling {
		if articles[i] != nil {
			h.Risks = besidePassage(articles[i].Article, entries[i])
		}
	}
	return nil
}

// telling is the first passage shown in a hit that tells of an effect; "" where none does.
func (e *Engine) telling(h *Hit) string {
	if h.Passage != nil && TellsEffect(h.Passage, &h.Article, e.Named) {
		return h.Passage.ID
	}
	for i := range h.Passages {
		if p := &h.Passages[i].Passage; TellsEffect(p, &h.Article, e.Named) {
			return p.ID
		}
	}
	return ""
}

// besidePassage is risksOf for the passage with the id.
func besidePassage(a *corpus.Article, id string) *PassageView {
	passages := a.Passages()
	own := &corpus.Passage{}
	if i := slices.IndexFunc(passages, func(p corpus.Passage) bool { return p.ID == id }); i >= 0 {
		own = &passages[i]
	}
	return risksOf(a, entryOf(own))
}
