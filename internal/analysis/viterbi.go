package analysis

import (
	"math"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ikawaha/kagome-dict/dict"
)

// viterbi finds Kagome's best path with Kagome's dictionary, costs and order of
// ties: the same path, in a third of the time. Kagome's own lattice has a pointer
// for every word that could be there, and computes what search mode adds for
// each pair of neighbours; here words stand in one slice, a best predecessor is
// sought once for all words at a place that connect alike, and search mode's cost
// is computed once a word. A test compares the two.
type viterbi struct {
	dict *dict.Dict
	same []uint8 // how many entries are spelt like an entry, beyond itself

	nodes []cell
	// first and last are the first and last node that end at a byte, as an index
	// into nodes; 0 (the beginning of the text) for none.
	first, last []int32
	// best predecessors of the words at the present byte, by left id.
	best  []predecessor
	epoch uint32
	run   characterRun
}

// cell is a word that could be there.
type cell struct {
	start, end int32 // bytes
	id         int32
	cost       int32 // of the best path up to here
	extra      int32 // what search mode adds to a path that goes on from here
	previous   int32 // index of the node before on that path
	next       int32 // the next node that ends where this one does
	right      int32 // connection id
	known      bool
}

type predecessor struct {
	cost  int32
	node  int32
	epoch uint32
}

// characterRun is a run of characters of one category.
type characterRun struct {
	start, end int
	category   byte
}

// viterbis are idle viterbi of one dictionary.
type viterbis struct {
	pool sync.Pool
}

func newViterbis(d *dict.Dict) *viterbis {
	same := make([]uint8, len(d.Morphs))
	left := 0
	for first, n := range d.Index.Dup {
		same[first] = uint8(n)
	}
	for _, m := range d.Morphs {
		left = max(left, int(m.LeftID)+1)
	}
	for _, m := range d.UnkDict.Morphs {
		left = max(left, int(m.LeftID)+1)
	}
	return &viterbis{sync.Pool{New: func() any {
		return &viterbi{dict: d, same: same, best: make([]predecessor, left)}
	}}}
}

// The costs that search mode adds to long words (Kagome's lattice.go).
const (
	kanjiLength, kanjiPenalty = 2, 3000
	otherLength, otherPenalty = 7, 1700
	longestUnknown            = 1024 // characters
)

func (v *viterbi) path(path []node, s string, search bool) []node {
	if s == "" {
		return path
	}
	v.reset(len(s))
	for pos, ch := range s {
		if pos > 0 && v.first[pos] == 0 {
			continue // no word ends here, so none on the path begins here
		}
		v.epoch++
		found := v.lookUp(s, pos, search)
		category := v.dict.CharacterCategory(ch)
		if !found || v.dict.InvokeList[category] {
			v.unknown(s, pos, category, search)
		}
	}
	v.epoch++
	return v.back(path, v.before(len(s), 0).node)
}

func (v *viterbi) reset(n int) {
	v.nodes = append(v.nodes[:0], cell{})
	if cap(v.first) < n+1 {
		v.first, v.last = make([]int32, n+1), make([]int32, n+1)
	}
	v.first, v.last = v.first[:n+1], v.last[:n+1]
	clear(v.first)
	v.run = characterRun{}
	if v.epoch > math.MaxUint32/2 { // long before it could begin anew
		clear(v.best)
		v.epoch = 0
	}
}

// lookUp adds the words of the dictionary that begin at pos.
func (v *viterbi) lookUp(s string, pos int, search bool) (found bool) {
	trie := v.dict.Index.Da
	at := int32(0)
	for i := pos; i < len(s) && s[i] != 0; i++ {
		next := trie[at].Base + int32(s[i])
		if int(next) >= len(trie) || trie[next].Check != at {
			break
		}
		at = next
		leaf := trie[at].Base
		if int(leaf) >= len(trie) || trie[leaf].Check != at || trie[leaf].Base > 0 {
			continue
		}
		found = true
		id := -trie[leaf].Base
		extra := int32(0)
		if search {
			extra = additional(s[pos : i+1])
		}
		for n := id; n <= id+int32(v.same[id]); n++ {
			m := &v.dict.Morphs[n]
			v.add(m, cell{start: int32(pos), end: int32(i + 1), id: n, extra: extra, known: true})
		}
	}
	return found
}

// unknown adds the words at pos that the dictionary does not know: the run of
// characters of one category, and the same without its last.
func (v *viterbi) unknown(s string, pos int, category byte, search bool) {
	_, size := utf8.DecodeRuneInString(s[pos:])
	end := pos + size
	if v.dict.GroupList[category] {
		end = v.runEnd(s, pos, category)
	}
	_, size = utf8.DecodeLastRuneInString(s[pos:end])
	shorter := end - size
	id := v.dict.UnkDict.Index[int32(category)]
	for n := id; n <= id+v.dict.UnkDict.IndexDup[int32(category)]; n++ {
		m := &v.dict.UnkDict.Morphs[n]
		for _, to := range [2]int{shorter, end} {
			if to == pos {
				continue
			}
			extra := int32(0)
			if search {
				extra = additional(s[pos:to])
			}
			v.add(m, cell{start: int32(pos), end: int32(to), id: n, extra: extra})
		}
	}
}

// runEnd is where the run of characters of the category ends in which pos is, at
// most longestUnknown characters on.
func (v *viterbi) runEnd(s string, pos int, category byte) int {
	if pos >= v.run.start && pos < v.run.end && v.run.category == category {
		return v.run.end
	}
	end, n := pos, 0
	for end < len(s) && n < longestUnknown {
		ch, size := utf8.DecodeRuneInString(s[end:])
		if v.dict.CharacterCategory(ch) != category {
			break
		}
		end += size
		n++
	}
	if n < longestUnknown {
		v.run = characterRun{pos, end, category}
	}
	return end
}

// add adds a word with the best way to it.
func (v *viterbi) add(m *dict.Morph, c cell) {
	before := v.before(int(c.start), m.LeftID)
	c.cost, c.previous, c.right = before.cost+int32(m.Weight), before.node, int32(m.RightID)
	n := int32(len(v.nodes))
	v.nodes = append(v.nodes, c)
	if v.first[c.end] == 0 {
		v.first[c.end] = n
	} else {
		v.nodes[v.last[c.end]].next = n
	}
	v.last[c.end] = n
}

// before is the best node that ends at pos for a word with this left id; of equal
// ones the first.
func (v *viterbi) before(pos int, left int16) *predecessor {
	p := &v.best[left]
	if p.epoch == v.epoch {
		return p
	}
	p.epoch = v.epoch
	connection := &v.dict.Connection
	column := connection.Vec[connection.Row*int64(left):]
	if pos == 0 {
		p.cost, p.node = int32(column[0]), 0
		return p
	}
	i := v.first[pos]
	n := &v.nodes[i]
	p.cost, p.node = n.cost+n.extra+int32(column[n.right]), i
	for i = n.next; i != 0; i = n.next {
		n = &v.nodes[i]
		if cost := n.cost + n.extra + int32(column[n.right]); cost < p.cost {
			p.cost, p.node = cost, i
		}
	}
	return p
}

// back appends the nodes on the path that ends in node i.
func (v *viterbi) back(path []node, i int32) []node {
	n := len(path)
	for j := i; j != 0; j = v.nodes[j].previous {
		n++
	}
	if cap(path) < n {
		path = append(make([]node, 0, n+n/2), path...)
	}
	path = path[:n]
	for j := i; j != 0; j = v.nodes[j].previous {
		n--
		c := &v.nodes[j]
		path[n] = node{start: int(c.start), end: int(c.end), id: int(c.id), known: c.known}
	}
	return path
}

// additional is what search mode adds to the cost of a word: long ones, of kanji
// above all, had better be several.
func additional(s string) int32 {
	if len(s) <= 3*kanjiLength {
		return 0 // so many characters of three bytes are no more than two, and seven others no more than seven
	}
	n, kanji := int32(0), true
	for _, r := range s {
		n++
		kanji = kanji && unicode.Is(unicode.Ideographic, r)
	}
	switch {
	case n > kanjiLength && kanji:
		return (n - kanjiLength) * kanjiPenalty
	case n > otherLength:
		return (n - otherLength) * otherPenalty
	}
	return 0
}
