package text

import "testing"

// An amount in kanji would be read as another one, or as none.
func TestKanjiNumerals(t *testing.T) {
	for i, r := range []rune("〇一二三四五六七八九") {
		if got := KanjiDigit(r); got != i {
			t.Errorf("KanjiDigit(%c) = %d, want %d", r, got, i)
		}
	}
	units := map[rune]int64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '億': 1e8, '兆': 1e12, '一': 0, '円': 0}
	for r, want := range units {
		if got := KanjiUnit(r); got != want {
			t.Errorf("KanjiUnit(%c) = %d, want %d", r, got, want)
		}
	}
	if KanjiDigit('零') != 0 || KanjiDigit('十') != -1 || KanjiDigit('1') != -1 {
		t.Error("零 is 0; 十 and 1 are no kanji digits")
	}
}
