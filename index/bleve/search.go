package bleve

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

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
	if result.Facets, err = x.countFacets(ctx, m, found); err != nil {
		return nil, err
	}
	if result.Numbers, err = x.countNumbers(ctx, m, found); err != nil {
		return nil, err
	}
	if q.Limit <= 0 || result.Total == 0 {
		return result, ctx.Err()
	}
	r := ranking{x: x, q: q, found: found}
	if r.terms, err = x.queryTerms(q.Groups); err != nil {
		return nil, err
	}
	result.Passages = int(x.columns.passages.GetCardinality())
	result.Frequencies, result.ConceptFrequencies = r.frequencies(fieldWords), r.frequencies(fieldConcepts)
	if q.View == index.Passages {
		result.Hits, err = r.passageHits(ctx)
	} else {
		result.Hits, err = r.articleHits(ctx)
	}
	if err != nil {
		return nil, err
	}
	result.Postings, result.PostingsRead = r.postings, r.read
	return result, nil
}

// ranking is the part of a search that scores and orders what was found.
type ranking struct {
	x     *Index
	q     *index.Query
	found matches
	terms []queryTerm
	// postings are those of the terms that count, read those that were read to find
	// the best and to score them.
	postings, read int
}

// frequencies is how many passages have each term of the query in a field.
func (r *ranking) frequencies(field string) map[string]int {
	out := map[string]int{}
	for _, t := range r.terms {
		if t.field == field {
			out[t.text] = len(t.list)
		}
	}
	return out
}

// scoredPassage is a passage with its exact score and the groups it matches.
type scoredPassage struct {
	scoredDoc
	groups []bool
}

// passageHits is the best passages, in order.
func (r *ranking) passageHits(ctx context.Context) ([]index.Hit, error) {
	top, err := r.top(ctx, r.found.passages, nil)
	if err != nil {
		return nil, err
	}
	scored, err := r.exactly(ctx, top)
	if err != nil {
		return nil, err
	}
	order(r.x, r.q.Sort, scored, scoredPassage.item)
	hits, passages := make([]index.Hit, len(scored)), make([]index.PassageHit, len(scored))
	for i, s := range scored {
		passages[i] = r.x.passageHit(s)
		hits[i] = index.Hit{Article: r.x.columns.ids[r.x.columns.parent[s.doc]], Score: s.score, Passages: passages[i : i+1 : i+1]}
	}
	return hits, nil
}

// articleHits is the best articles, in order, each with its best passages.
func (r *ranking) articleHits(ctx context.Context) ([]index.Hit, error) {
	top, err := r.top(ctx, r.found.articles, r.x.columns.parent)
	if err != nil {
		return nil, err
	}
	var passages []uint32
	for _, a := range top {
		for _, p := range r.x.columns.childrenOf(a) {
			if r.found.passages.Contains(p) {
				passages = append(passages, p)
			}
		}
	}
	scored, err := r.exactly(ctx, passages)
	if err != nil {
		return nil, err
	}
	byArticle := map[uint32][]scoredPassage{}
	for _, s := range scored {
		a := r.x.columns.parent[s.doc]
		byArticle[a] = append(byArticle[a], s)
	}
	articles := make([]scoredDoc, 0, len(top))
	for _, a := range top {
		best := scoredDoc{doc: a}
		if kids := byArticle[a]; len(kids) > 0 {
			order(r.x, index.ByRelevance, kids, scoredPassage.item)
			best.score = kids[0].score
		}
		articles = append(articles, best)
	}
	order(r.x, r.q.Sort, articles, scoredDoc.item)
	return r.withPassages(articles, byArticle), nil
}

func (r *ranking) withPassages(articles []scoredDoc, passages map[uint32][]scoredPassage) []index.Hit {
	hits := make([]index.Hit, 0, len(articles))
	for _, a := range articles {
		hit := index.Hit{Article: r.x.columns.ids[a.doc], Score: a.score}
		kids := passages[a.doc]
		if len(r.q.Groups) == 0 {
			r.inReadingOrder(a.doc, kids)
		}
		for _, s := range kids[:min(len(kids), r.q.PassagesPerArticle)] {
			hit.Passages = append(hit.Passages, r.x.passageHit(s))
		}
		hits = append(hits, hit)
	}
	return hits
}

func (r *ranking) inReadingOrder(article uint32, passages []scoredPassage) {
	place := make(map[uint32]int, len(passages))
	for i, kid := range r.x.columns.childrenOf(article) {
		place[kid] = i
	}
	slices.SortFunc(passages, func(a, b scoredPassage) int { return place[a.doc] - place[b.doc] })
}

// top is the best Limit documents of candidates, in no order: passages, or
// articles when group says whose each passage is.
func (r *ranking) top(ctx context.Context, candidates *roaring.Bitmap, group []uint32) ([]uint32, error) {
	for i := range r.terms {
		if r.terms[i].max > 0 {
			r.postings += len(r.terms[i].list)
		}
	}
	if candidates.GetCardinality() <= uint64(max(r.q.Limit, 0)) {
		// All of them are the best: nothing to look for. MaxScore would read every posting,
		// since it skips none before it has as many as are wanted.
		return candidates.ToArray(), ctx.Err()
	}
	weighty := slices.DeleteFunc(slices.Clone(r.terms), func(t queryTerm) bool { return t.max == 0 })
	if len(weighty) == 0 || !byRelevance(r.q.Sort) {
		all := zeroScored(candidates, nil)
		order(r.x, r.q.Sort, all, scoredDoc.item)
		return docsOf(all[:min(len(all), r.q.Limit)]), ctx.Err()
	}
	b := newBest(r.q.Limit, r.x.columns.rank, group)
	var err error
	if r.read, err = r.x.scoreAll(ctx, weighty, r.found.passages, b); err != nil {
		return nil, err
	}
	top := b.items
	if len(top) < r.q.Limit && uint64(len(top)) < candidates.GetCardinality() {
		// What matches only by terms without weight has no score, and comes last.
		rest := zeroScored(candidates, docsOf(top))
		order(r.x, r.q.Sort, rest, scoredDoc.item)
		top = append(top, rest[:min(len(rest), r.q.Limit-len(top))]...)
	}
	return docsOf(top), nil
}

func byRelevance(s index.Sort) bool { return s == "" || s == index.ByRelevance }

// zeroScored is the documents but those in except, each with score 0.
func zeroScored(docs *roaring.Bitmap, except []uint32) []scoredDoc {
	rest := roaring.AndNot(docs, roaring.BitmapOf(except...))
	out := make([]scoredDoc, 0, rest.GetCardinality())
	each(rest, func(d uint32) { out = append(out, scoredDoc{doc: d}) })
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
func (r *ranking) exactly(ctx context.Context, passages []uint32) ([]scoredPassage, error) {
	slices.Sort(passages)
	scores, has, err := r.x.scoreThese(ctx, r.terms, passages)
	if err != nil {
		return nil, err
	}
	note := r.groupTests()
	out := make([]scoredPassage, len(passages))
	n := len(r.q.Groups)
	backing := make([]bool, len(passages)*n)
	for i, p := range passages {
		groups := backing[i*n : (i+1)*n : (i+1)*n]
		note(groups, has[i])
		out[i] = scoredPassage{scoredDoc{p, rounded(scores[i])}, groups}
		for _, read := range has[i] {
			if read {
				r.read++
			}
		}
	}
	return out, nil
}

// groupTests returns a function that notes which groups are matched by a passage
// that has the terms it is given.
func (r *ranking) groupTests() func(groups, has []bool) {
	place := make(map[termKey]int, len(r.terms))
	for i, t := range r.terms {
		place[termKey{t.field, t.text}] = i
	}
	// alternatives[g] lists alternatives as places of terms; those with a term
	// that no passage has are left out.
	alternatives := make([][][]int, len(r.q.Groups))
	for g, group := range r.q.Groups {
		for _, alternative := range group.Alternatives {
			places := make([]int, 0, len(alternative))
			for _, t := range alternative {
				field, _ := fieldOf(t.Field) // checked by queryTerms
				if i, ok := place[termKey{field, t.Text}]; ok {
					places = append(places, i)
				}
			}
			if len(places) == len(alternative) && len(places) > 0 {
				alternatives[g] = append(alternatives[g], places)
			}
		}
	}
	return func(groups, has []bool) {
		for g, list := range alternatives {
			groups[g] = slices.ContainsFunc(list, func(places []int) bool {
				return !slices.ContainsFunc(places, func(i int) bool { return !has[i] })
			})
		}
	}
}

func (x *Index) passageHit(s scoredPassage) index.PassageHit {
	c := x.columns
	p := index.PassageHit{ID: c.ids[s.doc], Score: s.score, Facts: c.factLists[c.fact[s.doc]], Groups: s.groups}
	if len(c.kinds) > 0 {
		p.Kind = c.kinds[c.kind[s.doc]]
	}
	return p
}

func (d scoredDoc) item() scoredDoc { return d }

// order sorts passages or articles by score, or by a number of the article,
// where what is unknown comes last. Ties go by id.
func order[T any](x *Index, by index.Sort, docs []T, item func(T) scoredDoc) {
	key, rank := x.sortKey(by), x.columns.rank
	slices.SortFunc(docs, func(a, b T) int {
		p, q := item(a), item(b)
		if c := cmp.Compare(key(p), key(q)); c != 0 {
			return c
		}
		return cmp.Compare(rank[p.doc], rank[q.doc])
	})
}

// sortKey is what hits are sorted by, the least first.
func (x *Index) sortKey(by index.Sort) func(scoredDoc) float64 {
	var name string
	sign := 1.0
	switch by {
	case index.ByUpdated:
		name, sign = index.RangeUpdated, -1
	case index.ByCost:
		name = index.RangeCost
	case index.ByDowntime:
		name = index.RangeDowntime
	default:
		return func(d scoredDoc) float64 { return -d.score }
	}
	column := x.columns.numbers[name]
	return func(d scoredDoc) float64 {
		doc := d.doc
		if a := x.columns.parent[doc]; a != noDoc {
			doc = a
		}
		if v := column[doc]; !math.IsNaN(v) {
			return v * sign
		}
		return math.Inf(1)
	}
}

// checkQuery refuses what no engine could answer.
func checkQuery(q *index.Query) error {
	if q.View != index.Articles && q.View != index.Passages {
		return fmt.Errorf("query: unknown view %q", q.View)
	}
	return nil
}
