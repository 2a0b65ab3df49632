package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// What an article was published with and is none of it: where a clinic is and when it is
// open, told as a list of facts under whatever heading, and the notes of editors.

const whyEditors = "notes of the editors"

// editorsNotes are headings, bare, over what editors keep with a manuscript: what search
// engines are to show, what words it is to be found by, for whom it is written.
var editorsNotes = setOf("メタディスクリプション", "メタデスクリプション", "メタ説明文", "メタ情報", "メタタイトル", "メタキーワード", "metadescription", "metatitle", "metakeywords", "seo情報", "seo設定", "seoメタ情報",
	"seoタイトル", "seoキーワード", "seoメモ", "サジェストキーワード", "関連キーワード", "共起語", "想定キーワード", "対策キーワード", "狙うキーワード", "メインキーワード", "サブキーワード", "ターゲットキーワード", "検索キーワード",
	"検索意図", "想定読者", "ペルソナ", "読者ペルソナ", "ターゲット読者", "スラッグ", "パーマリンク", "内部リンク案", "内部リンク候補", "タイトル案", "タイトル候補", "見出し案", "アイキャッチ案", "アイキャッチ画像案", "ハッシュタグ", "投稿用ハッシュタグ", "sns投稿文", "執筆メモ", "編集メモ", "制作メモ")

var (
	// placeKey is what such a list calls a fact of a clinic: the first cell of a row, the
	// term of a description.
	placeKey = regexp.MustCompile(pattern.Joined(`^(?:
		住所|所在地
		|電話(?:番号)?
		|tel|fax|ファックス
		|e?メール(?:アドレス)?
		|mail|e-mail|url|web|ウェブサイト|ホームページ|hp|営業時間|営業日|診療時間|診察時間|診療日|受付時間
		|電話受付|定休日|休業日|休診日|駐車場|駐輪場|最寄り?駅|アクセス|交通|行き方|お?支払い?方法|決済方法
		|クレジットカード|席数|ベッド数|医院名|クリニック名|院名|店名|店舗名|サロン名|法人名|院長|代表者?
		|開設者|診療科目?|診療内容|設立|開院|sns|instagram|line|address|access|hours|open|close|closed
		|parking|clinic|name|phone
	)$`))
	// placeFact are those that no list of facts about a treatment has.
	placeFact = regexp.MustCompile(`^(?:住所|所在地|電話(?:番号)?|tel|営業時間|診療時間|診察時間|受付時間|定休日|休診日|駐車場|最寄り?駅|アクセス|address|access|hours)$`)
)

// clinicHeading is that of a section about the clinic, or its name, in normal form.
var clinicHeading = regexp.MustCompile(pattern.Joined(`^(?:
	(?:当|各)?(?:
		クリニック|医院|病院|院|サロン|店舗|会社|施設|教室
	)の?(?:概要|案内|情報|紹介|ご案内|基本情報|一覧)
	|基本情報|ご案内
	|(?:shop|salon|clinic|hospital|company)?\s*(?:information|info)
	|.{2,24}(?:院|店|クリニック|サロン|歯科|外科|内科|皮膚科|眼科)
)\s*(?:[a-z ]{0,20})$`))

// leastPlace is how many facts that only a clinic has make a list of them.
const leastPlace = 2

// places counts the facts of a clinic in a text: those that only lists of them have, and
// all.
type places struct{ sure, all int }

// tellsOfPlace reports whether a part, with what stands below it, is nothing but a list
// of facts about a clinic, in rows, on lines or under headings of their own.
func tellsOfPlace(parts []Part) bool {
	var n places
	if !n.count(parts[0]) {
		return false
	}
	for i := 1; i < len(parts) && parts[i].Heading != "" && max(parts[i].Level, 1) > max(parts[0].Level, 1); i++ {
		p := parts[i]
		if key := bare(p.Heading); placeFact.MatchString(key) {
			n.sure++
			n.all++
		} else if placeKey.MatchString(key) {
			n.all++
		} else if !clinicHeading.MatchString(fold(p.Heading)) || lastText(p.Lines) < 0 {
			return false
		}
		if !n.count(p) {
			return false
		}
	}
	return n.sure >= leastPlace || n.sure > 0 && n.all >= leastPlace && clinicHeading.MatchString(fold(strings.TrimSpace(parts[0].Heading)))
}

// count adds the facts on the lines of a part, and reports whether they tell of nothing
// else. What a fact goes on with on lines of its own belongs to it; prices, sources and
// what a treatment asks or forbids do not.
func (n *places) count(p Part) bool {
	opened := placeKey.MatchString(bare(p.Heading))
	for _, l := range p.Lines {
		t := strings.TrimSpace(l.Text)
		if t == "" {
			continue
		}
		switch key := placeKeyOf(t); {
		case corpus.HasAmount(t) || tellingWords.MatchString(t):
			return false
		case placeFact.MatchString(key):
			n.sure++
			n.all++
			opened = true
		case placeKey.MatchString(key):
			n.all++
			opened = true
		case !opened && n.all == 0 || runes(t) > 2*maxEdge || edgeCue.MatchString(strings.ReplaceAll(fold(t), "※", "")):
			return false
		}
	}
	return true
}

// placeKeyOf is what a line calls the fact that it gives, in normal form: the first cell
// of its row, the term before its colon, or the whole line.
func placeKeyOf(t string) string {
	if isTableRow(t) {
		return bare(cells(t)[0])
	}
	t = t[listMark(t):]
	if key, value, ok := keyValue(t); ok && value != "" {
		return bare(key)
	}
	return bare(t)
}
