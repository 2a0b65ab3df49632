package search

import (
	"slices"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// noteWhom notes which things of a clause say who the person is that asks: whoever is
// pregnant or takes an anticoagulant wants to know first whether they may be treated at
// all. A disease says so too (てんかん 脱毛), but not where it is what is treated
// (白内障手術), where something else is asked of it (糖尿病 合併症), or where no treatment
// is named.
func noteWhom(things []asked) {
	intent := slices.ContainsFunc(things, func(a asked) bool {
		return a.intent != nil && !slices.Contains(a.intent.Kinds, string(corpus.KindPrecautions))
	})
	for i := range things {
		c := things[i].concept
		switch {
		case c == nil || !c.Is(lexicon.Contraindication) || things[i].isNot:
		case c.Kind == lexicon.Contraindication:
			things[i].whom = true
		default:
			things[i].whom = !intent && slices.ContainsFunc(things, func(a asked) bool { return a.concept != nil && isMeans(a.concept) }) && !slices.ContainsFunc(things, func(a asked) bool {
				return a.concept != nil && slices.Contains(a.concept.UsedFor, c.ID)
			})
		}
	}
}

// noteHead notes the word at the end of a clause of which the rest is said, where it is what
// every article is about: who asks for treatments without insurance does not ask for
// passages that say 治療.
func noteHead(things []asked) {
	if len(things) < 2 {
		return
	}
	if last := &things[len(things)-1]; last.plain() {
		switch last.tokens[0].Term {
		case "治療", "施術", "療法", "処置":
			last.head = true
		}
	}
}
