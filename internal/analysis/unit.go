package analysis

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// unitName is the name of the unit that a word in Latin letters stands for; empty: for none. It is the
// term of both, so that 1mL, 1cc and 1ミリリットル are one.
func unitName(word string) string {
	switch word {
	case "ml", "cc":
		return "ミリリットル"
	case "dl":
		return "デシリットル"
	case "mg":
		return "ミリグラム"
	case "kg":
		return "キログラム"
	case "μg", "mcg", "ug":
		return "マイクログラム"
	case "mm":
		return "ミリメートル"
	case "cm":
		return "センチメートル"
	case "km":
		return "キロメートル"
	case "nm":
		return "ナノメートル"
	case "μm", "um":
		return "マイクロメートル"
	case "hz":
		return "ヘルツ"
	case "kcal":
		return "キロカロリー"
	}
	return ""
}

// countedUnit is the unit that a word stands for after a number, and there alone: letters and words
// that mean something else elsewhere. Doses of botulinum toxin are told in 単位, U and units, shots of
// a laser in 発 and ショット.
func countedUnit(word string) string {
	switch word {
	case "l":
		return "リットル"
	case "g":
		return "グラム"
	case "m":
		return "メートル"
	case "センチ":
		return "センチメートル"
	case "ミクロン":
		return "マイクロメートル"
	case "w":
		return "ワット"
	case "j":
		return "ジュール"
	case "h":
		return "時間"
	case "u", "unit", "units", "ユニット":
		return "単位"
	case "shot", "shots", "発":
		return "ショット"
	case "°", "°c":
		return "度"
	case "yen":
		return "円"
	}
	return ""
}

// unit emits the unit that begins at from, in the first node of a path through text[base:], and
// reports whether there is one. Of 5ミリ nobody knows whether they are mm or mg: it stays what it is.
func (w *walker) unit(path []node, base, from int) bool {
	end := w.unitEnd(path, base, from)
	if end == from {
		return false
	}
	name := unitName(w.text[from:end])
	if name == "" && w.counts(from) {
		name = countedUnit(w.text[from:end])
	}
	if name == "" {
		return false
	}
	w.put(piece{start: from, end: end, term: text.FoldKana(name), id: noEntry, class: unitWord})
	return true
}

// unitEnd is where what can be a unit ends: a word of Latin letters, perhaps after a micro sign, a sign
// of degree, or a word of the path.
func (w *walker) unitEnd(path []node, base, from int) int {
	s := w.text[from:]
	switch {
	case strings.HasPrefix(s, "°c") && w.wordEnd(from+len("°")) == from+len("°c"):
		return from + len("°c")
	case strings.HasPrefix(s, "°"):
		return from + len("°")
	case s == "μ": // where the text ends
		return from
	case strings.HasPrefix(s, "μ"):
		return w.wordEnd(from + len("μ"))
	case s[0] >= 'a' && s[0] <= 'z':
		return w.wordEnd(from)
	case base+path[0].start == from && (strings.HasPrefix(s, "発") || strings.HasPrefix(s, "ユ") || strings.HasPrefix(s, "セ") || strings.HasPrefix(s, "ミ")):
		end := base + path[0].end
		if next, _ := utf8.DecodeRuneInString(w.text[end:]); text.IsKatakana(next) {
			return from
		}
		return end
	}
	return from
}

// counts reports whether what stands before from is a number, or asks for one (何cc), with a space at
// most between them.
func (w *walker) counts(from int) bool {
	before := strings.TrimSuffix(w.text[:from], " ")
	return w.counted > 0 && len(before) == w.counted || strings.HasSuffix(before, "何") || strings.HasSuffix(before, "数")
}
