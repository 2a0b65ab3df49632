// Package search is what every front end calls: it understands a query, asks
// the engine, ranks what comes back, cuts snippets and sets marks. It leaves
// words to internal/analysis, concepts to internal/lexicon, postings to index
// and every wire format to the front ends.
package search

import (
	"time"

	"shirube/corpus"
	"shirube/index"
)

// Request is a search as a front end asks for it. The zero value of a field is
// its default.
type Request struct {
	Query       string
	View        index.View // default index.Articles
	Collections []string   // those the caller may see; empty: all
	Filters     []index.Filter
	// Facets names the facets to count: facet names and index.RangeCost. Nil counts all of them,
	// an empty slice none.
	Facets     []string
	FacetLimit int // values per facet; 0 is DefaultFacetLimit
	// FacetsFound counts facets among what was found, where otherwise a facet's own
	// filter is left out of its counts.
	FacetsFound bool
	// Numbers are names of ranges whose values are counted one by one, among what was found.
	Numbers []string
	// CountOnly asks for no hits: for totals, facets and numbers alone.
	CountOnly bool
	Sort      index.Sort // default index.ByRelevance
	Page      int        // 1-based; 0 is 1
	PerPage   int        // 0 is DefaultPerPage
	Match     Match
	Interpret *Interpret // nil: everything on
	Highlight Highlight
	// MarkFields marks, besides titles and snippets, what else a front end may show of a hit:
	// Hit.Fields and PassageHit.Fields.
	MarkFields bool
	Explain    bool
	Answer     bool // look for a direct answer as well
	PairRisks  bool // put risks beside hits that tell of an effect
	// WithoutPins has hits ranked by what they say alone.
	WithoutPins bool
	Now         time.Time // for publication dates; zero is the present
}

// Limits and defaults of a Request.
const (
	DefaultPerPage    = 10
	MaxPerPage        = 100
	MaxWindow         = 10_000 // page × per page
	DefaultFacetLimit = 20
	MaxQueryRunes     = 512
)

// Match says how many of the concepts of a query a document must mention.
type Match string

// The ways to match. MatchAuto asks for all of them and relaxes step by step
// when too few documents answer.
const (
	MatchAuto Match = "auto"
	MatchAll  Match = "all"
	MatchAny  Match = "any"
)

// Highlight says what to mark in titles and snippets.
type Highlight string

// The highlights: offsets, offsets and HTML, nothing.
const (
	HighlightOn   Highlight = "on"
	HighlightHTML Highlight = "html"
	HighlightOff  Highlight = "off"
)

// Interpret switches the parts of understanding a query on, one by one.
type Interpret struct {
	Spelling, Synonyms, Intent, Numbers, Negation bool
}

// Response is the answer to a Request. Its JSON is that of GET /v1/search; no
// slice in it is null.
type Response struct {
	Query         string         `json:"query"`
	View          index.View     `json:"view"`
	Total         int            `json:"total"`
	TotalRelation string         `json:"total_relation"` // "eq": totals are exact
	Answerable    bool           `json:"answerable"`
	Page          int            `json:"page"`
	PerPage       int            `json:"per_page"`
	TookMS        float64        `json:"took_ms"`
	Relaxed       bool           `json:"relaxed"` // not every hit has all that was asked for: a concept, or a range that nothing could be found in
	Interpreted   Interpretation `json:"interpretation"`
	// Answer is the FAQ entry that answers; null where none surely does, past the first page
	// and in another order than by relevance.
	Answer      *Answer            `json:"answer"`
	Hits        []Hit              `json:"hits"`
	Facets      map[string][]Facet `json:"facets"`
	Notices     []string           `json:"notices"`
	Suggestions []string           `json:"suggestions"`
	// Numbers are the counts of Request.Numbers, ascending; a front end words them.
	Numbers map[string][]index.NumberCount `json:"-"`
	// DidYouMean is what may have been meant, where what was typed finds something as well;
	// it always finds something. What was not found as it was typed is Interpreted.Corrected.
	DidYouMean *Correction `json:"did_you_mean"`
	// Relief is, where nothing was found, what is found without some of the filters: without
	// one alone where that helps, else without all of them.
	Relief []Relief `json:"relief"`
	// Questions are, where nothing was found, questions that articles answer: on what the
	// query names, where there are such.
	Questions []Question `json:"questions"`
	// Redirect is where editors say to look for this query; null where they say nothing. It
	// is a link for people: nothing follows it by itself.
	Redirect *Redirect `json:"redirect"`
}

// Relief is how much would be found without some filters of the request.
type Relief struct {
	Filters []string `json:"filters"` // their names: of facets and ranges
	Total   int      `json:"total"`   // above 0
}

// Question is an entry of an article's questions.
type Question struct {
	Question string         `json:"question"`
	Passage  string         `json:"passage_id"`
	Article  ArticleSummary `json:"article"`
}

// Interpretation is what was understood of a query.
type Interpretation struct {
	Terms      []QueryTerm     `json:"terms"`
	Corrected  *Correction     `json:"corrected"`
	Expansions []Expansion     `json:"expansions"`
	Intent     []string        `json:"intent"` // section kinds
	Filters    []AppliedFilter `json:"filters"`
	// Negations is what the query denies (痛み of 痛くない): what denies it too comes
	// first. Those that are in Excluded as well are in no hit.
	Negations []string `json:"negations"`
	Excluded  []string `json:"excluded"`
}

// QueryTerm is a stretch of the query (in code points) that was looked for as
// one thing; Concept is an id of the lexicon or empty.
type QueryTerm struct {
	Text    string `json:"text"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Concept string `json:"concept"`
}

// Correction is a spelling that was replaced.
type Correction struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Expansion is what else was looked for.
type Expansion struct {
	From string   `json:"from"`
	To   []string `json:"to"`
}

// AppliedFilter is a filter read from the words of the query.
type AppliedFilter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"`
}

// Hit is one found article or passage.
type Hit struct {
	ID      string         `json:"id"`
	Article ArticleSummary `json:"article"`
	Passage *PassageView   `json:"passage"` // the best one; null where an article was found by filters alone
	Title   Marked         `json:"title"`
	Snippet Marked         `json:"snippet"`
	Score   float64        `json:"score"`
	// Confidence is the share of hits found like this that answer the query, 0 to
	// 1: unlike Score it can be compared between queries. 1 where nothing was asked.
	Confidence float64 `json:"confidence"`
	// Pinned: editors put it where it stands, whatever its score.
	Pinned   bool         `json:"pinned"`
	Passages []PassageHit `json:"passages"` // articles view: the best passages, the first included
	// Risks is a passage of the article on its risks, or on who must not have the treatment,
	// where TellsEffect; null where the article has none.
	Risks *PassageView `json:"risks"`
	// TellsEffect reports whether any passage of the hit tells of an effect, where the request
	// asked for the risks beside it.
	TellsEffect bool `json:"tells_effect"`
	// Explanation says where the score comes from, when the request asked.
	Explanation []Signal `json:"explanation,omitempty"`
	// Evidence says where the confidence comes from, when the request asked.
	Evidence *Evidence `json:"evidence,omitempty"`
	// Fields is what else is marked, when the request asked; that of the passage is in
	// Passages, or here in the passages view.
	Fields *Fields `json:"-"`
}

// Fields is what a hit says, with marks, each text whole.
type Fields struct {
	Description Marked
	Treatments  []Marked
	// Text, Heading and Path are the passage's; empty where there is none.
	Text, Heading Marked
	Path          []Marked
}

// PassageHit is a passage with its snippet inside an article hit.
type PassageHit struct {
	Passage    PassageView `json:"passage"`
	Snippet    Marked      `json:"snippet"`
	Score      float64     `json:"score"`
	Confidence float64     `json:"confidence"` // as of Hit
	Fields     *Fields     `json:"-"`          // likewise
}

// Signal is one part of a score.
type Signal struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Why   string  `json:"why"`
}

// ArticleSummary is what a hit shows of its article.
type ArticleSummary struct {
	ID          string              `json:"id"`
	Collection  string              `json:"collection"`
	Title       string              `json:"title"`
	Description string              `json:"description"`
	URL         string              `json:"url"`
	Image       string              `json:"image"`
	Treatments  []string            `json:"treatments"`
	Supervisors []corpus.Supervisor `json:"supervisors"`
	Reviewed    *time.Time          `json:"reviewed"`
	Updated     *time.Time          `json:"updated"`
	Cost        corpus.Cost         `json:"cost"`
	Downtime    corpus.Downtime     `json:"downtime"`
	Insurance   string              `json:"insurance"`
	Approval    string              `json:"approval"`
}

// PassageView is what a hit shows of a passage.
type PassageView struct {
	ID          string              `json:"id"`
	ArticleID   string              `json:"article_id"`
	Kind        corpus.Kind         `json:"kind"`
	Heading     string              `json:"heading"`
	Path        []string            `json:"path"`
	Text        string              `json:"text"`
	Sources     []corpus.Source     `json:"sources"`
	Supervision []corpus.Supervisor `json:"supervision"`
	// Facts names what the passage holds besides words: the corpus.Fact… values.
	Facts []string `json:"facts"`
}

// Marked is a text with the places to mark, in code points of Text; HTML is the
// same with <mark> and everything else escaped, when HighlightHTML was asked.
type Marked struct {
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"`
	HTML  string   `json:"html,omitempty"`
}

// Facet is one value of a facet with its count, or one range of a number: then
// Value is empty, and a bound that is null is open.
type Facet struct {
	Value    string   `json:"value,omitempty"`
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
	Label    string   `json:"label"`
	Count    int      `json:"count"`
	Selected bool     `json:"selected"`
}
