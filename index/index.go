// Package index is the contract between the search and an engine: documents in,
// queries and filters down, hits and facet counts up. An engine stores what it
// is given and finds it again; it does not know Japanese (internal/analysis made
// the terms), what a query means, or how a hit is shown (internal/search).
package index

import (
	"context"
	"slices"
	"time"

	"shirube/corpus"
)

// Backend is an engine that serves one index generation. It is safe for use by
// many goroutines. Every engine passes the suite in indextest.
type Backend interface {
	// Search runs a query. It returns ctx.Err() soon after ctx ends.
	Search(ctx context.Context, q *Query) (*Result, error)
	// Passages returns the stored passages with these ids, in their order;
	// an id that does not exist leaves a nil. They may be shared with others who ask:
	// nobody changes them.
	Passages(ctx context.Context, ids []string) ([]*StoredPassage, error)
	// Articles returns the stored articles with these ids, likewise: only their
	// heads (no sections, FAQs, claims, dropped text), which may be shared too, or
	// whole, which are the caller's own.
	Articles(ctx context.Context, ids []string, whole bool) ([]*StoredArticle, error)
	// Tokens returns just the tokens of the passages with these ids, likewise.
	Tokens(ctx context.Context, ids []string) ([]Tokens, error)
	// Vocabulary returns the terms of the Words field in ascending order. It is for
	// the whole index, whoever asks: what is told of a term to anyone must be found
	// by a search of theirs first.
	Vocabulary(ctx context.Context) ([]TermCount, error)
	// Stats says what is in the index.
	Stats(ctx context.Context) (Stats, error)
	// Close releases the engine's files and connections.
	Close() error
}

// Writer takes the documents of a new generation, or the changes to one. Nothing
// that it was given is visible to anyone before Commit returned nil; after Abort
// it is as if it had never been. One of the two must be called.
type Writer interface {
	// Put adds an article with all its passages, in place of the one of the same
	// id in the generation that an update starts from; the same id twice in a
	// generation made from nothing is an error. It is safe for use by many
	// goroutines.
	Put(ctx context.Context, a *ArticleDocument) error
	// Delete takes an article and its passages away.
	Delete(ctx context.Context, articleID string) error
	// Commit makes the changes durable and visible, all at once.
	Commit(ctx context.Context) error
	// Abort forgets them.
	Abort() error
}

// View is what a query counts and returns.
type View string

// The views.
const (
	Articles View = "articles"
	Passages View = "passages"
)

// Field is which terms of a passage a query term is compared with.
type Field string

// The fields. Words are what the analyzer made of title, headings, question and
// body, a part's terms counted as often as its weight. Concepts are ids of
// lexicon concepts named there, and Denied and DeniedWord of what is denied there. Signals are what the passage is or holds: its
// kind ("kind:risks") and facts ("fact:cost").
const (
	Words    Field = "words"
	Concepts Field = "concepts"
	Signals  Field = "signals"
	// Pairs are the pairs of neighbouring characters that a passage has, in its text,
	// headings and title: what is no word of anybody's is found by them.
	Pairs Field = "pairs"
)

// Denied is the term of the Concepts field for a concept that a passage denies: that
// there is no pain.
func Denied(conceptID string) string { return "-" + conceptID }

// DeniedWord is the same for a word: that nothing is cut.
func DeniedWord(term string) string { return "-\x00" + term }

// Apart and ApartWord are the same for what a passage takes out of something: 「ボトックス
// 以外」 does not say that there is none.
func Apart(conceptID string) string { return "~" + conceptID }

// ApartWord is Apart for a word.
func ApartWord(term string) string { return "~\x00" + term }

// SignalKind and SignalFact begin the signals that are read back into
// PassageHit.Kind and PassageHit.Facts.
const (
	SignalKind = "kind:"
	SignalFact = "fact:"
)

// SignalAbout begins the signal of a passage whose article is about a treatment, by the
// id of its concept.
const SignalAbout = "about:"

// Term is one term to look for, in a field, scored with a weight: for Words and
// Concepts weight × BM25, for Signals and Pairs the weight itself.
type Term struct {
	Field  Field
	Text   string
	Weight float64
}

// Group is one thing that was asked for, with the ways in which a passage can
// mention it. A passage matches the group when it has all terms of one
// alternative, an article when one of its passages does.
type Group struct {
	Alternatives [][]Term
	// Must groups are matched by everything that is found; they are not among
	// those of which Need must match.
	Must bool
	// Optional groups raise what matches them; they neither let a document
	// match nor keep it from matching.
	Optional bool
}

// Query is what an engine is asked.
type Query struct {
	View View
	// Groups is what was asked for; empty means everything the filters allow.
	Groups []Group
	// Need is how many of the groups that are neither optional nor Must a document
	// must match: the passage in the passages view; in the articles view the
	// article, on whichever of its passages.
	// While fewer than Enough documents match, Need is halved (rounded up), down to
	// 1: where not everything can be had, what has most of it must not be shut out.
	Need   int
	Enough int
	// Not is what a passage must not mention to be found. In the articles view such
	// passages are as if they were not there: an article is excluded when all its
	// passages are, not when it says a word of it in one of them.
	Not []Group
	// Hidden are ids of passages that are as if they were not there; an article that has no
	// others is as if it were not there, either.
	Hidden []string
	// Also are ids of passages and articles that are found whatever Groups ask for, as far as
	// everything else allows. In the articles view a passage brings its article, and an
	// article of which no passage matches a group is found with its first one; in the passages
	// view the id of an article finds nothing.
	Also []string

	Filters     []Filter
	Collections []string  // only these; empty: all
	Now         time.Time // publication window; the zero time sees everything

	Sort  Sort
	Limit int // how many hits to return: the best ones, offset included
	// PassagesPerArticle is how many passages an article hit carries (articles view).
	PassagesPerArticle int
	Facets             []FacetRequest
	// Numbers are range names whose values are counted one by one, among what was found.
	Numbers []string
}

// Sort is the order of the hits.
type Sort string

// The orders. Unknown values are last in all of them; ties go by id.
const (
	ByRelevance Sort = "relevance"
	ByUpdated   Sort = "updated"  // newest first
	ByCost      Sort = "cost"     // lowest first
	ByDowntime  Sort = "downtime" // shortest first
)

// Facet names, as in the API. The first group belongs to articles, the second
// to passages.
const (
	FacetTreatment        = "treatment"
	FacetEffect           = "effect"
	FacetRisk             = "risk"
	FacetContraindication = "contraindication"
	FacetCondition        = "condition"
	FacetSupervisor       = "supervisor"
	FacetApproval         = "approval"
	FacetInsurance        = "insurance"
	FacetDepartment       = "department"
	FacetTag              = "tag"

	FacetKind       = "kind"
	FacetSource     = "source"
	FacetSourceType = "source_type"
)

// IDArticle and IDPassage are names of a Filter as well: its Any and None are ids then.
const (
	IDArticle = "article"
	IDPassage = "passage"
)

// ArticleFacets and PassageFacets list the facet names by what they belong to.
func ArticleFacets() []string {
	return []string{FacetTreatment, FacetEffect, FacetRisk, FacetContraindication, FacetCondition,
		FacetSupervisor, FacetApproval, FacetInsurance, FacetDepartment, FacetTag}
}

// PassageFacets lists the facets that belong to passages.
func PassageFacets() []string { return []string{FacetKind, FacetSource, FacetSourceType} }

// Range names of Filter and FacetRequest: numbers of an article.
const (
	RangeCost     = "cost"     // least price in yen
	RangeDowntime = "downtime" // longest downtime in days
	RangeReviewed = "reviewed" // days since 1970-01-01 UTC
	RangeUpdated  = "updated"  // likewise
)

// Filter keeps documents. Filters on article facets and ranges apply to the
// article; filters on passage facets together to one and the same passage.
type Filter struct {
	// Name is a facet name or IDArticle or IDPassage with Any and None, or a range name
	// with Min and Max.
	Name string
	Any  []string // one of these values; empty: any value or none
	None []string // none of these values
	Min  *float64 // inclusive; unknown never matches a range
	Max  *float64 // inclusive

	// Either keeps what one of these filters keeps, Not what this one does not: a Filter
	// has one of the two or a Name. It is on passages where a filter in it is; those in it
	// that are on articles apply to the passage's article then.
	Either []Filter
	Not    *Filter
}

// OnPassages reports whether a passage is kept or not, rather than an article with all
// of its passages.
func (f Filter) OnPassages() bool {
	if f.Not != nil {
		return f.Not.OnPassages()
	}
	return f.Name == IDPassage || slices.Contains(PassageFacets(), f.Name) || slices.ContainsFunc(f.Either, Filter.OnPassages)
}

// FacetRequest asks for the counts of one facet (Values), or of ranges of a
// number. Counts leave out the filters of the same name, so that several values
// can be chosen, unless Found is set: then what was found is counted.
type FacetRequest struct {
	Name   string
	Ranges []Range // for a range name
	Found  bool
	// Most is how many values are wanted at most, those with the highest counts; 0: all.
	Most int
}

// Range is Min ≤ x ≤ Max, like a Filter with these bounds; a nil bound is open.
type Range struct{ Min, Max *float64 }

// Result is an engine's answer.
type Result struct {
	Total int // documents of the view that match
	Need  int // how many groups had to match in the end
	Hits  []Hit
	// Passages is how many passages the index has, Frequencies how many of them
	// have each of the query's words, and ConceptFrequencies each of its concepts.
	// All are 0 where no hits were asked for.
	Passages           int
	Frequencies        map[string]int
	ConceptFrequencies map[string]int
	// Postings is how many postings the terms that count for the score have together,
	// PostingsRead how many were read to find and score the best documents: the rest an
	// engine could do without. Both are 0 where nothing was scored, or an engine cannot tell.
	Postings, PostingsRead int
	Facets                 map[string][]FacetCount  // values by count, then by value; ranges in the order asked
	Numbers                map[string][]NumberCount // ascending; nil where none was asked for
}

// NumberCount is how many of the found documents have a number; those that have none
// are not counted. A passage has the numbers of its article.
type NumberCount struct {
	Value float64
	Count int
}

// FacetCount is how many documents of the view have the value; in the articles
// view a passage's value counts for its article once.
type FacetCount struct {
	Value string
	Count int
}

// Hit is one found document. In the articles view it is an article with its best
// passages, best first, scored as the best of them.
type Hit struct {
	Article  string // article id
	Score    float64
	Passages []PassageHit // exactly one in the passages view; in reading order where nothing was asked for
}

// PassageHit is a found passage with what rescoring needs to know of it.
type PassageHit struct {
	ID    string
	Kind  corpus.Kind
	Facts []string // may be shared with others: nobody changes it
	Score float64
	// Groups says of each group of the query, the optional ones too, whether the
	// passage matches it.
	Groups []bool
}

// ArticleDocument is an article as it goes into an index.
type ArticleDocument struct {
	Article  *corpus.Article
	Passages []PassageDocument
	Facets   map[string][]string // article facets
	Numbers  Numbers
	// TitleTokens are the terms of the title with their places, for marks.
	TitleTokens Tokens
}

// Numbers are what ranges and sorting compare; nil is unknown.
type Numbers struct {
	Cost, Downtime, Reviewed, Updated *float64
}

// PassageDocument is a passage as it goes into an index.
type PassageDocument struct {
	Passage corpus.Passage
	// Words and Concepts map a term to its weighted frequency.
	Words    map[string]int
	Concepts map[string]int
	Signals  []string
	Pairs    []string // each once
	// Length is the number of word terms, weights included: BM25's document length.
	Length int
	// Tokens are the terms of Passage.Text with their places, for marks and
	// snippets.
	Tokens Tokens
	Facets map[string][]string // passage facets
}

// TermCount is a term with how many passages have it; passages that an update took
// away may be counted still.
type TermCount struct {
	Term     string
	Passages int
}

// Stats says what an index holds.
type Stats struct {
	Articles, Passages int
	Collections        map[string]int // articles by collection
	Bytes              int64          // on disk; 0 where the engine cannot tell
	Generation         string         // what is served: changes with every commit
	Built              time.Time
	Engine             string
}
