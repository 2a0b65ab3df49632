package anatomy

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

// Lines in which a page speaks of itself and not of a treatment: how long it takes to
// read, who may follow it, where its pictures are from, what its forms do. Some end as
// sentences do, so that here a line must say it as a whole, and hold no other word.

const whyPage = "about the page"

// socialNames are the services that pages ask their readers to follow them on.
const socialNames = `(?:インスタ(?:グラム)?|instagram|ツイッター|twitter|x\(旧twitter\)|フェイスブック|facebook|youtube(?:チャンネル)?|ユーチューブ|tiktok|note|sns|line(?:公式)?(?:アカウント)?|公式line|メルマガ|メールマガジン|ニュースレター|rss|feedly)`

// notices are such lines, in normal form. Each is looked for only where one of its
// cues stands.
var notices = []surround{
	{whyPage, []string{"読め", "読了", "読む", "読み終", "read"}, regexp.MustCompile(pattern.Joined(`
		^(?:[⏱🕒📖⌚\s]*)(?:
			(?:この|本)(?:記事|ページ|コラム|投稿)は\s*
		)?(?:約|およそ)?\s*\d+\s*(?:分|秒)(?:程度|ほど|くらい)?で(?:
			読めます|読み終わります|お読みいただけます|読了
		)(?:です)?。?$
		|^(?:この(?:記事|ページ)(?:を|の))?(?:読了|読む|読み終わる)(?:まで)?(?:の|に)?(?:目安|かかる)?(?:の)?時間(?:の目安)?\s*(?:[:：は約]|\s)*\d+\s*(?:分|秒)(?:程度|ほど)?(?:です)?。?$
		|^\d+\s*min(?:ute)?s? read$
	`))},
	{whyPage, []string{"view", "pv", "閲覧", "アクセス数", "likes", "いいね"}, regexp.MustCompile(`^[👁\s]*(?:[\d,.]+k?\s*(?:views?|pv|回?閲覧|likes?|件?のいいね)|(?:閲覧数|アクセス数|pv|views?|いいね)\s*[:：]?\s*[\d,.]+k?\s*(?:回|件)?)$`)},
	{whyShare, []string{"フォロー", "気に入ったら", "いいね", "お届け", "受け取", "メルマガ", "メールマガジン", "ニュースレター", "購読", "rss"}, regexp.MustCompile(pattern.Joined(`^(?:
		この(?:記事|ページ|コラム)(?:が|を)(?:
			気に入ったら|お気に召したら|よいと思ったら|良いと思ったら|役に立ったら
		)[、!\s]*[^。]{0,30}[。!]?
		|[^。、]{0,12}(?:最新|新着|更新)(?:情報|記事|コラム)を[^。]{0,8}(?:お届け|受け取)[^。]{0,10}[。!]?
		|[^。、]{0,15}` + socialNames + `(?:を|で|の|に|も)?[^。、]{0,12}(?:フォロー|購読|登録|チェック|ご覧)(?:
			する|しよう|しましょう|してね|してください|お願いします|はこちら|ください
		)?[。!]*
		|(?:ぜひ)?フォロー(?:する|してください|しよう|しましょう|してね|お願いします|はこちら)[。!]*
	)$`))},
	{whyNavigation, []string{"はこちら", "へどうぞ", "をご覧"}, regexp.MustCompile(pattern.Joined(`^[▶►→>»・\s]*(?:当院|当クリニック|医院|公式|詳しい)?の?(?:
		` + socialNames + `|採用情報
		|求人(?:情報)?
		|スタッフ(?:募集|ブログ)
		|ブログ|動画|医院案内|院内紹介|パンフレット|地図
		|アクセス(?:マップ)?
		|道順|お知らせ|過去の記事|記事一覧|メニュー一覧|施術一覧|料金表|料金一覧
		|症例(?:写真|集|一覧)?
		|口コミ
		|問診票(?:のダウンロード)?
		|web問診
	)(?:は(?:こちら|コチラ)(?:から)?|へどうぞ|をご覧ください)[→>»▶!。\s]*$`))},
	{whyNavigation, []string{"メニュー", "会員", "このページを"}, regexp.MustCompile(pattern.Joined(`^(?:
		メニューを?(?:閉じる|とじる|たたむ|開く|ひらく|表示)
		|会員(?:の方|様)?(?:は|専用)?(?:こちら|ページ|ログイン)(?:へ|から)?
		|このページを(?:直す|編集(?:する)?|修正(?:する)?|改善(?:する)?|報告(?:する)?|印刷(?:する)?)
		|[\s　/・]
	)+$`))},
	{whyNavigation, []string{"チャット", "検索", "ログイン"}, regexp.MustCompile(pattern.Joined(`^[💬\s]*(?:
		(?:ai)?チャット(?:ボット)?(?:で|に|を)?(?:
			質問|相談|問い合わせ|お問い合わせ|聞く|開く|始める|話す
		)?(?:する|できます)?
		|(?:サイト|ブログ|記事|ページ|キーワード)(?:内|を|で)?(?:検索)(?:する)?
		|(?:会員|マイページ|患者様?)?ログイン
		|何かお探しですか\?
	)[!。\s]*$`))},
	{whyPage, []string{"recaptcha"}, regexp.MustCompile(`(?:このサイトは|this site is|protected by|保護されて).{0,120}$`)},
	{"cookie notice", []string{"cookie", "クッキー"}, regexp.MustCompile(`(?:(?:当|本|この)(?:サイト|ウェブサイト|ホームページ|webサイト|ページ)|サイト|閲覧|利便性|改善|ブラウザ|同意|this (?:web)?site|we use).{0,200}$`)},
	{whyPage, []string{"コメント", "トラックバック", "メールアドレスが公開"}, regexp.MustCompile(pattern.Joined(`^(?:
		コメント(?:
			を(?:残す|書く|書き込む|投稿する|送信|どうぞ)
			|する|欄|一覧|フォーム
		)?\s*(?:[(（]?\d+[)）]?件?)?
		|\d+件のコメント
		|コメントは(?:まだ(?:あり|ござい)ません|受け付けて(?:い|おり)ません|ありません|こちら)
		|この(?:記事|投稿)(?:への|に対する)コメント.{0,12}
		|トラックバック.{0,12}
		|メールアドレスが公開されることはありません。?.{0,40}
	)[。!]*$`))},
	{whyPage, []string{"写真", "画像", "イラスト", "撮影", "photo", "image", "pixta", "istock", "shutterstock", "unsplash", "pexels", "adobe stock", "写真ac", "いらすとや"}, regexp.MustCompile(pattern.Joined(`^[※*(（\s]*(?:
		(?:写真|画像|イラスト|図)は(?:すべて|全て)?(?:イメージ|合成|加工したもの|はめ込み)(?:画像)?(?:です|になります)?
		|(?:写真|画像|イラスト|撮影)(?:の?提供|素材|撮影|協力)?\s*[:：/]\s*[^。、]{1,24}
		|(?:photo|image|photograph|illustration)s?\s*(?:by|[:：]|credit).{1,40}
		|[^。、]{0,12}(?:
			pixta|istock|shutterstock|unsplash|pexels|adobe stock|写真ac|イラストac|photoac|いらすとや
			|freepik|gettyimages
		)[^。、]{0,12}
	)[)）。]?$`))},
	{whyFooter, []string{"powered", "created", "designed", "produced", "built", "wordpress", "作成され", "作られて", "ホームページ作成", "無断", "転載"}, regexp.MustCompile(pattern.Joined(`^(?:
		(?:proudly )?(?:powered|created|designed|produced|built|generated|theme)\s*(?:by|with|[:：]).{1,40}
		|just another wordpress site
		|(?:この|当)(?:ホームページ|サイト|ページ)は[^。]{0,24}(?:作成され|作られ|作成し)(?:て(?:い|おり)ます|ました)。?
		|[^。]{0,12}無料(?:で)?ホームページ(?:を)?作成.{0,12}
		|[^。]{0,30}(?:無断(?:転載|転用|複製|引用)|転載)[^。]{0,16}(?:禁じ|禁止|お断り|ご遠慮)[^。]{0,14}。?
	)$`))},
	{whyPage, []string{"loading", "読み込み中", "読込中"}, regexp.MustCompile(`^(?:now )?loading[.…\s]*$|^(?:読み込み中|読込中)(?:です)?[.…。]*$`)},
	{whyNavigation, []string{"文字"}, regexp.MustCompile(`^文字(?:の)?(?:大きさ|サイズ)(?:を?変更|変更)?[\s:：]*(?:[大中小標準拡縮特\s/|・]|大きく|小さく|元に戻す)*$`)},
	{whyNavigation, []string{"ページ", "次へ", "next", "...", "…", "最後"}, regexp.MustCompile(`^(?:[<«‹←\s]|前へ|最初|prev(?:ious)?)*(?:\d+[\s|]+)+(?:[.…\s|\d]|次へ|最後|next|[>»›→])*$|^\d+\s*/\s*\d+\s*ページ$|^(?:ページ|page)\s*[:：]?\s*\d+(?:\s*/\s*\d+)?$`)},
	{whyNavigation, []string{"タグ", "カテゴリ", "tag", "categor", "keyword"}, regexp.MustCompile(`^(?:[\d./年月日-]+[\s|/]*)?(?:この記事の)?(?:タグ|カテゴリー?|tags?|categor(?:y|ies)|keywords?)\s*[:：|/].{1,80}$`)},
	{whyCampaign, []string{"クーポン", "プレゼント", "特典", "終了まで", "締切まで", "あと"}, regexp.MustCompile(pattern.Joined(`
		^[^。]{0,30}(?:
			友だち|友達|登録|口コミ|アプリ|line|公式
		)[^。]{0,24}(?:クーポン|プレゼント|特典)[^。]{0,20}[。!]*$
		|^(?:キャンペーン|受付|募集|セール|割引)(?:終了|締切)?まで(?:\s*あと)?[\s:：]*(?:
			\d+\s*(?:日|時間|分|秒|days?|hours?|min|sec)?[\s:：]*
		)*$
		|^[^。]{0,30}あと\s*(?:\d+\s*(?:日|時間|分|秒)\s*){2,}$
		|^(?:残り|定員まで)(?:あと)?\s*\d+\s*(?:名|枠|席)(?:様)?[!]*$
	`))},
	{whyContact, []string{"受付", "営業", "平日", "土日", "診療", "定休"}, regexp.MustCompile(pattern.Joined(`
		^(?:
			(?:
				電話|受付|診療|営業|平日|土曜?|日曜?|土日祝?|日祝|月|火|水|木|金|時間|年中無休
				|[\s・〜~:：/-]
			)+
		)\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)\s*[~〜-]\s*\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)(?:\s*[(（/].{0,20})?$
		|^(?:定休日|受付)\s*[:：]?\s*(?:[日月火水木金土祝・、,\s]|曜日?|第\d)+$
	`))},
	{whyContact, []string{"月", "午前", "午後", "○", "●", "◯", "休"}, regexp.MustCompile(pattern.Joined(`
		^(?:[月火水木金土日祝](?:曜日?)?[\s|/・]*){3,}$
		|^(?:
			(?:
				午前|午後|夜間|am|pm|診療|受付|時間|[\s(（)）:：]
				|\d{1,2}:\d{2}\s*[~〜-]\s*\d{1,2}:\d{2}
			)+
		)[\s|:]*(?:[○●◯◎×✕/△▲☆★休ー―-][\s|]*){3,}$
	`))},
	{whyContact, []string{"駐車場", "駐輪場", "最寄り", "最寄駅", "完全予約制"}, regexp.MustCompile(pattern.Joined(`^[※・■●\s]*(?:
		[^、。]{0,10}(?:無料|提携|専用|共同)?(?:駐車場|駐輪場)[^、。]{0,8}(?:\d+台)?[^、。]{0,8}(?:完備|あり|有り|ございます|台)?
		|最寄り?駅?\s*[:：]?\s*[^。]{1,30}
		|(?:当院は|当クリニックは)?(?:完全)?予約制(?:です|となって(?:い|おり)ます|のクリニックです)?。?
	)$`))},
	{whyContact, []string{"無料", "来院", "資料", "web", "オンライン", "ネット", "初診"}, regexp.MustCompile(pattern.Joined(`^[▶►→>»📞☎✉📅💬\s]*(?:
		無料|来院|資料|web|オンライン|ネット|初診|24時間|簡単|かんたん
		|\d+秒(?:で)?
		|の|で
	)+(?:相談|予約|請求|カウンセリング|診断|見積もり?|査定|ダウンロード)(?:する|受付中|はこちら)?[!→>»\s]*$`))},
	{whyNavigation, []string{"english", "中文", "简体", "繁體", "한국어", "vi\u1ec7t", "portugu", "español"}, regexp.MustCompile(pattern.Joined(`^(?:
		[\s/|・,、🌐]|日本語|japanese|english|中文|简体中文|繁體中文|简体|繁體|繁体|한국어|korean|chinese
		|tiếng việt|português|español|français|deutsch|русский|ไทย|jp|en|zh|ko|cn|tw|kr
	)+$`))},
	{"shop", []string{"カート", "かご", "カゴ", "購入", "注文", "送料", "配送", "お気に入り", "レビュー", "商品", "在庫", "ショップ"}, regexp.MustCompile(pattern.Joined(`^(?:
		(?:カート|(?:買い?物)?(?:かご|カゴ))(?:に|へ|を|の)?(?:入れる|追加(?:する)?|見る|中身)?
		|(?:ご)?(?:購入|注文)(?:する|手続き(?:へ)?|はこちら|履歴|方法)
		|(?:送料|配送料?|お届け)(?:について|のご?案内|無料)?
		|お気に入りに(?:追加|登録)(?:する)?
		|レビューを(?:書く|見る|投稿する)
		|在庫(?:あり|なし|わずか)
		|(?:オンライン)?ショップ(?:へ|はこちら|を見る)?
		|この商品を(?:見た|買った|購入した)(?:人|方)は.{0,24}
		|(?:関連|おすすめ)商品
		|[\s　・|/]
	)+$`))},
	{whyRelated, []string{"関連", "あわせて", "合わせて", "併せて", "おすすめ"}, regexp.MustCompile(`^[👉▶→☞►➡>»・\s【\[]*(?:関連(?:記事|ページ|コラム|リンク)?|(?:あわせて|合わせて|併せて)読みたい|おすすめ(?:の)?記事)[】\]]?\s*(?:[:：▶→>»|])\s*[^。]{1,70}$`)},
	{whyNavigation, []string{"スクロール", "スワイプ", "タップ", "クリック", "読み取", "scroll", "swipe"}, regexp.MustCompile(pattern.Joined(`^[※◀▶←→«»＜＞<>👉👆\s(（]*(?:
		(?:表は|図は|左右に?|横に?|指で)*(?:スクロール|スワイプ)(?:
			できます|してください
			|して(?:ご覧|見)[^。]{0,10}
			|可能|で[^。]{0,10}表示
		)?
		|(?:画像|写真|図|ボタン|項目|質問)?(?:を)?(?:タップ|クリック)(?:すると|で|して)[^。]{0,16}(?:拡大|開き|開く|表示|見られ|ご覧)[^。]{0,10}
		|(?:スマホ|スマートフォン|携帯)[^。]{0,10}(?:カメラ|qr)[^。]{0,12}読み取[^。]{0,12}
		|qrコード[^。]{0,14}読み取[^。]{0,14}
		|scroll(?: down)?
		|swipe
	)[。)）→←▶◀«»<>\s]*$`))},
	{whyContact, []string{"まで"}, regexp.MustCompile(`^[(（]?(?:平日|土曜?日?|日曜?日?|祝日|土日祝?|最終受付)(?:は|のみ)?\s*\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)まで(?:受付|診療)?[)）]?$`)},
	{whyNavigation, []string{"を見る", "を確認"}, regexp.MustCompile(pattern.Joined(`^[▶►→>»・\s]*(?:
		料金|費用|施術|治療|症例|メニュー|院内|医師|ドクター|スタッフ|地図|空き状況|予約状況|詳細
		|プロフィール|動画|お知らせ
	)(?:表|一覧|紹介|写真|情報|の様子)?を(?:見る|確認する)[→>»▶\s]*$`))},
	{whyNavigation, []string{"はこちら", "を見る", "を読む", "コチラ"}, regexp.MustCompile(`^[👉▶→☞►➡»➤]\s*[^。]{1,40}(?:は(?:こちら|コチラ)(?:から)?|を(?:見る|読む))[!→>»\s]*$`)},
	{whyNavigation, []string{"|"}, regexp.MustCompile(`^[^|。]{1,40}\|\s*(?:目次|もくじ|一覧|記事一覧|トップ|ホーム|home|index|up|戻る)\s*\|[^|。]{1,40}$`)},
	{whyNavigation, []string{"top", "edit", "github", "suggest", "view"}, regexp.MustCompile(pattern.Joined(`^[↑▲^\s]*(?:
		(?:back|return|go) to (?:the )?top
		|(?:
			edit|view|improve
			|suggest changes? (?:to|on)
		) (?:this )?(?:page|article|source|on github)(?: on github)?
		|skip to (?:main )?content
	)[↑▲.\s]*$`))},
	{whyPage, []string{"issue", "イシュー", "pull request", "プルリク", "スター", "star", "ライセンス", "license", "licence", "誤り", "誤字", "間違い"}, repositoryLine},
	{whyPage, []string{"#", "＃"}, regexp.MustCompile(`^(?:#[\p{L}\p{N}_ー]+[\s　]*){2,}$`)},
	{whyPage, []string{"更新", "公開", "作成", "確認"}, regexp.MustCompile(`^[*_\x60(\[【]*(?:最終|記事)?(?:更新|公開|作成|確認)(?:日|日時)?\s*[:：]?\s*(?:19|20)\d{2}\s?[年/.-]\s?\d{1,2}\s?月?(?:\s*時点)?[*_\x60)\]】]*$`)},
	{whyAuthor, []string{"ライター", "書いた人", "著者", "筆者"}, regexp.MustCompile(`^(?:この記事(?:を書いた人|の(?:著者|筆者|執筆者|ライター))|(?:ライター|著者|筆者|執筆者)(?:プロフィール|紹介|情報)?)\s*(?:[:：].{1,30})?$`)},
}

// noticeCues are all their cues together.
var noticeCues = allCues(notices)

// maxNotice is the length in bytes of the longest such line.
const maxNotice = 420

// treats are words that no such line has: with them it tells of a treatment.
var treats = regexp.MustCompile(`副作用|リスク|症状|痛み|腫れ|赤み|出血|服用|薬|注射|麻酔|効果|妊娠|監修|出典|文献|未承認`)

// noticeReason says why a line in which a page speaks of itself is no part of the
// article; "" where it is another. f is the line in normal form.
func noticeReason(f string) string {
	if len(f) > maxNotice || !noticeCues.In(f) {
		return ""
	}
	for i := range notices {
		if n := &notices[i]; containsAny(f, n.cues...) && n.form.MatchString(f) && !treats.MatchString(f) {
			return n.why
		}
	}
	return ""
}

// headsSiteLines reports whether the heading of a part is such a line, and what stands
// below it goes with it: no sentence, or what readers write, or who wrote the article.
func headsSiteLines(p Part) bool {
	f := fold(strings.TrimSpace(p.Heading))
	switch why := noticeReason(f); {
	case why == "":
		return false
	case why == whyAuthor:
		return !containsAny(p.Text(), "監修", "文献", "出典")
	}
	return strings.HasPrefix(f, "コメントを") || isShort(p.Lines) && !hasPrices(p.Lines)
}

// leastMenu is how many lines make a menu.
const leastMenu = 3

// menuBelow returns how many lines from the first on are a menu, an item a line, most
// of them what menus of clinics have; 0 where they are none.
func menuBelow(lines []Line) int {
	n, known := 0, 0
	for _, l := range lines {
		item := strings.TrimSpace(l.Text)
		item = bare(item[listMark(item):])
		if item == "" || runes(item) > 12 {
			break
		}
		if menuWords[item] || noiseLines[item] != "" {
			known++
		} else if known == 0 || n-known > known {
			break
		}
		n++
	}
	if n < leastMenu || known*3 < n*2 {
		return 0
	}
	return n
}

// unframed is a heading of a box without the strokes that frame it: 「＼人気です／」.
func unframed(line string) string {
	return strings.Trim(strings.TrimSpace(line), "＼／\\/「」♪!！〜~ 　")
}

// repositoryLine is what a text that is kept in a public repository says of itself at its
// end, one or several beside one another: where to report a mistake, its licence.
var repositoryLine = regexp.MustCompile(pattern.Joined(`^(?:
	[\s*_・|/·•、,。.⭐★☆-]*(?:
		(?:(?:この|本)(?:文書|文章|記事|ページ|資料)の?)?(?:
			誤り
			|誤字(?:・?脱字)?
			|間違い|まちがい|不備|改善点|お気づきの点
		)[^。、|・]{0,14}(?:issues?|イシュー|pull ?requests?|プルリク(?:エスト)?|pr)[^。|・]{0,16}
		|(?:issues?|イシュー|pull ?requests?|プルリク(?:エスト)?)(?:
			や(?:issues?|イシュー|pull ?requests?|プルリク(?:エスト)?)
		)?\s*(?:を|は|へ|で|の)?\s*(?:立て|歓迎|お待ち|受け付け|こちら|送|作成|報告)[^。|・]{0,14}
		|(?:github)?(?:の|で|に)?(?:スター|star)(?:を|も)?(?:押|つけ|付け|お願い|送)[^。|・]{0,10}
		|star (?:this|us)[^。|・]{0,20}
		|(?:
			(?:この|本)(?:文書|文章|記事|ページ|資料)の
		)?(?:ライセンス|licen[sc]e)(?:は|\s*[:：]|\s)\s*(?:cc|mit|apache|gpl|bsd|クリエイティブ)[\w .・-]{0,24}(?:国際|です|で公開(?:してい|されてい)ます)?
	)(?:[\s*_・|/·•、,。.-]+|$)
)+$`))
