package search

import (
	"slices"

	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/suggest"
	"shirube/internal/text"
)

// wordsOf are the words of a text as they are typed.
func (e *Engine) wordsOf(s string) []suggest.Word {
	words, _ := e.readWords(s)
	return words
}

// readWords also tells whether any of the words is searched for. Names that the dictionary reads
// otherwise than the lexicon does (眼内炎 as めうちほのお) are one word, read as the lexicon does.
func (e *Engine) readWords(s string) (words []suggest.Word, kept bool) {
	readings := e.nameReadings()
	var named []lexicon.Mention
	for _, m := range e.lexicon.Find(s) {
		if readings[spelling(s[m.Start:m.End])] != "" {
			named = append(named, m)
		}
	}
	details := e.analyzer.Details(s)
	for i := 0; i < len(details); {
		d := details[i]
		kept = kept || d.Kept
		for len(named) > 0 && named[0].Start < d.Start {
			named = named[1:]
		}
		if n := until(details[i:], named); n > 0 {
			m := named[0]
			words = append(words, suggest.Word{Start: m.Start, End: m.End, Reading: readings[spelling(s[m.Start:m.End])], Begins: true})
			kept = kept || slices.ContainsFunc(details[i:i+n], func(d analysis.Detail) bool { return d.Kept })
			i += n
			continue
		}
		words = append(words, suggest.Word{Start: d.Start, End: d.End, Reading: d.Reading, Begins: d.Kept})
		i++
	}
	return words, kept
}

// until is how many words the first mention is, where it begins with the first of them and ends
// with one; else 0.
func until(details []analysis.Detail, named []lexicon.Mention) int {
	if len(named) == 0 || named[0].Start != details[0].Start {
		return 0
	}
	for i, d := range details {
		if d.End == named[0].End {
			return i + 1
		}
	}
	return 0
}

// newNameReadings are the readings of the lexicon's names that the dictionary reads otherwise,
// by how they are spelt.
func newNameReadings(an *analysis.Analyzer, lex *lexicon.Lexicon) map[string]string {
	out := map[string]string{}
	for _, c := range lex.Concepts() {
		for _, r := range c.Readings {
			own := readSo(an, c, r)
			key := text.ReadingKey(r)
			if !slices.ContainsFunc(an.Readings(spelling(own)), func(o string) bool { return text.ReadingKey(o) == key }) && out[spelling(own)] == "" {
				out[spelling(own)] = r
			}
		}
	}
	return out
}
