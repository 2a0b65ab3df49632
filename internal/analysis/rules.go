package analysis

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// rules is the version of everything in this package that decides what terms a
// text has. Raise it with every change that gives any text other terms: it is
// part of every index's fingerprint, with the terms of a probe that most such changes touch.
const rules = "4"

// negator is the one term of all that negates a predicate: ない, ぬ, ず, ません,
// なし, 以外. A search for 痛くない must be able to tell it from 痛い.
const negator = "ナイ"

// role is what a dictionary entry does beside having a term.
type role uint8

const (
	ordinary role = iota
	negates       // ない, ず, なし …: its term is negator
	prefixes      // 無 不 未 非 before a word: negates it and keeps its own term
	numeral       // 一 … 兆: part of a number
	kamo          // かも, しれる and ます: a negator after かもしれ does not negate,
	shireru       // かもしれません only hedges
	masu
	compound // a noun that may have parts
	repeats  // 々 by itself: what it repeats stands before it
	glued    // a noun with a kana that is a particle nearly everywhere: 病が
)

// judge returns the index term of a dictionary entry with this part of speech
// and base form ("" when it is not for the index), and its role.
func (t tag) judge(base string) (term string, r role) {
	switch {
	case t.negates(base):
		return negator, negates
	case t == "名詞,数" && numeralValue(base) != "":
		return numeralValue(base), numeral
	case t == "接頭詞,名詞接続" && (base == "無" || base == "不" || base == "未" || base == "非"):
		return base, prefixes
	case base == "々":
		return "", repeats
	case t.isGlued(base):
		return "", glued
	case strings.HasPrefix(string(t), "助詞") && base == "かも":
		return "", kamo
	case t == "助動詞" && base == "ます":
		return "", masu
	}
	if t == "動詞,自立" && base == "しれる" {
		r = shireru
	}
	if !t.kept(base) {
		return "", r
	}
	if t == "名詞,接尾,助数詞" {
		return counter(base), r
	}
	if strings.HasPrefix(string(t), "名詞") && isCompound(base) {
		r = compound
	}
	return clip(text.FoldKana(base)), r
}

// isGlued reports whether an entry is a rare spelling that swallows a particle.
// The dictionary has 病が for 病臥, 座が for 座臥, 制は for 制覇: of 糖尿病が nothing
// would be left but 糖尿.
func (t tag) isGlued(base string) bool {
	if base == "床や" || base == "宗と" {
		return true
	}
	last, n := utf8.DecodeLastRuneInString(base)
	first, m := utf8.DecodeRuneInString(base)
	return t == "名詞,サ変接続" && n+m == len(base) && text.IsKanji(first) && strings.ContainsRune("がはともや", last)
}

// negates reports whether an entry negates the predicate or noun before it.
func (t tag) negates(base string) bool {
	switch base {
	case "ない", "無い", "以外":
		return true
	case "ぬ", "ん", "まい":
		return t == "助動詞"
	case "なし", "無し":
		return strings.HasPrefix(string(t), "名詞")
	}
	return false
}

// kept reports whether words of this part of speech are for the index: all that
// names or qualifies something. Left out are particles, auxiliaries, pronouns
// (leaving them in cost 0.003 nDCG@10 on 3,000 questions), nouns that only carry
// a clause (こと, もの, ため), dependent verbs and the verbs that every sentence has.
// Each of these but the pronouns moved nDCG@10 by less than 0.001: they are out
// because they are an eighth of all terms. Suffixes stay (without them 0.01 less),
// and so does できる: of 受けることができない it is what is denied.
func (t tag) kept(base string) bool {
	head, rest, _ := strings.Cut(string(t), ",")
	switch head {
	case "名詞":
		switch {
		case strings.HasPrefix(rest, "非自立"):
			return hasKanji(base) && !strings.Contains(emptyNouns, base)
		case strings.HasPrefix(rest, "代名詞"): // オレ can be of カフェ・オレ
			return !strings.ContainsFunc(base, func(r rune) bool { return !text.IsKatakana(r) })
		case rest == "特殊,助動詞語幹", rest == "接尾,特殊", rest == "接尾,助動詞語幹":
			return false
		}
		return hasLetter(base)
	case "動詞":
		return rest == "自立" && !lightVerb(base)
	case "形容詞", "副詞", "感動詞":
		return true
	case "接頭詞": // アンチ, 高, 再; not of politeness
		return base != "お" && base != "ご" && base != "御"
	case "連体詞":
		return hasKanji(base)
	case "記号":
		return rest == "アルファベット"
	}
	return false
}

// emptyNouns are the dependent nouns that mean nothing by themselves even when
// they are written in kanji. Others (後, 際, 以上, 気) stay.
const emptyNouns = "事物者方訳筈旨故程為"

// lightVerb reports whether a verb says nothing by itself.
func lightVerb(base string) bool {
	switch base {
	case "する", "いる", "ある", "なる":
		return true
	}
	return false
}

// counter is the term of a counter: か月, ヶ月, ヵ月, カ月, ケ月 and 箇月 are one, and
// 分の (of 三分の一, but taken for that of 30分の施術 as well) is 分.
func counter(base string) string {
	base = strings.TrimSuffix(base, "の")
	for _, ka := range []string{"ヶ", "ヵ", "か", "カ", "ケ", "箇"} {
		if rest, ok := strings.CutPrefix(base, ka); ok && hasKanji(rest) {
			return "カ" + rest
		}
	}
	return text.FoldKana(base)
}

func hasKanji(s string) bool { return strings.IndexFunc(s, text.IsKanji) >= 0 }

// maxTerm is the most bytes of a term. Longer ones (encoded data, a run of
// letters on a page) keep their beginning, so that they can still be found.
const maxTerm = 192

// clip shortens s to a term's length, between runes.
func clip(s string) string {
	if len(s) <= maxTerm {
		return s
	}
	end := 0
	for i := range s {
		if i > maxTerm {
			break
		}
		end = i
	}
	return s[:end]
}
