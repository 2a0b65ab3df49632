package instantsearch

import (
	"context"
	"fmt"
	"math"
	"time"

	"shirube/index"
	"shirube/internal/search"
)

// SearchResult is what a query is answered with.
type SearchResult struct {
	Index            string                `json:"index" doc:"The index that was asked"`
	Hits             []Hit                 `json:"hits" doc:"The hits of this page"`
	NbHits           int                   `json:"nbHits" doc:"How many there are on all pages"`
	Page             int                   `json:"page" doc:"The page, counted from 0"`
	NbPages          int                   `json:"nbPages" doc:"How many pages can be asked for"`
	HitsPerPage      int                   `json:"hitsPerPage" doc:"Hits a page"`
	Facets           map[string]Counts     `json:"facets" doc:"For each facet that was asked for, its values with how many of what was found have them, the most frequent first"`
	FacetsStats      map[string]FacetStats `json:"facets_stats" doc:"For each facet of numbers that was asked for, where something was found that has one"`
	Exhaustive       Exhaustive            `json:"exhaustive" doc:"What is exact: everything"`
	ExhaustiveFacets bool                  `json:"exhaustiveFacetsCount" doc:"Counts are exact"`
	ExhaustiveNbHits bool                  `json:"exhaustiveNbHits" doc:"nbHits is exact"`
	Query            string                `json:"query" doc:"What was searched for"`
	Params           string                `json:"params" doc:"The parameters as they were sent, URL-encoded"`
	TookMS           int                   `json:"processingTimeMS" doc:"Milliseconds that it took"`
	QueryID          string                `json:"queryID,omitempty" doc:"Names this answer in events, where clickAnalytics was asked for"`
	UserData         []UserData            `json:"userData,omitempty" doc:"One object: what has to be shown beside the hits. Not there where no hits were asked for"`
	Rendering        *Rendering            `json:"renderingContent,omitempty" doc:"The order of facets, where all of them were asked for"`
}

// Exhaustive says what of a result is exact.
type Exhaustive struct {
	FacetsCount bool `json:"facetsCount"`
	NbHits      bool `json:"nbHits"`
	Typo        bool `json:"typo"`
}

// UserData is what a front end has to show beside hits, and what was understood of the query.
type UserData struct {
	Notices     []string           `json:"notices" doc:"What a reader must know: show them above the hits"`
	Answer      *search.Answer     `json:"answer" doc:"The question and answer of an article that answers the query: show it above the hits, with its own notices and its risks"`
	Corrected   *search.Correction `json:"corrected" doc:"A spelling that was put right"`
	Relaxed     bool               `json:"relaxed" doc:"Not every hit has all that was asked for"`
	Answerable  bool               `json:"answerable" doc:"Whether the best hit answers the query, as far as can be told"`
	Redirect    *search.Redirect   `json:"redirect" doc:"Where editors say to look for this query: show it as a link above the hits"`
	Suggestions []string           `json:"suggestions" doc:"What to search for instead, where nothing was found"`
}

// Rendering is the order in which facets are shown by DynamicWidgets.
type Rendering struct {
	FacetOrdering FacetOrdering `json:"facetOrdering"`
}

// FacetOrdering is that order.
type FacetOrdering struct {
	Facets FacetOrder `json:"facets"`
}

// FacetOrder is the attributes in that order.
type FacetOrder struct {
	Order []string `json:"order"`
}

// noticeCut is told where the query was too long.
func noticeCut() string {
	return fmt.Sprintf("検索語が長いため、はじめの%d文字で検索しました。", search.MaxQueryRunes)
}

// request is the search that the query asks for.
func (q *query) request(caller Caller) search.Request {
	r := search.Request{
		Query: q.text, View: q.view, Collections: caller.Collections, Filters: q.filters,
		Facets: []string{}, FacetLimit: q.values, FacetsFound: true,
		Sort: q.sort, Match: q.match, Interpret: q.interpret,
		CountOnly: q.hits == 0, MarkFields: true, Answer: true, PairRisks: true,
	}
	if q.hits > 0 {
		r.Page, r.PerPage = q.page+1, q.hits
		if r.Page*r.PerPage > search.MaxWindow { // behind the last page: nothing
			r.Page, r.PerPage, r.CountOnly = 1, 1, true
		}
	}
	return r
}

func (q *query) search(ctx context.Context, s Searcher, caller Caller) (*SearchResult, error) {
	began := time.Now()
	r := q.request(caller)
	asked := q.asked()
	r.Facets, r.Numbers = asked.values, asked.numbers
	found, err := s.Search(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("instantsearch: %w", err)
	}
	out := &SearchResult{
		Index: q.index, Hits: []Hit{}, NbHits: found.Total, Page: q.page, HitsPerPage: q.hits,
		Facets: map[string]Counts{}, FacetsStats: map[string]FacetStats{},
		Exhaustive: Exhaustive{true, true, true}, ExhaustiveFacets: true, ExhaustiveNbHits: true,
		Query: q.text, Params: q.echo,
	}
	if err := q.count(ctx, s, r, asked, found, out); err != nil {
		return nil, err
	}
	if q.hits > 0 {
		out.NbPages = int(math.Ceil(float64(min(found.Total, search.MaxWindow)) / float64(q.hits)))
		out.UserData = []UserData{q.userData(found)}
		if out.Hits, err = q.hitsOf(ctx, s, caller, found); err != nil {
			return nil, err
		}
	}
	if q.clicks {
		out.QueryID = caller.RequestID
	}
	out.TookMS = int(math.Ceil(float64(time.Since(began).Microseconds()) / 1000))
	return out, nil
}

func (q *query) userData(found *search.Response) UserData {
	u := UserData{
		Notices: found.Notices, Corrected: found.Interpreted.Corrected, Relaxed: found.Relaxed,
		Answerable: found.Answerable, Answer: found.Answer, Redirect: found.Redirect, Suggestions: found.Suggestions,
	}
	if q.cut {
		u.Notices = append([]string{noticeCut()}, u.Notices...)
	}
	return u
}

// asked is what facets mean in terms of the index.
type asked struct {
	names           []string // as they were asked for
	values, numbers []string // of the index
	levels          bool     // the treatments inside each department
	everything      bool
}

// asked reads the names of facets. Those that there are not have no values.
func (q *query) asked() asked {
	a := asked{values: []string{}}
	add := func(list *[]string, name string) {
		for _, have := range *list {
			if have == name {
				return
			}
		}
		*list = append(*list, name)
	}
	for _, name := range q.facets {
		if name == "*" {
			a.everything = true
			for _, n := range append(facetAttributes(), index.RangeCost, index.RangeDowntime) {
				add(&a.names, n)
			}
			continue
		}
		add(&a.names, name)
	}
	for _, name := range a.names {
		facet, ok := facetOf(name)
		switch {
		case ok:
			add(&a.values, facet)
		case isNumber(name):
			add(&a.numbers, name)
		case name == attributeTreatment:
			a.levels = true
			add(&a.values, index.FacetDepartment)
		}
	}
	return a
}
