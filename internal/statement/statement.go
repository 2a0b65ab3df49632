// Package statement finds the sentences by which an article states what staff compare,
// check and go through: each with the passage that holds it, whether that passage cites a
// source, and which of the article's treatments it speaks of. What is done with them is left
// to who asks.
package statement

import (
	"slices"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// Article is what is said of the article that states something. It is shared by its
// statements, and nobody changes it.
type Article struct {
	ID, Collection, Title string
	URL                   string // as the article has it
	Treatments            []string
	Reviewed, Updated     *time.Time
	Supervisors           []corpus.Supervisor

	Draft                bool
	PublishAt, ExpiresAt *time.Time
}

// ArticleOf is the article as its statements name it.
func ArticleOf(a *corpus.Article) *Article {
	return &Article{
		ID: a.ID, Collection: a.Collection, Title: a.Title, URL: a.URL, Treatments: a.Treatments,
		Reviewed: a.Reviewed, Updated: a.Updated, Supervisors: a.Supervisors,
		Draft: a.Status == corpus.StatusDraft, PublishAt: a.PublishAt, ExpiresAt: a.ExpiresAt,
	}
}

// Published reports whether visitors see it at a time.
func (a *Article) Published(now time.Time) bool {
	return !a.Draft && (a.PublishAt == nil || !a.PublishAt.After(now)) && (a.ExpiresAt == nil || a.ExpiresAt.After(now))
}

// Scope is which articles somebody sees.
type Scope struct {
	Collections []string // empty: all
	Now         time.Time
	// Unpublished: what visitors do not see, or do not see yet, as well.
	Unpublished bool
	// Hidden are the ids of passages that editors hid; nobody changes it.
	Hidden map[string]bool
}

// AllHidden reports whether there are passages, and editors hid each of them.
func (s Scope) AllHidden(passages []string) bool {
	return len(passages) > 0 && !slices.ContainsFunc(passages, func(id string) bool { return !s.Hidden[id] })
}

// Sees reports whether an article is in the scope.
func (s Scope) Sees(a *Article) bool {
	return (len(s.Collections) == 0 || slices.Contains(s.Collections, a.Collection)) && (s.Unpublished || a.Published(s.Now))
}

// Statement is a sentence of an article.
type Statement struct {
	Article *Article
	Passage string // id of the passage that holds it
	Kind    corpus.Kind
	Heading string
	// Label is what it states: the preferred label of a concept, an amount, or the
	// article's own words.
	Label    string
	Concept  string // id in the lexicon; empty where it knows none
	Sentence string
	Stance   corpus.Stance
	Sourced  bool // the passage that holds it cites a source
	Sources  []corpus.Source
	// Of are the treatments that it speaks of, where the article is about several and it
	// names some of them; empty where it may be of any.
	Of []string
}

// Reader finds statements in one article.
type Reader struct {
	article  *corpus.Article
	ref      *Article
	lex      *lexicon.Lexicon
	passages []corpus.Passage
	about    []*lexicon.Concept // of article.Treatments; nil where the lexicon knows none
}

// Read prepares an article, which must be normalized and is kept.
func Read(a *corpus.Article, lex *lexicon.Lexicon) *Reader {
	r := &Reader{article: a, ref: ArticleOf(a), lex: lex, passages: a.Passages()}
	for _, label := range a.Treatments {
		r.about = append(r.about, lex.Lookup(label))
	}
	return r
}

// Ref is the article as its statements name it.
func (r *Reader) Ref() *Article { return r.ref }

// Passages are those of the article, in reading order; nobody changes them.
func (r *Reader) Passages() []corpus.Passage { return r.passages }

// Claim is the statement of a claim.
func (r *Reader) Claim(c corpus.Claim) Statement {
	s := r.at(c.Section, c.Sentence)
	s.Label, s.Concept, s.Stance = c.Label, c.Concept, c.Stance
	s.Sourced = s.Sourced || c.Sourced
	return s
}

// Claims are the statements of claims, in their order.
func (r *Reader) Claims(claims []corpus.Claim) []Statement {
	out := make([]Statement, 0, len(claims))
	for _, c := range claims {
		out = append(out, r.Claim(c))
	}
	return out
}

// Evidence are the statements that a number was read from, each sentence once.
func (r *Reader) Evidence(label string, evidence []corpus.Evidence) []Statement {
	var out []Statement
	for _, e := range evidence {
		if slices.ContainsFunc(out, func(s Statement) bool { return s.Sentence == e.Sentence }) {
			continue
		}
		s := r.at(e.Section, e.Sentence)
		s.Label = label
		out = append(out, s)
	}
	return out
}

// Telling are the sentences of passages with a fact that the words of a sentence show, such
// as corpus.FactInsurance: what the article says where no evidence was kept.
func (r *Reader) Telling(label, fact string, shows func(sentence string) bool) []Statement {
	var out []Statement
	for i := range r.passages {
		p := &r.passages[i]
		if !slices.Contains(p.Facts, fact) {
			continue
		}
		for _, span := range text.Sentences(p.Text) {
			sentence := strings.TrimSpace(p.Text[span.Start:span.End])
			if sentence == "" || !shows(sentence) || slices.ContainsFunc(out, func(s Statement) bool { return s.Sentence == sentence }) {
				continue
			}
			s := r.of(p, sentence)
			s.Label = label
			out = append(out, s)
		}
	}
	return out
}

// InPassage is a sentence of a passage.
func (r *Reader) InPassage(p *corpus.Passage, sentence string) Statement { return r.of(p, sentence) }

// at is the statement of a sentence in a section: of the passage that holds it, or of the
// section's first where it is a heading.
func (r *Reader) at(section, sentence string) Statement {
	var first *corpus.Passage
	for i := range r.passages {
		p := &r.passages[i]
		if p.Section != section {
			continue
		}
		if strings.Contains(p.Text, sentence) {
			return r.of(p, sentence)
		}
		if first == nil {
			first = p
		}
	}
	if first == nil {
		return r.besideText(section, sentence)
	}
	return r.of(first, sentence)
}

// besideText is the statement of a section that has no text of its own: the passage after
// its heading, which is below it.
func (r *Reader) besideText(section, sentence string) Statement {
	i := slices.IndexFunc(r.article.Sections, func(s corpus.Section) bool { return s.ID == section })
	if i >= 0 {
		path := r.article.Sections[i].Path
		for j := range r.passages {
			if p := &r.passages[j]; len(p.Path) >= len(path) && slices.Equal(p.Path[:len(path)], path) {
				return r.of(p, sentence)
			}
		}
	}
	return Statement{Article: r.ref, Sentence: sentence, Stance: corpus.Asserted, Sources: []corpus.Source{}}
}

func (r *Reader) of(p *corpus.Passage, sentence string) Statement {
	return Statement{
		Article: r.ref, Passage: p.ID, Kind: p.Kind, Heading: p.Heading, Sentence: sentence, Stance: corpus.Asserted,
		Sourced: len(p.Sources) > 0, Sources: p.Sources, Of: r.named(p, sentence),
	}
}

// named are those of the article's treatments that a sentence names, else those that the
// headings above it do. Of an article about one treatment nothing is said.
func (r *Reader) named(p *corpus.Passage, sentence string) []string {
	if len(r.article.Treatments) < 2 {
		return nil
	}
	if in := r.treatmentsIn(sentence); len(in) > 0 {
		return in
	}
	return r.treatmentsIn(strings.Join(append(slices.Clone(p.Path), p.Heading), "\n"))
}

func (r *Reader) treatmentsIn(s string) []string {
	var out []string
	mentions := r.lex.Find(s)
	for i, label := range r.article.Treatments {
		c := r.about[i]
		if strings.Contains(s, label) || c != nil && slices.ContainsFunc(mentions, func(m lexicon.Mention) bool { return m.Concept.ID == c.ID }) {
			out = append(out, label)
		}
	}
	return out
}

// Elsewhere reports whether a statement speaks of other treatments of its article than the
// one with this label. What is broader or narrower is no other one.
func (s *Statement) Elsewhere(label string, lex *lexicon.Lexicon) bool {
	if len(s.Of) == 0 {
		return false
	}
	c := lex.Lookup(label)
	return !slices.ContainsFunc(s.Of, func(other string) bool {
		return other == label || c != nil && Related(lex, c, lex.Lookup(other))
	})
}

// Related reports whether two concepts are one, or one is broader than the other, over any
// number of steps.
func Related(lex *lexicon.Lexicon, a, b *lexicon.Concept) bool {
	return a != nil && b != nil && (Within(lex, a, b.ID) || Within(lex, b, a.ID))
}

// Within reports whether a concept is the one with the id, or narrower.
func Within(lex *lexicon.Lexicon, c *lexicon.Concept, id string) bool {
	for seen, todo := map[string]bool{}, []*lexicon.Concept{c}; len(todo) > 0; todo = todo[1:] {
		c := todo[0]
		if c == nil || seen[c.ID] {
			continue
		}
		if c.ID == id {
			return true
		}
		seen[c.ID] = true
		for _, broader := range c.Broader {
			todo = append(todo, lex.ByID(broader))
		}
	}
	return false
}
