package reader

import (
	"fmt"
	"strings"
	"testing"
)

// Four ways in which pages are built: one box of everything, landmarks, a theme's boxes,
// sections without a meaning. An element stands in the middle of the article, or after it.
const (
	leadText = `<h1>ピコレーザー</h1><p>短い光でシミの色素を砕く治療で、数回くり返して少しずつ薄くしていきます。</p>`
	effects  = `<h2>効果</h2><p>シミの色が薄くなることが期待できますが、個人差があります。</p>`
	risks    = `<h2>リスク</h2><p>赤みやかさぶたが出ることがあり、まれに色素沈着が起こります。</p>`
	openPage = `<title>ピコレーザー｜見本皮膚科</title><body>`
)

func pagesWith(middle, after string) map[string]string {
	return map[string]string{
		"one box":   openPage + `<div class="x1">` + leadText + effects + middle + risks + after + `</div></body>`,
		"landmarks": openPage + `<header>見本</header><main>` + leadText + effects + middle + risks + after + `</main><footer>見本</footer></body>`,
		"theme":     openPage + `<div id="page"><div id="content"><article class="post"><div class="entry-content">` + leadText + effects + middle + risks + after + `</div></article></div></div></body>`,
		"sections":  openPage + `<div id="root"><div class="css-1"><section class="css-2">` + leadText + `</section><section class="css-2">` + effects + `</section>` + middle + `<section class="css-2">` + risks + `</section>` + after + `</div></div></body>`,
	}
}

// What surrounds articles is no part of them, whatever it is called, and is listed.
func TestSurroundingsAreDropped(t *testing.T) {
	for _, tt := range []struct{ element, noise string }{
		// share
		{`<ul class="p-a"><li><a href="https://twitter.com/share?u=x">ツイート</a></li><li><a href="https://b.hatena.ne.jp/x">はてブ</a></li><li><a href="https://line.me/x">LINEで送る</a></li></ul>`, "はてブ"},
		{`<div class="c-x"><span>SHARE</span><a href="https://www.facebook.com/x">フェイスブックで知らせる</a><a href="https://x.com/i">エックスで知らせる</a></div>`, "フェイスブック"},
		{`<div class="x9"><button>URLをコピーする</button></div>`, "URLをコピー"},
		{`<p class="k2">この記事が気に入ったらフォローしよう</p>`, "フォローしよう"},
		{`<div class="p-snsCta"><p>この記事が気に入ったら<br>いいね または フォローしてね！</p></div>`, "フォローしてね"},
		{`<p>最新情報をお届けします</p>`, "最新情報をお届け"},
		// offers
		{`<section class="m4"><h2>モニターの方の特別価格</h2><p>全顔 ¥66,000 → ¥33,000</p><p>お写真を公開できる方だけです。</p></section><p>全顔は66,000円です。</p>`, "特別価格"},
		// cookie
		{`<div class="zz"><p>当サイトではクッキーを使用しています。閲覧を続けると同意したものとみなします。</p><button>同意する</button></div>`, "クッキー"},
		{`<div id="onetrust-banner-sdk"><p>サイトの改善のためCookieを利用しています。詳しくは<a href="/p">プライバシーポリシー</a>をご確認ください。</p></div>`, "Cookie"},
		{`<p>このサイトはreCAPTCHAによって保護されており、Googleの<a href="a">プライバシーポリシー</a>と<a href="b">利用規約</a>が適用されます。</p>`, "reCAPTCHA"},
		// toc
		{`<div class="p-toc"><span class="p-toc__ttl">目次</span><ol><li><a href="#i1">効果</a></li><li><a href="#i2">リスク</a></li></ol></div>`, "目次"},
		{`<div class="q1"><p>この記事の内容</p><ul><li><a href="#i1">薄くなるまで</a></li><li><a href="#i2">出やすい症状</a></li></ul></div>`, "薄くなるまで"},
		{`<div id="toc_container"><p class="toc_title">Contents [<a href="#">hide</a>]</p><ul><li><a href="#a">1 薄くなるまで</a></li></ul></div>`, "薄くなるまで"},
		// breadcrumbs
		{`<div class="z1"><a href="/">ホーム</a> &gt; <a href="/b/">美容のページ</a> &gt; ピコレーザー</div>`, "美容のページ"},
		{`<ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="itemListElement"><a href="/">入口</a></li><li>シミの話</li></ol>`, "シミの話"},
		// tags, meta
		{`<div class="g1">タグ：<a href="/t/1">シミ取り外来</a><a href="/t/2">レーザー外来</a></div>`, "シミ取り外来"},
		{`<div class="g2"><span>カテゴリー</span><a href="/c/1">美容のはなし</a></div>`, "美容のはなし"},
		{`<p class="g3">2025.04.01　|　カテゴリ：美容のはなし</p>`, "美容のはなし"},
		{`<p>この記事は約5分で読めます</p>`, "分で読めます"},
		{`<p>この記事は約5分で読めます。</p>`, "分で読めます"},
		{`<p>読了時間：約5分</p>`, "読了時間"},
		{`<p>最終更新日：2025年4月1日</p>`, "最終更新日"},
		{`<p>1,234 views</p>`, "views"},
		{`<p class="g3">投稿日 2025.04.01 / 更新日 2025.05.01</p>`, "投稿日"},
		// related
		{`<section class="h1"><h2>あわせて読みたい記事</h2><div><a href="/1"><p>そばかすの話</p></a><a href="/2"><p>肝斑の話</p></a></div></section>`, "そばかすの話"},
		{`<div class="h2"><p>＼こちらの記事も人気です／</p><ul><li><a href="/1">そばかすの話</a></li></ul></div>`, "そばかすの話"},
		{`<div class="blogcard"><a href="/x"><div>あわせて読みたい</div><div class="t">そばかすを消すには</div><div class="d">そばかすの治し方を紹介します。</div></a></div>`, "そばかすを消すには"},
		{`<a class="blogcard-wrap internal-blogcard-wrap" href="/x"><div class="blogcard"><div class="blogcard-content"><div class="blogcard-title">そばかすを消すには</div><div class="blogcard-snippet">そばかすの治し方を、光とレーザーに分けて紹介します。</div></div></div></a>`, "そばかすを消すには"},
		{`<div class="p-blogCard -internal"><div class="p-blogCard__inner"><div class="p-blogCard__body"><a class="p-blogCard__title" href="/x">そばかすを消すには</a><span class="p-blogCard__excerpt">そばかすの治し方を、光とレーザーに分けて紹介します。</span></div></div></div>`, "そばかすを消すには"},
		{`<div><h3>この記事を読んだ人はこちらも読んでいます</h3><ul><li><a href="/a">そばかすの話</a></li></ul></div>`, "そばかすの話"},
		{`<h3>人気記事ランキング</h3><ol><li><a href="/a">そばかすの話</a></li><li><a href="/b">いぼの話</a></li></ol>`, "そばかすの話"},
		{`<div class="v"><h3>その他の症例</h3><ul><li><a href="/a">そばかすの例</a></li></ul></div>`, "そばかすの例"},
		// author
		{`<div class="w1"><p>この記事を書いた人</p><p>見本 花子</p><p>美容ライター。コスメが好きです。</p></div>`, "コスメが好き"},
		{`<div class="w2"><p class="n">ライター：見本 花子</p></div>`, "見本 花子"},
		{`<aside class="p-authorBox"><p>見本 花子</p><p>肌のことを書いています。</p><a href="x">Twitter</a></aside>`, "肌のことを書いて"},
		// comments
		{`<div id="comments"><h3>コメント</h3><p>名無し：とても参考になりました。</p></div>`, "名無し"},
		{`<div id="respond"><h3>コメントを残す</h3><p>メールアドレスが公開されることはありません。</p></div>`, "メールアドレスが公開"},
		{`<h3>コメントを書き込む</h3>`, "コメントを書き込む"},
		{`<p>コメントはまだありません</p>`, "コメントはまだ"},
		// newsletter, search, language, chat
		{`<div class="y1"><p>メルマガ登録はこちら</p></div>`, "メルマガ"},
		{`<div class="y2"><input type="text"><button>検索</button><p>サイト内検索</p></div>`, "サイト内検索"},
		{`<ul class="y3"><li><a href="/en">English</a></li><li><a href="/zh">中文</a></li><li><a href="/ko">한국어</a></li></ul>`, "中文"},
		{`<div class="y4">日本語 | English | 简体中文</div>`, "English"},
		{`<div class="y5"><p>チャットで質問する</p></div>`, "チャットで"},
		{`<p>文字サイズ 小 中 大</p>`, "文字サイズ"},
		{`<div class="y6">文字の大きさ <a href="#">小</a> <a href="#">大</a></div>`, "文字の大きさ"},
		// pagination
		{`<div class="u1"><a href="/p">« 前の記事 そばかす</a><a href="/n">次の記事 いぼ »</a></div>`, "そばかす"},
		{`<p>1 2 3 ... 10 次へ</p>`, "次へ"},
		{`<p><a href="/b">← そばかすの話</a></p>`, "そばかすの話"},
		{`<p>1 / 3 ページ</p>`, "ページ"},
		// copyright, phone bars
		{`<p>Copyright © 2025 見本皮膚科 All Rights Reserved.</p>`, "Copyright"},
		{`<p>(C) 2025 Mihon Clinic</p>`, "Mihon"},
		{`<div class="r1"><a href="tel:0312345678">お電話 03-1234-5678</a><a href="/r">WEB予約</a><a href="/l">LINE相談</a></div>`, "WEB予約"},
		{`<div class="r2"><p>ご予約・お問い合わせ</p><p>03-1234-5678</p><p>受付 9:30〜18:00（日祝休み）</p></div>`, "受付 9:30"},
		{`<div class="r3"><dl><dt>住所</dt><dd>例示県見本市緑町1-2-3 見本ビル2階</dd><dt>電話</dt><dd>03-1234-5678</dd></dl></div>`, "緑町"},
		{`<table class="r4"><tr><th>診療時間</th><th>月</th><th>火</th><th>水</th></tr><tr><th>9:00〜12:00</th><td>○</td><td>○</td><td>／</td></tr></table>`, "9:00"},
		{`<div class="r5"><p>アクセス</p><p>見本駅 東口より徒歩3分</p><p>駐車場10台完備</p></div>`, "駐車場10台"},
		{`<p>最寄り駅：見本駅（東口から徒歩5分）</p>`, "最寄り駅"},
		{`<p>当院は完全予約制です</p>`, "完全予約制"},
		// image credits
		{`<figure><img src="a.jpg" alt=""><figcaption>写真：PIXTA</figcaption></figure>`, "PIXTA"},
		{`<p>画像提供：見本フォト</p>`, "見本フォト"},
		{`<p>※画像はイメージです</p>`, "イメージです"},
		{`<p>Photo by Mihon on Unsplash</p>`, "Unsplash"},
		// campaign
		{`<div class="o1"><p>夏の応援フェア</p><p>8月31日まで全員20％OFF</p><a class="b1" href="/r">申し込む</a></div>`, "応援フェア"},
		{`<section class="o2"><h2>開院記念キャンペーン</h2><p>今月末まで、はじめての方は1回目が半額です。</p></section>`, "開院記念"},
		{`<p>【先着20名様】初回体験が50％OFF！</p>`, "先着20名"},
		{`<div class="o3"><p>キャンペーン終了まで</p><p>あと 03日 12時間 45分 10秒</p></div>`, "12時間"},
		{`<p>LINE友だち追加で1,000円クーポンプレゼント！</p>`, "クーポン"},
		{`<div class="o4"><p>＼ 初診の方も安心 ／</p><a href="/r">24時間受付 WEB予約はこちら</a></div>`, "初診の方も安心"},
		{`<div class="o5"><p>まずは無料カウンセリングへ。お気軽にご相談ください。</p><a href="/r">予約フォームへ</a></div>`, "無料カウンセリングへ"},
		{`<div class="o6"><h3>ご予約・ご相談はこちら</h3><p>気になる方はお気軽にお問い合わせください。</p><a href="/r">予約する</a></div>`, "お気軽に"},
		{`<p>スポンサーリンク</p>`, "スポンサー"},
		{`<p>当ページには広告が含まれています</p>`, "広告"},
		// CMS leftovers
		{`<p>[su_button url="x"]予約[/su_button]</p>`, "su_button"},
		{`<p>前のスライド</p><p>次のスライド</p>`, "スライド"},
		{`<p>Loading...</p>`, "Loading"},
		{`<p>Just another WordPress site</p>`, "WordPress"},
		{`<p>Powered by ペライチ</p>`, "ペライチ"},
		{`<p>このホームページは無料のサービスで作成されています</p>`, "無料のサービス"},
		{`<p>メニューを閉じる</p>`, "メニューを閉じる"},
		{`<a class="skip-link screen-reader-text" href="#c">コンテンツへ移動</a>`, "コンテンツへ移動"},
		{`<p><a href="#top">▲ページの上部へ</a></p>`, "上部へ"},
		{`<div class="m1"><p>MENU</p><ul><li><a href="/a">医院の紹介</a></li><li><a href="/b">院長の紹介</a></li></ul></div>`, "院長の紹介"},
		{`<ul class="m2"><li>医院案内</li><li>診療科目</li><li>交通案内</li><li>お問い合わせ</li></ul>`, "交通案内"},
		{`<div class="sc-abc"><div>無料相談</div><div>資料請求</div><div>来院予約</div></div>`, "資料請求"},
		{`<p>採用情報はこちら</p>`, "採用情報"},
		{`<p>当院のInstagramはこちら</p>`, "Instagram"},
	} {
		for _, places := range [][2]string{{tt.element, ""}, {"", tt.element}} {
			for name, source := range pagesWith(places[0], places[1]) {
				a, _ := readPage(t, source)
				got := outlineOf(a) + fmt.Sprint(a.FAQs)
				if strings.Contains(got, tt.noise) || !strings.Contains(fmt.Sprint(a.Dropped), tt.noise) {
					t.Errorf("%s: %s\n read %s\n dropped %v", name, tt.element, got, a.Dropped)
				}
				if !strings.Contains(got, "個人差があります。") || !strings.Contains(got, "色素沈着が起こります。") {
					t.Errorf("%s: %s took text of the article with it:\n%s", name, tt.element, got)
				}
			}
		}
	}
}

// What belongs to the article stays, in boxes that pages use for noise too.
func TestTextInAnyBoxIsKept(t *testing.T) {
	for _, tt := range []struct{ element, kept string }{
		{`<dialog open><h3>受けられない方</h3><p>妊娠中の方は受けられません。</p></dialog>`, "妊娠中の方は受けられません"},
		{`<dialog id="d1"><h3>施術の詳しい説明</h3><p>照射のあとは軟膏を塗り、一週間は日焼けを避けてください。</p></dialog>`, "一週間は日焼けを避けて"},
		{`<form action="/s"><h3>照射のあとの過ごし方</h3><p>当日から洗顔できますが、強くこすらないでください。</p><p>かさぶたは自然にはがれるのを待ちます。</p></form>`, "かさぶたは自然に"},
		{`<div role="dialog"><h3>副作用</h3><p>水ぶくれができることがあります。</p></div>`, "水ぶくれ"},
		{`<div class="modal"><p>照射の強さは肌の色に合わせて医師が決め、途中で変えることもあります。麻酔の塗り薬を使うこともあり、その場合は30分ほど待ちます。</p></div>`, "30分ほど待ちます"},
		{`<p>※未承認の機器を用いた自由診療です</p>`, "未承認の機器"},
		{`<div class="small"><p>※本治療は未承認医薬品を用います</p><p>入手経路：医師による個人輸入</p></div>`, "個人輸入"},
		{`<footer><p>※施術には、内出血・腫れなどのリスクがあります。</p></footer>`, "内出血・腫れ"},
		{`<div class="f1"><p>【リスク・副作用】赤み、かゆみ、水疱、色素脱失</p></div>`, "色素脱失"},
		{`<div class="f1">自由診療（税込）33,000円／リスク：赤み、腫れ</div>`, "33,000円"},
		{`<div class="b1"><p>監修：見本皮膚科 院長（皮膚科専門医）</p></div>`, "皮膚科専門医"},
		{`<div class="b1"><p>この記事を監修した医師</p><p>見本皮膚科 院長</p><p>日本皮膚科学会認定 皮膚科専門医</p></div>`, "皮膚科専門医"},
		{`<div class="b1"><p>執筆・監修：見本皮膚科 院長</p></div>`, "院長"},
		{`<div class="b2"><p>参考：日本皮膚科学会「尋常性白斑診療ガイドライン」</p></div>`, "尋常性白斑"},
		{`<ul class="b3"><li><a href="https://www.example.org/a">日本レーザー医学会「安全に使うための指針」</a></li><li><a href="https://www.example.org/b">厚生労働省「美容医療について」</a></li></ul>`, "安全に使うための指針"},
		{`<h2>料金</h2><table><tr><td>初回</td><td>9,900円</td></tr><tr><td>2回目から</td><td>16,500円</td></tr></table><p><a class="btn" href="/r">予約する</a></p>`, "16,500円"},
		{`<h3>部位</h3><ul><li>顔</li><li>首</li><li>手の甲</li></ul>`, "手の甲"},
		{`<h3>診療の流れ</h3><ul><li>予約</li><li>診察</li><li>照射</li><li>会計</li></ul>`, "照射"},
		{`<div class="s1"><h3>STEP1 カウンセリング</h3><p>肌の状態を診て、当てる場所と強さを決めます。</p><a class="btn" href="/r">予約する</a></div>`, "当てる場所と強さ"},
		{`<div class="s2"><p>照射は15分ほど</p><a class="btn" href="/r">予約する</a></div>`, "15分ほど"},
		{`<p>気になる症状があるときは、早めにお電話でご相談ください。</p>`, "早めにお電話で"},
		{`<h2>アクセスについて</h2><p>施術の当日は車の運転を控え、電車かバスで来てください。</p>`, "車の運転を控え"},
		{`<h2>アクセス</h2><p>見本駅から徒歩3分です。</p><p>麻酔を使った日は、自分で車を運転して帰れません。</p>`, "運転して帰れません"},
		{`<h2>診療時間</h2><p>平日 10:00〜19:00</p><h3>受けられない方</h3><p>日焼けした方は受けられません。</p>`, "日焼けした方"},
		{`<div class="h9"><p>キャンペーン価格で受けても、保証の内容は同じです。</p></div>`, "保証の内容は同じ"},
		{`<aside class="note"><p>日焼け止めはSPF30以上を選び、二時間おきに塗り直します。</p></aside>`, "SPF30"},
		{`<blockquote><p>光に敏感になる薬を飲んでいる方は、必ず申し出てください。</p></blockquote>`, "光に敏感になる薬"},
		{`<div class="balloon"><div class="icon"><img src="a.png" alt="医師"><span>医師</span></div><div class="text"><p>かさぶたは無理にはがさないでくださいね。</p></div></div>`, "無理にはがさない"},
		{`<div class="capbox"><div class="cap">ここがポイント</div><div class="in"><p>照射の間隔は一か月以上あけます。</p></div></div>`, "一か月以上あけます"},
		{`<div class="wp-block-group is-style-stitch"><p>照射の前の日は、ひげそりを済ませておきます。</p></div>`, "ひげそり"},
		{`<div class="tab-contents"><div class="tab" style="display:none"><p>部分照射は一か所ずつ当て、終わると冷やします。</p></div></div>`, "一か所ずつ"},
		{`<div class="comment-box"><p>医師からのひとこと：焦らず続けると差が出ます。</p></div>`, "焦らず続ける"},
		{`<div itemprop="description"><p>短いパルスで熱の広がりを抑えます。</p></div>`, "短いパルスで"},
		{`<div class="photo"><figure><img src="a.jpg" alt="治療前と治療後の頬"><figcaption>治療前と3回治療後（3か月後）</figcaption></figure></div>`, "3回治療後"},
		{`<p>写真：左は照射前、右は照射の一か月後</p>`, "照射の一か月後"},
		{`<div><p>LINEで経過の写真を送ると、医師が赤みの様子を確かめます。</p><a href="/l">LINEを登録</a></div>`, "医師が赤みの様子"},
		{`<p>Webで事前に問診票を記入すると、待ち時間が短くなります。</p>`, "待ち時間が短く"},
		{`<p>副作用の詳しい説明は<a href="/risk">こちら</a></p>`, "副作用の詳しい"},
		{`<p>無料相談のうえ、照射の範囲を決めます</p>`, "照射の範囲を決め"},
		{`<p>次の症例：頬の肝斑に5回照射した例です。</p>`, "5回照射した例"},
		{`<div class="cta"><p>照射後の赤みが3日を過ぎても引かないときは、クリニックへご連絡ください。</p><a href="tel:0312345678">03-1234-5678</a></div>`, "3日を過ぎても"},
		{`<div class="foot-note"><p>1) 見本太郎ほか. レーザーによるシミの治療. 見本誌 2020;1:2-3.</p></div>`, "見本誌"},
		{`<table><tr><th>曜日</th><th>月</th><th>火</th><th>水</th></tr><tr><th>塗る薬</th><td>○</td><td>—</td><td>○</td></tr></table>`, "塗る薬"},
		{`<h3>フォローについて</h3><p>一か月後に経過を診ます。</p>`, "一か月後に経過"},
		{`<p>駐車場での待機もできますので、体調の悪いときは車の中でお待ちください。</p>`, "車の中でお待ち"},
		{`<section itemscope itemtype="https://schema.org/Question"><h3 itemprop="name">化粧はいつからできますか</h3><div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer"><div itemprop="text">翌日からできます。</div></div></section>`, "翌日からできます"},
		{`<div class="result"><p>クッキーやチョコレートでニキビが増えるという研究もあります。</p></div>`, "チョコレート"},
		{`<p>Cookieではなく、食事の脂質が皮脂に関わると考えられています。</p>`, "皮脂に関わる"},
	} {
		for _, places := range [][2]string{{tt.element, ""}, {"", tt.element}} {
			for name, source := range pagesWith(places[0], places[1]) {
				a, _ := readPage(t, source)
				if got := outlineOf(a) + fmt.Sprint(a.Supervisors, a.Sources, a.FAQs); !strings.Contains(got, tt.kept) {
					t.Errorf("%s: %s\n read %s\n dropped %v", name, tt.element, got, a.Dropped)
				}
			}
		}
		beside := openPage + `<div class="x1">` + leadText + effects + risks + `<p>治療の回数は色の深さによって変わり、多くの方は三回から五回ほどです。一度で消えるとは限りません。</p></div>` + tt.element + `</body>`
		a, _ := readPage(t, beside)
		if got := outlineOf(a) + fmt.Sprint(a.Supervisors, a.Sources, a.FAQs); !strings.Contains(got, tt.kept) {
			t.Errorf("beside the article: %s\n read %s\n dropped %v", tt.element, got, a.Dropped)
		}
	}
}

// The article is found in the cell of a table that arranges the page, and rows whose
// first cells are set apart are its sections.
func TestArticleInCells(t *testing.T) {
	a, _ := readPage(t, `<title>見本外科 とげ抜き</title><body><table><tr><td colspan="2"><font size="5">見本外科</font><br>ようこそお越しくださいました</td></tr>
<tr><td><a href="a">切り傷</a><br><a href="b">すり傷</a></td><td><font size="5"><b>とげ抜き</b></font><table border="1">
<tr><td bgcolor="#ffc"><b>とり方</b></td><td>皮ふを消毒し、細い針で入口を広げてから、とげの向きにそって抜きます。深いものは麻酔をします。</td></tr>
<tr><td bgcolor="#ffc"><b>副作用</b></td><td>痛み、出血、化のうがあり、深いとげでは破片が残ることがあります。</td></tr>
<tr><td bgcolor="#ffc"><b>料金</b></td><td>保険が使えます。三割の方で千円ほどです。</td></tr></table></td></tr>
<tr><td colspan="2">木曜は健診のため休みます<br>昭和60年より開設</td></tr></table></body>`)
	got := outlineOf(a)
	for _, want := range []string{"とり方: 皮ふを消毒し", "副作用: 痛み、出血", "料金: 保険が使えます。"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing:\n%s", want, got)
		}
	}
	for _, noise := range []string{"ようこそ", "すり傷", "木曜は健診", "昭和60年"} {
		if strings.Contains(got, noise) || !strings.Contains(fmt.Sprint(a.Dropped), noise) {
			t.Errorf("%s is in the article or not listed:\n%s\n%v", noise, got, a.Dropped)
		}
	}
	a, _ = readPage(t, `<h2>当日</h2><table><tr><th>時間</th><td>30分</td></tr><tr><th>麻酔</th><td>塗る麻酔</td></tr></table>`)
	if got, want := outlineOf(a), "1 1 当日: | 時間 | 30分 |/| 麻酔 | 塗る麻酔 |\n"; got != want {
		t.Errorf("short rows: got %s want %s", got, want)
	}
}

// A note on risks at the foot of a page belongs to no section before it.
func TestNotesInTheFoot(t *testing.T) {
	a, _ := readPage(t, openPage+`<main>`+leadText+effects+`<h2>参考文献</h2><p>見本皮膚科学会「光治療の指針」</p></main><footer><p>見本皮膚科 例示市1-2-3</p><div><p>※本治療は未承認の機器を用いる自由診療です。</p><a href="/p">個人情報</a></div></footer></body>`)
	got := outlineOf(a)
	if !strings.HasSuffix(got, ": ※本治療は未承認の機器を用いる自由診療です。\n") || strings.Contains(got, "例示市") || strings.Contains(got, "個人情報") {
		t.Errorf("%s\n%v", got, a.Dropped)
	}
}
