package retrieve

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/search"
	"shirube/internal/text"
)

// floor is the share of the first passage's score that any other must have: a
// passage that is far less likely to answer is filler.
const floor = 0.1

// chooser fills the budget with passages.
type chooser struct {
	ctx       context.Context //nolint:containedctx // lives as long as one request
	s         Searcher
	r         Request
	hits      []search.Hit
	least     float64 // score of a passage
	left      budget
	picks     []*pick
	omitted   []Omission
	said      sayings
	anatomies *anatomies
	others    map[string][]search.Hit // what onRisksOf found
}

// pick is a chosen passage.
type pick struct {
	article    search.ArticleSummary
	view       search.PassageView
	excerpt    excerpt
	says       map[string]int // the sentences of view.Text, as text.Sayings gives them
	score      float64
	role       Role
	effect     bool
	pairedWith []*pick
	unpaired   string
	joined     []string
	along      bool // only with another
}

func newChooser(ctx context.Context, s Searcher, r Request) *chooser {
	return &chooser{
		ctx: ctx, s: s, r: r, left: newBudget(r), said: sayings{}, others: map[string][]search.Hit{},
		anatomies: &anatomies{ctx: ctx, s: s, scope: search.Scope{Collections: r.Collections}, known: map[string]*anatomy{}},
	}
}

// choose picks the hits that answer: first those that say whether somebody may be treated,
// then the others, best first, nothing twice, each with what must come along.
func (c *chooser) choose(found *search.Response, query string) error {
	c.hits = found.Hits
	c.least = c.r.MinScore
	if len(c.hits) > 0 {
		c.least = max(c.least, floor*c.hits[0].Confidence)
	}
	first, err := c.precautionsFirst(found, query)
	if err != nil {
		return err
	}
	for _, h := range first {
		if err := c.take(h, RoleContraindication); err != nil {
			return err
		}
	}
	for _, h := range c.hits {
		if err := c.take(h, RoleMatch); err != nil {
			return err
		}
	}
	for _, p := range c.picks {
		c.grow(p)
	}
	return c.join()
}

// key is the form in which texts that say the same are equal.
func key(s string) string { return text.Normalize(s).String }

// take picks a hit as far as it fits, unless it is picked already or says nothing new.
func (c *chooser) take(h search.Hit, role Role) error {
	if c.full(1) || h.Passage == nil || h.Confidence < c.least {
		return nil
	}
	says := text.Sayings(h.Passage.Text)
	if known := c.said.by(says); known != nil {
		if known.view.ID == h.Passage.ID {
			// It came along before, and answers by itself as well.
			known.score = max(known.score, h.Confidence)
			c.grow(known)
		}
		return nil
	}
	effect, err := c.isEffect(h)
	if err != nil {
		return err
	}
	p := &pick{article: h.Article, view: *h.Passage, says: says, score: h.Confidence, role: role, effect: effect}
	if effect && c.r.pairs() {
		return c.takeEffect(h, p)
	}
	if p.excerpt, err = c.excerptOf(h); err != nil {
		return err
	}
	if p.excerpt.text() != "" {
		c.add(p)
	}
	return nil
}

// excerptOf is as much of a hit as fits. What is left of a passage that is there to tell
// risks tells one: neither the effect that it weighs them against alone, nor that there are
// hardly any.
func (c *chooser) excerptOf(h search.Hit) (excerpt, error) {
	e := begin(h.Passage.Text, c.left)
	if e.whole() || h.Passage.Kind != corpus.KindRisks && h.Passage.Kind != corpus.KindPrecautions {
		return e, nil
	}
	a, err := c.anatomies.of(h.Article.ID)
	if err != nil {
		return e, err
	}
	t := a.passage(h.Passage.ID)
	if t == nil || len(t.risks)+len(t.contraindications) == 0 {
		return e, nil
	}
	useful := sentencesWith(t.Text, slices.Concat(t.risks, t.contraindications))
	if slices.ContainsFunc(useful, func(i int) bool { return i < e.to }) {
		return e, nil
	}
	own := partner{view: *h.Passage, useful: useful}
	return own.excerpt(c.left), nil
}

// isEffect reports whether a hit must not be shown without risks: it is of the kind, or
// claims an effect of a treatment, and tells no risk itself in a section that is there for
// it.
func (c *chooser) isEffect(h search.Hit) (bool, error) {
	switch {
	case !search.TellsEffect(h.Passage, &h.Article, c.s.Named):
		return false, nil
	case h.Passage.Kind != corpus.KindRisks && h.Passage.Kind != corpus.KindPrecautions:
		return true, nil
	}
	a, err := c.anatomies.of(h.Article.ID)
	if err != nil {
		return false, err
	}
	t := a.passage(h.Passage.ID)
	return t == nil || len(t.risks)+len(t.contraindications) == 0, nil
}

// takeEffect picks a hit on effects with its partners: room for those is kept first.
func (c *chooser) takeEffect(h search.Hit, p *pick) error {
	risks, contraindications, err := c.partners(h)
	if err != nil {
		return err
	}
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
			if !c.takeWith(p, one, other) {
				continue
			}
			if other.role == "" && len(second) > 0 {
				c.omit(second[0].view.ID, second[0].article.ID, OmittedContraindication)
			}
			return nil
		}
	}
	c.omit(h.Passage.ID, h.Article.ID, OmittedUnpaired)
	return nil
}

// omit notes what is left out, once.
func (c *chooser) omit(id, article string, why OmissionReason) {
	if o := (Omission{ID: id, ArticleID: article, Reason: why}); !slices.Contains(c.omitted, o) {
		c.omitted = append(c.omitted, o)
	}
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
		if known := c.said.by(o.says()); known != nil {
			if !known.tells(o) {
				return false
			}
			if !slices.Contains(p.pairedWith, known) {
				p.pairedWith = append(p.pairedWith, known)
			}
			continue
		}
		missing = append(missing, o)
		left = left.less(o.smallest())
	}
	places := 1 + len(missing)
	if c.r.PairsBeside {
		places = 1
	}
	if c.full(places) {
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
		pair := &pick{article: o.article, view: o.view, excerpt: e, says: o.says(), score: p.score, role: o.role, along: true}
		c.add(pair)
		p.pairedWith = append(p.pairedWith, pair)
	}
	return true
}

// full reports whether there are no places for so many more.
func (c *chooser) full(more int) bool {
	taken := len(c.picks)
	if c.r.PairsBeside {
		for _, p := range c.picks {
			if p.along {
				taken--
			}
		}
	}
	return taken+more > c.r.TopK
}

func (c *chooser) add(p *pick) {
	c.left = c.left.less(sizeOf(p.excerpt.text()))
	c.picks = append(c.picks, p)
	c.said.add(p.says, p)
}

// tells reports whether what is picked of a passage has a useful sentence of a partner
// with the same text.
func (p *pick) tells(o partner) bool {
	spans := text.Sentences(o.view.Text)
	return slices.ContainsFunc(o.sentences(), func(i int) bool {
		return strings.Contains(p.excerpt.text(), strings.TrimSpace(o.view.Text[spans[i].Start:spans[i].End]))
	})
}

// grow makes a shortened passage longer by what is left.
func (c *chooser) grow(p *pick) {
	now := sizeOf(p.excerpt.text())
	p.excerpt.widen(c.left.more(now))
	c.left = c.left.more(now).less(sizeOf(p.excerpt.text()))
}

// finish writes what was picked into the answer.
func (c *chooser) finish(a *Answer) {
	var articles []*search.ArticleSummary
	for i, p := range c.picks {
		a.Passages = append(a.Passages, p.passage(i+1))
		articles = append(articles, &p.article)
	}
	c.omitted = slices.DeleteFunc(c.omitted, func(o Omission) bool { // it may have found a place since
		return slices.ContainsFunc(c.picks, func(p *pick) bool { return p.view.ID == o.ID })
	})
	a.Omitted = append(a.Omitted, c.omitted...)
	a.Notices = append(a.Notices, search.ArticleNotices(articles)...)
	a.Notices = append(a.Notices, c.notices()...)
}

// notices are what a reader must know of the choice.
func (c *chooser) notices() []string {
	var out []string
	if slices.ContainsFunc(c.picks, func(p *pick) bool { return p.unpaired != "" }) {
		out = append(out, noticeUnpaired)
	}
	for _, o := range []struct {
		why    OmissionReason
		notice string
	}{{OmittedUnpaired, noticeOmitted}, {OmittedContraindication, noticeNoRoom}} {
		if slices.ContainsFunc(c.omitted, func(x Omission) bool { return x.Reason == o.why }) {
			out = append(out, o.notice)
		}
	}
	return out
}

// Notices, as readers see them.
const (
	noticeUnpaired = "効果の記述のうち、その治療のリスクや注意点を述べた箇所が見つからなかったものがあります。リスクがないという意味ではありません。医師に確認してください。"
	noticeNoRoom   = "この治療を受けられない方・注意が必要な方についての記述がありますが、収まらないため省きました。"
	noticeOmitted  = "効果の記述のうち、リスクの記述と一緒に収まらないものを省きました。"
)

// passage is a pick as a chatbot gets it; number is its place in the answer.
func (p *pick) passage(number int) Passage {
	out := Passage{
		ID: p.view.ID, ArticleID: p.article.ID, Title: p.article.Title, URL: p.article.URL,
		Article: p.article, Kind: p.view.Kind, Heading: p.view.Heading, Path: p.view.Path, Text: p.excerpt.text(),
		Score: p.score, Role: p.role, Sources: p.view.Sources,
		Supervision: Supervision{Reviewed: p.article.Reviewed},
		Effect:      p.effect, PairedWith: []string{}, Unpaired: p.unpaired, Shortened: !p.excerpt.whole(),
		Joined: notNil(p.joined), Suspicious: suspicions(p.article.Title + "\n" + p.view.Heading + "\n" + p.excerpt.text()),
	}
	for _, o := range p.pairedWith {
		out.PairedWith = append(out.PairedWith, o.view.ID)
	}
	if len(p.article.Supervisors) > 0 {
		out.Supervision.Name = p.article.Supervisors[0].Name
	}
	out.Citation = fmt.Sprintf("[%d] %s", number, search.Citation(&p.article, p.view.Heading, p.view.Sources))
	return out
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
