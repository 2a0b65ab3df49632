package indextest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"shirube/corpus"
	"shirube/index"
)

// The vocabulary is small, so that random documents and queries meet often.
var (
	words      = []string{"a", "b", "c", "d", "e", "f", "g", "h", "エクソソーム", "痛い", "common"}
	concepts   = []string{"drip", "botox", "bruise"}
	kinds      = []corpus.Kind{corpus.KindEffects, corpus.KindRisks, corpus.KindFAQ}
	facts      = []string{corpus.FactCost, corpus.FactDowntime}
	values     = []string{"x", "y", "z", "値段, と読点"}
	collection = []string{"default", "clinic"}
)

func randomModel(r *rand.Rand, articles int) *model {
	m := &model{}
	for i := range articles {
		m.put(randomArticle(r, fmt.Sprintf("article/%d", i)))
	}
	return m
}

func (m *model) randomID(r *rand.Rand) string {
	if len(m.articles) == 0 {
		return "none"
	}
	return m.articles[r.IntN(len(m.articles))].Article.ID
}

func randomArticle(r *rand.Rand, id string) *index.ArticleDocument {
	a := &corpus.Article{ID: id, Title: "記事 " + id, Collection: pick(r, collection), Status: corpus.StatusPublished}
	a.Sections = []corpus.Section{{ID: "s", Kind: corpus.KindRisks, Heading: "リスク", Level: 1, Text: "本文"}}
	a.Normalize()
	for i := range a.Sections {
		a.Sections[i].Path, a.Sections[i].Sources = []string{"リスク"}, []int{}
	}
	doc := &index.ArticleDocument{Article: a, Facets: map[string][]string{}, TitleTokens: index.PackTokens([]index.Token{{Term: "記事", End: 6}})}
	for _, name := range []string{index.FacetTreatment, index.FacetRisk, index.FacetTag} {
		doc.Facets[name] = subset(r, values)
	}
	doc.Numbers = index.Numbers{Cost: maybe(r), Downtime: maybe(r), Updated: maybe(r), Reviewed: maybe(r)}
	for i := range r.IntN(4) + 1 {
		doc.Passages = append(doc.Passages, randomPassage(r, id, i))
	}
	return doc
}

func randomPassage(r *rand.Rand, article string, i int) index.PassageDocument {
	kind := pick(r, kinds)
	p := index.PassageDocument{
		Passage: corpus.Passage{ID: fmt.Sprintf("%s#%x", article, r.Uint32()), Article: article, Kind: kind, Heading: "見出し",
			Path: []string{"見出し"}, Text: fmt.Sprintf("本文 %d", i), Section: "s", Sources: []corpus.Source{}, Facts: []string{}},
		Words: map[string]int{}, Concepts: map[string]int{}, Facets: map[string][]string{},
		Signals: []string{index.SignalKind + string(kind)},
		Tokens:  index.PackTokens([]index.Token{{Term: "本文", End: 6}}),
	}
	for range r.IntN(8) + 1 {
		n := r.IntN(3) + 1
		p.Words[pick(r, words)] += n
		p.Length += n
	}
	for _, c := range subset(r, concepts) {
		p.Concepts[c] = r.IntN(3) + 1
	}
	for _, f := range subset(r, facts) {
		p.Signals = append(p.Signals, index.SignalFact+f)
	}
	p.Pairs = subset(r, words)
	p.Facets[index.FacetKind] = []string{string(kind)}
	p.Facets[index.FacetSource] = subset(r, values)
	p.Facets[index.FacetSourceType] = subset(r, []string{"government", "journal"})
	return p
}

func (m *model) randomQuery(r *rand.Rand) *index.Query {
	q := &index.Query{View: pick(r, []index.View{index.Articles, index.Passages}), Limit: r.IntN(20), PassagesPerArticle: r.IntN(4)}
	for range r.IntN(5) {
		q.Groups = append(q.Groups, randomGroup(r))
	}
	if len(q.Groups) > 0 {
		q.Need = r.IntN(len(q.Groups)) + 1
		q.Enough = r.IntN(40)
		switch r.IntN(6) {
		case 0:
			q.Groups[0].Optional = true
		case 1:
			q.Groups[0].Must = true
		}
	}
	if r.IntN(4) == 0 {
		q.Not = []index.Group{randomGroup(r)}
	}
	if r.IntN(3) == 0 {
		q.Hidden = m.randomIDs(r, 6)
	}
	if r.IntN(3) == 0 {
		q.Also = m.randomIDs(r, 3)
	}
	if r.IntN(3) == 0 {
		q.Collections = []string{pick(r, collection)}
	}
	for range r.IntN(3) {
		q.Filters = append(q.Filters, m.randomFilter(r, 2))
	}
	if r.IntN(3) == 0 {
		q.Sort = pick(r, []index.Sort{index.ByRelevance, index.ByUpdated, index.ByCost, index.ByDowntime})
	}
	for _, name := range subset(r, []string{index.FacetTreatment, index.FacetRisk, index.FacetKind, index.FacetSource, index.FacetSourceType}) {
		q.Facets = append(q.Facets, index.FacetRequest{Name: name, Found: r.IntN(4) == 0, Most: r.IntN(4)})
	}
	if r.IntN(2) == 0 {
		lo, hi := 2.0, 4.0
		q.Facets = append(q.Facets, index.FacetRequest{Name: index.RangeCost, Ranges: []index.Range{{Max: &lo}, {Min: &lo, Max: &hi}, {Min: &hi}}})
	}
	if r.IntN(3) == 0 {
		q.Numbers = []string{index.RangeCost, index.RangeDowntime}
	}
	return q
}

func randomGroup(r *rand.Rand) index.Group {
	var g index.Group
	for range r.IntN(2) + 1 {
		var alternative []index.Term
		for range r.IntN(2) + 1 {
			alternative = append(alternative, randomTerm(r))
		}
		g.Alternatives = append(g.Alternatives, alternative)
	}
	return g
}

func randomTerm(r *rand.Rand) index.Term {
	weight := float64(r.IntN(4)) / 2
	switch r.IntN(6) {
	case 0:
		return index.Term{Field: index.Concepts, Text: pick(r, concepts), Weight: weight}
	case 1:
		return index.Term{Field: index.Signals, Text: index.SignalKind + string(pick(r, kinds)), Weight: weight}
	case 2:
		return index.Term{Field: index.Pairs, Text: pick(r, words), Weight: weight}
	}
	return index.Term{Field: index.Words, Text: pick(r, slices.Concat(words, []string{"nowhere"})), Weight: weight}
}

// randomFilter is a filter that is made of others at most so deep.
func (m *model) randomFilter(r *rand.Rand, deep int) index.Filter {
	switch n := r.IntN(12); {
	case n == 0 && deep > 0:
		inner := m.randomFilter(r, deep-1)
		return index.Filter{Not: &inner}
	case n <= 2 && deep > 0:
		return index.Filter{Either: []index.Filter{m.randomFilter(r, deep-1), m.randomFilter(r, deep-1)}}
	case n <= 4:
		return index.Filter{Name: pick(r, []string{index.RangeCost, index.RangeDowntime}), Min: maybe(r), Max: maybe(r)}
	case n == 5 && len(m.articles) > 0:
		return m.randomIDFilter(r)
	}
	f := index.Filter{Name: pick(r, []string{index.FacetTreatment, index.FacetRisk, index.FacetTag, index.FacetSource, index.FacetKind})}
	from := slices.Concat(values, []string{"risks"})
	if r.IntN(3) == 0 {
		f.None = []string{pick(r, from)}
	} else {
		f.Any = []string{pick(r, from), pick(r, from)}
	}
	return f
}

// randomIDs are ids of a few passages and articles, and one that is nobody's.
func (m *model) randomIDs(r *rand.Rand, most int) []string {
	ids := []string{"nobody"}
	for range r.IntN(most + 1) {
		if len(m.articles) == 0 {
			break
		}
		a := pick(r, m.articles)
		if len(a.Passages) > 0 && r.IntN(3) > 0 {
			ids = append(ids, pick(r, a.Passages).Passage.ID)
		} else {
			ids = append(ids, a.Article.ID)
		}
	}
	return ids
}

// randomIDFilter is a filter by two ids, of which one is nobody's.
func (m *model) randomIDFilter(r *rand.Rand) index.Filter {
	a := pick(r, m.articles)
	f := index.Filter{Name: index.IDArticle}
	ids := []string{a.Article.ID, "nobody"}
	if len(a.Passages) > 0 && r.IntN(2) == 0 {
		f.Name, ids[0] = index.IDPassage, pick(r, a.Passages).Passage.ID
	}
	if r.IntN(3) == 0 {
		f.None = ids
	} else {
		f.Any = ids
	}
	return f
}

func word(text string) index.Group {
	return index.Group{Alternatives: [][]index.Term{{{Field: index.Words, Text: text, Weight: 1}}}}
}

func describe(q *index.Query) string { return fmt.Sprintf("%+v", *q) }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func subset[T any](r *rand.Rand, from []T) []T {
	out := []T{}
	for _, v := range from {
		if r.IntN(3) == 0 {
			out = append(out, v)
		}
	}
	return out
}

func maybe(r *rand.Rand) *float64 {
	if r.IntN(3) == 0 {
		return nil
	}
	v := float64(r.IntN(6))
	return &v
}
