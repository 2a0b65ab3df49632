package analysis

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// Form is a spelling of a dictionary's word, with how it is read.
type Form struct {
	Surface string // as it is written: 黄ばみ
	Reading string // in katakana: キバミ
	Term    string // its index term: 黄バム
}

// Forms calls emit for every form in the dictionary, written with a kanji, of the words
// whose terms are wanted: inflected ones too, which terms do not show, where they can stand
// for the thing. It takes tens of
// milliseconds.
func (a *Analyzer) Forms(wanted func(term string) bool, emit func(Form)) {
	d := a.dict
	for id := range d.pos {
		term := d.terms.get(id)
		if term == "" || d.roles[id] != ordinary && d.roles[id] != compound || !wanted(term) {
			continue
		}
		base, reading := d.form(id)
		if reading == "" || !hasKanji(base) {
			continue
		}
		if surface := d.surface(id, base, reading); surface == base || surface != "" && nominal(reading) {
			emit(Form{surface, reading, term})
		}
	}
}

// nominal reports whether a form that is read so can stand for the thing by itself, as
// 黄ばみ and 腫れ do: it ends in the vowel i or e.
func nominal(reading string) bool {
	last, _ := utf8.DecodeLastRuneInString(reading)
	return strings.ContainsRune("イキシチニヒミリギジヂビピエケセテネヘメレゲゼデベペ", last)
}

// surface is how entry id, a form of base, is written; empty where that cannot be told. The
// dictionary has its entries by their spelling alone, so the spelling is put together
// from the base form and the readings of both, and looked up.
func (d *dictionary) surface(id int, base, reading string) string {
	if d.writes(base, id) {
		return base
	}
	found := ""
	d.entries(base, func(other int) {
		_, read := d.form(other)
		if found != "" || read == "" {
			return
		}
		same := commonPrefix(read, reading)
		tail := utf8.RuneCountInString(read[same:])
		runes := []rune(base)
		if tail >= len(runes) {
			return
		}
		if s := string(runes[:len(runes)-tail]) + asHiragana(reading[same:]); d.writes(s, id) {
			found = s
		}
	})
	return found
}

// writes reports whether entry id is spelt s.
func (d *dictionary) writes(s string, id int) bool {
	found := false
	d.entries(s, func(other int) { found = found || other == id })
	return found
}

// Known reports whether the dictionary has a word that is spelt so.
func (a *Analyzer) Known(word string) bool {
	found := false
	a.dict.entries(text.Normalize(word).String, func(int) { found = true })
	return found
}

// commonPrefix is the bytes that two strings begin with alike, whole characters.
func commonPrefix(a, b string) int {
	n := 0
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	return n
}

// asHiragana writes katakana as hiragana.
func asHiragana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - 'ァ' + 'ぁ'
		}
		return r
	}, s)
}
