package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/lexicon"
	"shirube/internal/suggest"
)

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
