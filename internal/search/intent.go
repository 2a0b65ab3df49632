package search

import (
	"slices"
	"strings"

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

// noteHead notes words that need not be mentioned, as every article is about them: 治療 at
// the end of a clause of which the rest is said, and the article itself (この記事の監修).
// Who asks for treatments without insurance does not ask for passages that say 治療.
func noteHead(q string, things []asked) {
	if len(things) < 2 {
		return
	}
	for i := range things {
		a := &things[i]
		if !a.plain() || len(a.tokens) == 0 {
			continue
		}
		switch a.tokens[0].Term {
		case "治療", "施術", "療法", "処置":
			a.head = i == len(things)-1
		case "記事", "ページ", "サイト":
			a.head = endsWithAny(q[:a.start], "この", "本", "当")
		}
	}
}

func endsWithAny(s string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(s, end) })
}
