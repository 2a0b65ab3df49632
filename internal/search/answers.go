package search

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"shirube/corpus"
	"shirube/index"
)

// answers keeps the entries that were shown last, by the passage they were found as: whole
// articles are read for them, and the same are the answers to many queries.
type answers struct {
	mu      sync.Mutex
	of      answersOf
	entries map[string]*Answer // nil: the passage is none that may be shown
}

// answersOf is what the entries are of: of a generation without what editors hide.
type answersOf struct {
	generation string
	hiding     *Curation // nil: nothing is hidden
}

// mostAnswers is how many entries are kept: some kilobytes each.
const mostAnswers = 1000

func (a *answers) get(of answersOf, passage string) (entry *Answer, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of != of {
		return nil, false
	}
	entry, ok = a.entries[passage]
	return entry, ok
}

func (a *answers) keep(of answersOf, passage string, entry *Answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of != of || len(a.entries) >= mostAnswers {
		a.of, a.entries = of, map[string]*Answer{}
	}
	a.entries[passage] = entry
}

// entry is the entry that a passage is of, the caller's own; nil where it may
// not be shown.
func (e *Engine) entry(ctx context.Context, backend index.Backend, p *corpus.Passage) (*Answer, error) {
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	of := answersOf{generation: stats.Generation}
	if c := e.curated.Curation; c != nil && len(c.hidden) > 0 {
		of.hiding = c
	}
	entry, ok := e.answers.get(of, p.ID)
	if !ok {
		articles, err := backend.Articles(ctx, []string{p.Article}, true)
		if err != nil {
			return nil, fmt.Errorf("answer: %w", err)
		}
		if articles[0] != nil {
			entry = e.answerOf(articles[0].Article, p)
		}
		e.answers.keep(of, p.ID, entry)
	}
	if entry == nil {
		return nil, nil
	}
	own := *entry
	own.Notices = slices.Clone(entry.Notices)
	if entry.Risks != nil {
		risks := *entry.Risks
		own.Risks = &risks
	}
	return &own, nil
}
