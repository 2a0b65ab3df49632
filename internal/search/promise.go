package search

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
	"shirube/internal/text"
)

// TellsEffect reports whether a passage must not be read without the risks of its treatment:
// it is there for effects, or claims one of a treatment anywhere else. The effects of an
// article are read from its sections on effects. An introduction, a comparison or an answer to
// a question promises them as well, and is quoted alone just as easily: what it says is read
// here, sentence by sentence. A sentence that is taken for a promise and is none costs the room
// of a risk; the other way round, somebody is not warned. named tells the concepts of a text,
// as Engine.Named.
func TellsEffect(p *PassageView, a *ArticleSummary, named func(string) []Named) bool {
	switch {
	case p.Kind == corpus.KindEffects:
		return true
	case len(a.Treatments) == 0:
		return false
	}
	// An answer to a question about the effect tells of it in whatever words: 「効果はありますか」
	// 「変化を感じる方もいます」.
	return slices.Contains(p.Facts, corpus.FactEffect) || p.Kind == corpus.KindFAQ && strings.Contains(p.Heading, "効果") || promises(p, named)
}

// promises reports whether a passage says that something which people have or hope for gets
// better, in a section that is not there for something else.
func promises(p *PassageView, named func(string) []Named) bool {
	switch p.Kind {
	case corpus.KindOverview, corpus.KindSummary, corpus.KindComparison, corpus.KindFAQ, corpus.KindProcedure, corpus.KindCandidates, corpus.KindOther:
	default:
		return false
	}
	about := false // the heading names it: a question need not be repeated by its answer
	for n, span := range promising(p.Text) {
		if n == 0 {
			about = hopedFor(named(p.Heading))
		}
		if about || hopedFor(named(p.Text[span.Start:span.End])) {
			return true
		}
	}
	return false
}

// hopedFor reports whether something is named that gets better by a treatment.
func hopedFor(named []Named) bool {
	return slices.ContainsFunc(named, func(n Named) bool { return !n.Denied && n.Concept.HopedFor() })
}

// promising are the sentences that say of something that it gets better.
func promising(s string) []text.Span {
	return slices.DeleteFunc(text.Sentences(s), func(span text.Span) bool {
		sentence := strings.TrimSpace(s[span.Start:span.End])
		if !slices.ContainsFunc(signs(), func(sign string) bool { return strings.Contains(sentence, sign) }) {
			return true
		}
		return !slices.ContainsFunc(better.FindAllStringIndex(sentence, -1), func(at []int) bool {
			return !takenBack.MatchString(sentence[at[0]:])
		})
	})
}

// signs are words of which one stands wherever better matches, which takes much longer.
func signs() []string {
	return []string{
		"効", "改善", "解消", "軽減", "緩和", "予防", "若返り", "美白", "引き", "アップ", "発毛", "育毛", "増毛",
		"薄く", "目立", "らかに", "白く", "明るく", "ふっくら", "小さく", "浅く", "細く", "若々しく", "すっきり",
		"整え", "らげ", "抑え", "減ら", "減り", "治りま", "治せま", "取れます", "消えます",
	}
}

var (
	// better is said of what a treatment does.
	better = regexp.MustCompile(pattern.Joined(`
		(?:効果|効能|有効性|改善|解消|軽減|緩和|予防|若返り|美白|引き締め|リフトアップ|ボリュームアップ|発毛|育毛|増毛)
			(?:効果|作用)?(?:が|を|も|は|まで)?(?:、|十分に|大きく|長く|高い)*(?:期待|見込|得ら|実感|認めら|発揮|あり|ある|でき|し(?:ます|、|て|た)|する|され|につなが|に(?:効果的|役立|有効|導))
		|効果的(?:です|な|に)|効きます
		|(?:薄く|目立たなく|目立ちにくく|なめらかに|滑らかに|白く|明るく|ふっくらと?|小さく|浅く|細く|若々しく|すっきり)(?:なり|なる|し(?:ます|て|、)|する|見え)
		|整え(?:ます|る)|引き締(?:まり|まる|めます|める)|引き上げ(?:ます|る)|やわらげ(?:ます|る)|和らげ(?:ます|る)|抑え(?:ます|る)|減らし(?:ます|、)|減らす
		|減ります|治(?:ります|せます)|取れます|消えます`))
	// takenBack is the rest of a clause that asks, or denies at its end.
	takenBack = regexp.MustCompile(`^[^、]*(?:か|ません|ない|なかった|ないと[^、。]{0,12}|[？?])[。．？?]?$`)
)
