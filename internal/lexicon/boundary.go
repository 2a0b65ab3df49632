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
//   - a name all in hiragana must stand between words that can precede and follow a
//     noun (しみ is not in しみる), unless it is long enough not to be met by chance;
//   - a name of one kanji needs neighbours that are not kanji (目 is not in 項目);
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
	switch {
	case allHiragana(word):
		return standsHiragana(s, end, before, word, nm.compound)
	case !nm.compound && first == last && text.IsKanji(first) && len(word) == utf8.RuneLen(first):
		return !text.IsKanji(before) && !text.IsKanji(after)
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
	for _, r := range s {
		if !text.IsHiragana(r) && r != 'ー' {
			return false
		}
	}
	return true
}

// Lengths in kana from which a word is not met by chance inside others: after a
// kanji, whose reading it could end; anywhere.
const (
	safeAfterKanji = 3
	safeAnywhere   = 5
)

func standsHiragana(s string, end int, before rune, word string, compound bool) bool {
	n := utf8.RuneCountInString(word)
	if n >= safeAnywhere {
		return true
	}
	switch {
	case text.IsKanji(before):
		if n < safeAfterKanji && !compound {
			return false
		}
	case text.IsHiragana(before):
		if !strings.ContainsRune(precedes, before) {
			return false
		}
	}
	return followsNoun(s[end:])
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
	for _, a := range auxiliaries() {
		if strings.HasPrefix(rest, a) {
			return true
		}
	}
	return false
}

const particles = "はがをにでともやへかのなだよねっ"

func auxiliaries() [25]string {
	return [...]string{
		"する", "した", "して", "しな", "しや", "しか", "しそ", "しま", "され", "させ", "さん", "すぎ",
		"まで", "また", "まし", "ばかり", "ぐらい", "くらい", "らし", "みたい", "ごと", "ずつ", "ある", "あり", "より",
	}
}
