package corrections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus"
)

// article is a small one with everything that can be corrected.
func article(t testing.TB) *corpus.Article {
	t.Helper()
	a := &corpus.Article{ID: "pico", Title: "ピコレーザー",
		Sections: []corpus.Section{
			{Kind: corpus.KindOverview, Text: "前書きです。", StartLine: 3, Lines: []int{3}},
			{Kind: corpus.KindOther, Heading: "知っておきたいこと", Level: 1, Text: "赤みが出ます。", StartLine: 5, Lines: []int{6}},
			{Kind: corpus.KindOther, Heading: "まれなこと", Level: 2, Text: "水疱ができることがあります。", StartLine: 8, Lines: []int{9}},
			{Kind: corpus.KindCost, Heading: "費用", Level: 1, Text: "1回3万円です。\n\n今だけ半額の1万5千円です。", StartLine: 11, Lines: []int{12, 13, 14}, Sources: []int{0, 1}},
			{Kind: corpus.KindFAQ, Heading: "よくある質問", Level: 1, Text: "疑問に答えます。\n\nQ. 痛いですか？\nA. 少し痛みます。\n\nQ. 何回ですか？\nA. 5回です。", StartLine: 16, Lines: []int{17, 18, 19, 20, 21, 22, 23}},
			{Kind: corpus.KindFAQ, Heading: "費用は？", Level: 2, Text: "1回3万円です。", StartLine: 25, Lines: []int{26}},
		},
		Sources: []corpus.Source{{Name: "厚生労働省", Title: "手引き", Type: corpus.SourceOther}, {Name: "東都大学", Type: corpus.SourceUniversity}},
	}
	a.Normalize()
	faq, cost := a.Sections[4].ID, a.Sections[5].ID
	a.FAQs = []corpus.FAQ{{Question: "痛いですか？", Answer: "少し痛みます。", Section: faq}, {Question: "何回ですか？", Answer: "5回です。", Section: faq}, {Question: "費用は？", Answer: "1回3万円です。", Section: cost}}
	a.Risks = []corpus.Claim{{Label: "赤み", Section: a.Sections[1].ID, Sentence: "赤みが出ます。", Stance: corpus.Asserted}}
	yen := 15000
	a.Cost = corpus.Cost{MinYen: &yen, MaxYen: &yen, Per: "session", Evidence: []corpus.Evidence{{Section: a.Sections[3].ID, Sentence: "今だけ半額の1万5千円です。"}}}
	if errs := a.Validate(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return a
}

func load(t testing.TB, text string) *Set {
	t.Helper()
	file := filepath.Join(t.TempDir(), "corrections.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// apply applies corrections, each written without its article; SECTION0 … and
// PASSAGE0 … stand for ids.
func apply(t *testing.T, a *corpus.Article, entries string) []string {
	t.Helper()
	for i := range a.Sections {
		entries = strings.ReplaceAll(entries, "SECTION"+string(rune('0'+i)), a.Sections[i].ID)
	}
	for i, p := range a.Passages() {
		entries = strings.ReplaceAll(entries, "PASSAGE"+string(rune('0'+i)), p.ID)
	}
	left := load(t, "corrections:\n"+entries).Apply(a)
	if errs := a.Validate(); len(errs) > 0 {
		t.Errorf("the article is invalid now: %v", errs)
	}
	for i := range a.Sections {
		if s := &a.Sections[i]; s.Text != "" && len(s.Lines) != strings.Count(s.Text, "\n")+1 {
			t.Errorf("section %q has %d line numbers for %q", s.Heading, len(s.Lines), s.Text)
		}
	}
	return left
}

// The kind goes to the subsections that had it from their parent; a risk that was
// filed under other is found under risks.
func TestKind(t *testing.T) {
	a := article(t)
	if left := apply(t, a, "- {article: pico, section: SECTION1, kind: risks, why: 見出しがあいまい, by: 編集者, date: 2026-11-22}\n"); left != nil {
		t.Fatal(left)
	}
	if a.Sections[1].Kind != corpus.KindRisks || a.Sections[2].Kind != corpus.KindRisks || a.Sections[3].Kind != corpus.KindCost {
		t.Errorf("kinds %s, %s, %s", a.Sections[1].Kind, a.Sections[2].Kind, a.Sections[3].Kind)
	}
	want := corpus.Corrected{Field: "kind", Section: a.Sections[1].ID, Was: "other", Why: "見出しがあいまい", By: "編集者", Date: "2026-11-22"}
	if len(a.Corrected) != 2 || a.Corrected[0] != want {
		t.Errorf("corrected: %+v", a.Corrected)
	}
	// A passage's kind is its section's.
	b := article(t)
	if left := apply(t, b, "- {article: pico, passage: PASSAGE2, kind: risks}\n"); left != nil || b.Sections[2].Kind != corpus.KindRisks || b.Sections[1].Kind != corpus.KindOther {
		t.Errorf("%v, kinds %s and %s", left, b.Sections[1].Kind, b.Sections[2].Kind)
	}
	// What is no FAQ has no questions, what is one has.
	c := article(t)
	apply(t, c, "- {article: pico, section: SECTION5, kind: cost}\n")
	if len(c.FAQs) != 2 {
		t.Errorf("questions of a section on costs: %+v", c.FAQs)
	}
	d := article(t)
	apply(t, d, "- {article: pico, section: SECTION5, kind: cost}\n- {article: pico, section: SECTION5, kind: faq}\n")
	if len(d.FAQs) != 3 || d.FAQs[2] != article(t).FAQs[2] {
		t.Errorf("questions: %+v", d.FAQs)
	}
}

func TestHeading(t *testing.T) {
	a := article(t)
	if left := apply(t, a, "- {article: pico, section: SECTION1, heading: 副作用}\n- {article: pico, section: SECTION0, heading: はじめに}\n- {article: pico, section: SECTION5, heading: いくらですか？}\n"); left != nil {
		t.Fatal(left)
	}
	if got := strings.Join(a.Sections[2].Path, ">"); got != "副作用>まれなこと" || a.Sections[1].Heading != "副作用" {
		t.Errorf("path %s", got)
	}
	if a.Sections[0].Heading != "はじめに" || len(a.Sections[0].Path) != 1 || a.Sections[3].Path[0] != "費用" {
		t.Errorf("lead: %+v", a.Sections[0])
	}
	if a.FAQs[2].Question != "いくらですか？" {
		t.Errorf("a question that is a heading: %+v", a.FAQs[2])
	}
}

// What is hidden is in no passage any more, and listed as dropped; nothing else is
// lost, and what was read from it is forgotten.
func TestHide(t *testing.T) {
	texts := func(a *corpus.Article) string {
		var out []string
		for _, p := range a.Passages() {
			out = append(out, p.Heading+":"+p.Text)
		}
		return strings.Join(out, "|")
	}
	a := article(t)
	before := texts(a)
	for _, tt := range []struct{ entry, gone, dropped string }{
		{"section: SECTION1", "知っておきたいこと:赤みが出ます。|", "5 知っておきたいこと\n赤みが出ます。"},
		{"section: SECTION2", "まれなこと:水疱ができることがあります。|", "8 まれなこと\n水疱ができることがあります。"},
		{"passage: PASSAGE0", ":前書きです。|", "3 前書きです。"},
		{"passage: PASSAGE4", "よくある質問:疑問に答えます。|", "17 疑問に答えます。"},
		{"passage: PASSAGE5", "痛いですか？:少し痛みます。|", "20 痛いですか？\n少し痛みます。"},
		{"passage: PASSAGE7", "|費用は？:1回3万円です。", "25 費用は？\n1回3万円です。"},
	} {
		a := article(t)
		if left := apply(t, a, "- {article: pico, "+tt.entry+", hide: true}\n"); left != nil {
			t.Errorf("%s: %v", tt.entry, left)
		}
		if want := strings.Replace(before, tt.gone, "", 1); texts(a) != want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.entry, texts(a), want)
		}
		if len(a.Dropped) != 1 || itoa(a.Dropped[0].Line)+" "+a.Dropped[0].Text != tt.dropped {
			t.Errorf("%s: dropped %+v, want %q", tt.entry, a.Dropped, tt.dropped)
		}
	}
	a = article(t)
	apply(t, a, "- {article: pico, section: SECTION1, hide: true}\n")
	if len(a.Risks) != 0 {
		t.Errorf("risks of hidden text: %+v", a.Risks)
	}
	if len(a.Sections) != 6 {
		t.Errorf("a section with subsections is gone")
	}
	a = article(t)
	apply(t, a, "- {article: pico, section: SECTION3, hide: true}\n")
	if a.Cost.MinYen != nil || len(a.Sections) != 5 {
		t.Errorf("cost of hidden text: %+v, %d sections", a.Cost, len(a.Sections))
	}
}

func itoa(n int) string { return number(&n) }

// What an editor says of the price holds, whatever is hidden beside it, in either
// order.
func TestFactsAfterText(t *testing.T) {
	hide, cost := "- {article: pico, section: SECTION3, hide: true}\n", "- {article: pico, anchor: 今だけ半額, cost: {min_yen: 30000, max_yen: 30000}}\n"
	for _, entries := range []string{hide + cost, cost + hide} {
		a := article(t)
		if left := apply(t, a, entries); left != nil {
			t.Error(left)
		}
		if a.Cost.MinYen == nil || *a.Cost.MinYen != 30000 || a.Cost.Per != "session" {
			t.Errorf("cost %+v", a.Cost)
		}
	}
}

func TestFAQ(t *testing.T) {
	a := article(t)
	left := apply(t, a, `
- {article: pico, faq: {of: 痛いですか？, question: 痛みはありますか？, answer: 輪ゴムで弾かれる程度です。}}
- {article: pico, faq: {of: 何回 ですか？, remove: true}}
- {article: pico, section: SECTION5, faq: {of: 費用は？, answer: 3万円です。}}
- {article: pico, faq: {question: 予約は要りますか？, answer: はい。}}
`)
	if left != nil {
		t.Fatal(left)
	}
	var got []string
	for _, p := range a.Passages()[4:] {
		got = append(got, p.Heading+":"+p.Text)
	}
	want := "よくある質問:疑問に答えます。|よくある質問:Q. 何回ですか？\nA. 5回です。|痛みはありますか？:輪ゴムで弾かれる程度です。|予約は要りますか？:はい。|費用は？:3万円です。"
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "|"), want)
	}
	if strings.Contains(a.Sections[4].Text, "少し痛みます") || !strings.Contains(a.Sections[4].Text, "Q. 痛みはありますか？\nA. 輪ゴムで弾かれる程度です。") {
		t.Errorf("text %q", a.Sections[4].Text)
	}
	if a.Sections[5].Text != "3万円です。" {
		t.Errorf("text %q", a.Sections[5].Text)
	}
}

func TestSources(t *testing.T) {
	a := article(t)
	left := apply(t, a, `
- {article: pico, source: {of: 厚生労働省「手引き」, type: government, year: 2024, url: "https://example.jp/1"}}
- {article: pico, source: {of: 東都大学, remove: true}}
- {article: pico, section: SECTION1, source: {name: 見本学会, type: society}}
`)
	if left != nil {
		t.Fatal(left)
	}
	if len(a.Sources) != 2 || a.Sources[0].Type != corpus.SourceGovernment || *a.Sources[0].Year != 2024 || a.Sources[0].URL != "https://example.jp/1" || a.Sources[0].Title != "手引き" {
		t.Errorf("sources %+v", a.Sources)
	}
	if s := a.Sections[3].Sources; len(s) != 1 || s[0] != 0 {
		t.Errorf("sources of the section: %v", s)
	}
	if s := a.Sections[1].Sources; len(s) != 1 || s[0] != 1 || !a.Risks[0].Sourced {
		t.Errorf("sources of the section: %v, sourced %v", s, a.Risks[0].Sourced)
	}
	b := article(t)
	apply(t, b, "- {article: pico, source: {of: 2, remove: true}}\n- {article: pico, source: {of: 1, remove: true}}\n")
	if len(b.Sources) != 0 || len(b.Sections[3].Sources) != 0 {
		t.Errorf("sources %+v, of the section %v", b.Sources, b.Sections[3].Sources)
	}
}

func TestFacts(t *testing.T) {
	a := article(t)
	left := apply(t, a, `
- article: pico
  cost: {min_yen: 30_000, max_yen: null, course_min_yen: "100,000"}
  fees: [{label: 診察料, yen: 3000}, {label: 麻酔代, yen: null}]
  downtime: {min_days: 0, max_days: 3}
  supervisors: [{title: （見本）皮膚科専門医}]
  insurance: self_pay
  approval: unapproved
  treatments: [ピコレーザー, レーザートーニング]
  tags: []
`)
	if left != nil {
		t.Fatal(left)
	}
	if *a.Cost.MinYen != 30000 || a.Cost.MaxYen != nil || *a.Cost.CourseMinYen != 100000 || a.Cost.Per != "session" {
		t.Errorf("cost %+v", a.Cost)
	}
	if len(a.Fees) != 2 || *a.Fees[0].Yen != 3000 || a.Fees[1].Yen != nil || *a.Downtime.MinDays != 0 || *a.Downtime.MaxDays != 3 {
		t.Errorf("fees %+v, downtime %+v", a.Fees, a.Downtime)
	}
	if a.Supervisors[0].Title != "（見本）皮膚科専門医" || a.Insurance != "self_pay" || a.Approval != "unapproved" || len(a.Treatments) != 2 {
		t.Errorf("%+v %s %s %v", a.Supervisors, a.Insurance, a.Approval, a.Treatments)
	}
	if len(a.Corrected) != 8 || a.Corrected[0].Was != "min_yen 15000, max_yen 15000, course_min_yen unknown, course_max_yen unknown, per session" {
		t.Errorf("corrected %+v", a.Corrected)
	}
	b := article(t)
	apply(t, b, "- {article: pico, cost: unknown, downtime: unknown}\n")
	if b.Cost.MinYen != nil || b.Cost.MaxYen != nil || b.Cost.Per != "" {
		t.Errorf("cost %+v", b.Cost)
	}
}

// A correction of something that has changed since is reported and does nothing:
// what is right now must not be made wrong.
func TestNoLongerApplies(t *testing.T) {
	for _, tt := range []struct{ entry, why string }{
		{"section: s-0000000000, kind: risks", "there is no section s-0000000000 any more"},
		{"passage: pico#0000000000, hide: true", "there is no passage pico#0000000000 any more"},
		{"section: SECTION1, anchor: 腫れが出ます, kind: risks", `"腫れが出ます" does not stand in section`},
		{"passage: PASSAGE1, anchor: 腫れが出ます, kind: risks", `"腫れが出ます" does not stand in section`},
		{"anchor: 1回5万円です, cost: {min_yen: 30000}", `"1回5万円です" does not stand in it any more`},
		{"faq: {of: しみますか？, remove: true}", `there is no question "しみますか？" any more`},
		{"source: {of: 見本協会, type: society}", `there is no source "見本協会" any more`},
		{"source: {of: 3, type: society}", "there is no source number 3"},
		{"cost: {min_yen: 20000}", "the article would be invalid: cost.min_yen: 20000 is more than"},
	} {
		a := article(t)
		left := apply(t, a, "- {article: pico, insurance: covered}\n- {article: pico, "+tt.entry+"}\n")
		if len(left) != 1 || !strings.Contains(left[0], tt.why) || !strings.Contains(left[0], "corrections.yaml:3: ") {
			t.Errorf("%s: %q, want %q", tt.entry, left, tt.why)
		}
		if len(a.Corrected) != 1 || a.Insurance != "covered" {
			t.Errorf("%s: the other correction: %+v", tt.entry, a.Corrected)
		}
	}
}

// Words that are quoted are the same with other spaces, line breaks and widths.
func TestAnchorIsLenient(t *testing.T) {
	a := article(t)
	if left := apply(t, a, "- {article: pico, section: SECTION3, anchor: \"１回３万円です。 今だけ\", kind: other}\n"); left != nil {
		t.Error(left)
	}
}

// Everything may be hidden but the last text: an article without a body is none.
func TestHideAll(t *testing.T) {
	a := article(t)
	left := apply(t, a, "- {article: pico, section: SECTION0, hide: true}\n- {article: pico, section: SECTION1, hide: true}\n- {article: pico, section: SECTION2, hide: true}\n"+
		"- {article: pico, section: SECTION3, hide: true}\n- {article: pico, section: SECTION4, hide: true}\n- {article: pico, section: SECTION5, hide: true}\n")
	if len(left) != 1 || !strings.Contains(left[0], "no body") {
		t.Errorf("%q", left)
	}
}

// The article that was handed in is changed, but not what it shares with others.
func TestApplyCopies(t *testing.T) {
	a := article(t)
	shared := *a
	apply(t, a, "- {article: pico, section: SECTION1, kind: risks, heading: 副作用}\n- {article: pico, source: {of: 1, type: government}}\n- {article: pico, faq: {of: 痛いですか？, answer: いいえ。}}\n")
	if shared.Sections[1].Kind != corpus.KindOther || shared.Sections[2].Path[0] != "知っておきたいこと" || shared.Sources[0].Type != corpus.SourceOther || shared.FAQs[0].Answer != "少し痛みます。" {
		t.Error("the copy was changed too")
	}
}

// A nil set, and an article without corrections, stay as they are.
func TestNothingToApply(t *testing.T) {
	var none *Set
	a := article(t)
	if none.Apply(a) != nil || none.Fingerprint("pico") != "" || none.IDs() != nil || none.Of("pico") != nil || len(a.Corrected) != 0 {
		t.Error("a nil set did something")
	}
	s := load(t, "corrections:\n- {article: other, insurance: covered}\n")
	if s.Apply(a) != nil || len(a.Corrected) != 0 || s.Fingerprint("pico") != "" {
		t.Error("the correction of another article did something")
	}
	for _, empty := range []string{"", "# nothing yet\n", "corrections:\n", "corrections: []\n"} {
		if ids := load(t, empty).IDs(); len(ids) != 0 {
			t.Errorf("%q holds %v", empty, ids)
		}
	}
}

// The index is brought up to date when, and only when, an article's corrections change.
func TestFingerprint(t *testing.T) {
	one := load(t, "corrections:\n- {article: a, insurance: covered}\n- {article: b, downtime: {max_days: 3}}\n")
	moved := load(t, "# a note\ncorrections:\n- {article: b, downtime: {max_days: 3}}\n\n- {article: a, insurance: covered}\n")
	other := load(t, "corrections:\n- {article: a, insurance: covered}\n- {article: b, downtime: {max_days: null}}\n")
	if one.Fingerprint("a") == "" || one.Fingerprint("a") == one.Fingerprint("b") {
		t.Errorf("fingerprints %s and %s", one.Fingerprint("a"), one.Fingerprint("b"))
	}
	if one.Fingerprint("a") != moved.Fingerprint("a") || one.Fingerprint("b") != moved.Fingerprint("b") {
		t.Error("a note changed the fingerprint")
	}
	if one.Fingerprint("b") == other.Fingerprint("b") || one.Fingerprint("a") != other.Fingerprint("a") {
		t.Error("the fingerprint does not tell which article's corrections are others")
	}
	if got := strings.Join(one.IDs(), " "); got != "a b" {
		t.Errorf("ids %s", got)
	}
}

// Who reads claims from kinds is told which sections changed, before facts are
// set.
func TestRereading(t *testing.T) {
	a := article(t)
	var told []string
	id := a.Sections[1].ID
	s := load(t, "corrections:\n- {article: pico, downtime: {max_days: 3}}\n- {article: pico, section: "+id+", heading: 副作用}\n- {article: pico, section: "+a.Sections[5].ID+", hide: true}\n").
		Rereading(func(a *corpus.Article, sections []string) {
			told = sections
			week := 7
			a.Downtime.MaxDays = &week
		})
	want := id + " " + a.Sections[5].ID
	if left := s.Apply(a); left != nil || strings.Join(told, " ") != want || *a.Downtime.MaxDays != 3 {
		t.Errorf("%v: told %v, want %s, downtime %d", left, told, want, *a.Downtime.MaxDays)
	}
}
