package text

import (
	"strings"
	"unicode/utf8"
)

// FoldKana maps the spellings of one kana word to one: hiragana to katakana,
// small vowels to large (ウィルス, ウイルス), ヴ to the バ row (ヴァ is バ), the
// iteration marks ゝ and ヽ dropped to the kana they repeat, and the final
// long-vowel mark of a word of four kana or more (サーバー, サーバ; as Lucene's
// KatakanaStemFilter). It is for finished terms in normal form: folding a text
// before it is segmented destroys the segmentation.
func FoldKana(term string) string {
	if !hasKana(term) {
		return term
	}
	runes := make([]rune, 0, len(term)/3+1)
	for _, r := range term {
		if r >= 'ぁ' && r <= 'ゖ' {
			r += 'ァ' - 'ぁ'
		}
		switch r {
		case 'ヽ', 'ゝ':
			if n := len(runes); n > 0 {
				r = runes[n-1]
			}
		case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ':
			if n := len(runes); n > 0 && runes[n-1] == 'ヴ' {
				runes[n-1] = bRow(r)
				continue
			}
			r++
		case 'ヮ':
			r = 'ワ'
		}
		runes = append(runes, r)
	}
	for i, r := range runes {
		if r == 'ヴ' {
			runes[i] = 'ブ'
		}
	}
	if n := len(runes); n >= 4 && runes[n-1] == 'ー' && allKatakana(runes) {
		runes = runes[:n-1]
	}
	return string(runes)
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

func allKatakana(runes []rune) bool {
	for _, r := range runes {
		if !IsKatakana(r) {
			return false
		}
	}
	return true
}

func hasKana(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return IsHiragana(r) || IsKatakana(r) }) >= 0
}

// IsHiragana reports whether r is a hiragana letter or its iteration mark.
func IsHiragana(r rune) bool { return r >= 'ぁ' && r <= 'ゖ' || r == 'ゝ' || r == 'ゞ' }

// IsKatakana reports whether r is a full-width katakana letter or the
// long-vowel mark.
func IsKatakana(r rune) bool {
	return r >= 'ァ' && r <= 'ヺ' || r == 'ー' || r == 'ヽ' || r == 'ヾ'
}

// IsKanji reports whether r is an ideograph or 々.
func IsKanji(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '々' || r >= 0x20000 && r <= 0x3FFFF || r >= 0xF900 && r <= 0xFAFF
}

// RuneOffsets converts byte spans of s to spans in code points. The spans must
// be in ascending order and on rune boundaries.
func RuneOffsets(s string, spans [][2]int) [][2]int {
	out := make([][2]int, len(spans))
	pos, runes := 0, 0
	to := func(b int) int {
		if b > len(s) {
			b = len(s)
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
