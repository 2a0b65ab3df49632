package suggest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// How is by what a text was found, the best first.
type How int

// The ways to be found: by how it is written or read from its beginning, by how it is read with
// long vowels and double consonants left out, by how it is written in foreign letters, from a
// place inside likewise, by several words, with a slip.
const (
	ByWriting How = iota
	ByReading
	ByLooseReading
	ByForeign
	InsideWriting
	InsideReading
	InsideForeign
	ByWords
	BySlip
)

// Match is an entry that was found.
type Match struct {
	Entry int
	How   How
	// Whole: it is all of the text that was typed.
	Whole bool

	places []found
}

// found is a stretch of a key that was typed.
type found struct {
	set      *keyset
	pos, end uint32
}

// aligned reports whether the key runs side by side with the text.
func (f found) aligned() bool { return f.set.aligned[f.set.key(f.pos)] }

// Query is what is looked for.
type Query struct {
	Text string
	// Limit is how many groups are found at most, in each way; a further way is tried only
	// while there are fewer.
	Limit int
	// Sees says of each set whether its entries may be found.
	Sees []bool
	// Read tells how a word is read, in kana.
	Read func(word string) []string
}

// maxChecked is how many places are looked at for the other words of a query.
const maxChecked = 30_000

// Find returns the entries that what was typed can become, the best way first, in each way the
// first entries first. Of a group there is one, the best.
func (x *Index) Find(q Query) []Match {
	s := search{x: x, q: q, bits: bitsOf(q.Sees)}
	t := typedOf(q.Text, q.Read)
	if len(t.surface) == 0 {
		return nil
	}
	s.wholes(t)
	s.begin(ByWriting, &x.surface, t.surface, s.foreign(false))
	s.begin(ByReading, &x.reading, t.readings, s.written(t.head))
	if t.head != "" && len(s.out) == 0 { // the beginning of a word is not always read as it is alone
		s.begin(ByReading, &x.surface, []string{t.head}, s.readOn(t.tails))
	}
	if !s.enough() {
		s.begin(ByLooseReading, &x.loose, t.loose, nil)
	}
	if x.foreign != nil {
		s.begin(ByForeign, &x.surface, t.surface, s.foreign(true))
	}
	if !s.enough() && longEnough(t.surface[0]) {
		s.inside(InsideWriting, &x.surface, t.surface, s.foreign(false))
	}
	if !s.enough() && len(t.readings) > 0 && longEnough(t.readings[0]) {
		s.inside(InsideReading, &x.reading, t.readings, s.written(t.head))
	}
	if !s.enough() && x.foreign != nil && longEnough(t.surface[0]) {
		s.inside(InsideForeign, &x.surface, t.surface, s.foreign(true))
	}
	if !s.enough() {
		s.words()
	}
	return s.out
}

// FindSlips returns the entries that what was typed can become but for one slip in it.
func (x *Index) FindSlips(q Query) []Match {
	s := search{x: x, q: q, bits: bitsOf(q.Sees)}
	s.slipped(typedOf(q.Text, q.Read))
	return s.out
}

// All returns the first entries that may be found, one of each group.
func (x *Index) All(limit int, sees []bool) []int {
	var out []int
	for i := range x.texts {
		if len(out) == limit {
			break
		}
		if sees[x.sets[i]] && !slices.ContainsFunc(out, func(o int) bool { return x.groups[o] == x.groups[i] }) {
			out = append(out, i)
		}
	}
	return out
}

// longEnough reports whether a key is looked for inside texts: two characters, or a kanji.
func longEnough(key string) bool {
	r, _ := utf8.DecodeRuneInString(decode(key))
	return characters(key) > 1 || text.IsKanji(r)
}

func bitsOf(sees []bool) uint64 {
	var bits uint64
	for set, ok := range sees {
		if ok {
			bits |= setBit(uint32(set)) //nolint:gosec // a set of memory each
		}
	}
	return bits
}

// search is one Find.
type search struct {
	x    *Index
	q    Query
	bits uint64
	out  []Match
}

func (s *search) enough() bool { return len(s.out) >= s.q.Limit }

func (s *search) known(group uint32) bool {
	return slices.ContainsFunc(s.out, func(m Match) bool { return s.x.groups[m.Entry] == group })
}

// wholes finds the entries of which all was typed.
func (s *search) wholes(t typed) {
	for _, way := range []struct {
		how  How
		set  *keyset
		keys []string
		also func(entry uint32) bool
	}{{ByWriting, &s.x.surface, t.surface, nil}, {ByReading, &s.x.reading, t.readings, s.written(t.head)}, {ByLooseReading, &s.x.loose, t.loose, nil}} {
		for _, key := range way.keys {
			r := &way.set.whole
			at := way.set.within(r, r.all(), 0, key+"\x00")
			for i := at.from; i < at.to && i < at.from+4*s.q.Limit; i++ {
				if e := r.entry[i]; s.q.Sees[s.x.sets[e]] && !s.known(s.x.groups[e]) && (way.also == nil || way.also(e)) {
					pos := r.pos[i]
					s.out = append(s.out, Match{int(e), way.how, true, []found{{way.set, pos, pos + uint32(len(key))}}}) //nolint:gosec // of a key
				}
			}
		}
	}
}

// begin finds the entries with a key that begins so.
func (s *search) begin(how How, k *keyset, keys []string, also func(entry uint32) bool) {
	s.take(how, k, &k.whole, keys, also)
}

func (s *search) inside(how How, k *keyset, keys []string, also func(entry uint32) bool) {
	s.take(how, k, &k.inside, keys, also)
}

func (s *search) take(how How, k *keyset, r *refs, keys []string, also func(entry uint32) bool) {
	b := best{s: s, limit: s.q.Limit, also: also}
	for _, key := range keys {
		if key != "" {
			b.scan(k, r, k.within(r, r.all(), 0, key), len(key))
		}
	}
	s.out = append(s.out, b.matches(how)...)
}

// foreign is a test whether an entry is foreign, or is not; nil where none is.
func (s *search) foreign(is bool) func(entry uint32) bool {
	if s.x.foreign == nil {
		return nil
	}
	return func(entry uint32) bool { return s.x.foreign[entry] == is }
}

// written is a test whether an entry is written with key in it; nil where there is none.
func (s *search) written(key string) func(entry uint32) bool {
	if key == "" {
		return nil
	}
	return func(entry uint32) bool { return s.x.surface.has(entry, []string{key}) != nil }
}

// readOn is a test whether an entry is read with one of the keys in it, not at its beginning.
func (s *search) readOn(keys []string) func(entry uint32) bool {
	k := &s.x.reading
	return func(entry uint32) bool {
		from, to := k.keysOf(entry)
		for n := from; n < to; n++ {
			whole := until0(k.blob[k.starts[n]:])
			for _, key := range keys {
				if whole != "" && indexAt(whole[width(whole[0]):], key) >= 0 {
					return true
				}
			}
		}
		return false
	}
}

// has is where one of an entry's keys has one of these; nil: nowhere.
func (k *keyset) has(entry uint32, keys []string) *found {
	from, to := k.keysOf(entry)
	for n := from; n < to; n++ {
		start := k.starts[n]
		whole := until0(k.blob[start:])
		for _, key := range keys {
			if at := indexAt(whole, key); key != "" && at >= 0 {
				pos := start + uint32(at)                     //nolint:gosec // of a key
				return &found{k, pos, pos + uint32(len(key))} //nolint:gosec // likewise
			}
		}
	}
	return nil
}

// indexAt is where key is in whole, at the beginning of a character.
func indexAt(whole, key string) int {
	for from := 0; ; {
		at := strings.Index(whole[from:], key)
		if at < 0 {
			return -1
		}
		at += from
		i := 0
		for i < at {
			i += width(whole[i])
		}
		if i == at {
			return at
		}
		from = at + 1
	}
}

// best collects the first entries of stretches, one of each group.
type best struct {
	s       *search
	limit   int
	also    func(entry uint32) bool
	checked int
	got     []candidate // in order
}

type candidate struct {
	entry uint32
	at    found
}

// scan goes through a stretch, block by block: those with no entry that is better than what
// there is, or that the caller sees, are passed over.
func (b *best) scan(k *keyset, r *refs, in span, typed int) {
	for i := in.from; i < in.to; {
		end := min(in.to, (i/block+1)*block)
		n := i / block
		if b.s.bits&r.sets[n] != 0 && (len(b.got) < b.limit || r.least[n] < b.got[len(b.got)-1].entry) {
			for ; i < end; i++ {
				if len(b.got) < b.limit || r.entry[i] < b.got[len(b.got)-1].entry {
					b.offer(k, r, i, typed)
				}
			}
		}
		i = end
	}
}

func (b *best) offer(k *keyset, r *refs, i, typed int) {
	x, e := b.s.x, r.entry[i]
	if !b.s.q.Sees[x.sets[e]] {
		return
	}
	group := x.groups[e]
	same := slices.IndexFunc(b.got, func(c candidate) bool { return x.groups[c.entry] == group })
	at := found{k, r.pos[i], r.pos[i] + uint32(typed)} //nolint:gosec // of a key
	if same >= 0 && b.got[same].entry == e && !b.got[same].at.aligned() && at.aligned() {
		b.got[same].at = at // what can be marked
	}
	if same >= 0 && b.got[same].entry <= e || b.s.known(group) {
		return
	}
	if b.also != nil {
		if b.checked++; b.checked > maxChecked || !b.also(e) {
			return
		}
	}
	if same >= 0 {
		b.got = slices.Delete(b.got, same, same+1)
	}
	n, _ := slices.BinarySearchFunc(b.got, e, func(c candidate, e uint32) int { return int(c.entry) - int(e) })
	b.got = slices.Insert(b.got, n, candidate{e, at})
	if len(b.got) > b.limit {
		b.got = b.got[:b.limit]
	}
}

func (b *best) matches(how How) []Match {
	out := make([]Match, 0, len(b.got))
	for _, c := range b.got {
		out = append(out, Match{int(c.entry), how, false, []found{c.at}})
	}
	return out
}

// words finds the entries that have all of several words, each from where a word begins.
func (s *search) words() {
	parts := strings.Fields(text.Normalize(s.q.Text).String)
	if len(parts) < 2 || len(parts) > 8 {
		return
	}
	words := make([]typed, len(parts))
	for i, p := range parts {
		words[i] = typedOf(p, s.q.Read)
		if len(words[i].surface) == 0 {
			return
		}
	}
	first, fewest := 0, -1
	for i, w := range words {
		n := 0
		s.each(w, func(_ *keyset, _ *refs, at span, _ int) { n += at.to - at.from })
		if fewest < 0 || n < fewest {
			first, fewest = i, n
		}
	}
	b := best{s: s, limit: s.q.Limit, also: func(entry uint32) bool {
		for i, w := range words {
			if i != first && s.place(entry, w) == nil {
				return false
			}
		}
		return true
	}}
	s.each(words[first], b.scan)
	for _, m := range b.matches(ByWords) {
		for i, w := range words {
			if i != first {
				m.places = append(m.places, *s.place(uint32(m.Entry), w)) //nolint:gosec // an entry
			}
		}
		s.out = append(s.out, m)
	}
}

// each calls f for the stretches in which a word is.
func (s *search) each(w typed, f func(*keyset, *refs, span, int)) {
	for _, way := range []struct {
		set  *keyset
		keys []string
	}{{&s.x.surface, w.surface}, {&s.x.reading, w.readings}} {
		for _, key := range way.keys {
			if key == "" {
				continue
			}
			for _, r := range []*refs{&way.set.whole, &way.set.inside} {
				f(way.set, r, way.set.within(r, r.all(), 0, key), len(key))
			}
		}
	}
}

// place is where an entry has a word; nil: nowhere.
func (s *search) place(entry uint32, w typed) *found {
	if at := s.x.surface.has(entry, w.surface); at != nil {
		return at
	}
	if w.head != "" || len(w.readings) == 0 || characters(w.readings[0]) < 2 {
		return nil
	}
	return s.x.reading.has(entry, w.readings)
}
