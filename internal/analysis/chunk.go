package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// window is the most runes that Kagome gets at once: its lattice takes about a
// kilobyte for each. Where a sentence is longer, the last ahead runes of a window
// are left to the next one, for the best path through them could still change
// with what follows; and the next one begins behind runes earlier than it is
// needed, for the best path depends on what precedes it, too. So windows join
// where Kagome itself parts two words.
const (
	window = 1000
	ahead  = 100
	behind = 50
)

// sentence emits the pieces of text[start:end], window by window.
func (w *walker) sentence(start, end int) {
	w.hedge = ordinary
	for from := start; ; from = w.runesBack(w.done, behind) {
		at := max(start, w.done)
		at += len(w.text[at:end]) - len(strings.TrimLeftFunc(w.text[at:end], unicode.IsSpace))
		if at >= end {
			return
		}
		stop := w.runesOn(at, end, window)
		keep := stop
		if stop < end {
			keep = w.runesOn(at, end, window-ahead)
		}
		w.segment(max(from, start), stop, keep)
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

// runesBack returns the offset n runes back from pos.
func (w *walker) runesBack(pos, n int) int {
	for ; n > 0 && pos > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(w.text[:pos])
		pos -= size
	}
	return pos
}
