package search

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"shirube/internal/search/searchtest"
)

func TestAnyQueryIsUnderstoodInTime(t *testing.T) {
	e := understandingEngine(t)
	for name, q := range searchtest.OddQueries(MaxQueryRunes) {
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
	for _, q := range searchtest.OddQueries(MaxQueryRunes) {
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

// Every article is one, so who asks about 「この記事」 need not find the word; who looks for 記事 does.
func TestTheArticleItselfNeedNotBeMentioned(t *testing.T) {
	e := understandingEngine(t)
	for query, want := range map[string]bool{"この記事の監修": true, "新聞の記事の監修": false} {
		u := e.understand(query, everything(), true)
		for i, g := range u.groups {
			if u.names[i] == "記事" && g.Optional != want {
				t.Errorf("%s: 記事 need not be mentioned: %v", query, g.Optional)
			}
		}
		if len(u.heads) > 0 != want {
			t.Errorf("%s: %d words are what everything is about", query, len(u.heads))
		}
	}
}
