package search

import (
	"context"
	"fmt"
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

	u := e.understand(r.Query, *r.Interpret)
	result, err := backend.Search(ctx, e.query(r, u))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	gains, err := closeness(ctx, backend, result, u)
	if err != nil {
		return nil, err
	}
	ranked := rank(result.Hits, u, gains, r)
	response := &Response{
		Query: r.Query, View: r.View,
		Total: result.Total, TotalRelation: "eq",
		Page: r.Page, PerPage: r.PerPage,
		Relaxed:     r.Match == MatchAuto && result.Need < u.need(),
		Interpreted: u.said,
		Facets:      e.facets(r, u, result.Facets),
	}
	page := ranked[min(len(ranked), (r.Page-1)*r.PerPage):min(len(ranked), r.Page*r.PerPage)]
	if response.Hits, err = e.show(ctx, backend, page, u, r); err != nil {
		return nil, err
	}
	response.Answerable = answerable(ranked)
	response.Notices = notices(r.Query, response.Hits)
	if response.Suggestions, err = e.suggestions(ctx, backend, r, result.Total); err != nil {
		return nil, err
	}
	response.TookMS = float64(time.Since(began).Microseconds()) / 1000
	return response, nil
}

// query is what the engine is asked.
func (e *Engine) query(r Request, u *understood) *index.Query {
	q := &index.Query{
		View:               r.View,
		Groups:             u.groups,
		Not:                u.not,
		Filters:            append(append([]index.Filter{}, r.Filters...), u.filters...),
		Collections:        r.Collections,
		Now:                r.Now,
		Sort:               r.Sort,
		Limit:              r.Page * r.PerPage,
		PassagesPerArticle: passagesPerArticle,
		Facets:             facetRequests(r.Facets),
	}
	if r.Sort == index.ByRelevance {
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

// answerable reports whether the best hit speaks of nearly all that was asked:
// at most one thing in three may be missing from its best passage. Where nothing
// was asked for, every hit is an answer.
func answerable(ranked []rankedHit) bool {
	return len(ranked) > 0 && 3*ranked[0].coverage >= 2
}
