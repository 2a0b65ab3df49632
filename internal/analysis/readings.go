package analysis

import (
	"slices"
	"strings"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/internal/text"
)

// maxReadings is how many readings of one word are given: 上 has a dozen.
const maxReadings = 4

// Readings returns how an index term is read, in katakana: the readings that the
// dictionary has for it, or those of its parts joined. A term in kana is read as it
// is written; one that the dictionary cannot read at all has none.
func (a *Analyzer) Readings(term string) []string {
	if kanaReading(term) != "" {
		return []string{kanaReading(term)}
	}
	word := Unfold(term)
	var out []string
	a.dict.entries(word, func(id int) {
		if _, reading := a.dict.form(id); reading != "" && len(out) < maxReadings && !slices.Contains(out, reading) {
			out = append(out, reading)
		}
	})
	if len(out) > 0 {
		return out
	}
	var b strings.Builder
	for _, n := range a.dict.best(nil, word, lattice.Normal) {
		reading := kanaReading(word[n.start:n.end])
		if reading == "" && n.known {
			_, reading = a.dict.form(n.id)
		}
		if reading == "" {
			return nil
		}
		b.WriteString(reading)
	}
	if b.Len() == 0 {
		return nil
	}
	return []string{b.String()}
}

// Unfold writes an index term as people do: kana that follow a kanji, which terms
// have in katakana (洗ウ), are hiragana again.
func Unfold(term string) string {
	kanji := false
	return strings.Map(func(r rune) rune {
		if !text.IsKatakana(r) {
			kanji = text.IsKanji(r)
			return r
		}
		if kanji && r >= 'ァ' && r <= 'ヶ' {
			return r - 'ァ' + 'ぁ'
		}
		return r
	}, term)
}
