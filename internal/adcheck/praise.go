package adcheck

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

var (
	bargain = regexp.MustCompile(pattern.Joined(`
		今だけ|今なら|いまなら|期間限定|本日限り|今月限り|今月末まで|先着\s*\d+
		|(?:人数|数量|毎月|毎日|1日|初回|平日|web|ネット|line|学生|月間)限定
		|限定(?:価格|割引|モニター|キャンペーン|プラン|\d+\s*名|特典|オファー|クーポン)
		|[\d,]+\s*(?:%|パーセント|円|割)\s*(?:off|オフ|引き|割引|ディスカウント)
		|(?:最大|通常価格(?:の|から|より))\s*\d+\s*(?:%|割)
		|半額|キャンペーン|特別価格|特価
		|モニター(?:価格|募集|料金|割引|プラン)
		|割引|クーポン|激安|格安|最安|業界最安
		|お得(?:な|に|です|!)
		|プレゼント|ポイント還元
		|(?:し|打ち|通い|受け)放題
		|値下げ|セール
	`))
	// publicAid is money of the state; limits are no offers.
	publicAid = regexp.MustCompile(`助成|補助|自治体|公費|控除|保険|国民健康|市区町村|区市町村`)
	notOffer  = regexp.MustCompile(`^(?:お得(?:な|に|です)(?:の|は)か|限定解除)|モニター(?:で|を|に)(?:観察|監視|確認|表示|見)`)
)

// discounts finds prices that are to press.
func discounts(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return sorted(each(s, bargain, func(f string, start, end int) bool {
		rest := tail(f, end)
		return !negated.MatchString(rest) && !refrains.MatchString(rest) && !publicAid.MatchString(f) && !notOffer.MatchString(f[start:]) &&
			!(strings.HasPrefix(f[start:], "クーポン") && strings.Contains(f, "検診"))
	}))
}

var (
	guidelines = regexp.MustCompile(`医療広告(?:の)?ガイドライン|医療広告規制|(?:厚生労働省|厚労省|国|薬機法|医療法)(?:の|が定める)?(?:広告)?(?:ガイドライン|指針|基準|広告規制)?`)
	keeping    = regexp.MustCompile(`^(?:を|に|の)?(?:遵守|順守|準拠|適合|準じ|則|沿っ|従っ|守って|クリア|基づ(?:き|いて)(?:掲載|作成|運営|表示|記載))`)
	ofAdvert   = regexp.MustCompile(`広告|当サイト|当院(?:の)?(?:ホームページ|サイト|hp|ウェブ)|本サイト|本ページ|掲載|表示|ホームページ`)
)

// conformities finds that an advertisement is said to keep the rules.
func conformities(s *sentence) []match {
	return each(s, guidelines, func(f string, _, end int) bool {
		rest := tail(f, end)
		return keeping.MatchString(rest) && ofAdvert.MatchString(f) && !negated.MatchString(rest) && !instruction.MatchString(rest)
	})
}

var (
	tall = regexp.MustCompile(pattern.Joined(`
		奇跡の|奇跡的
		|魔法の(?:よう|治療|注射|施術)
		|夢の(?:よう|治療|施術|注射)
		|驚異(?:の|的)
		|驚くほど
		|驚きの(?:効果|変化|結果)
		|劇的(?:に|な)
		|革命的|革新的|画期的|神の手|ゴッドハンド|カリスマ|スペシャリスト集団|プロフェッショナル集団
		|最新の?(?:医療|治療|技術|機器|施術|設備|レーザー|マシン|治療法|医療機器)
		|極上の|奇跡
	`))
	mild = regexp.MustCompile(`最新の?(?:ガイドライン|情報|研究|知見|添付文書|論文|統計|データ)`)
)

// exaggerations finds big words.
func exaggerations(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return sorted(each(s, tall, func(f string, start, end int) bool {
		rest := tail(f, end)
		return !negated.MatchString(clause(f, end)) && !refrains.MatchString(rest) && !mild.MatchString(f[start:])
	}))
}
