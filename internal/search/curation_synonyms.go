package search

import (
	"slices"

	"shirube/index"
	"shirube/internal/lexicon"
)

// curatedNames are the stretches of q[c.start:c.end] for which editors named synonyms.
func (e *Engine) curatedNames(q string, c clause) []asked {
	if e.curated.Curation == nil || e.curated.words == nil {
		return nil
	}
	var out []asked
	for _, m := range e.curated.words.Find(q[c.start:c.end]) {
		a := asked{start: m.Start + c.start, end: m.End + c.start}
		for _, word := range m.Words {
			a.addSynonym(e.curated, e.curated.wordOf[word])
		}
		if len(a.synonyms) > 0 {
			out = append(out, a)
		}
	}
	return out
}

// addSynonym adds a synonym, if it holds for the request, once.
func (a *asked) addSynonym(c curated, synonym int) {
	if c.holds(c.synonyms[synonym].Collection) && !slices.Contains(a.synonyms, synonym) {
		a.synonyms = append(a.synonyms, synonym)
	}
}

// curate adds to a thing what editors said of its concept under another of its names; and
// where it is just a word to the lexicon, the first concept that they gave as the same
// stands for it: then what is known of the concept is known of the word.
func (a *asked) curate(e *Engine) {
	if e.curated.Curation == nil {
		return
	}
	if a.concept != nil {
		for _, synonym := range e.curated.conceptOf[a.concept.ID] {
			a.addSynonym(e.curated, synonym)
		}
		return
	}
	for _, synonym := range a.synonyms {
		for _, w := range e.curated.targets[synonym] {
			if a.concept == nil && w.concept != nil {
				a.concept = w.concept
			}
		}
	}
}

// askSynonyms adds what editors named as the same.
func (u *understood) askSynonyms(e *Engine, a asked, g *index.Group, expansion *Expansion) {
	for _, synonym := range a.synonyms {
		for _, w := range e.curated.targets[synonym] {
			if spelling(w.text) == spelling(expansion.From) {
				continue
			}
			if !slices.Contains(expansion.To, w.text) {
				expansion.To = append(expansion.To, w.text)
			}
			if w.concept != nil {
				u.askSynonymConcept(a, w.concept, g)
			}
			if len(w.tokens) > 0 {
				u.marks.words(w.tokens)
				g.Alternatives = append(g.Alternatives, weighted(w.tokens, u.weights.Concept))
			}
		}
	}
}

// askSynonymConcept adds a concept by all its names.
func (u *understood) askSynonymConcept(a asked, c *lexicon.Concept, g *index.Group) {
	if a.concept == c {
		return
	}
	g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Concepts, Text: c.ID, Weight: u.weights.Concept}})
	u.marks.concept(c.ID)
	if c.Is(lexicon.Treatment) {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Signals, Text: index.SignalAbout + c.ID, Weight: u.weights.About}})
	}
}

// eased is the worth of a thing that can be said by a synonym as well: of whichever is the
// more common, as with the names of a concept.
func eased(one worth, alternatives [][]index.Term, ofConcept float64, result *index.Result, hidden map[string]bool) worth {
	for _, alternative := range alternatives {
		other := worthOf(index.Group{Alternatives: [][]index.Term{alternative}}, ofConcept, result, hidden)
		switch {
		case !other.known || other.tells == 0:
		case !one.known:
			one = other
		default:
			one.tells, one.score = min(one.tells, other.tells), min(one.score, max(other.score, one.score/2))
		}
	}
	return one
}
