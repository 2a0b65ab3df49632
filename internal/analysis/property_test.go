package analysis

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"shirube/internal/text"
)

// jumble draws texts of everything that a page or a query can hold.
func jumble() *rapid.Generator[string] {
	runes := func(s string, n int) *rapid.Generator[string] {
		return rapid.StringOfN(rapid.RuneFrom([]rune(s)), 1, n, -1)
	}
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"痛くない", "効果がありません", "血液サラサラの薬", "エクソソーム点滴", "10万円", "1,000", "二千五百円", "3.5", "日本語", "リンパ節",
			"みずいぼ", "かもしれない", "高々度", "アメリカ合衆国", "副作用なし", "20u", "1cc", "300発", "5 μg", "μ", "°", "37℃", "何ml", "こゝろ", "レ-ザ-", "。", "、", "\n", "「", "」", "カフェ・オレ", "HbA1c",
		}),
		runes("痛効果内出血治療癌々〆二重十万円億千一〇髙神未不", 5),
		runes("がんのひげぁゝゞにせーないずかもしれ", 5),
		runes("ヒアルロン酸ボトックスヴヽヾヵヶァュー・レーザー", 6),
		runes("ｶｷﾊﾎﾞﾟﾞｱｰｯｬ･｡｢｣", 4),
		runes("かはうカハ\u3099\u309A\u0301eEａゔ", 5),
		runes("😀👩\u200D⚕\uFE0F🇯🇵❤①㎎㍿℃…½％￥", 3),
		runes("𠮷𩸽𠮟葛\U000E0100辻\uFA19", 3),
		runes("abcXYZ0129,.!?()ＡＺ０９（）！？．　 ", 6),
		runes("\x00\x1f\n\r\t\u0085\u00a0\u200b\ufeff\u2028\uFFFD", 2),
		runes("한글αΩẞİéдΆμ°", 3),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 3), func(b []byte) string { return string(b) }),
		rapid.String(),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 10), func(p []string) string { return strings.Join(p, "") })
}

func TestProperties(t *testing.T) {
	a := analyzer(t)
	rapid.Check(t, func(t *rapid.T) {
		for _, s := range rapid.SliceOfN(jumble(), 1, 20).Draw(t, "texts") {
			if err := checkAll(a, s); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestPropertiesOfSentences(t *testing.T) {
	a := analyzer(t)
	for _, s := range append(sentences(t), strings.Join(sentences(t), ""), "痛い\u1680\u0300", "ニューヨーク・タイムズ", "石ノ森", "々", "ー", "\u3099", "かも\nしれない") {
		if err := checkAll(a, s); err != nil {
			t.Error(err)
		}
	}
}

func checkAll(a *Analyzer, s string) error {
	return errors.Join(checkTokens(a, s), checkPieces(a.dict, s), checkSentences(a, text.Normalize(s).String))
}

// checkTokens asserts that every offset is safe to cut the text at and that
// Tokens and Details agree.
func checkTokens(a *Analyzer, s string) error {
	edges := map[int]bool{len(s): true}
	for i := range s {
		edges[i] = true
	}
	tokens := a.Tokens(s)
	var start, end int
	for _, tk := range tokens {
		switch {
		case !hasLetter(tk.Term) && !strings.ContainsFunc(tk.Term, text.IsKanji) || // kanji of a later Unicode are found, too
			len(tk.Term) > maxTerm || !utf8.ValidString(tk.Term):
			return fmt.Errorf("%q: term %q", s, tk.Term)
		case tk.Start < 0 || tk.Start >= tk.End || tk.End > len(s):
			return fmt.Errorf("%q: %q at [%d,%d)", s, tk.Term, tk.Start, tk.End)
		case !edges[tk.Start] || !edges[tk.End]:
			return fmt.Errorf("%q: %q at [%d,%d) cuts a character", s, tk.Term, tk.Start, tk.End)
		case tk.Start < end && (tk.Start != start || tk.End != end) && !sharesCharacter(s, tk.Start, end):
			return fmt.Errorf("%q: %q at [%d,%d) overlaps [%d,%d)", s, tk.Term, tk.Start, tk.End, start, end)
		}
		start, end = tk.Start, tk.End
	}
	var kept []Token
	at := 0
	for _, d := range a.Details(s) {
		if d.Surface != s[d.Start:d.End] || d.Kept != (d.Term != "") || d.POS == "" {
			return fmt.Errorf("%q: detail %+v", s, d)
		}
		if d.Start > at && strings.TrimSpace(text.Normalize(s[at:d.Start]).String) != "" {
			return fmt.Errorf("%q: %q is in no token", s, s[at:d.Start])
		}
		at = max(at, d.End)
		if d.Kept {
			kept = append(kept, Token{d.Term, d.Start, d.End})
		}
	}
	if strings.TrimSpace(text.Normalize(s[at:]).String) != "" {
		return fmt.Errorf("%q: %q is in no token", s, s[at:])
	}
	if !slices.Equal(kept, tokens) {
		return fmt.Errorf("%q: Tokens %v, but Details keeps %v", s, tokens, kept)
	}
	return nil
}

// sharesCharacter reports whether s[start:end] is within one character whose
// normal form is several (㍿, ℃): only such words may overlap.
func sharesCharacter(s string, start, end int) bool {
	n := text.Normalize(s[start:end])
	a, b := n.Original(0, 1)
	return a == 0 && b == end-start
}

// checkPieces asserts that every term is made from just what its piece covers,
// and that no letter or digit is without a piece.
func checkPieces(d *dictionary, s string) error {
	n := text.Normalize(s).String
	at := 0
	var err error
	d.walk(n, nil, func(p *piece) {
		if p.start < at || p.start >= p.end || p.end > len(n) || strings.TrimSpace(n[at:p.start]) != "" {
			err = fmt.Errorf("%q: piece [%d,%d) after %d", n, p.start, p.end, at)
			return
		}
		at = p.end
		surface := n[p.start:p.end]
		switch p.class {
		case number:
			if v, ok := parseNumber(surface); !ok || clip(v) != p.term {
				err = fmt.Errorf("%q: number %q has the term %q", n, surface, p.term)
			}
		case unitWord:
			if want := cmp.Or(unitName(surface), countedUnit(surface)); want == "" || p.term != text.FoldKana(want) {
				err = fmt.Errorf("%q: the unit %q has the term %q", n, surface, p.term)
			}
		case word:
			if p.term != clip(text.FoldKana(surface)) {
				err = fmt.Errorf("%q: word %q has the term %q", n, surface, p.term)
			}
		case unknown:
			want := clip(text.FoldKana(surface))
			letters := strings.ContainsFunc(surface, func(r rune) bool { return unicode.IsLetter(r) && r != 'ー' && r != '々' })
			if letters && p.term != want {
				err = fmt.Errorf("%q: unknown %q has the term %q, want %q", n, surface, p.term, want)
			}
		case known:
			entry := false
			d.entries(surface, func(id int) { entry = entry || id == p.id })
			if !entry {
				err = fmt.Errorf("%q: %q is not the dictionary's entry %d", n, surface, p.id)
			}
		}
	})
	if err == nil && strings.TrimSpace(n[at:]) != "" {
		err = fmt.Errorf("%q: %q has no piece", n, n[at:])
	}
	return err
}

// checkSentences asserts that a text has the terms of its sentences: that
// splitting it changes nothing.
func checkSentences(a *Analyzer, s string) error {
	var want []Token
	for _, sp := range text.Sentences(s) {
		for _, tk := range a.Tokens(s[sp.Start:sp.End]) {
			want = append(want, Token{tk.Term, tk.Start + sp.Start, tk.End + sp.Start})
		}
	}
	if got := a.Tokens(s); !slices.Equal(got, want) {
		return fmt.Errorf("%q has the tokens %v, its sentences %v", s, got, want)
	}
	return nil
}
