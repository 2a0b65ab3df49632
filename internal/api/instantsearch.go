package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"shirube/internal/instantsearch"
	"shirube/internal/querylog"
	"shirube/internal/search"
)

// Where InstantSearch's client asks.
const (
	instantSearchPath       = "/instantsearch"
	instantSearchFacetsPath = "/instantsearch/facets"
)

// registerInstantSearch adds the routes for InstantSearch, and says in the document what
// they take. They are no operations of huma's: their errors, and what they overlook, are
// Algolia's.
func (s *server) registerInstantSearch(group gin.IRouter) {
	for _, route := range []struct {
		id, path, summary, description string
		facets                         bool
	}{
		{"instantsearch", instantSearchPath, "InstantSearch's queries",
			"Several queries at once, as Algolia's InstantSearch sends them: a searchClient of a few lines is all that a front end needs. Parameters that are not known are passed over.", false},
		{"instantsearch-facets", instantSearchFacetsPath, "InstantSearch's search inside a facet's values",
			"What searchForFacetValues asks: each query names the facet as facetName among its parameters.", true},
	} {
		group.POST(route.path, func(c *gin.Context) { s.instantSearch(c, route.facets) })
		op := s.operation(route.id, http.MethodPost, route.path, route.summary, route.description)
		op.Middlewares = nil
		op.Parameters = []*huma.Param{{
			Name: "collection", In: "query", Description: "Search these collections only; default: all that the key sees. Repeat it for alternatives.",
			Schema: &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}},
		}}
		op.RequestBody = &huma.RequestBody{Required: true, Content: s.jsonContent(reflect.TypeFor[instantsearch.Request]())}
		op.Responses = map[string]*huma.Response{"200": {Description: "The results", Content: s.jsonContent(reflect.TypeFor[instantsearch.Answer]())}}
		for _, status := range []int{
			http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout,
			http.StatusRequestEntityTooLarge, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
		} {
			op.Responses[strconv.Itoa(status)] = &huma.Response{
				Description: http.StatusText(status), Content: s.jsonContent(reflect.TypeFor[instantsearch.Error]()),
			}
		}
		s.doc.AddOperation(&op)
	}
	s.describeInstantSearch()
}

// describeInstantSearch says of the schemas what their types do not.
func (s *server) describeInstantSearch() {
	schemas := s.doc.Components.Schemas
	object := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
	query := schemas.Map()["InstantSearchQuery"].Properties["params"]
	query.Type, query.ContentEncoding, query.Items = "", "", nil
	query.OneOf = []*huma.Schema{object, {Type: huma.TypeString}}
	answer := schemas.Map()["InstantSearchAnswer"].Properties["results"]
	answer.Items = &huma.Schema{OneOf: []*huma.Schema{
		schemas.Schema(reflect.TypeFor[instantsearch.SearchResult](), true, ""), schemas.Schema(reflect.TypeFor[instantsearch.FacetResult](), true, ""),
	}}
	result := schemas.Map()["InstantSearchSearchResult"].Properties
	result["facets"].AdditionalProperties = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeInteger}}
	delete(schemas.Map(), "InstantSearchCount")
}

func (s *server) instantSearch(c *gin.Context, facets bool) {
	c.Header("Cache-Control", "no-store") // what somebody searched for stays in no cache
	answer, fault := s.askInstantSearch(c, facets)
	if fault != nil {
		s.writeJSON(c, fault.Status, fault)
		return
	}
	s.writeJSON(c, http.StatusOK, answer)
}

func (s *server) askInstantSearch(c *gin.Context, facets bool) (*instantsearch.Answer, *instantsearch.Error) {
	if p := s.authorize(c.Request, ScopeSearch); p != nil {
		for name, values := range p.header {
			c.Writer.Header()[name] = values
		}
		return nil, instantsearch.Fault(p.Status, "%s", p.Detail)
	}
	info := infoOf(c.Request.Context())
	asked := c.QueryArray("collection")
	if len(asked) > maxValues || slices.ContainsFunc(asked, func(name string) bool { return utf8.RuneCountInString(name) > maxValueLength }) {
		return nil, instantsearch.Fault(http.StatusBadRequest, "collection: at most %d names of %d characters are read", maxValues, maxValueLength)
	}
	collections, p := info.caller.collections(slices.DeleteFunc(asked, func(name string) bool { return name == "" }))
	if p != nil {
		return nil, instantsearch.Fault(p.Status, "%s", p.Detail)
	}
	body, p := s.readBody(c)
	if p != nil {
		return nil, instantsearch.Fault(p.Status, "%s", p.Detail)
	}
	r, fault := instantsearch.Decode(body)
	if fault != nil {
		return nil, fault
	}
	if facets {
		r.FacetQueries()
	}
	noted := &firstSearch{Searcher: s.searcher, log: s.cfg.Log}
	answer, err := instantsearch.Ask(c.Request.Context(), noted, r, instantsearch.Caller{Collections: collections, RequestID: info.id})
	if err != nil {
		return nil, s.instantSearchError(c.Request.Context(), err)
	}
	s.noteInstantSearch(info, answer)
	return answer, nil
}

// noteInstantSearch tells the log of the first query: those after it count facets.
func (s *server) noteInstantSearch(info *info, a *instantsearch.Answer) {
	if first, ok := a.Results[0].(*instantsearch.SearchResult); ok {
		info.search = &searchInfo{queryLength: utf8.RuneCountInString(first.Query), total: first.NbHits, tookMS: float64(first.TookMS)}
	}
}

// firstSearch notes the first search that asks for hits. A front end sends several queries
// for one that was typed: those after it count facets.
type firstSearch struct {
	Searcher
	log  *querylog.Log
	done bool
}

// Search searches.
func (f *firstSearch) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	a, err := f.Searcher.Search(ctx, r)
	if err == nil && !f.done && !r.CountOnly {
		f.done = true
		f.log.Searched(ctx, querylog.InstantSearch, r, a)
	}
	return a, err //nolint:wrapcheck // instantsearch does
}

// instantSearchError is any error as Algolia's clients read it.
func (s *server) instantSearchError(ctx context.Context, err error) *instantsearch.Error {
	if e, ok := instantsearch.FromSearch(err); ok {
		return e
	}
	p := s.problem(ctx, err)
	return instantsearch.Fault(p.Status, "%s", p.Detail)
}

// jsonContent is the content of a body of a type.
func (s *server) jsonContent(t reflect.Type) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: s.doc.Components.Schemas.Schema(t, true, "")}}
}

// readBody reads the body, in no more time than a request may take.
func (s *server) readBody(c *gin.Context) ([]byte, *Problem) {
	// Where there is no connection, as in a test, nothing has to be waited for.
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(s.cfg.Timeout))
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, problemTooLarge(MaxBody)
	case err != nil:
		return nil, problemReadTimeout()
	}
	return body, nil
}

// writeJSON answers as a protocol of others has it: not by huma, nor with a problem document.
func (s *server) writeJSON(c *gin.Context, status int, body any) {
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", strconv.Itoa(retryAfter))
	}
	c.Header("Content-Type", "application/json")
	c.Status(status)
	encoder := json.NewEncoder(c.Writer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		s.log.WarnContext(c, "answer not sent", "id", infoOf(c.Request.Context()).id, "error", err)
	}
}
