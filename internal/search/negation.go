package search

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
)

// A query that denies (痛くない, 切らずに, 副作用のない) looks for what says so: passages
// that deny the same come first, and those that only speak of it come after them. What
// is taken out (ボトックス以外) is not asked for, and what speaks of it comes last. Only
// a minus excludes.

// denial is something that the query denies or takes out, as places in groups.
type denial struct {
	asked  int // the group of the thing
	denied int // the group of what denies it
	except bool
	word   bool    // the thing is just a word: a text has it for other reasons as well
	risk   bool    // the thing is what may happen
	best   float64 // the most of what was asked for that a candidate mentions which denies it
}

// noteDeniers notes how well the candidates answer that deny what the query denies.
func (u *understood) noteDeniers(result *index.Result) {
	for i := range u.denials {
		d := &u.denials[i]
		d.best = 0
		for _, h := range result.Hits[:min(len(result.Hits), rescoreDepth)] {
			for _, p := range h.Passages {
				if d.denied < len(p.Groups) && p.Groups[d.denied] {
					d.best = max(d.best, u.coverage(p))
				}
			}
		}
	}
}

// negated notes on the things of q[c.start:c.end] what the clause denies. A question
// (痛くないですか) denies nothing: who asks whether there are side effects must not be
// shown first what says that there are none.
func (e *Engine) negated(q string, c clause, things []asked, words []analysis.Token) {
	var named []lexicon.Mention
	for _, m := range e.mentions(q[c.start:c.end]) {
		m.Start, m.End = m.Start+c.start, m.End+c.start
		named = append(named, m)
	}
	list := analysis.Denials(q[:c.end], words, named)
	covering := func(token int) *asked {
		i := slices.IndexFunc(things, func(a asked) bool { return a.start <= words[token].Start && words[token].Start < a.end })
		if i < 0 {
			return nil
		}
		return &things[i]
	}
	for _, d := range list {
		thing, by := covering(d.Token), covering(d.By)
		if thing == nil || by == nil || by.concept != nil || asksWhoMay(by) {
			continue
		}
		if d.Asks {
			by.asks = by != thing
			continue
		}
		if d.Less && (thing.concept == nil || !thing.concept.Is(lexicon.Risk) && !thing.concept.Is(lexicon.Class)) {
			continue // 量の少ない is no denial
		}
		if by != thing {
			by.aside, by.excepts = true, by.excepts || d.Except
		}
		if after := d.By + 1; after < len(words) && suffices(words[after].Term) {
			if a := covering(after); a != nil && a.plain() {
				a.aside = true
			}
		}
		if d.Happens && thing.plain() && slices.ContainsFunc(list, func(o analysis.Denial) bool { return o.By == d.By && !o.Happens }) {
			thing.aside = true // 痛みを感じない: what is denied is 痛み
		}
		thing.note(d, q, words)
	}
}

// note notes on a thing that it is denied or taken out, and by which words.
func (a *asked) note(d analysis.Denial, q string, words []analysis.Token) {
	denied := words[d.Token]
	if a.deniedName == "" && !d.Happens {
		a.deniedName = q[denied.Start:denied.End]
	}
	a.except = a.except || d.Except
	a.denied = a.denied || !d.Except
	a.deniedWords = append(a.deniedWords, denied.Term)
	a.isNot = a.isNot || !d.Happens && !d.Less && d.By > 0 && words[d.By-1].Start < a.end
}

// suffices reports whether a word after a denial says that it is well so: 通わなくていい.
func suffices(term string) bool {
	switch term {
	case "イイ", "ヨイ", "良イ", "済ム", "スム", "大丈夫":
		return true
	}
	return false
}

// asksWhoMay reports whether a thing is a wording such as 受けられない, which is what is
// asked for, not a denial of it.
func asksWhoMay(a *asked) bool {
	return a.intent != nil && slices.Contains(a.intent.Kinds, string(corpus.KindPrecautions))
}

// plain reports whether a thing is just a word.
func (a *asked) plain() bool { return a.concept == nil && a.intent == nil }

// negate changes what is looked for of the thing that groups[asked] is, when it is
// denied or taken out.
func (u *understood) negate(e *Engine, q string, asked int, a *asked) {
	if !a.denied && !a.except {
		return
	}
	if a.except || a.concept != nil && isMeans(a.concept) {
		// What does not even mention it is as good.
		u.groups[asked].Optional = true
	}
	if a.except && !a.plain() {
		u.groups[asked].Alternatives = weightless(u.groups[asked].Alternatives)
	}
	group := index.Group{Optional: true}
	weigh := func(term string) {
		group.Alternatives = append(group.Alternatives, []index.Term{{Field: index.Concepts, Text: term, Weight: u.weights.Denial}})
	}
	concept, word := index.Denied, index.DeniedWord
	if a.except {
		concept, word = index.Apart, index.ApartWord
	}
	if a.concept != nil {
		weigh(concept(a.concept.ID))
	}
	for _, term := range a.deniedWords {
		weigh(word(term))
		for _, same := range analysis.SameEvent(term) {
			weigh(word(same))
		}
	}
	if a.intent != nil && a.denied {
		for _, says := range a.intent.Opposite {
			tokens := e.terms(says)
			group.Alternatives = append(group.Alternatives, weighted(tokens, u.weights.Denial/float64(max(len(tokens), 1))))
		}
	}
	if !a.except {
		// What denies a thing speaks of it, by whichever word.
		u.groups[asked].Alternatives = append(u.groups[asked].Alternatives, weightless(group.Alternatives)...)
	}
	u.denials = append(u.denials, denial{asked: asked, denied: len(u.groups), except: a.except, word: a.plain(), risk: a.concept != nil && a.concept.Is(lexicon.Risk)})
	u.groups = append(u.groups, group)
	u.sayNegation(q, a)
}

// sayNegation adds the thing to what is shown as denied: parts of one compound as one.
func (u *understood) sayNegation(q string, a *asked) {
	name := q[a.start:a.end]
	switch {
	case a.aside:
		return
	case a.concept != nil:
		name = a.concept.Label
	case a.intent != nil && a.deniedName != "":
		name = a.deniedName
	case a.intent == nil && len(a.tokens) == 1:
		name = analysis.DictionaryForm(q, a.tokens[0])
	}
	if last := len(u.said.Negations) - 1; last >= 0 && u.negatedTo == a.start && a.plain() {
		u.said.Negations[last] += name
	} else if !slices.Contains(u.said.Negations, name) {
		u.said.Negations = append(u.said.Negations, name)
	}
	u.negatedTo = a.end
}

// isMeans reports whether a concept is something that can be done or used, or done
// without: an article that does without it need not say so.
func isMeans(c *lexicon.Concept) bool {
	return c.Is(lexicon.Treatment) || c.Is(lexicon.Ingredient) || c.Is(lexicon.Device)
}

// exceptOnly makes a query that only takes things out (ボトックス以外) leave out the articles
// about them: all else is asked for, that first which says that it is something else. It
// reports whether the query is one.
func (u *understood) exceptOnly() bool {
	taken := map[int]bool{}
	for _, d := range u.denials {
		if d.except {
			taken[d.asked], taken[d.denied] = true, true
		}
	}
	for i, g := range u.groups {
		if !taken[i] && !slices.Contains(u.excepts, i) && g.Alternatives[0][0].Field != index.Signals {
			return false
		}
	}
	for _, d := range u.denials {
		for _, alternative := range u.groups[d.asked].Alternatives {
			if alternative[0].Field == index.Signals {
				u.not = append(u.not, index.Group{Alternatives: [][]index.Term{alternative}})
			}
		}
	}
	for _, i := range u.excepts {
		u.groups[i].Alternatives = weightless(u.groups[i].Alternatives)
	}
	return len(taken) > 0
}

func weightless(alternatives [][]index.Term) [][]index.Term {
	out := make([][]index.Term, len(alternatives))
	for i, terms := range alternatives {
		out[i] = slices.Clone(terms)
		for j := range out[i] {
			out[i][j].Weight = 0
		}
	}
	return out
}

// stance is the factor of a passage that speaks of what the query denies, and does
// not deny it. A risk counts so only where something that answers as well denies it.
func (u *understood) stance(p index.PassageHit) float64 {
	factor := 1.0
	for _, d := range u.denials {
		if d.denied >= len(p.Groups) || !p.Groups[d.asked] || p.Groups[d.denied] {
			continue
		}
		if d.risk && !d.except && u.coverage(p) > d.best {
			continue // it is told, not hidden
		}
		if d.except && d.word {
			continue // what answers 江戸以外で speaks of 江戸; it is not about it
		}
		if d.except {
			factor *= u.weights.Excepted
		} else {
			factor *= d.asserted(u.weights.Asserted)
		}
	}
	return factor
}

// exclude adds what follows a minus: by its words and, where it is the name of a
// concept, by all its names.
func (u *understood) exclude(e *Engine, q string, c clause) {
	var g index.Group
	if tokens := e.words(q, c.start, c.end); len(tokens) > 0 {
		g.Alternatives = append(g.Alternatives, typed(tokens))
	}
	if concept := e.lexicon.Lookup(q[c.start:c.end]); concept != nil {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Concepts, Text: concept.ID}})
	}
	if len(g.Alternatives) > 0 {
		u.not = append(u.not, g)
		word := strings.TrimSpace(q[c.start:c.end])
		u.said.Negations = append(u.said.Negations, word)
		u.said.Excluded = append(u.said.Excluded, word)
		u.negatedTo = -1
	}
}

// asserted is the factor of what speaks of the thing without denying it; milder for a
// word, which a text can have for many reasons.
func (d denial) asserted(weight float64) float64 {
	if d.word {
		return (1 + weight) / 2
	}
	return weight
}
