package analysis

import (
	"strings"
	"unicode/utf8"
)

// layWords returns the words for parts and troubles of the body that people
// write in hiragana and that the dictionary has in other spellings only, or not
// at all. Kagome makes other words of them, and worse: みずいぼ came out as 見ずいぼ,
// with a negation. わきが and あせも are not here: they can be わき and あせ with a
// particle, and are found as such.
func layWords() []string {
	return []string{
		"あおあざ", "あかぎれ", "いんきん", "うおのめ", "えくぼ", "おたふくかぜ", "おりもの",
		"きりきず", "げり", "こむらがえり", "しもやけ", "すそわきが", "すりきず", "だぼく",
		"とびひ", "にのうで", "のどぼとけ", "はなづまり", "はなみず", "ひげ", "ひざうら",
		"ひょうそ", "ふくらはぎ", "ふともも", "みずいぼ", "みずむし", "もみあげ", "ものもらい",
		"ものわすれ", "わきげ",
	}
}

// layIndex finds lay words by their first character.
type layIndex map[rune][]string

func newLayIndex() layIndex {
	l := layIndex{}
	for _, s := range layWords() {
		r, _ := utf8.DecodeRuneInString(s)
		l[r] = append(l[r], s)
	}
	return l
}

// layWord returns the end of the lay word that begins where path does, or 0. It
// must end where a word of path ends: the end of ものすごい is no もの.
func (w *walker) layWord(path []node, base, from int) int {
	r, _ := utf8.DecodeRuneInString(w.text[from:])
	if r < 'ぁ' || r > 'ん' || base+path[0].start != from {
		return 0
	}
	end := 0
	for _, s := range w.dict.lay[r] {
		if strings.HasPrefix(w.text[from:], s) {
			end = max(end, from+len(s))
		}
	}
	for _, n := range path {
		if base+n.end >= end {
			if base+n.end == end {
				return end
			}
			return 0
		}
	}
	return 0
}
