package anatomy

import (
	"strings"
	"testing"

	"shirube/corpus"
)

// A heading that names a part of what is done tells its kind.
func TestHeadingsOfManyWords(t *testing.T) {
	for heading, want := range map[string]corpus.Kind{
		"通院の進み方":       corpus.KindProcedure,
		"内服を始められない方":   corpus.KindPrecautions,
		"接種を控えたほうがよい方": corpus.KindPrecautions,
		"すぐに受診してほしい症状": corpus.KindPrecautions,
		"検診の不利益":       corpus.KindRisks,
		"注射前後のケア":      corpus.KindAftercare,
		"お悩み別の通院回数":    corpus.KindProcedure,
	} {
		if got := readHeading(heading).kind; got != want {
			t.Errorf("%q is %q, want %q", heading, got, want)
		}
	}
	if got := readHeading("噛む力を回復").kind; got == corpus.KindDowntime {
		t.Errorf("what is restored is %q", got)
	}
}

// What stands below a comparison tells of one of those compared, unless it compares.
func TestBelowComparison(t *testing.T) {
	a := readParts(t, "見本法と例示法", []Part{
		{Heading: "見本法と例示法の違い", Level: 1, Lines: linesOf("どちらも外来で受けられます。")},
		{Heading: "見本法", Level: 2, Lines: linesOf("細い管を通し、内側から温めます。")},
		{Heading: "料金", Level: 2, Lines: linesOf("見本法は3万円です。")},
		{Heading: "傷あと", Level: 2, Lines: linesOf("見本法のほうが小さく、例示法は大きくなります。")},
	}...).article
	want := []corpus.Kind{corpus.KindComparison, corpus.KindOverview, corpus.KindCost, corpus.KindComparison}
	for i, s := range a.Sections {
		if s.Kind != want[i] {
			t.Errorf("%q is %q, want %q", s.Heading, s.Kind, want[i])
		}
	}
}

// Below a heading that names two kinds, each treatment has both.
func TestKindsHandedDown(t *testing.T) {
	a := readParts(t, "歯の治療", []Part{
		{Heading: "それぞれのメリット・デメリット", Level: 1},
		{Heading: "見本歯", Level: 2, Lines: linesOf("取り付けます。")},
		{Heading: "メリット", Level: 3, Lines: linesOf("・軽い")},
		{Heading: "デメリット", Level: 3, Lines: linesOf("・割れる")},
	}...).article
	if a.Sections[2].Kind != corpus.KindEffects || a.Sections[3].Kind != corpus.KindRisks {
		t.Errorf("got %q and %q", a.Sections[2].Kind, a.Sections[3].Kind)
	}
}

// A title that names only the condition, the drug or an unknown treatment says what
// the article is about.
func TestTreatmentsByTitle(t *testing.T) {
	for title, want := range map[string]string{
		"糖尿病の通院治療":           "糖尿病治療",
		"白内障（はくないしょう）の日帰り手術": "白内障手術",
		"やけどは治るのか、治療の選択肢":    "やけど治療",
		"からだの再生（見本細胞移植）":     "見本細胞移植",
		"見本筋短縮術（ミホンリフト）":     "見本筋短縮術",
		"ミホンコード整体の進め方":       "ミホンコード整体",
		"やけど遺伝子パネル検査の前に":     "やけど遺伝子パネル検査",
		"見本病（別名）の手術":         "見本病手術",
		"からだに入れる小さな器具（MHN）":  "MHN",
		"からだを守る技術の話":         "",
		"水分のとり方":             "",
	} {
		a := readParts(t, title, []Part{{Lines: linesOf("あらましをお伝えします。")}}...).article
		if got := strings.Join(a.Treatments, ","); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

// A work that stands alone below the text, one in a numbered note, and one that two
// societies issued are each one source.
func TestSourcesWithoutLabel(t *testing.T) {
	a := readParts(t, "見本炎の治療", []Part{
		{Heading: "見本炎とは", Level: 1, Lines: linesOf("炎症です*1。\n\n見本研究会「見本炎の手引き」\n\n*1 厚生労働省 見本の調べ")},
		{Heading: "出典", Level: 1, Lines: linesOf("・日本見本学会／日本例示学会『見本指針』")},
	}...).article
	var got []string
	for _, s := range a.Sources {
		got = append(got, s.Title)
	}
	if strings.Join(got, ",") != "見本炎の手引き,見本の調べ,見本指針" && len(a.Sources) != 3 {
		t.Errorf("sources %+v", a.Sources)
	}
}

// Who supervised is named behind any stroke, right below the last sentence too.
func TestSupervisorBelowText(t *testing.T) {
	for _, line := range []string{"監修／見本医院院長", "医療監修：見本医院　院長（日本見本学会 専門医）"} {
		a := readParts(t, "見本炎の治療", []Part{{Heading: "院長からひとこと", Level: 1, Lines: linesOf("まずはお話しください。\n" + line)}}...).article
		if len(a.Supervisors) != 1 || !strings.HasPrefix(a.Supervisors[0].Affiliation, "見本医院") {
			t.Errorf("%s: %+v", line, a.Supervisors)
		}
		if a.Sections[0].Kind == corpus.KindSupervision {
			t.Errorf("%s: all of the section is %q", line, a.Sections[0].Kind)
		}
	}
}

func linesOf(text string) []Line {
	var out []Line
	for i, l := range strings.Split(text, "\n") {
		out = append(out, Line{l, i + 1})
	}
	return out
}

// What surrounds an article is in no passage, and what only looks like it stays.
func TestSurroundingSections(t *testing.T) {
	a := readParts(t, "ピコレーザー", []Part{
		{Heading: "ピコレーザーとは", Level: 1, Lines: linesOf("光を当てます。")},
		{Heading: "新着のお知らせ一覧", Level: 1, Lines: linesOf("2025.11.01\n受付の場所が変わります")},
		{Heading: "お知らせ", Level: 1, Lines: linesOf("2025.11.01から薬が変わりました。")},
		{Heading: "アクセス・診療時間", Level: 1, Lines: linesOf("北口を出て左へ進みます。")},
		{Heading: "リスク", Level: 2, Lines: linesOf("赤みが出ます。")},
		{Heading: "料金一覧", Level: 1, Lines: linesOf("・1回 3,000円")},
	}...).article
	var got []string
	for _, s := range a.Sections {
		got = append(got, s.Heading)
	}
	if strings.Join(got, ",") != "ピコレーザーとは,お知らせ,リスク,料金一覧" {
		t.Errorf("sections %v, dropped %v", got, a.Dropped)
	}
}

// In a pasted text a table of contents ends where its first heading comes again, a
// heading may stand right over prices or a list of people, and other treatments on
// offer are noise.
func TestPastedPage(t *testing.T) {
	a := readPlain(t, "ピコレーザー\n\n【目次】\n1. ピコレーザーとは\n2. 料金\n\n1. ピコレーザーとは\n\n光を当てる施術です。\n\n料金\n1回　3,000円（税込）\n\n受けられない方\n妊娠中の方\n日焼けした方\n\n関連する施術\n・見本注射\n\nWEB予約　お電話").article
	var got []string
	for _, s := range a.Sections {
		got = append(got, string(s.Kind)+" "+s.Heading)
		if strings.Contains(s.Text, "見本注射") || strings.Contains(s.Text, "WEB予約") {
			t.Errorf("noise in %q", s.Text)
		}
	}
	if strings.Join(got, ",") != "overview 1. ピコレーザーとは,cost 料金,precautions 受けられない方" {
		t.Errorf("sections %v", got)
	}
}

// A list of other pages in the middle of a text ends where a section begins, also
// where that holds nothing but a list.
func TestRisksBelowOtherPages(t *testing.T) {
	a := readPlain(t, "ピコレーザーの話\n\nシミに用いるレーザーです。\n\nあわせて読みたい記事\n・脱毛の話\n\nリスク\n\n・赤み\n・腫れ\n").article
	if n := len(a.Sections); n == 0 || a.Sections[n-1].Kind != "risks" || !strings.Contains(a.Sections[n-1].Text, "・腫れ") || len(a.Dropped) != 2 {
		t.Errorf("sections %+v, dropped %+v", a.Sections, a.Dropped)
	}
}
