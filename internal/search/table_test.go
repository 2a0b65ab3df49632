package search

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTableFindsWhatWasAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	for _, n := range []int{0, 1, 2, 3, 7, 8, 1000} {
		var table table
		want := map[uint64][]int32{}
		var hashes []uint64
		for word := range int32(n) {
			hash := r.Uint64()
			if word%4 == 3 { // some words have one hash, some hashes their uppermost bits
				hash = hashes[r.IntN(len(hashes))] ^ uint64(r.IntN(2))
			}
			hashes = append(hashes, hash)
			want[hash] = append(want[hash], word)
			table.add(hash, word)
		}
		table.sort()
		for _, hash := range append(hashes, 0, 1, 1<<63, 1<<64-1) {
			var got []int32
			table.find(hash, func(word int32) { got = append(got, word) })
			if !slices.Equal(got, want[hash]) {
				t.Fatalf("of %d words, hash %x has %v, want %v", n, hash, got, want[hash])
			}
		}
	}
}

// Every slip of a key has the hash of what is left.
func TestSlipsAreHashedLikeTheirText(t *testing.T) {
	v := &vocabulary{seed: maphash.MakeSeed()}
	for _, s := range []string{"", "a", "歯周病", "アトピー性皮膚炎", "ABCエー"} {
		var got, want []uint64
		v.slips(s, func(hash uint64) { got = append(got, hash) })
		want = append(want, v.hash(s))
		for i := range []rune(s) {
			want = append(want, v.hash(string(slices.Delete([]rune(s), i, i+1))))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %x, want %x", s, got, want)
		}
	}
}
