package page

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/internal/search"
)

func TestYen(t *testing.T) {
	for n, want := range map[int]string{
		0: "0円", 980: "980円", 8000: "8,000円", 10_000: "1万円", 125_000: "12万5,000円", 100_980: "10万980円", 12_000_000: "1,200万円", 100_000_000: "10,000万円",
	} {
		if got := yen(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// Unknown is not zero, and "from" has no end.
func TestCostAndDowntime(t *testing.T) {
	costs := []struct {
		cost corpus.Cost
		want string
	}{
		{corpus.Cost{}, ""},
		{corpus.Cost{Per: "session"}, ""},
		{corpus.Cost{MinYen: ptr(100_000), Per: "session"}, "1回 10万円〜"},
		{corpus.Cost{MinYen: ptr(3000), MaxYen: ptr(10_000), Per: "site"}, "1部位 3,000円〜1万円"},
		{corpus.Cost{MinYen: ptr(5000), MaxYen: ptr(5000), Per: "month"}, "1か月 5,000円"},
		{corpus.Cost{MaxYen: ptr(5000), Per: "tooth"}, "1歯 〜5,000円"},
		{corpus.Cost{MinYen: ptr(0), Per: "other"}, "0円〜"},
		{corpus.Cost{CourseMinYen: ptr(1_000_000)}, "コース 100万円〜"},
	}
	for _, tt := range costs {
		if got := costText(tt.cost); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.cost, got, tt.want)
		}
	}
	downtimes := []struct {
		lo, hi *int
		want   string
	}{
		{nil, nil, ""}, {ptr(0), ptr(0), "ほぼなし"}, {ptr(0), ptr(3), "0〜3日"}, {ptr(7), ptr(7), "7日"}, {ptr(2), nil, "2日〜"}, {nil, ptr(5), "〜5日"}, {ptr(3), ptr(14), "3〜14日"},
	}
	for _, tt := range downtimes {
		if got := downtimeText(corpus.Downtime{MinDays: tt.lo, MaxDays: tt.hi}); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	day := time.Date(2025, 4, 1, 0, 0, 0, 0, tokyo)
	if got := dateOf(&day); got != (date{"2025年4月1日", "2025-04-01"}) {
		t.Errorf("got %+v", got)
	}
	if got := dateOf(nil); got != (date{}) {
		t.Errorf("unknown: %+v", got)
	}
}

// Marks that do not fit must not cost a single character of the text.
func TestSegments(t *testing.T) {
	tests := []struct {
		marks [][2]int
		want  []segment
	}{
		{nil, []segment{{"内出血😊ある", false}}},
		{[][2]int{{0, 3}}, []segment{{"内出血", true}, {"😊ある", false}}},
		{[][2]int{{3, 4}, {4, 6}}, []segment{{"内出血", false}, {"😊", true}, {"ある", true}}},
		{[][2]int{{2, 1}, {-1, 2}, {5, 99}, {6, 6}}, []segment{{"内出血😊ある", false}}},
		{[][2]int{{1, 3}, {2, 4}}, []segment{{"内", false}, {"出血", true}, {"😊ある", false}}},
	}
	for _, tt := range tests {
		if got := segments(search.Marked{Text: "内出血😊ある", Marks: tt.marks}); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%v: %v", tt.marks, got)
		}
	}
	if got := segments(search.Marked{Text: "あ\n\n\nい\nう", Marks: [][2]int{{0, 1}}}); !reflect.DeepEqual(got, []segment{{"あ", true}, {"\nい\nう", false}}) {
		t.Errorf("blank lines: %v", got)
	}
	table := "…| 大きい | ¥40,000 |\n| --- | --- |\n| 奥歯 | ¥60,000 | | \na|b"
	if got := segments(search.Marked{Text: table, Marks: [][2]int{{3, 6}}}); !reflect.DeepEqual(got, []segment{{"… ", false}, {"大きい", true}, {" ｜ ¥40,000 \n 奥歯 ｜ ¥60,000   \na|b", false}}) {
		t.Errorf("%#v", got)
	}
	list := "- 妊娠中の方\n  * 授乳中の方\n-5℃で保管\n- "
	if got := segments(search.Marked{Text: list, Marks: [][2]int{{2, 5}}}); !reflect.DeepEqual(got, []segment{{"・", false}, {"妊娠中", true}, {"の方\n  ・授乳中の方\n-5℃で保管\n- ", false}}) {
		t.Errorf("%#v", got)
	}
	if got := segments(search.Marked{}); len(got) != 0 {
		t.Errorf("nothing: %v", got)
	}
}

// outline writes blocks in a short form: P for paragraphs, L for lists, T for tables.
func outline(list []block) string {
	var out []string
	text := func(l line) string {
		s := ""
		for _, r := range l {
			if r.Anchor != "" {
				s += "@" + r.Anchor + ":"
			}
			s += r.Text
		}
		return s
	}
	for _, b := range list {
		var parts []string
		for _, a := range b.Anchors {
			parts = append(parts, "@"+a)
		}
		kind := "T"
		switch {
		case b.Items != nil:
			kind = "L"
			for _, it := range b.Items {
				parts = append(parts, it.Marker+"_"+text(it.Line))
			}
		case b.Lines != nil:
			kind = "P"
			for _, l := range b.Lines {
				parts = append(parts, text(l))
			}
		default:
			if b.Head != nil {
				parts = append(parts, "["+strings.Join(b.Head, ",")+"]")
			}
			for _, r := range b.Rows {
				parts = append(parts, strings.Join(r, ","))
			}
		}
		out = append(out, kind+"("+strings.Join(parts, "/")+")")
	}
	return strings.Join(out, " ")
}

func TestBlocks(t *testing.T) {
	tests := []struct {
		name, text string
		places     []place
		want       string
	}{
		{"paragraphs", "あ。\nい。\n\nう。", nil, "P(あ。/い。) P(う。)"},
		{"list", "前置き\n・一つ\n・二つ\n終わり", nil, "P(前置き) L(・_一つ/・_二つ) P(終わり)"},
		{"numbers", "1. 相談\n2．診察\n③ 注入", nil, "L(1._相談/2．_診察/③_注入)"},
		{"figures are no markers", "1.5mLを使います\n-5歳の印象", nil, "P(1.5mLを使います/-5歳の印象)"},
		{"a marker alone", "・\n※", nil, "P(・/※)"},
		{"emphasis is no marker", "*大切*です", nil, "P(*大切*です)"},
		{"table", "| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |", nil, "T([a,b]/1,2/3,4)"},
		{"table without a head", "| a | b |\n| 1 | 2 |", nil, "T(a,b/1,2)"},
		{"place at the beginning", "あ。い。", []place{{0, "x"}}, "P(@x:あ。い。)"},
		{"places inside", "あ。い。", []place{{0, "x"}, {6, "y"}}, "P(@x:あ。@y:い。)"},
		{"place in a list", "・あ\n・い", []place{{0, "x"}, {7, "y"}}, "L(・_@x:あ/・_@y:い)"},
		{"place in a blank line", "あ\n\nい", []place{{4, "x"}}, "P(あ) P(@x:い)"},
		{"place in a table", "前\n| a | b |", []place{{4, "x"}}, "P(前) T(@x/a,b)"},
		{"two at one place", "あ", []place{{0, "x"}, {0, "y"}}, "P(@x:@y:あ)"},
		{"nothing", "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := outline(blocks(tt.text, tt.places)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// However a text is laid out, its words come through, all and in order, and so
// does every place.
func TestBlocksLoseNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2)) // a fixed seed: a failure repeats
	parts := []string{"・", "1.", "5", "あ。", "内出血", " ", "　", "\n", "\n\n", "※", "- ", "* ", "①", "😊", "-", "、"}
	visible := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for range 3000 {
		var text strings.Builder
		var places []place
		for i := range 1 + rng.IntN(20) {
			if rng.IntN(6) == 0 {
				places = append(places, place{text.Len(), "p" + strconv.Itoa(i)})
			}
			text.WriteString(parts[rng.IntN(len(parts))])
		}
		s := text.String()
		if visible(s) == "" {
			continue
		}
		s += "終"
		got := outline(blocks(s, places))
		for _, p := range places {
			if !strings.Contains(got, "@"+p.Anchor+":") {
				t.Fatalf("%q lost %s: %s", s, p.Anchor, got)
			}
		}
		plain := regexp.MustCompile(`@p\d+:|[PLT]\(|\)( |$)|[/_]`).ReplaceAllString(got, "")
		if visible(plain) != visible(s) {
			t.Fatalf("%q became %q", s, plain)
		}
	}
}

// Text can be read in both colour schemes (WCAG 2.2, contrast of at least 4.5).
func TestContrast(t *testing.T) {
	css := string(styleSheet)
	colour := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)
	roots := regexp.MustCompile(`:root \{[^}]*\}`).FindAllString(css, 2)
	if len(roots) != 2 {
		t.Fatal("no two colour schemes")
	}
	for scheme, root := range roots {
		c := map[string]string{}
		for _, m := range colour.FindAllStringSubmatch(root, -1) {
			c[m[1]] = m[2]
		}
		for _, pair := range []string{
			"ink paper", "ink surface", "ink sunk", "ink accent-soft", "soft paper", "soft surface", "soft sunk", "soft accent-soft",
			"accent paper", "accent surface", "accent accent-soft", "accent-ink accent", "mark-ink mark", "warn-ink warn", "alarm-ink alarm",
		} {
			text, ground, _ := strings.Cut(pair, " ")
			if r := contrast(t, c[text], c[ground]); r < 4.5 {
				t.Errorf("scheme %d: %s has %.2f", scheme, pair, r)
			}
		}
	}
	kinds := regexp.MustCompile(`--kind: (#\w+); --kind-ink: (#\w+)`).FindAllStringSubmatch(css, -1)
	if len(kinds) != 12 {
		t.Errorf("%d colours of kinds, want 6 a scheme", len(kinds))
	}
	for _, k := range kinds {
		if r := contrast(t, k[1], k[2]); r < 4.5 {
			t.Errorf("kind %s on %s has %.2f", k[2], k[1], r)
		}
	}
}

// contrast is the ratio of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(hex string) float64 {
		var c [3]int
		if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &c[0], &c[1], &c[2]); err != nil {
			t.Fatalf("%q: %v", hex, err)
		}
		l := 0.0
		for i, weight := range []float64{.2126, .7152, .0722} {
			v := float64(c[i]) / 255
			if v <= .04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+.055)/1.055, 2.4)
			}
			l += weight * v
		}
		return l
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// A question is named once, also where the section's heading numbers it.
func TestHeadings(t *testing.T) {
	tests := []struct {
		path    []string
		heading string
		want    string
	}{
		{[]string{"リスク", "腫れ"}, "腫れ", "リスク › 腫れ"},
		{[]string{"よくある質問"}, "痛いですか", "よくある質問 › 痛いですか"},
		{[]string{"よくある質問", "Q1. 痛いですか"}, "痛いですか", "よくある質問 › 痛いですか"},
		{[]string{""}, "", ""},
		{nil, "費用", "費用"},
	}
	for _, tt := range tests {
		if got := strings.Join(headings(tt.path, tt.heading), " › "); got != tt.want {
			t.Errorf("%v %q: %s", tt.path, tt.heading, got)
		}
	}
}
