package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string // joined they are the text
	}{
		{"full stops", []string{"腫れます。", "痛みます。"}},
		{"no end", []string{"腫れは少ない"}},
		{"empty", nil},
		{"line breaks", []string{"料金\n", "1回5万円\r\n", "保険なし"}},
		{"white space belongs to the sentence before", []string{"腫れます。　 ", "痛みます。\n\n"}},
		{"quote with a full stop goes on", []string{"「痛い。」と言う人もいます。", "次"}},
		{"quote at the end", []string{"彼は言いました。", "「痛い。」\n", "次"}},
		{"closing bracket after the end", []string{"終わりです。）", "次"}},
		{"aside inside a sentence", []string{"費用（5万円。税込）は前払いです。", "次"}},
		{"bracket around a whole sentence", []string{"腫れます。", "（個人差があります。）", "痛みます。"}},
		{"bracket around a sentence inside a sentence", []string{"費用（5万円です。）は前払いです。", "次"}},
		{"line break in brackets", []string{"「痛い\n", "痛い」と言う。", "次"}},
		{"nested brackets", []string{"（「痛い。」（本当。）と言う）人。", "次"}},
		{"an unclosed bracket swallows nothing", []string{"「痛い。", "腫れる。", "治る。"}},
		{"an unclosed bracket beside a closed one", []string{"（1「痛い。」という人。", "治る。"}},
		{"a stray closing bracket", []string{"1）痛い。", "2）腫れる。"}},
		{"runs of marks", []string{"本当!?", "すごい！！！", "え？。", "次"}},
		{"full-width decimal point", []string{"３．５倍です．", "次"}},
		{"decimal point", []string{"3.5倍になる。", "次"}},
		{"question mark in an address", []string{"https://a.example/?q=1&b!c=2 を見る。", "次"}},
		{"question mark before Japanese", []string{"痛い?", "痛くない?", "次"}},
		{"ellipsis", []string{"痛い…でも治る・・・。", "次"}},
		{"half-width full stop", []string{"痛い｡", "腫れる｡"}},
		{"line separators", []string{"甲\u2028", "乙\u2029", "丙"}},
	} {
		s := strings.Join(c.want, "")
		var got []string
		for _, sp := range Sentences(s) {
			got = append(got, s[sp.Start:sp.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: Sentences(%q) = %q, want %q", c.name, s, got, c.want)
		}
	}
}

// A bracket around more than a passage is not kept in one piece.
func TestSentencesLongQuote(t *testing.T) {
	s := "「" + strings.Repeat("痛みは少ないです。", 50) + "」"
	if n := len(Sentences(s)); n != 50 {
		t.Errorf("a quote of 50 sentences is split into %d", n)
	}
}

// The spans of a text full of opening brackets are found in linear time.
func TestSentencesManyBrackets(t *testing.T) {
	s := strings.Repeat("（", 1<<18)
	if n := len(Sentences(s)); n != 1 {
		t.Errorf("%d sentences, want 1", n)
	}
}

func TestSentencesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(jumble(), rapid.SampledFrom([]string{"。", "「", "」", "（", "）", "\n", "!?", "．", "　"})))
		checkSentences(t, strings.Join(parts.Draw(t, "text"), ""))
	})
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"痛い。「はい。」と言う。", "（注。）\n", "3.5!?", "「「「。", "\xe3\x80。"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkSentences(t, s[:min(len(s), 2000)]) })
}

// checkSentences asserts that the spans cover s without gaps, cut no character,
// and that no span but the last lacks a reason to end.
func checkSentences(t fataler, s string) {
	at := 0
	for _, sp := range Sentences(s) {
		if sp.Start != at || sp.End <= sp.Start || sp.End > len(s) {
			t.Fatalf("Sentences(%q): [%d,%d) after %d", s, sp.Start, sp.End, at)
		}
		if !onBoundary(s, sp.Start) {
			t.Fatalf("Sentences(%q): [%d,%d) cuts a character", s, sp.Start, sp.End)
		}
		if one := s[sp.Start:sp.End]; sp.End < len(s) && strings.IndexFunc(one, func(r rune) bool { return isEnd(r) || isLineBreak(r) }) < 0 {
			t.Fatalf("Sentences(%q): %q ends without a reason", s, one)
		}
		at = sp.End
	}
	if at != len(s) {
		t.Fatalf("Sentences(%q) ends at %d of %d", s, at, len(s))
	}
}
