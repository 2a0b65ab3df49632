package main

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// An article must not be able to write on the terminal of who reads it.
func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"痛み\n腫れ":                   "痛み 腫れ",
		"\x1b]0;title\x07a\x1b[2J": "]0;titlea[2J",
		"\u009b31mred":             "31mred",
		"a\u202eb\u2066c":          "abc",
		"タブ\tと、改行\r\n":             "タブ と、改行  ",
		"𠮷野家 👩‍⚕️":                 "𠮷野家 👩‍⚕️",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMarksAreBoldOnATerminalOnly(t *testing.T) {
	m := search.Marked{Text: "\x1b𠮷の痛み、\n痛み", Marks: [][2]int{{3, 5}, {7, 9}}}
	if got, want := (&printer{bold: true}).marked(m), "𠮷の\x1b[1m痛み\x1b[0m、 \x1b[1m痛み\x1b[0m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := (&printer{}).marked(m), "𠮷の痛み、 痛み"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// Marks that do not fit are no reason to fail.
	m.Marks = [][2]int{{-1, 2}, {1, 99}}
	if got := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "").Replace((&printer{bold: true}).marked(m)); got != "𠮷の痛み、 痛み" {
		t.Errorf("%q", got)
	}
}

func TestAnswerForPeople(t *testing.T) {
	year := 2024
	r := &search.Response{Query: "費用", Total: 1, Relaxed: true, Notices: []string{"自由診療です"},
		Interpreted: search.Interpretation{Corrected: &search.Correction{From: "ひよお", To: "費用"}},
		Hits: []search.Hit{{
			ID: "a#1", Article: search.ArticleSummary{ID: "a", URL: "https://example.jp/a", Supervisors: []corpus.Supervisor{{Name: "（見本）皮膚科専門医"}}},
			Passage: &search.PassageView{Kind: corpus.KindCost, Path: []string{"料金", "Q1. いくらですか"}, Heading: "いくらですか",
				Sources: []corpus.Source{{Name: "見本学会", Title: "手引き", Year: &year, Type: corpus.SourceSociety}}},
			Snippet: search.Marked{Text: "1回2万円です。"},
		}},
	}
	var out bytes.Buffer
	if err := writeAnswer(terminal{stdout: &out}, r); err != nil {
		t.Fatal(err)
	}
	want := `「費用」 1件
「ひよお」を「費用」として検索しました
すべての語や条件に当てはまるものが少ないため、一部だけに当てはまるものも示します
※ 自由診療です

1. a
   [費用] 料金 › いくらですか
   1回2万円です。
   出典: 見本学会「手引き」（2024年） [学会]
   監修 （見本）皮膚科専門医
   a#1  https://example.jp/a
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}

func TestParseFilters(t *testing.T) {
	number := func(f float64) *float64 { return &f }
	got, collections, err := parseFilters([]string{
		"risk=内出血", "risk=痛み", "risk=-感染", "kind=faq", "collection=staff", "treatment=a=b",
		"cost_min=1000", "cost_max=50000", "downtime_max=0", "reviewed_after=1970-01-03",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []index.Filter{
		{Name: "risk", Any: []string{"内出血", "痛み"}, None: []string{"感染"}},
		{Name: "kind", Any: []string{"faq"}},
		{Name: "treatment", Any: []string{"a=b"}},
		{Name: "cost", Min: number(1000), Max: number(50000)},
		{Name: "downtime", Max: number(0)},
		{Name: "reviewed", Min: number(2)},
	}
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(collections, []string{"staff"}) {
		t.Errorf("got  %+v %q\nwant %+v", got, collections, want)
	}
	for _, bad := range []string{"", "risk", "risk=", "risk=-", "=x", "cost=5", "cost_max=-1", "cost_max=NaN", "cost_max=Inf", "updated_after=昨日"} {
		_, _, err := parseFilters([]string{bad})
		var usage usageError
		if !errors.As(err, &usage) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestParseInterpret(t *testing.T) {
	for in, want := range map[string]*search.Interpret{
		"on": nil, "": nil, "off": {},
		"spelling, intent": {Spelling: true, Intent: true},
	} {
		if got, err := parseInterpret(in); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v", in, got, err)
		}
	}
	if _, err := parseInterpret("spelling,magic"); err == nil || !strings.Contains(err.Error(), "magic") {
		t.Errorf("%v", err)
	}
}

func TestTalkIsOneLineAWarning(t *testing.T) {
	var out bytes.Buffer
	log := commandLog(terminal{stderr: &out})
	log.Info("not worth saying")
	log.With("data", "d").Warn("two\nlines", "error", errors.New("a\x1b[31m"), "stack", "deep")
	if got, want := out.String(), "shirube: two lines (data: d, error: a[31m)\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSpans(t *testing.T) {
	one, two := 1, 2
	for _, c := range []struct {
		from, to *int
		want     string
	}{{nil, nil, ""}, {&one, nil, "1日〜"}, {nil, &two, "〜2日"}, {&one, &two, "1〜2日"}, {&two, &two, "2日"}} {
		if got := spanText(c.from, c.to, "日"); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
