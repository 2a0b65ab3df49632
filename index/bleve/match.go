package bleve

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"shirube/index"
)

// fieldOf is the Bleve field of a query field.
func fieldOf(f index.Field) (string, error) {
	switch f {
	case index.Words:
		return fieldWords, nil
	case index.Concepts:
		return fieldConcepts, nil
	case index.Signals:
		return fieldSignals, nil
	case index.Pairs:
		return fieldPairs, nil
	}
	return "", fmt.Errorf("query: unknown field %q", f)
}

// matchGroup is the passages that match g. Only passages have postings: an
// article matches what one of its passages does.
func (x *Index) matchGroup(g index.Group) (*roaring.Bitmap, error) {
	var found []*roaring.Bitmap // passages with an alternative
	for _, alternative := range g.Alternatives {
		sets := make([]*roaring.Bitmap, 0, len(alternative))
		for _, t := range alternative {
			field, err := fieldOf(t.Field)
			if err != nil {
				return nil, err
			}
			found, err := x.term(field, t.Text)
			if err != nil {
				return nil, err
			}
			sets = append(sets, found.docs)
		}
		switch len(sets) {
		case 0:
		case 1:
			found = append(found, sets[0])
		default:
			found = append(found, roaring.FastAnd(sets...))
		}
	}
	return union(found), nil
}

// union is the documents of all sets, not to be changed: it may be one of them.
func union(sets []*roaring.Bitmap) *roaring.Bitmap {
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// groupSets is the passages that match each of the groups that are not optional:
// those of which enough must match, and those that must all match.
func (x *Index) groupSets(ctx context.Context, groups []index.Group) (some, must []*roaring.Bitmap, err error) {
	for _, g := range groups {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if g.Optional {
			continue
		}
		passages, err := x.matchGroup(g)
		if err != nil {
			return nil, nil, err
		}
		if g.Must {
			must = append(must, passages)
		} else {
			some = append(some, passages)
		}
	}
	return some, must, nil
}

// inView is the documents of the view that passages stand for.
func (x *Index) inView(passages *roaring.Bitmap, view index.View) *roaring.Bitmap {
	if view == index.Articles {
		return x.articlesOf(passages)
	}
	return passages
}

func (c *columns) live(view index.View) *roaring.Bitmap {
	if view == index.Passages {
		return c.passages
	}
	return c.articles
}

// tally counts in how many of some sets each document is.
type tally struct {
	sets   []*roaring.Bitmap
	all    *roaring.Bitmap // what is found where there are no sets
	counts []uint8         // by document; nil until needed
}

// atLeast is the documents that are in need or more of the sets, and all
// documents when there are no sets. The bitmap is the caller's.
func (t *tally) atLeast(need int) *roaring.Bitmap {
	switch {
	case len(t.sets) == 0:
		return t.all.Clone()
	case need > len(t.sets):
		return roaring.New()
	case need == len(t.sets):
		return roaring.FastAnd(t.sets...)
	case need <= 1:
		return roaring.FastOr(t.sets...)
	}
	t.count()
	found := make([]uint64, (len(t.counts)+63)/64)
	for doc, n := range t.counts {
		if int(n) >= need {
			found[doc/64] |= 1 << (doc % 64)
		}
	}
	return roaring.FromDense(found, false)
}

func (t *tally) count() {
	if t.counts != nil {
		return
	}
	last := uint32(0)
	for _, s := range t.sets {
		if !s.IsEmpty() {
			last = max(last, s.Maximum())
		}
	}
	t.counts = make([]uint8, last+1)
	for _, s := range t.sets {
		each(s, func(doc uint32) {
			if t.counts[doc] < math.MaxUint8 {
				t.counts[doc]++
			}
		})
	}
}

// mentioned is the passages that match one of the groups.
func (x *Index) mentioned(groups []index.Group) (*roaring.Bitmap, error) {
	out := roaring.New()
	for _, g := range groups {
		passages, err := x.matchGroup(g)
		if err != nil {
			return nil, err
		}
		out.Or(passages)
	}
	return out, nil
}

// scope is the articles that may be seen at all: collections and publication.
func (x *Index) scope(q *index.Query) *roaring.Bitmap {
	c := x.columns
	out := c.articles.Clone()
	if len(q.Collections) > 0 {
		out.And(c.facets[facetCollection].any(q.Collections))
	}
	if !q.Now.IsZero() {
		out.AndNot(c.drafts)
		each(roaring.And(out, c.scheduled), func(a uint32) {
			if !c.published(a, q.Now) {
				out.Remove(a)
			}
		})
	}
	return out
}

func (c *columns) published(article uint32, now time.Time) bool {
	at := float64(now.Unix())
	// Comparisons with NaN, no such date, are false.
	return !(c.numbers[numberPublish][article] > at) && !(c.numbers[numberExpires][article] <= at)
}

// any is the documents with one of the values.
func (f *facetColumn) any(values []string) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	for _, v := range values {
		if i, ok := f.place[v]; ok {
			sets = append(sets, f.docs[i])
		}
	}
	return roaring.FastOr(sets...)
}

// filters are the filters of a query with what each keeps: articles or passages.
type filters struct {
	list     []index.Filter
	keeps    []*roaring.Bitmap
	passages []bool // whether the filter is on passages
}

func (x *Index) prepareFilters(list []index.Filter) (*filters, error) {
	f := &filters{list: list}
	for _, fl := range list {
		passages := fl.OnPassages()
		keep, err := x.keep(fl, passages)
		if err != nil {
			return nil, err
		}
		f.keeps = append(f.keeps, keep)
		f.passages = append(f.passages, passages)
	}
	return f, nil
}

// keep is the documents that a filter keeps: articles or passages. It may be shared.
func (x *Index) keep(f index.Filter, passages bool) (*roaring.Bitmap, error) {
	if f.Not == nil && len(f.Either) == 0 {
		return x.keepNamed(f, passages)
	}
	parts := f.Either
	if f.Not != nil {
		parts = []index.Filter{*f.Not}
	}
	sets := make([]*roaring.Bitmap, 0, len(parts))
	for _, part := range parts {
		set, err := x.keep(part, passages)
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	if f.Not != nil {
		return roaring.AndNot(x.liveDocs(passages), sets[0]), nil
	}
	return roaring.FastOr(sets...), nil
}

func (x *Index) liveDocs(passages bool) *roaring.Bitmap {
	if passages {
		return x.columns.passages
	}
	return x.columns.articles
}

// keepNamed is keep for a filter with a name.
func (x *Index) keepNamed(f index.Filter, passages bool) (*roaring.Bitmap, error) {
	own := f.OnPassages()
	out, err := x.keepOwn(f, x.liveDocs(own))
	if err != nil || own || !passages {
		return out, err
	}
	return x.passagesOf(x.columns.passages, out), nil
}

// keepOwn is those of the documents that the filter is on which it keeps.
func (x *Index) keepOwn(f index.Filter, all *roaring.Bitmap) (*roaring.Bitmap, error) {
	switch f.Name {
	case index.IDArticle:
		return keepValues(f, all, func(ids []string) *roaring.Bitmap { return withIDs(x.columns.articleDocs, ids) }), nil
	case index.IDPassage:
		return keepValues(f, all, func(ids []string) *roaring.Bitmap { return withIDs(x.columns.passageDocs, ids) }), nil
	}
	if _, err := isPassageFacet(f.Name); err != nil {
		return nil, err
	}
	if column, ok := x.columns.numbers[f.Name]; ok {
		articles, _ := x.inRange(f.Name, column, index.Range{Min: f.Min, Max: f.Max})
		return articles, nil
	}
	return keepValues(f, all, x.columns.facets[f.Name].any), nil
}

// isPassageFacet tells the names of facets and ranges that belong to passages from those
// that belong to articles.
func isPassageFacet(name string) (bool, error) {
	if slices.Contains(index.PassageFacets(), name) {
		return true, nil
	}
	switch name {
	case index.RangeCost, index.RangeDowntime, index.RangeReviewed, index.RangeUpdated:
		return false, nil
	}
	if slices.Contains(index.ArticleFacets(), name) {
		return false, nil
	}
	return false, fmt.Errorf("query: unknown name %q", name)
}

// keepValues is the documents with one of the values of f.Any and none of f.None.
func keepValues(f index.Filter, all *roaring.Bitmap, with func(values []string) *roaring.Bitmap) *roaring.Bitmap {
	out := all
	if len(f.Any) > 0 {
		out = with(f.Any)
	}
	if len(f.None) > 0 {
		out = roaring.AndNot(out, with(f.None))
	}
	return out
}

// withIDs is the documents with these ids, as far as there are any.
func withIDs(docs map[string]uint32, ids []string) *roaring.Bitmap {
	out := roaring.New()
	for _, id := range ids {
		if d, ok := docs[id]; ok {
			out.Add(d)
		}
	}
	return out
}

// keptArticles and keptPassages are what all filters but those named except
// leave; nil passages means that no filter is on passages.
func (f *filters) keptArticles(within *roaring.Bitmap, except string) *roaring.Bitmap {
	out := within.Clone()
	for i, keep := range f.keeps {
		if !f.passages[i] && !f.isNamed(i, except) {
			out.And(keep)
		}
	}
	return out
}

func (f *filters) keptPassages(except string) *roaring.Bitmap {
	var out *roaring.Bitmap
	for i, keep := range f.keeps {
		if !f.passages[i] || f.isNamed(i, except) {
			continue
		}
		if out == nil {
			out = keep.Clone()
		} else {
			out.And(keep)
		}
	}
	return out
}

// names reports whether a filter has this name.
func (f *filters) names(name string) bool {
	for i := range f.list {
		if f.isNamed(i, name) {
			return true
		}
	}
	return false
}

// isNamed reports whether a filter has this name; one made of others has none.
func (f *filters) isNamed(i int, name string) bool {
	return name != "" && f.list[i].Name == name
}
