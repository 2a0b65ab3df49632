package bleve

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// Search runs a query. Totals and facets come from bitmaps of what matches;
// only what could be among the best Limit hits is scored.
func (x *Index) Search(ctx context.Context, q *index.Query) (*index.Result, error) {
	if err := checkQuery(q); err != nil {
		return nil, err
	}
	m, err := x.newMatcher(ctx, q)
	if err != nil {
		return nil, err
	}
	found := m.relaxed()
	result := &index.Result{Total: m.total(found), Need: m.need}
	if result.Facets, err = x.countFacets(m, found); err != nil {
		return nil, err
	}
	if q.Limit <= 0 || result.Total == 0 {
		return result, ctx.Err()
	}
	terms, err := x.queryTerms(q.Groups)
	if err != nil {
		return nil, err
	}
	if q.View == index.Passages {
		result.Hits, err = x.passageHits(ctx, q, terms, found)
	} else {
		result.Hits, err = x.articleHits(ctx, q, terms, found)
	}
	if err != nil {
		return nil, err
	}
	return result, nil
}

// passageHits is the best passages, in order.
func (x *Index) passageHits(ctx context.Context, q *index.Query, terms []queryTerm, found matches) ([]index.Hit, error) {
	top, err := x.top(ctx, q, terms, found, found.passages, nil)
	if err != nil {
		return nil, err
	}
	scored, err := x.exactly(ctx, terms, top)
	if err != nil {
		return nil, err
	}
	x.order(q.Sort, scored)
	hits := make([]index.Hit, 0, len(scored))
	for _, s := range scored {
		p, err := x.passageHit(s)
		if err != nil {
			return nil, err
		}
		article, err := x.columns.id(x.columns.parent[s.doc])
		if err != nil {
			return nil, err
		}
		hits = append(hits, index.Hit{Article: article, Score: s.score, Passages: []index.PassageHit{p}})
	}
	return hits, nil
}

// articleHits is the best articles, in order, each with its best passages.
func (x *Index) articleHits(ctx context.Context, q *index.Query, terms []queryTerm, found matches) ([]index.Hit, error) {
	top, err := x.top(ctx, q, terms, found, found.articles, x.columns.parent)
	if err != nil {
		return nil, err
	}
	var passages []uint32
	for _, a := range top {
		for _, p := range x.columns.childrenOf(a) {
			if found.passages.Contains(p) {
				passages = append(passages, p)
			}
		}
	}
	scored, err := x.exactly(ctx, terms, passages)
	if err != nil {
		return nil, err
	}
	byArticle := map[uint32][]scoredDoc{}
	for _, s := range scored {
		a := x.columns.parent[s.doc]
		byArticle[a] = append(byArticle[a], s)
	}
	articles := make([]scoredDoc, 0, len(top))
	for _, a := range top {
		best := scoredDoc{doc: a}
		if kids := byArticle[a]; len(kids) > 0 {
			x.bestFirst(kids)
			best.score = kids[0].score
		}
		articles = append(articles, best)
	}
	x.order(q.Sort, articles)
	return x.withPassages(articles, byArticle, q)
}

func (x *Index) withPassages(articles []scoredDoc, passages map[uint32][]scoredDoc, q *index.Query) ([]index.Hit, error) {
	hits := make([]index.Hit, 0, len(articles))
	for _, a := range articles {
		id, err := x.columns.id(a.doc)
		if err != nil {
			return nil, err
		}
		hit := index.Hit{Article: id, Score: a.score}
		kids := passages[a.doc]
		if len(q.Groups) == 0 {
			// Nothing was asked for: the passages in reading order.
			kids = x.inReadingOrder(a.doc, kids)
		}
		for _, s := range kids[:min(len(kids), q.PassagesPerArticle)] {
			p, err := x.passageHit(s)
			if err != nil {
				return nil, err
			}
			hit.Passages = append(hit.Passages, p)
		}
		hits = append(hits, hit)
	}
	return hits, nil
}

func (x *Index) inReadingOrder(article uint32, passages []scoredDoc) []scoredDoc {
	kids := x.columns.childrenOf(article)
	out := slices.Clone(passages)
	sort.Slice(out, func(i, j int) bool {
		return slices.Index(kids, out[i].doc) < slices.Index(kids, out[j].doc)
	})
	return out
}

// top is the best Limit documents of candidates, in no order: passages, or
// articles when group says whose each passage is.
func (x *Index) top(ctx context.Context, q *index.Query, terms []queryTerm, found matches, candidates *roaring.Bitmap, group []uint32) ([]uint32, error) {
	if len(terms) == 0 || !byRelevance(q.Sort) {
		all := x.unscored(candidates, nil)
		x.order(q.Sort, all)
		return docsOf(all[:min(len(all), q.Limit)]), ctx.Err()
	}
	b := newBest(q.Limit, x.columns.rank, group)
	if _, err := x.scoreAll(ctx, terms, found.passages, b); err != nil {
		return nil, err
	}
	top := b.items
	if len(top) < q.Limit && uint64(len(top)) < candidates.GetCardinality() {
		// What matches by terms without weight alone has no score, and comes last.
		rest := x.unscored(candidates, b.where)
		x.order(q.Sort, rest)
		top = append(top, rest[:min(len(rest), q.Limit-len(top))]...)
	}
	return docsOf(top), nil
}

func byRelevance(s index.Sort) bool { return s == "" || s == index.ByRelevance }

// unscored is the documents but those in except, each with score 0.
func (x *Index) unscored(docs *roaring.Bitmap, except map[uint32]int) []scoredDoc {
	out := make([]scoredDoc, 0, docs.GetCardinality())
	each(docs, func(d uint32) {
		if _, ok := except[d]; !ok {
			out = append(out, scoredDoc{doc: d})
		}
	})
	return out
}

func docsOf(scored []scoredDoc) []uint32 {
	out := make([]uint32, len(scored))
	for i, s := range scored {
		out[i] = s.doc
	}
	return out
}

// exactly scores the passages by all terms.
func (x *Index) exactly(ctx context.Context, terms []queryTerm, passages []uint32) ([]scoredDoc, error) {
	slices.Sort(passages)
	scores, err := x.scoreThese(ctx, terms, passages)
	if err != nil {
		return nil, err
	}
	out := make([]scoredDoc, len(passages))
	for i, p := range passages {
		out[i] = scoredDoc{p, scores[i]}
	}
	return out, nil
}

func (x *Index) passageHit(s scoredDoc) (index.PassageHit, error) {
	c := x.columns
	id, err := c.id(s.doc)
	if err != nil {
		return index.PassageHit{}, err
	}
	p := index.PassageHit{ID: id, Score: s.score, Facts: []string{}}
	if len(c.kinds) > 0 {
		p.Kind = c.kinds[c.kind[s.doc]]
	}
	for i, fact := range c.facts {
		if c.fact[s.doc]&(1<<i) != 0 {
			p.Facts = append(p.Facts, fact)
		}
	}
	return p, nil
}

func (x *Index) bestFirst(docs []scoredDoc) {
	sort.Slice(docs, func(i, j int) bool {
		if docs[i].score != docs[j].score {
			return docs[i].score > docs[j].score
		}
		return x.columns.rank[docs[i].doc] < x.columns.rank[docs[j].doc]
	})
}

// order sorts passages or articles by score, or by a number of the article,
// where what is unknown comes last. Ties go by id.
func (x *Index) order(by index.Sort, docs []scoredDoc) {
	name, sign := "", 1.0
	switch by {
	case index.ByUpdated:
		name, sign = index.RangeUpdated, -1
	case index.ByCost:
		name = index.RangeCost
	case index.ByDowntime:
		name = index.RangeDowntime
	default:
		x.bestFirst(docs)
		return
	}
	key := func(doc uint32) float64 {
		if a := x.columns.parent[doc]; a != noDoc {
			doc = a
		}
		if v := x.columns.numbers[name][doc]; !math.IsNaN(v) {
			return v * sign
		}
		return math.Inf(1)
	}
	sort.Slice(docs, func(i, j int) bool {
		a, b := docs[i].doc, docs[j].doc
		if ka, kb := key(a), key(b); ka != kb {
			return ka < kb
		}
		return x.columns.rank[a] < x.columns.rank[b]
	})
}

// checkQuery refuses what no engine could answer.
func checkQuery(q *index.Query) error {
	if q.View != index.Articles && q.View != index.Passages {
		return fmt.Errorf("query: unknown view %q", q.View)
	}
	return nil
}
