package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/internal/text"
)

// piece is a token of a normalised text at its bytes [start,end).
type piece struct {
	start, end int
	term       string // "" when not for the index
	id         int    // of the dictionary entry, or of the unknown-word entry
	known      bool
}

// walker takes one normalised text apart.
type walker struct {
	dict *dictionary
	text string
	emit func(piece)
	done int // everything before is emitted
}

// walk calls emit for every piece of a normalised text, in order, white space
// left out.
func (d *dictionary) walk(s string, emit func(piece)) {
	w := walker{dict: d, text: s, emit: emit}
	for _, span := range text.Sentences(s) {
		w.sentence(span.Start, span.End)
	}
}

func (w *walker) segment(start, end, keep int) {
	la := lattice.New(w.dict.kagome, nil)
	defer la.Free()
	la.Build(w.text[start:end])
	la.Forward(lattice.Search)
	la.Backward(lattice.Search)
	// Kagome's output runs from the end of the text to its beginning.
	for i := len(la.Output) - 1; i >= 0; i-- {
		n := la.Output[i]
		from := start + n.Position
		if n.ID == lattice.BosEosID || from < w.done {
			continue
		}
		if from >= keep {
			return
		}
		w.node(n, from, from+len(n.Surface))
	}
}

func (w *walker) node(n *lattice.Node, from, to int) {
	if isASCIIAlnum(w.text[from]) {
		to = w.alnum(from)
		w.emit(piece{start: from, end: to, term: w.text[from:to], id: n.ID})
	} else if n.Class == lattice.KNOWN {
		w.emit(piece{start: from, end: to, term: w.dict.terms.get(n.ID), id: n.ID, known: true})
	} else {
		w.unknown(n.ID, from, to)
	}
	w.done = to
}

func isASCIIAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z'
}

func (w *walker) alnum(from int) int {
	i := from
	for i < len(w.text) && isASCIIAlnum(w.text[i]) {
		i++
	}
	return i
}

func (w *walker) unknown(id, from, to int) {
	s := w.text[from:to]
	if strings.TrimSpace(s) == "" {
		return
	}
	p := piece{start: from, end: to, id: id}
	if hasLetter(s) {
		p.term = fold(s)
	}
	w.emit(p)
}

func hasLetter(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) >= 0
}

// window is the most runes that Kagome gets at once.
const window = 1000

func (w *walker) sentence(start, end int) {
	for start < end {
		stop := runesOn(w.text, start, end, window)
		w.segment(start, stop, stop)
		start = stop
	}
}

// runesOn returns the offset of the n-th rune from start, at most end.
func runesOn(s string, start, end, n int) int {
	if end-start <= n {
		return end
	}
	for ; n > 0 && start < end; n-- {
		_, size := utf8.DecodeRuneInString(s[start:end])
		start += size
	}
	return start
}
