package lexicon

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// Words are words that are found in texts as the names of concepts are: in any width, case
// and kana, and only where they are words of their own. They do not change once made, and
// are safe for use by many goroutines.
type Words struct {
	places  [][]int // by the value of a name
	matcher *matcher
}

// WordMention is a stretch of a text, at bytes [Start,End), that is spelt as some of the
// words are: their places in the list that NewWords was given.
type WordMention struct {
	Words      []int
	Start, End int
}

// NewWords returns the words of a list. Those that are empty are found nowhere.
func NewWords(list []string) *Words {
	w := &Words{}
	names := map[string]name{}
	for i, s := range list {
		k := key(s)
		if k == "" {
			continue
		}
		nm, ok := names[k]
		if !ok {
			kana := kanaLength(k)
			nm = name{value: len(w.places), katakana: kana > 0 && kana <= 3}
			w.places = append(w.places, nil)
		}
		nm.katakana = nm.katakana && !allHiragana(s)
		names[k] = nm
		w.places[nm.value] = append(w.places[nm.value], i)
	}
	w.matcher = newMatcher(names)
	return w
}

// Find returns the words found in s: leftmost-longest, not overlapping. A text that is
// just one of the words has it, however short it is.
func (w *Words) Find(s string) []WordMention {
	if len(w.places) == 0 {
		return nil
	}
	if whole := strings.TrimSpace(s); whole != "" {
		if places := w.whole(whole); places != nil {
			start := strings.Index(s, whole)
			return []WordMention{{places, start, start + len(whole)}}
		}
	}
	var out []WordMention
	w.matcher.find(text.Normalize(s), func(nm *name, start, end int) {
		out = append(out, WordMention{w.places[nm.value], start, end})
	})
	return out
}

// whole is the places of the words that s is a spelling of, nil where there are none.
func (w *Words) whole(s string) []int {
	node := int32(0)
	for k := key(s); k != ""; {
		r, n := utf8.DecodeRuneInString(k)
		if node = w.matcher.trie.child(node, r); node < 0 {
			return nil
		}
		k = k[n:]
	}
	if v := w.matcher.trie.value[node]; v >= 0 {
		return w.places[w.matcher.names[v].value]
	}
	return nil
}

// SameName reports whether two words are spellings of one name: in width, case, kana, long
// vowels or spaces, they may differ.
func SameName(a, b string) bool { return key(a) == key(b) }
