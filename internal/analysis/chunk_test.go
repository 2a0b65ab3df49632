package analysis

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// A page pasted without full stops must be analysed as if it had them: no word
// cut in two, none lost, and no lattice over all of it.
func TestLongTextWithoutSentences(t *testing.T) {
	a := analyzer(t)
	const clause = "血液サラサラの薬を飲んでいる方はあらかじめ主治医に相談してから施術を受けるようにすると安心です"
	one := terms(a, clause)
	for _, c := range []struct{ name, between string }{
		{"no mark at all", ""},
		{"commas", "、"},
		{"spaces", "　"},
		{"unclosed brackets", "「"},
	} {
		const n = 400
		s := strings.Repeat(clause+c.between, n)
		if got, want := terms(a, s), slices.Repeat(one, n); !slices.Equal(got, want) {
			i := 0
			for i < len(got) && i < len(want) && got[i] == want[i] {
				i++
			}
			t.Errorf("%s: %d terms instead of %d; from the %dth on: %q instead of %q", c.name, len(got), len(want), i, first(got[i:], 8), first(want[i:], 8))
		}
		if err := checkTokens(a, s); err != nil {
			t.Error(c.name, err)
		}
	}
}

func first(s []string, n int) []string { return s[:min(n, len(s))] }

// What has no word's end for thousands of characters stays whole where it is
// one word, is analysed in little time, and loses nothing.
func TestEndlessWords(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct {
		name, text string
		terms      int // 0: any number
	}{
		{"letters", strings.Repeat("abcdefghij", 5000), 1},
		{"digits", strings.Repeat("1234567890", 5000), 1},
		{"white space", strings.Repeat(" \n\t　", 20000), 0},
		{"marks", strings.Repeat("!?。", 20000), 0},
		{"katakana", strings.Repeat("ヌメラ", 900), 0},
		{"long vowels", "あ" + strings.Repeat("ー", 3000), 0},
		{"hiragana", strings.Repeat("ぬめぬめ", 900), 0},
		{"kanji", strings.Repeat("癌痔疣", 1000), 3000},
		{"emoji", strings.Repeat("😀", 3000), 0},
		{"rare kanji", strings.Repeat("𠮷", 3000), 3000},
		{"kanji numerals", strings.Repeat("一二三", 1000), 0},
		{"half-width kana", strings.Repeat("ｶﾞ", 3000), 0},
		{"replacement characters", strings.Repeat("\uFFFD", 3000), 0},
		{"invalid bytes", strings.Repeat("\xff", 3000), 0},
		{"zero bytes", strings.Repeat("\x00", 3000), 0},
		{"combining marks", "が" + strings.Repeat("\u0301", 3000), 0},
	} {
		if err := checkTokens(a, c.text); err != nil {
			t.Errorf("%s: %.200v", c.name, err)
		}
		if n := len(a.Tokens(c.text)); c.terms > 0 && n != c.terms {
			t.Errorf("%s: %d terms, want %d", c.name, n, c.terms)
		}
	}
}

func TestLongTermsAreClipped(t *testing.T) {
	a := analyzer(t)
	long := strings.Repeat("é", 200)
	got := terms(a, long)
	if len(got) != 1 || len(got[0]) > maxTerm || !utf8.ValidString(got[0]) || !strings.HasPrefix(long, got[0]) {
		t.Errorf("a word of %d bytes has the terms %q", len(long), got)
	}
	if s := strings.Repeat("x", maxTerm); clip(s) != s {
		t.Error("a word of just the longest length is clipped")
	}
}

// Kagome's lattice over a whole page would take tens of megabytes.
func TestLongTextTakesLittleMemory(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector drops what is kept for reuse; the run without it measures")
	}
	a := analyzer(t)
	s := strings.Repeat("血液サラサラの薬を飲んでいる方は主治医に相談してください", 1500)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	a.Tokens(s)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
		t.Errorf("a text of %d bytes took %d bytes", len(s), n)
	}
}
