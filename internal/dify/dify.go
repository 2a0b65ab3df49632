// Package dify answers Dify's External Knowledge API: it reads a request as Dify sends
// it, makes filters of the index out of its conditions on metadata, has internal/retrieve
// find the passages, and writes them as the flat records that Dify hands to a model. It
// leaves what may be quoted to internal/retrieve, and keys and HTTP to internal/api.
package dify

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"shirube/index"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

// Searcher is what this package needs of a search engine.
type Searcher interface {
	retrieve.Searcher
	FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error)
}

// Response is the answer. Its JSON is what Dify expects; no slice in it is null.
type Response struct {
	Records []Record `json:"records" doc:"Best first; empty where nothing answers"`
}

// Retrieve answers a request. The error is an *Error for a request that cannot be
// answered, a *search.InvalidError for a query that cannot, or the searcher's.
func Retrieve(ctx context.Context, s Searcher, r *Request) (*Response, error) {
	conditions, err := r.conditions()
	if err != nil {
		return nil, err
	}
	topK, err := r.topK()
	if err != nil {
		return nil, err
	}
	least, err := r.threshold()
	if err != nil {
		return nil, err
	}
	collections := []string{r.Knowledge()}
	known, err := knows(ctx, s, collections)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, NoSuchKnowledge(r.Knowledge())
	}
	c := compiler{ctx: ctx, s: s, collections: collections}
	filters, err := c.filters(conditions, r.either())
	if err != nil {
		return nil, err
	}
	a, err := retrieve.Retrieve(ctx, s, retrieve.Request{
		Query: r.Query, TopK: topK, PairsBeside: true, MaxChars: retrieve.MaxMaxChars,
		MinScore: least, Filters: filters, Collections: collections,
	})
	if err != nil {
		return nil, fmt.Errorf("dify: %w", err)
	}
	return &Response{Records: records(a, topK)}, nil
}

// knows reports whether the collections hold any article.
func knows(ctx context.Context, s Searcher, collections []string) (bool, error) {
	found, err := s.Search(ctx, everything(collections, 1, 1))
	if err != nil {
		return false, fmt.Errorf("dify: %w", err)
	}
	return found.Total > 0, nil
}

// everything asks for all articles of the collections, a page of them at a time.
func everything(collections []string, page, perPage int) search.Request {
	return search.Request{
		View: index.Articles, Collections: collections, Facets: []string{}, Highlight: search.HighlightOff,
		Page: page, PerPage: perPage,
	}
}

// Error is an error as Dify reads it. Dify looks at the HTTP status first: 404 and 403
// are what it reports when an address and its key are entered.
type Error struct {
	Status  int    `json:"-"`
	Code    int    `json:"error_code" doc:"1001: the Authorization header cannot be read; 1002: the key is refused; 2001: no such knowledge; else ten times the HTTP status"`
	Message string `json:"error_msg" doc:"What is wrong, in words"`
}

// The codes that Dify names.
const (
	CodeAuthorization = 1001 // the Authorization header cannot be read
	CodeRefused       = 1002 // the key is refused
	CodeNoKnowledge   = 2001 // there is no such knowledge
)

// Error is the message.
func (e *Error) Error() string { return e.Message }

// NoSuchKnowledge is the error for a knowledge_id that is no collection, or none that the
// caller sees.
func NoSuchKnowledge(id string) *Error {
	return &Error{http.StatusNotFound, CodeNoKnowledge, fmt.Sprintf("knowledge_id: there is no knowledge %q", shorten(id))}
}

// Fault is the error for an HTTP status for which Dify names no code.
func Fault(status int, message string) *Error { return &Error{status, 10 * status, message} }

func malformed(format string, args ...any) *Error {
	return Fault(http.StatusBadRequest, fmt.Sprintf(format, args...))
}

// invalid is the error for what was read and not accepted; it names the parameter.
func invalid(parameter, format string, args ...any) *Error {
	return Fault(http.StatusUnprocessableEntity, parameter+": "+fmt.Sprintf(format, args...))
}

// FromSearch is err as Dify reads it, where it says what is wrong with the request.
func FromSearch(err error) (*Error, bool) {
	var own *Error
	if errors.As(err, &own) {
		return own, true
	}
	var refused *search.InvalidError
	if errors.As(err, &refused) {
		name := refused.Parameter
		if name == "q" {
			name = "query" // as Dify calls it
		}
		return invalid(name, "%s", refused.Reason), true
	}
	return nil, false
}

// shorten keeps what is echoed in a message readable.
func shorten(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
