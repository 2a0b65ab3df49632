package lexicon

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
	"pgregory.net/rapid"

	"shirube/internal/text"
)

// pieces are what random texts are put together from: names and what surrounds
// them in the wild.
func pieces(l *Lexicon) *rapid.Generator[string] {
	var names []string
	for _, c := range l.Concepts() {
		names = append(names, c.Names()...)
	}
	return rapid.OneOf(
		rapid.SampledFrom(names),
		rapid.SampledFrom([]string{"の", "が", "は", "、", "・", " ", "　", "ー", "-", "\n", "\xff", "\xe3\x81", "゙", "ﾞ", "👩‍⚕️", "㌘", "㈱", "ﬁ", "𠮟", "ゞ", "ヴ", "ァ"}),
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom(nil, unicode.Hiragana, unicode.Katakana)),
		rapid.Map(rapid.SampledFrom(names), norm.NFD.String),
		rapid.Map(rapid.SampledFrom(names), halfWidth),
	)
}

// halfWidth writes s in half-width kana, voiced marks apart: ﾀﾞ.
func halfWidth(s string) string { return width.Narrow.String(norm.NFD.String(s)) }

// Highlights and facets are cut at the offsets of mentions: they must lie on runes
// of the original, in order, without overlap, whatever was pasted.
func checkMentions(t interface{ Fatalf(string, ...any) }, l *Lexicon, s string) {
	last := 0
	for _, m := range l.Find(s) {
		switch {
		case m.Concept == nil:
			t.Fatalf("%q: a mention of nothing", s)
		case m.Start < last || m.End <= m.Start || m.End > len(s):
			t.Fatalf("%q: [%d,%d) after %d", s, m.Start, m.End, last)
		case !onRune(s, m.Start) || !onRune(s, m.End):
			t.Fatalf("%q: [%d,%d) cuts a rune", s, m.Start, m.End)
		case strings.ContainsRune(s[m.Start:m.End], '\n'):
			t.Fatalf("%q: %q goes across lines", s, s[m.Start:m.End])
		}
		last = m.End
	}
	last = 0
	for _, m := range l.Intents(s) {
		if m.Start < last || m.End <= m.Start || m.End > len(s) || !onRune(s, m.Start) || !onRune(s, m.End) || m.Word != s[m.Start:m.End] {
			t.Fatalf("%q: intent %+v after %d", s, m, last)
		}
		last = m.End
	}
}

// onRune reports whether s may be cut at i. Between invalid bytes it may.
func onRune(s string, i int) bool {
	if i == 0 || i == len(s) || utf8.RuneStart(s[i]) {
		return true
	}
	for start := i - 1; start >= 0 && start > i-utf8.UTFMax; start-- {
		if utf8.RuneStart(s[start]) {
			_, n := utf8.DecodeRuneInString(s[start:])
			return start+n <= i
		}
	}
	return true
}

func TestFindOffsets(t *testing.T) {
	l := load(t)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(pieces(l), 0, 12).Draw(t, "pieces"), "")
		checkMentions(t, l, s)
	})
}

// A name that stands alone is found whole, however it is composed, and Lookup
// knows it as well: else a user's own entry would silently not work.
func TestEveryNameIsFound(t *testing.T) {
	l := load(t)
	for _, c := range l.Concepts() {
		for _, name := range c.Names() {
			for _, s := range []string{name, norm.NFD.String(name), strings.ToUpper(name), "（" + name + "）、"} {
				ms := l.Find(s)
				if len(ms) != 1 || ms[0].Concept != c {
					t.Errorf("%s: Find(%q) = %v", c.ID, s, ms)
				}
			}
			if l.Lookup(name) != c {
				t.Errorf("%s: Lookup(%q) finds another", c.ID, name)
			}
		}
	}
}

// The folding of names must be that of finished terms: the index and the lexicon
// would else disagree on what is one word.
func TestKeyFoldsAsTerms(t *testing.T) {
	script := rapid.SampledFrom([]string{"ぁあいうゔがぎぢづばびぶべぼゃゅょっんゐーゝゞ", "ァアイィウゥヴエェオォカサタパピプヮワヵヶヰーヽヾ"})
	rapid.Check(t, func(t *rapid.T) {
		letters := []rune(script.Draw(t, "script"))
		s := string(rapid.SliceOfN(rapid.SampledFrom(letters), 1, 8).Draw(t, "kana"))
		if strings.IndexAny(s, "ーゝヽゞヾ") == 0 || strings.ContainsAny(s, "ゝヽゞヾ") && strings.ContainsAny(s, "ゔヴー") {
			t.Skip("no word is written so")
		}
		if got, want := key(s), text.FoldKana(s); got != want {
			t.Fatalf("key(%q) = %q, FoldKana %q", s, got, want)
		}
	})
}

func FuzzFind(f *testing.F) {
	l := load(f)
	for _, s := range []string{"", "しみ・そばかす", "ﾋｱﾙﾛﾝ酸 注入", "ED-AGA", "\xe3\x81\x97み", "ヴァヴーー", "㌘がん㈱"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkMentions(t, l, s) })
}
