package dify

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/text"
)

// form is what sort of values a field has.
type form string

const (
	words   form = "text" // compared in any spelling
	exact   form = "an address or id"
	ids     form = "an id"
	numbers form = "a number"
	days    form = "a date"
)

// operators are those that a form can be compared by.
func (f form) operators() []operator {
	switch f {
	case ids:
		return []operator{is, in, notEmpty}
	case numbers:
		return []operator{is, in, notEmpty, above, below, atLeast, atMost}
	case days:
		return []operator{is, in, notEmpty, above, below, atLeast, atMost, before, after}
	}
	return []operator{contains, startWith, endWith, is, in, notEmpty}
}

// field is a name of the metadata that can be compared with.
type field struct {
	name string
	form form
	// filter is the name in the index; empty where articles are gone through, by their part.
	filter string
	part   func(a *search.ArticleSummary) string
	// none is the value that stands for no value.
	none string
}

// fields are all of them, as the documentation lists them.
func fields() []field {
	return []field{
		{name: "treatments", form: words, filter: index.FacetTreatment},
		{name: "effects", form: words, filter: index.FacetEffect},
		{name: "risks", form: words, filter: index.FacetRisk},
		{name: "contraindications", form: words, filter: index.FacetContraindication},
		{name: "conditions", form: words, filter: index.FacetCondition},
		{name: "supervisor", form: words, filter: index.FacetSupervisor},
		{name: "departments", form: words, filter: index.FacetDepartment},
		{name: "tags", form: words, filter: index.FacetTag},
		{name: "approval", form: words, filter: index.FacetApproval, none: corpus.Unknown},
		{name: "insurance", form: words, filter: index.FacetInsurance, none: corpus.Unknown},
		{name: "kind", form: words, filter: index.FacetKind},
		{name: "source", form: words, filter: index.FacetSource},
		{name: "source_type", form: words, filter: index.FacetSourceType, none: string(corpus.SourceNone)},
		{name: "cost_min", form: numbers, filter: index.RangeCost},
		{name: "downtime_max", form: numbers, filter: index.RangeDowntime},
		{name: "reviewed", form: days, filter: index.RangeReviewed},
		{name: "updated", form: days, filter: index.RangeUpdated},
		{name: "title", form: words, part: func(a *search.ArticleSummary) string { return a.Title }},
		{name: "url", form: exact, part: func(a *search.ArticleSummary) string { return a.URL }},
		{name: "article_id", form: exact, filter: index.IDArticle, part: func(a *search.ArticleSummary) string { return a.ID }},
		{name: "passage_id", form: ids, filter: index.IDPassage},
	}
}

// otherNames are what else fields are called: by the filters of a search, and by Dify.
func otherNames() map[string]string {
	return map[string]string{
		"treatment": "treatments", "effect": "effects", "risk": "risks", "contraindication": "contraindications",
		"condition": "conditions", "supervisors": "supervisor", "department": "departments", "tag": "tags",
		"sources": "source", "cost": "cost_min", "downtime": "downtime_max", "document_id": "article_id",
	}
}

// FieldNames are the names of the metadata that can be compared with.
func FieldNames() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.name)
	}
	return names
}

func fieldOf(name string) (field, bool) {
	name = strings.TrimSpace(name)
	if other, ok := otherNames()[name]; ok {
		name = other
	}
	all := fields()
	i := slices.IndexFunc(all, func(f field) bool { return f.name == name })
	if i < 0 {
		return field{}, false
	}
	return all[i], true
}

// key is a value in the form in which it is compared.
func (f form) key(s string) string {
	if f == words {
		return text.FoldKana(text.Normalize(strings.TrimSpace(s)).String)
	}
	return s
}

// holds reports whether a value compares so with one of the others.
func (f form) holds(value string, op operator, others []string) bool {
	if op == notEmpty {
		return value != ""
	}
	value = f.key(value)
	return slices.ContainsFunc(others, func(other string) bool {
		other = f.key(other)
		switch op {
		case contains:
			return strings.Contains(value, other)
		case startWith:
			return strings.HasPrefix(value, other)
		case endWith:
			return strings.HasSuffix(value, other)
		case is, in:
			return value == other
		}
		return false
	})
}
