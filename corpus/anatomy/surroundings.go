package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// surround is a form of line that surrounds articles on pages. A line is looked at
// only where it has one of the cues.
type surround struct {
	why  string
	cues []string
	form *regexp.Regexp // on the line in normal form
}

// surrounds were collected from the lines that were left in passages of pages of
// many kinds of sites. None ends as a sentence does: those are kept.
var surrounds = []surround{
	{whyNavigation, []string{"戻る", "もどる"}, regexp.MustCompile(`^[←«<↑▲^\s]*.{0,15}(?:一覧|トップ|ホーム|top|ページ|先頭|目次|上|前)\s*(?:に|へ)\s*(?:戻る|もどる)[→>»\s]*$`)},
	{whyNavigation, []string{"一覧"}, regexp.MustCompile(`^(?:[^、。]{0,10}一覧(?:へ|に|を)?(?:戻る|もどる|見る|はこちら)[\s・|/]*){1,4}$`)},
	// Doors to other pages: by what ails a reader, and to what else there is to read.
	{whyNavigation, []string{"から選ぶ", "から探す", "からさがす", "からえらぶ"}, regexp.MustCompile(pattern.Joined(`^[▶►→>»・\s]*[^、。:?!|\d]{0,8}(?:
		悩み|お困りごと|症状|病名|部位|目的|施術名?|治療名|診療科目?|診療内容|メニュー|料金|価格|機器|地域
		|エリア|都道府県|駅|カテゴリー?|タグ|キーワード|条件|年代|性別|クリニック|医院|院名
	)から(?:選ぶ|探す|さがす|えらぶ)[→>»▶\s]*$`))},
	{whyNavigation, []string{"読む", "見る"}, regexp.MustCompile(`^[▶►→>»\s]*[^、。:?!|]{0,10}(?:ブログ|コラム|記事|投稿|口コミ|体験談|続き|note)(?:の?一覧|の?続き)?を(?:もっと|すべて|全て|さらに)?(?:読む|見る)[→>»▶\s]*$`)},
	{whyFooter, []string{"運営"}, regexp.MustCompile(`^(?:.{0,40}[|/]\s*)?運営(?:会社|者|元)?\s*:\s*[^。]{2,30}$`)},
	{whyNavigation, []string{"】"}, regexp.MustCompile(`^(?:【[^】]{1,15}(?:ページ|こちら|へ|一覧)】\s*){2,}$`)},
	{whyContact, []string{"@"}, regexp.MustCompile(`^(?:(?:e-?mail|mail|メール|メールアドレス|.{2,15}\s)\s*:?\s*)?(?:mail\s*:?\s*)?[\w.+-]+@[\w.-]+$|^.{0,15}mail\s*:\s*[\w.+-]+@[\w.-]+$`)},
	{whyContact, []string{"〒", "住所", "所在地"}, regexp.MustCompile(`^(?:〒\s?\d{3}|(?:住所|所在地)\s*[::\s]\s*\S)`)},
	{whyContact, []string{"市", "区", "町", "村"}, regexp.MustCompile(`^(?:[^、。\s]{2,4}(?:都|道|府|県))[^、。]{1,12}?(?:市|区|町|村)[^、。]{0,20}?\d{1,4}(?:-\d|丁目|番|号)[^、。]{0,20}$`)},
	{whyContact, []string{"徒歩"}, regexp.MustCompile(`^[^、。]{0,30}(?:駅|バス停|停留所|出口|口)[^、。]{0,15}徒歩\s*約?\d+\s*(?:分|秒)[^、。]{0,8}$`)},
	{whyContact, []string{"時間"}, regexp.MustCompile(`^[【\[■●◆]?\s*(?:診療|受付|営業|診察)(?:受付)?時間\s*[】\]]?\s*(?::?\s*(?:午前|午後|平日)?\s*\d{1,2}\s*[::時].*|の?ご?案内)$`)},
	{whyContact, []string{"時", ":"}, regexp.MustCompile(`^(?:(?:午前|午後|平日|土日|日祝|土日祝|月|火|水|木|金|土|日|祝|am|pm|[・~〜、-])*\s*:?\s*)\d{1,2}:\d{2}\s*[~〜-]\s*(?:(?:午前|午後|am|pm)\s*)?\d{1,2}:\d{2}(?:\s*[(/].*)?$`)},
	{whyContact, []string{"休診"}, regexp.MustCompile(`^[【\[■●◆]?\s*休診日?\s*[】\]]?\s*:?\s*(?:[日月火水木金土祝曜・、,/\s]|年末年始|不定休|午後|午前|お盆)*$`)},
	{whyContact, []string{"予約", "電話", "相談", "問い合わせ", "問合せ", "line", "申し込", "申込", "資料", "公式サイト", "友だち", "通話", "カウンセリング"},
		regexp.MustCompile(pattern.Joined(`^[▶►→>»📞☎✉📅💬\s]*[^、。:?!|]{0,18}(?:
			予約|電話|相談|問い合わせ|問合せ|line|申し込み?|申込み?|資料|資料請求|公式サイト|友だち追加
			|友だち登録|カウンセリング
		)(?:システム|サイト|フォーム|ページ|画面|カレンダー|窓口)?(?:を|に|へ|で|が|は|も)?(?:お?申し込み)?(?:
			する|かける|はこちら|はこちらから
			|はこちらの(?:フォーム|ページ|番号|リンク|サイト)(?:から|へ)
			|こちら|はコチラ|コチラ|見る|詳しく見る|進む|すすむ|移る|移動する|開く|申し込む|申込む|承ります
			|承っております|受付中|登録
		)\s*(?:\([^)]{0,12}\))?[→>»▶\s!]*$`))},
	{whyContact, []string{"予約"}, regexp.MustCompile(pattern.Joined(`^[▶►→>»📞☎✉📅💬\s]*(?:
		(?:
			今すぐ|まずは|簡単|かんたん|無料|24時間|web|ウェブ|ネット|line|オンライン|スマホ|初診|で|の|から
			|\d+分|受付中|\s
		)+予約(?:受付中|受付|可能|ok)?
		|予約受付中|ご予約受付中
	)[→>»▶\s!]*$`))},
	{whyContact, []string{"お気軽に"}, regexp.MustCompile(`^[^、。]{0,12}お気軽に(?:ご連絡|お電話|ご相談|お問い合わせ|お問合せ|ご予約)(?:ください|下さい|くださいませ)!?$`)},
	{whyContact, []string{"時まで"}, regexp.MustCompile(`^[^。]{0,25}\d{1,2}時まで(?:診療|受付|営業|対応)(?:中|しています)?$`)},
	{whyShare, []string{"インスタ", "instagram", "twitter", "youtube", "line", "sns"}, regexp.MustCompile(pattern.Joined(`^[^。、]{0,10}(?:インスタ(?:グラム)?|instagram|twitter|youtube|line|sns)(?:も|を|で|は|に)?[^。、]{0,10}(?:
		やっています|やってます|フォロー|更新中|配信中|始めました|開設|チェック
	)[^。]{0,8}$`))},
	{whyNavigation, []string{"編集", "報告"}, regexp.MustCompile(`^(?:この(?:記事|ページ)を(?:編集|報告|改善)する|(?:不具合|誤り|間違い)を?報告(?:する)?|\s|/|\||・)+$`)},
	{whyNavigation, []string{"お知らせ", "更新", "休診", "公開", "掲載", "開始", "変わります", "リニューアル", "休業"}, regexp.MustCompile(`^(?:19|20)\d{2}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?\s+[^。]{0,30}(?:お知らせ|更新|休診|公開|掲載|開始|変わります|リニューアル|休業)[^。]{0,10}$`)},
	{whyFooter, []string{"訪問者", "カウンター"}, regexp.MustCompile(`訪問者(?:です|数)|人目の訪問|アクセスカウンター`)},
	{whyFooter, []string{"用"}, regexp.MustCompile(`^(?:患者|お客|ご家族|スタッフ|保護者)[^、。]{0,6}(?:配布用|案内用|説明用|控え|お渡し用)$`)},
	{whyAuthor, []string{"編集部", "執筆", "著者", "ライター", "書いた人", "投稿者", "by"}, regexp.MustCompile(`^(?:[^、。]{1,16}編集部|(?:文|執筆|執筆者|著者|ライター|投稿者|取材|取材・文|この記事を書いた人)\s*:.{1,30}|by\s*:?\s*\S{2,20})$`)},
	{whyCode, []string{"案"}, regexp.MustCompile(`^(?:タイトル|見出し|リード文?|メタディスクリプション|スラッグ)案\s*\d{0,2}\s*:.+$`)},
	{whyCampaign, []string{"広告"}, regexp.MustCompile(`^広告を?(?:読み込|表示し)|^(?:広告|スポンサー)(?:枠|リンク)?$`)},
	{whyShare, []string{"シェア", "ポスト", "ツイート", "送信", "line"}, regexp.MustCompile(`^(?:この(?:記事|ページ)を)?(?:シェア(?:する|ボタン|する!)?|ポストする|ツイートする|lineで送信する|lineで送る)(?:\s*(?:facebook|twitter|x|line|hatena|pocket|はてな))*$`)},
	{whyCode, []string{":"}, regexp.MustCompile(`^:{2,3}[a-z][^::]*(?::[^:]*)?:{0,3}$|^:{3}$`)},
	{whyDate, []string{"年", "/", ".", "-"}, regexp.MustCompile(`^(?:19|20)\d{2}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?(?:\s*(?:公開|更新|投稿))?$`)},
}

// newsHeading stands over a list of news, placeHeading over where the clinic is and
// when it is open, which is told line by line or in sentences.
var (
	newsHeading  = regexp.MustCompile(`^(?:新着|最新|院内|当院から)?の?(?:お知らせ|ニュース|トピックス|新着情報|最新情報|news|topics|information)(?:一覧|欄)?$`)
	placeHeading = regexp.MustCompile(pattern.Joined(`^(?:[^、。?!]{0,16}(?:の|への|へ|までの)\s*|access\s*|[■●◆★◎【\[\s]*)(?:
		(?:交通)?アクセス(?:マップ|情報|方法|案内)?
		|交通(?:案内|アクセス)
		|(?:診療|受付|営業|診察)(?:受付)?時間(?:表)?
		|休診日|所在地|地図
	)(?:
		(?:・|と|/|、|\s)*(?:アクセス|地図|住所|診療時間|受付時間|休診日|所在地|access)
	)*(?:の?ご?案内)?(?:\s*(?:access|map|information|hours))?[】\]\s]*$`))
	// newsItem is an item of news: its date, or what it says right behind that.
	newsItem = regexp.MustCompile(`^(?:・\s*)?(?:19|20)\d{2}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}`)
)

// isNews reports whether the lines are a list of news: each has a date, or stands
// below one, and no sentence.
func isNews(lines []Line) bool {
	dates, others := 0, 0
	for _, l := range lines {
		switch t := fold(strings.TrimSpace(l.Text)); {
		case t == "":
		case newsItem.MatchString(t):
			dates++
		default:
			others++
		}
	}
	return dates > 0 && others <= 2*dates && isShort(lines)
}

// hasPrices reports whether a line gives a price: what is a menu of links says none.
func hasPrices(lines []Line) bool {
	return slices.ContainsFunc(lines, func(l Line) bool { return corpus.HasAmount(l.Text) })
}

// disclosure says that a page earns by what it advertises; it may end as a sentence.
var disclosure = regexp.MustCompile(`(?:本|当|この)(?:記事|ページ|サイト|コンテンツ|ブログ)(?:は|に|では|には)、?(?:.{0,10})(?:広告|プロモーション|アフィリエイト|\bpr\b)`)

// appeal asks the reader of a page for a click: whether it was of use, to like it, to
// subscribe. It may end as a sentence, and names the page or a button, which no
// sentence about a treatment does.
var appeal = regexp.MustCompile(pattern.Joined(`^(?:
	(?:この|本)(?:
		記事|ページ|コラム|ブログ|投稿|動画|回答|情報
	)(?:は|が)(?:お?役に立ち|参考になり)ましたか[?。]?(?:
		[\s/|・():]|はい|いいえ|yes|no
		|役に立(?:った|たなかった)
		|参考になっ(?:た|ている)
		|👍|👎|\d
	)*
	|(?::[a-z0-9_+-]+:|[^\p{L}\p{N}。])*[^。]{0,25}(?:いいね|高評価|チャンネル登録|lgtm)(?:ボタン)?(?:
		(?:と|や|・|、|も|&)(?:いいね|高評価|チャンネル登録|lgtm|ストック|フォロー|シェア|コメント|保存)
	)*(?:ボタン)?(?:を|も|で|して|の|お|応援|押して|ぜひ|、)*(?:
		お願い(?:します|いたします|致します)
		|ください|下さい|くださいね|もらえると[^。]{0,12}|いただけると[^。]{0,12}
	)[!。]*
)$`))

// isAppeal reports whether a line is such an appeal.
func isAppeal(t string) bool {
	return runes(t) <= 70 && containsAny(t, "役に立ち", "参考になり", "いいね", "高評価", "チャンネル登録", "LGTM", "lgtm") && appeal.MatchString(fold(t))
}

// alsoRead stands over the titles of other pages, in the words of a page that knows
// what its readers read.
var alsoRead = regexp.MustCompile(pattern.Joined(`^(?:
	(?:こちら|この)の?(?:記事|ページ|コラム)も(?:
		人気|おすすめ|オススメ|チェック|どうぞ|ご覧|参考|好評
	)[^。]{0,12}
	|(?:こちら|この(?:記事|ページ|コラム))の?(?:記事|ページ|コラム)?も(?:よく|一緒に|あわせて|合わせて|併せて)?(?:読まれて|見られて)(?:います|いる(?:記事|ページ|コラム))?
	|(?:よく|一緒に|あわせて|合わせて|併せて)(?:
		読まれている|読みたい|見られている|読んでほしい|読んで欲しい
	)(?:記事|ページ|コラム)?
	|(?:この|本)(?:記事|ページ|コラム)を(?:読んだ|見た)(?:人|方)(?:は|が|に)[^。、]{0,16}(?:読んで|見て|おすすめ)[^。、]{0,10}
)$`))

// isAlsoRead reports whether a line, or a heading, is that and nothing else.
func isAlsoRead(t string) bool {
	return len(t) <= maxSurround && containsAny(t, "読", "見", "記事", "ページ", "コラム") && alsoRead.MatchString(bare(unframed(t)))
}

// surroundCues are all their cues together.
var surroundCues = allCues(surrounds)

func allCues(forms []surround) *pattern.Words {
	var cues []string
	for _, form := range forms {
		cues = append(cues, form.cues...)
	}
	return pattern.NewWords(cues...)
}

// maxSurround is the length in bytes of the longest such line.
const maxSurround = 200

// isSurroundings says why a line is no part of an article by its form; "" where it
// is one, as far as the form tells. t is the line, f its normal form.
func isSurroundings(t, f string) string {
	if len(f) > maxSurround || listMark(t) > 0 && !strings.Contains(f, "|") || t[0] == '|' {
		return ""
	}
	if why := surroundedBy(f); why != "" {
		return why
	}
	if isMenu(f) || doors(f) {
		return whyNavigation
	}
	if offersContact(t) {
		return whyContact
	}
	return ""
}

// surroundedBy says why a line in normal form is one of the surrounds; "" where it is none.
func surroundedBy(f string) string {
	if !surroundCues.In(f) {
		return ""
	}
	for i := range surrounds {
		if containsAny(f, surrounds[i].cues...) && surrounds[i].form.MatchString(f) {
			return surrounds[i].why
		}
	}
	return ""
}

// contactWay is a way to reach a clinic, as a button names it.
var contactWay = regexp.MustCompile(`^(?:お|ご)?(?:web|ネット|line|メール|オンライン|電話|お?電話)?(?:で)?の?(?:ご?予約|お?電話|line|メール|お?問い?合わ?せ|ご?相談|地図|アクセス)$`)

// offersContact reports whether a line is nothing but ways to reach a clinic, side by
// side with wide spaces between them.
func offersContact(t string) bool {
	if len(t) > 120 || !strings.ContainsAny(t, "　\t") && !strings.Contains(t, "  ") {
		return false
	}
	items := strings.Fields(t)
	for _, it := range items {
		if !contactWay.MatchString(bare(it)) {
			return false
		}
	}
	return len(items) >= 2
}

// menuWords are what menus of clinics' sites offer, beside what noiseLines has.
var menuWords = setOf(strings.Fields(`アクセス 診療案内 診療科目 診療内容 診療時間 料金 料金表 症例 症例紹介 院長紹介 医師紹介 スタッフ紹介 医院紹介 医院案内 クリニック案内 設備紹介 院内紹介 よくある質問 初めての方へ はじめての方へ
	予約 ご予約 web予約 採用情報 求人 求人情報 お問い合わせ お問い合わせフォーム お知らせ ブログ コラム トップ ホーム home top 施術一覧 メニュー 予防接種 健診 健康診断 交通案内 当院について サイトマップ faq access news blog concept menu doctor`)...)

// doors reports whether a line is links side by side, of which at least two, and half of
// all, are noise where they stand alone: 「このページを直す | 前へ：… | 次へ：…」.
func doors(f string) bool {
	if !strings.Contains(f, " | ") {
		return false
	}
	known, items := 0, 0
	for _, it := range strings.Split(f, " | ") {
		why := ""
		if it = strings.TrimSpace(it); it != "" && len(it) < len(f) {
			why = noiseReason(it)
		}
		if why == whyRule {
			continue // the line below a table's head leads nowhere
		}
		items++
		if why != "" {
			known++
		}
	}
	return known >= 2 && known*2 >= items
}

// isMenu reports whether a line is a menu: short items side by side, most of which
// menus have.
func isMenu(f string) bool {
	marks := strings.Count(f, "|") + strings.Count(f, "/") + strings.Count(f, "・")
	if marks == 0 {
		return false
	}
	items := strings.FieldsFunc(f, func(r rune) bool { return strings.ContainsRune("|/・", r) })
	known := 0
	for _, it := range items {
		it = bare(it)
		if runes(it) > 12 {
			return false
		}
		if menuWords[it] || noiseLines[it] != "" {
			known++
		}
	}
	return len(items) >= 3 && known*2 > len(items) || len(items) == 2 && known == 2
}
