package indextest

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"

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
		var passages []*index.PassageDocument
		for i := range a.Passages {
			p := &a.Passages[i]
			if !keepsPassage(p, q.Filters, except) {
				continue
			}
			if q.View == index.Articles {
				if mentionsOne(p, q.Groups) && !mentions([]*index.PassageDocument{p}, q.Not) {
					passages = append(passages, p)
				}
				continue
			}
			one := []*index.PassageDocument{p}
			if matches(one, q.Groups, q.Need) && !mentions(one, q.Not) {
				out = append(out, found{article: a, passage: p})
			}
		}
		if q.View == index.Passages {
			continue
		}
		all := passagesWithout(a, q.Not)
		excluded := len(a.Passages) > 0 && len(all) == 0
		if matches(all, q.Groups, q.Need) && !excluded && (len(passages) > 0 || !filtersPassages(q.Filters, except)) {
			out = append(out, found{article: a, passages: passages})
		}
	}
	return out
}

// passagesWithout is the passages of an article that mention none of the groups.
func passagesWithout(a *index.ArticleDocument, not []index.Group) []*index.PassageDocument {
	var out []*index.PassageDocument
	for i := range a.Passages {
		if p := &a.Passages[i]; !mentions([]*index.PassageDocument{p}, not) {
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
		if f.Name == except || slices.Contains(index.PassageFacets(), f.Name) {
			continue
		}
		if v, ok := number(a, f.Name); ok {
			if v == nil || f.Min != nil && *v < *f.Min || f.Max != nil && *v > *f.Max {
				return false
			}
		} else if !keepsValues(a.Facets[f.Name], f) {
			return false
		}
	}
	return true
}

func keepsPassage(p *index.PassageDocument, filters []index.Filter, except string) bool {
	for _, f := range filters {
		if f.Name != except && slices.Contains(index.PassageFacets(), f.Name) && !keepsValues(p.Facets[f.Name], f) {
			return false
		}
	}
	return true
}

func filtersPassages(filters []index.Filter, except string) bool {
	return slices.ContainsFunc(filters, func(f index.Filter) bool {
		return f.Name != except && slices.Contains(index.PassageFacets(), f.Name)
	})
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

// compare says how a result differs from what the model finds, or nothing.
func (m *model) compare(q *index.Query, got *index.Result) string {
	var diff []string
	q = m.relax(q)
	all := m.find(q, "")
	if got.Need != q.Need {
		diff = append(diff, fmt.Sprintf("need %d, want %d", got.Need, q.Need))
	}
	if got.Total != len(all) {
		diff = append(diff, fmt.Sprintf("total %d, want %d", got.Total, len(all)))
	}
	if d := m.compareFrequencies(q, got); d != "" {
		diff = append(diff, d)
	}
	if d := m.compareHits(q, all, got.Hits); d != "" {
		diff = append(diff, d)
	}
	for _, request := range q.Facets {
		want := m.countFacet(q, request)
		if have := got.Facets[request.Name]; fmt.Sprint(have) != fmt.Sprint(want) {
			diff = append(diff, fmt.Sprintf("facet %s: %v, want %v", request.Name, have, want))
		}
	}
	return strings.Join(diff, "\n")
}

// compareFrequencies looks at what a result with hits says of the query's words
// and concepts.
func (m *model) compareFrequencies(q *index.Query, got *index.Result) string {
	if len(got.Hits) == 0 {
		return ""
	}
	s := m.scorer()
	if got.Passages != int(s.n) {
		return fmt.Sprintf("%d passages, want %d", got.Passages, int(s.n))
	}
	for _, g := range q.Groups {
		for _, alternative := range g.Alternatives {
			for _, t := range alternative {
				have, counted := 0, true
				switch t.Field {
				case index.Words:
					have = got.Frequencies[t.Text]
				case index.Concepts:
					have = got.ConceptFrequencies[t.Text]
				default:
					counted = false
				}
				if counted && have != s.frequency(t) {
					return fmt.Sprintf("%d passages have %s %q, want %d", have, t.Field, t.Text, s.frequency(t))
				}
			}
		}
	}
	return ""
}

// wanted is a hit that is expected.
type wanted struct {
	id       string
	groups   []bool
	score    float64
	key      float64
	passages []wanted
}

func (m *model) compareHits(q *index.Query, all []found, got []index.Hit) string {
	want := m.order(q, all)
	want = want[:min(len(want), q.Limit)]
	if len(got) != len(want) {
		return fmt.Sprintf("%d hits, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		id := g.Article
		if q.View == index.Passages && len(g.Passages) == 1 {
			id = g.Passages[0].ID
		}
		// Equal scores may differ in their last bits between engines.
		if math.Abs(g.Score-w.score) > 1e-7 {
			return fmt.Sprintf("hit %d is %s with score %v, want %s with %v", i, id, g.Score, w.id, w.score)
		}
		if id != w.id && !tied(want, i) {
			return fmt.Sprintf("hit %d is %s, want %s", i, id, w.id)
		}
		if q.View == index.Passages && id == w.id && !slices.Equal(g.Passages[0].Groups, w.groups) {
			return fmt.Sprintf("hit %d %s matches groups %v, want %v", i, id, g.Passages[0].Groups, w.groups)
		}
		if q.View == index.Articles && id == w.id {
			if d := comparePassages(g.Passages, w.passages, q.PassagesPerArticle); d != "" {
				return fmt.Sprintf("hit %d %s: %s", i, id, d)
			}
		}
	}
	return ""
}

func comparePassages(got []index.PassageHit, want []wanted, most int) string {
	want = want[:min(len(want), most)]
	if len(got) != len(want) {
		return fmt.Sprintf("%d passages, want %d", len(got), len(want))
	}
	for i, w := range want {
		if math.Abs(got[i].Score-w.score) > 1e-7 || got[i].ID != w.id && !tied(want, i) {
			return fmt.Sprintf("passage %d is %s with %v, want %s with %v", i, got[i].ID, got[i].Score, w.id, w.score)
		}
		if got[i].ID == w.id && !slices.Equal(got[i].Groups, w.groups) {
			return fmt.Sprintf("passage %d %s matches groups %v, want %v", i, w.id, got[i].Groups, w.groups)
		}
	}
	return ""
}

// groupsOf says which groups a passage matches.
func groupsOf(p *index.PassageDocument, groups []index.Group) []bool {
	out := make([]bool, len(groups))
	for i, g := range groups {
		out[i] = mentions([]*index.PassageDocument{p}, []index.Group{g})
	}
	return out
}

// tied reports whether a neighbour of want[i] is as good but for rounding.
func tied(want []wanted, i int) bool {
	near := func(j int) bool {
		return j >= 0 && j < len(want) && want[i].key == want[j].key && want[i].score != want[j].score && math.Abs(want[i].score-want[j].score) < 1e-7
	}
	return near(i-1) || near(i+1)
}

// order is what was found as hits in order.
func (m *model) order(q *index.Query, all []found) []wanted {
	s := m.scorer()
	var out []wanted
	for _, f := range all {
		w := wanted{id: f.article.Article.ID, key: sortKey(q.Sort, f.article)}
		if f.passage != nil {
			w.id, w.score = f.passage.Passage.ID, s.score(f.passage, q.Groups)
			w.groups = groupsOf(f.passage, q.Groups)
		}
		for _, p := range f.passages {
			score := s.score(p, q.Groups)
			w.score = max(w.score, score)
			w.passages = append(w.passages, wanted{id: p.Passage.ID, score: score, groups: groupsOf(p, q.Groups)})
		}
		if len(q.Groups) > 0 {
			sortWanted(w.passages, true)
		}
		out = append(out, w)
	}
	sortWanted(out, q.Sort == "" || q.Sort == index.ByRelevance)
	return out
}

func sortWanted(list []wanted, byScore bool) {
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		switch {
		case a.key != b.key:
			return a.key < b.key
		case byScore && a.score != b.score:
			return a.score > b.score
		}
		return a.id < b.id
	})
}

func sortKey(by index.Sort, a *index.ArticleDocument) float64 {
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
		return 0
	}
	if v, _ := number(a, name); v != nil {
		return sign * *v
	}
	return math.Inf(1)
}

func (m *model) countFacet(q *index.Query, request index.FacetRequest) []index.FacetCount {
	all := m.find(q, request.Name)
	if _, ok := number(&index.ArticleDocument{}, request.Name); ok {
		out := make([]index.FacetCount, len(request.Ranges))
		for i, r := range request.Ranges {
			for _, f := range all {
				v, _ := number(f.article, request.Name)
				if v != nil && (r.Min == nil || *v >= *r.Min) && (r.Max == nil || *v <= *r.Max) {
					out[i].Count++
				}
			}
		}
		return out
	}
	counts := map[string]int{}
	for _, f := range all {
		for value := range f.values(request.Name) {
			counts[value]++
		}
	}
	out := []index.FacetCount{}
	for value, n := range counts {
		out = append(out, index.FacetCount{Value: value, Count: n})
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Count != out[j].Count {
			return out[i].Count > out[j].Count
		}
		return out[i].Value < out[j].Value
	})
	return out
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
