package search

import (
	"context"
	"fmt"
	"slices"

	"shirube/corpus"
	"shirube/index"
)

// questionCount is how many questions are shown where nothing was found.
const questionCount = 5

// help fills in what leads on: what may have been meant, and, where nothing was found, what
// to ask instead. None of it finds nothing.
func (e *Engine) help(ctx context.Context, backend index.Backend, r Request, u *understood, response *Response) (err error) {
	response.Relief, response.Questions = []Relief{}, []Question{}
	if response.Suggestions, err = e.suggestions(ctx, backend, r, response.Total); err != nil {
		return err
	}
	if response.Total > 0 {
		response.DidYouMean, err = e.didYouMean(ctx, backend, r, u)
		return err
	}
	if response.Relief, err = e.relief(ctx, backend, r, u); err != nil {
		return err
	}
	response.Questions, err = e.questions(ctx, backend, r, u)
	return err
}

// didYouMean is the offered query, if something has all that it asks for.
func (e *Engine) didYouMean(ctx context.Context, backend index.Backend, r Request, u *understood) (*Correction, error) {
	if u.offered == "" || r.Page > 1 {
		return nil, nil
	}
	meant := e.understand(u.offered, *r.Interpret, true)
	found, err := e.mentionsAll(ctx, backend, r, meant)
	if err != nil || !found {
		return nil, err
	}
	return &Correction{From: r.Query, To: u.offered}, nil
}

// relief counts what is found without each of the filters, and without all of them where
// none alone shuts everything out.
func (e *Engine) relief(ctx context.Context, backend index.Backend, r Request, u *understood) ([]Relief, error) {
	out := []Relief{}
	names := []string{}
	for _, f := range r.Filters {
		if f.Name != "" && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	count := func(without ...string) error {
		free := r
		free.Filters = slices.DeleteFunc(slices.Clone(r.Filters), func(f index.Filter) bool { return slices.Contains(without, f.Name) })
		q := e.query(free, u)
		q.Limit, q.Facets = 0, nil
		found, err := backend.Search(ctx, q)
		if err != nil {
			return fmt.Errorf("filters: %w", err)
		}
		if found.Total > 0 {
			out = append(out, Relief{Filters: without, Total: found.Total})
		}
		return nil
	}
	for _, name := range names {
		if err := count(name); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 && len(names) > 1 {
		if err := count(names...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// questions are entries of the articles' questions, an article one: those about what the
// query names, else about anything.
func (e *Engine) questions(ctx context.Context, backend index.Backend, r Request, u *understood) ([]Question, error) {
	q := &index.Query{
		View: index.Articles, Collections: r.Collections, Now: r.Now, Limit: questionCount, PassagesPerArticle: 1, Sort: index.ByUpdated,
		Filters: []index.Filter{{Name: index.FacetKind, Any: []string{string(corpus.KindFAQ)}}},
	}
	out := []Question{}
	for _, i := range u.named {
		q.Groups = append(q.Groups, u.groups[i])
	}
	for {
		q.Need = min(len(q.Groups), 1)
		found, err := backend.Search(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("questions: %w", err)
		}
		known, err := headsOf(ctx, backend, found.Hits)
		if err != nil {
			return nil, err
		}
		for _, h := range found.Hits {
			stored, err := backend.Passages(ctx, []string{h.Passages[0].ID})
			if err != nil {
				return nil, fmt.Errorf("questions: %w", err)
			}
			if p := stored[0]; p != nil && p.Passage.Heading != "" {
				out = append(out, Question{Question: p.Passage.Heading, Passage: p.Passage.ID, Article: e.summarize(known[h.Article].Article)})
			}
		}
		if len(out) > 0 || len(q.Groups) == 0 {
			return out, nil
		}
		q.Groups = nil
	}
}
