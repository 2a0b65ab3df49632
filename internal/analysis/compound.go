package analysis

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/internal/text"
)

// Search mode parts long words (日本語 into 日本 and 語) by raising their cost,
// so whether one is parted depends on its neighbours: in one corpus 日本語 was
// one word 62 times and two words 42 times, and a query that fell on the other
// side found nothing. Here the text is segmented in normal mode, and what search
// mode would penalise is parted by search mode standing alone: the same word has
// the same parts wherever it stands, in queries too.

// memory remembers how words are parted.
type memory struct {
	mu    sync.RWMutex
	parts map[string][]node
}

// maxMemory bounds it (some 200 bytes a word): when there are more words, it
// starts afresh.
const maxMemory = 20000

// get returns the parts of s, which part makes where they are not known yet.
func (m *memory) get(s string, part func(string) []node) []node {
	m.mu.RLock()
	parts, ok := m.parts[s]
	m.mu.RUnlock()
	if ok {
		return parts
	}
	parts = part(s)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.parts == nil || len(m.parts) >= maxMemory {
		m.parts = make(map[string][]node)
	}
	m.parts[strings.Clone(s)] = parts
	return parts
}

// takeApart emits the compound or the run of katakana that begins at from, in
// the first node of a path through text[base:], part by part, when there is one.
func (w *walker) takeApart(path []node, base, from int, r role) bool {
	to := base + path[0].end
	if r != compound {
		if to = w.katakanaRun(path, base, from); to == 0 {
			return false
		}
	}
	w.nodes(w.dict.parts(w.text[from:to]), from, to, true)
	return true
}

// maxRun is the most bytes of a run of katakana that is taken apart by itself.
const maxRun = 300

// katakanaRun returns the end of the run of katakana that begins at from; 0 when
// none does, when a word of the dictionary goes on beyond it, and when it is
// just one word of the dictionary.
func (w *walker) katakanaRun(path []node, base, from int) int {
	r, _ := utf8.DecodeRuneInString(w.text[from:])
	if r == 'ー' || !text.IsKatakana(r) {
		return 0
	}
	if r, _ := utf8.DecodeLastRuneInString(w.text[:from]); text.IsKatakana(r) {
		return 0
	}
	end := len(w.text)
	if i := strings.IndexFunc(w.text[from:], func(r rune) bool { return !text.IsKatakana(r) }); i >= 0 {
		end = from + i
	}
	if end-from > maxRun {
		return 0
	}
	for i, n := range path {
		if base+n.end >= end {
			if n.known && (i == 0 || base+n.end > end) {
				return 0
			}
			return end
		}
	}
	return 0
}

// parts returns the parts of a compound or a run of katakana: one, if it is one
// word.
func (d *dictionary) parts(s string) []node { return d.compounds.get(s, d.part) }

// part parts s: first where kanji meet katakana (アメリカ合衆国), then by search
// mode.
func (d *dictionary) part(s string) []node {
	var parts []node
	for start := 0; start < len(s); {
		end := start + scriptRun(s[start:])
		run := len(parts)
		parts = d.partRun(parts, s[start:end])
		for i := range parts[run:] {
			parts[run+i].start += start
			parts[run+i].end += start
		}
		start = end
	}
	return parts
}

// partRun appends the parts of a run of one script. Search mode tears up words
// that it does not know: a short run that is a word of the dictionary stays
// whole, and so does one of katakana unless its parts are different words of two
// characters and more (ヘアケア is ヘア and ケア; アミノ is not アミ and ノ, サラサラ not
// サラ and サラ).
func (d *dictionary) partRun(parts []node, run string) []node {
	before := len(parts)
	parts = d.best(parts, run, lattice.Search)
	if len(parts)-before == 1 || long(run) {
		return parts
	}
	whole := node{end: len(run), id: noEntry, known: true}
	d.entries(run, func(id int) { whole.id = max(whole.id, id) })
	if whole.id == noEntry {
		if first, _ := utf8.DecodeRuneInString(run); !text.IsKatakana(first) || areWords(run, parts[before:]) {
			return parts
		}
		whole = node{end: len(run), id: noEntry}
	}
	return append(parts[:before], whole)
}

// areWords reports whether the parts of a run of katakana are words.
func areWords(run string, parts []node) bool {
	same := true
	for _, n := range parts {
		if !n.known || n.end-n.start < 2*len("ア") {
			return false
		}
		same = same && run[n.start:n.end] == run[:parts[0].end]
	}
	return !same
}

// scriptRun returns the length of what comes before two katakana and more meet
// kanji, or kanji them. One katakana alone parts nothing: 芦ノ湖, 茅ヶ崎.
func scriptRun(s string) int {
	prev, start := other, 0
	for i, r := range s {
		k := kindOf(r)
		if k == extends || k == prev {
			continue
		}
		if i > 0 && (prev == katakana && k == han || prev == han && k == katakana) {
			if katakanaAfter(s[start:]) > 1 && prev == katakana || katakanaAfter(s[i:]) > 1 {
				return i
			}
		}
		prev, start = k, i
	}
	return len(s)
}

// katakanaAfter returns how many katakana s begins with.
func katakanaAfter(s string) int {
	n := 0
	for _, r := range s {
		if !text.IsKatakana(r) {
			break
		}
		n++
	}
	return n
}

// isCompound reports whether a noun is one that may be parted.
func isCompound(s string) bool { return long(s) || scriptRun(s) < len(s) }

// long reports whether search mode penalises s for its length: more than two
// kanji, or more than seven characters.
func long(s string) bool {
	n := utf8.RuneCountInString(s)
	if n > 7 {
		return true
	}
	return n > 2 && strings.IndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Ideographic, r) }) < 0
}
