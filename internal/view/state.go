package view

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// State is what the address of a page of results says. Whatever cannot be read
// in it is left out: a visitor's address is never an error.
type State struct {
	query  string
	view   index.View
	sort   index.Sort
	page   int
	off    []string            // parts of understanding that are switched off, in the order of parts
	values map[string][]string // chosen values by facet; a leading minus excludes
	ranges map[string]int      // costMin, costMax, downtimeMax
	days   map[string]string   // reviewedAfter, updatedAfter: 2025-04-01
	find   map[string]string   // facet → what its values are searched for
	more   string              // the facet of which many values are shown
}

// Names in the address; they are those of the API.
const (
	costMin       = "cost_min"
	costMax       = "cost_max"
	downtimeMax   = "downtime_max"
	reviewedAfter = "reviewed_after"
	updatedAfter  = "updated_after"
)

// Bounds of what an address may hold.
const (
	maxValues      = 50
	maxValueLength = 200
	// MaxFinds is how many facets' values are searched at once: each is a search.
	MaxFinds = 3
)

// Beside the names of the API: FindPrefix and a facet is what its values are searched for,
// moreValues the facet of which many are shown.
const (
	FindPrefix = "find_"
	moreValues = "more"
)

// parts are the parts of understanding that can be switched off, in the order in which the API
// names them.
func parts() []string { return []string{"spelling", "synonyms", "intent", "numbers", "negation"} }

// switchedOff are the parts that a value of interpret leaves out.
func switchedOff(value string) []string {
	switch value {
	case "", "on":
		return nil
	case "off":
		return parts()
	}
	kept := strings.Split(value, ",")
	if !slices.ContainsFunc(kept, func(part string) bool { return slices.Contains(parts(), part) }) {
		return nil
	}
	return slices.DeleteFunc(parts(), func(part string) bool { return slices.Contains(kept, part) })
}

// interpretation is the value of interpret that leaves parts out.
func interpretation(off []string) string {
	switch kept := slices.DeleteFunc(parts(), func(part string) bool { return slices.Contains(off, part) }); {
	case len(off) == 0:
		return ""
	case len(kept) == 0:
		return "off"
	default:
		return strings.Join(kept, ",")
	}
}

// literal: the search is for just what was typed.
func (s State) literal() bool { return len(s.off) == len(parts()) }

// asTyped: nothing is spelt otherwise; words may be meant otherwise.
func (s State) asTyped() bool { return slices.Equal(s.off, []string{"spelling"}) }

// switchOff is the address of the search without parts of understanding.
func (s State) switchOff(site Site, off ...string) string {
	return s.change(site, "interpret", interpretation(append(slices.Clone(s.off), off...)))
}

// Parse reads an address.
func Parse(v url.Values) State {
	s := State{
		query:  cut(clean(v.Get("q")), search.MaxQueryRunes),
		view:   index.Articles,
		sort:   index.ByRelevance,
		page:   1,
		off:    switchedOff(v.Get("interpret")),
		values: map[string][]string{}, ranges: map[string]int{}, days: map[string]string{}, find: map[string]string{},
	}
	if v.Get("view") == string(index.Passages) {
		s.view = index.Passages
	}
	if sort := index.Sort(v.Get("sort")); slices.Contains(sorts(), sort) {
		s.sort = sort
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n >= 1 && n*PerPage <= search.MaxWindow {
		s.page = n
	}
	for _, f := range Facets() {
		s.values[f.Name] = chosen(f.Name, v[f.Name])
		if text := cut(clean(v.Get(FindPrefix+f.Name)), maxValueLength); text != "" && len(s.find) < MaxFinds {
			s.find[f.Name] = text
		}
		if v.Get(moreValues) == f.Name {
			s.more = f.Name
		}
	}
	for _, name := range []string{costMin, costMax, downtimeMax} {
		if n, err := strconv.Atoi(v.Get(name)); err == nil && n >= 0 && n <= 1_000_000_000 {
			s.ranges[name] = n
		}
	}
	if lo, hi := s.ranges[costMin], s.ranges[costMax]; hi > 0 && lo > hi {
		s.ranges[costMin], s.ranges[costMax] = hi, lo // both ends are there, the wrong way round
	}
	for _, name := range []string{reviewedAfter, updatedAfter} {
		if t, err := time.Parse(time.DateOnly, v.Get(name)); err == nil {
			s.days[name] = t.Format(time.DateOnly)
		}
	}
	return s
}

func sorts() []index.Sort {
	return []index.Sort{index.ByRelevance, index.ByUpdated, index.ByCost, index.ByDowntime}
}

// chosen are the values of a facet that can be filtered by, each once.
func chosen(facet string, sent []string) []string {
	var out []string
	labels := search.Labels(facet)
	for _, v := range sent {
		v = cut(clean(v), maxValueLength)
		plain := strings.TrimPrefix(v, "-")
		known := labels == nil || slices.ContainsFunc(labels, func(l corpus.Label) bool { return l.Value == plain })
		if plain != "" && known && !slices.Contains(out, v) && len(out) < maxValues {
			out = append(out, v)
		}
	}
	return out
}

// clean removes what is not text.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

func cut(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes])
	}
	return s
}

// PerPage is how many hits a page shows.
const PerPage = 10

// Request is the search that the state asks for, with what may be seen.
func (s State) Request(collections []string) search.Request {
	r := search.Request{
		Query: s.query, View: s.view, Collections: collections, Filters: s.filters(),
		Sort: s.sort, Page: s.page, PerPage: PerPage, Match: search.MatchAuto, Highlight: search.HighlightOn, Answer: true, PairRisks: true,
	}
	for _, f := range Facets() {
		r.Facets = append(r.Facets, f.Name)
	}
	r.FacetLimit = SomeValues + 1 // one more tells that there are more
	if s.more != "" {
		r.FacetLimit = ManyValues + 1
	}
	if len(s.off) > 0 {
		on := func(part string) bool { return !slices.Contains(s.off, part) }
		r.Interpret = &search.Interpret{
			Spelling: on("spelling"), Synonyms: on("synonyms"), Intent: on("intent"), Numbers: on("numbers"), Negation: on("negation"),
		}
	}
	return r
}

func (s State) filters() []index.Filter {
	var filters []index.Filter
	for _, facet := range Facets() {
		f := index.Filter{Name: facet.Name}
		for _, v := range s.values[facet.Name] {
			if without, excluded := strings.CutPrefix(v, "-"); excluded {
				f.None = append(f.None, without)
			} else {
				f.Any = append(f.Any, v)
			}
		}
		if f.Any != nil || f.None != nil {
			filters = append(filters, f)
		}
	}
	bound := func(name string) *float64 {
		if n, ok := s.ranges[name]; ok {
			v := float64(n)
			return &v
		}
		return nil
	}
	day := func(name string) *float64 {
		t, err := time.Parse(time.DateOnly, s.days[name])
		if err != nil {
			return nil
		}
		v := float64(t.Unix() / (24 * 60 * 60))
		return &v
	}
	for _, f := range []index.Filter{
		{Name: index.RangeCost, Min: bound(costMin), Max: bound(costMax)},
		{Name: index.RangeDowntime, Max: bound(downtimeMax)},
		{Name: index.RangeReviewed, Min: day(reviewedAfter)},
		{Name: index.RangeUpdated, Min: day(updatedAfter)},
	} {
		if f.Min != nil || f.Max != nil {
			filters = append(filters, f)
		}
	}
	return filters
}

// address is the State as parameters, without what is the default.
func (s State) address() url.Values {
	v := url.Values{}
	set := func(name, value, standard string) {
		if value != standard {
			v.Set(name, value)
		}
	}
	set("q", s.query, "")
	set("view", string(s.view), string(index.Articles))
	set("sort", string(s.sort), string(index.ByRelevance))
	set("page", strconv.Itoa(s.page), "1")
	set("interpret", interpretation(s.off), "")
	set(moreValues, s.more, "")
	for name, text := range s.find {
		v.Set(FindPrefix+name, text)
	}
	for name, values := range s.values {
		for _, value := range values {
			v.Add(name, value)
		}
	}
	for name, n := range s.ranges {
		v.Set(name, strconv.Itoa(n))
	}
	for name, day := range s.days {
		v.Set(name, day)
	}
	return v
}

// Path is the address of the page of results.
func (s State) Path(site Site) string {
	if q := s.address().Encode(); q != "" { // names in order, so that one state has one address
		return site.Search + "?" + q
	}
	return site.Search
}

// Canonical is the address of the results, however the choices beside them are shown. The
// order in which values were chosen changes no result.
func (s State) Canonical(site Site) string {
	s.find, s.more = nil, ""
	values := make(map[string][]string, len(s.values))
	for name, list := range s.values {
		values[name] = slices.Sorted(slices.Values(list))
	}
	s.values = values
	return s.Path(site)
}

// kept is the filters alone, as parameters.
func (s State) kept() string {
	return State{view: index.Articles, sort: index.ByRelevance, page: 1, values: s.values, ranges: s.ranges, days: s.days}.address().Encode()
}

// Asking is this state with another query, from the first page on.
func (s State) Asking(query string) State {
	s.query, s.page = cut(clean(query), search.MaxQueryRunes), 1
	return s
}

// change returns the address of this State with some parameters set (or, where
// the value is empty, taken away), from the first page on.
func (s State) change(site Site, names ...string) string {
	v := s.address()
	v.Del("page")
	for i := 0; i+1 < len(names); i += 2 {
		v.Del(names[i])
		if names[i+1] != "" {
			v.Set(names[i], names[i+1])
		}
	}
	return Parse(v).Path(site)
}

// remove returns the address without one value of a facet, from the first page on.
func (s State) remove(site Site, facet, value string) string {
	v := s.address()
	v.Del("page")
	v[facet] = slices.DeleteFunc(v[facet], func(x string) bool { return x == value })
	return Parse(v).Path(site)
}

// clear returns the address of the query alone.
func (s State) clear(site Site) string {
	return State{query: s.query, view: s.view, sort: s.sort, page: 1}.Path(site)
}

// filtered reports whether anything was chosen besides the query.
func (s State) filtered() bool { return len(s.filters()) > 0 }

// Empty reports whether the page lists everything.
func (s State) Empty() bool { return s.query == "" && !s.filtered() && s.page == 1 }

// Query is what was typed.
func (s State) Query() string { return s.query }

// FacetValues is what finding values of facets needs of the search.
type FacetValues interface {
	FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error)
}

// FindValues takes the values that somebody searches for in place of the frequent ones;
// chosen ones stay.
func FindValues(ctx context.Context, from FacetValues, s State, request search.Request, response *search.Response) error {
	for name, text := range s.find {
		request.FacetLimit = ManyValues + 1
		found, err := from.FacetValues(ctx, search.FacetValuesRequest{Name: name, Query: text, Request: request})
		if err != nil {
			return err //nolint:wrapcheck // the error says what is wrong with the request
		}
		for _, f := range response.Facets[name] {
			if f.Selected && !slices.ContainsFunc(found, func(o search.Facet) bool { return o.Value == f.Value }) {
				found = append(found, f)
			}
		}
		response.Facets[name] = found
	}
	return nil
}
