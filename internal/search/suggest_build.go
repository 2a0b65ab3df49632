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
	"shirube/internal/lexicon"
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

// builtName is a name with how much it leads to.
type builtName struct {
	nameEntry
	text                string
	readings, spellings []string
	articles            int
	in                  collectionSet
	group               uint32 // of the concept
}

// readNames lists the names of what the articles speak of.
func (b *suggestionBuilder) readNames(ctx context.Context) ([]builtName, error) {
	var out []builtName
	for i, c := range b.e.lexicon.Concepts() {
		if c.Kind == lexicon.Class || c.Kind == lexicon.Organisation {
			continue
		}
		found := inCollections{}
		for name, number := range b.out.collections {
			result, err := b.backend.Search(ctx, b.e.conceptQuery(c.ID, []string{name}, b.now))
			if err != nil {
				return nil, err
			}
			if result.Total > 0 {
				found.articles += result.Total
				found.in = found.in.with(number)
			}
		}
		if found.articles == 0 {
			continue
		}
		about := 0
		base := nameEntry{kind: kindOfConcept(c), concept: c.ID, group: conceptGroup(c)}
		for _, facet := range suggestedFacets() {
			if f := b.facets[facetKey{facet, c.Label}]; f != nil {
				base.facets = append(base.facets, facetValue{facet, c.Label, b.number(f.in)})
				about = max(about, f.articles)
				delete(b.facets, facetKey{facet, c.Label})
			}
		}
		for _, n := range b.e.namesOf(c) {
			n.nameEntry, n.articles, n.in, n.group = base, found.articles+2*about, found.in, uint32(i) //nolint:gosec // a concept
			if slices.Contains(c.English, n.text) {
				n.articles /= rareName
				n.foreign = inLetters(n.text) && n.text != c.Label
			}
			if n.foreign && strings.ToUpper(n.text) != n.text { // an abbreviation is known as it is
				n.label = c.Label
			}
			out = append(out, n)
		}
	}
	return append(out, b.otherValues(len(b.e.lexicon.Concepts()))...), nil
}

// inLetters reports whether a name is in ASCII alone.
func inLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// rareName is by how much less a name in English, or of a brand, leads to what its concept does.
const rareName = 3

// conceptQuery asks for the articles that speak of a concept.
func (e *Engine) conceptQuery(id string, collections []string, now time.Time) *index.Query {
	return &index.Query{
		View: index.Articles, Collections: collections, Now: now, Need: 1,
		Groups: []index.Group{{Alternatives: [][]index.Term{{{Field: index.Concepts, Text: id, Weight: 1}}}}},
	}
}

// otherValues are the values of facets that the lexicon does not know.
func (b *suggestionBuilder) otherValues(group int) []builtName {
	byValue := map[string]*builtName{}
	var out []*builtName
	for _, facet := range suggestedFacets() {
		for _, key := range sortedKeys(b.facets, facet) {
			f := b.facets[key]
			if n := utf8.RuneCountInString(key.value); n < minSuggested || n > maxSuggested {
				continue
			}
			n := byValue[spelling(key.value)]
			if n == nil {
				n = &builtName{text: key.value, group: uint32(group + len(out))} //nolint:gosec // a value of memory each
				n.kind, n.nameEntry.group = SuggestConcept, facetGroup(facet)
				if facet == index.FacetTreatment {
					n.kind = SuggestTreatment
				}
				byValue[spelling(key.value)] = n
				out = append(out, n)
			}
			n.facets = append(n.facets, facetValue{facet, key.value, b.number(f.in)})
			n.articles = max(n.articles, 3*f.articles)
			n.in = n.in.and(f.in)
		}
	}
	list := make([]builtName, 0, len(out))
	for _, n := range out {
		list = append(list, *n)
	}
	return list
}

func sortedKeys(m map[facetKey]*inCollections, facet string) []facetKey {
	var out []facetKey
	for key := range m {
		if key.facet == facet {
			out = append(out, key)
		}
	}
	slices.SortFunc(out, func(a, b facetKey) int { return strings.Compare(a.value, b.value) })
	return out
}

// namesOf are the names of a concept as people write them, each with how it is read and
// misspelt.
func (e *Engine) namesOf(c *lexicon.Concept) []builtName {
	var out []builtName
	at := func(name string) *builtName {
		if i := slices.IndexFunc(out, func(n builtName) bool { return n.text == name }); i >= 0 {
			return &out[i]
		}
		return nil
	}
	own := c.Names()
	for _, name := range own {
		begins := name != c.Label && strings.HasPrefix(spelling(c.Label), spelling(name)) // what is typed of the label anyway
		if !begins && !slices.Contains(c.Readings, name) && !slices.Contains(c.Misspellings, name) {
			out = append(out, builtName{text: name, readings: e.analyzer.Readings(spelling(name))})
		}
	}
	if at(c.Label) == nil {
		out = append([]builtName{{text: c.Label, readings: e.analyzer.Readings(spelling(c.Label))}}, out...)
	}
	for _, name := range own {
		switch {
		case slices.Contains(c.Readings, name):
			if n := at(readSo(e.analyzer.Analyzer, c, name)); n != nil {
				n.readings = append(n.readings, name)
			}
		case slices.Contains(c.Misspellings, name):
			meant := at(c.Label)
			for i := range out {
				if oneSlip([]rune(spelling(out[i].text)), []rune(spelling(name))) {
					meant = &out[i]
					break
				}
			}
			meant.spellings = append(meant.spellings, name)
		}
	}
	return out
}

func kindOfConcept(c *lexicon.Concept) SuggestionKind {
	if c.Is(lexicon.Treatment) {
		return SuggestTreatment
	}
	return SuggestConcept
}

// conceptGroup is the title over names of this kind.
func conceptGroup(c *lexicon.Concept) string {
	switch {
	case c.Is(lexicon.Treatment):
		return facetGroup(index.FacetTreatment)
	case c.Is(lexicon.Condition):
		return facetGroup(index.FacetCondition)
	}
	switch c.Kind {
	case lexicon.Effect:
		return facetGroup(index.FacetEffect)
	case lexicon.Risk:
		return facetGroup(index.FacetRisk)
	case lexicon.Contraindication:
		return facetGroup(index.FacetContraindication)
	case lexicon.BodyPart:
		return "部位"
	}
	return "成分・機器"
}

func facetGroup(facet string) string {
	switch facet {
	case index.FacetTreatment:
		return "施術・治療"
	case index.FacetCondition:
		return "お悩み・症状"
	case index.FacetEffect:
		return "期待される効果"
	case index.FacetRisk:
		return "リスク・副作用"
	}
	return "受けられない・注意が必要な方"
}

// finishNames makes the index of names: treatments first, then by how much they lead to.
func (b *suggestionBuilder) finishNames(names []builtName) {
	slices.SortStableFunc(names, func(a, b builtName) int {
		return cmp.Or(cmp.Compare(kindScore(a.kind), kindScore(b.kind)), cmp.Compare(b.articles, a.articles), cmp.Compare(a.group, b.group))
	})
	entries := make([]suggest.Entry, 0, len(names))
	for _, n := range names {
		entries = append(entries, suggest.Entry{
			Text: n.text, Words: b.e.wordsOf(n.text), Readings: n.readings, Spellings: n.spellings, Anywhere: true, Foreign: n.foreign,
			Group: n.group, Set: b.number(n.in),
		})
		b.out.nameOf = append(b.out.nameOf, n.nameEntry)
	}
	b.out.names = suggest.New(entries)
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
