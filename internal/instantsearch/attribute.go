package instantsearch

import (
	"math"
	"slices"
	"strings"

	"shirube/index"
	"shirube/internal/search"
)

// Attributes that are not facets of the index by the same name.
const (
	attributeID      = "objectID"
	attributeArticle = "article_id"
	attributeTags    = "_tags" // Algolia's name for index.FacetTag
	// The menu of departments and, inside each, what its articles are about.
	attributeDepartment = "departments.lvl0"
	attributeTreatment  = "departments.lvl1"
)

// levelSeparator stands between the levels of a value, as InstantSearch has it by default.
const levelSeparator = " > "

// secondsPerDay makes of the days in which an index counts dates Algolia's seconds.
const secondsPerDay = 24 * 60 * 60

// facetOf is the facet of the index that an attribute is.
func facetOf(attribute string) (string, bool) {
	switch attribute {
	case attributeTags:
		return index.FacetTag, true
	case attributeDepartment:
		return index.FacetDepartment, true
	}
	return attribute, slices.Contains(facetAttributes(), attribute)
}

// facetAttributes are the attributes with values that can be chosen.
func facetAttributes() []string { return append(index.ArticleFacets(), index.PassageFacets()...) }

// numberAttributes are the attributes with numbers; dates are seconds since 1970.
func numberAttributes() []string {
	return []string{index.RangeCost, index.RangeDowntime, index.RangeReviewed, index.RangeUpdated}
}

func isNumber(attribute string) bool { return slices.Contains(numberAttributes(), attribute) }

// scaleOf is how many of an attribute's units one of the index's is.
func scaleOf(attribute string) float64 {
	if attribute == index.RangeReviewed || attribute == index.RangeUpdated {
		return secondsPerDay
	}
	return 1
}

func knownAttributes() []string {
	return slices.Concat(facetAttributes(), numberAttributes(), []string{attributeTags, attributeDepartment, attributeTreatment, attributeID, attributeArticle})
}

// valueFilter keeps what has a value of an attribute.
func (q *query) valueFilter(where, attribute, value string) (index.Filter, *Error) {
	switch {
	case attribute == attributeID && q.view == index.Passages:
		return index.Filter{Name: index.IDPassage, Any: []string{value}}, nil
	case attribute == attributeID, attribute == attributeArticle:
		return index.Filter{Name: index.IDArticle, Any: []string{value}}, nil
	case attribute == attributeTreatment:
		department, treatment, ok := strings.Cut(value, levelSeparator)
		if !ok {
			return nothing(), nil
		}
		return all(index.Filter{Name: index.FacetDepartment, Any: []string{department}},
			index.Filter{Name: index.FacetTreatment, Any: []string{treatment}}), nil
	case isNumber(attribute):
		n, ok := parseNumber(value)
		if !ok {
			return nothing(), nil
		}
		return comparison(attribute, "=", n), nil
	}
	facet, ok := facetOf(attribute)
	if !ok {
		return index.Filter{}, unknownAttribute(where, attribute)
	}
	code, ok := codeOf(facet, value)
	if !ok {
		return nothing(), nil
	}
	return index.Filter{Name: facet, Any: []string{code}}, nil
}

func unknownAttribute(where, attribute string) *Error {
	return malformed("%s: there is no attribute %q; there are %s", where, shorten(attribute), strings.Join(knownAttributes(), ", "))
}

// codeOf is the value of the index for one that people read, or that value itself; false for
// what cannot be a value of the facet.
func codeOf(facet, value string) (string, bool) {
	labels := search.Labels(facet)
	if labels == nil {
		return value, true
	}
	for _, l := range labels {
		if l.Text == value || l.Value == value {
			return l.Value, true
		}
	}
	return "", false
}

// labelOf is what people read for a value of the index.
func labelOf(facet, value string) string {
	for _, l := range search.Labels(facet) {
		if l.Value == value {
			return l.Text
		}
	}
	return value
}

func labelsOf(facet string, values map[string][]string) []string {
	out := []string{}
	for _, v := range values[facet] {
		out = append(out, labelOf(facet, v))
	}
	return out
}

// nothing is a filter that keeps nothing: no article has an empty id.
func nothing() index.Filter { return index.Filter{Name: index.IDArticle, Any: []string{""}} }

// all keeps what every one of the filters keeps.
func all(filters ...index.Filter) index.Filter {
	if len(filters) == 1 {
		return filters[0]
	}
	denied := make([]index.Filter, len(filters))
	for i := range filters {
		denied[i] = index.Filter{Not: &filters[i]}
	}
	return index.Filter{Not: &index.Filter{Either: denied}}
}

// either keeps what one of the filters keeps.
func either(filters ...index.Filter) index.Filter {
	if len(filters) == 1 {
		return filters[0]
	}
	one := index.Filter{Name: filters[0].Name}
	for _, f := range filters {
		if f.Name == "" || f.Name != one.Name || f.Any == nil || f.None != nil {
			return index.Filter{Either: filters}
		}
		one.Any = append(one.Any, f.Any...)
	}
	return one
}

// negated keeps what a filter does not. A number that is not known is not kept by what
// denies a comparison either: nobody knows that it is true.
func negated(f index.Filter) index.Filter {
	switch {
	case f.Not != nil:
		return *f.Not
	case f.Name != "" && f.Any != nil && f.None == nil:
		return index.Filter{Name: f.Name, None: f.Any}
	case f.Name != "" && f.None != nil && f.Any == nil:
		return index.Filter{Name: f.Name, Any: f.None}
	case f.Min != nil && f.Max != nil:
		return either(below(f.Name, *f.Min), above(f.Name, *f.Max))
	case f.Min != nil:
		return below(f.Name, *f.Min)
	case f.Max != nil:
		return above(f.Name, *f.Max)
	}
	return index.Filter{Not: &f}
}

func below(name string, v float64) index.Filter {
	v = math.Nextafter(v, math.Inf(-1))
	return index.Filter{Name: name, Max: &v}
}

func above(name string, v float64) index.Filter {
	v = math.Nextafter(v, math.Inf(1))
	return index.Filter{Name: name, Min: &v}
}

// comparison keeps what has a number that compares so.
func comparison(attribute, operator string, v float64) index.Filter {
	v /= scaleOf(attribute)
	switch operator {
	case "<":
		return below(attribute, v)
	case "<=":
		return index.Filter{Name: attribute, Max: &v}
	case ">":
		return above(attribute, v)
	case ">=":
		return index.Filter{Name: attribute, Min: &v}
	case "!=":
		return either(below(attribute, v), above(attribute, v))
	}
	return index.Filter{Name: attribute, Min: &v, Max: &v}
}

// between keeps what has a number from low to high, both included.
func between(attribute string, low, high float64) index.Filter {
	if low > high {
		return nothing()
	}
	low, high = low/scaleOf(attribute), high/scaleOf(attribute)
	return index.Filter{Name: attribute, Min: &low, Max: &high}
}
