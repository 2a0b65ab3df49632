// Package searchtest has queries for tests of what searches: what a box can be given besides words.
package searchtest

import "strings"

// OddQueries is what a query of so many characters can hold besides words, by what it is.
func OddQueries(runes int) map[string]string {
	fill := func(s string) string { return string([]rune(strings.Repeat(s, runes))[:runes]) }
	var terms strings.Builder
	for i := range runes {
		terms.WriteRune(rune('一' + 7*i)) // kanji, no two alike
	}
	return map[string]string{
		"control characters": fill("\x00\x01\x1b[31m\x7f"),
		"right to left":      fill("\u202e痛み\u202d\u200f "),
		"unbalanced quotes":  fill(`"痛み “腫れ 「`),
		"only quotes":        fill(`"`),
		"only minus":         fill("-"),
		"minus words":        fill("-痛 "),
		"only symbols":       fill("！？♪※→〜"),
		"only stop words":    fill("はがをの "),
		"different terms":    terms.String(),
		"numbers":            fill("10万円以下 3日以内 5万〜10万円 "),
		"open ranges":        fill("1〜"),
		"denials":            fill("痛くない切らずに副作用なし以外"),
		"nothing but denial": fill("ない"),
		"filters":            fill("kind:risks cost_max:1 "),
		"invalid UTF-8":      strings.Repeat("\xff\xfe痛\xe3\x81", runes/5),
		"SQL":                fill("'; DROP TABLE articles; -- "),
		"HTML":               fill("<script>alert('痛み')</script>&amp;"),
		"HTML with words":    fill(`"><img src=x onerror=alert(1)>痛み`),
		"emoji":              fill("👩🏽‍⚕️"),
		"combining marks":    fill("か\u3099"),
		"long digits":        fill("9"),
		"kanji digits":       fill("九億八万"),
		"one word":           fill("漢"),
		"long vowels":        fill("ー"),
		"dashes":             fill("レ-ザ−ト〜"),
		"kana":               fill("かおがほてるのはなぜですか"),
		"romaji":             fill("kaogahoterunohanaze"),
		"units":              fill("1cc 5μg37℃"),
		"marks that repeat":  fill("こゝゞ々"),
	}
}
