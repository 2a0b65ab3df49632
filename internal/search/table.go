package search

import (
	"math/bits"
	"slices"
)

// table is words by the hash of a key: a few bytes a word where a map of slices takes a
// hundred. It is filled with add, and searched after sort.
type table struct {
	entries []entry // by hash, then by word
	// begins[h] is where the entries begin whose hash has the uppermost bits h: nearly as
	// many as there are entries, so that a search looks at one or two.
	begins []int32
	shift  int // a hash shifted right by this is h
	// maybe has a bit set for the uppermost bits of each hash, eight times as many as there
	// are entries: what is in no word is told by a few bytes.
	maybe []uint64
}

// maybeBits is the logarithm of eight.
const maybeBits = 3

type entry struct {
	hash uint64
	word int32
}

func (t *table) add(hash uint64, word int32) { t.entries = append(t.entries, entry{hash, word}) }

// find calls f for the words of a hash, in ascending order.
func (t *table) find(hash uint64, f func(word int32)) {
	if len(t.begins) == 0 {
		return
	}
	if m := hash >> (t.shift - maybeBits); t.maybe[m/64]&(1<<(m%64)) == 0 {
		return
	}
	h := hash >> t.shift
	for _, e := range t.entries[t.begins[h]:t.begins[h+1]] {
		if e.hash == hash {
			f(e.word)
		}
	}
}

func (t *table) sort() {
	slices.SortFunc(t.entries, func(a, b entry) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		}
		return int(a.word - b.word)
	})
	wide := max(bits.Len(uint(len(t.entries)))-1, 0)
	t.shift = 64 - wide
	t.begins = make([]int32, 1<<wide+1)
	t.maybe = make([]uint64, max(1<<(wide+maybeBits)/64, 1))
	for _, e := range t.entries {
		t.begins[e.hash>>t.shift+1]++
		m := e.hash >> (t.shift - maybeBits)
		t.maybe[m/64] |= 1 << (m % 64)
	}
	for h := range t.begins[1:] {
		t.begins[h+1] += t.begins[h]
	}
}
