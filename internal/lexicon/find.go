package lexicon

import (
	"slices"
	"sync"
	"unicode/utf8"

	"shirube/internal/text"
)

// Find returns the concepts named in s: leftmost-longest, not overlapping, as
// bytes of s. Width, case, composition, kana, long vowels and single spaces or
// middle dots inside a name do not matter. What counts as a word of its own is in
// boundary.go.
func (l *Lexicon) Find(s string) []Mention { return l.FindNormal(text.Normalize(s)) }

// FindNormal is Find for a text that is in normal form already; the bytes are
// those of the original.
func (l *Lexicon) FindNormal(n text.Normal) []Mention {
	var out []Mention
	l.names.find(n, func(nm *name, start, end int) {
		out = append(out, Mention{Concept: l.found[nm.value], Start: start, End: end, Phrase: nm.loose})
	})
	return out
}

// blocked is the value of a word that contains a name but does not mean it.
const blocked = -1

// name is a way to write what has the value.
type name struct {
	value    int
	compound bool // found beside any kanji
	katakana bool // not found where the text has it in hiragana
	reading  bool // how a word is read, not how it is ordinarily written
	loose    bool // may be followed by any hiragana: the stem of a verb, a question
	final    bool // found only where a phrase ends
}

// matcher finds names in texts.
type matcher struct {
	trie  *trie
	names []name
	pool  sync.Pool // of *folded
}

// newMatcher makes a matcher of folded keys.
func newMatcher(names map[string]name) *matcher {
	keys := make([]string, 0, len(names))
	for k := range names {
		keys = append(keys, k)
	}
	runes := make([][]rune, len(keys))
	for i, k := range keys {
		runes[i] = []rune(k)
	}
	slices.SortFunc(runes, slices.Compare[[]rune])
	m := &matcher{trie: newTrie(runes), names: make([]name, len(runes))}
	for i, k := range runes {
		m.names[i] = names[string(k)]
	}
	m.pool.New = func() any { return new(folded) }
	return m
}

// find calls emit for every name in n, in ascending order, with bytes of the
// original.
func (m *matcher) find(n text.Normal, emit func(nm *name, start, end int)) {
	f := m.pool.Get().(*folded)
	defer m.pool.Put(f)
	f.fold(n.String)
	last := 0 // end of the last mention in the original
	for i := 0; i < len(f.runes); {
		nm, end, width := m.longest(n.String, f, i)
		if nm == nil {
			i++
			continue
		}
		if nm.value != blocked {
			// Two names may share a character that stands for several (㌘).
			if s, e := n.Original(int(f.start[i]), end); s >= last {
				emit(nm, s, e)
				last = e
			}
		}
		i += width
	}
}

// longest returns the longest name that starts at f.runes[i] and stands for
// itself there, the byte of s where it ends and how many runes of f it has.
func (m *matcher) longest(s string, f *folded, i int) (*name, int, int) {
	var ends [16]struct{ node, runes int32 }
	n := 0
	node := int32(0)
	for j := i; j < len(f.runes); j++ {
		if node = m.trie.child(node, f.runes[j]); node < 0 {
			break
		}
		if m.trie.value[node] < 0 {
			continue
		}
		if n == len(ends) { // keep the longer ones
			copy(ends[:], ends[1:])
			n--
		}
		ends[n].node, ends[n].runes = node, int32(j-i+1)
		n++
	}
	for n--; n >= 0; n-- {
		nm := &m.names[m.trie.value[ends[n].node]]
		width := int(ends[n].runes)
		start, end := int(f.start[i]), longVowel(s, int(f.end[i+width-1]))
		if nm.value == blocked || stands(s, start, end, nm) {
			return nm, end, width
		}
	}
	return nil, 0, 0
}

// longVowel moves end past the long-vowel marks that names are written without:
// those after a run of three kana or more.
func longVowel(s string, end int) int {
	var run kanaRun
	for i := end; run.kana < 3; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		before := run
		if run.take(r); run.kana <= before.kana {
			return end
		}
		i -= n
	}
	for next(s, end) == 'ー' {
		end += len("ー")
	}
	return end
}
