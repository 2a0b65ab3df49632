package curation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/search"
)

// Library is the articles that rules are about.
type Library interface {
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
	Passage(ctx context.Context, id string, scope search.Scope) (*search.PassageDetail, error)
}

// Loss is what a rule is about that is not there.
type Loss struct {
	Rule Rule
	What LossKind
	// Article is the title of the article, where that is still there; Successor the id of the
	// passage in it that says most of what the rule quotes, and Says how it begins.
	Article, Successor, Says string
}

// LossKind is what has gone.
type LossKind string

// The losses.
const (
	LostArticle LossKind = "article" // there is no such article, or it is not published
	LostPassage LossKind = "passage" // its article has no such passage: its words have changed
)

// Lost lists the rules whose article or passage cannot be found: they do nothing, until it is
// back. They may be about something that has changed, and need somebody to look.
func Lost(ctx context.Context, l Library, d *Document) ([]Loss, error) {
	out := []Loss{}
	for _, r := range d.Rules {
		loss, err := lossOf(ctx, l, r)
		if err != nil {
			return nil, err
		}
		if loss != nil {
			out = append(out, *loss)
		}
	}
	return out, nil
}

func lossOf(ctx context.Context, l Library, r Rule) (*Loss, error) {
	id := r.About()
	if id == "" {
		return nil, nil
	}
	found, err := SubjectOf(ctx, l, id)
	if err != nil || found != nil {
		return nil, err
	}
	loss := &Loss{Rule: r, What: LostArticle}
	hash := strings.LastIndexByte(id, '#')
	if hash < 0 {
		return loss, nil
	}
	a, err := l.Article(ctx, id[:hash], search.Scope{WithHidden: true})
	if errors.Is(err, search.ErrNotFound) {
		return loss, nil
	}
	if err != nil {
		return nil, fmt.Errorf("curation: %w", err)
	}
	loss.What, loss.Article = LostPassage, a.Title
	best := minAlike
	for _, p := range a.Passages() {
		if like := alike(r.Quote, Quoted(p.Text)); like >= best {
			best, loss.Successor, loss.Says = like, p.ID, Quoted(p.Text)
		}
	}
	return loss, nil
}

// minAlike is the share of character pairs that two beginnings have in common from which on one
// is taken for the other, reworded.
const minAlike = 0.4

// alike is Dice's coefficient of the character pairs of two texts.
func alike(a, b string) float64 {
	pairs := func(s string) map[string]int {
		runes, out := []rune(s), map[string]int{}
		for i := 1; i < len(runes); i++ {
			out[string(runes[i-1:i+1])]++
		}
		return out
	}
	x, y, common := pairs(a), pairs(b), 0
	for pair, n := range x {
		common += min(n, y[pair])
	}
	all := len([]rune(a)) + len([]rune(b)) - 2
	if all <= 0 {
		return 0
	}
	return 2 * float64(common) / float64(all)
}

// quoteLength is how many characters of a passage a rule quotes.
const quoteLength = 60

// Quoted is the beginning of a text, as rules quote it.
func Quoted(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > quoteLength {
		return string(runes[:quoteLength-1]) + "…"
	}
	return string(runes)
}

// Subject is the article or passage that a rule is about.
type Subject struct {
	Article    string // id
	Title      string
	Collection string
	URL        string
	Passage    *search.PassageView // nil: the whole article
}

// Quote is what a rule about it quotes.
func (s *Subject) Quote() string {
	if s.Passage != nil {
		return Quoted(s.Passage.Text)
	}
	return Quoted(s.Title)
}

// SubjectOf returns the article or passage with an id, nil where there is none.
func SubjectOf(ctx context.Context, l Library, id string) (*Subject, error) {
	scope := search.Scope{WithHidden: true}
	p, err := l.Passage(ctx, id, scope)
	if err == nil {
		return &Subject{Article: p.Article.ID, Title: p.Article.Title, Collection: p.Article.Collection, URL: p.Article.URL, Passage: &p.PassageView}, nil
	}
	if !errors.Is(err, search.ErrNotFound) {
		return nil, fmt.Errorf("curation: %w", err)
	}
	a, err := l.Article(ctx, id, scope)
	switch {
	case err == nil:
		return &Subject{Article: a.ID, Title: a.Title, Collection: a.Collection, URL: a.URL}, nil
	case errors.Is(err, search.ErrNotFound):
		return nil, nil
	}
	return nil, fmt.Errorf("curation: %w", err)
}

// Warning is what somebody should know before a rule is saved.
type Warning string

// The warnings.
const (
	WarnGone     Warning = "gone"      // what it is about is not there
	WarnRisk     Warning = "risk"      // it hides what may happen, or who must not be treated
	WarnOnlyRisk Warning = "only_risk" // and no other passage of the article tells that
)

// Warn says what is dangerous about a rule. A rule with WarnRisk needs a note that says why.
func Warn(ctx context.Context, l Library, r Rule) ([]Warning, error) {
	id := r.About()
	if id == "" {
		return nil, nil
	}
	s, err := SubjectOf(ctx, l, id)
	if err != nil {
		return nil, err
	}
	if s == nil || r.Kind == KindHide && s.Passage == nil {
		return []Warning{WarnGone}, nil
	}
	if r.Kind != KindHide || !tellsRisk(s.Passage.Kind, s.Passage.Facts) {
		return nil, nil
	}
	a, err := l.Article(ctx, s.Article, search.Scope{})
	if err != nil && !errors.Is(err, search.ErrNotFound) {
		return nil, fmt.Errorf("curation: %w", err)
	}
	if a != nil && slices.ContainsFunc(a.Passages(), func(p corpus.Passage) bool { return p.ID != id && tellsRisk(p.Kind, p.Facts) }) {
		return []Warning{WarnRisk}, nil
	}
	return []Warning{WarnRisk, WarnOnlyRisk}, nil
}

// tellsRisk reports whether a passage is there for risks, or for who must not be treated, or
// tells of them.
func tellsRisk(kind corpus.Kind, facts []string) bool {
	return kind == corpus.KindRisks || kind == corpus.KindPrecautions ||
		slices.Contains(facts, corpus.FactRisk) || slices.Contains(facts, corpus.FactContraindication)
}

// Unreasoned lists the rules of a document that hide risks and do not say why, but for those
// that were there before.
func Unreasoned(ctx context.Context, l Library, before, after *Document) ([]Rule, error) {
	var out []Rule
	for _, c := range Diff(before, after) {
		if c.After == nil || c.After.Kind != KindHide || strings.TrimSpace(c.After.Note) != "" {
			continue
		}
		warnings, err := Warn(ctx, l, *c.After)
		if err != nil {
			return nil, err
		}
		if slices.Contains(warnings, WarnRisk) {
			out = append(out, *c.After)
		}
	}
	return out, nil
}
