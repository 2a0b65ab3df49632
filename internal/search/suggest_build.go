package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/suggest"
)

// suggestions is what of one generation can be suggested: what could be found when it was made.
type suggestions struct {
	generation string
	made       time.Time
	until      time.Time // when something is published or expires; zero: never

	collections map[string]int
	sets        []collectionSet // by their numbers

	names  *suggest.Index
	nameOf []nameEntry // by the entries of names
	texts  *suggest.Index
	textOf []textEntry
}

// nameEntry is a name of something that articles speak of.
type nameEntry struct {
	kind    SuggestionKind
	group   string
	concept string // id in the lexicon; empty: it is a value of facets alone
	facets  []facetValue
	// label is the name that a reader of Japanese knows, where this one is in English; else empty.
	label string
	// foreign: it is in letters that somebody who types romaji does not mean.
	foreign bool
}

// facetValue is a value of a facet with who sees articles that have it.
type facetValue struct {
	facet, value string
	set          uint32
}

// textEntry is a question or a heading of articles.
type textEntry struct {
	question bool
	// passages are the first that have it, at most maxPlaces; more: there are others.
	passages []string
	more     bool
}

func (t *textEntry) kind() SuggestionKind {
	if t.question {
		return SuggestQuestion
	}
	return SuggestHeading
}

// maxPlaces is how many places of one text are known.
const maxPlaces = 8

// Lengths in characters of what is suggested.
const (
	minSuggested = 2
	maxSuggested = 60
)

// holds reports whether what was found when it was made is what is found now.
func (s *suggestions) holds(generation string, now time.Time) bool {
	return s.generation == generation && !now.Before(s.made) && (s.until.IsZero() || now.Before(s.until))
}

// suggestionBuilder collects what can be suggested.
type suggestionBuilder struct {
	e       *Engine
	backend index.Backend
	now     time.Time
	out     *suggestions

	numbers map[string]uint32 // of sets
	facets  map[facetKey]*inCollections
	texts   map[string]*builtText
	order   []*builtText
}

type facetKey struct{ facet, value string }

// inCollections counts articles and says in which collections they are.
type inCollections struct {
	articles int
	in       collectionSet
}

type builtText struct {
	textEntry
	text     string
	articles int
	last     string // article
	in       collectionSet
}

// newSuggestions reads what of a backend can be suggested.
func (e *Engine) newSuggestions(ctx context.Context, backend index.Backend, generation string) (*suggestions, error) {
	b := &suggestionBuilder{
		e: e, backend: backend, now: time.Now(), numbers: map[string]uint32{}, facets: map[facetKey]*inCollections{},
		texts: map[string]*builtText{},
	}
	b.out = &suggestions{generation: generation, made: b.now, collections: map[string]int{}}
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range sortedNames(stats.Collections) {
		b.out.collections[name] = len(b.out.collections)
	}
	if err := b.readTimes(ctx, stats.Articles); err != nil {
		return nil, err
	}
	for name, number := range b.out.collections {
		if err := b.readCollection(ctx, name, number, stats); err != nil {
			return nil, fmt.Errorf("collection %q: %w", name, err)
		}
	}
	names, err := b.readNames(ctx)
	if err != nil {
		return nil, err
	}
	b.finishNames(names)
	b.finishTexts()
	return b.out, nil
}

func sortedNames(m map[string]int) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// readTimes finds when the next article is published or expires.
func (b *suggestionBuilder) readTimes(ctx context.Context, articles int) error {
	all, err := b.backend.Search(ctx, &index.Query{View: index.Articles, Limit: articles, Sort: index.ByUpdated})
	if err != nil {
		return err
	}
	for hits := range slices.Chunk(all.Hits, readAtOnce) {
		ids := make([]string, 0, len(hits))
		for _, h := range hits {
			ids = append(ids, h.Article)
		}
		list, err := b.backend.Articles(ctx, ids, false)
		if err != nil {
			return err
		}
		for _, a := range list {
			if a == nil || a.Article.Status == corpus.StatusDraft {
				continue
			}
			for _, at := range []*time.Time{a.Article.PublishAt, a.Article.ExpiresAt} {
				if at != nil && at.After(b.now) && (b.out.until.IsZero() || at.Before(b.out.until)) {
					b.out.until = *at
				}
			}
		}
	}
	return nil
}

// readAtOnce is how many stored documents are read in one call.
const readAtOnce = 256

// suggestedFacets are the facets whose values are suggested, in the order in which one is
// filtered by.
func suggestedFacets() []string {
	return []string{index.FacetTreatment, index.FacetCondition, index.FacetEffect, index.FacetRisk, index.FacetContraindication}
}

// readCollection takes in the facet values and texts of one collection.
func (b *suggestionBuilder) readCollection(ctx context.Context, name string, number int, stats index.Stats) error {
	found, err := b.backend.Search(ctx, &index.Query{
		View: index.Articles, Collections: []string{name}, Now: b.now, Limit: stats.Articles, PassagesPerArticle: stats.Passages,
		Facets: facetRequests(Request{Facets: suggestedFacets()}, nil),
	})
	if err != nil {
		return err
	}
	for facet, values := range found.Facets {
		for _, v := range values {
			if v.Count == 0 {
				continue
			}
			key := facetKey{facet, v.Value}
			if b.facets[key] == nil {
				b.facets[key] = &inCollections{}
			}
			b.facets[key].articles += v.Count
			b.facets[key].in = b.facets[key].in.with(number)
		}
	}
	var ids []string
	for _, h := range found.Hits {
		for _, p := range h.Passages {
			ids = append(ids, p.ID)
		}
	}
	for some := range slices.Chunk(ids, readAtOnce) {
		passages, err := b.backend.Passages(ctx, some)
		if err != nil {
			return err
		}
		for _, p := range passages {
			if p != nil {
				b.readPassage(&p.Passage, number)
			}
		}
	}
	return nil
}

// readPassage takes in the question of a passage and the headings over it.
func (b *suggestionBuilder) readPassage(p *corpus.Passage, collection int) {
	switch p.Kind {
	case corpus.KindSummary, corpus.KindSupervision, corpus.KindSources:
		return
	}
	last := ""
	if len(p.Path) > 0 {
		last = p.Path[len(p.Path)-1]
	}
	question := p.Kind == corpus.KindFAQ && p.Heading != "" && (p.Heading != last || strings.HasSuffix(p.Heading, "？") || strings.HasSuffix(p.Heading, "?"))
	if question {
		b.readText(p, p.Heading, true, collection)
	}
	for _, heading := range p.Path {
		if !question || !strings.HasSuffix(heading, p.Heading) {
			b.readText(p, heading, false, collection)
		}
	}
}

func (b *suggestionBuilder) readText(p *corpus.Passage, s string, question bool, collection int) {
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n < minSuggested || n > maxSuggested || strings.ContainsAny(s, "\r\n\t") {
		return
	}
	key := spelling(s)
	t := b.texts[key]
	if t == nil {
		t = &builtText{text: strings.Clone(s), textEntry: textEntry{question: question}}
		b.texts[key] = t
		b.order = append(b.order, t)
	}
	if t.last == p.Article {
		return // the first passage under a heading is where it is
	}
	t.last, t.question = p.Article, t.question || question
	t.articles++
	t.in = t.in.with(collection)
	if len(t.passages) < maxPlaces {
		t.passages = append(t.passages, strings.Clone(p.ID))
	} else {
		t.more = true
	}
}

// finishTexts makes the index of questions and headings: what is in many articles first,
// questions before headings. Names are left to names.
func (b *suggestionBuilder) finishTexts() {
	slices.SortStableFunc(b.order, func(x, y *builtText) int {
		return cmp.Or(cmp.Compare(y.articles, x.articles), cmp.Compare(kindScore(x.kind()), kindScore(y.kind())))
	})
	entries := make([]suggest.Entry, 0, len(b.order))
	for _, t := range b.order {
		words, kept := b.e.readWords(t.text)
		if !kept || b.e.lexicon.Lookup(t.text) != nil {
			continue
		}
		n := uint32(len(entries)) //nolint:gosec // a text of memory each
		entries = append(entries, suggest.Entry{Text: t.text, Words: words, Group: n, Set: b.number(t.in)})
		b.out.textOf = append(b.out.textOf, t.textEntry)
	}
	b.out.texts = suggest.New(entries)
}
