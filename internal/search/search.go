package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"shirube/index"
)

// Search answers a request. The error is an *InvalidError for a request that
// cannot be answered, index.ErrNotReady while there is no index, or ctx's.
func (e *Engine) Search(ctx context.Context, r Request) (*Response, error) {
	began := time.Now()
	r, err := r.complete()
	if err != nil {
		return nil, err
	}
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()

	e = e.forRequest(r.Collections)
	backend = e.curated.over(backend)
	u, result, err := e.find(ctx, backend, r)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	pinned, result, err := e.pin(ctx, backend, r, u, result)
	if err != nil {
		return nil, err
	}
	response := &Response{
		Query: r.Query, View: r.View,
		Total: result.Total, TotalRelation: "eq",
		Page: r.Page, PerPage: r.PerPage,
		Relaxed:     r.Match == MatchAuto && result.Need < u.need() || len(u.dropped) > 0,
		Interpreted: u.said,
		Redirect:    e.redirect(r),
		Hits:        []Hit{},
		Facets:      e.facets(r, u, result.Facets),
		Suggestions: []string{},
		Numbers:     result.Numbers,
	}
	if r.CountOnly {
		response.Notices = append(notices(r.Query, nil), u.droppedNotice()...)
		response.TookMS = milliseconds(began)
		return response, nil
	}
	k, err := rankerOf(ctx, backend, r, u, result)
	if err != nil {
		return nil, err
	}
	ranked := k.rank()
	placed := pinned.place(k, ranked)
	page := placed[min(len(placed), (r.Page-1)*r.PerPage):min(len(placed), r.Page*r.PerPage)]
	best, err := e.best(ctx, backend, r, u, ranked)
	if err != nil {
		return nil, err
	}
	var shown []index.Hit
	for _, h := range slices.Concat(page, best) {
		shown = append(shown, h.Hit)
	}
	known, err := headsOf(ctx, backend, shown)
	if err != nil {
		return nil, err
	}
	k.confide(page, known)
	k.confide(best, known)
	response.Answerable = answerable(best) || len(pinned) > 0
	if response.Answer, err = e.answer(ctx, backend, r, u, best, known); err != nil {
		return nil, err
	}
	if response.Hits, err = e.show(ctx, backend, page, known, u, r); err != nil {
		return nil, err
	}
	if err := e.beside(ctx, backend, r, response.Hits); err != nil {
		return nil, err
	}
	response.Notices = append(notices(r.Query, response.Hits), u.droppedNotice()...)
	if err := e.help(ctx, backend, r, u, response); err != nil {
		return nil, err
	}
	response.TookMS = milliseconds(began)
	return response, nil
}

// milliseconds is the time since began.
func milliseconds(began time.Time) float64 { return float64(time.Since(began).Microseconds()) / 1000 }

// find understands the query and asks the engine. Where a filter that was typed
// (name:value) keeps nothing, it was not meant as one.
func (e *Engine) find(ctx context.Context, backend index.Backend, r Request) (*understood, *index.Result, error) {
	offered := ""
	if r.Interpret.Spelling {
		spelt, offer, err := e.respell(ctx, backend, r)
		if err != nil {
			return nil, nil, err
		}
		if offer != nil {
			offered = offer.query
		}
		if spelt != nil {
			u, err := e.understandPartly(ctx, backend, r, spelt.query)
			if err != nil {
				return nil, nil, err
			}
			u.respelt(r.Query, spelt)
			u.offered = offered
			u, result, err := e.findBounded(ctx, backend, r, u)
			if err != nil || result.Total > 0 {
				return u, result, err
			}
		}
	}
	u, err := e.understandPartly(ctx, backend, r, r.Query)
	if err != nil {
		return nil, nil, err
	}
	u.offered = offered
	u, result, err := e.findBounded(ctx, backend, r, u)
	if err == nil && result.Total == 0 && slices.ContainsFunc(u.filters, func(f index.Filter) bool { return !isRange(f.Name) }) {
		u, result, err = e.findBounded(ctx, backend, r, e.understand(r.Query, *r.Interpret, false))
	}
	return u, result, err
}

// findBounded asks the engine. Filters that were read from amounts and days are
// dropped where they shut out all that speaks of what else is asked for: an article can
// answer, and tell no price that could be compared.
func (e *Engine) findBounded(ctx context.Context, backend index.Backend, r Request, u *understood) (*understood, *index.Result, error) {
	result, err := backend.Search(ctx, e.query(r, u))
	if err != nil || !u.bounded {
		return u, result, err
	}
	within, err := e.mentionsAll(ctx, backend, r, u)
	if err != nil || within {
		return u, result, err
	}
	free, dropped := u.withoutBounds()
	if result.Total > 0 {
		without, err := e.mentionsAll(ctx, backend, r, free)
		if err != nil || !without {
			return u, result, err
		}
	}
	all, err := backend.Search(ctx, e.query(r, free))
	if err != nil || all.Total == 0 {
		return u, result, err
	}
	free.dropped = dropped
	return free, all, nil
}

// mentionsAll reports whether something mentions all that is asked for, what everything is
// about (治療) included: else a word in passing would keep filters that shut out all answers.
func (e *Engine) mentionsAll(ctx context.Context, backend index.Backend, r Request, u *understood) (bool, error) {
	q := e.query(r, u)
	q.Need, q.Enough, q.Limit, q.Facets, q.Numbers = u.need(), 0, 0, nil, nil
	q.Groups = slices.Clone(q.Groups)
	for _, i := range u.heads {
		if q.Groups[i].Optional {
			q.Groups[i].Optional = false
			q.Need++
		}
	}
	result, err := backend.Search(ctx, q)
	if err != nil {
		return false, err
	}
	return result.Total > 0, nil
}

// query is what the engine is asked.
func (e *Engine) query(r Request, u *understood) *index.Query {
	filters := slices.Concat(r.Filters, u.filters)
	q := &index.Query{
		View:               r.View,
		Groups:             u.groups,
		Not:                u.not,
		Filters:            filters,
		Collections:        r.Collections,
		Now:                r.Now,
		Sort:               r.Sort,
		Limit:              r.Page * r.PerPage,
		PassagesPerArticle: passagesPerArticle,
		Facets:             facetRequests(r, filters),
		Numbers:            r.Numbers,
	}
	if r.CountOnly {
		q.Limit = 0
	} else if r.Sort == index.ByRelevance {
		q.Limit = max(q.Limit, rescoreDepth)
	}
	switch r.Match {
	case MatchAny:
		q.Need = 1
	case MatchAll:
		q.Need = u.need()
	default:
		q.Need, q.Enough = u.need(), enoughHits(r.View)
	}
	return q
}

// rankerOf is a ranker that knows how close and how alike the hits are.
func rankerOf(ctx context.Context, backend index.Backend, r Request, u *understood, result *index.Result) (*ranker, error) {
	gains, err := closeness(ctx, backend, result, u)
	if err != nil {
		return nil, err
	}
	hidden, err := hiddenOf(ctx, backend, r, u, result)
	if err != nil {
		return nil, err
	}
	k := newRanker(r, u, result, gains, hidden)
	if err := k.noteStrays(ctx, backend); err != nil {
		return nil, err
	}
	return k, likeness(ctx, backend, k.rank(), u, gains)
}

// best is the most relevant hit, of which answerable is told, whatever the hits are
// sorted by; none where nothing was found.
func (e *Engine) best(ctx context.Context, backend index.Backend, r Request, u *understood, ranked []rankedHit) ([]rankedHit, error) {
	if r.Sort != index.ByRelevance && len(ranked) > 0 && len(u.groups) > 0 {
		r.Sort, r.Facets, r.Numbers, r.Page = index.ByRelevance, []string{}, nil, 1
		result, err := backend.Search(ctx, e.query(r, u))
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		k, err := rankerOf(ctx, backend, r, u, result)
		if err != nil {
			return nil, err
		}
		ranked = k.rank()
	}
	return ranked[:min(len(ranked), 1)], nil
}
