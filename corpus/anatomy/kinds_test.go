package anatomy

import (
	"slices"
	"testing"

	"shirube/corpus"
)

// A reader who filters for risks must get what stands under 「副作用」, however the
// heading puts it.
func TestReadHeading(t *testing.T) {
	tests := []struct {
		heading string
		want    corpus.Kind
	}{
		{"本物の歯のような見た目～インプラント～", ""},
		{"ピコレーザーとは", corpus.KindOverview},
		{"ピコレーザーとは？", corpus.KindOverview},
		{"光治療ってなに？", corpus.KindOverview},
		{"シミができる原因", corpus.KindOverview},
		{"治療のしくみ", corpus.KindOverview},
		{"はじめに", corpus.KindOverview},
		{"レーザーの特徴", corpus.KindOverview},
		{"期待できる効果", corpus.KindEffects},
		{"ピコレーザーに期待される効果", corpus.KindEffects},
		{"メリット", corpus.KindEffects},
		{"ワクチンの有効性", corpus.KindEffects},
		{"効果の持続期間", corpus.KindEffects},
		{"デメリット", corpus.KindRisks},
		{"ピコレーザーのリスク・副作用", corpus.KindRisks},
		{"副反応について", corpus.KindRisks},
		{"手術の合併症", corpus.KindRisks},
		{"メリット・デメリット", corpus.KindRisks},
		{"効果とリスク", corpus.KindRisks},
		{"ダウンタイムと副作用", corpus.KindRisks},
		{"痛みはどれくらい", corpus.KindRisks},
		{"安全性について", corpus.KindRisks},
		{"注意点", corpus.KindPrecautions},
		{"施術を受けられない方", corpus.KindPrecautions},
		{"接種できない人・注意が必要な人", corpus.KindPrecautions},
		{"禁忌事項", corpus.KindPrecautions},
		{"ＮＧ：治療不可の方", corpus.KindPrecautions},
		{"おすすめできない人", corpus.KindPrecautions},
		{"ピコレーザーが向いていない人", corpus.KindPrecautions},
		{"効果を高めるための注意点", corpus.KindPrecautions},
		{"事前に医師へ伝えてほしいこと", corpus.KindPrecautions},
		{"気をつけたいこと", corpus.KindPrecautions},
		{"おすすめの方", corpus.KindCandidates},
		{"こんな人に向いている", corpus.KindCandidates},
		{"こんなお悩みありませんか？", corpus.KindCandidates},
		{"治療の対象となる方", corpus.KindCandidates},
		{"適応症", corpus.KindCandidates},
		{"施術の流れ", corpus.KindProcedure},
		{"治療の手順", corpus.KindProcedure},
		{"ＳＴＥＰでわかる手術", corpus.KindProcedure},
		{"服用方法", corpus.KindProcedure},
		{"通院の回数と頻度", corpus.KindProcedure},
		{"費用", corpus.KindCost},
		{"料金表（税込）", corpus.KindCost},
		{"1回あたりの相場", corpus.KindCost},
		{"保険適用について", corpus.KindCost},
		{"治療費はいくら？", corpus.KindCost},
		{"料金まとめ", corpus.KindCost},
		{"医療費控除の対象", corpus.KindCandidates},
		{"ダウンタイム", corpus.KindDowntime},
		{"仕事復帰までの期間", corpus.KindDowntime},
		{"ダウンタイムと術後の過ごし方", corpus.KindDowntime},
		{"ダウンタイム中の過ごし方", corpus.KindAftercare},
		{"術後の過ごし方", corpus.KindAftercare},
		{"アフターケア", corpus.KindAftercare},
		{"治療後のメンテナンス", corpus.KindAftercare},
		{"レーシックとの違い", corpus.KindComparison},
		{"他の治療法との比較", corpus.KindComparison},
		{"よくある質問", corpus.KindFAQ},
		{"よくあるご質問", corpus.KindFAQ},
		{"Ｑ＆Ａ", corpus.KindFAQ},
		{"費用についてのよくある質問", corpus.KindFAQ},
		{"まとめ", corpus.KindSummary},
		{"おわりに", corpus.KindSummary},
		{"まとめ：効果と費用", corpus.KindSummary},
		{"記事監修", corpus.KindSupervision},
		{"監修医師プロフィール", corpus.KindSupervision},
		{"参考文献", corpus.KindSources},
		{"出典・参照元", corpus.KindSources},
		{"クリニックの選び方", corpus.KindOther},
		{"アクセス・診療時間", corpus.KindOther},
		{"他院とは違うところ", corpus.KindComparison},
		{"ＦＬＯＷ", corpus.KindProcedure},
		{"PRICE", corpus.KindCost},
		{"RISK", corpus.KindRisks},
		{"ABOUT 院長のご挨拶", corpus.KindOther},
		{"FEATURE 当院が選ばれる理由", corpus.KindOther},
		{"FLOW 施術の流れ", corpus.KindProcedure},
		{"Q & A", corpus.KindFAQ},
		{"ご質問", corpus.KindFAQ},
		{"お電話でのご質問・ご予約", corpus.KindOther},
		{"引用・参考文献", corpus.KindSources},
		{"料金の比較", corpus.KindCost},
		{"効果の違い", corpus.KindComparison},
		{"光治療とレーザーの違い", corpus.KindComparison},
		{"こんな症状はありませんか", corpus.KindCandidates},
		{"痛みを軽減する麻酔", corpus.KindProcedure},
		{"痛みを軽減する工夫", corpus.KindEffects},
		{"治療が受けられない場合", corpus.KindPrecautions},
		{"薬の飲み合わせ", corpus.KindPrecautions},
		{"やってはいけないNG行動", corpus.KindPrecautions},
		{"歯周病の検査", corpus.KindProcedure},
		{"治療について", corpus.KindProcedure},
		{"医療費控除について", corpus.KindCost},
		{"分割払いのご案内", corpus.KindCost},
		{"総額の目安", corpus.KindCost},
		{"医院概要", corpus.KindOther},
		{"医師紹介", corpus.KindOther},
		{"監修医師紹介", corpus.KindSupervision},
		{"施術例", corpus.KindOther},
		{"BEFORE & AFTER", corpus.KindOther},
		{"患者様の声", corpus.KindOther},
		{"一緒に受けたいおすすめの施術", corpus.KindOther},
		{"おすすめする理由", corpus.KindEffects},
		{"失敗しない選び方", corpus.KindOther},
		{"使用機器", corpus.KindOther},
		{"治療のすすめ方", corpus.KindProcedure},
		{"目薬のさし方・点眼のしかた", corpus.KindProcedure},
		{"どうして効くの？", corpus.KindEffects},
		{"接種後にみられる症状", corpus.KindRisks},
		{"治療の考え方", corpus.KindOverview},
		{"7. 引用", corpus.KindSources},
		{"参考にした資料", corpus.KindSources},
		{"患者さんからのご質問", corpus.KindFAQ},
		{"起こりうること", corpus.KindRisks},
		{"事前にお申し出いただくこと", corpus.KindPrecautions},
		{"洗浄サービス", corpus.KindOther},
		{"クリスクロス縫合", ""},
		{"肌のトラブルが多い季節", ""},
		{"stepwise", ""},
		{"クローン技術", ""},
		{"山の上の町", ""},
		{"リンパの流れ", ""},
	}
	for _, tt := range tests {
		if got := readHeading(tt.heading).kind; got != tt.want {
			t.Errorf("readHeading(%q) = %q, want %q", tt.heading, got, tt.want)
		}
	}
}

// What a child says must not override a parent that is specific, or a high price
// among the drawbacks would be found under costs.
func TestInherit(t *testing.T) {
	tests := []struct {
		parent, child string
		want          corpus.Kind
	}{
		{"ピコレーザーのデメリット", "施術料金が高額", corpus.KindRisks},
		{"施術の流れ", "アフターケア", corpus.KindProcedure},
		{"施術の流れ", "カウンセリング", corpus.KindProcedure},
		{"期待できる効果", "ダウンタイムが短い", corpus.KindEffects},
		{"費用", "保険適用について", corpus.KindCost},
		{"費用", "麻酔代", corpus.KindCost},
		{"注意点", "副作用が出たとき", corpus.KindPrecautions},
		{"よくある質問", "費用はいくらですか？", corpus.KindFAQ},
		{"よくある質問", "エビデンスや出典はありますか？", corpus.KindFAQ},
		{"レーシックとの違い", "費用", corpus.KindCost},
		{"メリット・デメリット", "メリット", corpus.KindEffects},
		{"メリット・デメリット", "デメリット", corpus.KindRisks},
		{"メリット・デメリット", "費用", corpus.KindRisks},
		{"向いている人・向いていない人", "向いていない人", corpus.KindPrecautions},
		{"こんな方におすすめ", "受けられない方", corpus.KindPrecautions},
		{"ピコレーザーとは", "期待できる効果", corpus.KindEffects},
		{"ピコレーザーとは", "開発の経緯", corpus.KindOverview},
		{"当院のご案内", "料金", corpus.KindCost},
		{"費用", "よくある質問", corpus.KindFAQ},
		{"副作用", "参考文献", corpus.KindSources},
		{"副作用", "まとめ", corpus.KindSummary},
		{"記事監修", "経歴", corpus.KindSupervision},
		{"施術の流れ", "リスク・副作用", corpus.KindRisks},
		{"施術の流れ", "料金", corpus.KindCost},
		{"こんな方におすすめ", "費用の目安", corpus.KindCost},
		{"期待できる効果", "ダウンタイム", corpus.KindDowntime},
		{"デメリット", "費用", corpus.KindRisks},
		{"ほかの方法との違い", "見本法の定義", corpus.KindOverview},
		{"なぜ肩こりは戻ってくるのか", "痛いところだけを見ている", corpus.KindOverview},
		{"頭痛の原因", "運動の期間が足りない", corpus.KindOverview},
		{"頭痛の原因", "副作用", corpus.KindRisks},
		{"期待できる効果", "先に受診をおすすめする症状", corpus.KindPrecautions},
		{"期待できる効果", "見本の症状に", corpus.KindEffects},
	}
	for _, tt := range tests {
		parent := readHeading(tt.parent)
		if got := inherit(parent, readHeading(tt.child), parent.kind); got != tt.want {
			t.Errorf("%q under %q is %q, want %q", tt.child, tt.parent, got, tt.want)
		}
	}
}

// Where no heading tells, the text does.
func TestKindOfContent(t *testing.T) {
	tests := []struct {
		text string
		want corpus.Kind
	}{
		{"両頬　33,000円\n全顔　55,000円", corpus.KindCost},
		{"妊娠中の方は施術を受けられません。", corpus.KindPrecautions},
		{"副作用として、赤みや腫れが出ます。", corpus.KindRisks},
		{"ダウンタイムは2日ほどです。", corpus.KindDowntime},
		{"1. 受付\n2. 診察\n3. 会計", corpus.KindProcedure},
		{"院内は土足でどうぞ。", corpus.KindOther},
		{"・毛穴が気になる方\n・シミが気になる方\n・自然な仕上がりがよい方", corpus.KindCandidates},
		{"・妊娠中の方\n・金属アレルギーの方\n・ケロイド体質の方", corpus.KindPrecautions},
		{"まず診察をします。次に麻酔をし、照射します。冷やして終わりです。", corpus.KindProcedure},
		{"照射を受けると、ダウンタイムは短くて済みます。まず診察を行います。次に麻酔をします。最後に照射します。", corpus.KindProcedure},
		{"施術の当日は入浴を控えてください。翌日からメイクができます。", corpus.KindAftercare},
		{"次の方は施術できません。\n・妊娠中の方\n・授乳中の方\n・日焼けした方", corpus.KindPrecautions},
	}
	for _, tt := range tests {
		if got := readParts(t, "ピコレーザーの話", sectionOf("このこと", tt.text)).sections[0].Kind; got != tt.want {
			t.Errorf("kindOfContent(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A page whose title names one thing is about that wherever its headings name
// nothing, and a heading that only groups questions is one of the FAQ.
func TestKindOfPage(t *testing.T) {
	prices := readParts(t, "料金表", sectionOf("シミ取り", "全顔 33,000円"), sectionOf("キャンセル", "前日までにご連絡をいただきます。"), sectionOf("院長紹介", "駅前の出身です。"))
	questions := readParts(t, "よくある質問", Part{Heading: "治療のこと", Level: 1}, Part{Heading: "痛みはありますか？", Level: 2, Lines: SplitLines("少し痛みます。", 1)},
		Part{Heading: "お金のこと", Level: 1}, Part{Heading: "分割できますか？", Level: 2, Question: true, Lines: SplitLines("できます。", 1)})
	groups := readParts(t, "ピコレーザーの話", Part{Heading: "治療について", Level: 1}, Part{Heading: "痛みはありますか？", Level: 2, Question: true, Lines: SplitLines("少し痛みます。", 1)})
	apart := readParts(t, "ピコレーザーの話", sectionOf("ピコレーザーの流れ", "照射します。"), Part{Heading: "ピコレーザーの副作用となる症状", Level: 2, Lines: SplitLines("赤みが出ます。", 1)},
		sectionOf("ピコレーザーのデメリット", "欠点もあります。"), Part{Heading: "ピコレーザーは料金が高い", Level: 2, Lines: SplitLines("数回かかります。", 1)})
	tests := []struct {
		r    *reading
		want []string
	}{
		{prices, []string{"= 料金表", "1 cost シミ取り", "1 cost キャンセル", "1 other 院長紹介"}},
		{questions, []string{"= よくある質問", "1 faq 治療のこと", "2 faq 痛みはありますか？", "1 faq お金のこと", "2 faq 分割できますか？"}},
		{groups, []string{"= ピコレーザーの話", "1 faq 治療について", "2 faq 痛みはありますか？"}},
		{apart, []string{"= ピコレーザーの話", "1 procedure ピコレーザーの流れ", "2 risks ピコレーザーの副作用となる症状", "1 risks ピコレーザーのデメリット", "2 risks ピコレーザーは料金が高い"}},
	}
	for _, tt := range tests {
		if got := outlineOf(tt.r); !slices.Equal(got, tt.want) {
			t.Errorf("got %q\nwant %q", got, tt.want)
		}
	}
	if len(questions.article.FAQs) != 2 {
		t.Errorf("FAQs %+v", questions.article.FAQs)
	}
}

// Headings in everyday words say what they are about as clearly as clinical ones.
func TestEverydayHeadings(t *testing.T) {
	tests := []struct {
		heading string
		want    corpus.Kind
	}{
		{"お金のはなし", corpus.KindCost},
		{"■ お代", corpus.KindCost},
		{"◆治療代のめやす", corpus.KindCost},
		{"レーザーにかかるお金", corpus.KindCost},
		{"気がかりな点", corpus.KindRisks},
		{"心配な点", corpus.KindRisks},
		{"適していない肌", corpus.KindPrecautions},
		{"施術の順番", corpus.KindProcedure},
		{"ふたつの方法をくらべる", corpus.KindComparison},
		{"どれくらい良くなりますか", corpus.KindEffects},
		{"皆さんの疑問に回答", corpus.KindFAQ},
		{"気になる質問を解決", corpus.KindFAQ},
		{"よく聞かれること", corpus.KindFAQ},
	}
	for _, tt := range tests {
		if got := readHeading(tt.heading).kind; got != tt.want {
			t.Errorf("%q is %q, want %q", tt.heading, got, tt.want)
		}
	}
}

// A box among questions that asks nothing is no question; a heading in other words
// than its neighbours' can still be one.
func TestBoxBelowQuestions(t *testing.T) {
	ask := func(q string) Part {
		return Part{Heading: q, Level: 2, Lines: SplitLines("はい、できます。", 1)}
	}
	r := readParts(t, "ピコレーザーの話", Part{Heading: "よくある質問", Level: 1}, ask("痛いですか？"), ask("仕事はできますか？"),
		Part{Heading: "受診の目安", Level: 2, Lines: SplitLines("腫れが続くときは受診してください。", 1)}, ask("学生の割引"))
	want := []string{"= ピコレーザーの話", "1 faq よくある質問", "2 faq 痛いですか？", "2 faq 仕事はできますか？", "2 precautions 受診の目安", "2 faq 学生の割引"}
	if got := outlineOf(r); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if n := len(r.article.FAQs); n != 3 {
		t.Errorf("%d questions: %+v", n, r.article.FAQs)
	}
}

// A card names who supervised in its heading when the line below only says that
// somebody did.
func TestHeadedBySupervisor(t *testing.T) {
	card := readParts(t, "ピコレーザーの話", sectionOf("見本皮膚科クリニック 院長", "この記事を監修した医師／皮膚科専門医"))
	if got := card.article.Supervisors; len(got) != 1 || got[0].Affiliation != "見本皮膚科クリニック" || got[0].Name != "院長" || got[0].Title != "皮膚科専門医" {
		t.Errorf("card: %+v", got)
	}
	named := readParts(t, "ピコレーザーの話", sectionOf("見本皮膚科クリニック 医師紹介", "監修：見本太郎"))
	if got := named.article.Supervisors; len(got) != 1 || got[0].Name != "見本太郎" {
		t.Errorf("named below: %+v", got)
	}
}

// What a citation that cannot be parted says of volume and page makes it a paper.
func TestPaperWithoutIssuer(t *testing.T) {
	r := readParts(t, "ピコレーザーの話", sectionOf("参考文献", "・Sample lasers for sample skin: an overview. Dermatologic Sample. 2020;12(3)\n・Sample lasers revisited. Facial Sample Surgery. 2019;7(2):105-119."))
	for _, s := range r.article.Sources {
		if s.Type != corpus.SourceJournal {
			t.Errorf("%+v is no journal", s)
		}
	}
	if len(r.article.Sources) != 2 {
		t.Errorf("sources %+v", r.article.Sources)
	}
}
