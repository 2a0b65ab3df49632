package text

import (
	"strings"
	"unicode/utf8"
)

// FoldKana maps the spellings of one word in kana to one:
//
//   - hiragana to katakana;
//   - small vowels, ヮ, ヵ and ヶ to large (ウィルス, ウイルス; 茅ヶ崎, 茅ケ崎);
//   - ヴ to the バ row (ヴァ is バ, レヴュー is レビュー);
//   - ヂ and ヅ to ジ and ズ, ヰ and ヱ to イ and エ (少しづつ, 少しずつ);
//   - iteration marks to what they repeat: ゝ ヽ ゞ ヾ after kana, 々 after kanji;
//   - the final long-vowel mark of a word of four kana or more dropped (サーバー,
//     サーバ; as Lucene's KatakanaStemFilter).
//
// It is for finished terms in normal form: folding a text before it is
// segmented destroys the segmentation. Folding twice changes nothing more.
func FoldKana(term string) string {
	if !foldable(term) {
		return dropLongVowel(term)
	}
	var space [32]rune // most words are shorter
	runes := space[:0]
	for _, r := range term {
		if r >= 'ぁ' && r <= 'ゖ' {
			r += 'ァ' - 'ぁ'
		}
		var before rune
		if n := len(runes); n > 0 {
			before = runes[n-1]
		}
		if before == 'ヴ' {
			if b, swallowed := bRow(r); b != 0 {
				runes[len(runes)-1] = b
				if swallowed {
					continue
				}
			} else {
				runes[len(runes)-1] = 'ブ'
			}
		}
		runes = append(runes, foldRune(r, before))
	}
	if n := len(runes); n > 0 && runes[n-1] == 'ヴ' {
		runes[n-1] = 'ブ'
	}
	return dropLongVowel(string(runes))
}

// foldRune folds one katakana or iteration mark that follows before.
func foldRune(r, before rune) rune {
	switch r {
	case 'ヽ', 'ゝ', 'ヾ', 'ゞ':
		if IsKatakana(before) {
			return foldRune(repeatedKana(before, r), 0)
		}
	case '々':
		if IsKanji(before) {
			return before
		}
	}
	return PlainKatakana(r)
}

// PlainKatakana is the katakana that one which is small, rare or sounds like another is
// folded to: ッ and the small ones of a diphthong stay. Any other rune is itself.
func PlainKatakana(r rune) rune {
	switch r {
	case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ヮ':
		return r + 1
	case 'ヵ':
		return 'カ'
	case 'ヶ':
		return 'ケ'
	case 'ヂ':
		return 'ジ'
	case 'ヅ':
		return 'ズ'
	case 'ヰ':
		return 'イ'
	case 'ヱ':
		return 'エ'
	}
	return r
}

// bRow is the kana of the バ row for ヴ before a small kana, and whether that
// kana is swallowed by it (ヴァ is バ, but ヴュ is ビュ). Zero: not a small kana.
func bRow(small rune) (b rune, swallowed bool) {
	switch small {
	case 'ァ':
		return 'バ', true
	case 'ィ':
		return 'ビ', true
	case 'ェ':
		return 'ベ', true
	case 'ォ':
		return 'ボ', true
	case 'ャ', 'ュ', 'ョ':
		return 'ビ', false
	}
	return 0, false
}

// isKanaMark reports whether r repeats the kana before it.
func isKanaMark(r rune) bool { return r == 'ゝ' || r == 'ゞ' || r == 'ヽ' || r == 'ヾ' }

// repeatable reports whether r is a kana that a mark can repeat.
func repeatable(r rune) bool {
	return (IsHiragana(r) || IsKatakana(r)) && r != 'ー' && !isKanaMark(r)
}

// repeatedKana is what a mark stands for after a kana: the same, with a dakuten if the mark has one.
func repeatedKana(before, mark rune) rune {
	if mark == 'ゞ' || mark == 'ヾ' {
		return voiced(before)
	}
	return before
}

// voiced is the kana with a dakuten, where there is one.
func voiced(r rune) rune {
	switch r {
	case 'ヵ', 'ゕ':
		return 'ガ'
	case 'ヶ', 'ゖ':
		return 'ゲ'
	}
	if strings.ContainsRune("カキクケコサシスセソタチツテトハヒフヘホかきくけこさしすせそたちつてとはひふへほ", r) {
		return r + 1
	}
	return r
}

// dropLongVowel drops the final long-vowel marks of a word of katakana, down to
// three kana.
func dropLongVowel(term string) string {
	const size = len("ー")
	if !strings.HasSuffix(term, "ー") || strings.IndexFunc(term, func(r rune) bool { return !IsKatakana(r) }) >= 0 {
		return term
	}
	for len(term) > 3*size && strings.HasSuffix(term, "ー") {
		term = term[:len(term)-size]
	}
	return term
}

// foldable reports whether FoldKana changes a rune of term.
func foldable(term string) bool {
	for _, r := range term {
		if r < 'ぁ' && r != '々' || r > 'ヾ' {
			continue
		}
		if IsHiragana(r) || r == 'ヴ' || r == '々' || r == 'ヾ' || r == 'ヽ' || foldRune(r, 0) != r {
			return true
		}
	}
	return false
}

// IsHiragana reports whether r is a hiragana letter or its iteration mark.
func IsHiragana(r rune) bool { return r >= 'ぁ' && r <= 'ゖ' || r == 'ゝ' || r == 'ゞ' }

// IsKatakana reports whether r is a full-width katakana letter, its iteration
// mark or the long-vowel mark.
func IsKatakana(r rune) bool {
	return r >= 'ァ' && r <= 'ヺ' || r == 'ー' || r == 'ヽ' || r == 'ヾ'
}

// IsKanji reports whether r is an ideograph or 々.
func IsKanji(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '々' || r >= 0x20000 && r <= 0x3FFFF || r >= 0xF900 && r <= 0xFAFF
}

// RuneOffsets converts byte spans of s to spans in code points. It is fast for
// spans in ascending order; they must be on rune boundaries. What lies beyond
// the end of s is brought to its end.
func RuneOffsets(s string, spans [][2]int) [][2]int {
	out := make([][2]int, len(spans))
	pos, runes := 0, 0
	to := func(b int) int {
		b = max(min(b, len(s)), 0)
		if b < pos {
			pos, runes = 0, 0
		}
		runes += utf8.RuneCountInString(s[pos:b])
		pos = b
		return runes
	}
	for i, sp := range spans {
		out[i] = [2]int{to(sp[0]), to(sp[1])}
	}
	return out
}
