// Package instantsearch lets a front end that was built for Algolia's InstantSearch ask
// Shirube: it translates its requests into searches and the answers back. It is a wire
// format and nothing else: what a query means, and what is found, is internal/search's; keys
// and HTTP are internal/api's.
package instantsearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Searcher is what is needed of the search.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
	FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error)
}

// Caller is who asks.
type Caller struct {
	Collections []string // those that may be searched; empty: all
	// RequestID is what events name an answer by: it is the queryID of results.
	RequestID string
}

// Answer is what a request is answered with: one result a query, in their order.
type Answer struct {
	Results []any `json:"results" doc:"One result for each request, in their order: a SearchResult, or a FacetResult where values of a facet were asked for"`
}

// Error is an error as Algolia's clients read it.
type Error struct {
	Message string `json:"message" doc:"What is wrong, in words; for what cannot be read, where"`
	Status  int    `json:"status" doc:"The HTTP status"`
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Fault is the error for an HTTP status.
func Fault(status int, format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Status: status}
}

func malformed(format string, args ...any) *Error {
	return Fault(http.StatusBadRequest, format, args...)
}

// FromSearch is a search's refusal of a request as an Error; false for other errors.
func FromSearch(err error) (*Error, bool) {
	var own *Error
	if errors.As(err, &own) {
		return own, true
	}
	var invalid *search.InvalidError
	if errors.As(err, &invalid) {
		return malformed("%s: %s", invalid.Parameter, invalid.Reason), true
	}
	return nil, false
}

// Ask answers the queries of a request. The error is an *Error for a request that cannot be
// answered, else what the search returned.
func Ask(ctx context.Context, s Searcher, r *Request, caller Caller) (*Answer, error) {
	out := &Answer{Results: make([]any, 0, len(r.Requests))}
	for i := range r.Requests {
		q, err := r.Requests[i].read()
		if err != nil {
			return nil, err.at(i)
		}
		result, failed := q.answer(ctx, s, caller)
		if failed != nil {
			if e, ok := FromSearch(failed); ok {
				return nil, e.at(i)
			}
			return nil, failed
		}
		out.Results = append(out.Results, result)
	}
	return out, nil
}

// at says which of the queries is meant.
func (e *Error) at(i int) *Error {
	return &Error{Message: fmt.Sprintf("requests[%d]: %s", i, e.Message), Status: e.Status}
}

func (q *query) answer(ctx context.Context, s Searcher, caller Caller) (any, error) {
	if q.facet != "" {
		return q.facetValues(ctx, s, caller)
	}
	return q.search(ctx, s, caller)
}

// indexOf is what the name of an index means: a view, and after an underscore an order, as
// an index has replicas that are sorted in another way.
func indexOf(name string) (index.View, index.Sort, *Error) {
	view, order, sorted := strings.Cut(name, "_")
	for _, v := range []index.View{index.Articles, index.Passages} {
		if view != string(v) {
			continue
		}
		if !sorted {
			return v, index.ByRelevance, nil
		}
		for _, s := range []index.Sort{index.ByRelevance, index.ByUpdated, index.ByCost, index.ByDowntime} {
			if order == string(s) {
				return v, s, nil
			}
		}
	}
	return "", "", Fault(http.StatusNotFound, "Index %s does not exist: there are articles and passages, and each with _updated, _cost or _downtime after it, in that order", shorten(name))
}

// shorten keeps what is echoed in an error readable.
func shorten(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
