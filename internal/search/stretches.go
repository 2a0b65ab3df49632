package search

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// stretches are the stretches of a text that begin at one place, each a character longer
// than the one before, with the keys by which names are found.
type stretches struct {
	v    *vocabulary
	rest string // of the text, from where they begin
	// parallel: each character of the text is one in its keys, and the keys of a stretch
	// are the beginnings of those of a longer one.
	parallel    bool
	spelt, read string // the keys of the longest, where they are parallel

	n, end           int // of the stretch: characters, bytes
	speltEnd, readTo int // where it ends in the keys
	strange          int // its pairs of neighbours that no name has
	last             rune
}

// isParallel reports whether each character of s is one in its keys.
func isParallel(s string) bool {
	return text.Normalize(s).String == strings.ToLower(s) && !strings.ContainsAny(s, "ヴゔ")
}

func (v *vocabulary) stretches(rest string, parallel bool) stretches {
	t := stretches{v: v, rest: rest, parallel: parallel}
	if parallel {
		t.spelt = spelling(rest[:byteOffset(rest, maxSpelt)])
		t.read = text.ReadingKey(t.spelt)
	}
	return t
}

// maxStrange is how many pairs of neighbours one slip makes at most that no name has: those
// of two characters that changed places.
const maxStrange = 3

// next goes on to the next stretch, and reports whether there is one that can be a name.
func (t *stretches) next() bool {
	if t.n == maxSpelt || t.end == len(t.rest) {
		return false
	}
	_, size := utf8.DecodeRuneInString(t.rest[t.end:])
	t.n, t.end = t.n+1, t.end+size
	if !t.parallel {
		return true
	}
	_, size = utf8.DecodeRuneInString(t.spelt[t.speltEnd:])
	r, readSize := utf8.DecodeRuneInString(t.read[t.readTo:])
	t.speltEnd, t.readTo = t.speltEnd+size, t.readTo+readSize
	if t.n > 1 && !t.v.namePairs.has(t.last, r) {
		t.strange++
	}
	t.last = r
	return t.strange <= maxStrange
}

// canBeName reports whether the stretch can be a name with one slip. In one of four characters
// that is one kanji for another.
func (t *stretches) canBeName() bool {
	return t.n >= 3 && (t.n > minNear || t.strange < maxStrange)
}

// keys are how the stretch is spelt, and how it is read.
func (t *stretches) keys() (spelt, read string) {
	if t.parallel {
		return t.spelt[:t.speltEnd], t.read[:t.readTo]
	}
	spelt = spelling(t.rest[:t.end])
	return spelt, text.ReadingKey(spelt)
}
