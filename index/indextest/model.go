package indextest

import (
	"maps"
	"math"
	"slices"

	"shirube/index"
)

// model is the reference engine: lists of articles, gone through one by one.
type model struct{ articles []*index.ArticleDocument }

func (m *model) put(a *index.ArticleDocument) {
	m.remove(a.Article.ID)
	m.articles = append(m.articles, a)
}

func (m *model) remove(id string) {
	m.articles = slices.DeleteFunc(m.articles, func(a *index.ArticleDocument) bool { return a.Article.ID == id })
}

// found is a matching passage; or an article with those of its passages that a
// hit may show.
type found struct {
	article  *index.ArticleDocument
	passage  *index.PassageDocument
	passages []*index.PassageDocument
}

// relax is the query with Need as low as it takes to find Enough.
func (m *model) relax(q *index.Query) *index.Query {
	required := 0
	for _, g := range q.Groups {
		if !g.Optional && !g.Must {
			required++
		}
	}
	relaxed := *q
	relaxed.Need = min(max(q.Need, 1), max(required, 1))
	for relaxed.Need > 1 && len(m.find(&relaxed, "")) < q.Enough {
		relaxed.Need = (relaxed.Need + 1) / 2
	}
	return &relaxed
}

// find is what a query matches, without the filters named except.
func (m *model) find(q *index.Query, except string) []found {
	var out []found
	for _, a := range m.articles {
		if !inScope(a, q) || !keepsArticle(a, q.Filters, except) {
			continue
		}
		all := visible(a, q)
		also := alsoFound(a, all, q)
		var passages []*index.PassageDocument
		for _, p := range all {
			if !keepsPassage(a, p, q.Filters, except) {
				continue
			}
			wanted := slices.Contains(also, p)
			if q.View == index.Articles {
				if mentionsOne(p, q.Groups) || wanted {
					passages = append(passages, p)
				}
				continue
			}
			if matches([]*index.PassageDocument{p}, q.Groups, q.Need) || wanted {
				out = append(out, found{article: a, passage: p})
			}
		}
		if q.View == index.Passages {
			continue
		}
		excluded := len(a.Passages) > 0 && len(all) == 0
		wanted := len(also) > 0 || slices.Contains(q.Also, a.Article.ID)
		if (matches(all, q.Groups, q.Need) || wanted) && !excluded && (len(passages) > 0 || !filtersPassages(q.Filters, except)) {
			out = append(out, found{article: a, passages: passages})
		}
	}
	return out
}

// visible is the passages of an article that are not hidden and mention nothing that is
// excluded.
func visible(a *index.ArticleDocument, q *index.Query) []*index.PassageDocument {
	var out []*index.PassageDocument
	for i := range a.Passages {
		p := &a.Passages[i]
		if !slices.Contains(q.Hidden, p.Passage.ID) && !mentions([]*index.PassageDocument{p}, q.Not) {
			out = append(out, p)
		}
	}
	return out
}

// alsoFound is those of the visible passages that are found whatever is asked for.
func alsoFound(a *index.ArticleDocument, visible []*index.PassageDocument, q *index.Query) []*index.PassageDocument {
	var out []*index.PassageDocument
	mentioned := func(p *index.PassageDocument) bool { return mentionsOne(p, q.Groups) }
	if q.View == index.Articles && slices.Contains(q.Also, a.Article.ID) && len(visible) > 0 && !slices.ContainsFunc(visible, mentioned) {
		out = append(out, visible[0])
	}
	for _, p := range visible {
		if slices.Contains(q.Also, p.Passage.ID) {
			out = append(out, p)
		}
	}
	return out
}

func inScope(a *index.ArticleDocument, q *index.Query) bool {
	if len(q.Collections) > 0 && !slices.Contains(q.Collections, a.Article.Collection) {
		return false
	}
	if q.Now.IsZero() {
		return true
	}
	return a.Article.Status != "draft" &&
		(a.Article.PublishAt == nil || !a.Article.PublishAt.After(q.Now)) &&
		(a.Article.ExpiresAt == nil || a.Article.ExpiresAt.After(q.Now))
}

func number(a *index.ArticleDocument, name string) (*float64, bool) {
	switch name {
	case index.RangeCost:
		return a.Numbers.Cost, true
	case index.RangeDowntime:
		return a.Numbers.Downtime, true
	case index.RangeReviewed:
		return a.Numbers.Reviewed, true
	case index.RangeUpdated:
		return a.Numbers.Updated, true
	}
	return nil, false
}

func keepsArticle(a *index.ArticleDocument, filters []index.Filter, except string) bool {
	for _, f := range filters {
		if !leftOut(f, except) && !f.OnPassages() && !keeps(a, nil, f) {
			return false
		}
	}
	return true
}

func keepsPassage(a *index.ArticleDocument, p *index.PassageDocument, filters []index.Filter, except string) bool {
	for _, f := range filters {
		if !leftOut(f, except) && f.OnPassages() && !keeps(a, p, f) {
			return false
		}
	}
	return true
}

func leftOut(f index.Filter, except string) bool { return except != "" && f.Name == except }

func filtersPassages(filters []index.Filter, except string) bool {
	return slices.ContainsFunc(filters, func(f index.Filter) bool { return !leftOut(f, except) && f.OnPassages() })
}

// keeps reports whether a filter keeps an article, or a passage of it.
func keeps(a *index.ArticleDocument, p *index.PassageDocument, f index.Filter) bool {
	switch {
	case f.Not != nil:
		return !keeps(a, p, *f.Not)
	case len(f.Either) > 0:
		return slices.ContainsFunc(f.Either, func(one index.Filter) bool { return keeps(a, p, one) })
	case f.Name == index.IDArticle:
		return keepsValues([]string{a.Article.ID}, f)
	case f.Name == index.IDPassage:
		return keepsValues([]string{p.Passage.ID}, f)
	case f.OnPassages():
		return keepsValues(p.Facets[f.Name], f)
	}
	if v, ok := number(a, f.Name); ok {
		return v != nil && (f.Min == nil || *v >= *f.Min) && (f.Max == nil || *v <= *f.Max)
	}
	return keepsValues(a.Facets[f.Name], f)
}

func keepsValues(values []string, f index.Filter) bool {
	has := func(list []string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
	}
	return (len(f.Any) == 0 || has(f.Any)) && !has(f.None)
}

// matches reports whether at least need groups are mentioned, each by one of the
// passages, and all that must be; true where there is nothing to mention.
func matches(passages []*index.PassageDocument, groups []index.Group, need int) bool {
	required, have := 0, 0
	for _, g := range groups {
		mentioned := mentions(passages, []index.Group{g})
		switch {
		case g.Optional:
		case g.Must:
			if !mentioned {
				return false
			}
		default:
			required++
			if mentioned {
				have++
			}
		}
	}
	return required == 0 || have >= max(need, 1)
}

// mentionsOne reports whether a passage mentions one of the groups that are not
// optional; true where there is none.
func mentionsOne(p *index.PassageDocument, groups []index.Group) bool {
	groups = slices.DeleteFunc(slices.Clone(groups), func(g index.Group) bool { return g.Optional })
	return len(groups) == 0 || mentions([]*index.PassageDocument{p}, groups)
}

// mentions reports whether one of the passages has all terms of an alternative.
func mentions(passages []*index.PassageDocument, groups []index.Group) bool {
	for _, g := range groups {
		for _, alternative := range g.Alternatives {
			if len(alternative) > 0 && slices.ContainsFunc(passages, func(p *index.PassageDocument) bool {
				return !slices.ContainsFunc(alternative, func(t index.Term) bool { return frequency(p, t) == 0 })
			}) {
				return true
			}
		}
	}
	return false
}

func frequency(p *index.PassageDocument, t index.Term) int {
	switch t.Field {
	case index.Words:
		return p.Words[t.Text]
	case index.Concepts:
		return p.Concepts[t.Text]
	case index.Signals:
		if slices.Contains(p.Signals, t.Text) {
			return 1
		}
	case index.Pairs:
		if slices.Contains(p.Pairs, t.Text) {
			return 1
		}
	}
	return 0
}

// vocabulary is every word with the passages that have it.
func (m *model) vocabulary() []index.TermCount {
	counts := map[string]int{}
	for _, a := range m.articles {
		for i := range a.Passages {
			for word := range a.Passages[i].Words {
				counts[word]++
			}
		}
	}
	var out []index.TermCount
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, index.TermCount{Term: word, Passages: counts[word]})
	}
	return out
}

// scorer is BM25 written down as its formula.
type scorer struct {
	m         *model
	n, length float64
}

func (m *model) scorer() *scorer {
	s := &scorer{m: m}
	for _, a := range m.articles {
		for i := range a.Passages {
			s.n++
			s.length += float64(a.Passages[i].Length)
		}
	}
	s.length /= s.n
	return s
}

func (s *scorer) score(p *index.PassageDocument, groups []index.Group) float64 {
	weights := map[index.Term]float64{}
	for _, g := range groups {
		for _, alternative := range g.Alternatives {
			for _, t := range alternative {
				key := index.Term{Field: t.Field, Text: t.Text}
				weights[key] = max(weights[key], t.Weight)
			}
		}
	}
	sum := 0.0
	for t, w := range weights {
		tf := float64(frequency(p, t))
		switch {
		case tf == 0:
		case t.Field == index.Signals, t.Field == index.Pairs:
			sum += w
		default:
			// Lengths below 40 are exact in every engine: the suite has no longer passages.
			norm := 1.2 * (0.25 + 0.75*float64(p.Length)/s.length)
			sum += w * s.idf(t) * tf * 2.2 / (tf + norm)
		}
	}
	return sum
}

// frequency is how many passages have the term.
func (s *scorer) frequency(t index.Term) int {
	n := 0
	for _, a := range s.m.articles {
		for i := range a.Passages {
			if frequency(&a.Passages[i], t) > 0 {
				n++
			}
		}
	}
	return n
}

func (s *scorer) idf(t index.Term) float64 {
	df := float64(s.frequency(t))
	return math.Log(1 + (s.n-df+0.5)/(df+0.5))
}

// values is the distinct values that a found document counts for.
func (f found) values(facet string) map[string]bool {
	out := map[string]bool{}
	add := func(values []string) {
		for _, v := range values {
			out[v] = true
		}
	}
	switch {
	case !slices.Contains(index.PassageFacets(), facet):
		add(f.article.Facets[facet])
	case f.passage != nil:
		add(f.passage.Facets[facet])
	default:
		for _, p := range f.passages {
			add(p.Facets[facet])
		}
	}
	return out
}
