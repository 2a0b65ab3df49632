package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"shirube/index"
	"shirube/internal/suggest"
)

// Limits of what is completed word by word.
const (
	maxWords      = 3 // words of a query: more are typed by who knows what they want
	headCompleted = 3 // what each word but the last can become
	lastCompleted = 5 // what the last one can
	maxTried      = 12
	// perRank is what a completion loses in confidence for each place by which its words are less
	// likely.
	perRank = 0.04
	// notTreatment is what a name that is no treatment loses among what a word can become that is
	// not the last one: who asks names what it is about first, and 肺 is no shorter than ハイフ.
	notTreatment = 4.0
)

// Complete is Suggest for who types several words with a space between them, each as short as
// they like: hai nin is ハイフ 妊娠中. Each word becomes a name or an everyday word for what
// articles tell (副作用, 費用); what is found by all words stands, what is surest to answer
// first. One word is completed as by Suggest. The errors are those of Suggest.
func (e *Engine) Complete(ctx context.Context, r SuggestRequest) (*SuggestResponse, error) {
	words := strings.Fields(r.Query)
	if len(words) < 2 || len(words) > maxWords {
		return e.Suggest(ctx, r)
	}
	if r.Limit == 0 {
		r.Limit = DefaultSuggestions
	}
	if r.Now.IsZero() {
		r.Now = time.Now()
	}
	var becomes [][]string
	for i, w := range words {
		list, err := e.completed(ctx, r, w, i == len(words)-1)
		if err != nil {
			return nil, err
		}
		becomes = append(becomes, list)
	}
	out := &SuggestResponse{Query: r.Query, Suggestions: []Suggestion{}}
	found, err := e.answering(ctx, r, together(becomes))
	if err != nil {
		return nil, err
	}
	for _, text := range found {
		if len(out.Suggestions) < r.Limit {
			out.Suggestions = append(out.Suggestions, Suggestion{Text: text, Kind: SuggestQuery, Group: "検索のことば", Marks: [][2]int{}})
		}
	}
	return out, nil
}

// completed are the names and words that one word can become, the likeliest first; the word
// itself where there are none. Before the last one stands what the query is about.
func (e *Engine) completed(ctx context.Context, r SuggestRequest, word string, last bool) ([]string, error) {
	most := headCompleted
	if last {
		most = lastCompleted
	}
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	r.Query = word
	s, err := e.suggesting(ctx, backend, r)
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	list := slices.DeleteFunc(s.candidates(), func(c candidate) bool { _, name := c.what.(*nameEntry); return !name })
	for i, m := range e.askingWords().Find(suggest.Query{Text: word, Limit: most, Sees: []bool{true}, Read: e.analyzer.Readings}) {
		score := kindScore(SuggestConcept) + scorePerStep*float64(m.How) + scorePosition*float64(i)/float64(most)
		if m.Whole {
			score += scoreWhole
		}
		list = append(list, candidate{kind: SuggestConcept, in: e.askingWords(), match: m, score: score})
	}
	for i := range list {
		if !last && list[i].kind != SuggestTreatment {
			list[i].score += notTreatment
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.score, b.score) })
	var out []string
	for _, c := range list {
		text := s.textOf(c)
		if len(out) == most || len(out) > 0 && list[0].match.Whole && !c.match.Whole {
			break
		}
		if !slices.ContainsFunc(out, func(o string) bool { return SameSpelling(o, text) }) {
			out = append(out, text)
		}
	}
	if len(out) == 0 {
		out = []string{word}
	}
	return out, nil
}

// newAskingWords is an index of the everyday words that ask for a kind of passage or a fact.
func newAskingWords(e *Engine) *suggest.Index {
	var entries []suggest.Entry
	for i, w := range e.lexicon.IntentWords() {
		entries = append(entries, suggest.Entry{Text: w, Words: e.wordsOf(w), Group: uint32(i)}) //nolint:gosec // a few dozen
	}
	return suggest.New(entries)
}

// rankedQuery is a query with how unlikely its words are.
type rankedQuery struct {
	text string
	rank int
	sure float64
}

// together are the queries that can be made of what each word becomes, the likeliest first.
func together(becomes [][]string) []rankedQuery {
	out := []rankedQuery{{}}
	for _, list := range becomes {
		var longer []rankedQuery
		for _, q := range out {
			for i, w := range list {
				longer = append(longer, rankedQuery{text: strings.TrimSpace(q.text + " " + w), rank: q.rank + i})
			}
		}
		out = longer
	}
	slices.SortStableFunc(out, func(a, b rankedQuery) int { return cmp.Compare(a.rank, b.rank) })
	return out[:min(len(out), maxTried)]
}

// answering are those of the queries for which something is found that has all they ask for,
// what surely answers first.
func (e *Engine) answering(ctx context.Context, r SuggestRequest, queries []rankedQuery) ([]string, error) {
	var kept []rankedQuery
	for _, q := range queries {
		found, err := e.Search(ctx, Request{
			Query: q.text, View: index.Passages, Collections: r.Collections, Now: r.Now, PerPage: 1, Match: MatchAll, Facets: []string{}, Highlight: HighlightOff, WithoutPins: true,
		})
		if err != nil {
			return nil, err
		}
		if len(found.Hits) > 0 {
			q.sure = found.Hits[0].Confidence - perRank*float64(q.rank)
			kept = append(kept, q)
		}
	}
	slices.SortStableFunc(kept, func(a, b rankedQuery) int { return cmp.Compare(b.sure, a.sure) })
	out := make([]string, len(kept))
	for i, q := range kept {
		out[i] = q.text
	}
	return out, nil
}
