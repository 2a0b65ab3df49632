package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed kanji.txt
var kanjiForms string

// Forms lists the forms of kanji that are made one, so that what is made of them can tell when they
// change.
func Forms() string { return kanjiForms }

// kanji gives a kanji that has several forms the usual one. It is made once, of kanji.txt, which says why
// each of them is there.
type kanji struct {
	unified [lastUnified - firstUnified + 1]rune // by what most texts have; 0: the kanji itself
	others  map[rune]rune
}

// The block of the unified ideographs.
const (
	firstUnified = 0x4E00
	lastUnified  = 0x9FFF
)

//nolint:gochecknoglobals // a constant table
var usualKanji = sync.OnceValue(func() *kanji {
	k := &kanji{others: map[rune]rune{}}
	eachKanji(func(usual, other rune) {
		if other >= firstUnified && other <= lastUnified {
			k.unified[other-firstUnified] = usual
		} else {
			k.others[other] = usual
		}
	})
	return k
})

// eachKanji calls f for every form in kanji.txt that is not the usual one.
func eachKanji(f func(usual, other rune)) {
	for line := range strings.Lines(kanjiForms) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		forms := strings.Fields(line)
		for i := 1; i < len(forms); i++ {
			usual, _ := utf8.DecodeRuneInString(forms[0])
			other, _ := utf8.DecodeRuneInString(forms[i])
			f(usual, other)
		}
	}
}

// usual is the usual form of r, if r is a kanji with another; else r.
func (k *kanji) usual(r rune) rune {
	switch {
	case r >= firstUnified && r <= lastUnified:
		if u := k.unified[r-firstUnified]; u != 0 {
			return u
		}
	case r >= 0x2E80 && r < 0x2F00 || r >= 0x20000 || r >= 0xF900 && r <= 0xFAFF:
		if u, ok := k.others[r]; ok {
			return u
		}
	}
	return r
}

// usualForms is s with the usual forms of its kanji.
func (k *kanji) usualForms(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return k.usual(r) != r }) < 0 {
		return s
	}
	return strings.Map(k.usual, s)
}
