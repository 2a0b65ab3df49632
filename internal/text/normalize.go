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
// width and composition do not matter), lower case, kanji in their usual form
// (kanji.txt: 頸 is 頚, 髙 is 高), kana in place of the marks that repeat them (こゝろ),
// invisible characters left out (zero-width spaces and joiners, soft hyphens,
// variation selectors: they are pasted in with text and would part words nobody sees
// parted), invalid UTF-8 replaced by U+FFFD, one for every byte. Kana are left as they
// are otherwise: folding them before segmentation destroys it.
type Normal struct {
	String string
	// steps maps bytes of String to bytes of the original, one entry for every
	// stretch whose offset differs from the one before. Nil: they are the same.
	steps []step
	orig  int // length of the original in bytes
}

// step says that String[norm:] came from original[orig:], up to the next step.
// In a parallel stretch the offsets run side by side, rune by rune; else the
// whole stretch is one indivisible source.
type step struct {
	norm, orig int
	parallel   bool
}

// Normalize returns s in normal form.
func Normalize(s string) Normal {
	k := usualKanji()
	off := normalPrefix(s, k)
	if off == len(s) {
		return Normal{String: s, orig: len(s)}
	}
	b := builder{kanji: k}
	b.out.Grow(len(s) + 16)
	b.keep(s[:off], 0)
	for off < len(s) {
		if n := normalPrefix(s[off:], k); n > 0 {
			b.keep(s[off:off+n], off)
			off += n
			continue
		}
		n := segmentLen(s[off:])
		b.fold(s[off:off+n], off)
		off += n
	}
	return Normal{String: b.out.String(), steps: b.steps, orig: len(s)}
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
	if st.parallel {
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
	if st.parallel {
		return st.orig + pos - st.norm
	}
	if i+1 < len(n.steps) {
		return n.steps[i+1].orig
	}
	return n.orig
}

// Replace is n with other text in place of spans of bytes of n.String, which are in order and do not
// overlap. What is put in comes from what the span came from. It must be in normal form there.
func (n Normal) Replace(spans [][2]int, with string) Normal {
	if len(spans) == 0 {
		return n
	}
	if n.steps == nil {
		n.steps = []step{{parallel: true}}
	}
	b := builder{}
	last := 0
	for _, sp := range spans {
		b.copy(n, last, sp[0])
		b.steps = append(b.steps, step{b.out.Len(), n.left(sp[0]), false})
		b.out.WriteString(with)
		last = sp[1]
	}
	b.copy(n, last, len(n.String))
	return Normal{String: b.out.String(), steps: b.steps, orig: n.orig}
}

// builder collects a normal form and its map.
type builder struct {
	out   strings.Builder
	steps []step
	kanji *kanji
}

// copy adds n.String[start:end], with its part of the map.
func (b *builder) copy(n Normal, start, end int) {
	if start >= end {
		return
	}
	for i, st := range n.steps {
		if st.norm >= end || i+1 < len(n.steps) && n.steps[i+1].norm <= start {
			continue
		}
		skip := max(start-st.norm, 0)
		moved := step{b.out.Len() + max(st.norm-start, 0), st.orig, st.parallel}
		if st.parallel {
			moved.orig += skip
		}
		b.steps = append(b.steps, moved)
	}
	b.out.WriteString(n.String[start:end])
}

// keep adds a stretch that is in normal form, from off in the original.
func (b *builder) keep(src string, off int) {
	if src != "" {
		b.parallel(off)
		b.out.WriteString(src)
	}
}

// parallel begins a parallel stretch, or goes on with the one before.
func (b *builder) parallel(off int) {
	if n := len(b.steps); n > 0 && b.steps[n-1].parallel && b.out.Len()-b.steps[n-1].norm == off-b.steps[n-1].orig {
		return
	}
	b.steps = append(b.steps, step{b.out.Len(), off, true})
}

// fold adds a segment in its normal form.
func (b *builder) fold(src string, off int) {
	if c := src[0]; len(src) == 1 && 'A' <= c && c <= 'Z' {
		b.parallel(off)
		b.out.WriteByte(c + 'a' - 'A')
		return
	}
	out := b.kanji.usualForms(foldSegment(src))
	if mark, n := utf8.DecodeRuneInString(out); isKanaMark(mark) {
		if before, _ := utf8.DecodeLastRuneInString(b.out.String()); repeatable(before) {
			out = string(repeatedKana(before, mark)) + out[n:]
		}
	}
	if len(out) == len(src) && (out == src || utf8.RuneCountInString(src) == 1 && utf8.RuneCountInString(out) == 1) {
		b.parallel(off)
	} else {
		b.steps = append(b.steps, step{b.out.Len(), off, false})
	}
	b.out.WriteString(out)
}

// normalPrefix returns the length of a prefix of s that is in normal form and
// ends where a segment ends: all of s, in most texts.
func normalPrefix(s string, k *kanji) int {
	last, i := 0, 0
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				break
			}
			last = i
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !plain(r) || isKanaMark(r) || k.usual(r) != r {
			break
		}
		last = i
		i += n
	}
	if i < len(s) && !starts(s[i:]) {
		return last
	}
	return i
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

// starts reports whether a new segment begins with s.
func starts(s string) bool {
	if s[0] < utf8.RuneSelf {
		return true
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case plain(r), r >= 0xFF01 && r <= 0xFF9D, r == '　': // full-width forms, half-width kana
		return true
	case r == utf8.RuneError && n <= 1:
		return true
	case r >= 0x3131 && r <= 0x318E, r >= 0xFFA0 && r <= 0xFFDC: // their plain forms, conjoining jamo, join
		return false
	}
	return !invisible(r) && norm.NFKC.PropertiesString(s).BoundaryBefore()
}

// segmentLen returns the length in bytes of the next stretch of s that
// normalises by itself: a starter with its combining marks and the invisible
// characters after it, a half-width kana with its (han)dakuten, or one invalid
// byte.
func segmentLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n <= 1 {
		return 1
	}
	for n < len(s) && !starts(s[n:]) {
		_, size := utf8.DecodeRuneInString(s[n:])
		n += size
	}
	return n
}

func foldSegment(src string) string {
	r, n := utf8.DecodeRuneInString(src)
	switch {
	case n == len(src) && r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
		return asciiLower[r-0xFF01+'!' : r-0xFF01+'!'+1]
	case n == len(src) && r == '　':
		return " "
	case r == utf8.RuneError && n <= 1:
		return string(utf8.RuneError)
	}
	if strings.IndexFunc(src, invisible) >= 0 {
		src = strings.Map(func(r rune) rune {
			if invisible(r) {
				return -1
			}
			return r
		}, src)
	}
	out := strings.ToLower(norm.NFKC.String(src))
	if !norm.NFKC.IsNormalString(out) { // the small letter has other compositions than the capital
		out = norm.NFKC.String(out)
	}
	return out
}

// asciiLower maps every ASCII character to its small form.
const asciiLower = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f" +
	" !\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\x7f"

// invisible reports whether r shows nothing and means nothing for comparison:
// soft hyphen, zero-width characters, directional and other format controls,
// variation selectors, tags.
func invisible(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x034F, r == 0xFEFF, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	}
	return unicode.Is(unicode.Variation_Selector, r) || r >= 0xE0000 && r <= 0xE007F
}
