package pattern

import "strings"

// Words are some words, any of which a text may have. Whether it has one is found in one
// pass over it, however many they are.
type Words struct {
	// group is the place in words of those whose first character has a key; 0 for none.
	group [keys]uint8
	words [][]string
	every bool // the empty word is one of them
}

const (
	keys      = 1 << 10
	maxGroups = 1<<8 - 1
)

// NewWords are the words given.
func NewWords(words ...string) *Words {
	w := &Words{words: make([][]string, 1)}
	for _, word := range words {
		if word == "" {
			w.every = true
			continue
		}
		key, _ := keyAt(word, 0)
		g := w.group[key]
		if g == 0 {
			// Past the last group, words share it: what they begin with is compared anyhow.
			if len(w.words) <= maxGroups {
				w.words = append(w.words, nil)
			}
			g = uint8(len(w.words) - 1)
			w.group[key] = g
		}
		w.words[g] = append(w.words[g], word)
	}
	return w
}

// In reports whether a text has one of the words.
func (w *Words) In(s string) bool {
	if w.every {
		return true
	}
	for i := 0; i < len(s); {
		key, size := keyAt(s, i)
		if g := w.group[key]; g != 0 {
			for _, word := range w.words[g] {
				if strings.HasPrefix(s[i:], word) {
					return true
				}
			}
		}
		i += size
	}
	return false
}

// keyAt is the key of the character at i and how many bytes to go on. Characters of three
// bytes, as nearly all Japanese ones are, have one of their own for every row of 1,024;
// of others the first byte is the key. Broken ones are taken byte by byte, so that no
// word behind them is missed.
func keyAt(s string, i int) (key uint, size int) {
	b := s[i]
	if b&0xf0 == 0xe0 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80 {
		return uint(s[i+1]&0x0f)<<6 | uint(s[i+2]&0x3f), 3
	}
	return uint(b), 1
}
