package bleve

import (
	"fmt"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// countFacets counts every requested facet over the documents that the query
// finds without that facet's own filter.
func (x *Index) countFacets(m *matcher, all matches) (map[string][]index.FacetCount, error) {
	out := make(map[string][]index.FacetCount, len(m.q.Facets))
	for _, request := range m.q.Facets {
		found := all
		if m.filters.names(request.Name) {
			found = m.matches(request.Name)
		}
		counts, err := x.countFacet(request, m.q.View, found)
		if err != nil {
			return nil, err
		}
		out[request.Name] = counts
	}
	return out, nil
}

func (x *Index) countFacet(request index.FacetRequest, view index.View, found matches) ([]index.FacetCount, error) {
	if column, ok := x.columns.numbers[request.Name]; ok {
		return x.countRanges(request, column, view, found), nil
	}
	facet, ok := x.columns.facets[request.Name]
	if !ok {
		return nil, fmt.Errorf("query: unknown facet %q", request.Name)
	}
	ofPassages, err := isPassageFilter(request.Name)
	if err != nil {
		return nil, err
	}
	var count func(docs *roaring.Bitmap) int
	switch {
	case ofPassages && view == index.Passages:
		count = func(docs *roaring.Bitmap) int { return int(docs.AndCardinality(found.passages)) }
	case ofPassages:
		s := x.stamps.Get().(*stamp)
		defer x.stamps.Put(s)
		count = func(docs *roaring.Bitmap) int {
			s.begin()
			n := 0
			each(roaring.And(docs, found.passages), func(p uint32) {
				if s.first(x.columns.parent[p]) {
					n++
				}
			})
			return n
		}
	case view == index.Articles:
		count = func(docs *roaring.Bitmap) int { return int(docs.AndCardinality(found.articles)) }
	default:
		passages := x.passagesByArticle(found.passages)
		count = func(docs *roaring.Bitmap) int {
			n := 0
			each(roaring.And(docs, found.articles), func(a uint32) { n += passages[a] })
			return n
		}
	}
	return countValues(facet, count), nil
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

// countRanges counts the documents of the view by a number of their article.
func (x *Index) countRanges(request index.FacetRequest, column []float64, view index.View, found matches) []index.FacetCount {
	out := make([]index.FacetCount, len(request.Ranges))
	var passages map[uint32]int
	if view == index.Passages {
		passages = x.passagesByArticle(found.passages)
	}
	each(found.articles, func(a uint32) {
		n := 1
		if view == index.Passages {
			n = passages[a]
		}
		for i, r := range request.Ranges {
			v := column[a]
			if v == v && (r.Min == nil || v >= *r.Min) && (r.Max == nil || v <= *r.Max) {
				out[i].Count += n
			}
		}
	})
	return out
}

// passagesByArticle is how many of the passages each article has.
func (x *Index) passagesByArticle(passages *roaring.Bitmap) map[uint32]int {
	out := map[uint32]int{}
	each(passages, func(p uint32) { out[x.columns.parent[p]]++ })
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
