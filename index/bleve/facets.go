package bleve

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// countFacets counts every requested facet over the documents that the query
// finds without that facet's own filter.
func (x *Index) countFacets(ctx context.Context, m *matcher, all matches) (map[string][]index.FacetCount, error) {
	out := make(map[string][]index.FacetCount, len(m.q.Facets))
	everywhere := x.newCounter(m, all)
	for _, request := range m.q.Facets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := everywhere
		if !request.Found && m.filters.names(request.Name) {
			c = x.newCounter(m, m.matches(request.Name))
		}
		counts, err := c.facet(request)
		if err != nil {
			return nil, err
		}
		out[request.Name] = counts
	}
	return out, nil
}

// counter counts documents of the view among what was found.
type counter struct {
	x          *Index
	found      matches
	inPassages bool // the passages view
	// ofArticles and ofPassages are the counts of all values of the facets of articles and
	// of passages, once one of them was asked for and going through what was found is the
	// cheaper way to count; see facetLists.
	ofArticles, ofPassages []int32
}

func (x *Index) newCounter(m *matcher, found matches) *counter {
	return &counter{x: x, found: found, inPassages: m.passageOnly}
}

func (c *counter) facet(request index.FacetRequest) ([]index.FacetCount, error) {
	if column, ok := c.x.columns.numbers[request.Name]; ok {
		return c.ranges(request, column), nil
	}
	facet, ok := c.x.columns.facets[request.Name]
	if !ok {
		return nil, fmt.Errorf("query: unknown facet %q", request.Name)
	}
	ofPassages, err := isPassageFacet(request.Name)
	if err != nil {
		return nil, err
	}
	if counts := c.byDocument(ofPassages); counts != nil {
		return ordered(facet.values, request.Most, counts[facet.first:][:len(facet.values)]), nil
	}
	counts := make([]int32, len(facet.values))
	count := func(documents []*roaring.Bitmap, of func(*roaring.Bitmap) int) {
		for i, docs := range documents {
			counts[i] = int32(of(docs)) //nolint:gosec // document numbers are of 32 bits
		}
	}
	switch {
	case ofPassages && !c.inPassages:
		stamp := c.x.stamps.Get().(*stamp)
		defer c.x.stamps.Put(stamp)
		count(facet.docs, func(docs *roaring.Bitmap) int { return c.articlesWithPassageIn(docs, stamp) })
	case ofPassages || !c.inPassages:
		count(facet.docs, c.among)
	default:
		count(facet.passages, c.among)
	}
	return ordered(facet.values, request.Most, counts), nil
}

// among is how many of docs, which are documents of the view, were found.
func (c *counter) among(docs *roaring.Bitmap) int {
	if c.inPassages {
		return int(docs.AndCardinality(c.found.passages))
	}
	return int(docs.AndCardinality(c.found.articles))
}

// articlesWithPassageIn is how many articles have a found passage among docs.
func (c *counter) articlesWithPassageIn(docs *roaring.Bitmap, stamp *stamp) int {
	stamp.begin()
	n := 0
	each(roaring.And(docs, c.found.passages), func(p uint32) {
		if stamp.first(c.x.columns.parent[p]) {
			n++
		}
	})
	return n
}

// ranges counts the documents of the view by a number of their article.
func (c *counter) ranges(request index.FacetRequest, column []float64) []index.FacetCount {
	out := make([]index.FacetCount, len(request.Ranges))
	for i, r := range request.Ranges {
		articles, passages := c.x.inRange(request.Name, column, r)
		if c.inPassages {
			out[i].Count = c.among(passages)
		} else {
			out[i].Count = c.among(articles)
		}
	}
	return out
}

// countNumbers counts the values of numbers among the found documents.
func (x *Index) countNumbers(ctx context.Context, m *matcher, found matches) (map[string][]index.NumberCount, error) {
	if len(m.q.Numbers) == 0 {
		return nil, nil
	}
	out := make(map[string][]index.NumberCount, len(m.q.Numbers))
	for _, name := range m.q.Numbers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		column, ok := x.columns.numbers[name]
		if !ok {
			return nil, fmt.Errorf("query: unknown number %q", name)
		}
		counts := map[float64]int{}
		count := func(article uint32) {
			if v := column[article]; !math.IsNaN(v) { // which is unknown
				counts[v]++
			}
		}
		if m.passageOnly {
			each(found.passages, func(p uint32) { count(x.columns.parent[p]) })
		} else {
			each(found.articles, count)
		}
		out[name] = make([]index.NumberCount, 0, len(counts))
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			out[name] = append(out[name], index.NumberCount{Value: v, Count: counts[v]})
		}
	}
	return out, nil
}

// rangeKey names a range of a number of articles.
type rangeKey struct {
	name     string
	min, max float64
}

// ranged are the articles whose number is in a range, and their passages.
type ranged struct{ articles, passages *roaring.Bitmap }

// mostRangeBytes bounds the ranges that a generation keeps in memory: people are offered
// few of them, and choose among these.
const mostRangeBytes = 4 << 20

// inRange is the articles whose number is in a range, and their passages. They must not be
// changed.
func (x *Index) inRange(name string, column []float64, r index.Range) (articles, passages *roaring.Bitmap) {
	key := rangeKey{name, math.Inf(-1), math.Inf(1)}
	if r.Min != nil {
		key.min = *r.Min
	}
	if r.Max != nil {
		key.max = *r.Max
	}
	if !(key.min <= key.max) { // or one of them is no number
		return roaring.New(), roaring.New()
	}
	if have, ok := x.ranges.get(key); ok {
		return have.articles, have.passages
	}
	articles = roaring.New()
	each(x.columns.articles, func(a uint32) {
		if v := column[a]; v >= key.min && v <= key.max { // what is unknown is NaN
			articles.Add(a)
		}
	})
	passages = x.columns.passagesOfAll(articles)
	size := termOverhead + int(articles.GetSizeInBytes()+passages.GetSizeInBytes())
	kept := x.ranges.keep(key, ranged{articles, passages}, size)
	return kept.articles, kept.passages
}

// ordered is the values with a count, the most frequent first, then by value, which is the
// order they come in; the first of these where most is not 0.
func ordered(values []string, most int, counts []int32) []index.FacetCount {
	if most > 0 && most <= fewValues {
		return mostFrequent(values, most, counts)
	}
	out := []index.FacetCount{}
	for i, value := range values {
		if n := counts[i]; n > 0 {
			out = append(out, index.FacetCount{Value: value, Count: int(n)})
		}
	}
	slices.SortStableFunc(out, func(a, b index.FacetCount) int { return b.Count - a.Count })
	if most > 0 && most < len(out) {
		out = slices.Clone(out[:most])
	}
	return out
}

// fewValues is up to how many values putting each in its place is cheaper than sorting all.
const fewValues = 64

// mostFrequent is the first of ordered: most values of a large facet are not more frequent
// than the last of them, and done with by one comparison.
func mostFrequent(values []string, most int, counts []int32) []index.FacetCount {
	type counted struct{ count, place int32 }
	var room [fewValues]counted
	n, least := 0, int32(0) // what a further value must have more of
	for i, count := range counts {
		if count <= least {
			continue
		}
		if n < most {
			n++
		}
		at := n - 1
		for ; at > 0 && room[at-1].count < count; at-- {
			room[at] = room[at-1]
		}
		room[at] = counted{count, int32(i)} //nolint:gosec // values are numbered in 32 bits
		if n == most {
			least = room[n-1].count
		}
	}
	out := make([]index.FacetCount, n)
	for i, c := range room[:n] {
		out[i] = index.FacetCount{Value: values[c.place], Count: int(c.count)}
	}
	return out
}

// stamp says which articles were seen since begin, without clearing anything.
type stamp struct {
	seen  []uint32
	epoch uint32
}

func (s *stamp) begin() {
	s.epoch++
	if s.epoch == 0 {
		clear(s.seen)
		s.epoch = 1
	}
}

func (s *stamp) first(doc uint32) bool {
	if s.seen[doc] == s.epoch {
		return false
	}
	s.seen[doc] = s.epoch
	return true
}
