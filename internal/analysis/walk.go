package analysis

import (
	"strings"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// piece is a token of a normalised text at its bytes [start,end).
type piece struct {
	start, end int
	term       string // "" when not for the index
	id         int    // of the dictionary entry, or of the unknown-word entry
	class      class
	role       role
}

// noEntry is the id of a piece that the dictionary says nothing of.
const noEntry = -1

// class says what a piece is made from.
type class uint8

const (
	known   class = iota // an entry of the dictionary
	unknown              // Kagome's guess
	word                 // letters and digits that stand together, lay words
	number
	unitWord // stands for the name of a unit
)

// walker takes one normalised text apart.
type walker struct {
	dict *dictionary
	text string
	emit func(*piece)

	names []lexicon.Mention // in text, in order; those that begin before what is segmented are gone
	done  int               // everything before is emitted, or white space
	// counted is where the last number ends; 0: there was none.
	counted int
	hedge   role   // how far かもしれません has come: kamo, shireru; else ordinary
	path    []node // reused
	cut     []node // reused
	set     []node // reused
	piece   piece  // reused
}

// walk calls emit for every piece of a normalised text in which these concepts are
// named, in order. Together they cover all of it but white space. A piece is valid
// during the call only.
func (d *dictionary) walk(s string, named []lexicon.Mention, emit func(*piece)) {
	w := walker{dict: d, text: s, names: wholeNames(named), emit: emit}
	for _, span := range text.Sentences(s) {
		w.sentence(span.Start, span.End)
	}
}

// node is a word of Kagome's best path, at bytes of what was segmented.
type node struct {
	start, end int
	id         int // of the dictionary entry; of the unknown-word entry unless known
	known      bool
	name       bool // a name of the lexicon that is one word: only start and end are set
}

// best appends the nodes of Kagome's best path through s to path.
func (d *dictionary) best(path []node, s string, mode lattice.TokenizeMode) []node {
	v := d.viterbis.pool.Get().(*viterbi)
	defer d.viterbis.pool.Put(v)
	return v.path(path, s, mode == lattice.Search)
}

// segment emits the pieces of text[start:end] that begin before keep.
func (w *walker) segment(start, end, keep int) {
	w.path = w.dict.best(w.path[:0], w.text[start:end], lattice.Normal)
	w.nodes(w.respect(w.path, start, end), start, keep, false)
}

// nodes emits the pieces of a path through text[base:] that begin before keep.
// Nodes of what is taken apart already (parts) are not taken apart again.
func (w *walker) nodes(path []node, base, keep int, parts bool) {
	for i, n := range path {
		start, end := base+n.start, base+n.end
		// An unknown node can be several pieces; words, numbers and runs of
		// katakana can go on over several nodes.
		for from := max(start, w.done); from < end; from = w.done {
			if from >= keep {
				return
			}
			if from > start && n.known { // windows that do not agree
				w.unknown(noEntry, from, end)
				continue
			}
			w.next(path[i:], base, from, parts)
		}
	}
}

// next emits what begins at from, in the first node of path.
func (w *walker) next(path []node, base, from int, parts bool) {
	n, r := &path[0], ordinary
	if n.name && from == base+n.start {
		w.put(piece{start: from, end: base + n.end, term: clip(text.FoldKana(w.text[from : base+n.end])), id: noEntry, class: word})
		return
	}
	if n.known {
		r = w.dict.roles[n.id]
	}
	if r == numeral || isDigit(w.text[from]) {
		w.number(path, base, from)
		w.counted = w.done
		return
	}
	if w.unit(path, base, from) {
		return
	}
	end := w.wordEnd(from)
	if end == from {
		end = w.layWord(path, base, from)
	}
	if end > from {
		w.put(piece{start: from, end: end, term: clip(text.FoldKana(w.text[from:end])), id: noEntry, class: word})
		return
	}
	switch {
	case !parts && w.takeApart(path, base, from, r):
	case r == glued:
		_, last := utf8.DecodeLastRuneInString(w.text[from : base+n.end])
		w.put(w.dict.entryPiece(w.text, from, base+n.end-last, "名詞"))
		w.put(w.dict.entryPiece(w.text, base+n.end-last, base+n.end, "助詞"))
	case r == repeats:
		w.unknown(noEntry, from, base+n.end)
	case n.known:
		p := piece{start: from, end: base + n.end, term: w.dict.terms.get(n.id), id: n.id, role: r}
		if s := w.text[p.start:p.end]; parts && p.term == "" && hasLetter(s) {
			p.term = clip(text.FoldKana(s)) // 私 is a pronoun, but not in 私生活
		}
		w.put(p)
	default:
		w.unknown(n.id, from, base+n.end)
	}
}

// entryPiece is the piece text[from:to] as an entry with a part of speech.
func (d *dictionary) entryPiece(s string, from, to int, pos string) piece {
	p := piece{start: from, end: to, id: noEntry, class: unknown}
	d.entries(s[from:to], func(id int) {
		if p.id == noEntry && strings.HasPrefix(string(d.tag(id)), pos) {
			p.id, p.class, p.role, p.term = id, known, d.roles[id], d.terms.get(id)
		}
	})
	return p
}

// put emits a piece.
func (w *walker) put(p piece) {
	w.piece = p
	if p.role != ordinary || w.hedge != ordinary {
		w.hedged(&w.piece)
	}
	w.done = p.end
	w.emit(&w.piece)
}

// hedged follows かも しれ (ませ) ん, whose negator does not negate.
func (w *walker) hedged(p *piece) {
	switch {
	case p.role == kamo:
		w.hedge = kamo
	case p.role == shireru && w.hedge == kamo:
		w.hedge = shireru
	case p.role == masu && w.hedge == shireru:
	case p.role == negates && w.hedge == shireru:
		p.role, p.term, w.hedge = ordinary, "", ordinary
	default:
		w.hedge = ordinary
	}
}
