package text

// KanjiDigit is the value of a kanji digit (〇 to 九, 零), -1 where r is none.
func KanjiDigit(r rune) int {
	switch r {
	case '〇', '零':
		return 0
	case '一':
		return 1
	case '二':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// KanjiUnit is what a kanji that stands for a power of ten multiplies by: 十, 百
// and 千 inside a group of four digits, 万, 億 and 兆 between groups; 0 where r is
// none.
func KanjiUnit(r rune) int64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 1e4
	case '億':
		return 1e8
	case '兆':
		return 1e12
	}
	return 0
}
