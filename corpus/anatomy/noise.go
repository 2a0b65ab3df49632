package anatomy

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// Why a line was dropped, as people read it.
const (
	whyNavigation = "navigation"
	whyContents   = "table of contents"
	whyShare      = "share buttons"
	whyContact    = "contact details"
	whyCampaign   = "campaign"
	whyRelated    = "related articles"
	whyFooter     = "footer"
	whyCode       = "code or template"
	whyDate       = "date line"
	whyAuthor     = "author"
	whyRule       = "decoration"
	whyDuplicate  = "repeats the title"
)

// noiseLines are lines that are never part of an article when they are all that
// a line says, in normal form and without decoration around them.
var noiseLines = buildNoise(map[string]string{
	whyNavigation: `お問い合わせ お問合せ お問合わせ column コラム menu メニュー home ホーム top トップ トップページ toppage ページトップ ページトップへ ページの先頭へ トップへ戻る 先頭へ戻る
		前の記事 次の記事 前の記事へ 次の記事へ 前へ 次へ 一覧 一覧へ 一覧へ戻る 一覧に戻る コラム一覧 コラム一覧へ コラム一覧へ戻る 記事一覧 記事一覧へ 戻る もどる 閉じる 開く 検索 ログイン 会員登録 続きを読む もっと見る もっと読む
		詳しくはこちら 詳細はこちら 詳細を見る 詳しく見る こちら メニューを閉じる メニューを開く skiptocontent コンテンツへスキップ 本文へスキップ スキップ カテゴリ カテゴリー タグ ブログ blog news お知らせ 最新情報
		新着情報 クリニック紹介 料金一覧 施術一覧 診療案内 診療科目 採用情報 求人 en english 日本語`,
	whyShare: `シェア シェアする シェアしてね この記事をシェア この記事をシェアする share tweet ツイート ツイートする ポスト ポストする facebook twitter line lineで送る lineで送る はてな はてなブックマーク はてブ pocket コピー リンクをコピー urlをコピー
		友だちに教える 友達に教える 友だちに送る 友達に送る instagram youtube フォローする 印刷 印刷する pdfで保存`,
	whyContact: `お問い合わせはこちら お問合せはこちら ご予約はこちら 予約はこちら web予約はこちら ネット予約 lineで予約 line予約 無料カウンセリング予約 無料カウンセリングはこちら 無料相談はこちら
		カウンセリング予約 カウンセリングを予約する ご予約・お問い合わせ ご予約・お問い合わせはこちら 電話する 電話予約 お電話はこちら 24時間web予約 24時間web予約受付中 メールで相談 アクセスマップ reservation reserve contact contactus booking booknow`,
	whyRelated:  `関連記事 関連コラム 関連ページ 関連リンク 関連する記事 おすすめ記事 おすすめの記事 人気記事 人気の記事 新着記事 最新記事 この記事を読んだ人はこちらも読んでいます 関連商品 関連商品カテゴリー 関連商品カテゴリ 関連アイテム 関連製品 おすすめ商品 おすすめアイテム 人気商品 人気商品ランキング この商品を見た人はこちらも見ています あわせて読みたい 合わせて読みたい こちらの記事もおすすめ こちらもおすすめ 人気記事ランキング`,
	whyFooter:   `プライバシーポリシー サイトマップ 利用規約 運営会社 会社概要 特定商取引法に基づく表記 個人情報保護方針 免責事項`,
	whyCampaign: `広告 pr スポンサーリンク sponsored キャンペーン キャンペーン実施中 期間限定キャンペーン 当サイトは広告を利用しています 本ページはプロモーションが含まれています 本記事にはプロモーションが含まれています`,
	whyContents: `[toc] [[toc]] {:toc}`,
})

// tocHeads introduce a table of contents, relatedHeads a list of other pages. What
// an article promises to explain (looseTocHeads) is a table of contents only where
// it repeats the headings.
var (
	tocHeads      = setOf("目次", "この記事の目次", "本記事の目次", "もくじ", "contents", "tableofcontents", "index", "目次[非表示]", "目次[表示]", "目次閉じる", "目次開く")
	looseTocHeads = setOf("この記事でわかること", "この記事で分かること", "この記事の内容", "本記事の内容")
	relatedHeads  = noiseOf(whyRelated)
)

func buildNoise(table map[string]string) map[string]string {
	out := map[string]string{}
	for why, words := range table {
		for _, w := range strings.Fields(words) {
			out[fold(w)] = why
		}
	}
	return out
}

func noiseOf(why string) map[string]bool {
	out := map[string]bool{}
	for w, y := range noiseLines {
		if y == why {
			out[w] = true
		}
	}
	return out
}

func setOf(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[fold(w)] = true
	}
	return out
}

// bare is a line in normal form without white space and the decoration that
// pages put around links: 「▶ お問い合わせ」 is お問い合わせ.
func bare(line string) string {
	t := fold(line)
	t = strings.Join(strings.Fields(t), "")
	return strings.Trim(t, "|-–—=*_#・•>»›→←▶►▼▲◀◁▷✓✔●○■□◆◇★☆📅📞☎【】")
}

var (
	breadcrumb = regexp.MustCompile(`^(?:home|top|ホーム|トップ|トップページ)\s*(?:>|›|»|/|＞|→)\s*\S`)
	// neighbour leads to the articles before and after this one.
	// neighbours leads to both with their titles: 「← 前の題 | 次の題 →」.
	neighbours = regexp.MustCompile(`^[←«‹◀◁＜<]\s*\S.{0,60}?\s*[|｜/／]\s*\S.{0,60}[→»›▶▷＞>]$|^[←«‹◀]\s*\S.{1,40}$`)
	neighbour  = regexp.MustCompile(pattern.Joined(`^[←→<>«»‹›◀▶◁▷＜＞\s]*(?:
		(?:前|次|前後)の(?:記事|ページ|投稿|コラム|話|スライド|画像|症例|ブログ|記事一覧)
		|前へ|次へ
		|(?:previous|next)(?: post| article| page)?\s*[:：|]
	)\s*(?:[:：|/へ←→»>].*)?$`))
	copyright  = regexp.MustCompile(`^(?:©|\(c\)|copyright\b)`)
	phone      = regexp.MustCompile(`(?:tel|電話|電話番号|fax|☎|📞|お電話|フリーダイヤル)[^0-9]{0,12}0\d{1,4}[-(（ ]?\d{1,4}[-)） ]?\d{3,4}`)
	barePhone  = regexp.MustCompile(`^0\d{1,4}-\d{1,4}-\d{3,4}$`)
	shortcode  = regexp.MustCompile(`^\[/?[a-z][a-z0-9_-]*(?:\s+[a-z0-9_-]+\s*=.*)?\]$`)
	template   = regexp.MustCompile(`^(?:<\?php.*|\?>|<\?=.*|\{%.*%\}|\{\{.*\}\}|<%.*%>|</?script.*|<!--.*-->)$`)
	moduleLine = regexp.MustCompile(`^(?:import\s+(?:[\w*{}, ]+\s+from\s+)?['"][^'"]+['"];?|export\s+(?:const|default|let|function)\b.*)$`)
	banner     = regexp.MustCompile(`(?:\d+%|半額|円)\s*(?:off|オフ|引き)|キャンペーン(?:実施中|開催中|中)|(?:今だけ|期間限定|本日限り|今なら|初回限定|先着).{0,20}(?:円|%|off|オフ|無料|プレゼント|割引)`)
	tocItem    = regexp.MustCompile(`^(?:[-・•*]\s*)?(?:\d+(?:[.\-]\d+)*[.．、)）]?\s*)?`)
	dateLine   = regexp.MustCompile(pattern.Joined(`^(
		公開日?|投稿日?|掲載日?|作成日?|最終更新日?|更新日?|最終確認日?|監修日|レビュー日|確認日
		|last (?:updated|modified)
		|updated(?: on| at)?
		|published(?: on| at)?
	)(?:時)?\s*[:：]?\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*[(|/]?\s*(.*))?$`))
	// besideDate is what pages show beside a date of theirs.
	besideDate = regexp.MustCompile(`^(?:カテゴリー?|タグ|投稿者|著者|執筆者?|文責|閲覧数|所要|読了)`)
)

// relatedTreatments are headings over lists of what else is offered; over sentences
// they are text.
var relatedTreatments = setOf("関連施術", "関連する施術", "関連治療", "関連する治療", "関連メニュー", "関連する診療", "関連診療", "その他の施術", "その他の治療", "その他のメニュー", "他の施術", "他のメニュー", "あわせて読まれているページ", "よく読まれている記事", "よく読まれているページ")

// maxNoise is the length in bytes above which a line is prose, not noise.
const maxNoise = 240

// noiseReason says why a line is no part of an article, or "".
func noiseReason(line string) string {
	t := strings.TrimSpace(line)
	if t == "" || len(t) > maxNotice {
		return ""
	}
	if why := noticeReason(fold(t)); why != "" || len(t) > maxNoise {
		return why
	}
	if containsAny(t, "広告", "プロモーション", "アフィリエイト") && runes(t) <= 60 && disclosure.MatchString(fold(t)) {
		return whyCampaign
	}
	if isAppeal(t) {
		return whyShare
	}
	if endsSentence(t) {
		return ""
	}
	if why := noiseLines[bare(t)]; why != "" {
		return why
	}
	f := fold(t)
	switch {
	case isAlsoRead(t):
		return whyRelated
	case !hasLetters(t) && strings.Trim(f, " -=*_・.~〜─━―…•|↑▲△") == "":
		return whyRule
	case strings.ContainsAny(f, ">›»→/") && breadcrumb.MatchString(f):
		return whyNavigation
	case neighbour.MatchString(f), neighbours.MatchString(f):
		return whyNavigation
	case copyright.MatchString(f):
		return whyFooter
	case isCode(f):
		return whyCode
	case isPhone(f):
		return whyContact
	case !isTableRow(t) && isBanner(f):
		return whyCampaign
	}
	return isSurroundings(t, f)
}

func isCode(f string) bool {
	switch f[0] {
	case '[':
		return shortcode.MatchString(f)
	case '<', '{', '?':
		return template.MatchString(f)
	case 'i', 'e':
		return moduleLine.MatchString(f)
	}
	return false
}

func isPhone(f string) bool {
	return strings.Contains(f, "0") && (barePhone.MatchString(f) || phone.MatchString(f))
}

// isBanner reports whether a line only advertises a discount. A line that also
// gives the usual price is kept for that, and one that gives two.
func isBanner(f string) bool {
	for _, cue := range []string{"キャンペーン", "今だけ", "期間限定", "本日限り", "今なら", "初回限定", "先着", "off", "オフ", "引き"} {
		if strings.Contains(f, cue) {
			return banner.MatchString(f) && !strings.Contains(f, "通常") && !cutPrice.MatchString(f)
		}
	}
	return false
}

// cutPrice is a price with the lower one that takes its place behind it.
var cutPrice = regexp.MustCompile(`(?:[¥￥]\s*[\d,]{3,}|[\d,.]+\s*万?円)(?:.{0,16}?)\s*(?:→|⇒|➡|->|▶|\d+\s*%\s*(?:off|オフ|引き))\s*(?:[¥￥]\s*[\d,]{3,}|[\d,.]+\s*万?円)`)

// dropNoise takes the lines that are noise out of lines, leaving blank ones in
// their place so that what stood apart stays apart.
func (r *reading) dropNoise(lines []Line) []Line {
	if len(lines) == 1 && len(lines[0].Text) > maxNoise {
		return lines
	}
	out := make([]Line, 0, len(lines))
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if n := r.contents(l, lines[i+1:]); n > 0 {
			for _, d := range lines[i : i+1+n] {
				r.drop(d, whyContents)
				out = append(out, Line{"", d.No})
			}
			i += n
			continue
		}
		if n := menuBelow(lines[i:]); n > 0 {
			for _, d := range lines[i : i+n] {
				r.drop(d, whyNavigation)
				out = append(out, Line{"", d.No})
			}
			i += n - 1
			continue
		}
		why := noiseReason(l.Text)
		n := 0
		switch {
		case why == whyRelated:
			n = relatedBelow(lines[i+1:])
		case len(l.Text) <= maxTocHead && relatedTreatments[bare(l.Text)]:
			if n = itemsBelow(lines[i+1:]); n > 0 {
				why = whyRelated
			}
		}
		if why == whyRelated {
			for _, d := range lines[i : i+1+n] {
				r.drop(d, whyRelated)
				out = append(out, Line{"", d.No})
			}
			i += n
			continue
		}
		if why == "" && r.readDate(l.Text) {
			why = whyDate
		}
		if why != "" {
			r.drop(l, why)
			l.Text = ""
		}
		out = append(out, l)
	}
	return joinMarks(joinTerms(out))
}

// joinTerms puts a description that begins with a colon behind its term: 「施術時間」
// over 「: 30分」. Below a question it is the answer.
func joinTerms(lines []Line) []Line {
	for i := 1; i < len(lines); i++ {
		body, ok := strings.CutPrefix(lines[i].Text, ": ")
		if !ok || isBlank(body) || isBlank(lines[i-1].Text) || endsSentence(lines[i-1].Text) {
			continue
		}
		term := strings.TrimSpace(lines[i-1].Text)
		switch {
		case isQuestion(term):
			lines[i].Text = strings.TrimSpace(body)
		case runes(term)+runes(body) <= 60:
			lines[i-1].Text, lines[i].Text = term+"："+strings.TrimSpace(body), ""
		}
	}
	return lines
}

// joinMarks puts a mark that has a line of its own (Q, 【A】, 「Q」) before the line
// that it is of.
func joinMarks(lines []Line) []Line {
	for i := range lines {
		mark := loneMarkOf(lines[i].Text)
		if mark == "" {
			continue
		}
		for j := i + 1; j < len(lines); j++ {
			if t := strings.TrimSpace(lines[j].Text); t != "" {
				if loneMarkOf(t) == "" && questionLen(t)+answerLen(t) == 0 {
					lines[j].Text, lines[i].Text = mark+" "+t, ""
				}
				break
			}
		}
	}
	return lines
}

// loneMarkOf is the mark of a question or an answer that is all that a line says,
// without brackets; "" where there is none.
func loneMarkOf(line string) string {
	mark := strings.TrimSpace(line)
	if mark == "" || len(mark) > 15 || !loneMark.MatchString(fold(mark)) {
		return ""
	}
	return strings.Trim(mark, "「」【】[]［］〔〕<>〈〉()（）")
}

var loneMark = regexp.MustCompile(`^[「【\[〔<〈(]?[qa]\.?[0-9]{0,2}[」】\]〕>〉)]?[.:]?$`)

// relatedBelow returns how many lines after 「関連記事」 are the titles of other
// articles: list items and short lines, up to the text of this one. The last short
// line before that is its heading.
func relatedBelow(lines []Line) int {
	n, last := 0, 0
	for i, l := range lines {
		t := strings.TrimSpace(l.Text)
		switch {
		case t == "":
		case listMark(t) > 0 && !endsSentence(t) && len(t) <= maxNoise:
			n, last = i+1, i+1
		case shapeOf(t) == candidate && i > 0 && isBlank(lines[i-1].Text) && headsList(t, lines[i+1:]):
			return n // リスク over a list is a section of this article
		case shapeOf(t) == candidate:
			last, n = n, i+1
		default:
			return last
		}
	}
	return n
}

// headsList reports whether a line names what a treatment may do or whom it is not for,
// and stands over a list.
func headsList(line string, below []Line) bool {
	next := slices.IndexFunc(below, func(l Line) bool { return !isBlank(l.Text) })
	if next < 0 || listMark(below[next].Text) == 0 || runes(line) > 12 {
		return false
	}
	switch readHeading(line).kind {
	case corpus.KindRisks, corpus.KindPrecautions, corpus.KindDowntime, corpus.KindAftercare:
		return true
	}
	return false
}

// itemsBelow returns how many lines are list items, none a sentence or a price.
func itemsBelow(lines []Line) int {
	n := slices.IndexFunc(lines, func(l Line) bool { return listMark(l.Text) == 0 || endsSentence(l.Text) || corpus.HasAmount(l.Text) })
	if n < 0 {
		return len(lines)
	}
	return n
}

// drop lists a line as dropped; blank lines are nothing to list.
func (r *reading) drop(l Line, why string) {
	if !isBlank(l.Text) {
		r.dropped = append(r.dropped, corpus.Dropped{Line: l.No, Text: strings.TrimSpace(l.Text), Why: why})
	}
}

// maxTocHead is the length in bytes of the longest line that can head a table of
// contents, decoration included.
const maxTocHead = 80

// contents returns how many of the lines after a line 「目次」 are a table of
// contents: those that stand again as a heading or as a line of their own.
func (r *reading) contents(l Line, after []Line) int {
	if len(l.Text) > maxTocHead || !tocHeads[bare(l.Text)] && !looseTocHeads[bare(l.Text)] {
		return 0
	}
	n := 0
	listed := tocHeads[bare(l.Text)] // a list right under 目次 is one whatever it says
	first := ""
	for i, item := range after {
		if isBlank(item.Text) {
			continue
		}
		switch t := contentsItem(item.Text); {
		case first == "":
			first = t
		case t == first && t != "":
			return n // the first heading, over its text
		}
		if listed = listed && listMark(item.Text) > 0 && !endsSentence(item.Text); listed {
			n = i + 1
			continue
		}
		t := contentsItem(item.Text)
		if t == "" || !r.headings[t] && !slices.ContainsFunc(after[i+1:], func(l Line) bool { return contentsItem(l.Text) == t }) {
			break
		}
		n = i + 1
	}
	return n
}

// contentsItem is a line as a table of contents and a heading both have it,
// without the number before it.
func contentsItem(line string) string {
	if len(line) > maxNoise {
		return ""
	}
	return bare(tocItem.ReplaceAllString(strings.TrimSpace(fold(line)), ""))
}

// readDate takes the dates that a page shows about itself, one or several on a line.
func (r *reading) readDate(line string) bool {
	if len(line) > 160 || !containsAny(line, "日", "更新", "公開", "確認", "pdated", "ublished") {
		return false
	}
	rest := strings.Trim(strings.TrimSpace(fold(line)), "*_`")
	var dates [][]string
	for rest != "" && !besideDate.MatchString(rest) {
		m := dateLine.FindStringSubmatch(rest)
		if m == nil {
			return false
		}
		dates = append(dates, m)
		rest = strings.TrimSpace(strings.TrimRight(m[5], ")"))
	}
	for _, m := range dates {
		if !r.takeDate(m) {
			return false
		}
	}
	return len(dates) > 0
}

// takeDate sets the date of the article that a label names, unless it is set.
func (r *reading) takeDate(m []string) bool {
	year, month, day := atoi(m[2]), atoi(m[3]), atoi(m[4])
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	field := &r.article.Published
	switch {
	case containsAny(m[1], "更新", "updated", "modified"):
		field = &r.article.Updated
	case strings.Contains(m[1], "確認"), strings.Contains(m[1], "監修"), strings.Contains(m[1], "レビュー"):
		field = &r.article.Reviewed
	}
	if *field == nil {
		*field = &date
	}
	return true
}
