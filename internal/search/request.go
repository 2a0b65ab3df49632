package search

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"shirube/index"
)

// noFacetLimit asks for every value of a facet.
const noFacetLimit = 1 << 30

// complete fills in the defaults and refuses what cannot be answered.
func (r Request) complete() (Request, error) {
	r.View = viewOrDefault(r.View)
	if r.Page == 0 {
		r.Page = 1
	}
	if r.PerPage == 0 {
		r.PerPage = DefaultPerPage
	}
	if r.FacetLimit == 0 {
		r.FacetLimit = DefaultFacetLimit
	}
	if r.Sort == "" {
		r.Sort = index.ByRelevance
	}
	if r.Match == "" {
		r.Match = MatchAuto
	}
	if r.Highlight == "" {
		r.Highlight = HighlightOn
	}
	if r.Interpret == nil {
		on := everything()
		r.Interpret = &on
	}
	if r.Facets == nil {
		r.Facets = facetNames()
	}
	if r.Now.IsZero() {
		r.Now = time.Now()
	}
	return r, r.check()
}

// everything is a query understood in all ways.
func everything() Interpret {
	return Interpret{Spelling: true, Synonyms: true, Intent: true, Numbers: true, Negation: true}
}

func (r Request) check() error {
	for _, err := range []error{
		oneOf("view", string(r.View), string(index.Articles), string(index.Passages)),
		oneOf("sort", string(r.Sort), string(index.ByRelevance), string(index.ByUpdated), string(index.ByCost), string(index.ByDowntime)),
		oneOf("match", string(r.Match), string(MatchAuto), string(MatchAll), string(MatchAny)),
		oneOf("highlight", string(r.Highlight), string(HighlightOn), string(HighlightHTML), string(HighlightOff)),
		between("page", r.Page, MaxWindow),
		between("per_page", r.PerPage, MaxPerPage),
		between("facet_limit", r.FacetLimit, noFacetLimit),
		r.checkSizes(),
		r.checkFilters(),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (r Request) checkSizes() error {
	if n := utf8.RuneCountInString(r.Query); n > MaxQueryRunes {
		return &InvalidError{Parameter: "q", Value: string([]rune(r.Query)[:20]) + "…", Reason: fmt.Sprintf("%d characters, at most %d are searched for", n, MaxQueryRunes)}
	}
	if r.Page*r.PerPage > MaxWindow {
		return &InvalidError{Parameter: "page", Value: strconv.Itoa(r.Page), Reason: fmt.Sprintf("page × per_page may be %d at most: narrow the search instead", MaxWindow)}
	}
	for _, name := range r.Facets {
		if !isFacet(name) {
			return &InvalidError{Parameter: "facets", Value: name, Reason: "there is no such facet", Allowed: facetNames()}
		}
	}
	for _, name := range r.Numbers {
		if !isRange(name) {
			return &InvalidError{Parameter: "numbers", Value: name, Reason: "there is no such number", Allowed: rangeNames()}
		}
	}
	return nil
}

func (r Request) checkFilters() error {
	for _, f := range r.Filters {
		if err := checkFilter(f); err != nil {
			return err
		}
	}
	return nil
}

func checkFilter(f index.Filter) error {
	parts := f.Either
	if f.Not != nil {
		parts = []index.Filter{*f.Not}
	}
	switch {
	case len(parts) > 0:
		for _, part := range parts {
			if err := checkFilter(part); err != nil {
				return err
			}
		}
		return nil
	case f.Name == index.IDArticle, f.Name == index.IDPassage:
		return nil
	case isRange(f.Name):
		if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
			return &InvalidError{Parameter: f.Name, Value: fmt.Sprintf("%g to %g", *f.Min, *f.Max), Reason: "the least is above the most"}
		}
		return nil
	case !isValueFacet(f.Name):
		return &InvalidError{Parameter: f.Name, Value: fmt.Sprint(f.Any), Reason: "there is no such filter"}
	}
	allowed := closedValues(f.Name)
	if allowed == nil {
		return nil
	}
	for _, v := range slices.Concat(f.Any, f.None) {
		if err := oneOf(f.Name, v, allowed...); err != nil {
			return err
		}
	}
	return nil
}

func oneOf(parameter, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return &InvalidError{Parameter: parameter, Value: value, Reason: "not one of the values there are", Allowed: allowed}
}

// between allows 1 to most.
func between(parameter string, value, most int) error {
	if 1 <= value && value <= most {
		return nil
	}
	return &InvalidError{Parameter: parameter, Value: strconv.Itoa(value), Reason: fmt.Sprintf("must be from 1 to %d", most)}
}

// closedValues is the values of a facet whose values are fixed, nil for others.
func closedValues(facet string) []string {
	var values []string
	for _, l := range Labels(facet) {
		values = append(values, l.Value)
	}
	return values
}
