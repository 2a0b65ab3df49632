package pattern

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// expressions of every kind that a guard is taken from, and some that have none.
var expressions = []string{
	`可能性|リスク|こと(?:が|も)あり|ことがあ|まれに`,
	`^放置|治療(?:しない|せず)|受けない(?:と|ま|で)$`,
	`[（(]([^（()）]{3,20}(?:[（(][^（()）]{1,5}[)）][^（()）]{0,6})?)[)）]`,
	`(?:副作用|リスク)(?:として|には|は)[^。]*$`,
	`(?:^|[。、])([^。、]{2,9}?)(?:による|の)?((?:「[^「」]{2,9}」|『[^『』]{2,9}』))(?:[^。]{0,4}(?:によると|では)|など?を参考に)`,
	`a+b|c{2,3}d|(?i:ef)`, `(?i)abc`, `x*`, `あ?`, `(?:あ?い)+う`, `\bword\b`, `[a-z]+`, `[0-9]年`, `(?:19|20)\d{2}`,
	`é(?:ü|𠮷)+[あ-お]`, "\ufffd", "[\ufff0-\uffff]い", `(?:ab|b)(?:c|)(?:d|e)`, `(?:|あ)い`, `あ{2}`, `(?:あ|い){0,2}う`, `(?s).+い`, `[^\x00-\x{10FFFF}]`,
}

func agree(t *testing.T, g *Guarded, s string) {
	t.Helper()
	plain := g.Regexp
	for _, what := range []struct {
		name      string
		got, want any
	}{
		{"MatchString", g.MatchString(s), plain.MatchString(s)},
		{"FindString", g.FindString(s), plain.FindString(s)},
		{"FindStringIndex", g.FindStringIndex(s), plain.FindStringIndex(s)},
		{"FindStringSubmatch", g.FindStringSubmatch(s), plain.FindStringSubmatch(s)},
		{"FindAllStringSubmatch", g.FindAllStringSubmatch(s, -1), plain.FindAllStringSubmatch(s, -1)},
		{"FindAllStringSubmatchIndex", g.FindAllStringSubmatchIndex(s, 2), plain.FindAllStringSubmatchIndex(s, 2)},
		{"ReplaceAllString", g.ReplaceAllString(s, "<$0>"), plain.ReplaceAllString(s, "<$0>")},
	} {
		if !reflect.DeepEqual(what.got, what.want) {
			t.Errorf("%s of %q in %q: %q, the plain expression %q", what.name, g, s, what.got, what.want)
		}
	}
}

// A guard must never keep an expression from what it matches.
func TestGuardedAsPlain(t *testing.T) {
	var pieces []string
	for _, e := range expressions {
		for _, r := range e {
			pieces = append(pieces, string(r))
		}
		pieces = append(pieces, strings.FieldsFunc(e, func(r rune) bool { return strings.ContainsRune(`|()?:[]{}^$\,`, r) })...)
	}
	pieces = append(pieces, "\xe3", "\x81\x82", "\xf0", "。", "「", "」", "word", "2019")
	random := rand.New(rand.NewPCG(1, 2))
	for _, e := range expressions {
		g := MustGuard(e)
		for range 3000 {
			var s strings.Builder
			for range random.IntN(12) {
				s.WriteString(pieces[random.IntN(len(pieces))])
			}
			agree(t, g, s.String())
		}
	}
}

func FuzzGuarded(f *testing.F) {
	f.Add(`可能性|こと(?:が|も)あ`, "ことがあ")
	f.Add(`[あ-う]+い|x?`, "\xe3\x81x")
	f.Fuzz(func(t *testing.T, expr, s string) {
		if len(expr) > 200 {
			t.Skip()
		}
		if _, err := regexp.Compile(expr); err != nil {
			t.Skip()
		}
		agree(t, MustGuard(expr), s)
	})
}

func TestIsGuarded(t *testing.T) {
	for expr, want := range map[string]bool{
		`可能性|こと(?:が|も)あ`: true, `[^。]{0,9}(?:によると|では)`: true, `(?:あ|い)+`: true, `あ{2,}`: true,
		`あ?`: false, `[^あ]`: false, `あ|.*`: false, `(?i)a`: false, `^$`: false,
	} {
		if got := MustGuard(expr).IsGuarded(); got != want {
			t.Errorf("%s: guarded %t, want %t", expr, got, want)
		}
	}
	if g := MustGuard(`可能性|こと(?:が|も)あ`); !g.enough {
		t.Error("an expression of mere words is asked although a word is there")
	}
	if g := MustGuard(`^可能性`); g.enough {
		t.Error("a word anywhere is taken for one at the start")
	}
}

func TestWords(t *testing.T) {
	many := []string{"学会", "が", "é", "𠮷", "WHO", "かきく"}
	for r := 'ぁ'; r < 'ぁ'+400; r++ {
		many = append(many, string(r)+"終")
	}
	w := NewWords(many...)
	random := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		s := ""
		for range random.IntN(6) {
			p := []rune(many[random.IntN(len(many))])
			s += string(p[random.IntN(len(p))]) + strings.Repeat("\xe3", random.IntN(2))
		}
		want := false
		for _, word := range many {
			want = want || strings.Contains(s, word)
		}
		if w.In(s) != want {
			t.Fatalf("%q: %t, want %t", s, !want, want)
		}
	}
	if NewWords().In("あ") || !NewWords("").In("") {
		t.Error("no words are in a text, or the empty one is not")
	}
}
