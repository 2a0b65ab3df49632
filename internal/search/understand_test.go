package search

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// oddQueries is what a query can hold besides words, at its longest.
func oddQueries() map[string]string {
	fill := func(s string) string { return string([]rune(strings.Repeat(s, MaxQueryRunes))[:MaxQueryRunes]) }
	var terms strings.Builder
	for i := range MaxQueryRunes {
		terms.WriteRune(rune('一' + 7*i)) // 512 kanji, no two alike
	}
	return map[string]string{
		"control characters": fill("\x00\x01\x1b[31m\x7f"),
		"right to left":      fill("\u202e痛み\u202d\u200f "),
		"unbalanced quotes":  fill(`"痛み “腫れ 「`),
		"only quotes":        fill(`"`),
		"only minus":         fill("-"),
		"minus words":        fill("-痛 "),
		"only symbols":       fill("！？♪※→〜"),
		"only stop words":    fill("はがをの "),
		"different terms":    terms.String(),
		"numbers":            fill("10万円以下 3日以内 5万〜10万円 "),
		"open ranges":        fill("1〜"),
		"denials":            fill("痛くない切らずに副作用なし以外"),
		"nothing but denial": fill("ない"),
		"filters":            fill("kind:risks cost_max:1 "),
		"invalid UTF-8":      strings.Repeat("\xff\xfe痛\xe3\x81", 100),
		"SQL":                fill("'; DROP TABLE articles; -- "),
		"HTML":               fill("<script>alert('痛み')</script>&amp;"),
		"emoji":              fill("👩🏽‍⚕️"),
		"combining marks":    fill("か\u3099"),
		"long digits":        fill("9"),
		"kanji digits":       fill("九億八万"),
		"one word":           fill("漢"),
		"long vowels":        fill("ー"),
	}
}

func TestAnyQueryIsUnderstoodInTime(t *testing.T) {
	e := understandingEngine(t)
	for name, q := range oddQueries() {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		done := make(chan *understood, 1)
		go func() { done <- e.understand(q, everything(), true) }()
		select {
		case u := <-done:
			checkUnderstood(t, q, u)
		case <-ctx.Done():
			t.Errorf("%s: not understood in ten seconds", name)
		}
		cancel()
	}
}

// checkUnderstood checks what is promised of every interpretation: places lie in the
// query and hold the text, lists are not null, and the engine gets no more groups than
// it takes.
func checkUnderstood(t *testing.T, q string, u *understood) {
	t.Helper()
	runes := []rune(q)
	for _, term := range u.said.Terms {
		if term.Start < 0 || term.End < term.Start || term.End > len(runes) {
			t.Fatalf("%q: term %+v is not in the query", q, term)
		}
		if utf8.ValidString(q) && string(runes[term.Start:term.End]) != term.Text {
			t.Fatalf("%q: term %+v is not what stands there", q, term)
		}
	}
	if u.said.Terms == nil || u.said.Expansions == nil || u.said.Intent == nil || u.said.Filters == nil || u.said.Negations == nil || u.said.Excluded == nil {
		t.Fatalf("%q: a list is null: %+v", q, u.said)
	}
	// What is preferred or denied adds to the groups of what is asked for.
	if len(u.groups) > 4*maxGroups {
		t.Fatalf("%q: %d groups", q, len(u.groups))
	}
	for _, g := range u.groups {
		if len(g.Alternatives) == 0 || len(g.Alternatives[0]) == 0 {
			t.Fatalf("%q: a group asks for nothing", q)
		}
	}
	for _, d := range u.denials {
		if d.asked >= len(u.groups) || d.denied >= len(u.groups) || d.asked == d.denied {
			t.Fatalf("%q: denial %+v of %d groups", q, d, len(u.groups))
		}
	}
	for _, f := range u.filters {
		if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
			t.Fatalf("%q: nothing can be in %+v", q, f)
		}
	}
	for _, f := range u.said.Filters {
		if f.From == "" || utf8.ValidString(q) && !strings.Contains(q, f.From) {
			t.Fatalf("%q: filter %+v is not from the query", q, f)
		}
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, q := range oddQueries() {
		f.Add(q)
	}
	for _, q := range []string{"10万以下 たるみ 休めない", "痛くない脱毛", "切らない眼瞼下垂", "ボトックス以外", `"眼内炎" -白内障`, "kind:risks ハイフ",
		"5万〜10万円", "ダウンタイムなし", "3日しか休めない", "¥1,000未満", "㍿ ㌔ ㍻", "麻酔抜きで", "副作用がないわけではない", "１０万円台"} {
		f.Add(q)
	}
	e := understandingEngine(f)
	f.Fuzz(func(t *testing.T, q string) {
		if utf8.RuneCountInString(q) > MaxQueryRunes {
			return
		}
		checkUnderstood(t, q, e.understand(q, everything(), true))
		off := e.understand(q, Interpret{}, false)
		if len(off.said.Filters)+len(off.said.Negations)+len(off.said.Intent)+len(off.said.Expansions) > 0 {
			t.Fatalf("%q: with everything off, %+v", q, off.said)
		}
	})
}
