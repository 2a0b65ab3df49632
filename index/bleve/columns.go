package bleve

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"shirube/corpus"
	"shirube/index"
)

// columns hold in memory, by document number, what every query needs of every
// document. They are read from the term dictionaries when a generation is
// opened: a column has few distinct values, so that is a few bitmaps each.
// A document number counts through all segments, deleted documents included.
type columns struct {
	docs     int
	segments []segmentView

	articles, passages *roaring.Bitmap // live documents

	ids         []string          // document → the article's or passage's own id, "" if it is deleted
	articleDocs map[string]uint32 // own id → document
	passageDocs map[string]uint32
	parent      []uint32 // passage → its article
	firstKid    []uint32 // article → its passages: kids[firstKid[a]:firstKid[a+1]], in reading order
	kids        []uint32
	rank        []uint32 // place in the order of ids, for ties

	length    []byte  // passage → encoded length in words
	avgLength float64 // exact mean over live passages

	kind  []uint8 // passage → place in kinds
	kinds []corpus.Kind
	fact  []uint16 // passage → set of places in facts
	facts []string
	// factLists are the facts of each set of them that a passage has, shared by all.
	factLists map[uint16][]string

	facets map[string]*facetColumn
	// articleLists and passageLists are the same by document.
	articleLists, passageLists *facetLists

	numbers map[string][]float64 // article → number, NaN unknown; by range name
	// scheduled are the articles with a publication window, drafts those that
	// are never shown.
	scheduled *roaring.Bitmap
	drafts    *roaring.Bitmap
}

// segmentView is a segment with its live postings and where its numbers begin.
type segmentView struct {
	segment.Segment
	deleted *roaring.Bitmap
	offset  uint32
}

// facetColumn is the documents of each value of a facet, values sorted.
type facetColumn struct {
	values   []string
	docs     []*roaring.Bitmap
	passages []*roaring.Bitmap // of a facet of articles: those of their passages
	place    map[string]int
	first    int // where its values begin in facetLists
}

const noDoc = math.MaxUint32

func loadColumns(snapshot *scorch.IndexSnapshot) (*columns, error) {
	c := &columns{facets: map[string]*facetColumn{}, numbers: map[string][]float64{}}
	for _, s := range snapshot.Segments() {
		c.segments = append(c.segments, segmentView{s.Segment(), s.Deleted(), uint32(c.docs)})
		c.docs += int(s.Segment().Count())
	}
	c.parent = filled(c.docs, uint32(noDoc))
	c.rank = make([]uint32, c.docs)
	c.length = make([]byte, c.docs)
	c.kind = make([]uint8, c.docs)
	c.fact = make([]uint16, c.docs)
	for _, load := range []func() error{c.loadIDs, c.loadFamilies, c.loadLengths, c.loadSignals, c.loadFacets, c.loadNumbers} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func filled[T any](n int, v T) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = v
	}
	return out
}

// loadIDs finds the live articles and passages, their order by id, and whose
// passage each is: a passage's id begins with its article's and a #.
func (c *columns) loadIDs() error {
	type entry struct {
		id  string
		doc uint32
	}
	var entries []entry
	err := c.eachTerm("_id", func(id string, docs *roaring.Bitmap) error {
		if !docs.IsEmpty() {
			entries = append(entries, entry{id, docs.Minimum()})
		}
		return nil
	})
	if err != nil {
		return err
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].id < entries[j].id })
	var joined strings.Builder // one string for all ids, which is less to collect
	for _, e := range entries {
		joined.WriteString(e.id)
	}
	rest := joined.String()
	c.ids = make([]string, c.docs)
	c.articleDocs, c.passageDocs = map[string]uint32{}, make(map[string]uint32, len(entries))
	c.articles, c.passages = roaring.New(), roaring.New()
	for i, e := range entries {
		prefix, id := rest[:1], rest[1:len(e.id)]
		rest = rest[len(e.id):]
		c.rank[e.doc] = uint32(i)
		c.ids[e.doc] = id
		switch prefix {
		case articlePrefix:
			c.articles.Add(e.doc)
			c.articleDocs[id] = e.doc
		case passagePrefix:
			c.passages.Add(e.doc)
			c.passageDocs[id] = e.doc
		}
	}
	for id, doc := range c.passageDocs {
		article, ok := c.articleDocs[id[:max(0, strings.LastIndexByte(id, '#'))]]
		if !ok {
			return fmt.Errorf("passage %q has no article", id)
		}
		c.parent[doc] = article
	}
	return nil
}

// loadFamilies lists the passages of each article in reading order.
func (c *columns) loadFamilies() error {
	order := make([]uint32, c.docs)
	err := c.eachNumber(fieldOrder, func(n float64, doc uint32) { order[doc] = uint32(n) })
	if err != nil {
		return err
	}
	c.firstKid = make([]uint32, c.docs+1)
	each(c.passages, func(p uint32) { c.firstKid[c.parent[p]+1]++ })
	for i := range c.docs {
		c.firstKid[i+1] += c.firstKid[i]
	}
	c.kids = make([]uint32, c.passages.GetCardinality())
	next := append([]uint32(nil), c.firstKid...)
	each(c.passages, func(p uint32) {
		a := c.parent[p]
		c.kids[next[a]] = p
		next[a]++
	})
	each(c.articles, func(a uint32) {
		kids := c.childrenOf(a)
		sort.Slice(kids, func(i, j int) bool { return order[kids[i]] < order[kids[j]] })
	})
	return nil
}

func (c *columns) loadLengths() error {
	sum := 0.0
	err := c.eachNumber(fieldLength, func(n float64, doc uint32) {
		c.length[doc] = encodeLength(int(n))
		sum += n
	})
	c.avgLength = 1
	if n := c.passages.GetCardinality(); n > 0 && sum > 0 {
		c.avgLength = sum / float64(n)
	}
	return err
}

// loadSignals reads kinds and facts out of the signals of passages.
func (c *columns) loadSignals() error {
	err := c.eachTerm(fieldSignals, func(signal string, docs *roaring.Bitmap) error {
		if kind, ok := strings.CutPrefix(signal, index.SignalKind); ok {
			place, err := placeOf(&c.kinds, corpus.Kind(kind), math.MaxUint8)
			each(docs, func(p uint32) { c.kind[p] = uint8(place) })
			return err
		}
		if fact, ok := strings.CutPrefix(signal, index.SignalFact); ok {
			place, err := placeOf(&c.facts, fact, 15)
			each(docs, func(p uint32) { c.fact[p] |= 1 << place })
			return err
		}
		return nil
	})
	c.factLists = map[uint16][]string{}
	for _, set := range c.fact {
		if _, ok := c.factLists[set]; ok {
			continue
		}
		c.factLists[set] = []string{}
		for place, fact := range c.facts {
			if set&(1<<place) != 0 {
				c.factLists[set] = append(c.factLists[set], fact)
			}
		}
	}
	return err
}

// placeOf is where v stands in list, which grows by it if it is new.
func placeOf[T comparable](list *[]T, v T, most int) (int, error) {
	for i, have := range *list {
		if have == v {
			return i, nil
		}
	}
	*list = append(*list, v)
	if n := len(*list) - 1; n <= most {
		return n, nil
	}
	return 0, fmt.Errorf("more than %d different values like %v", most+1, v)
}

func (c *columns) loadFacets() error {
	names := append(index.ArticleFacets(), index.PassageFacets()...)
	for _, name := range append(names, facetCollection, facetStatus) {
		byValue := map[string]*roaring.Bitmap{}
		err := c.eachTerm(fieldFacet+name, func(value string, docs *roaring.Bitmap) error {
			if have, ok := byValue[value]; ok {
				docs = roaring.Or(have, docs)
			}
			if !docs.IsEmpty() {
				byValue[value] = bitmapOf(docs.ToArray())
			}
			return nil
		})
		if err != nil {
			return err
		}
		c.facets[name] = newFacetColumn(byValue)
	}
	for _, name := range index.ArticleFacets() {
		f := c.facets[name]
		for _, articles := range f.docs {
			f.passages = append(f.passages, c.passagesOfAll(articles))
		}
	}
	c.articleLists = newFacetLists(c.docs, c.facetsOf(index.ArticleFacets()))
	c.passageLists = newFacetLists(c.docs, c.facetsOf(index.PassageFacets()))
	c.drafts = roaring.New()
	if i, ok := c.facets[facetStatus].place[notPublished]; ok {
		c.drafts = c.facets[facetStatus].docs[i]
	}
	return nil
}

func (c *columns) facetsOf(names []string) []*facetColumn {
	out := make([]*facetColumn, len(names))
	for i, name := range names {
		out[i] = c.facets[name]
	}
	return out
}

// passagesOfAll is the passages of articles.
func (c *columns) passagesOfAll(articles *roaring.Bitmap) *roaring.Bitmap {
	var passages []uint32
	each(articles, func(a uint32) { passages = append(passages, c.childrenOf(a)...) })
	slices.Sort(passages)
	return bitmapOf(passages)
}

// bitmapOf is a bitmap that many may share: one that was read from a file is marked when it
// is copied.
func bitmapOf(docs []uint32) *roaring.Bitmap {
	out := roaring.New()
	out.AddMany(docs)
	return out
}

func newFacetColumn(byValue map[string]*roaring.Bitmap) *facetColumn {
	f := &facetColumn{place: make(map[string]int, len(byValue))}
	for value := range byValue {
		f.values = append(f.values, value)
	}
	sort.Strings(f.values)
	for i, value := range f.values {
		f.docs = append(f.docs, byValue[value])
		f.place[value] = i
	}
	return f
}

func (c *columns) loadNumbers() error {
	c.scheduled = roaring.New()
	for _, name := range []string{index.RangeCost, index.RangeDowntime, index.RangeReviewed, index.RangeUpdated, numberPublish, numberExpires} {
		column := filled(c.docs, math.NaN())
		err := c.eachNumber(fieldNumber+name, func(n float64, doc uint32) {
			column[doc] = n
			if name == numberPublish || name == numberExpires {
				c.scheduled.Add(doc)
			}
		})
		if err != nil {
			return err
		}
		c.numbers[name] = column
	}
	return nil
}

// eachNumber calls found for every live document with the number it has in a
// field of decimal terms.
func (c *columns) eachNumber(field string, found func(n float64, doc uint32)) error {
	return c.eachTerm(field, func(term string, docs *roaring.Bitmap) error {
		n, err := strconv.ParseFloat(term, 64)
		if err != nil {
			return fmt.Errorf("field %s: %w", field, err)
		}
		each(docs, func(doc uint32) { found(n, doc) })
		return nil
	})
}

// eachTerm calls found for every term of a field and segment, with the live
// documents of that segment. The bitmap must not be changed.
func (c *columns) eachTerm(field string, found func(term string, docs *roaring.Bitmap) error) error {
	for _, seg := range c.segments {
		dict, err := seg.Dictionary(field)
		if err != nil {
			return fmt.Errorf("field %s: %w", field, err)
		}
		it := dict.AutomatonIterator(nil, nil, nil)
		for {
			entry, err := it.Next()
			if err != nil {
				return fmt.Errorf("field %s: %w", field, err)
			}
			if entry == nil {
				break
			}
			docs, err := seg.bitmap(dict, entry.Term)
			if err != nil {
				return fmt.Errorf("field %s: %w", field, err)
			}
			if err := found(entry.Term, docs); err != nil {
				return err
			}
		}
	}
	return nil
}

// bitmap is the live documents of a term, by document number.
func (s segmentView) bitmap(dict segment.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := dict.PostingsList([]byte(term), s.deleted, nil)
	if err != nil {
		return nil, fmt.Errorf("term %q: %w", term, err)
	}
	it, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return roaring.New(), nil
	}
	if docs := it.ActualBitmap(); docs != nil {
		if s.offset > 0 {
			docs = roaring.AddOffset(docs, s.offset)
		}
		return docs, nil
	}
	out := roaring.New()
	if doc, ok := it.DocNum1Hit(); ok {
		out.Add(uint32(doc) + s.offset)
	}
	return out, nil
}

// postings is the live documents of a term in all segments. The bitmap must not
// be changed.
func (c *columns) postings(field, term string) (*roaring.Bitmap, error) {
	var out *roaring.Bitmap
	for i, seg := range c.segments {
		dict, err := seg.Dictionary(field)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", field, err)
		}
		docs, err := seg.bitmap(dict, term)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			out = docs
		} else {
			out = roaring.Or(out, docs)
		}
	}
	if out == nil {
		out = roaring.New()
	}
	return out, nil
}

// childrenOf lists the passages of an article in reading order.
func (c *columns) childrenOf(article uint32) []uint32 {
	return c.kids[c.firstKid[article]:c.firstKid[article+1]]
}

// segment is the segment of a document, and its number there.
func (c *columns) segment(doc uint32) (segmentView, uint64) {
	i := sort.Search(len(c.segments), func(i int) bool { return c.segments[i].offset > doc }) - 1
	return c.segments[i], uint64(doc - c.segments[i].offset)
}

func each(docs *roaring.Bitmap, visit func(doc uint32)) {
	docs.Iterate(func(doc uint32) bool {
		visit(doc)
		return true
	})
}
