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
	for _, name := range q.Numbers {
		if have, want := got.Numbers[name], countNumber(all, name); fmt.Sprint(have) != fmt.Sprint(want) {
			diff = append(diff, fmt.Sprintf("number %s: %v, want %v", name, have, want))
		}
	}
	return strings.Join(diff, "\n")
}

// countNumber is the values of a number of what was found, with their counts.
func countNumber(all []found, name string) []index.NumberCount {
	counts := map[float64]int{}
	for _, f := range all {
		if v, _ := number(f.article, name); v != nil {
			counts[*v]++
		}
	}
	out := []index.NumberCount{}
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, index.NumberCount{Value: v, Count: counts[v]})
	}
	return out
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
	except := request.Name
	if request.Found {
		except = ""
	}
	all := m.find(q, except)
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
	if request.Most > 0 && request.Most < len(out) {
		out = out[:request.Most]
	}
	return out
}
