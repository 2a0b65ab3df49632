// Package quality goes through all articles for what an editor should look at: effects without
// a source, articles that say nothing of risks or of who must not be treated, reviews that are
// old or missing, articles on one treatment that contradict one another on cost or downtime,
// near duplicates, and what the advertising rules ask for and is missing. Every finding says
// where and why. What it does not find may be there still; what to do about it is the editor's.
package quality

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"shirube/corpus"
	"shirube/internal/adcheck"
	"shirube/internal/lexicon"
	"shirube/internal/statement"
)

// Kind is what is found.
type Kind string

// The kinds, those first that matter most to who is treated.
const (
	NoRisks        Kind = "no_risks"       // nothing on risks
	NoPrecautions  Kind = "no_precautions" // nothing on who must not be treated
	UnsourcedClaim Kind = "unsourced"      // an effect where no source is cited
	CostApart      Kind = "cost"           // prices that have nothing in common
	DowntimeApart  Kind = "downtime"       // likewise days of recovery
	StaleReview    Kind = "stale"          // reviewed too long ago
	NoReview       Kind = "unreviewed"     // no review is dated
	Duplicate      Kind = "duplicate"      // much the same text twice
	MissingItem    Kind = "advertising"    // what the advertising rules ask for
)

// Kinds are all kinds, in their order.
func Kinds() []Kind {
	return []Kind{NoRisks, NoPrecautions, UnsourcedClaim, CostApart, DowntimeApart, StaleReview, NoReview, Duplicate, MissingItem}
}

// Place is a sentence of an article.
type Place struct {
	Article  *statement.Article
	Passage  string // id; empty where it is of the article as a whole
	Sentence string
}

// Finding is something to look at.
type Finding struct {
	Kind Kind
	Place
	// What is it: the effect, the treatment, the item that is missing.
	What string
	// Why the advertising check calls it missing; empty otherwise.
	Why string
	// Since when it is so, as far as the article's own dates tell; nil: unknown.
	Since *time.Time
	// Other is the place that contradicts, or says the same.
	Other *Place
	// Range and OtherRange are the amounts in yen, or the days, that contradict.
	Range, OtherRange statement.Range
	Per               string // what the amounts are for, as corpus.Cost.Per
	// Hidden: editors hid the passage, so that nobody else is told of it.
	Hidden bool
	// Share of the shorter text is in the other one: 0 to 1.
	Share float64
}

// Health is what was found in the articles of an index. Add articles, then Done; then it does
// not change, and is safe for use by many goroutines.
type Health struct {
	lex      *lexicon.Lexicon
	articles []*checked
	texts    *texts // while it is made
	options  adcheck.Options
	items    map[string]checkedItems // by article
	before   map[string]checkedItems // of the generation before, while it is made
	pairs    []pair
}

// checked is an article with what was found in it alone.
type checked struct {
	ref      *statement.Article
	findings []Finding
	figures  []figure
	passages []piece
	// risks and precautions are the passages that tell of them, where an article on a
	// treatment has any.
	risks, precautions []string
}

// piece is a passage with the kind of its section.
type piece struct {
	id   string
	kind corpus.Kind
}

// figure is what an article gives for the cost or the downtime of a treatment.
type figure struct {
	kind           Kind
	treatment, per string
	bounds         statement.Range
	Place
}

// NewHealth begins. What the advertising check found in articles that have not changed since
// the health before is taken over, for it takes most of the time; before may be nil.
func NewHealth(lex *lexicon.Lexicon, before *Health) *Health {
	h := &Health{lex: lex, texts: newTexts(), options: itemsOnly(), items: map[string]checkedItems{}}
	if before != nil {
		h.before = before.items
	}
	return h
}

// Add looks through an article. It is not safe for concurrent use.
func (h *Health) Add(a *corpus.Article) {
	r := statement.Read(a, h.lex)
	c := &checked{ref: r.Ref(), passages: make([]piece, 0, len(r.Passages()))}
	for _, p := range r.Passages() {
		c.passages = append(c.passages, piece{p.ID, p.Kind})
	}
	c.risks, c.precautions = c.telling(corpus.KindRisks, r.Claims(a.Risks)), c.telling(corpus.KindPrecautions, r.Claims(a.Contraindications))
	c.unsourced(r, a)
	h.item(c, a)
	h.articles = append(h.articles, c)
	if bounds, ok := statement.CostRange(a.Cost); ok {
		c.note(CostApart, a.Cost.Per, bounds, r.Evidence("", a.Cost.Evidence))
	}
	if bounds, ok := statement.DowntimeRange(a.Downtime); ok {
		c.note(DowntimeApart, "", bounds, r.Evidence("", a.Downtime.Evidence))
	}
	h.texts.add(len(h.articles)-1, r.Passages())
}

// Done ends adding.
func (h *Health) Done() {
	h.pairs = h.texts.pairs()
	h.texts, h.before = nil, nil
}

// whole is the article as a whole.
func (c *checked) whole() Place { return Place{Article: c.ref} }

// telling are the passages of a kind of section, and those that say something.
func (c *checked) telling(kind corpus.Kind, said []statement.Statement) []string {
	var out []string
	for _, p := range c.passages {
		if p.kind == kind {
			out = append(out, p.id)
		}
	}
	for i := range said {
		out = append(out, said[i].Passage)
	}
	return out
}

// lacks are the findings of what an article on a treatment says nothing of that anybody is shown.
func (c *checked) lacks(scope statement.Scope) []Finding {
	if len(c.ref.Treatments) == 0 {
		return nil // what a clinic's manual need not say
	}
	var out []Finding
	note := func(kind Kind, passages []string) {
		if hidden := scope.AllHidden(passages); hidden || len(passages) == 0 {
			out = append(out, Finding{Kind: kind, Place: c.whole(), Since: c.ref.Updated, Hidden: hidden})
		}
	}
	note(NoRisks, c.risks)
	note(NoPrecautions, c.precautions)
	return out
}

// unsourced notes the effects that the article claims where it cites no source.
func (c *checked) unsourced(r *statement.Reader, a *corpus.Article) {
	for _, claim := range a.Effects {
		if claim.Stance == corpus.Denied {
			continue
		}
		if s := r.Claim(claim); !s.Sourced {
			c.findings = append(c.findings, Finding{Kind: UnsourcedClaim, Place: Place{c.ref, s.Passage, s.Sentence}, What: s.Label, Since: a.Updated})
		}
	}
}

// checkedItems is what the advertising check found missing in an article, by a hash of it.
type checkedItems struct {
	hash    uint64
	missing []adcheck.Item
}

// itemsOnly leaves out the phrases that the check looks for, which are not listed here.
func itemsOnly() adcheck.Options {
	o := adcheck.Options{Levels: map[string]adcheck.Level{}}
	for _, rule := range adcheck.Rules() {
		if rule.Suggestion != "" {
			o.Levels[rule.ID] = adcheck.Off
		}
	}
	return o
}

// item notes what the advertising rules ask the article for and is not in it.
func (h *Health) item(c *checked, a *corpus.Article) {
	hash := contentHash(a)
	found, ok := h.before[a.ID]
	if !ok || found.hash != hash {
		found = checkedItems{hash: hash}
		for _, item := range h.options.Check(a).Items {
			if item.Status == adcheck.Missing {
				item.Positions = nil
				found.missing = append(found.missing, item)
			}
		}
	}
	h.items[a.ID] = found
	for _, item := range found.missing {
		c.findings = append(c.findings, Finding{Kind: MissingItem, Place: c.whole(), What: item.Label, Why: item.Why, Since: a.Updated})
	}
}

// contentHash changes with anything that was read of an article.
func contentHash(a *corpus.Article) uint64 {
	h := xxhash.New()
	// An article is what encoding/json wrote and read: nothing of it fails.
	_ = json.NewEncoder(h).Encode(a)
	return h.Sum64()
}

// note keeps a figure for the treatments that it is of: of an article about several, only for
// those that its sentence or its headings name.
func (c *checked) note(kind Kind, per string, bounds statement.Range, said []statement.Statement) {
	if len(said) == 0 {
		return
	}
	s := &said[0]
	treatments := c.ref.Treatments
	if len(treatments) > 1 {
		treatments = s.Of
	}
	for _, t := range treatments {
		c.figures = append(c.figures, figure{kind, t, per, bounds, Place{c.ref, s.Passage, s.Sentence}})
	}
}

// Options are what an editor's team decided.
type Options struct {
	// MaxAge is how many months a review is good for; 0 is DefaultMaxAge.
	MaxAge int
}

// DefaultMaxAge is how many months a review is good for.
const DefaultMaxAge = 12

// Report is what was found among the articles that somebody sees.
type Report struct {
	Articles int
	// Findings are those of a kind, by articles in the order of the index.
	Findings map[Kind][]Finding
	Coverage []Coverage
	// Reviews are the dates of the last review, one an article; nil: none is known.
	Reviews []*time.Time
	// Collections are those that the articles are of, in order.
	Collections []string
}

// Coverage is what the articles of a treatment have on each kind of section.
type Coverage struct {
	Treatment string
	Articles  int
	Kinds     map[corpus.Kind]Covered
}

// Covered is how many articles have passages in sections of a kind, and how many these are.
type Covered struct{ Articles, Passages int }

// Report is what was found in the articles of a scope.
func (h *Health) Report(scope statement.Scope, o Options) *Report {
	if o.MaxAge == 0 {
		o.MaxAge = DefaultMaxAge
	}
	r := &Report{Findings: map[Kind][]Finding{}}
	seen := make([]bool, len(h.articles))
	var figures []figure
	for i, c := range h.articles {
		if seen[i] = scope.Sees(c.ref); !seen[i] {
			continue
		}
		r.Articles++
		r.Reviews = append(r.Reviews, c.ref.Reviewed)
		if at, known := slices.BinarySearch(r.Collections, c.ref.Collection); !known {
			r.Collections = slices.Insert(r.Collections, at, c.ref.Collection)
		}
		for _, f := range append(c.lacks(scope), c.findings...) {
			f.Hidden = f.Hidden || scope.Hidden[f.Passage]
			r.Findings[f.Kind] = append(r.Findings[f.Kind], f)
		}
		for _, f := range c.figures {
			if !scope.Hidden[f.Passage] { // what nobody is shown contradicts nothing
				figures = append(figures, f)
			}
		}
		r.review(c.ref, scope.Now, o.MaxAge)
	}
	for _, f := range contradictions(figures) {
		r.Findings[f.Kind] = append(r.Findings[f.Kind], f)
	}
	for _, p := range h.pairs {
		if seen[p.a] && seen[p.b] {
			f := p.finding(h.articles[p.a].ref, h.articles[p.b].ref)
			f.Hidden = scope.Hidden[f.Passage] || scope.Hidden[f.Other.Passage]
			r.Findings[Duplicate] = append(r.Findings[Duplicate], f)
		}
	}
	r.Coverage = h.coverage(seen, scope)
	return r
}

// review notes a review that is old or missing.
func (r *Report) review(a *statement.Article, now time.Time, months int) {
	if a.Reviewed == nil {
		r.Findings[NoReview] = append(r.Findings[NoReview], Finding{Kind: NoReview, Place: Place{Article: a}, Since: a.Updated})
		return
	}
	if until := a.Reviewed.AddDate(0, months, 0); until.Before(now) {
		r.Findings[StaleReview] = append(r.Findings[StaleReview], Finding{Kind: StaleReview, Place: Place{Article: a}, Since: &until})
	}
}

// coverage counts, for every treatment, what its articles have and a scope shows.
func (h *Health) coverage(seen []bool, scope statement.Scope) []Coverage {
	at := map[string]int{}
	var out []Coverage
	for i, c := range h.articles {
		if !seen[i] {
			continue
		}
		kinds := map[corpus.Kind]int{}
		for _, p := range c.passages {
			if !scope.Hidden[p.id] {
				kinds[p.kind]++
			}
		}
		for _, t := range c.ref.Treatments {
			j, ok := at[t]
			if !ok {
				j = len(out)
				at[t] = j
				out = append(out, Coverage{Treatment: t, Kinds: map[corpus.Kind]Covered{}})
			}
			out[j].Articles++
			for k, passages := range kinds {
				had := out[j].Kinds[k]
				out[j].Kinds[k] = Covered{had.Articles + 1, had.Passages + passages}
			}
		}
	}
	slices.SortFunc(out, compareCoverage)
	return out
}
