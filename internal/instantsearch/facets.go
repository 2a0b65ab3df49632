package instantsearch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"shirube/index"
	"shirube/internal/search"
)

// Count is how many of what was found have a value.
type Count struct {
	Value string
	Count int
}

// Counts are the values of a facet. Its JSON is an object in their order.
type Counts []Count

// MarshalJSON writes the object.
func (c Counts) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, one := range c {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(one.Value)
		if err != nil {
			return nil, fmt.Errorf("facet value: %w", err)
		}
		b.Write(key)
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(one.Count))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// FacetStats is what the numbers of what was found are like.
type FacetStats struct {
	Min float64 `json:"min"`
	Max float64 `json:"max"`
	Avg float64 `json:"avg"`
	Sum float64 `json:"sum"`
}

// count puts the counts into a result.
func (q *query) count(ctx context.Context, s Searcher, r search.Request, a asked, found *search.Response, out *SearchResult) error {
	for _, name := range a.names {
		if facet, ok := facetOf(name); ok {
			out.Facets[name] = counted(found.Facets[facet])
		} else if isNumber(name) {
			q.countNumber(name, found.Numbers[name], out)
		}
	}
	if a.levels {
		counts, err := q.levels(ctx, s, r, found.Facets[index.FacetDepartment])
		if err != nil {
			return err
		}
		out.Facets[attributeTreatment] = counts
	}
	if a.everything {
		out.Rendering = &Rendering{FacetOrdering{FacetOrder{a.names}}}
	}
	return nil
}

// counted is a facet as InstantSearch shows it: by the labels of its values, without values
// that nothing has.
func counted(facet []search.Facet) Counts {
	out := Counts{}
	for _, f := range facet {
		if f.Count > 0 {
			out = append(out, Count{f.Label, f.Count})
		}
	}
	return out
}

func (q *query) countNumber(name string, numbers []index.NumberCount, out *SearchResult) {
	counts, total, scale := Counts{}, 0, scaleOf(name)
	stats := FacetStats{}
	for i, n := range numbers {
		v := math.Round(n.Value*scale*1000) / 1000 // a day is no whole part of the number that is kept
		if i == 0 {
			stats.Min = v
		}
		stats.Max = v
		stats.Sum += v * float64(n.Count)
		total += n.Count
		counts = append(counts, Count{strconv.FormatFloat(v, 'f', -1, 64), n.Count})
	}
	if total > 0 {
		stats.Avg = stats.Sum / float64(total)
		out.FacetsStats[name] = stats
	}
	slices.SortStableFunc(counts, func(a, b Count) int { return b.Count - a.Count })
	out.Facets[name] = counts[:min(len(counts), q.values)]
}

// levels counts what the articles of each department are about. An article can be of two
// departments and about two treatments: then it counts for each of the four, as it is what
// one finds there.
func (q *query) levels(ctx context.Context, s Searcher, r search.Request, departments []search.Facet) (Counts, error) {
	r.CountOnly, r.Page, r.PerPage = true, 0, 0
	r.Facets, r.Numbers = []string{index.FacetTreatment}, nil
	filters, out := r.Filters, Counts{}
	for _, d := range departments {
		r.Filters = append(slices.Clip(filters), index.Filter{Name: index.FacetDepartment, Any: []string{d.Value}})
		found, err := s.Search(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("instantsearch: %w", err)
		}
		for _, t := range found.Facets[index.FacetTreatment] {
			out = append(out, Count{d.Value + levelSeparator + t.Value, t.Count})
		}
	}
	slices.SortStableFunc(out, func(a, b Count) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
	return out[:min(len(out), q.values)], nil
}

// FacetResult is what a search inside the values of a facet is answered with.
type FacetResult struct {
	Hits       []FacetHit `json:"facetHits" doc:"The values, the most frequent first"`
	Exhaustive bool       `json:"exhaustiveFacetsCount" doc:"Counts are exact"`
	TookMS     int        `json:"processingTimeMS" doc:"Milliseconds that it took"`
}

// FacetHit is one value of a facet.
type FacetHit struct {
	Value       string `json:"value" doc:"The value"`
	Highlighted string `json:"highlighted" doc:"The same with marks"`
	Count       int    `json:"count" doc:"How many of what was found have it"`
}

func (q *query) facetValues(ctx context.Context, s Searcher, caller Caller) (*FacetResult, error) {
	facet, ok := facetOf(q.facet)
	if !ok {
		return nil, malformed("facetName: there are no values of %q to search in", shorten(q.facet))
	}
	r := q.request(caller)
	r.CountOnly, r.Page, r.PerPage, r.FacetLimit = true, 0, 0, q.facetHits
	values, err := s.FacetValues(ctx, search.FacetValuesRequest{Name: facet, Query: q.facetQuery, Request: r})
	if err != nil {
		return nil, fmt.Errorf("instantsearch: %w", err)
	}
	out := &FacetResult{Hits: []FacetHit{}, Exhaustive: true}
	for _, v := range values {
		out.Hits = append(out.Hits, FacetHit{Value: v.Label, Highlighted: q.tags.mark(search.MarkIn(v.Label, q.facetQuery)), Count: v.Count})
	}
	return out, nil
}
