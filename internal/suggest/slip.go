package suggest

import "shirube/internal/text"

// Lengths in characters of what may have a slip in it: shorter, and too much is near.
const (
	minSlip     = 4
	minSlipLast = 5  // in its last character, after which anything could follow
	minLetters  = 5  // of romaji, in which a slip can change several kana
	maxLetters  = 24 // as every letter that could have been meant is tried
)

// slipped finds the entries that begin like what was typed, but for one character too many,
// too few, another, or two that changed places. The first is right.
func (s *search) slipped(t typed) {
	b := best{s: s, limit: s.q.Limit}
	for _, way := range []struct {
		set *keyset
		key string
	}{{&s.x.surface, t.written}, {&s.x.reading, t.read}, {&s.x.loose, looseOf(t.read)}} {
		way.set.slips(way.key, func(at span, typed int) { b.scan(way.set, &way.set.whole, at, typed) })
	}
	if len(b.got) == 0 && len(t.letters) >= minLetters && len(t.letters) <= maxLetters {
		s.slippedRomaji(t.letters, &b)
	}
	s.out = append(s.out, b.matches(BySlip)...)
}

// slips calls f for the stretches of keys that begin with key but for a slip, with how many
// bytes of them that is.
func (k *keyset) slips(key string, f func(at span, typed int)) {
	cuts := append(boundaries(key), len(key))
	n := len(cuts) - 1
	if n < minSlip {
		return
	}
	r := &k.whole
	at := k.within(r, r.all(), 0, key[:cuts[1]])
	for i := 1; i < n && at.from < at.to; i++ {
		here, next := cuts[i], cuts[i+1]
		if i < n-1 || n >= minSlipLast {
			s := k.within(r, at, here, key[next:]) // one too many
			f(s, here+len(key)-next)
		}
		k.children(r, at, here, func(child span, size int) {
			c := k.blob[int(r.pos[child.from])+here:][:size]
			if c == key[here:next] {
				return
			}
			if i < n-1 || n >= minSlipLast { // another
				f(k.within(r, child, here+size, key[next:]), here+size+len(key)-next)
			}
			f(k.within(r, child, here+size, key[here:]), size+len(key)) // one too few
			if i+1 < n && c == key[next:cuts[i+2]] {                    // two that changed places
				f(k.within(r, child, here+size, key[here:next]+key[cuts[i+2]:]), len(key))
			}
		})
		at = k.within(r, at, here, key[here:next])
	}
}

// children calls f for the parts of a stretch by the character after depth bytes, with its
// size.
func (k *keyset) children(r *refs, at span, depth int, f func(child span, size int)) {
	for i := at.from; i < at.to; {
		from := int(r.pos[i]) + depth
		if k.blob[from] == 0 { // the key ends here
			i = k.within(r, span{i, at.to}, depth, "\x00").to
			continue
		}
		size := width(k.blob[from])
		child := k.within(r, span{i, at.to}, depth, k.blob[from:from+size])
		f(child, size)
		i = child.to
	}
}

// slippedRomaji tries all letters that could have been meant.
func (s *search) slippedRomaji(letters string, b *best) {
	seen := map[string]bool{}
	text.LetterSlips(letters, func(meant string) {
		kana, _, ok := text.Katakana(meant)
		if !ok || seen[kana] {
			return
		}
		seen[kana] = true
		key := begunOf(kana)
		if characters(key) < minSlip-1 {
			return
		}
		for k, key := range map[*keyset]string{&s.x.reading: key, &s.x.loose: looseOf(key)} {
			b.scan(k, &k.whole, k.within(&k.whole, k.whole.all(), 0, key), len(key))
		}
	})
}
