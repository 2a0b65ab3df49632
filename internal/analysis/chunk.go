package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// window is the most runes that Kagome gets at once: its lattice takes about a
// kilobyte for each. overlap is how many runes before the end of a window that
// was cut anywhere are left to the next one: the best path through them could
// still change with what follows.
const (
	window  = 1000
	overlap = 100
)

// sentence emits the pieces of text[start:end]. A sentence longer than a window
// is cut after a comma or at white space; where it has none, its windows
// overlap and join where Kagome itself parts two words.
func (w *walker) sentence(start, end int) {
	w.hedge = ordinary
	for {
		start = max(start, w.done)
		start += spaces(w.text[min(start, end):end])
		if start >= end {
			return
		}
		stop := w.runesOn(start, end, window)
		keep := stop
		if stop < end {
			if cut := softCut(w.text[start:stop]); cut > 0 {
				stop, keep = start+cut, start+cut
			} else {
				keep = w.runesOn(start, end, window-overlap)
			}
		}
		w.segment(start, stop, keep)
		w.done = max(w.done, keep) // what is not emitted before keep is white space
	}
}

// runesOn returns the offset n runes on from start, at most end.
func (w *walker) runesOn(start, end, n int) int {
	if end-start <= n {
		return end
	}
	for ; n > 0 && start < end; n-- {
		_, size := utf8.DecodeRuneInString(w.text[start:end])
		start += size
	}
	return start
}

// spaces returns the length of the white space that s begins with.
func spaces(s string) int { return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)) }

// softCut returns the offset after the last comma or white space in the second
// half of s, or 0.
func softCut(s string) int {
	i := strings.LastIndexFunc(s, func(r rune) bool {
		return r == '、' || r == ',' || unicode.IsSpace(r)
	})
	if i < len(s)/2 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}
