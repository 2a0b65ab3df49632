package bleve

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// facetLists are the values of each document for all facets of articles, or all of
// passages: for where few documents were found, or each value has few, to go through the
// documents is much cheaper than to intersect a bitmap for each of thousands of values. A value is
// its place in its facet behind the values of the facets before it.
type facetLists struct {
	first  []uint32 // document → values[first[d]:first[d+1]]
	values []uint32
	many   int // of different values
	// bitmaps is what intersecting all values costs, in steps of going through a list.
	bitmaps int
}

// What an intersection costs beside going through a document's list, in steps of the
// latter: one that finds few, and one of two dense sets of 65,536 documents.
const (
	costOfIntersection = 30
	costOfDense        = 300
)

// newFacetLists numbers the values of the facets, which is noted in them.
func newFacetLists(docs int, facets []*facetColumn) *facetLists {
	l := &facetLists{first: make([]uint32, docs+1)}
	for _, f := range facets {
		f.first = l.many
		l.many += len(f.values)
		for _, set := range f.docs {
			each(set, func(doc uint32) { l.first[doc+1]++ })
			stats := set.Stats()
			l.bitmaps += int(stats.Containers)*costOfIntersection + int(stats.ArrayContainerValues) +
				int(stats.BitmapContainers+stats.RunContainers)*costOfDense
		}
	}
	for doc := range docs {
		l.first[doc+1] += l.first[doc]
	}
	l.values = make([]uint32, l.first[docs])
	next := append([]uint32(nil), l.first...)
	for _, f := range facets {
		for i, set := range f.docs {
			each(set, func(doc uint32) {
				l.values[next[doc]] = uint32(f.first + i)
				next[doc]++
			})
		}
	}
	return l
}

func (l *facetLists) of(doc uint32) []uint32 { return l.values[l.first[doc]:l.first[doc+1]] }

// cheaper reports whether going through so many of all documents is.
func (l *facetLists) cheaper(documents, all int) bool {
	return documents+documents*len(l.values)/max(all, 1) <= l.bitmaps
}

// byDocument counts all facets of articles, or of passages, by going through what was
// found; nil where that is not the cheaper way.
func (c *counter) byDocument(ofPassages bool) []int32 {
	columns := c.x.columns
	to, lists, all := &c.ofArticles, columns.articleLists, columns.articles
	if ofPassages {
		to, lists, all = &c.ofPassages, columns.passageLists, columns.passages
	}
	if *to != nil {
		return *to
	}
	documents := int(c.found.passages.GetCardinality())
	if !ofPassages && !c.inPassages {
		documents = int(c.found.articles.GetCardinality())
	}
	if !lists.cheaper(documents, int(all.GetCardinality())) {
		return nil
	}
	*to = make([]int32, lists.many)
	switch {
	case ofPassages == c.inPassages:
		found := c.found.articles
		if c.inPassages {
			found = c.found.passages
		}
		countEach(lists, found, *to)
	case c.inPassages:
		c.countParents(lists, *to)
	default:
		c.countOnce(lists, *to)
	}
	return *to
}

// countEach counts the values of documents.
func countEach(lists *facetLists, found *roaring.Bitmap, counts []int32) {
	each(found, func(doc uint32) {
		for _, v := range lists.of(doc) {
			counts[v]++
		}
	})
}

// countParents counts for each found passage the values of its article.
func (c *counter) countParents(lists *facetLists, counts []int32) {
	// Passages of an article mostly follow one another.
	article, n := uint32(noDoc), int32(0)
	add := func() {
		if n > 0 {
			for _, v := range lists.of(article) {
				counts[v] += n
			}
		}
	}
	each(c.found.passages, func(p uint32) {
		if of := c.x.columns.parent[p]; of != article {
			add()
			article, n = of, 0
		}
		n++
	})
	add()
}

// countOnce counts each value of found passages once for their article.
func (c *counter) countOnce(lists *facetLists, counts []int32) {
	dense := c.found.passages.ToDense()
	last := make([]uint32, lists.many) // value → the article that it was counted for last, plus one
	visit := func(article uint32) {
		for _, p := range c.x.columns.childrenOf(article) {
			if int(p/64) >= len(dense) || dense[p/64]&(1<<(p%64)) == 0 {
				continue
			}
			for _, v := range lists.of(p) {
				if last[v] != article+1 {
					last[v] = article + 1
					counts[v]++
				}
			}
		}
	}
	seen := make([]uint64, (c.x.columns.docs+63)/64) // articles
	each(c.found.passages, func(p uint32) {
		article := c.x.columns.parent[p]
		seen[article/64] |= 1 << (article % 64)
	})
	for i, word := range seen {
		for ; word != 0; word &= word - 1 {
			visit(uint32(i*64 + bits.TrailingZeros64(word)))
		}
	}
}
