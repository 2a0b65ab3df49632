package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	for _, m := range e.mentions(s) {
		out = append(out, [2]int{m.Start, m.End})
	}
	for _, m := range e.intents(s) {
		out = append(out, [2]int{m.Start, m.End})
	}
	for _, a := range e.curatedNames(s, clause{end: len(s)}) {
		out = append(out, [2]int{a.start, a.end})
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
