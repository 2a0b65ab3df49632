package lexicon

import "sort"

// trie holds the folded names. The children of a node lie side by side, sorted.
type trie struct {
	label []rune
	first []int32 // the first child; the last is before the first of the next node
	value []int32 // index into the names, -1 where none ends
}

// newTrie makes a trie of distinct keys in ascending order; the value of a key is
// its index. It is built breadth first, so that children are contiguous.
func newTrie(keys [][]rune) *trie {
	type span struct{ lo, hi, depth int }
	t := &trie{label: []rune{0}}
	queue := []span{{0, len(keys), 0}}
	for n := 0; n < len(queue); n++ {
		sp := queue[n]
		value := int32(-1)
		if sp.lo < sp.hi && len(keys[sp.lo]) == sp.depth {
			value = int32(sp.lo)
			sp.lo++
		}
		t.value = append(t.value, value)
		t.first = append(t.first, int32(len(t.label)))
		for lo := sp.lo; lo < sp.hi; {
			r := keys[lo][sp.depth]
			hi := lo
			for hi < sp.hi && keys[hi][sp.depth] == r {
				hi++
			}
			t.label = append(t.label, r)
			queue = append(queue, span{lo, hi, sp.depth + 1})
			lo = hi
		}
	}
	t.first = append(t.first, int32(len(t.label)))
	return t
}

// child returns the child of node n for r, -1 if there is none.
func (t *trie) child(n int32, r rune) int32 {
	lo, hi := int(t.first[n]), int(t.first[n+1])
	if hi-lo <= 8 {
		for i := lo; i < hi; i++ {
			if t.label[i] == r {
				return int32(i)
			}
		}
		return -1
	}
	i := lo + sort.Search(hi-lo, func(i int) bool { return t.label[lo+i] >= r })
	if i < hi && t.label[i] == r {
		return int32(i)
	}
	return -1
}
