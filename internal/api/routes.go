package api

import (
	"context"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"shirube/corpus"
	"shirube/internal/querylog"
	"shirube/internal/search"
)

type searchInput struct{ SearchParams }

type searchBody struct{ Body SearchParams }

type searchOutput struct{ Body *search.Response }

type articleInput struct {
	ID string `path:"id" minLength:"1" doc:"The article's id, percent-encoded (also its slashes)" example:"hifu-face-lifting"`
}

type articleOutput struct{ Body *corpus.Article }

type passageInput struct {
	ID string `path:"id" minLength:"1" doc:"The passage's id, percent-encoded (# is %23)" example:"hifu-face-lifting#76f60108ab"`
}

type passageOutput struct{ Body *search.PassageDetail }

type facetInput struct {
	Name   string `path:"name" doc:"The facet"`
	Q      string `query:"q" maxLength:"200" doc:"Only values that contain this, in any spelling."`
	Prefix string `query:"prefix" maxLength:"200" doc:"Only values that begin with this, in any spelling." example:"内"`
	Query  string `query:"query" maxLength:"512" doc:"The search under which the values are counted, as q of /v1/search."`
	FilterParams
	FacetLimit int `query:"facet_limit" minimum:"1" maximum:"200" default:"20" doc:"At most so many values."`
}

// FacetValues is the answer to GET /v1/facets/{name}.
type FacetValues struct {
	Name   string         `json:"name" doc:"The facet"`
	Values []search.Facet `json:"values" doc:"Its values, most frequent first"`
}

type facetOutput struct{ Body *FacetValues }

type progressOutput struct {
	Status int
	Body   *Progress
}

// Health is the answer to GET /healthz.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

type healthOutput struct{ Body *Health }

// Resolve reports what is wrong with the query string.
func (in *articleInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// Resolve reports what is wrong with the query string.
func (in *passageInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// Resolve checks what concerns several parameters at once.
func (in *facetInput) Resolve(ctx huma.Context, prefix *huma.PathBuffer) []error {
	return in.check(ctx, prefix)
}

// register adds an operation with what all of them have in common.
func register[I, O any](s *server, api huma.API, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	huma.Register(api, op, adapt(s, handle))
}

func (s *server) registerAPI(api huma.API, group gin.IRouter) error {
	s.doc = api.OpenAPI()
	register(s, api, s.operation("search", http.MethodGet, "/v1/search", "Search",
		"Articles or passages, with facets and with what was understood of the query."), s.searchGet)
	post := s.operation("search-post", http.MethodPost, "/v1/search", "Search, with the parameters as JSON",
		"The same as GET, for queries that should not stand in logs and histories.", http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType)
	post.MaxBodyBytes = MaxBody + 1 // huma refuses a body that reaches this
	register(s, api, post, s.searchPost)
	register(s, api, s.operation("article", http.MethodGet, "/v1/articles/{id}", "One article",
		"The article as it was read: sections, questions, sources, costs, risks.", http.StatusNotFound), s.article)
	register(s, api, s.operation("passage", http.MethodGet, "/v1/passages/{id}", "One passage",
		"The passage with its sources, its supervision and its article.", http.StatusNotFound), s.passage)
	register(s, api, s.operation("facet", http.MethodGet, "/v1/facets/{name}", "Search inside a facet's values",
		"The values of one facet with their counts, under the same filters as a search."), s.facet)
	s.registerSuggest(api)
	s.registerRetrieve(api)
	s.registerDify(group)
	s.registerInstantSearch(group)
	s.registerArticles(api)
	s.registerCheck(api)
	s.registerParse(api)
	s.registerAdmin(api)
	s.registerQueries(api)
	s.documentTools(api)
	s.registerEvents(api)
	s.registerHealth(api)
	return s.finishDocument()
}

// operation describes a route that searches; further are the error statuses
// beyond those that all of them have.
func (s *server) operation(id, method, path, summary, description string, further ...int) huma.Operation {
	statuses := append([]int{
		http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	}, further...)
	security := []map[string][]string{{"bearer": {}}, {"key": {}}}
	statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden) // the first key may be made later
	if !s.cfg.Keys.Any() {
		security = append(security, map[string][]string{})
	}
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, Description: description,
		Security:    security,
		Responses:   map[string]*huma.Response{},
		Middlewares: huma.Middlewares{s.require(ScopeSearch), s.readQuery},
	}
	for _, status := range statuses {
		op.Responses[strconv.Itoa(status)] = s.problemResponse(status)
	}
	return op
}

// require is a middleware that lets through who has a key with the scope.
func (s *server) require(scope Scope) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		c.Header("Cache-Control", "no-store") // what somebody searched for stays in no cache
		if p := s.authorize(c.Request, scope); p != nil {
			s.write(c, p)
			return
		}
		next(ctx)
	}
}

func (s *server) searchGet(ctx context.Context, in *searchInput) (*searchOutput, error) {
	return s.search(ctx, &in.SearchParams)
}

func (s *server) searchPost(ctx context.Context, in *searchBody) (*searchOutput, error) {
	return s.search(ctx, &in.Body)
}

func (s *server) search(ctx context.Context, p *SearchParams) (*searchOutput, error) {
	collections, problem := infoOf(ctx).caller.collections(p.Collection)
	if problem != nil {
		return nil, problem
	}
	request := p.request(collections)
	r, err := s.searcher.Search(ctx, request)
	if err != nil {
		return nil, err // adapt maps it
	}
	infoOf(ctx).search = &searchInfo{queryLength: utf8.RuneCountInString(p.Q), total: r.Total, tookMS: r.TookMS}
	s.metrics.observeSearch(r)
	s.cfg.Log.Searched(ctx, querylog.API, request, r)
	return &searchOutput{Body: r}, nil
}

// scope is what the caller may see.
func scope(ctx context.Context) search.Scope {
	return search.Scope{Collections: infoOf(ctx).caller.Collections}
}

func (s *server) article(ctx context.Context, in *articleInput) (*articleOutput, error) {
	a, err := s.searcher.Article(ctx, in.ID, scope(ctx))
	if err != nil {
		return nil, err
	}
	if infoOf(ctx).caller.public() {
		// What was left out and what editors put right, with their names, is for them.
		shown := *a
		shown.Dropped, shown.Corrected = []corpus.Dropped{}, []corpus.Corrected{}
		a = &shown
	}
	return &articleOutput{Body: a}, nil
}

func (s *server) passage(ctx context.Context, in *passageInput) (*passageOutput, error) {
	p, err := s.searcher.Passage(ctx, in.ID, scope(ctx))
	if err != nil {
		return nil, err
	}
	return &passageOutput{Body: p}, nil
}

func (s *server) facet(ctx context.Context, in *facetInput) (*facetOutput, error) {
	collections, problem := infoOf(ctx).caller.collections(in.Collection)
	if problem != nil {
		return nil, problem
	}
	r := search.FacetValuesRequest{Name: in.Name, Query: in.Q, Prefix: in.Prefix, Request: in.request(in.Query, collections)}
	r.Request.FacetLimit = in.FacetLimit
	values, err := s.searcher.FacetValues(ctx, r)
	if err != nil {
		return nil, err
	}
	if values == nil {
		values = []search.Facet{}
	}
	return &facetOutput{Body: &FacetValues{Name: in.Name, Values: values}}, nil
}

func (s *server) registerHealth(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "healthz", Method: http.MethodGet, Path: "/healthz", Summary: "Is the process alive",
		Responses: map[string]*huma.Response{},
	}, func(context.Context, *struct{}) (*healthOutput, error) {
		return &healthOutput{Body: &Health{Status: "ok"}}, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "readyz", Method: http.MethodGet, Path: "/readyz", Summary: "Can searches be answered",
		Description: "503 while the first index is being built, with how far it is.",
		Responses: map[string]*huma.Response{
			"503": {Description: "Not yet", Content: map[string]*huma.MediaType{
				"application/json": {Schema: s.doc.Components.Schemas.Schema(progressType(), true, "")},
			}},
		},
	}, s.readyz)
}

func (s *server) readyz(context.Context, *struct{}) (*progressOutput, error) {
	p := s.ready()
	out := &progressOutput{Status: http.StatusOK, Body: &p}
	if !p.Ready {
		out.Status = http.StatusServiceUnavailable
	}
	return out, nil
}

// facetNamesSchema closes the list of what {name} can be.
func facetNamesSchema(op *huma.Operation) {
	for _, p := range op.Parameters {
		if p.In == "path" && p.Name == "name" {
			p.Schema.Enum = anys(facetEnum())
			p.Schema.PrecomputeMessages()
		}
	}
}
