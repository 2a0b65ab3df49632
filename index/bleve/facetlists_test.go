package bleve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// Whichever way is the cheaper, the counts are the same: by intersecting bitmaps, and by
// going through the values of what was found.
func TestFacetsCountedBothWays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	c := &columns{docs: 3000, parent: filled(3000, uint32(noDoc)), articles: roaring.New(), passages: roaring.New(), facets: map[string]*facetColumn{}}
	var families [][]uint32 // passages of each article, whose numbers are anywhere
	order := r.Perm(c.docs)
	for len(order) > 6 {
		n := 1 + r.IntN(5)
		article := uint32(order[0])
		c.articles.Add(article)
		var kids []uint32
		for _, p := range order[1 : 1+n] {
			c.parent[p] = article
			c.passages.Add(uint32(p))
			kids = append(kids, uint32(p))
		}
		families = append(families, append([]uint32{article}, kids...))
		order = order[1+n:]
	}
	slices.SortFunc(families, func(a, b []uint32) int { return int(a[0]) - int(b[0]) })
	c.firstKid = make([]uint32, c.docs+1)
	for _, family := range families {
		c.firstKid[family[0]+1] = uint32(len(family) - 1)
		c.kids = append(c.kids, family[1:]...)
	}
	for i := range c.docs {
		c.firstKid[i+1] += c.firstKid[i]
	}
	for _, of := range []struct {
		names []string
		docs  *roaring.Bitmap
	}{{index.ArticleFacets(), c.articles}, {index.PassageFacets(), c.passages}} {
		for _, name := range of.names {
			byValue := map[string]*roaring.Bitmap{}
			for i := range r.IntN(60) {
				set := roaring.New()
				each(of.docs, func(doc uint32) {
					if r.IntN(1+i*i) == 0 { // from all of them to one in thousands
						set.Add(doc)
					}
				})
				if !set.IsEmpty() {
					byValue[fmt.Sprint("v", i)] = set
				}
			}
			c.facets[name] = newFacetColumn(byValue)
		}
	}
	for _, name := range index.ArticleFacets() {
		f := c.facets[name]
		for _, articles := range f.docs {
			f.passages = append(f.passages, c.passagesOfAll(articles))
		}
	}
	c.articleLists = newFacetLists(c.docs, c.facetsOf(index.ArticleFacets()))
	c.passageLists = newFacetLists(c.docs, c.facetsOf(index.PassageFacets()))

	x := &Index{columns: c}
	x.stamps.New = func() any { return &stamp{seen: make([]uint32, c.docs)} }
	lists := []*facetLists{c.articleLists, c.passageLists}
	for _, one := range []int{1, 2, 40, 100_000} { // passages that are found: all, every second one …
		found := matches{passages: roaring.New(), articles: roaring.New()}
		each(c.passages, func(p uint32) {
			if r.IntN(one) == 0 {
				found.passages.Add(p)
				found.articles.Add(c.parent[p])
			}
		})
		for _, inPassages := range []bool{true, false} {
			for _, name := range append(index.ArticleFacets(), index.PassageFacets()...) {
				var both [2][]index.FacetCount
				for way, cost := range []int{-1, 1 << 40} {
					for _, l := range lists {
						l.bitmaps = cost
					}
					counter := &counter{x: x, found: found, inPassages: inPassages}
					var err error
					if both[way], err = counter.facet(index.FacetRequest{Name: name}); err != nil {
						t.Fatal(err)
					}
					if went := counter.ofArticles != nil || counter.ofPassages != nil; went != (way == 1) {
						t.Fatalf("way %d was not taken", way)
					}
				}
				if !slices.Equal(both[0], both[1]) {
					t.Errorf("%s, one in %d, passages view %v: %v by bitmaps, %v by lists", name, one, inPassages, both[0], both[1])
				}
			}
		}
	}
}
