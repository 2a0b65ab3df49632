package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// A misspelt label would silently not be measured.
func TestLabelsAreStrict(t *testing.T) {
	for line, want := range map[string]string{
		`{"page":"a","sectoins":[]}`:                  "unknown field",
		`{"page":"a","faq":[{"q":"x","anser":"y"}]}`:  "unknown field",
		`{"title":"no page"}`:                         "missing",
		"{\"page\":\"a\"}\n{\"page\":\"a\"}":          "gold:2",
		`{"page":"a","cost_min_yen":"nothing"}`:       "gold:1",
		`{"page":"a","downtime_days":[1,2],"x":"none`: "gold:1",
		``:                                       "no labels",
		`{"page":"a","sources":[{"nam":"x"}]}`:   "unknown field",
		`{"page":"a","supervisor":{"nome":"x"}}`: "unknown field",
		`{"page":"a","supervisor":[{"nome":"x"}]}`:     "unknown field",
		`{"page":"a","sections":[{"heading":1}]}`:      "gold:1",
		`{"page":"a","downtime_days":"never"}`:         "gold:1",
		`{"page":"a","noise":"one selector, no list"}`: "gold:1",
	} {
		if _, err := readGold(strings.NewReader(line), "gold"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}

func TestLabelsShortAndLong(t *testing.T) {
	list, err := readGold(strings.NewReader(`
{"page":"a","faq":["何回？",{"q":"痛い？","a":"少し"}],"sources":["X",{"name":"Y","type":"society"}],"supervisor":"見本会","cost_min_yen":1,"cost_max_yen":"none","downtime_days":[0,null],"downtime_alt":[1,1]}
{"page":"b","faq_count":3,"supervisor":[{"name":"見本会"},"院長"],"cost_min_yen":null,"downtime_days":"none","downtime_alt":[[1,1],[2,2]]}
`), "gold")
	if err != nil {
		t.Fatal(err)
	}
	a, b := list[0], list[1]
	if *a.FAQCount != 2 || a.FAQ[0].Question != "何回？" || a.FAQ[1].Start != "少し" || a.Sources[0].Name != "X" || a.Sources[1].Type != "society" {
		t.Errorf("%+v", a)
	}
	if a.Supervisor[0].Any != "見本会" || b.Supervisor[0].Name != "見本会" || b.Supervisor[1].Any != "院長" {
		t.Errorf("supervisors %+v, %+v", a.Supervisor, b.Supervisor)
	}
	if number(a.CostMin.Value) != "1" || !a.CostMax.Scored || a.CostMax.Value != nil || b.CostMin.Scored || a.CourseMin.Scored {
		t.Errorf("bounds %+v, %+v", a, b)
	}
	if a.Downtime.Span.String() != "0 to none" || !b.Downtime.Scored || len(a.DowntimeAlt) != 1 || len(b.DowntimeAlt) != 2 {
		t.Errorf("downtime %+v, %+v", a, b)
	}
}

func judged(g *gold, a *corpus.Article, judge func(*page, *gold, *corpus.Article)) *page {
	if g.FAQCount == nil {
		n := len(g.FAQ)
		g.FAQCount = &n
	}
	p := &page{Tallies: map[item]tally{}}
	judge(p, g, a)
	return p
}

func TestSectionsAreFoundAndCompared(t *testing.T) {
	a := &corpus.Article{
		Sections: []corpus.Section{
			{ID: "1", Kind: corpus.KindOverview, Heading: "料金", Path: []string{"料金"}},
			{ID: "2", Kind: corpus.KindRisks, Heading: "リスク・副作用について RISK", Path: []string{"リスク"}, Text: "使えない方\n妊娠中の方"},
			{ID: "3", Kind: corpus.KindCost, Heading: "料金", Path: []string{"料金"}},
			{ID: "4", Kind: corpus.KindFAQ, Heading: "ダウンタイムはありますか？", Path: []string{"Q"}},
		},
		FAQs: []corpus.FAQ{{Question: "ダウンタイムはありますか？", Section: "4"}},
	}
	for _, tt := range []struct {
		name        string
		sections    []goldSection
		kind, found tally
	}{
		{"in reading order", []goldSection{{Heading: "料金", Kind: "overview"}, {Heading: "料金", Kind: "cost"}}, tally{2, 2}, tally{2, 2}},
		{"a part, in other width", []goldSection{{Heading: "ﾘｽｸ・副作用 について", Kind: "risks"}}, tally{1, 1}, tally{1, 1}},
		{"another kind", []goldSection{{Heading: "リスク・副作用について", Kind: "effects"}}, tally{0, 1}, tally{1, 1}},
		{"a kind that is also right", []goldSection{{Heading: "リスク・副作用について", Kind: "effects", Alt: []string{"risks"}}}, tally{1, 1}, tally{1, 1}},
		{"not there", []goldSection{{Heading: "まとめ", Kind: "summary", Marked: true}}, tally{0, 1}, tally{0, 1}},
		{"unmarked, in the text of its kind", []goldSection{{Heading: "使えない方", Kind: "risks", Marked: false}}, tally{1, 1}, tally{}},
		{"unmarked, in the text of another kind", []goldSection{{Heading: "使えない方", Kind: "precautions", Marked: false}}, tally{0, 1}, tally{}},
		{"marked, in the text of its kind", []goldSection{{Heading: "使えない方", Kind: "risks", Marked: true}}, tally{0, 1}, tally{0, 1}},
		{"not a short piece of what was meant", []goldSection{{Heading: "料金と支払い方法のご案内", Kind: "cost", Marked: true}}, tally{0, 1}, tally{0, 1}},
	} {
		p := judged(&gold{Sections: tt.sections}, a, judgeSections)
		if p.Tallies[sectionKind] != tt.kind || p.Tallies[sectionFound] != tt.found {
			t.Errorf("%s: kind %v, found %v; %v", tt.name, p.Tallies[sectionKind], p.Tallies[sectionFound], p.Faults)
		}
	}
}

func TestQuestionsAreMatchedOnce(t *testing.T) {
	faqs := []corpus.FAQ{{Question: "Q1. 痛みはありますか?", Answer: "輪ゴムではじかれる程度です。個人差があります。"}, {Question: "痛みはありますか？", Answer: "二度目です。"}, {Question: "診療時間", Answer: "9:00〜18:00"}}
	for _, tt := range []struct {
		name              string
		gold              gold
		precision, recall tally
	}{
		{"one of three", gold{FAQ: []goldFAQ{{Question: "痛みはありますか？"}}}, tally{1, 3}, tally{1, 1}},
		{"answer as labelled", gold{FAQ: []goldFAQ{{Question: "痛みはありますか", Start: "二度目"}}}, tally{1, 3}, tally{1, 1}},
		{"answer cut", gold{FAQ: []goldFAQ{{Question: "痛みはありますか？", Start: "輪ゴム", End: "ご相談ください。"}}}, tally{0, 3}, tally{0, 1}},
		{"answer too long", gold{FAQ: []goldFAQ{{Question: "診療時間", Start: "9:00", Not: "18:00"}}}, tally{0, 3}, tally{0, 1}},
		{"none may be found", gold{}, tally{0, 3}, tally{0, 0}},
		{"counted, not listed", gold{FAQCount: new(2), FAQ: []goldFAQ{{Question: "診療時間"}}}, tally{2, 3}, tally{2, 2}},
	} {
		p := judged(&tt.gold, &corpus.Article{FAQs: faqs}, judgeFAQs)
		if p.Tallies[faqPrecision] != tt.precision || p.Tallies[faqRecall] != tt.recall {
			t.Errorf("%s: %v, %v; %v", tt.name, p.Tallies[faqPrecision], p.Tallies[faqRecall], p.Faults)
		}
	}
	f1 := of(map[item]tally{faqPrecision: {8, 9}, faqRecall: {8, 10}}, faqF1)
	if p, r := 8.0/9, 0.8; f1.Share-2*p*r/(p+r) > 1e-9 || 2*p*r/(p+r)-f1.Share > 1e-9 {
		t.Errorf("F1 %v", f1)
	}
}

func TestFactsAreExact(t *testing.T) {
	a := &corpus.Article{
		Sources:     []corpus.Source{{Name: "厚生労働省", Title: "医療広告ガイドライン", Type: corpus.SourceGovernment}, {Name: "目次"}},
		Supervisors: []corpus.Supervisor{{Name: "見本会", Title: "理事長"}},
		Cost:        corpus.Cost{MinYen: new(22000)},
		Downtime:    corpus.Downtime{MinDays: new(0), MaxDays: new(3)},
	}
	none := bound{Scored: true}
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	facts := func(p *page, g *gold, a *corpus.Article) { judgeFacts(p, g, a, lex) }
	for _, tt := range []struct {
		name  string
		gold  gold
		judge func(*page, *gold, *corpus.Article)
		item  item
		want  tally
	}{
		{"by its title", gold{Sources: []goldSource{{Name: "医療広告ガイドライン"}}}, judgeSources, sourceRecall, tally{1, 1}},
		{"what is no source", gold{Sources: []goldSource{{Name: "厚生労働省"}}}, judgeSources, sourcePrecision, tally{1, 2}},
		{"wrong type", gold{Sources: []goldSource{{Name: "厚生労働省", Type: "society"}}}, judgeSources, sourceType, tally{0, 1}},
		{"supervisor", gold{Supervisor: supervisors{{Any: "理事長"}}}, judgeSupervisors, supervisorRight, tally{1, 1}},
		{"supervisor in the wrong field", gold{Supervisor: supervisors{{Name: "理事長"}}}, judgeSupervisors, supervisorRight, tally{0, 1}},
		{"nobody supervised", gold{}, judgeSupervisors, supervisorRight, tally{0, 1}},
		{"one of two supervisors", gold{Supervisor: supervisors{{Any: "見本会"}, {Any: "理事長"}}}, judgeSupervisors, supervisorRight, tally{0, 1}},
		{"open maximum", gold{CostMin: bound{true, new(22000)}, CostMax: none}, judgeCost, costExact, tally{1, 1}},
		{"wrong maximum", gold{CostMin: bound{true, new(22000)}, CostMax: bound{true, new(22000)}}, judgeCost, costExact, tally{0, 1}},
		{"also right", gold{CostMin: bound{true, new(20000)}, CostMinAlt: []int{22000}}, judgeCost, costExact, tally{1, 1}},
		{"undecided", gold{}, judgeCost, costExact, tally{}},
		{"no course", gold{CourseMin: none, CourseMax: none}, judgeCost, costExact, tally{1, 1}},
		{"downtime", gold{Downtime: days{true, span{new(0), new(3)}}}, facts, downtimeExact, tally{1, 1}},
		{"no downtime told", gold{Downtime: days{Scored: true}}, facts, downtimeExact, tally{0, 1}},
		{"downtime also right", gold{Downtime: days{true, span{new(1), new(3)}}, DowntimeAlt: spanList{{new(0), new(3)}}}, facts, downtimeExact, tally{1, 1}},
	} {
		if p := judged(&tt.gold, a, tt.judge); p.Tallies[tt.item] != tt.want {
			t.Errorf("%s: %v; %v", tt.name, p.Tallies[tt.item], p.Faults)
		}
	}
}

const sample = `<html><head><title>x</title></head><body><nav>ホーム <a>施術一覧のご案内</a></nav>
<h1>見本の施術</h1><!-- 書きかけ --><p>効果には<ruby>個人差<rp>(</rp><rt>こじんさ</rt><rp>)</rp></ruby>があります。<br>痛みを伴うことがあります。</p>
<table><tr><th>1回</th><td>22,000円</td></tr></table><script>var a = "秘密";</script><div class="cta"><p>今すぐご予約ください</p></div></body></html>`

func TestMainTextAndNoiseAreToldApart(t *testing.T) {
	main, noise, err := parts(sample, ".html", []string{"nav", ".cta"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := func(units []unit) (out []string) {
		for _, u := range units {
			out = append(out, u.text+"|"+u.spoken)
		}
		return out
	}
	if got, want := text(main), []string{"見本の施術|", "効果には個人差があります。|効果には個人差(こじんさ)があります。", "痛みを伴うことがあります。|", "1回22,000円|"}; !slices.Equal(got, want) {
		t.Errorf("main text %q", got)
	}
	if got, want := text(noise), []string{"ホーム 施術一覧のご案内|", "今すぐご予約ください|"}; !slices.Equal(got, want) {
		t.Errorf("noise %q", got)
	}
	if _, _, err := parts(sample, ".html", []string{".typo"}, nil); err == nil {
		t.Error("a label that fits nothing was taken")
	}
	main, noise, err = parts("---\ntitle: x\n---\nimport A from 'a'\n# 見本[^1]\n<!-- 没 -->\n1. [流れ](http://a)を見る<br>\n", ".mdx", []string{"import "}, nil)
	if err != nil || !slices.Equal(text(main), []string{"# 見本|", "流れを見る|"}) || len(noise) != 1 {
		t.Errorf("lines %q, %q, %v", text(main), text(noise), err)
	}
	if main, _, err = parts("+++\ntitle = \"x\"\n+++\n# 見本\n", ".md", nil, nil); err != nil || !slices.Equal(text(main), []string{"# 見本|"}) {
		t.Errorf("front matter between plus signs: %q, %v", text(main), err)
	}
	if main, noise, err = parts(sample, ".html", []string{".cta"}, []string{"nav", "table"}); err != nil || len(main) != 3 || len(noise) != 1 {
		t.Errorf("what may be kept or not: %q, %q, %v", text(main), text(noise), err)
	}
	if main, noise, err = parts("TEL\n本文\n目次", ".txt", []string{"目次"}, []string{"TEL"}); err != nil || len(main) != 1 || len(noise) != 1 {
		t.Errorf("what may be kept or not: %q, %q, %v", text(main), text(noise), err)
	}
	if _, _, err := parts("本文", ".txt", []string{"目次"}, nil); err == nil {
		t.Error("a label that fits no line was taken")
	}
}

func TestLostTextAndNoiseAreSeen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.html")
	if err := os.WriteFile(file, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func(text string) *page {
		a := &corpus.Article{ID: "a", Title: "見本の施術", Sections: []corpus.Section{{ID: "1", Kind: corpus.KindOverview, Text: text}}}
		p := &page{Tallies: map[item]tally{}}
		if err := judgeText(p, &gold{Noise: []string{"nav", ".cta"}, NoiseExamples: []string{"秘密"}}, a, file); err != nil {
			t.Fatal(err)
		}
		return p
	}
	whole := "効果には個人差（こじんさ）があります。\n・痛みを伴うことがあります。\n| 1回 | 22,000円 |"
	if p := read(whole); p.Tallies[textKept] != (tally{37, 37}) || p.Tallies[noiseFree] != (tally{3, 3}) {
		t.Errorf("%+v", p)
	}
	if p := read(strings.Replace(whole, "22,000", "20,000", 1)); p.Tallies[textKept] != (tally{29, 37}) {
		t.Errorf("a wrong price was not seen: %+v", p)
	}
	first, _, _ := strings.Cut(whole, "\n")
	if p := read(first); p.Tallies[textKept] != (tally{17, 37}) {
		t.Errorf("lost text was not seen: %+v", p)
	}
	if p := read(first); p.Tallies[accounted] != (tally{17, 58}) {
		t.Errorf("what was lost without a word was not seen: %+v", p.Tallies[accounted])
	}
	if p := read(whole + "今すぐ、ご予約ください！var a = 秘密"); p.Tallies[noiseFree] != (tally{1, 3}) {
		t.Errorf("noise was not seen: %+v", p)
	}
}

// A piece that was moved is kept, but what stands everywhere proves nothing.
func TestCovered(t *testing.T) {
	for _, tt := range []struct {
		s, kept string
		want    int
	}{
		{"あいうえおかきくけこ", "…あいうえおかきくけこ…", 10},
		{"あいうえおかきくさしすせそたちつ", "さしすせそたちつあいうえおかきく", 16},
		{"あいうえおかきく", "あいうえ|おかきく", 0},
		{"効果です", "…効果です", 4},
		{"効果です", "効果", 0},
	} {
		if got := covered(tt.s, tt.kept); got != tt.want {
			t.Errorf("covered(%s, %s) = %d, want %d", tt.s, tt.kept, got, tt.want)
		}
	}
}

// A line counts for all pages and for those held back, each by itself.
func TestTable(t *testing.T) {
	pages := []page{
		{Name: "a", Tallies: map[item]tally{sectionKind: {99, 100}}},
		{Name: "b", Held: true, Tallies: map[item]tally{sectionKind: {1, 2}}, Faults: []fault{{sectionKind, "流れ [procedure]", "流れ [other]"}}},
	}
	rows := table(pages)
	at := slices.IndexFunc(rows, func(r row) bool { return r.Item == sectionKind })
	if r := rows[at]; !r.Missed || r.All.tally != (tally{100, 102}) || r.Held.tally != (tally{1, 2}) {
		t.Errorf("%+v", r)
	}
	if !missed(rows) || missed(table(pages[:1])) {
		t.Error("which lines were missed")
	}
	var b strings.Builder
	if err := writeTable(&b, rows, pages, 5, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"section kind       98.0% (100/102)", "MISSED", "b (1, held back)", "流れ [other]"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := writeTable(&b, rows, pages, 5, false); err != nil || strings.Contains(b.String(), "流れ [other]") {
		t.Errorf("what was held back was listed: %v\n%s", err, b.String())
	}
	b.Reset()
	if err := writeJSON(&b, rows, pages); err != nil || !strings.Contains(b.String(), `"share": 0.5`) {
		t.Errorf("%v\n%s", err, b.String())
	}
}
