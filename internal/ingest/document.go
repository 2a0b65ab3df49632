// Package ingest brings articles into an index: it walks the sources, has each
// file read, turns every article into what an engine stores, and reports what
// became of every file. Formats are left to corpus/reader, words to
// internal/analysis, storage to the index.Writer it is given.
package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// Weights of the parts of a passage: how often a term of the part counts as
// occurring. One term field with weighted frequencies is BM25F (Zaragoza et
// al., "Microsoft Cambridge at TREC-13", 2004).
const (
	weightTitle   = 2
	weightHeading = 5 // the passage's own heading, or its question
	weightPath    = 1 // the headings above it
	weightText    = 1
)

// documentVersion is part of the fingerprint: it changes when the same article
// becomes other documents.
const documentVersion = "6"

// Builder turns articles into documents. It is safe for concurrent use.
type Builder struct {
	an  *analysis.Analyzer
	lex *lexicon.Lexicon
}

// NewBuilder returns a Builder.
func NewBuilder(an *analysis.Analyzer, lex *lexicon.Lexicon) *Builder {
	return &Builder{an, lex}
}

// Fingerprint says what made the documents: an index with another fingerprint
// must be rebuilt.
func (b *Builder) Fingerprint() string {
	return strings.Join([]string{"documents " + documentVersion, b.an.Fingerprint(), b.lex.Fingerprint()}, "; ")
}

// Document is the article with its passages, ready for an index. The article
// must be valid and normalized; it is kept, not copied.
func (b *Builder) Document(a *corpus.Article) (*index.ArticleDocument, error) {
	if errs := a.Validate(); len(errs) > 0 {
		return nil, fmt.Errorf("article %q: %w", a.ID, errs[0])
	}
	title := b.analyse(a.Title)
	doc := &index.ArticleDocument{
		Article:     a,
		Facets:      index.FacetsOf(a),
		Numbers:     numbers(a),
		TitleTokens: title.pack(),
	}
	title = title.subject(b.lex, a)
	about := b.about(a)
	headings := map[string]part{}
	denied := deniedClaims(a)
	for _, p := range a.Passages() {
		passage := b.passage(p, title, headings, denied[p.Section])
		passage.Signals = append(passage.Signals, about...)
		doc.Passages = append(doc.Passages, passage)
	}
	return doc, nil
}

// part is a piece of text with its terms and concepts.
type part struct {
	tokens   []analysis.Token
	mentions []lexicon.Mention
}

func (b *Builder) analyse(s string) part {
	tokens, mentions := b.an.Read(s)
	return part{tokens, mentions}
}

// subject is what of a title goes into every passage. Titles of treatment
// articles list aspects (効果・費用・注意点): were they in every passage, every
// passage would be about them. So of an article about treatments only the names
// of treatments, conditions and what else is treated with stay; other articles
// (manuals, encyclopaedias) keep their whole title.
func (p part) subject(lex *lexicon.Lexicon, a *corpus.Article) part {
	var out part
	for _, m := range p.mentions {
		if namesSubject(m.Concept) {
			out.mentions = append(out.mentions, m)
		}
	}
	if len(a.Treatments) == 0 || len(out.mentions) == 0 {
		return p
	}
	for _, t := range p.tokens {
		if slices.ContainsFunc(out.mentions, func(m lexicon.Mention) bool { return t.Start < m.End && m.Start < t.End }) {
			out.tokens = append(out.tokens, t)
		}
	}
	// What the article is about counts even where the title words it otherwise.
	for _, label := range a.Treatments {
		c := lex.Lookup(label)
		if c != nil && !slices.ContainsFunc(out.mentions, func(m lexicon.Mention) bool { return m.Concept.ID == c.ID }) {
			out.mentions = append(out.mentions, lexicon.Mention{Concept: c})
		}
	}
	return out
}

// about is the signals of the treatments that an article is about.
func (b *Builder) about(a *corpus.Article) []string {
	var out []string
	for _, label := range a.Treatments {
		if c := b.lex.Lookup(label); c != nil {
			out = append(out, index.SignalAbout+c.ID)
		}
	}
	return index.Distinct(out)
}

func namesSubject(c *lexicon.Concept) bool {
	return c.Is(lexicon.Treatment) || c.Is(lexicon.Ingredient) || c.Is(lexicon.Device) || c.Is(lexicon.Condition)
}

// passage builds the document of a passage. Headings repeat, so their analysis
// is kept in headings.
func (b *Builder) passage(p corpus.Passage, title part, headings map[string]part, denied []corpus.Claim) index.PassageDocument {
	doc := index.PassageDocument{
		Passage: p,
		Facets:  index.FacetsOfPassage(p.Kind, p.Sources),
		Signals: []string{index.SignalKind + string(p.Kind)},
		Pairs:   pairs(p),
	}
	for _, fact := range p.Facts {
		doc.Signals = append(doc.Signals, index.SignalFact+fact)
	}
	body := b.analyse(p.Text)
	doc.Tokens = body.pack()
	doc.Words = make(map[string]int, len(body.tokens))
	doc.Concepts = make(map[string]int, len(body.mentions)+len(title.mentions))
	count := func(p part, weight int) {
		for _, t := range p.tokens {
			doc.Words[t.Term] += weight
			doc.Length += weight
		}
		for _, m := range p.mentions {
			doc.Concepts[m.Concept.ID] += weight
		}
	}
	count(body, weightText)
	count(title, weightTitle)
	for i, heading := range withHeading(p) {
		h, ok := headings[heading]
		if !ok {
			h = b.analyse(heading)
			headings[heading] = h
		}
		if i == 0 {
			count(h, weightHeading)
		} else {
			count(h, weightPath)
		}
	}
	for _, thing := range denials(p, body, headings[p.Heading], denied) {
		doc.Concepts[thing] += weightText
	}
	return doc
}

// pairs are the pairs of characters by which a passage is found where words do not do.
func pairs(p corpus.Passage) []string {
	return text.DistinctPairs(append(withHeading(p), p.Text)...)
}

// withHeading is the headings of a passage, its own first.
func withHeading(p corpus.Passage) []string {
	out := []string{p.Heading}
	for _, h := range p.Path {
		if h != p.Heading {
			out = append(out, h)
		}
	}
	return out
}

// pack is the terms and the mentions of concepts with their places, for marks.
func (p part) pack() index.Tokens {
	out := make([]index.Token, 0, len(p.tokens)+len(p.mentions))
	for _, t := range p.tokens {
		out = append(out, index.Token{Term: t.Term, Start: t.Start, End: t.End})
	}
	for _, m := range p.mentions {
		out = append(out, index.Token{Term: index.ConceptTerm(m.Concept.ID), Start: m.Start, End: m.End})
	}
	slices.SortStableFunc(out, func(a, b index.Token) int { return cmp.Compare(a.Start, b.Start) })
	return index.PackTokens(out)
}

func numbers(a *corpus.Article) index.Numbers {
	return index.Numbers{
		Cost:     float(a.Cost.MinYen),
		Downtime: float(a.Downtime.MaxDays),
		Reviewed: days(a.Reviewed),
		Updated:  days(a.Updated),
	}
}

func float(v *int) *float64 {
	if v == nil {
		return nil
	}
	f := float64(*v)
	return &f
}

// days is a date as index.RangeReviewed counts it.
func days(t *time.Time) *float64 {
	if t == nil {
		return nil
	}
	d := float64(t.Unix()) / (24 * 60 * 60)
	return &d
}
