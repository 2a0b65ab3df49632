package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A form that is given two usual ones, or a usual one that is given another, would fold a
// text otherwise than its query.
func TestKanjiForms(t *testing.T) {
	seen, usualOnes := map[rune]bool{}, map[rune]bool{}
	n := 0
	eachKanji(func(usual, other rune) {
		n++
		if seen[other] || usual == other {
			t.Errorf("%q is there twice", other)
		}
		if !IsKanji(usual) || Normalize(string(other)).String != string(usual) {
			t.Errorf("%q becomes %q, not %q", other, Normalize(string(other)).String, usual)
		}
		seen[other], usualOnes[usual] = true, true
	})
	for r := range usualOnes {
		if seen[r] || Normalize(string(r)).String != string(r) {
			t.Errorf("%q is both a usual form and another", r)
		}
	}
	if n < 300 {
		t.Errorf("%d forms", n)
	}
	for line := range strings.Lines(kanjiForms) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		forms := strings.Fields(line)
		for _, f := range forms {
			if utf8.RuneCountInString(f) != 1 || len(forms) < 2 {
				t.Errorf("line %q", line)
			}
		}
	}
}

// What looks or sounds alike stays itself.
func TestOtherKanjiStay(t *testing.T) {
	for _, s := range []string{"瘢痕", "湾曲", "彎曲", "斉藤", "斎藤", "龍馬", "竜馬", "嚥下", "咽頭", "鍼灸", "針", "著者", "着く", "島", "嶋"} {
		if got := Normalize(s).String; got != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}
