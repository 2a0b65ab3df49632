package suggest

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// keyset is keys of entries, with the places in them where what is typed can begin, sorted by
// what stands there.
type keyset struct {
	blob    string   // the keys, each with a byte 0 behind it
	starts  []uint32 // of the keys in blob
	aligned []bool   // of each key: it runs side by side with the entry's words
	first   []uint32 // of each entry: its first key; and how many keys there are
	// whole are the beginnings of keys, inside are the other places.
	whole, inside refs
}

// refs are places in keys in the order of what stands there.
type refs struct {
	pos, entry []uint32
	// least is the least entry of each block of places, sets has a bit for each of the
	// sets (modulo 64) of its entries: most blocks are passed over by them.
	least []uint32
	sets  []uint64
}

const block = 128

// place is one of refs while they are sorted, by their first bytes first.
type place struct {
	head       uint64
	pos, entry uint32
}

type keysetBuilder struct {
	blob          strings.Builder
	starts, first []uint32
	aligned       []bool
	whole, inside []place
}

// add takes in a key of an entry; entries come in order.
func (b *keysetBuilder) add(entry uint32, key string, aligned bool, begins []int) {
	at := b.blob.Len()
	for len(b.first) <= int(entry) {
		b.first = append(b.first, uint32(len(b.starts))) //nolint:gosec // a byte of memory each
	}
	b.starts, b.aligned = append(b.starts, uint32(at)), append(b.aligned, aligned) //nolint:gosec // likewise
	b.blob.WriteString(key)
	b.blob.WriteByte(0)
	if key != "" {
		b.whole = append(b.whole, place{pos: uint32(at), entry: entry}) //nolint:gosec // likewise
	}
	for _, n := range begins {
		if n > 0 && n < len(key) {
			b.inside = append(b.inside, place{pos: uint32(at + n), entry: entry}) //nolint:gosec // likewise
		}
	}
}

func (b *keysetBuilder) done(sets []uint32) keyset {
	for len(b.first) <= len(sets) {
		b.first = append(b.first, uint32(len(b.starts))) //nolint:gosec // a byte of memory each
	}
	k := keyset{blob: b.blob.String(), starts: slices.Clip(b.starts), aligned: slices.Clip(b.aligned), first: slices.Clip(b.first)}
	k.whole, k.inside = sorted(k.blob, b.whole, sets), sorted(k.blob, b.inside, sets)
	return k
}

func sorted(blob string, places []place, sets []uint32) refs {
	for i := range places {
		places[i].head = head(blob[places[i].pos:])
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		if c := strings.Compare(until0(blob[a.pos:]), until0(blob[b.pos:])); c != 0 {
			return c
		}
		return cmp.Compare(a.entry, b.entry)
	})
	r := refs{pos: make([]uint32, len(places)), entry: make([]uint32, len(places))}
	for i, p := range places {
		r.pos[i], r.entry[i] = p.pos, p.entry
		if i%block == 0 {
			r.least, r.sets = append(r.least, p.entry), append(r.sets, 0)
		}
		r.least[i/block] = min(r.least[i/block], p.entry)
		r.sets[i/block] |= setBit(sets[p.entry])
	}
	r.least, r.sets = slices.Clip(r.least), slices.Clip(r.sets)
	return r
}

func setBit(set uint32) uint64 { return 1 << (set % 64) }

// head is the first eight bytes of a key, in the order of the keys.
func head(s string) uint64 {
	var b [8]byte
	for i := 0; i < len(s) && i < len(b) && s[i] != 0; i++ {
		b[i] = s[i]
	}
	return binary.BigEndian.Uint64(b[:])
}

func until0(s string) string { return s[:strings.IndexByte(s, 0)] }

// span is a stretch of refs.
type span struct{ from, to int }

func (r *refs) all() span { return span{0, len(r.pos)} }

// within is the stretch of s whose keys go on with rest after depth bytes, which are the same
// for all of s.
func (k *keyset) within(r *refs, s span, depth int, rest string) span {
	if rest == "" || s.from >= s.to {
		return s
	}
	at := func(i int) string {
		from := int(r.pos[s.from+i]) + depth
		return k.blob[from:min(from+len(rest), len(k.blob))]
	}
	from := sort.Search(s.to-s.from, func(i int) bool { return at(i) >= rest })
	n := sort.Search(s.to-s.from-from, func(i int) bool { return at(from+i) > rest })
	return span{s.from + from, s.from + from + n}
}

// key is the number of the key that a place is in.
func (k *keyset) key(pos uint32) int {
	n, found := slices.BinarySearch(k.starts, pos)
	if !found {
		n--
	}
	return n
}

// keysOf are the keys of an entry.
func (k *keyset) keysOf(entry uint32) (from, to uint32) { return k.first[entry], k.first[entry+1] }

func (k *keyset) bytes() int {
	n := len(k.blob) + 4*len(k.starts) + len(k.aligned) + 4*len(k.first)
	for _, r := range []*refs{&k.whole, &k.inside} {
		n += 4*(len(r.pos)+len(r.entry)+len(r.least)) + 8*len(r.sets)
	}
	return n
}
