// Package text works on characters and sentences: normal form with a map back
// to the original bytes, kana folding, sentence spans. Words are left to
// internal/analysis, concepts to internal/lexicon.
package text

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal is a text in the one form in which everything is compared: NFKC (so
// width and composition do not matter), lower case, invalid UTF-8 replaced.
// Kana are left as they are: folding them before segmentation destroys it.
type Normal struct {
	String string
	// steps maps bytes of String to bytes of the original, one entry for every
	// stretch whose offset differs from the one before. Nil: they are the same.
	steps []step
	orig  int // length of the original in bytes
}

// step says that String[norm:] came from original[orig:], up to the next step.
// Inside a stretch of equal runes (same) the offsets run in parallel; else the
// whole stretch is one indivisible source.
type step struct {
	norm, orig int
	same       bool
}

// Normalize returns s in normal form.
func Normalize(s string) Normal {
	if isNormal(s) {
		return Normal{String: s, orig: len(s)}
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	var steps []step
	same := func(off int) {
		if n := len(steps); n > 0 && steps[n-1].same && b.Len()-steps[n-1].norm == off-steps[n-1].orig {
			return
		}
		steps = append(steps, step{b.Len(), off, true})
	}
	for off := 0; off < len(s); {
		seg := segmentLen(s[off:])
		src := s[off : off+seg]
		out := foldSegment(src)
		if out == src {
			same(off)
		} else {
			steps = append(steps, step{b.Len(), off, false})
		}
		b.WriteString(out)
		off += seg
	}
	return Normal{String: b.String(), steps: steps, orig: len(s)}
}

// segmentLen returns the length in bytes of the next stretch of s that
// normalises by itself: a starter with its combining marks, a half-width kana
// with its half-width (han)dakuten, or one invalid byte.
func segmentLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n <= 1 {
		return 1
	}
	if b := norm.NFKC.NextBoundaryInString(s, true); b > 0 {
		return b
	}
	return n
}

func foldSegment(src string) string {
	if r, n := utf8.DecodeRuneInString(src); r == utf8.RuneError && n <= 1 {
		return string(utf8.RuneError)
	}
	return strings.ToLower(norm.NFKC.String(src))
}

// isNormal reports whether s is in normal form already, the common case.
func isNormal(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !plain(r) {
			return normSlow(s) // the whole: r may combine with what precedes it
		}
		i += n
	}
	return true
}

// plain reports whether r is in normal form and combines with nothing before
// it: the kana and kanji that make up nearly all of a Japanese text.
func plain(r rune) bool {
	switch {
	case r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FE: // kana, without U+3099 and U+309A
		return true
	case r >= 0x4E00 && r <= 0x9FFF: // unified ideographs
		return true
	case r >= 0x3001 && r <= 0x301B: // 、。〈〉「」
		return true
	}
	return false
}

func normSlow(s string) bool {
	return utf8.ValidString(s) && norm.NFKC.IsNormalString(s) && strings.IndexFunc(s, unicode.IsUpper) < 0
}

// Original maps the bytes [start,end) of n.String to the bytes of the original
// that they came from. A part of an indivisible stretch maps to all of it.
func (n Normal) Original(start, end int) (int, int) {
	if n.steps == nil {
		return start, end
	}
	if end <= start {
		o := n.left(start)
		return o, o
	}
	return n.left(start), n.right(end)
}

// Length returns the length of the original in bytes.
func (n Normal) Length() int { return n.orig }

// left is where the rune at String[pos] begins in the original.
func (n Normal) left(pos int) int {
	if pos >= len(n.String) {
		return n.orig
	}
	i := sort.Search(len(n.steps), func(i int) bool { return n.steps[i].norm > pos }) - 1
	st := n.steps[i]
	if st.same {
		return st.orig + pos - st.norm
	}
	return st.orig
}

// right is where the rune that ends at String[pos] ends in the original.
func (n Normal) right(pos int) int {
	if pos <= 0 {
		return 0
	}
	i := sort.Search(len(n.steps), func(i int) bool { return n.steps[i].norm >= pos }) - 1
	st := n.steps[i]
	if st.same {
		return st.orig + pos - st.norm
	}
	if i+1 < len(n.steps) {
		return n.steps[i+1].orig
	}
	return n.orig
}
