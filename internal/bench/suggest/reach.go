package main

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"shirube/internal/bench"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// firstShown is how many suggestions people look at.
const firstShown = 5

// seen counts, for one way of typing, how soon names are seen.
type seen struct {
	names, complete int
	typed, all      float64 // characters until the name is seen, and of all of it
}

// reach types the names of what the sample speaks of, character by character, until they are
// among the first suggestions.
func reach(ctx context.Context, parts *bench.Parts, s *bench.Served) ([]bench.Line, error) {
	counts := map[string]*seen{"as written": {}, "in kana": {}, "in romaji": {}}
	var lines []bench.Line
	missed := []string{}
	for _, c := range parts.Lexicon.Concepts() {
		if c.Kind == lexicon.Class || c.Kind == lexicon.Organisation {
			continue
		}
		there, err := s.Search(ctx, search.Request{Query: c.Label, Match: search.MatchAll, PerPage: 1, Facets: []string{}})
		if err != nil {
			return nil, err
		}
		first, err := s.Suggest(ctx, search.SuggestRequest{Query: c.Label})
		if err != nil {
			return nil, err
		}
		if there.Total == 0 || !slices.ContainsFunc(first.Suggestions, names(parts, c)) {
			continue
		}
		typed := map[string][]string{"as written": {c.Label}, "in kana": parts.Analyzer.Readings(c.Label)}
		if len(c.Readings) > 0 {
			typed["in kana"] = c.Readings[:1]
		}
		for _, r := range typed["in kana"] {
			if romaji := bench.Romaji(r); romaji != "" {
				typed["in romaji"] = append(typed["in romaji"], romaji)
			}
		}
		for way, list := range typed {
			if len(list) == 0 {
				continue
			}
			done, err := counts[way].add(ctx, parts, s, c, list[0])
			if err != nil {
				return nil, err
			}
			if !done {
				missed = append(missed, list[0])
			}
		}
	}
	fmt.Printf("\nthe sample: how much of a name is typed before it is among the first %d\n", firstShown)
	fmt.Printf("%-12s %6s %10s %12s %10s\n", "typed", "names", "seen", "characters", "of all")
	for _, way := range []string{"as written", "in kana", "in romaji"} {
		n := counts[way]
		percent := 100 * float64(n.complete) / float64(max(n.names, 1))
		fmt.Printf("%-12s %6d %9.1f%% %12.1f %9.0f%%\n", way, n.names, percent, n.typed/float64(max(n.complete, 1)), 100*n.typed/max(n.all, 1))
		lines = append(lines, bench.Line{What: "names seen when all is typed, " + way, Got: percent, Bound: leastComplete, Unit: " %"})
	}
	if len(missed) > 0 {
		fmt.Printf("not seen: %q\n", missed[:min(len(missed), 30)])
	}
	return lines, nil
}

// names tells whether a suggestion is a name of a concept.
func names(parts *bench.Parts, c *lexicon.Concept) func(search.Suggestion) bool {
	return func(s search.Suggestion) bool {
		return parts.Lexicon.Lookup(s.Text) == c || s.Filter != nil && s.Filter.Value == c.Label
	}
}

// add types one name.
func (n *seen) add(ctx context.Context, parts *bench.Parts, s *bench.Served, c *lexicon.Concept, typed string) (done bool, err error) {
	n.names++
	is := names(parts, c)
	runes := []rune(typed)
	for i := range runes {
		r, err := s.Suggest(ctx, search.SuggestRequest{Query: string(runes[:i+1])})
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(r.Suggestions[:min(len(r.Suggestions), firstShown)], is) {
			n.complete++
			n.typed += float64(i + 1)
			n.all += float64(utf8.RuneCountInString(typed))
			return true, nil
		}
	}
	return false, nil
}
