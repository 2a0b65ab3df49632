package suggest

import (
	"slices"
	"unicode/utf8"

	"shirube/internal/text"
)

// Marks are the parts of a found text that were typed, in code points, in order. What was typed
// by its reading marks the characters that are read so, words in kanji as a whole; all of the
// text where it is read as no part of it is by itself. Words are those of the entry.
func (x *Index) Marks(m Match, words []Word) [][2]int {
	s := x.texts[m.Entry]
	all := [2]int{0, utf8.RuneCountInString(s)}
	var out [][2]int
	for _, f := range m.places {
		n := f.set.key(f.pos)
		mark := all
		if f.set.aligned[n] {
			start := f.set.starts[n]
			mark = markOf(s, wordsOf(s, words), x.form(f.set), int(f.pos-start), int(f.end-start))
		}
		if mark[0] < mark[1] {
			out = append(out, mark)
		}
	}
	return merged(out)
}

// form makes the key of the beginning of a word, as the keys of a set have it.
func (x *Index) form(k *keyset) func(w Word, part string, whole bool) string {
	switch k {
	case &x.surface:
		return func(_ Word, part string, _ bool) string { return surfaceKey(part) }
	case &x.reading:
		return readPart
	}
	return func(w Word, part string, whole bool) string { return looseOf(readPart(w, part, whole)) }
}

// readPart is the reading of the beginning of a word: of all of it where it is not in kana.
func readPart(w Word, part string, whole bool) string {
	if whole || w.Reading == "" {
		return readingKey(w.Reading, surfaceKey(part))
	}
	return begunOf(text.Normalize(part).String)
}

// markOf is the part of s, in code points, that makes the bytes from to to of its key.
func markOf(s string, words []Word, form func(w Word, part string, whole bool) string, from, to int) [2]int {
	mark := [2]int{-1, -1}
	at := 0 // in the key
	for _, w := range words {
		word := s[w.Start:w.End]
		key := form(w, word, true)
		if end := at + len(key); end > from && at < to && key != "" {
			a, b := w.Start, w.End
			if plain := form(w, word, false); plain == key {
				a, b = within(w, word, form, from-at, to-at)
				a, b = a+w.Start, b+w.Start
			}
			if mark[0] < 0 {
				mark[0] = utf8.RuneCountInString(s[:a])
			}
			mark[1] = utf8.RuneCountInString(s[:b])
		}
		at += len(key)
	}
	if mark[0] < 0 {
		return [2]int{}
	}
	return mark
}

// within are the bytes of a word that make the bytes from to to of its key.
func within(w Word, word string, form func(w Word, part string, whole bool) string, from, to int) (start, end int) {
	end = len(word)
	for i := range word {
		n := len(form(w, word[:i], false))
		if n <= from {
			start = i
		}
		if n >= to && i > 0 {
			end = i
			break
		}
	}
	return start, max(start, end)
}

// merged are marks in order, joined where they meet.
func merged(marks [][2]int) [][2]int {
	slices.SortFunc(marks, func(a, b [2]int) int { return a[0] - b[0] })
	out := [][2]int{}
	for _, m := range marks {
		if last := len(out) - 1; last >= 0 && m[0] <= out[last][1] {
			out[last][1] = max(out[last][1], m[1])
			continue
		}
		out = append(out, m)
	}
	return out
}
