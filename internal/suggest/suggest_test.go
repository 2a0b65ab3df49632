package suggest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"shirube/internal/text"
)

// entry is a text of words, each "surface/reading"; a word without a reading is typed as it is
// written.
func entry(group int, words ...string) Entry {
	e := Entry{Group: uint32(group)} //nolint:gosec // a test's
	for _, w := range words {
		surface, reading, _ := strings.Cut(w, "/")
		e.Words = append(e.Words, Word{Start: len(e.Text), End: len(e.Text) + len(surface), Reading: reading, Begins: true})
		e.Text += surface
	}
	return e
}

func find(x *Index, typed string) []Match {
	return x.Find(Query{Text: typed, Limit: 10, Sees: []bool{true}, Read: readings})
}

func readings(word string) []string {
	return map[string][]string{"二重": {"フタエ", "ニジュウ"}, "白": {"シロ", "ハク"}}[word]
}

func marked(s string, marks [][2]int) string {
	runes, out, last := []rune(s), "", 0
	for _, m := range marks {
		out += string(runes[last:m[0]]) + "[" + string(runes[m[0]:m[1]]) + "]"
		last = m[1]
	}
	return out + string(runes[last:])
}

func TestWhatWasTypedIsMarkedHoweverItWasTyped(t *testing.T) {
	entries := []Entry{
		entry(0, "ヒアルロン/ヒアルロン", "酸/サン", "注入/チュウニュウ"), entry(1, "二重/フタエ", "整形/セイケイ"), entry(2, "PRP", "療法/リョウホウ"),
		entry(3, "レーザー/レーザー", "治療/チリョウ"), entry(4, "ヴィーナス/ヴィーナス"), entry(5, "お子さま/オコサマ", "の/ノ", "歯/ハ", "の/ノ", "治療/チリョウ"), entry(6, "腫れ/ハレ", "が/ガ", "ひく/ヒク"),
	}
	x := New(entries)
	for typed, want := range map[string]string{
		"ひあ": "[ヒア]ルロン酸注入", "ヒアルロンさ": "[ヒアルロン酸]注入", "hiaruronsann": "[ヒアルロン酸]注入", "hiaruronsanchu": "[ヒアルロン酸注入]",
		"ふた": "[二重]整形", "ふたえせ": "[二重整形]", "二重せ": "[二重整形]", "二重s": "[二重整形]", "futae": "[二重]整形", "整": "二重[整]形", "せい": "二重[整形]",
		"ｐｒｐ": "[PRP]療法", "prp りょ": "[PRP療法]", "PRPりょ": "[PRP療法]", "r": "[レ]ーザー治療",
		"れーざ": "[レーザ]ー治療", "re-za": "[レーザ]ー治療", "rezachi": "[レーザー治療]", "レザ": "[レーザ]ー治療", "ヴ": "[ヴ]ィーナス", "ビーナ": "[ヴィーナ]ス", "ばいーな": "",
		"お子さまの歯": "[お子さまの歯]の治療", "okosamanoha": "[お子さまの歯]の治療", "治療 歯": "お子さまの[歯]の[治療]", "はれg": "[腫れが]ひく", "腫r": "[腫れ]がひく",
	} {
		got := []string{}
		for _, m := range find(x, typed) {
			got = append(got, marked(x.Text(m.Entry), x.Marks(m, entries[m.Entry].Words)))
		}
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}

func TestTheBetterWayAndTheBetterEntryComeFirst(t *testing.T) {
	x := New([]Entry{entry(0, "歯科/シカ"), entry(1, "シカ/シカ", "クリーム/クリーム"), entry(2, "しかるべき/シカルベキ"), entry(3, "外科/ゲカ", "しか/シカ"), entry(1, "シカ/シカ")})
	got := []string{}
	for _, m := range find(x, "しか") {
		got = append(got, fmt.Sprint(x.Text(m.Entry), m.How, m.Whole))
	}
	// All of it, as written and as read, then from the beginning, then from within; of シカ and
	// シカクリーム, which are one thing, the one that was typed.
	want := []string{fmt.Sprint("シカ", ByWriting, true), fmt.Sprint("歯科", ByReading, true), fmt.Sprint("しかるべき", ByWriting, false), fmt.Sprint("外科しか", InsideWriting, false)}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// Who types romaji means no English word that begins alike, until all of it is typed; of a thing
// that has both, the name that is read so is found.
func TestForeignLettersComeAfterWhatIsReadSo(t *testing.T) {
	hair, botox, after := entry(0, "hair", "transplant"), entry(1, "botox"), entry(3, "laser", "hair")
	hair.Foreign, botox.Foreign, after.Foreign = true, true, true
	x := New([]Entry{hair, botox, entry(2, "ハイフ/ハイフ"), entry(1, "ボトックス/ボトックス"), after, entry(4, "肺/ハイ"), entry(5, "医療/イリョウ", "ハイフ/ハイフ")})
	for typed, want := range map[string]string{
		"hai": "肺 ハイフ hairtransplant 医療ハイフ laserhair", "hairt": "hairtransplant", "bot": "ボトックス", "botox": "botox", "ハイ": "肺 ハイフ 医療ハイフ",
	} {
		var got []string
		for _, m := range find(x, typed) {
			got = append(got, x.Text(m.Entry))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", typed, got, want)
		}
	}
}

func TestOnlyWhatMayBeSeenIsFound(t *testing.T) {
	var entries []Entry
	for i := range 5000 {
		e := entry(i, fmt.Sprintf("注射%d/チュウシャ", i))
		e.Set = uint32(i % 3) //nolint:gosec // a test's
		if i == 4711 {
			e.Set = 3
		}
		entries = append(entries, e)
	}
	x := New(entries)
	for set := range 4 {
		sees := make([]bool, 4)
		sees[set] = true
		for _, typed := range []string{"注射", "ちゅう", "chuusha"} {
			got := x.Find(Query{Text: typed, Limit: 4, Sees: sees, Read: readings})
			if len(got) == 0 || set == 3 && len(got) != 1 {
				t.Errorf("set %d, %s: %d found", set, typed, len(got))
			}
			for i, m := range got {
				if int(entries[m.Entry].Set) != set || set < 3 && m.Entry != set+3*i {
					t.Errorf("set %d, %s: %d is found as number %d", set, typed, m.Entry, i)
				}
			}
		}
	}
}

// What is found from the beginning, from within and with a slip is what somebody finds who looks
// at every text.
func TestFindsWhatReadingEverythingFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // to be repeated
	word := func(n int) string {
		var b strings.Builder
		for range 1 + r.IntN(n) {
			b.WriteString([]string{"ア", "カ", "サ", "ー", "治", "x"}[r.IntN(6)])
		}
		return b.String()
	}
	var entries []Entry
	for i := range 1500 {
		entries = append(entries, entry(i, word(4), word(4)))
	}
	x := New(entries)
	all := func(match func(key string, second int) bool) []int {
		var out []int
		for i, e := range entries {
			if match(surfaceKey(e.Text), len(surfaceKey(e.Text[:e.Words[1].Start]))) {
				out = append(out, i)
			}
		}
		return out
	}
	q := Query{Limit: len(entries), Sees: []bool{true}, Read: readings}
	for range 400 {
		q.Text = strings.Trim(word(7), "ーx") // letters at the end are half a syllable
		if q.Text == "" {
			continue
		}
		key := surfaceKey(q.Text)
		begins := all(func(k string, _ int) bool { return strings.HasPrefix(k, key) })
		inside := all(func(k string, second int) bool {
			return !strings.HasPrefix(k, key) && strings.HasPrefix(k[second:], key)
		})
		found := []int{}
		for _, m := range x.Find(q) {
			found = append(found, m.Entry)
			if m.How == ByWriting && !slices.Contains(begins, m.Entry) || m.How == InsideWriting && !slices.Contains(inside, m.Entry) {
				t.Fatalf("%s: %s is found as %d", q.Text, entries[m.Entry].Text, m.How)
			}
		}
		if !longEnough(key) {
			inside = nil
		}
		for _, i := range slices.Concat(begins, inside) {
			if !slices.Contains(found, i) {
				t.Fatalf("%s: %s is not found", q.Text, entries[i].Text)
			}
		}
		if utf8.RuneCountInString(q.Text) < minSlipLast || strings.ContainsAny(q.Text, "ーx") {
			continue
		}
		slipped := all(func(k string, _ int) bool { return beginsNearly(decode(k), decode(key)) })
		got := []int{}
		for _, m := range x.FindSlips(q) {
			got = append(got, m.Entry)
		}
		for _, i := range slipped {
			if !slices.Contains(got, i) {
				t.Fatalf("%s: with a slip %s is not found", q.Text, entries[i].Text)
			}
		}
	}
}

// beginsNearly reports whether s begins like typed, but for one slip after the first character.
func beginsNearly(s, typed string) bool {
	a, b := []rune(s), []rune(typed)
	for n := len(b) - 1; n <= min(len(b)+1, len(a)); n++ {
		if n > 0 && n <= len(a) && a[0] == b[0] && distance(a[:n], b) <= 1 {
			return true
		}
	}
	return false
}

// distance is the edit distance, neighbours that change places counted as one.
func distance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range b {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// The key of the beginning of a text is the beginning of its key, whatever stands in it.
func FuzzKeysOfBeginnings(f *testing.F) {
	for _, s := range []string{"ボトックス", "ヴァイオリン", "サーバー", "二重まぶた", "PRP療法", "étude", "ゝゞ々", "\x00あ\xff", "🙂ー", "ｶﾞｰｾﾞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if decode(encode(s)) != strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "") && utf8.ValidString(s) {
			t.Errorf("%q comes back as %q", s, decode(encode(s)))
		}
		x := New([]Entry{{Text: s, Anywhere: true}})
		for i := range s {
			for _, m := range find(x, s[:i]) {
				for _, mark := range x.Marks(m, nil) {
					if mark[0] < 0 || mark[0] >= mark[1] || mark[1] > utf8.RuneCountInString(s) {
						t.Errorf("%q in %q is marked %v", s[:i], s, mark)
					}
				}
			}
			x.FindSlips(Query{Text: s[:i], Limit: 3, Sees: []bool{true}, Read: readings})
		}
		whole := text.BegunKey(text.Normalize(s).String)
		for i, r := range whole {
			if half := whole[:i]; !strings.HasPrefix(whole, text.BegunKey(half)) && r != 0 {
				t.Errorf("the key of %q is %q", half, text.BegunKey(half))
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // to be repeated
	kana := []rune("アイウエオカキクケコサシスセソタチツテトナニヌネノ")
	var entries []Entry
	for i := range 200_000 {
		words := []string{}
		for range 3 {
			w := string([]rune{kana[r.IntN(len(kana))], kana[r.IntN(len(kana))], kana[r.IntN(len(kana))]})
			words = append(words, w+"/"+w)
		}
		entries = append(entries, entry(i, words...))
	}
	x := New(entries)
	for _, typed := range []string{"あ", "かさ", "かさなtk", "kasa", "なにぬねの", "かさ たち"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				find(x, typed)
			}
		})
	}
}
