package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/internal/text"
)

// folded is a text in the form in which names are compared: kana folded as
// text.FoldKana does, variants of a kanji made one, the long vowel that ends a
// katakana run dropped, single spaces, middle dots and hyphens dropped (between
// Latin letters or digits they become '-'). Rune i came from the bytes
// [start[i],end[i]) of the normal form.
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

// fold appends the folded form of s, a text in normal form.
func (f *folded) fold(s string) {
	f.reset()
	prev := gap // the rune of s before the current one
	vu := -1    // where in runes a ヴ stands that a small vowel may follow
	run := 0    // how many kana of one script end at prev
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		end := i + n
		run = kanaRun(run, prev, r)
		switch {
		case isSeparator(r) || r == 'ー' && !isKana(prev):
			end = f.separator(s, i, end, prev)
			r, _ = utf8.DecodeLastRuneInString(s[:end])
		case r == 'ー' && run >= 4 && !continuesRun(prev, next(s, end)):
			// サーバー is サーバ.
		case r == 'ゝ' || r == 'ヽ':
			if k := len(f.runes); k > 0 && isKana(prev) {
				f.add(f.runes[k-1], i, end)
			} else {
				f.add(r, i, end)
			}
		case vu >= 0 && vu == len(f.runes)-1 && isSmallVowel(katakana(r)):
			f.runes[vu], f.end[vu], vu = bRow(katakana(r)), int32(end), -1
		default:
			if katakana(r) == 'ヴ' {
				vu = len(f.runes)
			}
			f.add(foldRune(r), i, end)
		}
		prev, i = r, end
	}
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

// foldRune folds a rune that does not depend on its neighbours.
func foldRune(r rune) rune {
	r = katakana(r)
	switch r {
	case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ':
		return r + 1
	case 'ヮ':
		return 'ワ'
	case 'ヴ':
		return 'ブ'
	// The forms that JIS X 0213 and JIS X 0208 prefer for one kanji.
	case '頰':
		return '頬'
	case '剝':
		return '剥'
	case '塡':
		return '填'
	case '囊':
		return '嚢'
	case '搔':
		return '掻'
	case '瘦':
		return '痩'
	case '繫':
		return '繋'
	case '顚':
		return '顛'
	case '髮':
		return '髪'
	case '齒':
		return '歯'
	}
	return r
}

func katakana(r rune) rune {
	if r >= 'ぁ' && r <= 'ゖ' {
		return r + 'ァ' - 'ぁ'
	}
	return r
}

func isSmallVowel(r rune) bool {
	return r == 'ァ' || r == 'ィ' || r == 'ゥ' || r == 'ェ' || r == 'ォ'
}

// bRow is the kana of the バ row for the small vowel after ヴ.
func bRow(vowel rune) rune {
	switch vowel {
	case 'ァ':
		return 'バ'
	case 'ィ':
		return 'ビ'
	case 'ェ':
		return 'ベ'
	case 'ォ':
		return 'ボ'
	}
	return 'ブ'
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

// kanaRun counts the kana of one script that end at r; ー belongs to either.
func kanaRun(run int, prev, r rune) int {
	switch {
	case !isKana(r):
		return 0
	case r == 'ー' || prev == 'ー' || text.IsHiragana(prev) == text.IsHiragana(r):
		return run + 1
	}
	return 1
}

// continuesRun reports whether r goes on with the kana run to which prev belongs.
func continuesRun(prev, r rune) bool {
	if text.IsHiragana(prev) {
		return isKana(r)
	}
	return text.IsKatakana(r)
}
