package retrieve

import (
	"context"
	"slices"

	"shirube/internal/search"
	"shirube/internal/text"
)

// floor is the share of the best passage's score that any other must have: a
// passage that is far less likely to answer is filler.
const floor = 0.2

// chooser fills the budget with passages.
type chooser struct {
	ctx       context.Context //nolint:containedctx // lives as long as one request
	s         Searcher
	r         Request
	hits      []search.Hit
	left      budget
	picks     []*pick
	omitted   []Omission
	texts     map[string]*pick // by the passage's text in normal form
	anatomies *anatomies
}

// pick is a chosen passage.
type pick struct {
	article    search.ArticleSummary
	view       search.PassageView
	excerpt    excerpt
	score      float64
	role       Role
	effect     bool
	pairedWith []*pick
	unpaired   string
}

func newChooser(ctx context.Context, s Searcher, r Request) *chooser {
	return &chooser{
		ctx: ctx, s: s, r: r, left: newBudget(r), texts: map[string]*pick{},
		anatomies: &anatomies{ctx: ctx, s: s, scope: search.Scope{Collections: r.Collections}, known: map[string]*anatomy{}},
	}
}

// choose picks the hits that answer, best first, no text twice, each with what must come
// along.
func (c *chooser) choose(hits []search.Hit) error {
	c.hits = hits
	least := c.r.MinScore
	for _, h := range hits {
		least = max(least, floor*h.Confidence)
	}
	for _, h := range hits {
		if len(c.picks) == c.r.TopK {
			break
		}
		if h.Passage == nil || h.Confidence < least {
			continue
		}
		if known := c.texts[key(h.Passage.Text)]; known != nil {
			continue
		}
		if err := c.take(h); err != nil {
			return err
		}
	}
	for _, p := range c.picks {
		c.grow(p)
	}
	return nil
}

// key is the form in which texts that say the same are equal.
func key(s string) string { return text.Normalize(s).String }

// take picks a hit as far as it fits.
func (c *chooser) take(h search.Hit) error {
	effect, err := c.isEffect(h)
	if err != nil {
		return err
	}
	if effect && c.r.pairs() {
		return c.takeEffect(h)
	}
	if e := begin(h.Passage.Text, c.left); e.text() != "" {
		c.add(&pick{article: h.Article, view: *h.Passage, excerpt: e, score: h.Confidence, role: RoleMatch, effect: effect})
	}
	return nil
}

func (c *chooser) isEffect(h search.Hit) (bool, error) {
	if len(h.Article.Treatments) == 0 || tellsEffects(h.Passage.Kind, nil) {
		return tellsEffects(h.Passage.Kind, nil), nil
	}
	a, err := c.anatomies.of(h.Article.ID)
	if err != nil {
		return false, err
	}
	return tellsEffects(h.Passage.Kind, a.passage(h.Passage.ID)), nil
}

// takeEffect picks a hit on effects with its partners: room for those is kept first.
func (c *chooser) takeEffect(h search.Hit) error {
	risks, contraindications, err := c.partners(h)
	if err != nil {
		return err
	}
	p := &pick{article: h.Article, view: *h.Passage, score: h.Confidence, role: RoleMatch, effect: true}
	if len(risks)+len(contraindications) == 0 {
		if p.excerpt = begin(h.Passage.Text, c.left); p.excerpt.text() != "" {
			p.unpaired = UnpairedNoneFound
			c.add(p)
		}
		return nil
	}
	main, second := risks, contraindications
	if len(risks) == 0 {
		main, second = contraindications, nil
	}
	for _, one := range main {
		for _, other := range append(slices.Clone(second[:min(len(second), 1)]), partner{}) {
			if c.takeWith(p, one, other) {
				return nil
			}
		}
	}
	c.omitted = append(c.omitted, Omission{ID: h.Passage.ID, ArticleID: h.Article.ID, Reason: OmittedUnpaired})
	return nil
}

// takeWith picks p and those of its partners that are not picked yet, or nothing.
func (c *chooser) takeWith(p *pick, partners ...partner) bool {
	left := c.left
	var missing []partner
	p.pairedWith = nil
	for _, o := range partners {
		if o.role == "" || slices.ContainsFunc(missing, func(m partner) bool { return m.view.ID == o.view.ID }) {
			continue
		}
		if known := c.texts[key(o.view.Text)]; known != nil {
			p.pairedWith = append(p.pairedWith, known)
			continue
		}
		missing = append(missing, o)
		left = left.less(o.smallest())
	}
	if len(c.picks)+1+len(missing) > c.r.TopK {
		return false
	}
	if p.excerpt = begin(p.view.Text, left); p.excerpt.text() == "" {
		return false
	}
	c.add(p)
	for i, o := range missing {
		room := c.left
		for _, later := range missing[i+1:] {
			room = room.less(later.smallest())
		}
		chars := riskChars
		if o.role == RoleContraindication {
			chars = contraindicationChars
		}
		e := o.excerpt(room.atMost(max(chars, o.smallest().chars)))
		pair := &pick{article: o.article, view: o.view, excerpt: e, score: p.score, role: o.role}
		c.add(pair)
		p.pairedWith = append(p.pairedWith, pair)
	}
	return true
}

func (c *chooser) add(p *pick) {
	c.left = c.left.less(sizeOf(p.excerpt.text()))
	c.picks = append(c.picks, p)
	c.texts[key(p.view.Text)] = p
}

// grow makes a shortened passage longer by what is left.
func (c *chooser) grow(p *pick) {
	now := sizeOf(p.excerpt.text())
	p.excerpt.widen(c.left.more(now))
	c.left = c.left.more(now).less(sizeOf(p.excerpt.text()))
}

// finish writes what was picked into the answer.
func (c *chooser) finish(a *Answer) {
	for i, p := range c.picks {
		a.Passages = append(a.Passages, p.passage(i+1))
	}
	a.Omitted = append(a.Omitted, c.omitted...)
}

// passage is a pick as a chatbot gets it; number is its place in the answer.
func (p *pick) passage(number int) Passage {
	out := Passage{
		ID: p.view.ID, ArticleID: p.article.ID, Title: p.article.Title, URL: p.article.URL,
		Article: p.article, Kind: p.view.Kind, Heading: p.view.Heading, Path: p.view.Path, Text: p.excerpt.text(),
		Score: p.score, Role: p.role, Sources: p.view.Sources,
		Supervision: Supervision{Reviewed: p.article.Reviewed},
		Effect:      p.effect, PairedWith: []string{}, Unpaired: p.unpaired, Shortened: !p.excerpt.whole(),
		Joined: []string{}, Suspicious: []string{},
	}
	for _, o := range p.pairedWith {
		out.PairedWith = append(out.PairedWith, o.view.ID)
	}
	if len(p.article.Supervisors) > 0 {
		out.Supervision.Name = p.article.Supervisors[0].Name
	}
	out.Citation = citation(out, p.article.Supervisors, number)
	return out
}
