package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/internal/text"
)

// folded is a text in the form in which names are compared: kana folded as
// text.FoldKana does, the long vowel that ends a katakana run dropped, single spaces,
// middle dots and hyphens dropped (between Latin letters or digits they become '-').
// Rune i came from the bytes [start[i],end[i]) of the normal form.
type folded struct {
	runes      []rune
	start, end []int32
}

// gap stands for what no name goes across.
const gap rune = 0

func (f *folded) reset() { f.runes, f.start, f.end = f.runes[:0], f.start[:0], f.end[:0] }

func (f *folded) add(r rune, start, end int) {
	f.runes = append(f.runes, r)
	f.start = append(f.start, int32(start))
	f.end = append(f.end, int32(end))
}

// fold makes f the folded form of s, a text in normal form.
func (f *folded) fold(s string) {
	f.reset()
	prev := gap // the rune of s before the current one
	var run kanaRun
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		end := i + n
		run.take(r)
		switch {
		case isSeparator(r) || r == 'ー' && !isKana(prev):
			end = f.separator(s, i, end, prev)
			r, _ = utf8.DecodeLastRuneInString(s[:end])
		case r == 'ー' && run.kana > 3 && !run.goesOn(s[end:]):
			// サーバー is サーバ.
		case katakana(prev) == 'ヴ' && f.mergeB(katakana(r), end):
			// ヴァ is バ.
		default:
			f.add(f.foldRune(katakana(r), prev), i, end)
		}
		prev, i = r, end
	}
}

// mergeB makes バ of the ブ that stands for a ヴ, if the small kana after it says
// so, and reports whether the small kana is thereby used up (ヴュ is ビュ).
func (f *folded) mergeB(small rune, end int) bool {
	last := len(f.runes) - 1
	switch small {
	case 'ァ':
		f.runes[last] = 'バ'
	case 'ィ':
		f.runes[last] = 'ビ'
	case 'ェ':
		f.runes[last] = 'ベ'
	case 'ォ':
		f.runes[last] = 'ボ'
	case 'ャ', 'ュ', 'ョ':
		f.runes[last] = 'ビ'
		return false
	default:
		return false
	}
	f.end[last] = int32(end)
	return true
}

// separator handles the separator at s[i:end]: alone it is no part of a name,
// two in a row are a gap. It returns where the separators end.
func (f *folded) separator(s string, i, end int, prev rune) int {
	after := next(s, end)
	if !isSeparator(after) {
		if isAlnum(prev) && isAlnum(after) {
			f.add('-', i, end)
		}
		return end
	}
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !isSeparator(r) {
			break
		}
		end += n
	}
	f.add(gap, i, end)
	return end
}

// key is the folded form of a whole name.
func key(name string) string { return new(folded).key(name) }

// key is the folded form of a whole name; f is what it is made in.
func (f *folded) key(name string) string {
	f.fold(text.Normalize(strings.TrimSpace(name)).String)
	return string(f.runes)
}

func next(s string, i int) rune {
	if i >= len(s) {
		return gap
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// foldRune folds a rune; prev is the rune of the text before it.
func (f *folded) foldRune(r, prev rune) rune {
	switch r {
	case 'ヴ':
		return 'ブ'
	case 'ヽ', 'ゝ':
		return f.repeated(r, isKana(prev))
	case 'ヾ', 'ゞ':
		return voiced(f.repeated(r, isKana(prev)))
	case '々':
		return f.repeated(r, text.IsKanji(prev))
	}
	return text.PlainKatakana(r)
}

// repeated is the folded rune that the iteration mark r stands for, r itself where
// there is none.
func (f *folded) repeated(r rune, ok bool) rune {
	if n := len(f.runes); ok && n > 0 {
		return f.runes[n-1]
	}
	return r
}

// voiced is the folded katakana with a dakuten, where there is one.
func voiced(r rune) rune {
	switch {
	case r == 'チ':
		return 'ジ'
	case r == 'ツ':
		return 'ズ'
	case strings.ContainsRune("カキクケコサシスセソタテトハヒフヘホ", r):
		return r + 1
	}
	return r
}

func katakana(r rune) rune {
	if r >= 'ぁ' && r <= 'ゖ' {
		return r + 'ァ' - 'ぁ'
	}
	return r
}

// isSeparator reports whether r may stand inside a name without mattering.
func isSeparator(r rune) bool {
	switch r {
	case ' ', '\t', '・', '-', '\u2010', '\u2012', '\u2013', '\u2212':
		return true
	}
	return false
}

func isKana(r rune) bool { return text.IsHiragana(r) || text.IsKatakana(r) }

// isAlnum reports whether r is a digit or a letter of a script that puts spaces
// between words.
func isAlnum(r rune) bool {
	if r < utf8.RuneSelf {
		return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// kanaRun is the run of kana of one script, long-vowel marks included, that ends
// at the rune taken last.
type kanaRun struct {
	kana     int
	hiragana bool
}

func (k *kanaRun) take(r rune) {
	switch h := text.IsHiragana(r); {
	case !isKana(r):
		*k = kanaRun{}
	case k.kana > 0 && (r == 'ー' || h == k.hiragana):
		k.kana++
	default:
		*k = kanaRun{1, h}
	}
}

// goesOn reports whether rest, after any long-vowel marks, goes on with the run. A
// run of hiragana does with katakana, too: there the mark is no word's end.
func (k *kanaRun) goesOn(rest string) bool {
	r := next(strings.TrimLeft(rest, "ー"), 0)
	return text.IsKatakana(r) || k.hiragana && text.IsHiragana(r)
}
