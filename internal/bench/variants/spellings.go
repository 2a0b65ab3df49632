package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"shirube/internal/analysis"
	"shirube/internal/bench"
	"shirube/internal/text"
)

// sort is a way to spell a query otherwise.
type sort struct {
	name string
	// spell spells a word; not ok where it cannot be spelt this way, or is spelt so
	// already.
	spell func(word string) (string, bool)
	// class is what a reader would call it, the unit of which a share is asked.
	class string
	// whole: the intent word is spelt this way as well.
	whole bool
	// by is what another word would have to share with the name for what is typed to
	// mean it as well.
	by form
	// slip: one slip is made.
	slip bool
	// open: what is typed may mean several words, and none of them is wrong: no line.
	open bool
}

// The classes of sorts, as the product promises them: other forms of the same characters,
// kana, romaji, and words with one slip.
const (
	forms    = "width, Unicode forms and signs"
	inKana   = "kana"
	inRomaji = "romaji"
	misspelt = "one slip"
)

// writings are the sorts that are no slips.
func writings(p *bench.Parts) []sort {
	read := func(write func(kana string) string) func(string) (string, bool) {
		return func(word string) (string, bool) {
			kana, ok := reading(p, word)
			if !ok {
				return "", false
			}
			out := write(kana)
			return out, out != word
		}
	}
	changed := func(write func(string) string) func(string) (string, bool) {
		return func(word string) (string, bool) {
			out := write(word)
			return out, out != word
		}
	}
	return []sort{
		{name: "full width", class: forms, whole: true, spell: changed(width.Widen.String)},
		{name: "half width", class: forms, whole: true, spell: changed(width.Narrow.String)},
		{name: "capitals", class: forms, whole: true, spell: changed(strings.ToUpper)},
		{name: "NFD", class: forms, whole: true, spell: changed(norm.NFD.String)},
		{name: "katakana as hiragana", class: inKana, whole: true, spell: changed(hiragana)},
		{name: "hiragana as katakana", class: inKana, whole: true, spell: changed(katakana)},
		{name: "long vowel as hyphen", class: forms, spell: changed(func(s string) string { return strings.ReplaceAll(s, "ー", "－") })},
		{name: "long vowel as wave", class: forms, spell: changed(func(s string) string { return strings.ReplaceAll(s, "ー", "～") })},
		{name: "parted", class: forms, spell: parted("・")},
		{name: "spaced", class: forms, spell: parted("　")},
		{name: "reading in hiragana", class: inKana, whole: true, by: asRead, spell: read(hiragana)},
		{name: "reading in katakana", class: inKana, whole: true, by: asRead, spell: read(func(s string) string { return s })},
		{name: "romaji, Hepburn", class: inRomaji, whole: true, by: asRead, spell: read(hepburn.write)},
		{name: "romaji, Kunrei", class: inRomaji, whole: true, by: asRead, spell: read(kunrei.write)},
		{name: "romaji, input method", class: inRomaji, whole: true, by: asRead, spell: read(typedIn.write)},
		{name: "romaji, macrons", class: inRomaji, whole: true, by: asRead, spell: read(macrons.write)},
		{name: "romaji, short vowels", class: inRomaji, whole: true, by: asReadLoose, spell: read(short.write)},
		{name: "half typed, kana", open: true, by: asRead, spell: read(halfTyped)},
		{name: "half typed, romaji", open: true, by: asRead, spell: read(func(kana string) string {
			s := hepburn.write(kana)
			return s[:max(len(s)-2, 0)]
		})},
	}
}

// reading is how a word is read, in katakana: as the lexicon has it for a concept's label, if it is the
// label that is read so, else as the analyzer has it. A kanji that stands by itself in a longer word and
// is read in several ways, or is a verb or the like there (再診 as 再 and 診る), makes the analyzer guess:
// then it is not known.
func reading(p *bench.Parts, word string) (string, bool) {
	if c := p.Lexicon.Lookup(word); c != nil && c.Label == word {
		for _, r := range c.Readings {
			if readsSo(p.Analyzer, word, katakana(r)) {
				return katakana(r), true
			}
		}
	}
	var b strings.Builder
	details := p.Analyzer.Details(word)
	for _, d := range details {
		switch {
		case strings.Trim(d.Surface, "・ 　") == "":
			continue
		case d.Reading == "", len(details) > 1 && isKanji(d.Surface) && (len(p.Analyzer.Readings(d.Surface)) > 1 || !strings.HasPrefix(d.POS, "名詞") && !strings.HasPrefix(d.POS, "接頭詞")):
			return "", false
		}
		b.WriteString(d.Reading)
	}
	return b.String(), b.Len() > 0
}

func isKanji(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n == len(s) && text.IsKanji(r)
}

// readsSo reports whether a reading can be that of a word, and not of another name of its concept: the
// dictionary has it if it has the word, and the word's kana stand in it in their order, with a kana at
// least for every other character.
func readsSo(an *analysis.Analyzer, word, kana string) bool {
	if an.Known(word) {
		return slices.ContainsFunc(an.Readings(spelt(word)), func(r string) bool { return text.ReadingKey(r) == text.ReadingKey(kana) })
	}
	var pattern strings.Builder
	pattern.WriteString("^")
	for _, r := range text.FoldKana(text.Normalize(word).String) {
		switch {
		case text.IsKatakana(r):
			pattern.WriteString(regexp.QuoteMeta(string(r)))
		case unicode.IsLetter(r), unicode.IsDigit(r):
			pattern.WriteString(".+")
		}
	}
	so, err := regexp.MatchString(pattern.String()+"ー?$", text.FoldKana(kana))
	return err == nil && so
}

func hiragana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - 'ァ' + 'ぁ'
		}
		return r
	}, s)
}

func katakana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ぁ' && r <= 'ゖ' {
			return r - 'ぁ' + 'ァ'
		}
		return r
	}, s)
}

// parted puts a mark where katakana meet another script, or else between the words of a run
// of katakana that is long enough to be two.
func parted(mark string) func(string) (string, bool) {
	return func(word string) (string, bool) {
		before := rune(0)
		for i, r := range word {
			if i > 0 && r != 'ー' && text.IsKatakana(r) != text.IsKatakana(before) && !text.IsHiragana(r) && !text.IsHiragana(before) {
				return word[:i] + mark + word[i:], true
			}
			before = r
		}
		return "", false
	}
}

// halfTyped is what an input method shows while the last syllable is being typed.
func halfTyped(kana string) string {
	if utf8.RuneCountInString(kana) < 4 {
		return ""
	}
	_, n := utf8.DecodeLastRuneInString(kana)
	last := typedIn.write(kana[len(kana)-n:])
	return hiragana(kana[:len(kana)-n]) + last[:1]
}
