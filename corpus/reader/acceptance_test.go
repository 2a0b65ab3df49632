package reader

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// acceptanceArticle reads the real article that people judge the reading by. It
// belongs to a third party and is not in the repository.
func acceptanceArticle(t *testing.T) *corpus.Article {
	t.Helper()
	shared := os.Getenv("SHIRUBE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	const name = "000_bd9107ab95e6012d.txt"
	f, err := os.Open(filepath.Join(shared, "seeds", name))
	if err != nil {
		t.Skipf("the acceptance article is not here (SHIRUBE_SHARED names the folder that has seeds/): %v", err)
	}
	defer f.Close()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	var articles []*corpus.Article
	problems, err := New(lex).Read(context.Background(), name, f, func(a *corpus.Article) error {
		articles = append(articles, a)
		return nil
	})
	if err != nil || len(problems) > 0 || len(articles) != 1 {
		t.Fatalf("%d articles, problems %v, error %v", len(articles), problems, err)
	}
	return articles[0]
}

// The acceptance article, item by item.
func TestAcceptance(t *testing.T) {
	a := acceptanceArticle(t)
	if !strings.HasPrefix(a.Title, "エクソソーム点滴の効果はある?") || !strings.HasSuffix(a.Title, "徹底解説!") {
		t.Errorf("title %q", a.Title)
	}
	t.Run("outline", func(t *testing.T) { acceptOutline(t, a) })
	t.Run("text", func(t *testing.T) { acceptText(t, a) })
	t.Run("sources", func(t *testing.T) { acceptSources(t, a) })
	t.Run("facts", func(t *testing.T) { acceptFacts(t, a) })
	t.Run("effects", func(t *testing.T) { acceptEffects(t, a) })
	t.Run("risks", func(t *testing.T) { acceptRisks(t, a) })
	t.Run("contraindications", func(t *testing.T) { acceptContraindications(t, a) })
	t.Run("passages", func(t *testing.T) { acceptPassages(t, a) })
}

func acceptOutline(t *testing.T, a *corpus.Article) {
	want := []string{
		"1 overview ", "1 overview エクソソームとは", "1 overview エクソソームの点滴治療",
		"1 effects エクソソーム点滴に期待される効果", "2 effects 美肌・エイジングケア効果", "2 effects 薄毛や抜け毛を改善に導く", "2 effects 生活習慣病や内臓疾患の改善に期待できる",
		"1 procedure エクソソーム点滴施術の流れ", "2 procedure 1.カウンセリング", "2 procedure 2.点滴投与", "2 procedure 3.アフターケア",
		"1 candidates エクソソームの点滴治療はこんな人におすすめ",
		"1 risks エクソソーム点滴のデメリット", "2 risks 施術料金が高額", "2 risks 施術は数回に及ぶケースも", "2 risks 注射が苦手な方には不向き", "2 risks 明確な情報がない",
		"1 precautions エクソソーム点滴の注意点", "2 precautions 治療不可のケースもある", "2 precautions 治療後は献血NG",
		"1 faq エクソソームの点滴治療に関するよくある質問", "2 faq エクソソームの点滴治療は保険適用できる?", "2 faq エクソソームの点滴治療のダウンタイムはどれくらい続く?",
		"2 faq エクソソームの点滴治療に副作用やリスクはある?", "2 faq エクソソームのエビデンスは?", "2 faq エクソソームと癌は関係しているって本当?",
		"1 summary まとめ", "1 supervision 記事監修", "2 supervision 会長の医師プロフィール", "2 supervision 経歴",
	}
	var got []string
	for _, s := range a.Sections {
		got = append(got, fmt.Sprintf("%d %s %s", s.Level, s.Kind, s.Heading))
	}
	if !slices.Equal(got, want) {
		t.Errorf("sections\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(a.FAQs) != 5 {
		t.Errorf("%d FAQs", len(a.FAQs))
	}
	for _, f := range a.FAQs {
		s := sectionByID(a, f.Section)
		if s == nil || s.Kind != corpus.KindFAQ || s.Heading != f.Question || s.Text != f.Answer {
			t.Errorf("FAQ %q in section %+v", f.Question, s)
		}
	}
}

func sectionByID(a *corpus.Article, id string) *corpus.Section {
	for i := range a.Sections {
		if a.Sections[i].ID == id {
			return &a.Sections[i]
		}
	}
	return nil
}

func sectionByHeading(t *testing.T, a *corpus.Article, heading string) *corpus.Section {
	t.Helper()
	for i := range a.Sections {
		if a.Sections[i].Heading == heading {
			return &a.Sections[i]
		}
	}
	t.Fatalf("no section %q", heading)
	return nil
}

func acceptText(t *testing.T, a *corpus.Article) {
	lead := a.Sections[0]
	if !strings.HasPrefix(lead.Text, "エクソソームは、美容や") || lead.StartLine != 7 {
		t.Errorf("lead on line %d: %.40q", lead.StartLine, lead.Text)
	}
	table := sectionByHeading(t, a, "エクソソームの点滴治療").Text
	for _, cell := range []string{"美容医療", "トータルエイジング", "再生医療", "変形性関節症治療・乳房再建術・毛髪再生・運動器障害", "免疫療法", "重症心不全・1型糖尿病", "脳梗塞後遺症・神経変性疾患", "慢性閉塞性肺疾患・卵巣機能不全"} {
		if !strings.Contains(table, "\n"+cell+"\n") {
			t.Errorf("the table's %q is no line of the section's text", cell)
		}
	}
	points := 0
	for _, l := range strings.Split(sectionByHeading(t, a, "エクソソームの点滴治療はこんな人におすすめ").Text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(l), "•") {
			points++
		}
	}
	if points != 9 {
		t.Errorf("%d points about candidates", points)
	}
	var dropped []string
	for _, d := range a.Dropped {
		dropped = append(dropped, fmt.Sprint(d.Line, " ", d.Text))
	}
	if got := strings.Join(dropped, ", "); got != "1 お問い合わせ, 2 COLUMN, 3 コラム" {
		t.Errorf("dropped %s", got)
	}
}

func acceptSources(t *testing.T, a *corpus.Article) {
	want := map[string]string{
		"エクソソームとは":            "東京医科大学医学総合研究所分子腫瘍研究部門 university",
		"エクソソームの点滴治療":         "大阪大学大学院医学系研究科・医学部 university",
		"生活習慣病や内臓疾患の改善に期待できる": "リソウ company",
	}
	for _, s := range a.Sections {
		got := ""
		for _, n := range s.Sources {
			got += a.Sources[n].Name + " " + string(a.Sources[n].Type)
		}
		if got != want[s.Heading] {
			t.Errorf("%q is sourced by %q, want %q", s.Heading, got, want[s.Heading])
		}
	}
	if len(a.Sources) != 3 {
		t.Errorf("%d sources", len(a.Sources))
	}
}

func acceptFacts(t *testing.T, a *corpus.Article) {
	show := func(v *int) string {
		if v == nil {
			return "?"
		}
		return fmt.Sprint(*v)
	}
	got := fmt.Sprintf("cost %s-%s per %s, course %s-%s, downtime %s-%s, sessions %s-%s, minutes %s-%s, insurance %s, approval %s, treatments %v, supervisors %+v, fees %v",
		show(a.Cost.MinYen), show(a.Cost.MaxYen), a.Cost.Per, show(a.Cost.CourseMinYen), show(a.Cost.CourseMaxYen), show(a.Downtime.MinDays), show(a.Downtime.MaxDays),
		show(a.Sessions.Min), show(a.Sessions.Max), show(a.Duration.Min), show(a.Duration.Max), a.Insurance, a.Approval, a.Treatments, a.Supervisors, a.Fees)
	want := "cost 100000-? per session, course 1000000-?, downtime 0-0, sessions ?-?, minutes 30-30, insurance self_pay, approval unknown, treatments [エクソソーム点滴], " +
		"supervisors [{Name:点滴療法研究会マスターズクラブ Title: Affiliation: Representative:柳澤厚生}], fees []"
	if got != want {
		t.Errorf("facts\n%s\nwant\n%s", got, want)
	}
	for _, e := range append(slices.Clone(a.Cost.Evidence), a.Downtime.Evidence...) {
		if s := sectionByID(a, e.Section); s == nil || s.Kind != corpus.KindFAQ || !strings.Contains(s.Text, e.Sentence) {
			t.Errorf("evidence %q stands in %+v", e.Sentence, s)
		}
	}
	for _, e := range a.Downtime.Evidence {
		if strings.Contains(e.Sentence, "1週間前後") {
			t.Error("how long a bruise lasts was taken for the downtime")
		}
	}
}

func acceptEffects(t *testing.T, a *corpus.Article) {
	named := map[string]string{"美肌・エイジングケア": "美肌・エイジングケア効果", "薄毛・抜け毛": "薄毛や抜け毛を改善に導く", "生活習慣病・内臓疾患": "生活習慣病や内臓疾患の改善に期待できる"}
	for label, heading := range named {
		id := sectionByHeading(t, a, heading).ID
		if !slices.ContainsFunc(a.Effects, func(c corpus.Claim) bool { return c.Label == label && c.Section == id }) {
			t.Errorf("no effect %q in %q", label, heading)
		}
	}
	for _, c := range a.Effects {
		s := sectionByID(a, c.Section)
		if s.Kind != corpus.KindEffects {
			t.Errorf("the effect %q stands in a section of kind %s", c.Label, s.Kind)
		}
		if c.Sourced != (s.Heading == "生活習慣病や内臓疾患の改善に期待できる") {
			t.Errorf("the effect %q in %q is sourced: %v", c.Label, s.Heading, c.Sourced)
		}
		for _, not := range []string{"ED", "更年期", "関節症", "乳房", "心不全", "脳梗塞", "肺疾患", "がん"} {
			if strings.Contains(c.Label, not) {
				t.Errorf("%q was taken for an effect", c.Label)
			}
		}
	}
}

func acceptRisks(t *testing.T, a *corpus.Article) {
	find := func(label string) *corpus.Claim {
		for i := range a.Risks {
			if strings.Contains(a.Risks[i].Label, label) && a.Risks[i].Concept != "" {
				return &a.Risks[i]
			}
		}
		t.Errorf("no risk concept %q", label)
		return &corpus.Claim{}
	}
	for _, label := range []string{"内出血", "痛み", "迷走神経反射", "失神"} {
		if c := find(label); c.Stance == corpus.Denied {
			t.Errorf("the risk %q counts as denied: %q", label, c.Sentence)
		}
	}
	for _, label := range []string{"汚染", "がんの転移・進行"} {
		if c := find(label); c.Stance != corpus.Hedged {
			t.Errorf("the risk %q is %s: %q", label, c.Stance, c.Sentence)
		}
	}
	if !slices.ContainsFunc(a.Risks, func(c corpus.Claim) bool { return strings.Contains(c.Sentence, "貧血") }) {
		t.Error("the sentence on 貧血 names no risk")
	}
	for _, c := range a.Risks {
		if s := sectionByID(a, c.Section); s.Kind != corpus.KindRisks && s.Kind != corpus.KindFAQ {
			t.Errorf("the risk %q stands in a section of kind %s", c.Label, s.Kind)
		}
		if strings.Contains(c.Sentence, "人気があるのも事実") || strings.Contains(c.Sentence, "骨肉腫") {
			t.Errorf("no risk is told by %q", c.Sentence)
		}
	}
}

func acceptContraindications(t *testing.T, a *corpus.Article) {
	tests := []struct {
		label string
		kind  corpus.Kind
	}{
		{"がん治療中", corpus.KindPrecautions}, {"がん治療終了後間もない", corpus.KindPrecautions}, {"妊娠中", corpus.KindPrecautions},
		{"5年", corpus.KindFAQ}, {"再発の不安", corpus.KindFAQ}, {"がん治療中", corpus.KindFAQ},
	}
	for _, tt := range tests {
		if !slices.ContainsFunc(a.Contraindications, func(c corpus.Claim) bool {
			return strings.Contains(c.Label, tt.label) && sectionByID(a, c.Section).Kind == tt.kind && c.Stance == corpus.Asserted
		}) {
			t.Errorf("no contraindication %q is asserted in a section of kind %s", tt.label, tt.kind)
		}
	}
	blood := sectionByHeading(t, a, "治療後は献血NG")
	if !strings.Contains(blood.Text, "献血ができません") {
		t.Errorf("献血 is missing from the precautions: %q", blood.Text)
	}
}

func acceptPassages(t *testing.T, a *corpus.Article) {
	passages := a.Passages()
	for _, p := range passages {
		for _, d := range a.Dropped {
			if slices.Contains(strings.Split(p.Text, "\n"), d.Text) {
				t.Errorf("the noise %q stands in passage %q", d.Text, p.Heading)
			}
		}
	}
	hold := func(fact, heading string) {
		if !slices.ContainsFunc(passages, func(p corpus.Passage) bool { return p.Heading == heading && slices.Contains(p.Facts, fact) }) {
			t.Errorf("no passage %q holds the fact %s", heading, fact)
		}
	}
	hold(corpus.FactCost, "エクソソームの点滴治療は保険適用できる?")
	hold(corpus.FactInsurance, "エクソソームの点滴治療は保険適用できる?")
	hold(corpus.FactDowntime, "エクソソームの点滴治療のダウンタイムはどれくらい続く?")
	hold(corpus.FactDuration, "2.点滴投与")
	hold(corpus.FactRisk, "エクソソームの点滴治療に副作用やリスクはある?")
	hold(corpus.FactContraindication, "治療不可のケースもある")
}
