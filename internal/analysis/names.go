package analysis

import (
	"slices"
	"strings"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// The lexicon is Kagome's user dictionary: where one of its names stands, words
// begin and end, so that the name has the same parts in every text (妊娠中の口渇 was
// 中ノ口 and 渇, 強いざ瘡 was いざ and 瘡), and the name as a whole is the term of its
// concept. Kagome's own user dictionary would make the name one word without
// parts, and find it in the middle of words: what is a name where, the lexicon
// knows better (lexicon.Find).

// wholeNames are the mentions by names: a phrase may end inside a word.
func wholeNames(named []lexicon.Mention) []lexicon.Mention {
	if !slices.ContainsFunc(named, func(m lexicon.Mention) bool { return m.Phrase }) {
		return named
	}
	return slices.DeleteFunc(slices.Clone(named), func(m lexicon.Mention) bool { return m.Phrase })
}

// respect brings a path through text[start:end] in line with the names in it: what
// stands across a name's beginning or end is segmented anew on both sides of it,
// and a name of several words gets those that it has alone. In hiragana it is one
// word: how many Kagome makes of a word that it does not know is chance.
func (w *walker) respect(path []node, start, end int) []node {
	names := w.names
	for len(names) > 0 && names[0].Start < start {
		names = names[1:]
	}
	w.names = names // windows go forward
	n := 0
	for n < len(names) && names[n].End <= end {
		n++
	}
	if names = names[:n]; n == 0 {
		return path
	}
	if cuts := crossed(path, names, start); len(cuts) > 0 {
		path = w.recut(cuts, start, end)
	}
	return w.setNames(path, names, start)
}

// crossed lists where names begin or end that a node stands across. A word of the
// dictionary that has all of a name and more is one of its own: 腎臓 in 腎臓病.
func crossed(path []node, names []lexicon.Mention, base int) []int {
	var cuts []int
	i := 0
	for _, m := range names {
		across := false
		for i < len(path) && base+path[i].end <= m.Start {
			i++
		}
		for j := i; j < len(path) && base+path[j].start < m.End; j++ {
			from, to := base+path[j].start, base+path[j].end
			before, beyond := from < m.Start, to > m.End
			across = across || before && to < m.End || beyond && from > m.Start || (before || beyond) && !path[j].known
		}
		if across {
			cuts = append(cuts, m.Start, m.End)
		}
	}
	return cuts
}

// recut segments text[start:end] in the parts between the cuts.
func (w *walker) recut(cuts []int, start, end int) []node {
	w.cut = w.cut[:0]
	from := start
	for _, to := range append(cuts, end) {
		first := len(w.cut)
		w.cut = w.dict.best(w.cut, w.text[from:to], lattice.Normal)
		for i := first; i < len(w.cut); i++ {
			w.cut[i].start += from - start
			w.cut[i].end += from - start
		}
		from = to
	}
	return w.cut
}

// setNames gives every name that has several words the words that it has alone, and
// makes one of those in hiragana: they are left as path has them where a name begins
// or ends within a word.
func (w *walker) setNames(path []node, names []lexicon.Mention, base int) []node {
	w.set = w.set[:0]
	i := 0
	for _, m := range names {
		for i < len(path) && base+path[i].start < m.Start {
			w.set = append(w.set, path[i])
			i++
		}
		j := i
		for j < len(path) && base+path[j].end <= m.End {
			j++
		}
		if j == i || base+path[i].start != m.Start || base+path[j-1].end != m.End || j == i+1 && path[i].known {
			continue
		}
		for _, n := range w.dict.nameParts(w.text[m.Start:m.End]) {
			n.start += m.Start - base
			n.end += m.Start - base
			w.set = append(w.set, n)
		}
		i = j
	}
	w.set = append(w.set, path[i:]...)
	return w.set
}

// nameParts returns the words of a name alone; one, where it is all hiragana.
func (d *dictionary) nameParts(s string) []node {
	if strings.IndexFunc(s, func(r rune) bool { return !text.IsHiragana(r) && r != 'ー' }) < 0 {
		return []node{{end: len(s), id: noEntry, name: true}}
	}
	return d.names.get(s, func(s string) []node { return d.best(nil, s, lattice.Normal) })
}
