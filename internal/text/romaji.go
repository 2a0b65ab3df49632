package text

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Katakana converts romaji to katakana: Hepburn (shi, chi, tsu, fu, ja), Kunrei (si,
// ti, tu, hu, zya) and what people type into an input method (nn, xtu, -). Case and
// width do not matter; a macron or circumflex is a long vowel. Rest is what remains
// at the end of a word that is half typed (ekuso|s); ok is false where something
// before that is no romaji.
func Katakana(romaji string) (kana, rest string, ok bool) {
	s := strings.ToLower(norm.NFKD.String(romaji))
	var b strings.Builder
	for s != "" {
		k, n := syllable(s)
		switch {
		case n > 0:
			b.WriteString(k)
		case s[0] == '\'':
			n = 1
		case isConsonants(s):
			return b.String(), s, b.Len() > 0
		default:
			return "", "", false
		}
		s = s[n:]
	}
	return b.String(), "", true
}

// syllable reads what s begins with: its kana and its length in bytes, 0 where
// nothing is one.
func syllable(s string) (string, int) {
	for n := min(4, len(s)); n > 0; n-- {
		if k, ok := syllables()[s[:n]]; ok {
			return k, n
		}
	}
	next := byte(0)
	if len(s) > 1 {
		next = s[1]
	}
	switch c := s[0]; {
	case strings.HasPrefix(s, "\u0304"), strings.HasPrefix(s, "\u0302"), c == '-':
		return "ー", max(1, len("\u0304")*boolInt(c != '-'))
	case c == 'n' && (next == 0 || next == '\'' || !strings.ContainsRune("aiueoy", rune(next))):
		if next == 'n' && (len(s) == 2 || !strings.ContainsRune("aiueoy", rune(s[2]))) {
			return "ン", 2 // nn as input methods have it: kennkou
		}
		return "ン", 1
	case c == 'm' && (next == 'b' || next == 'p' || next == 'm'):
		return "ン", 1 // shimbun
	case next == c && strings.ContainsRune("kstpgzdbfhjrcm", rune(c)) && !strings.HasPrefix(s[2:], s[:1]), strings.HasPrefix(s, "tch"):
		return "ッ", 1
	}
	return "", 0
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isConsonants reports whether s can be the beginning of a syllable.
func isConsonants(s string) bool {
	return len(s) <= 3 && strings.Trim(s, "bcdfghjkmnprstvwxyz") == ""
}

// LetterSlips calls f for what romaji becomes by one letter less, other or more, or by two that
// change places. The first letter is right.
func LetterSlips(romaji string, f func(string)) {
	const alphabet = "aiueoknsthmyrwgzdbpjfc-"
	s := romaji
	for i := 1; i < len(s); i++ {
		f(s[:i] + s[i+1:])
		if i+1 < len(s) {
			f(s[:i] + s[i+1:i+2] + s[i:i+1] + s[i+2:])
		}
		for j := range len(alphabet) {
			f(s[:i] + alphabet[j:j+1] + s[i+1:])
			f(s[:i] + alphabet[j:j+1] + s[i:])
		}
	}
	for j := range len(alphabet) {
		f(s + alphabet[j:j+1])
	}
}
