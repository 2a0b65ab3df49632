package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shirube/internal/querylog"
	"shirube/internal/retrieve"
)

// filtersField is the field of a body that holds filters.
const filtersField = "filters"

// RetrieveParams are the body of POST /v1/retrieve.
type RetrieveParams struct {
	_ struct{} `additionalProperties:"false"`

	Query     string          `json:"query" minLength:"1" maxLength:"512" doc:"What is asked, as it was asked." example:"ハイフのダウンタイムは何日？"`
	TopK      int             `json:"top_k,omitempty" minimum:"1" maximum:"50" default:"8" doc:"Passages at most."`
	MaxChars  int             `json:"max_chars,omitempty" minimum:"1" maximum:"100000" default:"4000" doc:"Characters (code points) that the texts of all passages may have together."`
	MaxTokens int             `json:"max_tokens,omitempty" minimum:"1" maximum:"100000" doc:"Tokens of a language model that they may have together, by an estimate: one for each character that is no ASCII letter or digit, one for every three that are. Default: no limit beside max_chars."`
	PairRisks *bool           `json:"pair_risks,omitempty" doc:"A passage on effects comes with the risks and contraindications of its treatment, inside the same budget, or not at all. Default: true."`
	History   []Turn          `json:"history,omitempty" maxItems:"1000" doc:"The conversation before the query, the oldest turn first. The last few are read, to know what a question such as それは痛い？ is about."`
	Carry     *bool           `json:"carry,omitempty" doc:"Whether the query is taken to be about what the conversation is about where it names no treatment. Default: true."`
	MinScore  float64         `json:"min_score,omitempty" minimum:"0" maximum:"1" default:"0" doc:"The least score of a passage."`
	Filters   RetrieveFilters `json:"filters,omitempty" doc:"The filters of a search, by the same names."`
	Interpret Values          `json:"interpret,omitempty" doc:"What may be read into the query: on, off, or what to keep of it. Default: on."`
}

// Turn is something that was said before the query.
type Turn struct {
	_ struct{} `additionalProperties:"true"`

	Role    string `json:"role" enum:"user,assistant,system,developer,tool" doc:"Who said it. Only turns of the user and the assistant are read."`
	Content string `json:"content" doc:"What was said."`
}

// RetrieveFilters are the filters in a body.
type RetrieveFilters struct {
	_ struct{} `additionalProperties:"false"`
	Filters
}

type retrieveInput struct{ Body RetrieveParams }

type retrieveOutput struct{ Body *retrieve.Answer }

// Resolve checks what concerns several fields at once.
func (p *RetrieveParams) Resolve(ctx huma.Context, prefix *huma.PathBuffer) []error {
	errs := append(queryErrors(ctx), checkInterpret(p.Interpret, prefix)...)
	prefix.Push(filtersField)
	defer prefix.Pop()
	return append(errs, p.Filters.check(prefix)...)
}

func (s *server) registerRetrieve(api huma.API) {
	op := s.operation("retrieve", http.MethodPost, "/v1/retrieve", "Passages for a chatbot",
		"Passages that answer a question, in the article's own words, with sources, supervision and a ready citation, within a budget. "+
			"Scores are shares of 1, comparable between questions; answerable is false, and there are no passages, where nothing answers.",
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	op.MaxBodyBytes = MaxBody + 1
	op.Middlewares = huma.Middlewares{s.require(ScopeRetrieve), s.readQuery}
	register(s, api, op, s.retrieve)
}

func (s *server) retrieve(ctx context.Context, in *retrieveInput) (*retrieveOutput, error) {
	collections, problem := infoOf(ctx).caller.collections(in.Body.Filters.Collection)
	if problem != nil {
		return nil, problem
	}
	request := retrieve.Request{
		Query: in.Body.Query, History: turns(in.Body.History), Carry: in.Body.Carry,
		TopK: in.Body.TopK, MaxChars: in.Body.MaxChars, MaxTokens: in.Body.MaxTokens, MinScore: in.Body.MinScore, PairRisks: in.Body.PairRisks,
		Filters: in.Body.Filters.filters(), Collections: collections, Interpret: interpret(in.Body.Interpret),
	}
	started := time.Now()
	a, err := retrieve.Retrieve(ctx, s.searcher, request)
	if err != nil {
		return nil, err
	}
	s.cfg.Log.Retrieved(ctx, querylog.Retrieve, request, a, time.Since(started))
	return &retrieveOutput{Body: a}, nil
}

func turns(history []Turn) []retrieve.Turn {
	out := make([]retrieve.Turn, len(history))
	for i, t := range history {
		out[i] = retrieve.Turn{Role: t.Role, Content: t.Content}
	}
	return out
}
