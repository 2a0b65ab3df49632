package anatomy

import (
	"slices"
	"strings"

	"shirube/corpus"
)

// The words of headings. They were collected from the headings of some thousand
// pages of Japanese clinics and articles, and sorted by what stands below them; a
// word is here when it says the same on pages of different treatments. What a page
// calls its own treatment, or its own clinic, is none.

// kindWord is a word of a heading that decides a kind. A weak one counts only
// where the heading has no other.
type kindWord struct {
	word string
	kind corpus.Kind
	weak bool
}

type kindEntry struct{ strong, weak string }

// kindWords is the table of heading words, in normal form. The longest word at a
// place wins, so that デメリット is not メリット and おすすめできない not おすすめ. English words
// are decoration (FLOW 施術の流れ): weak, so that the Japanese ones beside them decide.
var kindWords = buildKindWords(map[corpus.Kind]kindEntry{
	corpus.KindFAQ: {strong: `よくある質問 よくあるご質問 よくある疑問 よくあるお問い合わせ よくあるお問合せ よくあるご相談 よく頂く質問 よく頂くご質問 よくいただく質問 よくいただくご質問 よく聞かれる質問 多い質問
		多いご質問 寄せられる質問 寄せられるご質問 質問と回答 質問集 質問コーナー 質問にお答え 質問に答え 疑問にお答え 疑問に答え 質疑応答 一問一答 素朴な疑問 q&a q＆a q_&_a q/a qa集 faq faqs`},
	corpus.KindSupervision: {strong: `監修 監修者 監修医 監修医師 監修医紹介 監修者プロフィール`},
	corpus.KindSources: {strong: `参照元 参考文献 引用文献 出典 出典元 参考資料 参考サイト 参照サイト 参考リンク 参考論文 参考図書 参考書籍 参考情報 参考にした 参考とした 参考url 引用元 引用・参考 参照文献 文献 脚注 情報源`,
		weak: `references reference`},
	corpus.KindSummary: {strong: `まとめ おわりに 終わりに さいごに 最後に 総括 この記事のポイント 本記事のポイント`, weak: `結論 summary`},
	corpus.KindPrecautions: {strong: `注意点 注意事項 注意すべき 注意する 注意が必要 注意したい 要注意 ご注意 留意点 留意事項 気をつけ 気を付け 禁忌 受けられない 受けることができない
		受けてはいけない 受けられません 施術できない 施術ができない 治療できない 治療ができない 治療不可 施術不可 処方できない 処方不可 使用できない 使えない 接種できない
		服用できない 適さない 適していない 適しません 適していません 適応外 適応とならない 適応にならない 対象外 おすすめできない お勧めできない おすすめしない お勧めしない オススメできない 推奨できない 推奨しない
		控えた方 控えるべき 控えていただき 避けた方 避けるべき 避けてほしい 慎重になるべき 慎重な判断 伝えてほしい 伝えていただきたい 申告が必要 事前に申告 事前に相談 向いていない 向かない 不向き 不適応 慎重投与 献血
		できない方 できない人 できない場合 いただけない方 いただけない場合 始められない 続けられない 打てない 飲めない 入れられない方 控えたほうがよい 控えたほうがいい 控えた方がよい 控えた方がいい 見合わせ 救急車 すぐに受診 すぐ受診 早めに受診 ただちに受診 直ちに受診 危険なサイン 緊急サイン 飲み合わせ 相互作用 併用注意 併用できない 併用禁止 やってはいけない してはいけない ng 未成年の方 未成年者`,
		weak: `注意 禁止 避ける 避けたい 控える 受ける前に 受診の前に 治療前に 施術前に 手術前に 確認事項 確認しておきたい 妊娠中 授乳中 アレルギーのある 受診の目安 受診すべき 受診が必要 失敗しない 失敗を防ぐ お願い 未承認 お申し出 申し出 caution attention notice`},
	corpus.KindRisks: {strong: `デメリット リスク 副作用 副反応 合併症 偶発症 危険性 後遺症 有害事象 有害反応 トラブル 失敗 欠点 短所 弱点 マイナス面 難点 気がかりな点 心配な点 心配なこと 心配される 困ったこと 起こりうる 起こり得る 弊害 不利益`,
		weak: `安全性 痛み 痛い 痛む 危険 後悔 問題点 不安 懸念 後戻り 不具合 後にみられる 後に見られる 後に起こる 後に起きる 後に出る 後の症状 あとに起こる あとに出る risk risks demerit`},
	corpus.KindDowntime: {strong: `ダウンタイム 回復期間 回復までの期間 休む期間 仕事復帰 社会復帰 職場復帰`, weak: `復帰 経過 回復 downtime`},
	corpus.KindAftercare: {strong: `過ごし方 アフターケア アフターフォロー アフターサポート アフターサービス 術後のケア 術後ケア 施術後のケア 治療後のケア 前後のケア 前後の過ごし メンテナンス ホームケア セルフケア 術後管理 術後の管理
		定期検診 定期健診 お手入れ`, weak: `術後 施術後 手術後 治療後 接種後 日常生活 aftercare`},
	corpus.KindCost: {strong: `費用 医療費 治療費 施術費 手術費 診療費 料金 相場 総額 値段 価格 金額 コスト 保険適用 保険適応 保険は 保険が 保険診療 健康保険 公的医療保険 自費診療 自由診療 支払い お支払 支払方法
		医療ローン デンタルローン ローン 分割払い 助成 いくら 選定療養 お代 治療代 施術代 手術代 診療代 診察代 薬代 注射代 代金 予算 値段表 支払う額 お値段 会計`, weak: `お金 保険 高額 安い お得 プラン price prices cost fee`},
	corpus.KindProcedure: {strong: `流れ ながれ 手順 step ステップ 受け方 進め方 すすめ方 進み方 すすみ方 施術方法 施術の方法 治療方法 治療の方法 手術方法 接種方法 使用方法 使い方 塗り方 服用方法 内服方法 飲み方 用法 用量 投与方法 利用方法 施術内容 治療内容
		治療の順序 治療の順番 施術の順序 施術の順番 手術の順序 手術の順番 当日の順序 できるまで できあがるまで 打ち方 貼り方 入れ方 付け方 つけ方 段取り 道のり 所要時間 施術時間 手術時間 治療時間 スケジュール 検査方法 検査の方法 当日の 施術工程 治療工程`,
		weak: `方法 治療法 治療期間 期間 回数 頻度 通院 間隔 当日 プロセス やり方 術式 のしかた の仕方 検査 麻酔 カウンセリング から治療まで から施術まで から手術まで から完了まで から装着まで 治療について 治療の実際 投与 服用 の治療 食事療法 運動療法 薬物療法 flow`},
	corpus.KindCandidates: {strong: `おすすめ お勧め お薦め オススメ 向いている 向いてる 適している 適した人 適した方 こんな人 こんな方 こんなお悩み こんな悩み こんな症状 このようなお悩み このような悩み このような症状 このような方 このような人 こういう方
		次のような方 以下のような方 次のような症状 以下のような症状 お悩み 対象 適応 受けられる人 受けられる方 検討したい方 検討してもよい あてはまる方 当てはまる方 お困りの方 お困りでは 気になる方`,
		weak: `悩み ありませんか 治療できる 治療可能 対応可能 セルフチェック チェックリスト 適応部位 対象部位 施術部位 recommend recommended`},
	corpus.KindEffects: {strong: `効果 メリット 期待できる 期待される 期待されている 期待できること 効能 有効性 有用性 改善できる 効き目 良い点 よい点 いい点 長所 利点 予防効果 おすすめする理由 おすすめの理由 おすすめできる理由`,
		weak: `改善 良くなり よくなり 良くなる よくなる 効く 効きますか 防げる 持続 作用 変化 魅力 強み 痛みが少ない 痛みの少ない 痛みを抑え 痛みを軽減 痛みを緩和 痛みの軽減 痛みの緩和 痛み軽減 痛み低減 痛みに配慮 痛みに最大限 痛みへの配慮 痛くない 無痛 エビデンス 臨床データ 臨床研究 臨床試験
			研究データ 研究結果 臨床結果 治療成績 merit merits benefit benefits effect effects`},
	corpus.KindComparison: {strong: `違い 比較 どちらがいい どっちがいい どちらが良い どちらを選ぶ どっちを選ぶ どう違う 使い分け くらべる 比べる くらべて 比べて 比べると くらべると 比べました くらべました 見比べ 見くらべ`, weak: `他の治療 ほかの治療 選択肢 違う vs comparison`},
	corpus.KindOverview: {strong: `概要 はじめに 基礎知識 仕組み しくみ メカニズム 原理 作用機序 特徴 特長 基本情報 どんな治療 どのような治療 どんな施術 どのような施術 どんな病気 どのような病気 どんな薬 ってなに って何 とはどんな とはどのような とは何`,
		weak: `原因 症状 種類 タイプ なぜ 理由 知っておきたい 定義 歴史 構造 成分 考え方 どうして ご存知ですか ご存じですか 知っていますか について about feature features`},
	corpus.KindOther: {strong: `アクセス 診療時間 診療日 診療科目 診療案内 クリニック紹介 クリニック概要 医院概要 医院紹介 医院案内 会社概要 院内紹介 院内設備 設備紹介 スタッフ紹介 クリニック選び クリニックの選び方 病院選び 病院の選び方 医院の選び方 選び方 選ぶポイント 選ぶ際
		おすすめのクリニック おすすめクリニック おすすめの施術 おすすめ施術 おすすめメニュー おすすめプラン おすすめコース おすすめの治療 おすすめ商品 おすすめ記事 症例 治療例 施術例 治療実績 ビフォーアフター before&after before_&_after before/after before_/_after
		術前術後 体験談 体験レポート 口コミ お客様の声 患者様の声 患者さんの声 ランキング 院長 当院の 当院が選ばれる 当クリニック 選ばれる理由 選ばれている理由 選ばれ続ける 予約 お問い合わせ お問合せ お問合わせ 無料カウンセリング 無料相談 お気軽に
		お知らせ 医師紹介 医師の紹介 ドクター紹介 医師プロフィール 担当医 ご挨拶 ごあいさつ 挨拶 予防法 予防方法 予防策 使用機器 導入機器 使用薬剤 使用製剤 医療機器 更新履歴 改訂履歴 組み合わせ`,
		weak: `当院 機器 製剤 設備 こだわり 取り組み 想い 実績 保証 サービス case access doctor staff concept message information contact reserve news`},
})

// sourceHeads are headings over sources that mean it only when they say no more:
// 「参考」, not 「参考価格」; faqHeads the same over questions.
var (
	sourceHeads = []string{"参考", "参照", "引用", "ソース", "source", "sources", "注", "注釈", "注記"}
	faqHeads    = []string{"ご質問", "質問", "疑問", "qa", "q a", "q and a"}
)

// notKindWords lists words in which a kind word means something else.
var notKindWords = map[string][]string{
	"文献":     {"文献的"},
	"プラン":    {"インプラン", "プランナ", "プランニング", "プランク"},
	"ローン":    {"クローン", "サイクローン"},
	"リスク":    {"クリスクロス", "アスタリスク"},
	"トラブル":   {"肌トラブル", "肌のトラブル", "口のトラブル", "歯のトラブル", "目のトラブル", "髪のトラブル", "肌荒れトラブル"},
	"改善":     {"改善しない"},
	"効果":     {"効果的"},
	"流れ":     {"血の流れ", "血液の流れ", "リンパの流れ", "流れ出", "流れる"},
	"予約":     {"予約制"},
	"注意":     {"注意喚起"},
	"対象":     {"制度の対象"},
	"対象外":    {"制度の対象外"},
	"不安":     {"不安定"},
	"保険":     {"保険証", "生命保険"},
	"失敗":     {"失敗しない", "失敗を防ぐ"},
	"コスト":    {"コストパフォーマンス"},
	"タイプ":    {"プロトタイプ"},
	"検査":     {"検査値"},
	"お悩み":    {"お悩み別"},
	"悩み":     {"悩み別"},
	"回復":     {"を回復", "に回復", "が回復", "へ回復"},
	"ありませんか": {"ではありませんか"},
	"ステップ":   {"ステップアップ"},
}

// buildKindWords lists the words by their first character, longest first.
func buildKindWords(table map[corpus.Kind]kindEntry) map[rune][]kindWord {
	out := map[rune][]kindWord{}
	add := func(w kindWord) { out[firstRune(w.word)] = append(out[firstRune(w.word)], w) }
	for kind, e := range table {
		for _, w := range kindFields(e.strong) {
			add(kindWord{fold(w), kind, false})
		}
		for _, w := range kindFields(e.weak) {
			add(kindWord{fold(w), kind, true})
		}
	}
	for _, words := range out {
		slices.SortFunc(words, func(a, b kindWord) int {
			if n := len(b.word) - len(a.word); n != 0 {
				return n
			}
			return strings.Compare(a.word+string(a.kind), b.word+string(b.kind))
		})
	}
	return out
}

// kindFields are the words of a list; an underscore stands for a space in one.
func kindFields(list string) []string {
	words := strings.Fields(list)
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "_", " ")
	}
	return words
}
