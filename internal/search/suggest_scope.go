package search

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
)

// collectionSet is a set of collections by their numbers, 64 a word.
type collectionSet []uint64

func (s collectionSet) with(n int) collectionSet {
	for len(s) <= n/64 {
		s = append(s, 0)
	}
	s[n/64] |= 1 << (n % 64)
	return s
}

func (s collectionSet) and(o collectionSet) collectionSet {
	for len(s) < len(o) {
		s = append(s, 0)
	}
	for i, w := range o {
		s[i] |= w
	}
	return s
}

func (s collectionSet) meets(o collectionSet) bool {
	for i := range min(len(s), len(o)) {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// number is that of a set of collections: most entries have one of few.
func (b *suggestionBuilder) number(s collectionSet) uint32 {
	var key []byte
	for _, w := range s {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	n, ok := b.numbers[string(key)]
	if !ok {
		n = uint32(len(b.out.sets)) //nolint:gosec // a set of memory each
		b.numbers[string(key)] = n
		b.out.sets = append(b.out.sets, s)
	}
	return n
}

// sees says which of the sets meet these collections (empty: all).
func (s *suggestions) sees(collections []string) []bool {
	out := make([]bool, len(s.sets))
	var asked collectionSet
	for _, name := range collections {
		if n, ok := s.collections[name]; ok {
			asked = asked.with(n)
		}
	}
	for i, set := range s.sets {
		out[i] = len(collections) == 0 || set.meets(asked)
	}
	return out
}

// nameLeads says by which filter the articles of a name are found, and whether there are any.
func (s *suggesting) nameLeads(ctx context.Context, n *nameEntry) (filter *SuggestedFilter, leads bool, err error) {
	for _, f := range n.facets {
		has := s.sees[f.set]
		if s.stale {
			if has, err = s.hasValue(ctx, f); err != nil {
				return nil, false, err
			}
		}
		if has {
			return &SuggestedFilter{f.facet, f.value}, true, nil
		}
	}
	if !s.stale || n.concept == "" {
		return nil, !s.stale, nil
	}
	result, err := s.backend.Search(ctx, s.e.conceptQuery(n.concept, s.r.Collections, s.r.Now))
	if err != nil {
		return nil, false, err
	}
	return nil, result.Total > 0, nil
}

// textLeads says where a text stands: the place, where there is just one in an article, what the
// articles are about, where they are about the same, and whether there is any.
func (s *suggesting) textLeads(ctx context.Context, t *textEntry) (url, passage, about string, leads bool, err error) {
	ids := make([]string, 0, len(t.passages))
	for _, p := range t.passages {
		ids = append(ids, p[:strings.LastIndexByte(p, '#')])
	}
	articles, err := s.backend.Articles(ctx, ids, false)
	if err != nil {
		return "", "", "", false, err
	}
	scope := Scope{Collections: s.r.Collections, Now: s.r.Now}
	var urls, subjects, places []string
	for i, a := range articles {
		if a == nil || !scope.sees(a.Article) {
			continue
		}
		if s.stale {
			still, err := s.backend.Passages(ctx, t.passages[i:i+1])
			if err != nil {
				return "", "", "", false, err
			}
			if still[0] == nil {
				continue
			}
		}
		urls = append(urls, s.e.placeOf(a.Article, t.passages[i]))
		subjects, places = append(subjects, subjectOf(a.Article)), append(places, t.passages[i])
	}
	if len(urls) == 1 && !t.more {
		url, passage = urls[0], places[0]
	}
	if subjects = slices.Compact(subjects); len(subjects) == 1 && !t.more {
		about = subjects[0]
	}
	return url, passage, about, len(urls) > 0, nil
}

// longestSubject is how many characters of a title tell what an article is about.
const longestSubject = 30

// subjectOf is what an article is about, in a few characters: its treatment, where it is about one
// alone, else its title.
func subjectOf(a *corpus.Article) string {
	if len(a.Treatments) == 1 {
		return a.Treatments[0]
	}
	title := []rune(strings.TrimSpace(a.Title))
	if len(title) > longestSubject {
		return string(title[:longestSubject-1]) + "…"
	}
	return string(title)
}

// hasValue asks whether an article of the scope has a value of a facet.
func (s *suggesting) hasValue(ctx context.Context, f facetValue) (bool, error) {
	result, err := s.backend.Search(ctx, &index.Query{
		View: index.Articles, Collections: s.r.Collections, Now: s.r.Now, Filters: []index.Filter{{Name: f.facet, Any: []string{f.value}}},
	})
	if err != nil {
		return false, err
	}
	return result.Total > 0, nil
}

// placeOf is where a passage can be read: its place in the article's page here, or the page
// that the article has elsewhere.
func (e *Engine) placeOf(a *corpus.Article, passage string) string {
	url := e.urlOf(a)
	if a.URL == "" && url != "" {
		url += "#" + PassageAnchor(passage)
	}
	return url
}

// PassageAnchor is the name of a passage in its article's page: its id is the article's with a
// hash after the last #.
func PassageAnchor(passageID string) string {
	return "p-" + passageID[strings.LastIndexByte(passageID, '#')+1:]
}
