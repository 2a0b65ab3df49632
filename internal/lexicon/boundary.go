package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/internal/text"
)

// stands reports whether the name at s[start:end] stands for itself there, and is
// not a part of another word. Japanese does not say where words end, so this goes
// by script:
//
//   - an edge in Latin letters or digits needs a neighbour of another script
//     (ED is not in LED);
//   - an edge in katakana needs a neighbour that is not katakana (シミ is not in
//     シミュレーション);
//   - a name of three kana or fewer is found in hiragana only if the data have it in
//     hiragana (ハリ is not はり);
//   - a name that starts in hiragana must follow what can precede a noun, and one
//     all in hiragana stand before what can follow one (しみ is not in 楽しみ, nor in
//     しみる), unless it is long enough not to be met by chance;
//   - what is only a reading must start a stretch of text or follow a particle
//     (いがん is not in ないがん), and is not looked for in katakana if it is short;
//   - a short word in kana is in one script, without a space inside (わたし・わたくし
//     has no し・わ);
//   - a name of one kanji needs neighbours that are not kanji, and does not end
//     another word (目 is not in 項目, nor in 切れ目);
//   - other kanji names are found in compounds.
func stands(s string, start, end int, nm *name) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after := next(s, end)
	if start == 0 {
		before = gap
	}
	first := next(s, start)
	last, _ := utf8.DecodeLastRuneInString(s[start:end])
	if clash(before, first) || clash(last, after) {
		return false
	}
	if nm.final && !endsPhrase(after) {
		return false
	}
	word := s[start:end]
	if patchy(word) || nm.reading && !standsAsReading(word, before) {
		return false
	}
	if lead := leadingHiragana(word); lead > 0 && lead < safeAnywhere && !beginsWord(before, lead, nm.compound) {
		return false
	}
	switch {
	case allHiragana(word):
		n := utf8.RuneCountInString(word)
		return !nm.katakana && (n >= safeAnywhere || nm.loose && n >= safeAfterKanji || followsNoun(s[end:]))
	case !nm.compound && text.IsKanji(first) && len(word) == utf8.RuneLen(first):
		return !text.IsKanji(after) && beginsWord(before, 0, false)
	}
	return true
}

// clash reports whether two neighbours belong to one word by their script.
func clash(a, b rune) bool {
	return isAlnum(a) && isAlnum(b) || text.IsKatakana(a) && text.IsKatakana(b)
}

// endsPhrase reports whether nothing of the same phrase follows.
func endsPhrase(after rune) bool {
	return after == gap || unicode.IsSpace(after) || unicode.IsPunct(after) || unicode.IsSymbol(after)
}

func allHiragana(s string) bool {
	return leadingHiragana(s) == utf8.RuneCountInString(s)
}

// leadingHiragana counts the hiragana with which s starts.
func leadingHiragana(s string) int {
	n := 0
	for _, r := range s {
		if !text.IsHiragana(r) && r != 'ー' {
			break
		}
		n++
	}
	return n
}

// Lengths in kana from which a word is not met by chance inside others: after a
// kanji, whose reading it could end; anywhere.
const (
	safeAfterKanji = 3
	safeAnywhere   = 5
)

// longReading is the length in kana from which a reading stands for its word.
const longReading = 6

// standsAsReading reports whether word, a reading, may stand for what is read so
// after the rune before.
func standsAsReading(word string, before rune) bool {
	if !allHiragana(word) {
		return utf8.RuneCountInString(word) >= safeAnywhere
	}
	return !isKana(before) && !text.IsKanji(before) || strings.ContainsRune("のとやにがを", before)
}

// patchy reports whether s is a few kana put together from two scripts or from
// both sides of a separator.
func patchy(s string) bool {
	n, hiragana, katakana, separated := 0, false, false, false
	for _, r := range s {
		switch {
		case strings.ContainsRune("ーへべぺヘベペ", r): // looks the same in both
		case text.IsHiragana(r):
			hiragana = true
		case text.IsKatakana(r):
			katakana = true
		case isSeparator(r):
			separated = true
		default:
			return false
		}
		if n++; n >= safeAnywhere {
			return false
		}
	}
	return hiragana && katakana || separated
}

// beginsWord reports whether a name that starts with lead hiragana, or is one kanji
// (lead 0), may start after the rune before: う歯 does not in 補う歯.
func beginsWord(before rune, lead int, compound bool) bool {
	switch {
	case text.IsKanji(before):
		return lead >= safeAfterKanji || compound
	case text.IsHiragana(before):
		return strings.ContainsRune(precedes, before)
	}
	return true
}

// precedes are the hiragana in which what may stand before a noun ends: particles
// and the last kana of verbs, adjectives and conjunctions.
const precedes = "のはがをにでともやへかいたるならくうつすむてばりだよねぬぶぐ"

// followsNoun reports whether rest may follow a noun: it starts with another
// script, a particle, or an auxiliary.
func followsNoun(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	if rest == "" || !text.IsHiragana(r) {
		return true
	}
	if strings.ContainsRune(particles, r) {
		return true
	}
	for _, a := range [...]string{
		"する", "した", "して", "しな", "しか", "しそ", "しま", "され", "させ", "さん", "すぎ", "って", "っぽ",
		"まで", "また", "まし", "ばかり", "ぐらい", "くらい", "らし", "みたい", "ごと", "ずつ", "ある", "あり", "より",
	} {
		if strings.HasPrefix(rest, a) {
			return true
		}
	}
	return false
}

const particles = "はがをにでともやへかのなだよね"
