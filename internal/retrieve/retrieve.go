// Package retrieve makes of a search what a chatbot may quote: passages that
// answer, whole sentences in the article's own words, each with its sources, its
// supervision and a citation, within a budget, effects never without the risks of
// their treatment, and a plain word where nothing answers. It leaves finding and
// confidence to internal/search and wire formats to the front ends.
package retrieve

import (
	"context"
	"fmt"
	"slices"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Role says why a passage is in the answer.
type Role string

// The roles.
const (
	// RoleMatch is a passage that answers the query.
	RoleMatch Role = "match"
	// RoleRiskPair is a passage that tells the risks of the treatment of whose effects
	// another passage of the answer speaks.
	RoleRiskPair Role = "risk_pair"
	// RoleContraindication is a passage that says who must not have a treatment: one that
	// belongs to a passage on effects, or what the query asks for by naming a
	// contraindication.
	RoleContraindication Role = "contraindication"
)

// Answer is what a chatbot gets. Its JSON is that of POST /v1/retrieve; no slice
// in it is null.
type Answer struct {
	Passages    []Passage      `json:"passages"`
	Interpreted Interpretation `json:"interpretation"`
	Answerable  bool           `json:"answerable"` // false: nothing here answers, and there are no passages
	Notices     []string       `json:"notices"`
	// Omitted lists passages that answer, but were left out.
	Omitted []Omission `json:"omitted"`
}

// Interpretation is what was understood of the query and the conversation.
type Interpretation struct {
	search.Interpretation
	// Carried is what the query was taken to be about, because it names no treatment
	// itself and the conversation does.
	Carried []Carried `json:"carried"`
}

// Carried is a concept of an earlier turn.
type Carried struct {
	Concept string `json:"concept"` // id of the lexicon
	Label   string `json:"label"`
	From    string `json:"from"` // as the earlier turn names it
}

// Omission says why a passage was left out.
type Omission struct {
	ID        string         `json:"id"`
	ArticleID string         `json:"article_id"`
	Reason    OmissionReason `json:"reason"`
}

// OmissionReason is why a passage was left out.
type OmissionReason string

// Reasons of omissions: a larger max_chars, max_tokens or top_k makes room.
const (
	// OmittedUnpaired is a passage on effects beside which no sentence on the risks of its
	// treatment fits.
	OmittedUnpaired OmissionReason = "no_room_for_risks"
	// OmittedContraindication is a passage on who must not have a treatment that does not
	// fit beside the effects and the risks that are told of it.
	OmittedContraindication OmissionReason = "no_room_beside_effect"
)

// Passage is a stretch of an article with all that is needed to quote it.
type Passage struct {
	ID        string      `json:"id"`
	ArticleID string      `json:"article_id"`
	Title     string      `json:"title"`
	URL       string      `json:"url"`
	Kind      corpus.Kind `json:"kind"`
	Heading   string      `json:"heading"`
	Path      []string    `json:"path"`
	Text      string      `json:"text"` // whole sentences of the article, byte for byte
	// Score is the confidence of the passage, 0 to 1; of one that came along with
	// another, the other's.
	Score   float64         `json:"score"`
	Role    Role            `json:"role"`
	Sources []corpus.Source `json:"sources"`
	// Supervision is of the article; without a supervisor its name is empty.
	Supervision Supervision `json:"supervision"`
	Citation    string      `json:"citation"`
	// Article is what a search tells of the article, for front ends that show more.
	Article search.ArticleSummary `json:"-"`

	// Effect: it tells what a treatment does for somebody.
	Effect bool `json:"effect"`
	// PairedWith are the ids of the passages of this answer that tell the risks and
	// contraindications of an effect passage's treatment.
	PairedWith []string `json:"paired_with"`
	// Unpaired says why an effect passage has no risks beside it: UnpairedNoneFound, or
	// empty.
	Unpaired string `json:"unpaired"`
	// Shortened: the passage goes on in the article, or begins before.
	Shortened bool `json:"shortened"`
	// Joined are the ids of the further passages of the same section that Text goes on with.
	Joined []string `json:"joined"`
	// Suspicious says why the text, its heading or its title looks like an instruction to a
	// language model, which must not be followed; empty for nearly all.
	Suspicious []string `json:"suspicious"`
}

// UnpairedNoneFound says that no passage on the risks of the treatment was found, in the
// article or another on the same treatment; not that there are none.
const UnpairedNoneFound = "no_risk_passage_found"

// Supervision is who answers for an article, and when they last did.
type Supervision struct {
	Name     string     `json:"name"`
	Reviewed *time.Time `json:"reviewed"`
}

// Searcher is what this package needs of a search engine.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
	// Article returns a whole article, search.ErrNotFound if it is not in the scope.
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
	// Named returns the concepts that a text names.
	Named(s string) []search.Named
}

// spare is how many hits are looked at for each that is wanted: some repeat
// others, some answer nothing.
const spare = 2

// Retrieve answers a request. The error is a *search.InvalidError for one that
// cannot be answered, or the searcher's.
func Retrieve(ctx context.Context, s Searcher, r Request) (*Answer, error) {
	r, err := r.complete()
	if err != nil {
		return nil, err
	}
	query, carried := carry(s, r)
	found, err := s.Search(ctx, search.Request{
		Query: query, View: index.Passages, Collections: r.Collections, Filters: r.Filters,
		Facets: []string{}, Highlight: search.HighlightOff, Interpret: r.Interpret,
		PerPage: min(spare*r.TopK, search.MaxPerPage), WithoutPins: true,
	})
	if err != nil {
		return nil, fmt.Errorf("retrieve: %w", err)
	}
	a := &Answer{
		Passages: []Passage{}, Answerable: found.Answerable, Omitted: []Omission{},
		Interpreted: Interpretation{Interpretation: asTyped(found.Interpreted, r.Query), Carried: carried},
		Notices:     ofQuery(found),
	}
	if !found.Answerable {
		return a, nil
	}
	if found.Interpreted.Corrected != nil {
		query = found.Interpreted.Corrected.To
	}
	c := newChooser(ctx, s, r)
	if err := c.choose(found, query); err != nil {
		return nil, fmt.Errorf("retrieve: %w", err)
	}
	c.finish(a)
	return a, nil
}

// ofQuery are the notices of a search but for those about the articles that it found: of
// these, only what is chosen counts.
func ofQuery(found *search.Response) []string {
	var articles []*search.ArticleSummary
	for i := range found.Hits {
		articles = append(articles, &found.Hits[i].Article)
	}
	about := search.ArticleNotices(articles)
	return slices.DeleteFunc(slices.Clone(found.Notices), func(n string) bool { return slices.Contains(about, n) })
}
