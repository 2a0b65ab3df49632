package text

import (
	"strings"
	"unicode/utf8"
)

// ReadingKey brings the ways to write one reading in kana to one: what FoldKana
// does, and long vowels as they are spoken (コーラ, コオラ and コウラ are コウラ; ケイ and ケー
// are ケイ). A long vowel at the end stays.
func ReadingKey(kana string) string { return readingKey(kana, false) }

// LooseKey is ReadingKey without long vowels and doubled consonants, for what was
// typed without them: トニョビョ is トウニョウビョウ.
func LooseKey(kana string) string { return readingKey(kana, true) }

func readingKey(kana string, loose bool) string {
	// A mark at the end would be taken off by FoldKana: it is set aside.
	body := strings.TrimRight(kana, "ー")
	folded := FoldKana(body)
	var space [64]byte // keys are made of every stretch of a query
	out, last := space[:0], rune(0)
	add := func(r rune) {
		switch long := prolongs(vowelOf(last), r); {
		case long != 0 && loose:
			return
		case long != 0:
			r = long
		case loose && r == 'ッ':
			return
		case loose:
			r = spoken(r)
		}
		out, last = utf8.AppendRune(out, r), r
	}
	for _, r := range folded {
		add(r)
	}
	for range (len(kana) - len(body)) / len("ー") {
		add('ー')
	}
	if string(out) == kana {
		return kana
	}
	return string(out)
}

// prolongs is the kana by which a vowel is written long where r, after it, makes it
// long; else 0.
func prolongs(vowel, r rune) rune {
	long := vowel
	switch vowel {
	case 0:
		return 0
	case 'エ':
		long = 'イ'
	case 'オ':
		long = 'ウ'
	}
	if r == 'ー' || r == long || r == vowel {
		return long
	}
	return 0
}

// vowelOf is the vowel in which a katakana ends; 0 for ッ, ン and other characters.
func vowelOf(r rune) rune {
	switch r {
	case 'ア', 'カ', 'サ', 'タ', 'ナ', 'ハ', 'マ', 'ヤ', 'ラ', 'ワ', 'ガ', 'ザ', 'ダ', 'バ', 'パ', 'ャ':
		return 'ア'
	case 'イ', 'キ', 'シ', 'チ', 'ニ', 'ヒ', 'ミ', 'リ', 'ギ', 'ジ', 'ヂ', 'ビ', 'ピ', 'ヰ':
		return 'イ'
	case 'ウ', 'ク', 'ス', 'ツ', 'ヌ', 'フ', 'ム', 'ユ', 'ル', 'グ', 'ズ', 'ヅ', 'ブ', 'プ', 'ュ', 'ヴ':
		return 'ウ'
	case 'エ', 'ケ', 'セ', 'テ', 'ネ', 'ヘ', 'メ', 'レ', 'ゲ', 'ゼ', 'デ', 'ベ', 'ペ', 'ヱ':
		return 'エ'
	case 'オ', 'コ', 'ソ', 'ト', 'ノ', 'ホ', 'モ', 'ヨ', 'ロ', 'ヲ', 'ゴ', 'ゾ', 'ド', 'ボ', 'ポ', 'ョ':
		return 'オ'
	}
	return 0
}

// spoken is a kana without what is hard to hear or type in romaji.
func spoken(r rune) rune {
	switch r {
	case 'ヲ':
		return 'オ'
	case 'ヅ':
		return 'ズ'
	case 'ヂ':
		return 'ジ'
	}
	return r
}
