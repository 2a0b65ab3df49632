package text

import "strings"

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
	folded := []rune(FoldKana(body) + strings.Repeat("ー", (len(kana)-len(body))/len("ー")))
	out := make([]rune, 0, len(folded))
	for _, r := range folded {
		before := rune(0)
		if len(out) > 0 {
			before = vowelOf(out[len(out)-1])
		}
		switch long := prolongs(before, r); {
		case long != 0 && loose:
			continue
		case long != 0:
			r = long
		case loose && r == 'ッ':
			continue
		case loose:
			r = spoken(r)
		}
		out = append(out, r)
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
	switch {
	case strings.ContainsRune("アカサタナハマヤラワガザダバパャ", r):
		return 'ア'
	case strings.ContainsRune("イキシチニヒミリギジヂビピヰ", r):
		return 'イ'
	case strings.ContainsRune("ウクスツヌフムユルグズヅブプュヴ", r):
		return 'ウ'
	case strings.ContainsRune("エケセテネヘメレゲゼデベペヱ", r):
		return 'エ'
	case strings.ContainsRune("オコソトノホモヨロヲゴゾドボポョ", r):
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
