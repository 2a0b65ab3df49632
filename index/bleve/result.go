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

	passageOnly bool
	tally       tally             // of the groups, over the documents of the view
	any         *roaring.Bitmap   // articles view: passages that match a group
	must        []*roaring.Bitmap // documents of the view that match each group that must be matched
	not         *roaring.Bitmap   // documents of the view that are excluded
	also        *roaring.Bitmap   // documents of the view that are found whatever is asked; nil: none

	need    int
	matched *roaring.Bitmap // documents of the view that match need groups
}

func (x *Index) newMatcher(ctx context.Context, q *index.Query) (*matcher, error) {
	f, err := x.prepareFilters(q.Filters)
	if err != nil {
		return nil, err
	}
	m := &matcher{x: x, q: q, filters: f, scope: x.scope(q), passageOnly: q.View == index.Passages}
	m.tally.all = x.columns.live(q.View)
	some, must, err := x.groupSets(ctx, q.Groups)
	if err != nil {
		return nil, err
	}
	excluded, err := x.mentioned(q.Not)
	if err != nil {
		return nil, err
	}
	if len(q.Hidden) > 0 {
		excluded.Or(withIDs(x.columns.passageDocs, q.Hidden))
	}
	m.not = excluded
	if !m.passageOnly && !excluded.IsEmpty() {
		// Passages that are excluded are as if they were not there; an article without
		// any other is excluded.
		for _, sets := range [][]*roaring.Bitmap{some, must} {
			for i := range sets {
				sets[i] = roaring.AndNot(sets[i], excluded)
			}
		}
		m.not = roaring.AndNot(x.articlesOf(excluded), x.articlesOf(roaring.AndNot(x.columns.passages, excluded)))
	}
	for _, passages := range some {
		m.tally.sets = append(m.tally.sets, x.inView(passages, q.View))
	}
	for _, passages := range must {
		m.must = append(m.must, x.inView(passages, q.View))
	}
	if !m.passageOnly {
		one := tally{sets: append(some, must...), all: x.columns.passages}
		m.any = one.atLeast(1)
		m.any.AndNot(excluded)
	}
	m.findAlso(excluded)
	m.require(min(max(q.Need, 1), max(len(m.tally.sets), 1)))
	return m, ctx.Err()
}

// findAlso notes what is found whatever is asked for.
func (m *matcher) findAlso(excluded *roaring.Bitmap) {
	if len(m.q.Also) == 0 {
		return
	}
	c := m.x.columns
	passages := withIDs(c.passageDocs, m.q.Also)
	passages.AndNot(excluded)
	if m.passageOnly {
		m.also = passages
		return
	}
	m.also = m.x.articlesOf(passages).Clone()
	each(withIDs(c.articleDocs, m.q.Also), func(a uint32) {
		m.also.Add(a)
		first, shown := uint32(noDoc), false
		for _, p := range c.childrenOf(a) {
			if first == noDoc && !excluded.Contains(p) {
				first = p
			}
			shown = shown || m.any.Contains(p)
		}
		if !shown && first != noDoc {
			passages.Add(first)
		}
	})
	m.any.Or(passages)
}

// require sets how many groups must match.
func (m *matcher) require(need int) {
	m.need = need
	m.matched = m.tally.atLeast(need)
	for _, docs := range m.must {
		m.matched.And(docs)
	}
	if m.also != nil {
		m.matched.Or(m.also)
	}
	m.matched.AndNot(m.not)
}

// relaxed is what the query matches, with Need halved as often as it takes to
// find Enough.
func (m *matcher) relaxed() matches {
	for {
		found := m.matches("")
		if m.need <= 1 || m.total(found) >= m.q.Enough {
			return found
		}
		m.require((m.need + 1) / 2)
	}
}

// total is the number of documents of the view.
func (m *matcher) total(found matches) int {
	if m.passageOnly {
		return int(found.passages.GetCardinality())
	}
	return int(found.articles.GetCardinality())
}

// matches applies the filters but those named except.
func (m *matcher) matches(except string) matches {
	articles := m.filters.keptArticles(m.scope, except)
	passages := m.any
	if m.passageOnly {
		passages = m.matched
	} else {
		articles.And(m.matched)
	}
	kept := m.filters.keptPassages(except)
	if kept != nil {
		kept.And(passages)
		passages = kept
	}
	passages = m.x.passagesOf(passages, articles)
	if m.passageOnly || kept != nil {
		articles = m.x.articlesOf(passages)
	}
	return matches{articles, passages}
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
