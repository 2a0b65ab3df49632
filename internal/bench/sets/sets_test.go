package sets

import (
	"os"
	"path/filepath"
	"testing"

	"shirube/internal/bench"
	"shirube/internal/eval"
)

func load(t *testing.T) *bench.Parts {
	t.Helper()
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// floors are what the sets over the sample have reached, less what a change may cost that
// gains elsewhere. What they should reach is in internal/bench/lines.
func floors() map[string]float64 {
	return map[string]float64{
		SampleArticles: 0.95, SamplePassages: 0.84, SampleVariants: 0.95, SampleNegation: 0.90,
		SampleUnanswerable: 0.80, SampleAnswerable: 0.95,
	}
}

// What the search finds in the sample is not lost unseen. Every set gives the same
// queries at every call, and another engine's run is judged over the same ones.
func TestSample(t *testing.T) {
	list, err := Sample(t.Context(), load(t), filepath.Join("..", "..", "..", "testdata", "queries"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	served, err := list[0].Corpus.Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	for _, s := range list {
		figures, err := s.Measure(t.Context(), served)
		if err != nil {
			t.Fatal(err)
		}
		floor, ok := floors()[s.Name]
		if len(figures) < 40 || Mean(figures) < floor || !ok {
			t.Errorf("%s: %d figures with a mean of %.4f, want at least %g", s.Name, len(figures), Mean(figures), floor)
		}
		judged := s.Judge(eval.RunFile{})
		if judged == nil {
			continue
		}
		if len(judged) != len(figures) || Mean(judged) != 0 {
			t.Errorf("%s: a run that found nothing has %d figures with a mean of %g", s.Name, len(judged), Mean(judged))
		}
		for i := range figures {
			if figures[i].Query != judged[i].Query || figures[i].Type != judged[i].Type {
				t.Fatalf("%s: figure %d is of %+v here and of %+v there", s.Name, i, figures[i], judged[i])
			}
		}
	}
}

// An article stands where its best passage does, once.
func TestRunsOfPassagesAreMadeRunsOfArticles(t *testing.T) {
	c := &Corpus{places: map[string]*Place{"a#1": {Article: "a"}, "a#2": {Article: "a"}, "b#1": {Article: "b"}}}
	got := c.byArticle(eval.RunFile{"q": {{ID: "a#2"}, {ID: "a#1"}, {ID: "b#1"}}})["q"]
	if len(got) != 2 || got[0].ID != "a" || got[1].ID != "b" {
		t.Errorf("%+v", got)
	}
}

func TestAbove(t *testing.T) {
	for _, c := range []struct {
		results []string
		want    bool
	}{
		{[]string{"denies", "asserts"}, true},
		{[]string{"x", "denies"}, true},
		{[]string{"asserts", "denies"}, false},
		{[]string{"asserts"}, false},
		{nil, false},
	} {
		if got := above(c.results, "denies", "asserts"); got != c.want {
			t.Errorf("%q: %t", c.results, got)
		}
	}
}

// Questions on pages with nothing to find are a set of their own: they have no
// ranking to judge.
func TestOnPages(t *testing.T) {
	pages, file := t.TempDir(), filepath.Join(t.TempDir(), "q.jsonl")
	write(t, filepath.Join(pages, "01.md"), "---\nurl: https://example.jp/pico\n---\n# ピコレーザー\n\n## 費用\n\n1回3万円です。\n\n## リスク\n\n赤みや内出血が出ることがあります。\n")
	write(t, file, `{"id":"1","query":"ピコレーザー 値段","type":"cost","relevant":[{"page":"01","heading":"費用","grade":3}]}
{"id":"2","query":"土星の環","type":"zero","relevant":[]}
`)
	list, err := OnPages(t.Context(), load(t), pages, file, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	served, err := list[0].Corpus.Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	for i, name := range []string{Pages, PagesNothing} {
		figures, err := list[i].Measure(t.Context(), served)
		if err != nil || len(figures) != 1 || figures[0].Value != 1 || list[i].Name != name {
			t.Errorf("%s: %+v, %v", list[i].Name, figures, err)
		}
	}
	// The same passages, as another engine names them.
	for id, p := range list[0].Corpus.places {
		want := 0.0
		if p.Heading == "費用" {
			want = 1
		}
		if got := list[0].Judge(eval.RunFile{"1": {{ID: id}}}); got[0].Value != want {
			t.Errorf("%s: %+v", p.Heading, got)
		}
	}
}

func TestAnswered(t *testing.T) {
	q := &PageQuestion{Relevant: []Judgment{
		{Page: "01", Heading: "費用の目安", Grade: 3},
		{Page: "01", Heading: "料金", Grade: 2},
		{Page: "02", Heading: "通院の間隔", Grade: 3, Parent: "施術の流れ"},
	}}
	passage := func(text string, path ...string) *Place {
		p := &Place{}
		p.Heading, p.Path, p.Text = path[len(path)-1], path, text
		return p
	}
	for _, tt := range []struct {
		page string
		p    *Place
		want string
	}{
		{"01", passage("", "料金", "■ 費用の 目安（税込）"), "費用の目安"}, // its own heading comes first
		{"01", passage("", "料金", "支払い方法"), "料金"},
		{"02", passage("", "料金"), ""}, // of another page
		{"02", passage("通院の間隔\n4週間ごとです。", "施術の流れ"), "通院の間隔"},
		{"02", passage("通院の間隔は4週間です。", "まとめ"), ""},
	} {
		got := ""
		if j := q.Answered(tt.page, tt.p); j != nil {
			got = j.Heading
		}
		if got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.page, tt.p.Path, got, tt.want)
		}
	}
}
