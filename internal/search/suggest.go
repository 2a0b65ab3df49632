package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/suggest"
)

// SuggestRequest asks what a query that is being typed can become.
type SuggestRequest struct {
	Query       string   // so far; empty: what to begin with
	Limit       int      // 0 is DefaultSuggestions
	Collections []string // those the caller may see; empty: all
	Now         time.Time
}

// Limits of a SuggestRequest.
const (
	DefaultSuggestions = 8
	MaxSuggestions     = 20
)

// SuggestResponse is the answer. Its JSON is that of GET /v1/suggest.
type SuggestResponse struct {
	Query       string       `json:"query"`
	Suggestions []Suggestion `json:"suggestions"`
}

// Suggestion is a text that finds something when it is searched for: a name, a question, a
// heading, or what others ask.
type Suggestion struct {
	Text    string           `json:"text"`
	Kind    SuggestionKind   `json:"kind"`
	Group   string           `json:"group"`   // a title for those of its sort, which stand together
	Context string           `json:"context"` // what a question or heading is about; empty where it stands in articles about several things
	Marks   [][2]int         `json:"marks"`   // of what was typed, in code points of Text
	URL     string           `json:"url"`     // where it can be read; empty: it is to be searched for
	Filter  *SuggestedFilter `json:"filter"`
	// Passage is the one that a question or heading stands over; empty where there are several.
	Passage string `json:"-"`
}

// SuggestedFilter is the filter by which a name's articles are found.
type SuggestedFilter struct {
	Name  string `json:"name"` // a facet
	Value string `json:"value"`
}

// SuggestionKind is what a suggestion is.
type SuggestionKind string

// The kinds, in the order in which they are shown.
const (
	SuggestTreatment SuggestionKind = "treatment"
	SuggestConcept   SuggestionKind = "concept"
	SuggestQuery     SuggestionKind = "query"
	SuggestQuestion  SuggestionKind = "question"
	SuggestHeading   SuggestionKind = "heading"
)

// SuggestionKinds returns every kind, in the order in which they are shown.
func SuggestionKinds() []SuggestionKind {
	return []SuggestionKind{SuggestTreatment, SuggestConcept, SuggestQuery, SuggestQuestion, SuggestHeading}
}

// Suggest says what a query that is being typed can become: only what finds something for who
// asks. The error is an *InvalidError, index.ErrNotReady while there is no index, or ctx's.
func (e *Engine) Suggest(ctx context.Context, r SuggestRequest) (*SuggestResponse, error) {
	if r.Limit == 0 {
		r.Limit = DefaultSuggestions
	}
	if r.Now.IsZero() {
		r.Now = time.Now()
	}
	if err := between("limit", r.Limit, MaxSuggestions); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(r.Query); n > MaxQueryRunes {
		return nil, &InvalidError{Parameter: "q", Value: string([]rune(r.Query)[:20]) + "…", Reason: fmt.Sprintf("%d characters, at most %d are completed", n, MaxQueryRunes)}
	}
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	e = e.forRequest(r.Collections)
	s, err := e.suggesting(ctx, e.curated.over(backend), r)
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	list, err := s.choose(ctx, s.candidates())
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	return &SuggestResponse{Query: r.Query, Suggestions: list}, nil
}

// suggesting is one request on what can be suggested.
type suggesting struct {
	e       *Engine
	backend index.Backend
	r       SuggestRequest
	from    *suggestions
	popular *popularQueries // nil: none
	sees    []bool          // of the sets of from
	// stale: from was made of another generation, or before something was published or
	// expired; so everything is asked of the backend.
	stale bool
	typed string // the query without spaces around it
}

func (e *Engine) suggesting(ctx context.Context, backend index.Backend, r SuggestRequest) (*suggesting, error) {
	from, generation, err := e.suggestionsOf(ctx, backend)
	if err != nil {
		return nil, err
	}
	s := &suggesting{e: e, backend: backend, r: r, from: from, typed: strings.TrimSpace(r.Query)}
	s.sees = from.sees(r.Collections)
	// What is hidden leads to nothing, and popular queries find more or less by what editors say.
	s.stale = !from.holds(generation, r.Now) || e.curated.Curation != nil && len(e.curated.hidden) > 0
	s.popular = e.popularOf(generation, r.Collections)
	return s, nil
}

// candidate is something that can be suggested.
type candidate struct {
	kind  SuggestionKind
	in    *suggest.Index
	match suggest.Match
	score float64 // less is better
	what  any     // *nameEntry, *textEntry or *PopularQuery
}

// The scores of candidates, less is better: how it was found, what it is, and how many articles
// it leads to. How it was found decides within a kind.
const (
	scorePerStep  = 1.0
	scoreWhole    = -3.0
	scorePosition = 0.9 // of the last of those that were found alike
)

func kindScore(k SuggestionKind) float64 {
	switch k {
	case SuggestTreatment:
		return 0
	case SuggestConcept:
		return 0.4
	case SuggestQuery:
		return 0.8
	case SuggestQuestion:
		return 1.2
	}
	return 1.8
}

// candidates are what matches, the best first.
func (s *suggesting) candidates() []candidate {
	out := s.found((*suggest.Index).Find)
	switch {
	case s.typed == "":
		out = s.found(first)
	case len(out) == 0:
		out = s.found((*suggest.Index).FindSlips)
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(a.score, b.score) })
	return out
}

// first are the entries to begin with.
func first(in *suggest.Index, q suggest.Query) []suggest.Match {
	var out []suggest.Match
	for _, n := range in.All(4*q.Limit, q.Sees) {
		out = append(out, suggest.Match{Entry: n})
	}
	return out
}

// minLetters is how much of an English word must be typed before it is suggested: less is
// likelier to be the beginning of romaji.
const minLetters = 3

// shy reports whether a candidate is not to be suggested for so little: a heading for nothing, an
// English word for a letter or two.
func (s *suggesting) shy(c candidate) bool {
	if s.typed == "" {
		return c.kind == SuggestHeading
	}
	if c.match.Whole || len(s.typed) >= minLetters {
		return false
	}
	if name, ok := c.what.(*nameEntry); ok {
		return name.label != ""
	}
	return inLetters(c.in.Text(c.match.Entry))
}

// textOf is how a candidate is called: under the name that a reader of Japanese knows until most
// of an English one was typed.
func (s *suggesting) textOf(c candidate) string {
	text := c.in.Text(c.match.Entry)
	name, ok := c.what.(*nameEntry)
	if !ok || name.label == "" || c.match.Whole || 2*len(spelling(s.typed)) > len(spelling(text)) {
		return text
	}
	return name.label
}

// found are the candidates of all that can be suggested.
func (s *suggesting) found(find func(*suggest.Index, suggest.Query) []suggest.Match) []candidate {
	var out []candidate
	add := func(in *suggest.Index, sees []bool, what func(entry int) (SuggestionKind, any)) {
		if in == nil {
			return
		}
		matches := find(in, suggest.Query{Text: s.typed, Limit: 2 * s.r.Limit, Sees: sees, Read: s.e.analyzer.Readings})
		for i, m := range matches {
			kind, what := what(m.Entry)
			score := kindScore(kind) + scorePerStep*float64(m.How) + scorePosition*float64(i)/float64(len(matches))
			if m.Whole {
				score += scoreWhole
			}
			if c := (candidate{kind, in, m, score, what}); !s.shy(c) {
				out = append(out, c)
			}
		}
	}
	add(s.from.names, s.sees, func(n int) (SuggestionKind, any) { return s.from.nameOf[n].kind, &s.from.nameOf[n] })
	add(s.from.texts, s.sees, func(n int) (SuggestionKind, any) { return s.from.textOf[n].kind(), &s.from.textOf[n] })
	if s.popular != nil {
		add(s.popular.index, []bool{true}, func(n int) (SuggestionKind, any) { return SuggestQuery, &s.popular.queries[n] })
	}
	return out
}

// share is how many of a kind there are at most while there are others.
func (s *suggesting) share(k SuggestionKind) int {
	switch k {
	case SuggestTreatment:
		return (s.r.Limit + 1) / 2
	case SuggestConcept, SuggestQuestion:
		return (3*s.r.Limit + 7) / 8
	}
	return (s.r.Limit + 3) / 4
}

// choose takes the best candidates that lead to something: first no more of a kind than its
// share, then whatever is left.
func (s *suggesting) choose(ctx context.Context, from []candidate) ([]Suggestion, error) {
	type chosen struct {
		Suggestion
		rank int
	}
	var out []chosen
	tried, said, count := make([]bool, len(from)), map[string]bool{}, map[SuggestionKind]int{}
	for _, rest := range []bool{false, true} {
		for i, c := range from {
			if len(out) == s.r.Limit {
				break
			}
			if tried[i] || !rest && count[c.kind] >= s.share(c.kind) && !c.match.Whole {
				continue
			}
			tried[i] = true
			key := spelling(s.textOf(c))
			if said[key] {
				continue
			}
			suggestion, err := s.show(ctx, c)
			if err != nil {
				return nil, err
			}
			if suggestion == nil {
				continue
			}
			said[key] = true
			count[c.kind]++
			out = append(out, chosen{*suggestion, i})
		}
	}
	order := SuggestionKinds()
	// Groups stand in the order of their kinds, then of their best.
	first := map[string]int{}
	for _, c := range out {
		if n, ok := first[c.Group]; !ok || c.rank < n {
			first[c.Group] = c.rank
		}
	}
	slices.SortStableFunc(out, func(a, b chosen) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), first[a.Group]-first[b.Group], a.rank-b.rank)
	})
	list := make([]Suggestion, 0, len(out))
	for _, c := range out {
		list = append(list, c.Suggestion)
	}
	return list, nil
}

// show is a candidate as a suggestion; nil where it leads to nothing.
func (s *suggesting) show(ctx context.Context, c candidate) (*Suggestion, error) {
	out := &Suggestion{Text: s.textOf(c), Kind: c.kind, Marks: [][2]int{}}
	leads := true
	var err error
	switch what := c.what.(type) {
	case *nameEntry:
		out.Group = what.group
		out.Filter, leads, err = s.nameLeads(ctx, what)
	case *textEntry:
		out.Group = textGroup(c.kind)
		out.URL, out.Passage, out.Context, leads, err = s.textLeads(ctx, what)
	case *PopularQuery:
		out.Group = textGroup(c.kind)
		leads, err = s.queryLeads(ctx, what.Query)
	}
	if err != nil || !leads {
		return nil, err
	}
	switch {
	case s.typed == "":
	case out.Text != c.in.Text(c.match.Entry): // no part of it was typed
		out.Marks = [][2]int{{0, utf8.RuneCountInString(out.Text)}}
	default:
		out.Marks = c.in.Marks(c.match, s.e.wordsOf(out.Text))
	}
	return out, nil
}

// textGroup is the title of what is not a name.
func textGroup(k SuggestionKind) string {
	switch k {
	case SuggestQuestion:
		return "よくある質問"
	case SuggestHeading:
		return "記事の見出し"
	}
	return "よく検索されている言葉"
}
