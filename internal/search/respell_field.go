package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/internal/analysis"
	"shirube/internal/text"
)

// respellField finds what of q[at[0]:at[1]], which has no white space in it, is to be
// spelt otherwise.
func (e *Engine) respellField(v *vocabulary, q string, at [2]int) []replaced {
	at = trimmed(q, at)
	s := q[at[0]:at[1]]
	if s == "" || utf8.RuneCountInString(s) > maxField {
		return nil
	}
	if marks := e.analyzer.LongVowels(s); marks != nil {
		return moved(longVowels(marks), at[0])
	}
	whole := func(words []word) []replaced {
		if words == nil {
			return nil
		}
		return []replaced{{start: at[0], end: at[1], words: words}}
	}
	switch {
	case at[0] > 0 && isCapitalized(s): // a name, in another language: no romaji
		if v.terms[spelling(s)] || len(e.covered(s)) > 0 {
			return nil
		}
		return whole(v.slip(spelling(s), minLatinSlip, isLatinWord))
	case isRomaji(s):
		return whole(e.romaji(v, s))
	case isKana(s) && hasHiragana(s) && len(runs(s, isKatakanaLetter)) > 0:
		return moved(e.slips(v, s, e.covered(s)), at[0]) // words of two scripts, each of them as it is written
	case isKana(s):
		if out := e.inOtherKana(v, s); out != nil {
			return moved(out, at[0])
		}
		long := strings.ReplaceAll(prolonged(text.Normalize(s).String), "・", "")
		if key := spelling(long); v.terms[key] || v.isWritten(key) {
			out := whole(e.inKatakana(v, s, long))
			for i := range out {
				out[i].sure = true
			}
			return out
		}
		words := e.kana(v, long)
		if words != nil && !e.plausible(long, words) {
			words = nil
		}
		if words == nil && hasHiragana(s) {
			words = e.wordByWord(v, long)
		}
		out := whole(words)
		for i := range out {
			out[i].sure = spelling(surfaces(out[i].words)) == spelling(s)
		}
		return out
	}
	return moved(e.mixed(v, s), at[0])
}

// longVowels are long-vowel marks in place of dashes that the analyzer takes for them.
func longVowels(marks [][2]int) []replaced {
	out := make([]replaced, len(marks))
	for i, m := range marks {
		out[i] = replaced{start: m[0], end: m[1], words: []word{{surface: "ー", concept: true}}, sure: true}
	}
	return out
}

// moved is what was found in a stretch of the query that begins at a byte of it.
func moved(list []replaced, by int) []replaced {
	for i := range list {
		list[i].start += by
		list[i].end += by
	}
	return list
}

func isCapitalized(s string) bool {
	return len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z'
}

// trimmed is a field without the marks around it.
func trimmed(q string, at [2]int) [2]int {
	mark := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != 'ﾞ' && r != 'ﾟ'
	}
	s := q[at[0]:at[1]]
	start := len(s) - len(strings.TrimLeftFunc(s, mark))
	end := len(strings.TrimRightFunc(s, func(r rune) bool { return mark(r) && !isDash(r) }))
	return [2]int{at[0] + start, at[0] + max(start, end)}
}

// maxField is the characters of the longest stretch that is looked at.
const maxField = 64

// Characters of the shortest words in which a slip is put right.
const (
	minKanaSlip  = 5 // in hiragana, by how words are read
	minLatinSlip = 5
	minNameSlip  = 5 // of a name that is preferred to other ways of reading
)

func isRomaji(s string) bool {
	n := 0
	for _, r := range text.Normalize(s).String {
		switch {
		case r >= 'a' && r <= 'z', strings.ContainsRune("āīūēōâîûêô", r):
			n++
		case r != '-' && r != '\'' && r != '’':
			return false
		}
	}
	return n >= 3
}

// isKana reports whether s is kana, with what is typed for long vowels.
func isKana(s string) bool {
	n := 0
	for _, r := range text.Normalize(s).String {
		switch {
		case text.IsHiragana(r), text.IsKatakana(r):
			n++
		case !isDash(r) && r != '・':
			return false
		}
	}
	return n >= 2
}

func isKatakanaLetter(r rune) bool { return text.IsKatakana(r) && r != 'ー' }

func hasHiragana(s string) bool { return strings.IndexFunc(s, text.IsHiragana) >= 0 }

// isDash reports whether r is typed for a long vowel by mistake: it looks like its mark, or is
// on its key.
func isDash(r rune) bool {
	return strings.ContainsRune("-－−‐‑–—―~～〜", r)
}

// prolonged is s with long-vowel marks for the dashes that follow a kana and stand before
// another, or at the end.
func prolonged(s string) string {
	runes := []rune(s)
	kana := func(i int) bool {
		return i >= 0 && i < len(runes) && (text.IsKatakana(runes[i]) || text.IsHiragana(runes[i]))
	}
	for i, r := range runes {
		if isDash(r) && kana(i-1) && (i+1 == len(runes) || kana(i+1) || text.IsKanji(runes[i+1])) {
			runes[i] = 'ー'
		}
	}
	return string(runes)
}

// covered are the bytes of s that name concepts, kinds or facts.
func (e *Engine) covered(s string) [][2]int {
	var out [][2]int
	for _, m := range e.lexicon.Find(s) {
		out = append(out, [2]int{m.Start, m.End})
	}
	for _, m := range e.lexicon.Intents(s) {
		out = append(out, [2]int{m.Start, m.End})
	}
	return out
}

func overlaps(spans [][2]int, start, end int) bool {
	for _, s := range spans {
		if s[0] < end && start < s[1] {
			return true
		}
	}
	return false
}

// cutsName reports whether a name that is found reaches beyond s[start:end], or is
// all of it.
func cutsName(spans [][2]int, start, end int) bool {
	for _, s := range spans {
		if s[0] < end && start < s[1] && (s[0] < start || s[1] > end || s == [2]int{start, end}) {
			return true
		}
	}
	return false
}

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
	if !hasHiragana(s) && slices.ContainsFunc(words, func(w word) bool { return !w.concept }) && v.beginsName(s) {
		return nil // アレル is more of アレルギー than 荒れる
	}
	ordinary, says := e.ordinary(v, s)
	if !hasHiragana(s) && strings.Contains(s, "ー") && len(words) == 1 && !isKatakanaWord(&words[0]) && !e.analyzer.Known(s) {
		if slipped := v.slipInKatakana(s); slipped != nil {
			return slipped // コーゲン is more of コラーゲン than 高原
		}
	}
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
		if name := v.slip(s, minNameSlip, isName); name != nil && short(words) {
			return name // a name with a slip sooner than syllables put together
		}
		switch {
		case !short(words):
		case e.writtenInKana(s):
			return nil
		default:
			if slipped := v.partSlip([]rune(text.ReadingKey(s)), anyWord); likelier(slipped, words) {
				return slipped
			}
		}
		return words
	}
	if known || e.analyzer.Known(spelling(s)) || !hasHiragana(s) {
		return nil
	}
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

// romaji reads Latin letters as kana, or puts a slip in them right.
func (e *Engine) romaji(v *vocabulary, s string) []word {
	if v.terms[spelling(s)] || len(e.covered(s)) > 0 {
		return nil
	}
	words := v.likeliest(readings(s))
	switch {
	case words == nil:
	case len(words) > 1:
		if name := v.romajiName(s); name != nil && (short(words) || name[0].concept && !allNames(words)) {
			return name
		}
		if slipped := v.romajiPartSlip(s); likelier(slipped, words) && (short(words) || 2*len(slipped) <= len(words)) {
			return slipped
		}
		return words
	case words[0].concept || len(s) > 3:
		return words
	}
	if s == strings.ToUpper(s) {
		return nil // an abbreviation
	}
	if words := v.slip(spelling(s), minLatinSlip, isLatinWord); words != nil {
		return words
	}
	return v.romajiSlip(s)
}

// likeliest is the words that one of some readings is parted into: the fewest, and rather such
// as are not met by chance.
func (v *vocabulary) likeliest(readings []string) []word {
	var best []word
	for _, kana := range readings {
		words := v.cover(kana)
		switch {
		case words == nil:
		case best == nil, short(best) && !short(words), short(best) == short(words) && len(words) < len(best):
			best = words
		}
	}
	return best
}

func isLatinWord(w *word) bool {
	return strings.IndexFunc(w.surface, func(r rune) bool { return r >= 0x250 }) < 0
}

// readings are the kana that romaji can stand for: kinnen is きんねん, and きんえん where nn
// is how ん was typed.
func readings(s string) []string {
	var out []string
	normal := text.Normalize(s).String
	for _, way := range []string{normal, typedN(normal), strings.ReplaceAll(normal, "oo", "owo")} {
		if kana, rest, ok := text.Katakana(way); ok && rest == "" && !slices.Contains(out, kana) {
			out = append(out, kana)
		}
	}
	return out
}

// typedN separates every nn from a vowel after it.
func typedN(s string) string { return strings.ReplaceAll(s, "nn", "n'") }
