package bleve

import (
	"context"
	"fmt"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// countFacets counts every requested facet over the documents that the query
// finds without that facet's own filter.
func (x *Index) countFacets(ctx context.Context, m *matcher, all matches) (map[string][]index.FacetCount, error) {
	out := make(map[string][]index.FacetCount, len(m.q.Facets))
	everywhere := x.newCounter(m, all)
	defer everywhere.release()
	for _, request := range m.q.Facets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := everywhere
		if m.filters.names(request.Name) {
			c = x.newCounter(m, m.matches(request.Name))
		}
		counts, err := c.facet(request)
		if c != everywhere {
			c.release()
		}
		if err != nil {
			return nil, err
		}
		out[request.Name] = counts
	}
	return out, nil
}

// counter counts documents of the view among what was found.
type counter struct {
	x     *Index
	found matches
	// inPassages: the passages view. Then weight[article] is how many of its
	// passages were found.
	inPassages bool
	weight     []uint32
	stamp      *stamp
}

func (x *Index) newCounter(m *matcher, found matches) *counter {
	c := &counter{x: x, found: found, inPassages: m.passageOnly}
	if len(m.q.Facets) == 0 {
		return c
	}
	if !c.inPassages {
		c.stamp = x.stamps.Get().(*stamp)
		return c
	}
	c.weight = *x.weights.Get().(*[]uint32)
	each(found.passages, func(p uint32) { c.weight[x.columns.parent[p]]++ })
	return c
}

// release gives the scratch arrays back, the weights cleared.
func (c *counter) release() {
	if c.stamp != nil {
		c.x.stamps.Put(c.stamp)
	}
	if c.weight != nil {
		each(c.found.articles, func(a uint32) { c.weight[a] = 0 })
		c.x.weights.Put(&c.weight)
	}
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
	switch {
	case err != nil:
		return nil, err
	case ofPassages && c.inPassages:
		return countValues(facet, func(docs *roaring.Bitmap) int { return int(docs.AndCardinality(c.found.passages)) }), nil
	case ofPassages:
		return countValues(facet, c.articlesWithPassageIn), nil
	case c.inPassages:
		return countValues(facet, c.passagesOfArticlesIn), nil
	}
	return countValues(facet, func(docs *roaring.Bitmap) int { return int(docs.AndCardinality(c.found.articles)) }), nil
}

// articlesWithPassageIn is how many articles have a found passage among docs.
func (c *counter) articlesWithPassageIn(docs *roaring.Bitmap) int {
	c.stamp.begin()
	n := 0
	each(roaring.And(docs, c.found.passages), func(p uint32) {
		if c.stamp.first(c.x.columns.parent[p]) {
			n++
		}
	})
	return n
}

// passagesOfArticlesIn is how many found passages the articles among docs have.
func (c *counter) passagesOfArticlesIn(docs *roaring.Bitmap) int {
	n := 0
	each(roaring.And(docs, c.found.articles), func(a uint32) { n += int(c.weight[a]) })
	return n
}

// ranges counts the documents of the view by a number of their article.
func (c *counter) ranges(request index.FacetRequest, column []float64) []index.FacetCount {
	out := make([]index.FacetCount, len(request.Ranges))
	each(c.found.articles, func(a uint32) {
		n := 1
		if c.inPassages {
			n = int(c.weight[a])
		}
		v := column[a]
		for i, r := range request.Ranges {
			if v == v && (r.Min == nil || v >= *r.Min) && (r.Max == nil || v <= *r.Max) {
				out[i].Count += n
			}
		}
	})
	return out
}

// countValues counts each value; those with a count come back, the most
// frequent first, then by value.
func countValues(facet *facetColumn, count func(docs *roaring.Bitmap) int) []index.FacetCount {
	out := []index.FacetCount{}
	for i, value := range facet.values {
		if n := count(facet.docs[i]); n > 0 {
			out = append(out, index.FacetCount{Value: value, Count: n})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Count > out[j].Count })
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
