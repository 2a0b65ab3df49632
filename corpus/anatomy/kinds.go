package anatomy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/text"
)

// heading is what the words of a heading say.
type heading struct {
	folded string
	kind   corpus.Kind   // what it is about; empty where the words say nothing
	all    []corpus.Kind // every kind it names side by side (メリット・デメリット), kind included
	weak   bool          // only words that say little by themselves (痛み, 方法)
	words  []kindMatch
}

// kindWord is a word of a heading that decides a kind. A weak one counts only
// where the heading has no other.
type kindWord struct {
	word string
	kind corpus.Kind
	weak bool
}

type kindMatch struct {
	kindWord
	start, end int
}

// kindWords is the table of heading words, in normal form. The longest word at a
// place wins, so that デメリット is not メリット and おすすめできない not おすすめ.
var kindWords = buildKindWords(map[corpus.Kind]kindEntry{
	corpus.KindFAQ:         {strong: `よくある質問 よくあるご質問 よく頂く質問 よくいただくご質問 よくある疑問 質問と回答 質問集 質問コーナー q&a q＆a qa集 faq ご質問 一問一答`},
	corpus.KindSupervision: {strong: `監修 監修者 監修医 監修医師 監修医紹介 医師プロフィール 医師の紹介 医師紹介 監修者プロフィール`},
	corpus.KindSources:     {strong: `参照元 参考文献 引用文献 出典 参考資料 参考サイト 参照サイト 参考リンク 引用元 参照文献 文献 脚注 references`},
	corpus.KindSummary:     {strong: `まとめ おわりに 終わりに さいごに 最後に 総括 この記事のポイント`},
	corpus.KindPrecautions: {strong: `注意点 注意事項 注意すべき 注意する 注意が必要 要注意 ご注意 気をつけ 気を付け 禁忌 受けられない 受けることができない
		受けてはいけない 受けられません 施術できない 施術ができない 治療できない 治療ができない 治療不可 施術不可 処方できない 処方不可 使用できない 使えない 接種できない
		服用できない 適さない 適応外 適応とならない 適応にならない 対象外 おすすめできない お勧めできない おすすめしない お勧めしない オススメできない
		控えた方 控えるべき 避けた方 避けるべき 慎重になるべき 慎重な判断 伝えてほしい 伝えていただきたい 申告が必要 事前に申告 事前に相談 向いていない 向かない 不向き 不適応 慎重投与 献血`,
		weak: `注意 禁止 避ける 控える 受ける前に 受診の前に`},
	corpus.KindRisks: {strong: `デメリット リスク 副作用 副反応 合併症 危険性 後遺症 有害事象 トラブル 失敗 欠点 短所 起こりうる症状 起こり得る症状 弊害`,
		weak: `安全性 痛み 痛い 痛む 危険 後悔 問題点 不安`},
	corpus.KindDowntime: {strong: `ダウンタイム 回復期間 回復までの期間 休む期間 仕事復帰 社会復帰 職場復帰`, weak: `復帰 経過 回復`},
	corpus.KindAftercare: {strong: `過ごし方 アフターケア 術後のケア 術後ケア 施術後のケア 治療後のケア アフターフォロー メンテナンス ホームケア セルフケア 術後管理 術後の管理 定期検診
		日常生活 お手入れ`, weak: `術後 施術後 治療後 接種後`},
	corpus.KindCost: {strong: `費用 治療費 施術費 手術費 診療費 料金 相場 値段 価格 金額 コスト 保険適用 保険適応 保険は 保険が 保険診療 健康保険 公的医療保険 自費診療 自由診療 医療費控除 支払い お支払 支払方法
		医療ローン デンタルローン ローン 助成 いくら`, weak: `保険 高額 安い お得`},
	corpus.KindProcedure: {strong: `流れ 手順 step ステップ 受け方 進め方 施術方法 治療方法 手術方法 接種方法 使用方法 使い方 服用方法 飲み方 投与方法 施術内容 治療内容 所要時間 施術時間 手術時間 治療時間
		スケジュール 検査方法 当日の`, weak: `方法 治療法 治療期間 期間 回数 頻度 通院 間隔 当日 プロセス やり方 術式`},
	corpus.KindCandidates: {strong: `おすすめ お勧め オススメ 向いている 向いてる 適している 適した人 適した方 こんな人 こんな方 こんなお悩み このような方 このような人 こういう方 次のような方 以下のような方
		お悩み 対象 適応 受けられる人 受けられる方 検討したい方 検討してもよい`, weak: `悩み`},
	corpus.KindEffects:    {strong: `効果 メリット 期待できる 期待される 期待されている 期待できること 効能 有効性 改善できる 効き目 良い点 長所 利点 予防効果`, weak: `改善 持続 作用 変化 魅力 痛みが少ない 痛みの少ない 痛みを抑え 痛くない`},
	corpus.KindComparison: {strong: `違い 比較 どちらがいい どっちがいい どちらが良い どう違う 選択肢 使い分け`, weak: `他の治療 ほかの治療 違う vs`},
	corpus.KindOverview: {strong: `概要 はじめに 基礎知識 仕組み しくみ メカニズム 原理 作用機序 特徴 特長 基本情報 どんな治療 どのような治療 どんな施術 どのような施術 ってなに って何 とはどんな とはどのような とは何`,
		weak: `原因 症状 種類 なぜ 理由 知っておきたい 定義 歴史 について`},
	corpus.KindOther: {strong: `アクセス 診療時間 クリニック紹介 クリニック選び クリニックの選び方 病院選び 病院の選び方 医院の選び方 選び方 選ぶポイント 選ぶ際 おすすめのクリニック おすすめクリニック 症例 体験談 口コミ 院長 当院の
		当院が選ばれる 当クリニック 選ばれる理由 予約`},
})

type kindEntry struct{ strong, weak string }

// buildKindWords lists the words by their first character, longest first.
func buildKindWords(table map[corpus.Kind]kindEntry) map[rune][]kindWord {
	out := map[rune][]kindWord{}
	add := func(w kindWord) { out[firstRune(w.word)] = append(out[firstRune(w.word)], w) }
	for kind, e := range table {
		for _, w := range strings.Fields(e.strong) {
			add(kindWord{fold(w), kind, false})
		}
		for _, w := range strings.Fields(e.weak) {
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

// kindOrder decides between kinds that a heading names side by side: the first
// in this order is the section's. What a reader must not miss comes first.
var kindOrder = []corpus.Kind{
	corpus.KindFAQ, corpus.KindSupervision, corpus.KindSources, corpus.KindRisks, corpus.KindPrecautions, corpus.KindDowntime,
	corpus.KindAftercare, corpus.KindCost, corpus.KindProcedure, corpus.KindCandidates, corpus.KindEffects,
	corpus.KindComparison, corpus.KindSummary, corpus.KindOther, corpus.KindOverview,
}

// fold is the form in which words are compared: width, case and composition do
// not matter.
func fold(s string) string { return text.Normalize(s).String }

// readHeading reads the words of a heading.
func readHeading(s string) heading {
	h := heading{folded: strings.TrimSpace(fold(s))}
	h.words = matchKindWords(h.folded)
	if h.words == nil {
		if slices.Contains(sourceHeads, h.folded) {
			h.kind, h.all = corpus.KindSources, []corpus.Kind{corpus.KindSources}
			h.words = []kindMatch{{kindWord{h.folded, corpus.KindSources, false}, 0, len(h.folded)}}
		}
		return h
	}
	strong := slices.DeleteFunc(slices.Clone(h.words), func(m kindMatch) bool { return m.weak })
	if len(strong) > 0 {
		if strong[0].kind == corpus.KindSummary && strong[0].start == 0 {
			strong = strong[:1] // 「まとめ：効果と費用」
		}
		strong = dropLateSummary(strong)
		h.kind, h.all = decide(h.folded, strong)
		return h
	}
	h.weak = true
	h.kind, h.all = decide(h.folded, h.words)
	return h
}

// sourceHeads are headings over sources that mean it only when they say no more:
// 「参考」, not 「参考価格」.
var sourceHeads = []string{"参考", "参照", "引用", "情報源", "ソース", "source", "sources", "reference"}

// matchKindWords finds the kind words of a folded heading, leftmost-longest.
func matchKindWords(s string) []kindMatch {
	var out []kindMatch
	for i := 0; i < len(s); {
		if n := whatIs(s[i:]); n > 0 {
			out = append(out, kindMatch{kindWord{s[i : i+n], corpus.KindOverview, false}, i, i + n})
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		words := kindWords[r]
		at := slices.IndexFunc(words, func(w kindWord) bool { return strings.HasPrefix(s[i:], w.word) })
		if at >= 0 && !insideWord(s, i, words[at]) {
			n = len(words[at].word)
			out = append(out, kindMatch{words[at], i, i + n})
		}
		i += n
	}
	return out
}

// whatIs returns the length of a 「とは」 that asks what something is: at the end
// of the heading or of its part, not in 「他とは違う」.
func whatIs(s string) int {
	const word = "とは"
	if !strings.HasPrefix(s, word) {
		return 0
	}
	rest := s[len(word):]
	if rest == "" || strings.ContainsRune("?!。、,・:|/-~〜 　】」)", firstRune(rest)) {
		return len(word)
	}
	return 0
}

// insideWord reports whether the kind word at i is only a part of another word
// there, and says nothing: 対象 in 対象的.
func insideWord(s string, i int, w kindWord) bool {
	for _, longer := range notKindWords[w.word] {
		at := strings.Index(longer, w.word)
		if at <= i && strings.HasPrefix(s[i-at:], longer) {
			return true
		}
	}
	return false
}

// notKindWords lists words in which a kind word means something else.
var notKindWords = map[string][]string{
	"文献":   {"文献的"},
	"step": {"stepwise"},
	"ローン":  {"クローン", "サイクローン"},
	"改善":   {"改善しない"},
	"流れ":   {"血の流れ", "血液の流れ", "リンパの流れ", "流れ出", "流れる"},
	"ご質問":  {"ご質問は"},
	"予約":   {"予約制"},
	"注意":   {"注意喚起"},
	"対象":   {"制度の対象"},
	"対象外":  {"制度の対象外"},
	"不安":   {"不安定"},
	"作用":   {"相互作用"},
}

// dropLateSummary removes まとめ where it only closes a heading about something
// else: 料金まとめ is about cost.
func dropLateSummary(words []kindMatch) []kindMatch {
	if len(words) < 2 || words[0].kind == corpus.KindSummary {
		return words
	}
	rest := slices.DeleteFunc(slices.Clone(words), func(m kindMatch) bool { return m.kind == corpus.KindSummary })
	if len(rest) == 0 {
		return words
	}
	return rest
}

// decide picks the kind of a heading from its kind words. In Japanese the last
// word is the head (効果を高める注意点 is about 注意点); words that stand side by side
// (効果・リスク) are all named, and kindOrder decides.
func decide(s string, words []kindMatch) (corpus.Kind, []corpus.Kind) {
	all := []corpus.Kind{words[0].kind}
	for i, w := range words[1:] {
		between := s[words[i].end:w.start]
		if !sideBySide(between) {
			all = all[:0]
		}
		if !slices.Contains(all, w.kind) {
			all = append(all, w.kind)
		}
	}
	for _, k := range kindOrder {
		if slices.Contains(all, k) {
			return k, all
		}
	}
	return all[0], all
}

// sideBySide reports whether what stands between two words only lists them.
func sideBySide(between string) bool {
	between = strings.TrimSpace(between)
	for _, m := range []string{"術後の", "施術後の", "治療後の", "手術後の", "主な"} {
		between = strings.TrimSuffix(between, m)
	}
	switch between {
	case "", "・", "と", "や", "、", ",", "/", "&", "|", "および", "及び", "·", "･", "+", "または":
		return true
	}
	return false
}

// inherit decides the kind of a subsection: a specific parent beats the words of
// its child (施術料金が高額 under デメリット is a risk), a parent that names several
// kinds or none lets the child choose. FAQ, sources, supervision and a summary
// are never part of something else, whatever the headings' levels say.
func inherit(parent, child heading, parentKind corpus.Kind) corpus.Kind {
	switch child.kind {
	case corpus.KindFAQ, corpus.KindSources, corpus.KindSupervision:
		if !child.weak && parentKind != corpus.KindFAQ {
			return child.kind
		}
	case corpus.KindSummary:
		if child.folded == "まとめ" {
			return child.kind
		}
	case corpus.KindPrecautions:
		if parentKind == corpus.KindCandidates && !child.weak {
			return child.kind // who should have it, and who must not
		}
	}
	if !isSpecific(parentKind) {
		if child.kind != "" {
			return child.kind
		}
		return parentKind
	}
	if len(parent.all) > 1 && slices.Contains(parent.all, child.kind) {
		return child.kind
	}
	return parentKind
}

// isSpecific reports whether subsections of such a section are about the same,
// whatever their headings say.
func isSpecific(k corpus.Kind) bool {
	switch k {
	case corpus.KindOverview, corpus.KindSummary, corpus.KindOther, "":
		return false
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
