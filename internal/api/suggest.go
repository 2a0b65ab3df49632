package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"shirube/internal/search"
)

type suggestInput struct {
	Q          string `query:"q" maxLength:"512" doc:"What was typed so far: kana, kanji, romaji, or what an input method shows before it is converted. Empty asks what to begin with." example:"えくそs"`
	Limit      int    `query:"limit" minimum:"1" maximum:"20" default:"8" doc:"At most so many suggestions."`
	Collection Values `query:"collection,explode" doc:"Suggest what is found in these collections only; default: in all that the key sees."`
}

type suggestOutput struct{ Body *search.SuggestResponse }

// Resolve reports what is wrong with the query string.
func (in *suggestInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

func (s *server) registerSuggest(api huma.API) {
	register(s, api, s.operation("suggest", http.MethodGet, "/v1/suggest", "Completions while typing",
		"What a query that is being typed can become: names of treatments, symptoms, effects and risks, questions and headings of the articles, and what others ask. "+
			"They are found by how they are written, by their reading, by romaji, half a syllable included, from the middle, and with one slip of the finger. "+
			"Whatever is suggested finds something for the key that asks."), s.suggest)
}

func (s *server) suggest(ctx context.Context, in *suggestInput) (*suggestOutput, error) {
	collections, problem := infoOf(ctx).caller.collections(in.Collection)
	if problem != nil {
		return nil, problem
	}
	r, err := s.searcher.Suggest(ctx, search.SuggestRequest{Query: in.Q, Limit: in.Limit, Collections: collections})
	if err != nil {
		return nil, err // adapt maps it
	}
	return &suggestOutput{Body: r}, nil
}

// suggestDescriptions are the words to the fields of the answer.
func suggestDescriptions() map[string]string {
	return map[string]string{
		"SuggestResponse.query":       "What was typed, as it was sent",
		"SuggestResponse.suggestions": "Those of a group stand together; treatments first",
		"Suggestion.text":             "What to search for, as the articles or the lexicon write it",
		"Suggestion.kind":             "What it is: a treatment, another thing with a name, a query that many ask, a question or a heading of an article",
		"Suggestion.group":            "A title in Japanese for the suggestions of its sort",
		"Suggestion.context":          "What a question or heading is about: the treatment of its article, or the article's title; empty for other kinds, and where articles about several things have it",
		"Suggestion.marks":            "What was typed of the text: [start, end) in code points; all of it where it is read as no part of it is by itself",
		"Suggestion.url":              "Where the question or heading stands, for those that stand in one article; else empty",
		"Suggestion.filter":           "The filter that keeps the articles which have just this, for names that are values of a facet; else null",
		"SuggestedFilter.name":        "The facet: a parameter of /v1/search",
		"SuggestedFilter.value":       "The value of that parameter",
	}
}

// suggestionKinds are the values of Suggestion.kind.
func suggestionKinds() []string {
	var out []string
	for _, k := range search.SuggestionKinds() {
		out = append(out, string(k))
	}
	return out
}
