package instantsearch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/search"
)

// mostRequests is how many queries one request can hold: InstantSearch sends one for the
// hits and one for each facet that something is chosen in.
const mostRequests = 50

// Bounds and defaults of queries, which are Algolia's where they are not the search's.
const (
	defaultHits   = 20
	defaultValues = 100
	mostValues    = 1000
	defaultFacets = 10 // values that a search inside a facet returns
	mostFacets    = 100
)

// Request is what a client sends.
type Request struct {
	Requests []Query `json:"requests" minItems:"1" maxItems:"50" doc:"The queries, each answered by itself"`
}

// Query is one of the queries of a request.
type Query struct {
	IndexName string          `json:"indexName" enum:"articles,articles_updated,articles_cost,articles_downtime,passages,passages_updated,passages_cost,passages_downtime" doc:"What a hit is, and in what order"`
	Type      string          `json:"type,omitempty" enum:"default,facet" doc:"facet searches inside the values of a facet. Default: default"`
	Facet     string          `json:"facet,omitempty" doc:"The facet, where type is facet"`
	Params    json.RawMessage `json:"params,omitempty" doc:"The search parameters: an object, or a URL-encoded string"`
}

// Decode reads a request. The error says what is wrong with it.
func Decode(body []byte) (*Request, *Error) {
	var r Request
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&r); err != nil {
		return nil, malformed("The body is not a JSON object with requests: %s", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed("There is something after the JSON object")
	}
	switch n := len(r.Requests); {
	case n == 0:
		return nil, malformed("requests: there is none")
	case n > mostRequests:
		return nil, malformed("requests: there are %d, at most %d are answered", n, mostRequests)
	}
	return &r, nil
}

// FacetQueries makes of the requests searches inside the values of a facet, which each
// names as facetName in its parameters.
func (r *Request) FacetQueries() {
	for i := range r.Requests {
		r.Requests[i].Type = typeFacet
	}
}

const (
	typeDefault = "default"
	typeFacet   = "facet"
)

// query is a query as it was read.
type query struct {
	index string // as it was named
	view  index.View
	sort  index.Sort
	match search.Match
	// interpret is nil where everything may be read into the query.
	interpret *search.Interpret

	text string
	cut  bool // it was longer

	page, hits int // page counts from 0
	facets     []string
	values     int // of each facet
	filters    []index.Filter

	retrieve, highlight, snippet patterns
	tags                         tags
	ellipsis                     string
	clicks, ranking              bool

	facet, facetQuery string // where values of a facet are asked for
	facetHits         int

	echo string // the parameters, URL-encoded
}

// read reads a query. Parameters that are not known are passed over, as there are many that
// concern Algolia alone; what is known and cannot be read is an error.
func (in *Query) read() (*query, *Error) {
	q := &query{index: in.IndexName}
	var err *Error
	if q.view, q.sort, err = indexOf(in.IndexName); err != nil {
		return nil, err
	}
	p, err := paramsOf(in.Params)
	if err != nil {
		return nil, err
	}
	q.echo = p.encode()
	q.readText(p)
	q.readPaging(p)
	q.readFacets(p, in)
	q.readShown(p)
	q.readFilters(p)
	if p.err != nil {
		return nil, p.err
	}
	return q, nil
}

// readText reads what was typed. What is longer than a search takes is cut, as nothing that
// is typed is an error.
func (q *query) readText(p *params) {
	q.text = strings.ToValidUTF8(p.text("query"), string(utf8.RuneError))
	if r := []rune(q.text); len(r) > search.MaxQueryRunes {
		q.text, q.cut = string(r[:search.MaxQueryRunes]), true
	}
	switch match := p.text("match"); search.Match(match) {
	case "", search.MatchAuto, search.MatchAll, search.MatchAny:
		q.match = search.Match(match)
	default:
		p.fail("match: %q is none of auto, all, any", shorten(match))
	}
	if p.text("typoTolerance") == "false" {
		q.interpret = &search.Interpret{Synonyms: true, Intent: true, Numbers: true, Negation: true}
	}
}

func (q *query) readPaging(p *params) {
	q.page = p.number("page", 0, 0, search.MaxWindow)
	q.hits = p.number("hitsPerPage", defaultHits, 0, search.MaxPerPage)
}

func (q *query) readFacets(p *params, in *Query) {
	q.facets = p.list("facets")
	q.values = p.number("maxValuesPerFacet", defaultValues, 1, mostValues)
	switch in.Type {
	case "", typeDefault:
		return
	case typeFacet:
	default:
		p.fail("type: %q is neither default nor facet", shorten(in.Type))
		return
	}
	q.facet, q.facetQuery = in.Facet, p.text("facetQuery")
	if q.facet == "" {
		q.facet = p.text("facetName")
	}
	q.facetHits = p.number("maxFacetHits", defaultFacets, 1, mostFacets)
	if q.facet == "" {
		p.fail("facetName: is missing")
	}
}

func (q *query) readShown(p *params) {
	q.retrieve = p.patterns("attributesToRetrieve", patterns{"*"})
	q.highlight = p.patterns("attributesToHighlight", patterns{"*"})
	q.snippet = p.patterns("attributesToSnippet", nil)
	for i, s := range q.snippet { // attribute:number of words
		q.snippet[i], _, _ = strings.Cut(s, ":")
	}
	q.tags = tags{p.textOr("highlightPreTag", "<em>"), p.textOr("highlightPostTag", "</em>")}
	q.ellipsis = p.textOr("snippetEllipsisText", ellipsis)
	q.clicks, q.ranking = p.flag("clickAnalytics"), p.flag("getRankingInfo")
}

func (q *query) readFilters(p *params) {
	for _, read := range []func(*params) ([]index.Filter, *Error){q.facetFilters, q.numericFilters, q.tagFilters, q.expression} {
		filters, err := read(p)
		if err != nil {
			p.failed(err)
			return
		}
		q.filters = append(q.filters, filters...)
	}
}

// params are the search parameters of a query by name. The first that cannot be read stays
// in err.
type params struct {
	values map[string]any // strings, float64s, bools, []any
	err    *Error
}

// paramsOf reads parameters: an object, or a URL-encoded string, whose arrays are JSON.
func paramsOf(raw json.RawMessage) (*params, *Error) {
	p := &params{values: map[string]any{}}
	var encoded string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return p, nil
	case json.Unmarshal(raw, &encoded) == nil:
		given, err := url.ParseQuery(encoded)
		if err != nil {
			return nil, malformed("params: not URL-encoded: %s", err)
		}
		for name, v := range given {
			p.values[name] = v[len(v)-1]
		}
	case json.Unmarshal(raw, &p.values) != nil:
		return nil, malformed("params: neither an object nor a URL-encoded string")
	}
	return p, nil
}

func (p *params) failed(err *Error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *params) fail(format string, args ...any) { p.failed(malformed(format, args...)) }

// encode writes the parameters as Algolia says what it was asked.
func (p *params) encode() string {
	out := url.Values{}
	for name, v := range p.values {
		if s, ok := v.(string); ok {
			out.Set(name, s)
		} else if b, err := json.Marshal(v); err == nil {
			out.Set(name, string(b))
		}
	}
	return out.Encode()
}
