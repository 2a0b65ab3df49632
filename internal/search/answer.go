package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
)

// Answer is the FAQ entry that answers a query: whole, with all that a reader must know
// beside it.
type Answer struct {
	// Passage is the entry as it was found; of a long one, the piece that was.
	Passage  PassageView    `json:"passage"`
	Article  ArticleSummary `json:"article"`
	Question string         `json:"question"`
	Text     string         `json:"text"` // the answer, whole, in the article's own words
	// Citation is a line to set under it: title, question, supervision, review, sources, address.
	Citation   string  `json:"citation"`
	Confidence float64 `json:"confidence"` // of the passage, as of Hit
	// Alike is how much the query and the question ask for in common, 0 to 1.
	Alike float64 `json:"-"`
	// Risks is a passage of the article on its risks, or on who must not have the treatment;
	// never null where the answer tells of an effect.
	Risks   *PassageView `json:"risks"`
	Notices []string     `json:"notices"` // of the article; those of the query are the response's
}

// What an FAQ entry must reach to be shown as the answer. `go run ./internal/bench/answers`
// shows what other thresholds would give; docs/relevance.md has what it printed.
const (
	// answerConfidence is that of its passage.
	answerConfidence = 0.35
	// answerAlike is how much the query and its question ask for in common.
	answerAlike = 0.5
)

// answer is the FAQ entry that answers the query; nil where none surely does. best is the
// most relevant hit, with its confidence.
func (e *Engine) answer(ctx context.Context, backend index.Backend, r Request, u *understood, best []rankedHit, known heads) (*Answer, error) {
	if !r.Answer || r.Page > 1 || r.Sort != index.ByRelevance || len(best) == 0 || len(best[0].Passages) == 0 {
		return nil, nil
	}
	first, confidence := best[0].Passages[0], best[0].confidence[0]
	if first.Kind != corpus.KindFAQ || confidence < e.answerAt.Confidence || len(u.named) == 0 || u.topics.astray(known[best[0].Article]) == 1 {
		return nil, nil
	}
	stored, err := backend.Passages(ctx, []string{first.ID})
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	if stored[0] == nil {
		return nil, nil
	}
	p := &stored[0].Passage
	alike := e.alikeQuestions(u, p.Heading)
	if alike < e.answerAt.Alike {
		return nil, nil
	}
	out, err := e.entry(ctx, backend, p)
	if out != nil {
		out.Confidence, out.Alike = confidence, alike
	}
	return out, err
}

// AnswerAt is what an FAQ entry must reach to be shown as the answer.
type AnswerAt struct {
	Confidence float64 // of its passage
	Alike      float64 // how much the query and the entry's question ask for in common
}

// DefaultAnswerAt is what answers are measured with.
func DefaultAnswerAt() AnswerAt { return AnswerAt{Confidence: answerConfidence, Alike: answerAlike} }

// alikeQuestions is how much of what a query asks for a question asks for as well, or the
// other way round where that is less.
func (e *Engine) alikeQuestions(u *understood, question string) float64 {
	other := e.understand(question, everything(), false)
	return min(u.within(other), other.within(u))
}

// within is the share of the things asked for, but for the subject, that o asks for, too.
func (u *understood) within(o *understood) float64 {
	all, has := 0.0, 0.0
	for i, g := range u.groups {
		if g.Optional || slices.Contains(u.named, i) {
			continue
		}
		worth := 1.0
		if u.predicates[i] {
			worth = predicateShare
		}
		all += worth
		if slices.ContainsFunc(o.groups, func(other index.Group) bool { return meet(g, other) }) {
			has += worth
		}
	}
	if all == 0 {
		return 1
	}
	return has / all
}

// meet reports whether two groups ask for one thing in some way.
func meet(a, b index.Group) bool {
	for _, one := range a.Alternatives {
		for _, other := range b.Alternatives {
			if slices.EqualFunc(one, other, func(s, t index.Term) bool { return s.Field == t.Field && s.Text == t.Text }) {
				return true
			}
		}
	}
	return false
}

// answerOf is the entry that a passage is of, with what must be beside it; nil where it
// tells of an effect, and the article of no risk.
func (e *Engine) answerOf(a *corpus.Article, p *corpus.Passage) *Answer {
	i := slices.IndexFunc(a.FAQs, func(f corpus.FAQ) bool {
		return f.Section == p.Section && f.Question == p.Heading && strings.Contains(f.Answer, p.Text)
	})
	if i < 0 {
		return nil
	}
	out := &Answer{
		Passage: viewPassage(p, a), Article: e.summarize(a), Question: a.FAQs[i].Question, Text: a.FAQs[i].Answer,
		Notices: []string{},
	}
	out.Citation = Citation(&out.Article, out.Question, p.Sources)
	out.Notices = append(out.Notices, ArticleNotices([]*ArticleSummary{&out.Article})...)
	whole := out.Passage
	whole.Text = out.Text
	for _, part := range a.Passages() {
		if part.Section == p.Section && part.Heading == p.Heading {
			whole.Facts = append(slices.Clone(whole.Facts), part.Facts...)
		}
	}
	if TellsEffect(&whole, &out.Article, e.Named) {
		if out.Risks = risksOf(a, entryOf(p)); out.Risks == nil {
			return nil
		}
	}
	return out
}

// risksOf is the passage of an article that tells most surely what speaks against its
// treatment, those left out that stand beside it anyhow; nil where none does.
func risksOf(a *corpus.Article, stands func(*corpus.Passage) bool) *PassageView {
	passages := a.Passages()
	for _, is := range []func(*corpus.Passage) bool{
		func(p *corpus.Passage) bool { return p.Kind == corpus.KindRisks && asserts(p, a.Risks) },
		func(p *corpus.Passage) bool {
			return p.Kind == corpus.KindRisks && !slices.Contains(p.Facts, corpus.FactRisk)
		},
		func(p *corpus.Passage) bool { return asserts(p, a.Risks) },
		func(p *corpus.Passage) bool {
			return p.Kind == corpus.KindPrecautions || asserts(p, a.Contraindications)
		},
	} {
		for i := range passages {
			p := &passages[i]
			if !stands(p) && strings.TrimSpace(p.Text) != "" && is(p) {
				view := viewPassage(p, a)
				return &view
			}
		}
	}
	return nil
}

// entryOf tells the passages of the entry that a passage is of: they are shown as one.
func entryOf(p *corpus.Passage) func(*corpus.Passage) bool {
	return func(q *corpus.Passage) bool { return q.Section == p.Section && q.Heading == p.Heading }
}

// asserts reports whether a passage makes one of the claims, and does not deny it.
func asserts(p *corpus.Passage, claims []corpus.Claim) bool {
	return slices.ContainsFunc(claims, func(c corpus.Claim) bool {
		return c.Section == p.Section && c.Stance != corpus.Denied && strings.Contains(p.Text, c.Sentence)
	})
}
