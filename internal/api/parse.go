package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"shirube/corpus"
	"shirube/internal/adcheck"
)

// Parser reads a text as the index would, without keeping it.
type Parser interface {
	// Parse returns the articles of a text. What is wrong with it is in the
	// answer; an error is ctx's or the server's.
	Parse(ctx context.Context, r ParseRequest) (*Parsed, error)
}

// ParseRequest is a text to be read.
type ParseRequest struct {
	_ struct{} `additionalProperties:"false"`

	Name    string `json:"name,omitempty" maxLength:"300" doc:"The file's name: what decides the id of an article that declares none, and by its extension what the content leaves open" example:"draft.md"`
	Content string `json:"content,omitempty" doc:"The text: HTML, Markdown, plain text, or JSON as in a corpus"`
	Text    string `json:"text,omitempty" doc:"The same as content"`
	Format  string `json:"format,omitempty" enum:"auto,html,markdown,text,json" default:"auto" doc:"What the text is, where its content leaves that open"`
	URL     string `json:"url,omitempty" maxLength:"2000" pattern:"^(https?://[^\\x00-\\x20]+)?$" patternDescription:"an http or https address" doc:"Where the article will be: its URL where it declares none"`
}

// Parsed is what was read.
type Parsed struct {
	Articles []*corpus.Article `json:"articles" doc:"The articles as they would be indexed"`
	Problems []ParseProblem    `json:"problems" doc:"What was rejected or is odd"`
	Check    []*adcheck.Report `json:"check" doc:"For each article what the advertising rules ask for, and phrases to look at"`
}

// ParseProblem is something in the text that is wrong.
type ParseProblem struct {
	Line     int    `json:"line" doc:"1-based"`
	Why      string `json:"why"`
	Rejected bool   `json:"rejected" doc:"An article was not read for it; else it is only odd"`
}

type parseInput struct{ Body ParseRequest }

type parseOutput struct{ Body *Parsed }

// Resolve reports what is wrong with the query string, and with the body as a whole.
func (in *parseInput) Resolve(ctx huma.Context) []error {
	errs := queryErrors(ctx)
	switch {
	case in.Body.Content != "" && in.Body.Text != "":
		errs = append(errs, invalid(nil, "text", "", "is given beside content: one of them is enough"))
	case in.Body.Content == "" && in.Body.Text == "":
		errs = append(errs, invalid(nil, "content", "", "is missing or empty: give the text to be read"))
	}
	return errs
}

// registerParse adds the route that reads drafts.
func (s *server) registerParse(api huma.API) {
	op := s.admin("parse", http.MethodPost, "/v1/parse", "Read a draft",
		"Reads a text as it would be indexed, corrections included, and checks it; nothing is kept. What cannot be read is named in problems.",
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	op.MaxBodyBytes = corpus.MaxArticleBytes + 1
	op.BodyReadTimeout = bodyTimeout
	register(s, api, op, s.parse)
}

func (s *server) parse(ctx context.Context, in *parseInput) (*parseOutput, error) {
	if s.cfg.Parser == nil {
		return nil, s.problemNotReady()
	}
	parsed, err := s.cfg.Parser.Parse(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	return &parseOutput{parsed}, nil
}
