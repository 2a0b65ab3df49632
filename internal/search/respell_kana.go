package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/analysis"
	"shirube/internal/text"
)

// kana reads a stretch of kana that is not written so in the index: what is read so is taken
// for how it is written; else one slip is put right.
func (e *Engine) kana(v *vocabulary, s string) []word {
	words := v.part([]rune(text.ReadingKey(s)), 2, v.readStrict)
	if words != nil && spelling(surfaces(words)) == spelling(s) {
		if !e.allTerms(v, s) && e.allTerms(v, surfaces(words)) {
			return words
		}
		return nil // it is parted otherwise, that is all
	}
	if !hasHiragana(s) {
		if out, taken := e.asKatakana(v, s, words); taken {
			return out
		}
	}
	ordinary, says := e.ordinary(v, s)
	if len(words) == 1 && (words[0].concept || (says || !ordinary) && utf8.RuneCountInString(s) > 2) {
		return words
	}
	known := ordinary && !e.longCompound(words, s) || e.analyzer.Known(s)
	if hasHiragana(s) {
		if name := v.longName(s, words, known && !e.chopped(s)); name != nil {
			return name
		}
	}
	if !hasHiragana(s) && !known {
		if slipped := v.slipInKatakana(s); slipped != nil {
			return slipped
		}
	}
	if len(words) > 1 && !known {
		return e.severalWords(v, s, words)
	}
	if known || e.analyzer.Known(spelling(s)) || !hasHiragana(s) {
		return nil
	}
	return e.slipInKana(v, s)
}

// asKatakana is what katakana are taken for before words that are only read so: the beginning
// of a name, which stays as it is, or a name with a slip.
func (e *Engine) asKatakana(v *vocabulary, s string, words []word) (out []word, taken bool) {
	if slices.ContainsFunc(words, func(w word) bool { return !w.concept }) && v.beginsName(s) {
		return nil, true // アレル is more of アレルギー than 荒れる
	}
	if strings.Contains(s, "ー") && len(words) == 1 && !isKatakanaWord(&words[0]) && !e.analyzer.Known(s) {
		out = v.slipInKatakana(s) // コーゲン is more of コラーゲン than 高原
	}
	return out, out != nil
}

// severalWords is what kana that are read as several words are taken for: them, or a name or fewer words
// with a slip where they are met by chance.
func (e *Engine) severalWords(v *vocabulary, s string, words []word) []word {
	if !short(words) {
		return words
	}
	if name := v.slip(s, minNameSlip, isName); name != nil {
		return name // a name with a slip sooner than syllables put together
	}
	if e.writtenInKana(s) {
		return nil
	}
	if slipped := v.partSlip([]rune(text.ReadingKey(s)), anyWord); likelier(slipped, words) {
		return slipped
	}
	return words
}

// slipInKana puts a slip right in hiragana that are read as nothing, in one word or in one of several.
func (e *Engine) slipInKana(v *vocabulary, s string) []word {
	if slipped := v.slip(s, minKanaSlip, anyWord); slipped != nil {
		return slipped
	}
	slipped := v.partSlip([]rune(text.ReadingKey(s)), anyWord)
	if e.writtenInKana(s) && !allNames(slipped) {
		return nil
	}
	return slipped
}

// inKatakana is s in katakana where only that has the terms that the index knows: れーざー is
// no word to the analyzer, and so is レ-ザ-.
func (e *Engine) inKatakana(v *vocabulary, typed, s string) []word {
	if spelling(s) == spelling(typed) && e.allTerms(v, typed) {
		return nil // しこり is a form of しこる
	}
	s = strings.Map(toKatakana, s)
	was, is := e.analyzer.Tokens(typed), e.analyzer.Tokens(s)
	if slices.EqualFunc(was, is, func(a, b analysis.Token) bool { return a.Term == b.Term }) || spelling(s) == spelling(typed) && !v.isWritten(spelling(s)) && !e.allTerms(v, s) {
		return nil
	}
	return []word{v.asWritten(e, s)}
}

// asWritten is what was typed, in letters that people write it in: a name of the lexicon, or
// a word that only the index has, of which nobody is told who does not find it.
func (v *vocabulary) asWritten(e *Engine, s string) word {
	return word{surface: s, concept: v.isWritten(spelling(s)) || e.lexicon.Lookup(s) != nil, passages: 1}
}

// short reports whether words that were put together from kana include one that is short
// enough to be met by chance.
func short(words []word) bool {
	joins := particles()
	for _, w := range words {
		if _, join := joins[spelling(w.surface)]; !join && utf8.RuneCountInString(w.surface) <= 1 {
			return true
		}
	}
	return false
}

// writtenInKana reports whether s is words that people write in hiragana, whether the index has
// them or not, one of them so long that it is not met by chance: うるさい, どきどき.
func (e *Engine) writtenInKana(s string) bool {
	long := false
	for _, d := range e.analyzer.Details(s) {
		n := utf8.RuneCountInString(d.Surface)
		if d.Class != "known" || d.Kept && n == 1 {
			return false
		}
		long = long || d.Kept && n >= minOrdinary
	}
	return long && hasHiragana(s)
}

// minOrdinary is the characters of such a word.
const minOrdinary = 4

// longCompound reports whether words are the parts of a compound, so long that they are likelier
// than the ordinary words that the kana s can be as well: 自己処理 for じ, こする.
func (e *Engine) longCompound(words []word, s string) bool {
	for _, w := range words {
		if utf8.RuneCountInString(w.surface) < 2 || hasHiragana(w.surface) {
			return false
		}
	}
	return len(words) > 1 && len(words) < len(e.analyzer.Details(s))
}

// likelier reports whether words with a slip are likelier to be meant than others with none,
// which are met by chance: they are fewer, and long.
func likelier(slipped, words []word) bool {
	return slipped != nil && !short(slipped) && len(slipped) < len(words)
}

func isName(w *word) bool { return w.concept }

// longName is the one name that kana are with a slip in them, where what else they can be is words put
// together that are not all names, or ordinary words that are met by chance in so many kana: 花粉症を治す
// is likelier than 花粉使用を治す.
func (v *vocabulary) longName(s string, words []word, ordinary bool) []word {
	n := utf8.RuneCountInString(s)
	switch {
	case len(words) == 1, len(words) > 1 && allNames(words):
		return nil
	case ordinary && n < minLongName:
		return nil
	}
	name := v.slip(s, minNameSlip, isName)
	if name == nil || spelling(name[0].surface) == spelling(surfaces(withoutParticles(words))) {
		return nil // 採血の検査 is no slip in 採血検査
	}
	return name
}

func withoutParticles(words []word) []word {
	joins := particles()
	return slices.DeleteFunc(slices.Clone(words), func(w word) bool { _, join := joins[spelling(w.surface)]; return join })
}

// chopped reports whether the dictionary finds little more in s than words of one kana, as it does in what
// is no sentence.
func (e *Engine) chopped(s string) bool {
	return 2*len(e.analyzer.Details(s)) > utf8.RuneCountInString(s)
}

// minLongName is the kana of a name so long that it is likelier, with a slip, than ordinary words.
const minLongName = 7

// allNames reports whether words are names and particles, without a slip.
func allNames(words []word) bool {
	return !slices.ContainsFunc(words, func(w word) bool { return !w.concept })
}

func surfaces(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.surface)
	}
	return b.String()
}

// anyWord and isKatakanaWord say what may have been meant by a slip: who slips in katakana
// meant a word that is written in katakana.
func anyWord(*word) bool { return true }

func isKatakanaWord(w *word) bool {
	return strings.IndexFunc(w.surface, func(r rune) bool { return !text.IsKatakana(r) && r != '・' }) < 0
}

// ordinary reports whether a stretch of hiragana is words that need no other spelling:
// the dictionary knows them all, and the index those that mean something; and whether
// there are such.
func (e *Engine) ordinary(v *vocabulary, s string) (ordinary, says bool) {
	ordinary = true
	for _, d := range e.analyzer.Details(s) {
		says = says || d.Kept
		// One kana is what the dictionary makes of letters that are no word.
		ordinary = ordinary && d.Class == "known" && (!d.Kept || v.terms[d.Term] && utf8.RuneCountInString(d.Surface) > 1)
	}
	return ordinary, says
}
