package bleve

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// matches are the documents that a query finds: in the passages view passages
// and their articles, in the articles view articles and those of their passages
// that a hit may show.
type matches struct {
	articles *roaring.Bitmap
	passages *roaring.Bitmap
}

// matcher finds the matches of one query, with all filters or without those of
// one facet, which is how a facet's own values are counted.
type matcher struct {
	x       *Index
	q       *index.Query
	filters *filters
	scope   *roaring.Bitmap

	passages    *roaring.Bitmap // passages that match the words: enough groups, or in the articles view any
	articles    *roaring.Bitmap // articles view: articles that match the words
	passageOnly bool
}

func (x *Index) newMatcher(ctx context.Context, q *index.Query) (*matcher, error) {
	f, err := x.prepareFilters(q.Filters)
	if err != nil {
		return nil, err
	}
	m := &matcher{x: x, q: q, filters: f, scope: x.scope(q), passageOnly: q.View == index.Passages}
	enough, any, err := x.matchGroups(ctx, q, index.Passages)
	if err != nil {
		return nil, err
	}
	if m.passageOnly {
		return m, m.without(enough, &m.passages, index.Passages)
	}
	m.passages = any
	articles, _, err := x.matchGroups(ctx, q, index.Articles)
	if err != nil {
		return nil, err
	}
	return m, m.without(articles, &m.articles, index.Articles)
}

// without stores docs less what the query excludes.
func (m *matcher) without(docs *roaring.Bitmap, into **roaring.Bitmap, view index.View) error {
	if len(m.q.Not) > 0 {
		not, err := m.x.mentioned(m.q.Not, view)
		if err != nil {
			return err
		}
		docs.AndNot(not)
	}
	*into = docs
	return nil
}

// matches applies the filters but those named except.
func (m *matcher) matches(except string) matches {
	articles := m.filters.keptArticles(m.scope, except)
	passages := m.passages
	kept := m.filters.keptPassages(except)
	if kept != nil {
		kept.And(passages)
		passages = kept
	}
	if !m.passageOnly {
		articles.And(m.articles)
		passages = m.x.passagesOf(passages, articles)
		if kept != nil {
			articles = m.x.articlesOf(passages)
		}
		return matches{articles, passages}
	}
	passages = m.x.passagesOf(passages, articles)
	return matches{m.x.articlesOf(passages), passages}
}

// passagesOf is those of the passages whose article is among articles.
func (x *Index) passagesOf(passages, articles *roaring.Bitmap) *roaring.Bitmap {
	if articles.GetCardinality() == x.columns.articles.GetCardinality() {
		return passages
	}
	keep := make([]uint32, 0, 256)
	each(passages, func(p uint32) {
		if articles.Contains(x.columns.parent[p]) {
			keep = append(keep, p)
		}
	})
	return roaring.BitmapOf(keep...)
}

// articlesOf is the articles of the passages.
func (x *Index) articlesOf(passages *roaring.Bitmap) *roaring.Bitmap {
	if passages.GetCardinality() == x.columns.passages.GetCardinality() {
		return x.columns.articles
	}
	found := make([]uint64, (x.columns.docs+63)/64)
	each(passages, func(p uint32) {
		a := x.columns.parent[p]
		found[a/64] |= 1 << (a % 64)
	})
	return roaring.FromDense(found, false)
}
