package lexicon_test

import (
	"fmt"
	"testing"

	"shirube/internal/lexicon"
)

// Words of an editor's are found as the built-in names are: in any spelling, and not inside
// other words.
func TestWordsAreFoundAsNamesAre(t *testing.T) {
	w := lexicon.NewWords([]string{"エクソ点滴", "ED", "エクソ・点滴", "うなじ", "", "し", "サーマ"})
	for text, want := range map[string]string{
		"エクソ点滴の料金":    "エクソ点滴[0 2]",
		"ｴｸｿ点滴":       "ｴｸｿ点滴[0 2]",
		"えくそ点滴":       "えくそ点滴[0 2]",
		"LEDの光":       "",
		"ＥＤ治療":        "ＥＤ[1]",
		"うなじの脱毛":      "うなじ[3]",
		"し":           "し[5]",
		"しみ":          "",
		"サーマクール":      "",
		"サーマ と エクソ点滴": "サーマ[6] エクソ点滴[0 2]",
		"":            "",
	} {
		got := ""
		for _, m := range w.Find(text) {
			if got != "" {
				got += " "
			}
			got += text[m.Start:m.End] + fmt.Sprint(m.Words)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := lexicon.NewWords(nil).Find("エクソ"); len(got) > 0 {
		t.Errorf("no words: %v", got)
	}
	if !lexicon.SameName("ハイフ", "はいふ") || lexicon.SameName("ハイフ", "ハイフォン") {
		t.Error("spellings of names")
	}
}
