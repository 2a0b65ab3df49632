package present

import (
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
		if got := Yen(n); got != want {
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
		if got := Cost(tt.cost); got != tt.want {
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
		if got := Downtime(corpus.Downtime{MinDays: tt.lo, MaxDays: tt.hi}); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	day := time.Date(2025, 4, 1, 0, 0, 0, 0, tokyo)
	if got := DateOf(&day); got != (Date{"2025年4月1日", "2025-04-01"}) {
		t.Errorf("got %+v", got)
	}
	if got := DateOf(nil); got != (Date{}) {
		t.Errorf("unknown: %+v", got)
	}
}

// Marks that do not fit must not cost a single character of the text.
func TestSegments(t *testing.T) {
	tests := []struct {
		marks [][2]int
		want  []Segment
	}{
		{nil, []Segment{{"内出血😊ある", false}}},
		{[][2]int{{0, 3}}, []Segment{{"内出血", true}, {"😊ある", false}}},
		{[][2]int{{3, 4}, {4, 6}}, []Segment{{"内出血", false}, {"😊", true}, {"ある", true}}},
		{[][2]int{{2, 1}, {-1, 2}, {5, 99}, {6, 6}}, []Segment{{"内出血😊ある", false}}},
		{[][2]int{{1, 3}, {2, 4}}, []Segment{{"内", false}, {"出血", true}, {"😊ある", false}}},
	}
	for _, tt := range tests {
		if got := Segments(search.Marked{Text: "内出血😊ある", Marks: tt.marks}); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%v: %v", tt.marks, got)
		}
	}
	if got := Segments(search.Marked{Text: "あ\n\n\nい\nう", Marks: [][2]int{{0, 1}}}); !reflect.DeepEqual(got, []Segment{{"あ", true}, {"\nい\nう", false}}) {
		t.Errorf("blank lines: %v", got)
	}
	table := "…| 大きい | ¥40,000 |\n| --- | --- |\n| 奥歯 | ¥60,000 | | \na|b"
	if got := Segments(search.Marked{Text: table, Marks: [][2]int{{3, 6}}}); !reflect.DeepEqual(got, []Segment{{"… ", false}, {"大きい", true}, {" ｜ ¥40,000 \n 奥歯 ｜ ¥60,000   \na|b", false}}) {
		t.Errorf("%#v", got)
	}
	list := "- 妊娠中の方\n  * 授乳中の方\n-5℃で保管\n- "
	if got := Segments(search.Marked{Text: list, Marks: [][2]int{{2, 5}}}); !reflect.DeepEqual(got, []Segment{{"・", false}, {"妊娠中", true}, {"の方\n  ・授乳中の方\n-5℃で保管\n- ", false}}) {
		t.Errorf("%#v", got)
	}
	if got := Segments(search.Marked{}); len(got) != 0 {
		t.Errorf("nothing: %v", got)
	}
}

// outline writes blocks in a short form: P for paragraphs, L for lists, T for tables.
func outline(list []Block) string {
	var out []string
	text := func(l Line) string {
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
		places     []Place
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
		{"place at the beginning", "あ。い。", []Place{{0, "x"}}, "P(@x:あ。い。)"},
		{"places inside", "あ。い。", []Place{{0, "x"}, {6, "y"}}, "P(@x:あ。@y:い。)"},
		{"place in a list", "・あ\n・い", []Place{{0, "x"}, {7, "y"}}, "L(・_@x:あ/・_@y:い)"},
		{"place in a blank line", "あ\n\nい", []Place{{4, "x"}}, "P(あ) P(@x:い)"},
		{"place in a table", "前\n| a | b |", []Place{{4, "x"}}, "P(前) T(@x/a,b)"},
		{"two at one place", "あ", []Place{{0, "x"}, {0, "y"}}, "P(@x:@y:あ)"},
		{"nothing", "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := outline(Blocks(tt.text, tt.places)); got != tt.want {
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
		var places []Place
		for i := range 1 + rng.IntN(20) {
			if rng.IntN(6) == 0 {
				places = append(places, Place{text.Len(), "p" + strconv.Itoa(i)})
			}
			text.WriteString(parts[rng.IntN(len(parts))])
		}
		s := text.String()
		if visible(s) == "" {
			continue
		}
		s += "終"
		got := outline(Blocks(s, places))
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

// A link of an article leads to the web or to this server, never into a script.
func TestHostileLinks(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.jp/a?b=c": "https://example.jp/a?b=c", "http://example.jp": "http://example.jp", "/articles/a%2Fb": "/articles/a%2Fb",
		"javascript:alert(1)": "", "JavaScript:alert(1)": "", "\tjavascript:x": "", "data:text/html,x": "", "//evil.example/": "", "\\\\evil": "", "https:": "",
		"vbscript:x": "", "": "", "relative": "", "http://[::1": "", "mailto:a@example.jp": "",
	} {
		if got := Link(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }
