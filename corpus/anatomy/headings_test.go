package anatomy

import (
	"testing"

	"shirube/corpus"
)

// People word headings in their own ways: everyday and polite, as questions, in kana, as
// hospitals do. Whatever the way, who filters for a kind must get the section.
func TestHeadingsInOtherWords(t *testing.T) {
	for want, headings := range map[corpus.Kind][]string{
		corpus.KindOverview:    {"どういう検査ですか", "この病気のあらまし", "どんな手術なの？", "そもそも近視って何？", "むし歯が起きる理由", "歯が動くわけ", "矯正装置の種類", "どのような方法で治すのか", "五十肩の背景"},
		corpus.KindEffects:     {"治療のよいところ", "この薬の良い面", "どのくらい効きますか", "手術で得られるもの", "予防接種で見込めること", "優れた点", "この薬に何が期待できて何ができないか", "効き具合と続く長さ"},
		corpus.KindProcedure:   {"手術当日のこと", "受付から会計まで", "薬の増やし方", "検査はどんな順序で行う？", "器具の入れかた", "目薬の使いかた", "入院の日程", "接種間隔", "治療の始め方", "何回通えばいい？", "当院の三つの術式"},
		corpus.KindCandidates:  {"こんなことでお困りではありませんか", "受けたほうがよい人", "あてはまる方", "この検査を受けるべき方", "何歳から受けられる？", "向く人"},
		corpus.KindRisks:       {"注射の悪い面", "治療の不都合", "起こるかもしれない症状", "術後に出やすい症状", "健康被害について", "こわい点はありませんか", "からだへの悪影響", "手入れをさぼるとどうなる", "うまくいかない場合", "いいことばかりではないので", "飲んでいて気をつけたい症状", "接種後にみられることのある症状"},
		corpus.KindPrecautions: {"手術をお断りすることがあります", "受けていただけない方", "薬を飲んでいる方へ", "守っていただきたいこと", "ご遠慮いただく場合", "見送ったほうがよいとき", "持病のある方へ", "別の方法をおすすめする方", "お知らせください", "点滴を控える方", "やめておいたほうがよい人", "こんなときはすぐに連絡を"},
		corpus.KindDowntime:    {"仕事に戻れるのはいつ？", "お休みの目安", "元の生活に戻るまで", "腫れがひくまで", "職場復帰まで", "休みは何日とればいい？", "人前に出られるのはいつから"},
		corpus.KindAftercare:   {"退院後の暮らし", "帰宅してからのこと", "抜歯後の食事", "お手入れのしかた", "打ったあとの過ごし方", "術後の通院", "長持ちさせるために", "退院してからの生活"},
		corpus.KindCost:        {"自己負担はどのくらい？", "公費で受けられます", "かかるお金", "高額療養費のこと", "負担を軽くする制度", "お会計のめやす"},
		corpus.KindComparison:  {"ワイヤー矯正とのちがい", "注射とどちらにする？", "何がちがうの？", "飲み薬と塗り薬をくらべる", "治療をした人としなかった人", "ほかの方法とのちがい"},
		corpus.KindSummary:     {"おさらい", "結びに", "おしまいに", "この記事の要点"},
		corpus.KindOther:       {"利益相反", "診療で大切にしていること", "道案内", "届け出について", "当科の体制", "オンライン診療のご案内"},
		corpus.KindSources:     {"もとにした資料", "引用した論文", "情報のもと", "参照資料一覧"},
		corpus.KindSupervision: {"この頁に目を通した医師", "内容を確認した薬剤師"},
		corpus.KindFAQ:         {"よくお受けする質問", "みなさまの疑問", "質問箱", "疑問と答え"},
	} {
		for _, h := range headings {
			if got := readHeading(h).kind; got != want {
				t.Errorf("readHeading(%q) = %q, want %q", h, got, want)
			}
		}
	}
}

// A word inside another says nothing.
func TestHeadingsWithoutTheWord(t *testing.T) {
	for _, h := range []string{"よくある間違い", "かんちがいしやすい日", "心配りのある街"} {
		if got := readHeading(h).kind; got != "" {
			t.Errorf("readHeading(%q) = %q, want none", h, got)
		}
	}
}

// Words that mean something else in a longer word, and what stands in brackets at the
// end of a heading.
func TestHeadingsThatOnlySoundLikeAKind(t *testing.T) {
	for heading, want := range map[string]corpus.Kind{
		"絶対にしてはいけない禁忌（低血糖のリスク）": corpus.KindPrecautions,
		"期待できる効果（副作用も）":         corpus.KindRisks,
		"疲労回復点滴":              "",
		"安全性の高い機器":            corpus.KindOther,
		"選定療養認定施設":            "",
		"選定療養の料金":             corpus.KindCost,
		"検査が推奨される方 Screening": corpus.KindCandidates,
	} {
		if got := readHeading(heading).kind; got != want {
			t.Errorf("%s: %q, want %q", heading, got, want)
		}
	}
}
