package anatomy

import (
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
)

// Without weights every section under an unknown heading would be other.
func TestKindWeightsCanBeRead(t *testing.T) {
	m, err := kindModel()
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range m.Classes() {
		if !slices.ContainsFunc(corpus.KindLabels(), func(l corpus.Label) bool { return l.Value == class }) {
			t.Errorf("%q is no kind", class)
		}
	}
	if m.Features() < 1000 {
		t.Errorf("only %d features", m.Features())
	}
}

// untold are sections under headings that say nothing, none of which the weights were made
// with: a reader who filters for risks or for whom not to treat must still get them.
var untold = []struct {
	want corpus.Kind
	text string
}{
	{corpus.KindRisks, "照射したところが水ぶくれになったり、色が濃く残ったりすることがあります。数か月かけて薄くなりますが、あとが残る場合もまれにあります。"},
	{corpus.KindRisks, "・だるさや頭痛が出ることがあります\n・まれに皮膚に発疹が出ます\n・肝臓の数値が上がる場合があります"},
	{corpus.KindRisks, "手術のあとに傷口が開いたり、膿んだりすることがあります。まれに神経が傷つき、しびれが残ることがあります。"},
	{corpus.KindRisks, "飲み始めに吐き気が出やすく、100人に5人ほどは続けられません。まれに血栓ができ、命にかかわるおそれがあります。"},
	{corpus.KindPrecautions, "・妊娠している方、授乳中の方\n・出血が止まりにくい病気のある方\n・この薬でアレルギーを起こしたことのある方\nこれらの方は受けられません。"},
	{corpus.KindPrecautions, "ぜんそくや心臓の病気のある方は、必ず事前に医師へご相談ください。飲んでいる薬があればお薬手帳をお持ちください。"},
	{corpus.KindPrecautions, "前日の夜からは食事をとらないでください。当日は車の運転を避け、時計や指輪は外してきてください。"},
	{corpus.KindEffects, "肌の色むらが整い、くすみの改善が期待できます。効果は半年ほど続くとされています。"},
	{corpus.KindEffects, "痛みが軽くなり、歩ける距離が延びることが期待されます。臨床試験では7割の方で改善がみられました。"},
	{corpus.KindProcedure, "まず診察を行い、写真を撮ります。次に麻酔をして、15分ほどかけて注入します。最後に冷やして終了です。"},
	{corpus.KindProcedure, "1. 問診と血圧の測定\n2. 着替え\n3. 検査\n4. 医師からの説明"},
	{corpus.KindCost, "片側 77,000円、両側 132,000円（税込）。診察料は3,300円です。"},
	{corpus.KindCost, "健康保険が使えるため、3割負担の方で1回4,000円ほどです。"},
	{corpus.KindDowntime, "赤みは3日ほど、腫れは1週間ほどで引きます。2週間後にはほとんど目立たなくなります。"},
	{corpus.KindAftercare, "当日の入浴はシャワーだけにし、お酒と激しい運動は控えてください。翌日から保湿を続けてください。"},
	{corpus.KindCandidates, "・毛穴の開きが気になる方\n・にきび跡に悩んでいる方\n・化粧のりが悪いと感じる方"},
	{corpus.KindOverview, "水晶体が濁り、視力が下がる病気です。加齢が主な原因で、80代ではほとんどの人にみられます。"},
}

func TestKindByText(t *testing.T) {
	right := 0
	for i, tt := range untold {
		got := readParts(t, "見本治療の話", sectionOf("はじめに", "見本治療の話です。"), sectionOf("見本治療の効果", "あります。"),
			sectionOf(strings.Repeat("ն", i%3+2), tt.text), sectionOf("料金", "10,000円です。"), sectionOf("よくある質問", "")).sections[2].Kind
		if got == tt.want {
			right++
			continue
		}
		t.Logf("%q: %s, want %s", tt.text, got, tt.want)
		// What is asked of somebody is read where it stands; what may happen is looked for.
		asked := tt.want == corpus.KindPrecautions && got == corpus.KindAftercare
		harm := tt.want == corpus.KindRisks || tt.want == corpus.KindPrecautions
		if harm && !asked && got != corpus.KindRisks && got != corpus.KindPrecautions {
			t.Errorf("%q: %s hides what may happen, want %s", tt.text, got, tt.want)
		}
	}
	if 6*right < 5*len(untold) {
		t.Errorf("%d of %d are right", right, len(untold))
	}
}

// 「方法」 alone says little: where the text plainly tells of something else, that is what
// a reader looks for. A word that says its kind stays, whatever stands below it.
func TestWeakHeadingsGiveWay(t *testing.T) {
	const harm = "照射のあとに水ぶくれや色素沈着が起こることがあります。まれにやけどのあとが残ります。まぶたの腫れや痛みが続く場合もあります。"
	const cost = "片目 ¥55,000（税込）\n両目 ¥99,000（税込）\n診察料 ¥3,300"
	tests := []struct {
		name  string
		parts []Part
		want  corpus.Kind
	}{
		{"weak word", []Part{sectionOf("検査について", cost)}, corpus.KindCost},
		{"below a weak word", []Part{sectionOf("治療について", ""), {Heading: "からだのこと", Level: 2, Lines: SplitLines(harm, 1)}}, corpus.KindRisks},
		{"strong word", []Part{sectionOf("施術の流れ", cost)}, corpus.KindProcedure},
		{"below a strong word", []Part{sectionOf("デメリット", "次のとおりです。"), {Heading: "からだのこと", Level: 2, Lines: SplitLines(cost, 1)}}, corpus.KindRisks},
	}
	for _, tt := range tests {
		sections := readParts(t, "見本治療の話", append([]Part{sectionOf("はじめに", "見本治療の話です。")}, tt.parts...)...).sections
		if got := sections[len(sections)-1].Kind; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A section of which the weights say only what it cannot be is not told by them, however
// sure they are: no share of nothing passes for certain.
func TestLikeliestOf(t *testing.T) {
	classes := []string{"summary", "risks", "cost"}
	p := []float64{0.9, 0.06, 0.04}
	for _, tt := range []struct {
		may   []corpus.Kind
		want  corpus.Kind
		share float64
	}{
		{[]corpus.Kind{corpus.KindSummary, corpus.KindRisks, corpus.KindCost}, corpus.KindSummary, 0.9},
		{[]corpus.Kind{corpus.KindRisks, corpus.KindCost}, corpus.KindRisks, 0.6},
		{nil, corpus.KindOther, 0},
	} {
		kind, share := likeliestOf(classes, p, func(k corpus.Kind) bool { return slices.Contains(tt.may, k) })
		if kind != tt.want || share < tt.share-0.01 || share > tt.share+0.01 {
			t.Errorf("of %q: %s %g, want %s %g", tt.may, kind, share, tt.want, tt.share)
		}
	}
	if kind, share := likeliestOf(classes, []float64{1, 0, 0}, func(k corpus.Kind) bool { return k != corpus.KindSummary }); kind != corpus.KindOther || share != 0 {
		t.Errorf("of nothing: %s %g", kind, share)
	}
}
