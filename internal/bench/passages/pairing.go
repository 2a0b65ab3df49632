package main

import (
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/retrieve"
)

// pairing: every passage of the sample that tells an effect is asked for by its treatment
// and heading, in several budgets; wherever it is answered, the risks of its treatment are
// too, in the budget.
func (m *sample) pairing(*questions) ([]*figure, error) {
	paired := &figure{what: "effects come with the risks of their treatment", bound: 1}
	reached := &figure{what: "passages on effects are found by treatment and heading", bound: 0.9}
	within := &figure{what: "answers on effects keep their budget", bound: 1}
	for _, a := range m.corpus.All() {
		for _, p := range a.Passages() {
			if !tellsEffect(a, &p) {
				continue
			}
			found := false
			for _, chars := range []int{120, 400, answerChars, retrieve.DefaultMaxChars} {
				for _, topK := range []int{1, 2, retrieve.DefaultTopK} {
					answer, err := m.retrieve(retrieve.Request{Query: strings.Join(a.Treatments, " ") + " " + p.Heading, MaxChars: chars, TopK: topK})
					if err != nil {
						return nil, err
					}
					what := func() string { return fmt.Sprintf("%s#%s in %d, %d: %s", a.ID, p.Heading, chars, topK, told(answer)) }
					for _, given := range answer.Passages {
						found = found || given.ID == p.ID
						if given.Effect || m.isEffect(&given) {
							paired.add(m.hasRisks(answer, &given), what)
						}
					}
					within.add(length(answer) <= chars && len(answer.Passages) <= topK, what)
				}
			}
			reached.add(found, func() string { return a.ID + "#" + p.Heading })
		}
	}
	return []*figure{paired, reached, within}, nil
}

func length(a *retrieve.Answer) int {
	n := 0
	for _, p := range a.Passages {
		n += len([]rune(p.Text))
	}
	return n
}

// tellsEffect reports whether a passage is of the kind, or claims an effect where risks
// are not what the section is for.
func tellsEffect(a *corpus.Article, p *corpus.Passage) bool {
	switch p.Kind {
	case corpus.KindEffects:
		return true
	case corpus.KindRisks, corpus.KindPrecautions, corpus.KindSources, corpus.KindSupervision:
		return false
	}
	return slices.ContainsFunc(a.Effects, func(c corpus.Claim) bool { return stands(c, p.Section, p.Text) })
}

// stands reports whether a claim is made in a text of a section.
func stands(c corpus.Claim, section, text string) bool {
	return c.Stance != corpus.Denied && c.Section == section && strings.Contains(text, c.Sentence)
}

func (m *sample) isEffect(p *retrieve.Passage) bool {
	known := m.passages[p.ID]
	return known != nil && tellsEffect(m.articles[p.ArticleID], known)
}

// hasRisks reports whether another passage of the answer, on the same treatment, tells a
// risk or who must not have it.
func (m *sample) hasRisks(answer *retrieve.Answer, effect *retrieve.Passage) bool {
	return slices.ContainsFunc(answer.Passages, func(p retrieve.Passage) bool {
		known := m.passages[p.ID]
		if p.ID == effect.ID || known == nil || !slices.Contains(effect.PairedWith, p.ID) {
			return false
		}
		a := m.articles[p.ArticleID]
		alike := slices.ContainsFunc(a.Treatments, func(t string) bool { return slices.Contains(m.articles[effect.ArticleID].Treatments, t) })
		told := func(c corpus.Claim) bool { return stands(c, known.Section, p.Text) }
		return alike && (slices.ContainsFunc(a.Risks, told) || slices.ContainsFunc(a.Contraindications, told))
	})
}
