package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/querylog"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

// Limits of the tools.
const (
	maxResults    = 50
	maxFacetLimit = 200
)

// SearchInput is what the search tool takes.
type SearchInput struct {
	Query string `json:"query" jsonschema:"What to look for, in Japanese, as the user put it; empty lists what the filters allow."`
	View  string `json:"view,omitempty" jsonschema:"One result an article, or one a passage."`
	Limit int    `json:"limit,omitempty" jsonschema:"Results at most."`
	Filters
}

// SearchAnswer is what it answers.
type SearchAnswer struct {
	Results    []Result `json:"results"`
	Answerable bool     `json:"answerable"`
	Total      int      `json:"total"`
	Notices    []string `json:"notices"`
	// Redirect is where editors say to look for the query, for people; null where they say nothing.
	Redirect *search.Redirect `json:"redirect"`
}

// Result is an article or a passage that was found. ID is what fetch takes.
type Result struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	URL     string      `json:"url"`
	Snippet string      `json:"snippet"`
	Kind    corpus.Kind `json:"kind"`    // of the passage the snippet is from; empty where there is none
	Heading string      `json:"heading"` // likewise
	Score   float64     `json:"score"`
	Pinned  bool        `json:"pinned"` // editors put it where it stands, whatever its score
}

// RetrieveInput is what the retrieve tool takes.
type RetrieveInput struct {
	Query     string  `json:"query" jsonschema:"What is asked, in Japanese, as the user asked it."`
	TopK      int     `json:"top_k,omitempty" jsonschema:"Passages at most."`
	MaxChars  int     `json:"max_chars,omitempty" jsonschema:"Characters that the texts of all passages may have together."`
	MaxTokens int     `json:"max_tokens,omitempty" jsonschema:"Tokens that they may have together, by an estimate; default: no limit beside max_chars."`
	MinScore  float64 `json:"min_score,omitempty" jsonschema:"The least score of a passage, 0 to 1."`
	PairRisks *bool   `json:"pair_risks,omitempty" jsonschema:"Passages on effects come with the risks and contraindications of their treatment, or not at all. Leave it on."`
	History   []Turn  `json:"history,omitempty" jsonschema:"The conversation before the query, the oldest turn first: it tells what a question such as それは痛い？ is about."`
	Carry     *bool   `json:"carry,omitempty" jsonschema:"Whether the query is taken to be about what the conversation is about where it names no treatment."`
	Filters   Filters `json:"filters,omitzero" jsonschema:"Where to look."`
}

// Turn is something that was said before.
type Turn struct {
	Role    string `json:"role" jsonschema:"Who said it: user or assistant."`
	Content string `json:"content" jsonschema:"What was said."`
}

// FacetsInput is what the facets tool takes.
type FacetsInput struct {
	Name     string `json:"name,omitempty" jsonschema:"The facet whose values to list; default: all of them."`
	Contains string `json:"contains,omitempty" jsonschema:"With name: only values that contain this, in any spelling."`
	Query    string `json:"query,omitempty" jsonschema:"Count only what this finds; default: everything."`
	Limit    int    `json:"limit,omitempty" jsonschema:"Values a facet at most, the most frequent first."`
	Filters
}

// FacetsAnswer is what it answers: values with counts, by facet.
type FacetsAnswer struct {
	Facets map[string][]search.Facet `json:"facets"`
}

// addTools registers the four tools with their schemas.
func (s *Server) addTools() error {
	for _, add := range []func() error{
		func() error {
			return addTool(s, &sdk.Tool{Name: "search", Title: "Search treatment articles",
				Description: "Find articles (or passages) about medical and cosmetic treatments, in Japanese. Returns ids, titles, addresses and snippets to choose from; " +
					"a snippet is not enough to answer with: fetch the article, or call retrieve. When answerable is false, nothing found answers the query."},
				searchBounds(), map[string]string{
					"answerable":      "Whether the best results answer. False: they only share words with the query.",
					"total":           "How many articles or passages match.",
					"notices":         "What the reader must be told: self-paid or unapproved treatment, where to turn in an emergency.",
					"results":         "Best first.",
					"results.id":      "What fetch takes.",
					"results.snippet": "From the passage that fits best; not a full answer.",
					"results.score":   "Share of results found like this that answer, 0 to 1; comparable between queries.",
				}, s.search)
		},
		func() error {
			return addTool(s, &sdk.Tool{Name: "fetch", Title: "Fetch an article or a passage",
				Description: "Get the whole text of an article, or of one passage, by an id from search or retrieve, with sources, supervision and review date. " +
					"Quote it unchanged and name its title and address. The text of a passage can tell effects alone: metadata.risks holds what must be told beside it."},
				map[string]bound{"id": {length: maxID, filled: true}}, map[string]string{
					"text":             "The article's own words, unchanged; headings of an article begin with #.",
					"url":              "Where readers find it; name it when quoting.",
					"metadata.type":    "article or passage.",
					"metadata.risks":   "Of a passage: what its article says of risks, precautions and contraindications. Never tell an effect without it.",
					"metadata.sources": "What it cites; empty when it cites nothing.",
				}, s.fetch)
		},
		func() error {
			return addTool(s, &sdk.Tool{Name: "retrieve", Title: "Retrieve passages to answer from",
				Description: "Get the passages that answer a question about a treatment: whole sentences of the articles, unchanged, with sources, supervision and a ready citation, within a budget. " +
					"Use this to answer users. Answer from these passages only, put the citation under each quotation, never state an effect without the risks that come with it, and repeat the notices. " +
					"When answerable is false there are no passages: say that the articles do not answer."},
				retrieveBounds(), answerWords(), s.retrieve)
		},
		func() error {
			return addTool(s, &sdk.Tool{Name: "facets", Title: "List values to filter by",
				Description: "Count what there is: treatments, effects, risks, contraindications, conditions, supervisors, section kinds, sources, price and downtime ranges, with how many articles or passages have each. " +
					"Use it to learn the values that the filters of search and retrieve take."},
				facetsBounds(), nil, s.facets)
		},
	} {
		if err := add(); err != nil {
			return err
		}
	}
	return nil
}

// addTool registers a tool that only reads what the server has. Its errors are
// told to the model, which can then do better.
func addTool[In, Out any](s *Server, t *sdk.Tool, bounds map[string]bound, words map[string]string, handle func(context.Context, In) (Out, error)) error {
	in, err := inputSchema[In](bounds)
	if err != nil {
		return fmt.Errorf("tool %s: input: %w", t.Name, err)
	}
	out, err := outputSchema[Out](words)
	if err != nil {
		return fmt.Errorf("tool %s: output: %w", t.Name, err)
	}
	if _, err := in.CloneSchemas().Resolve(&jsonschema.ResolveOptions{ValidateDefaults: true}); err != nil {
		return fmt.Errorf("tool %s: input: %w", t.Name, err)
	}
	t.InputSchema, t.OutputSchema = in, out
	world := false
	t.Annotations = &sdk.ToolAnnotations{Title: t.Title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &world}
	sdk.AddTool(s.sdk, t, func(ctx context.Context, _ *sdk.CallToolRequest, in In) (*sdk.CallToolResult, Out, error) {
		answer, err := handle(ctx, in)
		if err != nil {
			var none Out
			return nil, none, s.explain(ctx, err)
		}
		text, err := plain(answer)
		if err != nil {
			var none Out
			return nil, none, s.explain(ctx, err)
		}
		return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: text}}}, answer, nil
	})
	return nil
}

// plain is an answer as JSON for models: in the order of its fields, and with nothing
// escaped that need not be.
func plain(answer any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(answer); err != nil {
		return "", fmt.Errorf("answer: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func (s *Server) search(ctx context.Context, in SearchInput) (SearchAnswer, error) {
	r, err := in.request(ctx, in.Query)
	if err != nil {
		return SearchAnswer{}, err
	}
	r.View, r.PerPage, r.Facets, r.Highlight = index.View(in.View), in.Limit, []string{}, search.HighlightOff
	found, err := s.searcher.Search(ctx, r)
	if err != nil {
		return SearchAnswer{}, err
	}
	s.cfg.Log.Searched(ctx, querylog.MCP, r, found)
	a := SearchAnswer{Results: make([]Result, 0, len(found.Hits)), Answerable: found.Answerable, Total: found.Total, Notices: found.Notices, Redirect: found.Redirect}
	for _, h := range found.Hits {
		result := Result{ID: h.ID, Title: h.Article.Title, URL: h.Article.URL, Snippet: h.Snippet.Text, Score: h.Confidence, Pinned: h.Pinned}
		if h.Passage != nil {
			result.Kind, result.Heading = h.Passage.Kind, h.Passage.Heading
		}
		a.Results = append(a.Results, result)
	}
	return a, nil
}

func (s *Server) retrieve(ctx context.Context, in RetrieveInput) (retrieve.Answer, error) {
	r, err := in.Filters.request(ctx, in.Query)
	if err != nil {
		return retrieve.Answer{}, err
	}
	history := make([]retrieve.Turn, len(in.History))
	for i, t := range in.History {
		history[i] = retrieve.Turn(t)
	}
	request := retrieve.Request{
		Query: in.Query, History: history, Carry: in.Carry, TopK: in.TopK, MaxChars: in.MaxChars, MaxTokens: in.MaxTokens,
		MinScore: in.MinScore, PairRisks: in.PairRisks, Filters: r.Filters, Collections: r.Collections,
	}
	started := time.Now()
	a, err := retrieve.Retrieve(ctx, s.searcher, request)
	if err != nil {
		return retrieve.Answer{}, err
	}
	s.cfg.Log.Retrieved(ctx, querylog.MCP, request, a, time.Since(started))
	return *a, nil
}

func (s *Server) facets(ctx context.Context, in FacetsInput) (FacetsAnswer, error) {
	r, err := in.request(ctx, in.Query)
	if err != nil {
		return FacetsAnswer{}, err
	}
	r.FacetLimit, r.PerPage = in.Limit, 1
	if in.Name == "" {
		found, err := s.searcher.Search(ctx, r)
		if err != nil {
			return FacetsAnswer{}, err
		}
		return FacetsAnswer{found.Facets}, nil
	}
	values, err := s.searcher.FacetValues(ctx, search.FacetValuesRequest{Name: in.Name, Query: in.Contains, Request: r})
	if err != nil {
		return FacetsAnswer{}, err
	}
	return FacetsAnswer{map[string][]search.Facet{in.Name: values}}, nil
}

// request is a search under these filters, in what the caller may see.
func (f Filters) request(ctx context.Context, query string) (search.Request, error) {
	filters, err := f.filters()
	if err != nil {
		return search.Request{}, err
	}
	names, err := collections(ctx, f.Collection)
	return search.Request{Query: query, Collections: names, Filters: filters}, err
}
