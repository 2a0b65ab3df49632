package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
)

// Rules are what editors decided about what is found. A rule with a collection holds for
// searches in that collection, alone or among others; a passage is hidden whoever asks.
type Rules struct {
	Synonyms  []Synonym
	Pins      []Pin
	Redirects []RedirectRule
	Hidden    []string // ids of passages
}

// Synonym has what says one of To looked for, too, where a query says one of From.
type Synonym struct {
	From, To   []string
	Collection string // empty: all
}

// Pin puts an article, or a passage with its article, at a place of the hits of some
// queries, as long as who asks may see it and the filters keep it.
type Pin struct {
	Queries    []string // in any spelling
	Contains   bool     // the query has one of Queries in it; else it is one of them
	Target     string   // id of an article or a passage
	Position   int      // 1 is the first
	Collection string   // empty: all
}

// RedirectRule tells who asks one of some queries of another query, or of an address.
type RedirectRule struct {
	Queries    []string
	Contains   bool
	To         Redirect
	Collection string // empty: all
}

// Redirect is where else to look: a link for people, which nothing follows by itself.
type Redirect struct {
	Query string `json:"query"` // to search for instead; empty where there is an address
	URL   string `json:"url"`   // of a page; empty where there is a query
	Text  string `json:"text"`  // what the link says; empty: whoever shows it words it
}

// Curation is Rules made ready for an Engine. It does not change; nil has no rules.
type Curation struct {
	synonyms []Synonym
	words    *lexicon.Words
	// wordOf is the synonym of each word, conceptOf the synonyms of each concept of which
	// From has a name.
	wordOf    []int
	conceptOf map[string][]int
	targets   [][]synonymWord // by synonym

	pins          []Pin
	pinned        asking
	redirects     []RedirectRule
	redirected    asking
	hidden        []string
	hiddenPassage map[string]bool
	hiding        string // names what is hidden, whatever its order
}

// synonymWord is a word to look for as well.
type synonymWord struct {
	text    string
	tokens  []analysis.Token
	concept *lexicon.Concept // nil: it is just words
}

// Compile makes rules ready. What could not match anything is left out.
func (e *Engine) Compile(rules Rules) *Curation {
	c := &Curation{conceptOf: map[string][]int{}, hiddenPassage: map[string]bool{}, pins: rules.Pins, redirects: rules.Redirects}
	var words []string
	for i, s := range rules.Synonyms {
		for _, word := range s.From {
			words = append(words, word)
			c.wordOf = append(c.wordOf, i)
			if concept := e.lexicon.Lookup(word); concept != nil && !slices.Contains(c.conceptOf[concept.ID], i) {
				c.conceptOf[concept.ID] = append(c.conceptOf[concept.ID], i)
			}
		}
		var targets []synonymWord
		for _, word := range s.To {
			targets = append(targets, synonymWord{word, e.analyzer.Tokens(word), e.lexicon.Lookup(word)})
		}
		c.synonyms, c.targets = append(c.synonyms, s), append(c.targets, targets)
	}
	if len(words) > 0 {
		c.words = lexicon.NewWords(words)
	}
	for i, p := range c.pins {
		c.pinned.add(i, p.Queries, p.Contains)
	}
	for i, r := range c.redirects {
		c.redirected.add(i, r.Queries, r.Contains)
	}
	for _, id := range rules.Hidden {
		if !c.hiddenPassage[id] {
			c.hiddenPassage[id] = true
			c.hidden = append(c.hidden, id)
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(c.hidden)), "\x00")))
	c.hiding = hex.EncodeToString(sum[:8])
	return c
}

// Curate has requests that begin from now on answered by c; nil: without rules.
func (e *Engine) Curate(c *Curation) { e.shared.curation.Store(c) }

// Under is the engine as if c had been put in force, whatever is: for looking at what it
// would change.
func (e *Engine) Under(c *Curation) *Engine {
	one := *e
	one.under = &curated{Curation: c}
	return &one
}

// Hidden are the ids of the passages that editors hid, for what is told of articles that were
// read with them. It is shared, and nobody changes it.
func (e *Engine) Hidden() map[string]bool {
	if c := e.snapshot(nil); c.Curation != nil {
		return c.hiddenPassage
	}
	return nil
}

// curated is the curation that one request is answered by, and the collections it asks in.
type curated struct {
	*Curation
	collections []string
}

// snapshot is the curation for a request in these collections.
func (e *Engine) snapshot(collections []string) curated {
	if e.under != nil {
		return curated{e.under.Curation, collections}
	}
	return curated{e.shared.curation.Load(), collections}
}

// holds reports whether a rule of a collection holds for the request.
func (c curated) holds(collection string) bool {
	return collection == "" || len(c.collections) == 0 || slices.Contains(c.collections, collection)
}

// asking finds rules by queries. Its zero value has none.
type asking struct {
	exact    map[string][]int
	contains []containing
}

type containing struct {
	key  string
	rule int
}

func (a *asking) add(rule int, queries []string, contains bool) {
	for _, q := range queries {
		key := queryKey(q)
		switch {
		case key == "":
		case contains:
			a.contains = append(a.contains, containing{key, rule})
		default:
			if a.exact == nil {
				a.exact = map[string][]int{}
			}
			a.exact[key] = append(a.exact[key], rule)
		}
	}
}

// of is the rules that a query asks for, each once: first those of which it is the query.
func (a *asking) of(query string) []int {
	if len(a.exact) == 0 && len(a.contains) == 0 {
		return nil
	}
	key := queryKey(query)
	out := slices.Clone(a.exact[key])
	for _, c := range a.contains {
		if strings.Contains(key, c.key) {
			out = append(out, c.rule)
		}
	}
	var once []int
	for _, rule := range out {
		if !slices.Contains(once, rule) {
			once = append(once, rule)
		}
	}
	return once
}

// queryKey is a query in the form in which its spellings are equal.
func queryKey(q string) string { return strings.Join(strings.Fields(spelling(q)), " ") }

// SameQuery reports whether two queries differ in width, case, kana or spaces at most.
func SameQuery(a, b string) bool { return queryKey(a) == queryKey(b) }

// redirect is where a request is told to look; nil: nowhere else.
func (e *Engine) redirect(r Request) *Redirect {
	c := e.curated
	if c.Curation == nil {
		return nil
	}
	for _, i := range c.redirected.of(r.Query) {
		if c.holds(c.redirects[i].Collection) {
			to := c.redirects[i].To
			return &to
		}
	}
	return nil
}

// hiding is a backend without the hidden passages.
type hiding struct {
	index.Backend
	c *Curation
}

// over is a backend as the curation has it.
func (c curated) over(backend index.Backend) index.Backend {
	if c.Curation == nil || len(c.hidden) == 0 {
		return backend
	}
	return hiding{backend, c.Curation}
}

// generation is that of an index as the curation has it: what is made of all articles is
// another where other passages are hidden.
func (c curated) generation(of string) string {
	if c.Curation == nil || len(c.hidden) == 0 {
		return of
	}
	return of + "-" + c.hiding
}

func (h hiding) Search(ctx context.Context, q *index.Query) (*index.Result, error) {
	own := *q
	own.Hidden = h.c.hidden
	return h.Backend.Search(ctx, &own)
}

func (h hiding) Passages(ctx context.Context, ids []string) ([]*index.StoredPassage, error) {
	list, err := h.Backend.Passages(ctx, ids)
	for i := range list {
		if h.c.hiddenPassage[ids[i]] {
			list[i] = nil
		}
	}
	return list, err
}

func (h hiding) Tokens(ctx context.Context, ids []string) ([]index.Tokens, error) {
	list, err := h.Backend.Tokens(ctx, ids)
	for i := range list {
		if h.c.hiddenPassage[ids[i]] {
			list[i] = nil
		}
	}
	return list, err
}

func (h hiding) Articles(ctx context.Context, ids []string, whole bool) ([]*index.StoredArticle, error) {
	list, err := h.Backend.Articles(ctx, ids, whole)
	if err != nil || !whole {
		return list, err
	}
	for _, a := range list {
		if a != nil { // a whole article is the caller's own
			a.Article.Withhold(h.c.hidden)
		}
	}
	return list, nil
}
