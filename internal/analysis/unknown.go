package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/internal/text"
)

// wordEnd returns the end of the word in an alphabet that begins at from, or
// from when none does. Digits go on with a Latin word (co2, hba1c): Kagome would
// part them.
func (w *walker) wordEnd(from int) int {
	s := w.text
	if c := s[from]; c < utf8.RuneSelf && (c < 'a' || c > 'z') || c >= 0xE3 && c <= 0xE9 {
		return from // soon: marks of ASCII, and all from U+3000 to U+9FFF
	}
	first, end := utf8.DecodeRuneInString(s[from:])
	if kindOf(first) != letter {
		return from
	}
	latin := unicode.Is(unicode.Latin, first)
	for end += from; end < len(s); {
		c := s[end]
		if c >= 'a' && c <= 'z' || isDigit(c) {
			if !latin {
				return end
			}
			end++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsMark(r) && (kindOf(r) != letter || unicode.Is(unicode.Latin, r) != latin) {
			return end
		}
		end += n
	}
	return end
}

// unknown emits the first piece of text[from:to], which the dictionary does not
// know. Kagome's guess can run over different kinds of characters (katakana and
// the middle dot, emoji and rare kanji): a piece ends where the kind changes.
func (w *walker) unknown(id, from, to int) {
	r, size := utf8.DecodeRuneInString(w.text[from:])
	k, end := kindOf(r), from+size
	for end < to && k != han && k != unit {
		r, size := utf8.DecodeRuneInString(w.text[end:])
		if next := kindOf(r); next != k && (next != extends || k == space) {
			break
		}
		end += size
	}
	if k == space {
		w.done = end
		return
	}
	w.put(piece{start: from, end: end, term: w.unknownTerm(k, from, end), id: id, class: unknown})
}

func (w *walker) unknownTerm(k kind, from, end int) string {
	s := w.text[from:end]
	switch {
	case k == unit && s == "%":
		return "パーセント"
	case k == unit:
		return "円"
	case k == extends && strings.HasPrefix(s, "々"): // of no word of the dictionary
		if r, _ := utf8.DecodeLastRuneInString(w.text[:from]); text.IsKanji(r) {
			return string(r)
		}
		return ""
	case k == other, k == extends:
		return ""
	}
	return clip(text.FoldKana(s))
}

// kind is what sort of character one is.
type kind uint8

const (
	other kind = iota // punctuation, symbols, emoji, controls: no letter of any script
	space             // white space
	unit              // % and ¥, which stand for words
	han               // every one is a word by itself
	hiragana
	katakana
	letter  // of other scripts
	digit   // of every script
	extends // belongs to what precedes it: ー, 々, combining marks
)

func kindOf(r rune) kind {
	switch {
	case r == 'ー', r == '々':
		return extends
	case r == '%', r == '¥':
		return unit
	case text.IsKatakana(r):
		return katakana
	case text.IsKanji(r):
		return han
	case text.IsHiragana(r):
		return hiragana
	case unicode.IsLetter(r):
		return letter
	case unicode.IsNumber(r):
		return digit
	case unicode.IsMark(r):
		return extends
	case unicode.IsSpace(r):
		return space
	}
	return other
}

func hasLetter(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) >= 0
}
