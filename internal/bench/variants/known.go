package main

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/bench"
	"shirube/internal/text"
)

// known are the words of the lexicon and the index, by how they are spelt, read and
// written in romaji. They decide which spellings have no one right answer:
//
//   - kana or romaji by which another known word is read as well;
//   - a slip that makes another known word or a word of the dictionary, or comes within one
//     slip of another known word; also where it is one of several words that the slip changes so
//     (花粉使用 for 花粉症).
//
// Another name of the same concept is another word where it is read alike (肝臓癌, 肝臓がん): who
// types kana may mean either, and each finds first what says it so. Beside a slip it is none.
type known struct {
	parts *bench.Parts
	forms map[form]map[string][]entry // by what is compared, then by the form itself
	sized map[form]map[int][]entry    // likewise, by the characters of the form
}

// form is what of a word is compared with what was typed.
type form int

const (
	asWritten form = iota
	asRead         // text.ReadingKey
	asReadLoose
	asRomaji
)

// entry is a form of a known word.
type entry struct {
	form    string
	spelt   string
	concept string // empty: none
}

// newKnown collects the words of an index and of the lexicon.
func newKnown(parts *bench.Parts, terms []index.TermCount) *known {
	k := &known{parts: parts, forms: map[form]map[string][]entry{}, sized: map[form]map[int][]entry{}}
	for f := asWritten; f <= asRomaji; f++ {
		k.forms[f], k.sized[f] = map[string][]entry{}, map[int][]entry{}
	}
	for _, c := range parts.Lexicon.Concepts() {
		for _, name := range c.Names() {
			if !slices.Contains(c.Readings, name) && !slices.Contains(c.Misspellings, name) {
				k.add(name, c.ID)
			}
		}
	}
	for _, w := range parts.Lexicon.IntentWords() {
		k.add(w, "")
	}
	for _, t := range terms {
		k.add(t.Term, "")
	}
	return k
}

func (k *known) add(word, concept string) {
	s := spelt(word)
	put := func(f form, key string) {
		e := entry{key, s, concept}
		k.forms[f][key] = append(k.forms[f][key], e)
		n := utf8.RuneCountInString(key)
		k.sized[f][n] = append(k.sized[f][n], e)
	}
	put(asWritten, s)
	if read, ok := reading(k.parts, analysis.Unfold(word)); ok {
		put(asRead, text.ReadingKey(read))
		put(asReadLoose, text.LooseKey(read))
		put(asRomaji, hepburn.write(read))
	}
}

// other reports whether an entry is another word than the name.
func (k *known) other(name string, e entry, s *sort) bool {
	if e.spelt == spelt(name) {
		return false
	}
	if !s.slip {
		return true
	}
	c := k.parts.Lexicon.Lookup(name)
	return c == nil || c.ID != e.concept
}

// ambiguous reports whether what was typed for a name can mean another word.
func (k *known) ambiguous(name, typed string, s *sort) bool {
	key := typed
	switch s.by {
	case asWritten:
		key = spelt(typed)
	case asRead, asReadLoose:
		if !s.slip {
			typed, _ = reading(k.parts, name)
		}
		key = text.ReadingKey(typed)
		if s.by == asReadLoose {
			key = text.LooseKey(typed)
		}
	case asRomaji:
	}
	for _, e := range k.forms[s.by][key] {
		if k.other(name, e, s) {
			return true
		}
	}
	if !s.slip {
		return false
	}
	if s.by != asRomaji && k.parts.Analyzer.Known(typed) || k.makesWord(name, typed, s) {
		return true
	}
	n := utf8.RuneCountInString(key)
	for size := n - 1; size <= n+1; size++ {
		for _, e := range k.sized[s.by][size] {
			if k.other(name, e, s) && oneSlip([]rune(key), []rune(e.form)) {
				return true
			}
		}
	}
	return false
}

// makesWord reports whether a slip in the reading of a name of several words makes another word of one of
// them.
func (k *known) makesWord(name, typed string, s *sort) bool {
	if s.by != asRead && s.by != asRomaji {
		return false
	}
	kana := katakana(typed)
	if s.by == asRomaji {
		read, rest, ok := text.Katakana(typed)
		if kana = read; !ok || rest != "" {
			return false
		}
	}
	var parts []string
	for _, d := range k.parts.Analyzer.Details(name) {
		parts = append(parts, d.Reading)
	}
	for len(parts) > 1 && parts[0] != "" && strings.HasPrefix(kana, parts[0]) {
		kana, parts = kana[len(parts[0]):], parts[1:]
	}
	for n := len(parts); n > 1 && parts[n-1] != "" && strings.HasSuffix(kana, parts[n-1]); n = len(parts) {
		kana, parts = kana[:len(kana)-len(parts[n-1])], parts[:n-1]
	}
	if len(parts) != 1 || text.ReadingKey(kana) == text.ReadingKey(parts[0]) || utf8.RuneCountInString(kana) < 2 {
		return false
	}
	return len(k.forms[asRead][text.ReadingKey(kana)]) > 0 || k.parts.Analyzer.Known(hiragana(kana))
}

// oneSlip reports whether a is b with one character more, less or other, or with two
// neighbours that changed places.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	rest, more := len(a)-i-j, len(b)-len(a)
	return more == 1 && rest == 0 || more == 0 && (rest == 1 || rest == 2 && a[i] == b[i+1] && a[i+1] == b[i])
}
