package main

import (
	"slices"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// model is the articles, gone through one by one. What a value of a facet is it takes
// from the article as it was read: nothing here has to do with an index.
type model struct {
	articles []article
	passages int
	// values are all that there are, by facet, to be drawn from.
	values map[string][]string
}

// article is an article with its facets, its passages and its numbers, nil for unknown.
type article struct {
	*corpus.Article
	values   map[string][]string
	numbers  map[string]*float64
	passages []passage
}

// passage is a passage with its facets.
type passage struct {
	id     string
	values map[string][]string
}

func newModel(list []*corpus.Article) *model {
	m := &model{values: map[string][]string{}}
	for _, a := range list {
		one := article{Article: a, values: map[string][]string{
			index.FacetTreatment: a.Treatments, index.FacetCondition: a.Conditions, index.FacetDepartment: a.Departments, index.FacetTag: a.Tags,
			index.FacetEffect: labels(a.Effects), index.FacetRisk: labels(a.Risks), index.FacetContraindication: labels(a.Contraindications),
			index.FacetInsurance: {a.Insurance}, index.FacetApproval: {a.Approval},
		}}
		for _, s := range a.Supervisors {
			one.values[index.FacetSupervisor] = append(one.values[index.FacetSupervisor], s.Name)
		}
		one.numbers = map[string]*float64{
			index.RangeCost: number(a.Cost.MinYen), index.RangeDowntime: number(a.Downtime.MaxDays),
			index.RangeReviewed: days(a.Reviewed), index.RangeUpdated: days(a.Updated),
		}
		for _, p := range a.Passages() {
			values := map[string][]string{index.FacetKind: {string(p.Kind)}}
			for _, s := range p.Sources {
				values[index.FacetSource] = append(values[index.FacetSource], s.Name)
				values[index.FacetSourceType] = append(values[index.FacetSourceType], string(s.Type))
			}
			if len(p.Sources) == 0 {
				values[index.FacetSourceType] = []string{"none"}
			}
			one.passages = append(one.passages, passage{p.ID, values})
			m.passages++
			m.note(values)
		}
		m.note(one.values)
		m.articles = append(m.articles, one)
	}
	for name := range m.values {
		slices.Sort(m.values[name])
		m.values[name] = slices.Compact(m.values[name])
	}
	return m
}

func (m *model) note(values map[string][]string) {
	for name, list := range values {
		m.values[name] = append(m.values[name], list...)
	}
}

// labels are what an article says that there is; what it denies is not.
func labels(claims []corpus.Claim) []string {
	var out []string
	for _, c := range claims {
		if c.Stance != corpus.Denied {
			out = append(out, c.Label)
		}
	}
	return out
}

func number(v *int) *float64 {
	if v == nil {
		return nil
	}
	return new(float64(*v))
}

func days(t *time.Time) *float64 {
	if t == nil {
		return nil
	}
	return new(t.Sub(time.Unix(0, 0)).Hours() / 24)
}

// matched is what a query matches where nothing is filtered; nil everywhere: it asks for
// nothing, and everything matches.
type matched struct {
	articles map[string]bool // in the articles view
	passages map[string]bool // in the passages view
	// mention are the passages that mention something of it: an article counts for these.
	mention map[string]bool
}

func (m *matched) article(id string) bool   { return m == nil || m.articles[id] }
func (m *matched) passage(id string) bool   { return m == nil || m.passages[id] }
func (m *matched) mentioned(id string) bool { return m == nil || m.mention[id] }

// each calls found with everything that a request finds without its filters of one name:
// in the passages view with each passage, in the articles view with each article and those
// of its passages for which it is found.
func (m *model) each(r search.Request, by *matched, without string, found func(a *article, passages []passage)) {
	var onPassages []index.Filter
	for _, f := range r.Filters {
		if f.Name != without && slices.Contains(index.PassageFacets(), f.Name) {
			onPassages = append(onPassages, f)
		}
	}
	for i := range m.articles {
		a := &m.articles[i]
		if !a.visible(r) || !a.kept(r.Filters, without) {
			continue
		}
		var passages []passage
		for _, p := range a.passages {
			is := by.passage
			if r.View == index.Articles {
				is = by.mentioned
			}
			if is(p.id) && p.kept(onPassages) {
				passages = append(passages, p)
			}
		}
		switch {
		case r.View == index.Passages:
			for _, p := range passages {
				found(a, []passage{p})
			}
		case by.article(a.ID) && (len(onPassages) == 0 || len(passages) > 0):
			found(a, passages)
		}
	}
}

// visible: published at the time, and in one of the collections.
func (a *article) visible(r search.Request) bool {
	if a.Status == "draft" || a.PublishAt != nil && a.PublishAt.After(r.Now) || a.ExpiresAt != nil && !a.ExpiresAt.After(r.Now) {
		return false
	}
	return len(r.Collections) == 0 || slices.Contains(r.Collections, a.Collection)
}

// kept: by the filters on articles but those of one name.
func (a *article) kept(filters []index.Filter, without string) bool {
	for _, f := range filters {
		if f.Name == without || slices.Contains(index.PassageFacets(), f.Name) {
			continue
		}
		if f.Min != nil || f.Max != nil {
			v := a.numbers[f.Name]
			if v == nil || f.Min != nil && *v < *f.Min || f.Max != nil && *v > *f.Max {
				return false
			}
		} else if !passes(a.values[f.Name], f) {
			return false
		}
	}
	return true
}

func (p passage) kept(filters []index.Filter) bool {
	for _, f := range filters {
		if !passes(p.values[f.Name], f) {
			return false
		}
	}
	return true
}

// passes: one of those that are wanted, if any are, and none of those that are not.
func passes(values []string, f index.Filter) bool {
	wanted := len(f.Any) == 0
	for _, v := range values {
		if slices.Contains(f.None, v) {
			return false
		}
		wanted = wanted || slices.Contains(f.Any, v)
	}
	return wanted
}

// total is how many documents of the view are found.
func (m *model) total(r search.Request, by *matched) int {
	n := 0
	m.each(r, by, "", func(*article, []passage) { n++ })
	return n
}

// counts are how many documents of the view have each value of each facet, the facet's own
// filter left out: once each, however often the value stands in them. What is found without a
// filter that is not there is what is found.
func (m *model) counts(r search.Request, by *matched) map[string]map[string]int {
	out := map[string]map[string]int{}
	var free []string
	for _, name := range append(index.ArticleFacets(), index.PassageFacets()...) {
		out[name] = map[string]int{}
		if !slices.ContainsFunc(r.Filters, func(f index.Filter) bool { return f.Name == name }) {
			free = append(free, name)
			continue
		}
		m.each(r, by, name, func(a *article, passages []passage) { count(out[name], a, passages, name) })
	}
	m.each(r, by, "", func(a *article, passages []passage) {
		for _, name := range free {
			count(out[name], a, passages, name)
		}
	})
	return out
}

// count counts the values of one facet that a document has.
func count(to map[string]int, a *article, passages []passage, facet string) {
	have := map[string]bool{}
	if slices.Contains(index.PassageFacets(), facet) {
		for _, p := range passages {
			for _, v := range p.values[facet] {
				have[v] = true
			}
		}
	} else {
		for _, v := range a.values[facet] {
			have[v] = true
		}
	}
	for v := range have {
		to[v]++
	}
}

// between is how many documents of the view have a number from one bound to another, both
// included, nil for none.
func (m *model) between(r search.Request, by *matched, name string, least, most *float64) int {
	n := 0
	m.each(r, by, name, func(a *article, _ []passage) {
		if v := a.numbers[name]; v != nil && (least == nil || *v >= *least) && (most == nil || *v <= *most) {
			n++
		}
	})
	return n
}
