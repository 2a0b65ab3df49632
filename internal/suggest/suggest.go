// Package suggest finds the texts that what was typed so far can become: names, questions,
// headings, by how they are written and by how they are read, from half a syllable on, with one
// slip of the finger. It keeps them in sorted arrays of a few bytes a beginning. What texts
// there are, who may see them, and what is shown of them is left to internal/search; words and
// readings to internal/analysis.
package suggest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// Entry is a text that can be suggested.
type Entry struct {
	Text string
	// Words are the words of the text in order. Without any, it is one word without a reading.
	Words []Word
	// Readings are further ways to read the whole text, Spellings further ways to write it.
	Readings, Spellings []string
	// Anywhere: it is found by what stands inside a word, too. For names, not for sentences.
	Anywhere bool
	// Foreign: it is in letters that are likelier to be romaji while they are typed. It comes after
	// what is read so, until all of it is typed.
	Foreign bool
	// Group is the same for texts of which one is enough: names of one thing.
	Group uint32
	// Set is who sees it, as the caller numbers them (Query.Sees).
	Set uint32
}

// Word is a part of a text at bytes [Start,End).
type Word struct {
	Start, End int
	Reading    string // in kana; empty: it is typed as it is written
	Begins     bool   // somebody may begin to type here
}

// Index is entries to search. It does not change once made, and is safe for use by many
// goroutines.
type Index struct {
	texts  []string
	groups []uint32
	sets   []uint32
	// foreign says of each entry whether it is; nil where none is.
	foreign []bool

	surface, reading, loose keyset
}

// New makes an index of entries, the most important first: of those that match alike, the first
// are found.
func New(entries []Entry) *Index {
	x := &Index{
		texts: make([]string, len(entries)), groups: make([]uint32, len(entries)), sets: make([]uint32, len(entries)),
	}
	var surface, reading, loose keysetBuilder
	for i := range entries {
		e := &entries[i]
		x.texts[i], x.groups[i], x.sets[i] = e.Text, e.Group, e.Set
		if e.Foreign {
			if x.foreign == nil {
				x.foreign = make([]bool, len(entries))
			}
			x.foreign[i] = true
		}
		n := uint32(i) //nolint:gosec // an entry of memory each
		written, read := e.keys()
		surface.add(n, written.key, true, written.begins)
		for _, s := range e.Spellings {
			surface.add(n, surfaceKey(s), false, nil)
		}
		readings := []string{read.key}
		reading.add(n, read.key, true, read.begins)
		for _, r := range e.Readings {
			if key := encode(text.BegunKey(r)); !slices.Contains(readings, key) {
				readings = append(readings, key)
				reading.add(n, key, false, nil)
			}
		}
		for j, r := range readings {
			if key := looseOf(r); key != r {
				loose.add(n, key, j == 0, nil)
			}
		}
	}
	x.surface, x.reading, x.loose = surface.done(x.sets), reading.done(x.sets), loose.done(x.sets)
	return x
}

// Len is how many entries there are.
func (x *Index) Len() int { return len(x.texts) }

// Text is that of an entry.
func (x *Index) Text(entry int) string { return x.texts[entry] }

// Bytes is the memory that the index takes, in bytes.
func (x *Index) Bytes() int {
	n := len(x.texts)*(16+4+4) + len(x.foreign) + x.surface.bytes() + x.reading.bytes() + x.loose.bytes()
	for _, t := range x.texts {
		n += len(t)
	}
	return n
}

// spelt is a key of a text with the places, in bytes of the key, where one can begin within it.
type spelt struct {
	key    string
	begins []int
}

// keys are how an entry is written and how it is read.
func (e *Entry) keys() (written, read spelt) {
	words := e.words()
	var s, r strings.Builder
	for _, w := range words {
		if w.Begins {
			written.begins = append(written.begins, s.Len())
			read.begins = append(read.begins, r.Len())
		}
		key := surfaceKey(e.Text[w.Start:w.End])
		reading := readingKey(w.Reading, key)
		if e.Anywhere {
			written.begins = append(written.begins, places(key, s.Len())...)
			if sameCharacters(key, reading) {
				read.begins = append(read.begins, places(key, r.Len())...)
			}
		}
		s.WriteString(key)
		r.WriteString(reading)
	}
	written.key, read.key = s.String(), r.String()
	return written, read
}

// places are where somebody could begin to type within a word: at its characters but those that
// belong to the one before; within no word of letters and digits.
func places(key string, at int) []int {
	var out []int
	for _, i := range boundaries(key) {
		if c := key[i]; i > 0 && c >= kanaByte && !strings.ContainsRune("ァィゥェォッャュョヮンー", firstKana+rune(c)-kanaByte) {
			out = append(out, at+i)
		}
	}
	return out
}

// sameCharacters reports whether a word is read as it is written.
func sameCharacters(key, reading string) bool {
	return key == reading || len(key) == len(reading) && strings.Contains(key, longVowel) && encode(text.BegunKey(decode(key))) == reading
}

func (e *Entry) words() []Word { return wordsOf(e.Text, e.Words) }

func wordsOf(s string, words []Word) []Word {
	if len(words) == 0 {
		return []Word{{End: len(s), Begins: true}}
	}
	return words
}

// readingKey is the key of a word's reading, or of how it is written where it has none.
func readingKey(reading, surface string) string {
	if reading != "" {
		return encode(text.BegunKey(reading))
	}
	if !strings.Contains(surface, longVowel) {
		return surface
	}
	return encode(text.BegunKey(decode(surface)))
}

// surfaceKey is how s is written, in the form in which spellings are equal: without spaces and
// middle dots, which people leave out.
func surfaceKey(s string) string {
	return encode(folded(text.Normalize(s).String))
}

// folded is normal text with its kana folded.
func folded(normal string) string {
	const end = "\x01" // else a long vowel at the end would be dropped
	return strings.TrimSuffix(text.FoldKana(strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return -1
		}
		return r
	}, normal)+end), end)
}

func isSeparator(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '・' || r == '\u3000'
}

func looseOf(key string) string { return encode(text.LooseKey(decode(key))) }

// Keys have a byte for each kana of the katakana block, and no byte 0, so that most of them
// are a third as long as in UTF-8. The beginning of a text has the beginning of its key.
const (
	firstKana, lastKana = 'ァ', 'ヾ'
	kanaByte            = 0x80
	twoBytes            = 0xFE // before a character of two bytes in UTF-8
	// longVowel is the key of ー.
	longVowel = "\xdb"
)

func encode(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r == 0:
		case r >= firstKana && r <= lastKana:
			out = append(out, byte(kanaByte+r-firstKana)) //nolint:gosec // 94 of them
		case r >= 0x80 && r < 0x800:
			out = utf8.AppendRune(append(out, twoBytes), r)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

func decode(key string) string {
	var out strings.Builder
	for i := 0; i < len(key); {
		n := width(key[i])
		switch c := key[i]; {
		case c >= kanaByte && c < 0xE0:
			out.WriteRune(firstKana + rune(c) - kanaByte)
		case c == twoBytes:
			out.WriteString(key[i+1 : i+n])
		default:
			out.WriteString(key[i : i+n])
		}
		i += n
	}
	return out.String()
}

// width is the bytes of the character that begins with c.
func width(c byte) int {
	switch {
	case c < 0xE0:
		return 1
	case c < 0xF0 || c == twoBytes:
		return 3
	}
	return 4
}

// characters is how many characters a key has.
func characters(key string) int {
	n := 0
	for i := 0; i < len(key); i += width(key[i]) {
		n++
	}
	return n
}

// boundaries are the places where the characters of a key begin.
func boundaries(key string) []int {
	out := make([]int, 0, len(key))
	for i := 0; i < len(key); i += width(key[i]) {
		out = append(out, i)
	}
	return out
}
