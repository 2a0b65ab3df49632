package reader

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// What calls readers to act is told by what it says and how it is built, where its
// name says nothing: a few words over a button, a discount with a day on which it ends.

// mostCallText is how many characters outside of links a box that calls to act has,
// mostOffer how many a box with an offer has.
const (
	mostCallText = 70
	mostOffer    = 220
)

// callReason says why a box is a call to act and no part of the article; "" where it
// is none.
func (p *page) callReason(n *node) string {
	switch n.tag {
	case "div", "section", "aside", "p", "ul", "center", "blockquote", "figure", "article", "li", "a":
	default:
		return ""
	}
	s := n.size
	if s.text > mostOffer || s.text == 0 {
		return ""
	}
	switch {
	case p.isOffer(n):
		return whyBanner
	case s.links > 0 && isCallBox(n):
		return whyButton
	}
	return ""
}

// isCallBox reports whether an element is buttons with a few words beside them.
func isCallBox(n *node) bool {
	s := n.size
	if s.text-s.linked > mostCallText || s.prose >= fewProse || n.tag == "li" || n.tag == "a" {
		return false
	}
	called := false
	each(n, func(c *node) bool {
		if !isLink(c) {
			return true
		}
		text := plainText(c)
		if text == "" {
			return false
		}
		if runeCount(text) > maxButton || !callText.MatchString(text) && !looksLikeButton(c) || corpus.HasAmount(text) {
			called = false
			return false
		}
		called = true
		return false
	})
	if !called || !allLinksCall(n) {
		return false
	}
	rest := strings.TrimSpace(unlinked(n))
	if rest == "" {
		return true
	}
	return !ofArticle.MatchString(rest) && !urgent.MatchString(rest) && !corpus.HasAmount(rest) && !digits.MatchString(rest) && onlyCalls(rest)
}

// urgent are words of sentences that say when somebody treated has to call.
var urgent = regexp.MustCompile(`熱|異常|異変|体調|夜間|緊急|救急|急変|激しい|強い|治まら|おさまら|止まら|術後|施術後|治療後|退院`)

// allLinksCall reports whether every link in an element leads to the clinic.
func allLinksCall(n *node) bool {
	all := true
	each(n, func(c *node) bool {
		if isLink(c) && c.size.text > 0 {
			text := plainText(c)
			all = all && runeCount(text) <= maxButton && (callText.MatchString(text) || looksLikeButton(c))
			return false
		}
		return all
	})
	return all
}

var (
	// callText is what buttons say that lead to the clinic.
	callText = regexp.MustCompile(`(?i)予約|お?問い?合わ?せ|資料請求|申し?込|相談|電話|\bLINE\b|友だち|カウンセリング|空き(?:状況|枠)|アクセス|地図|来院|^0\d{1,4}-`)
	// callWord is what stands beside them: an invitation, no statement.
	callWord = regexp.MustCompile(pattern.Joined(`
		(?i)予約
		|お?問い?合わ?せ|相談|電話|LINE|友だち|カウンセリング|お気軽|まずは|今すぐ|いますぐ|かんたん|簡単
		|無料|空き|枠|残り|受付|24時間|お待ち|ご来院|ご連絡|お悩み|お困り|あなた|tel|web|初診|公式|アプリ
		|限定|わずか
	`))
	digits = regexp.MustCompile(`[0-9０-９]+\s*(?:分間?|回|日|週|か月|ヶ月|カ月|年|本|cc|mg|％|%)(?:$|[^間の受])`)
)

// onlyCalls reports whether every line invites: its sentences too.
func onlyCalls(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && hasWords(line) && !callWord.MatchString(line) {
			return false
		}
	}
	return true
}

// hasWords reports whether a text has more than marks and digits.
func hasWords(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x3041 || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }) >= 0
}

var (
	// offerTitle is the headline of a box with an offer.
	offerTitle = regexp.MustCompile(pattern.Joined(`
		(?i)(?:
			キャンペーン|セール|フェア|特典|OFF|オフ|割引?|引き|クーポン|プレゼント
			|モニター(?:様|さん|さま)?(?:大)?募集(?:中)?
			|半額
		)[!！♪★☆\s]*(?:実施中|開催中|中)?[!！♪★☆\s]*$
		|^(?:期間限定|今だけ|今なら|本日限り|初回限定|[0-9０-９]{1,2}月(?:末まで|限定)|先着)
	`))
	// monitorTitle is the headline of what those pay who lend their photographs; it is an
	// offer where an arrow leads from the usual price to theirs (loweredTo).
	monitorTitle = regexp.MustCompile(`モニター[^。]{0,8}(?:枠|価格|料金|割引?|プラン|募集|優待|特別|限定)`)
	loweredTo    = regexp.MustCompile(`[0-9０-９]円?(?:[（(]税[込抜別][)）])?\s*(?:→|➡|⇒|▶|▼|↓)\s*(?:[^\n]{0,8}?)[¥￥]?[0-9０-９]`)
	// offerText is what such a box says below: until when, how much less.
	offerText = regexp.MustCompile(pattern.Joined(`
		(?i)[0-9０-９]{1,3}\s*[%％]\s*(?:OFF|オフ|引)
		|半額
		|円\s*(?:OFF|オフ|引き)
		|→|➡|⇒
		|[0-9０-９]{1,2}[月/／][0-9０-９]{1,2}日?\s*(?:[(（].[)）])?\s*まで
		|今だけ|期間限定|本日限り|先着|残り|プレゼント|無料|お得|終了|限定|あと
	`))
)

// isOffer reports whether an element is a box with an offer: a headline that cries it
// out over how much less it is, or until when. Where prices stand nowhere else on the
// page they stay.
func (p *page) isOffer(n *node) bool {
	s := n.size
	if s.prose >= fewProse || n.tag == "li" {
		return false
	}
	var lines []string
	var t textLines
	collectPlain(n, &t)
	for _, l := range t.take() {
		if text := strings.TrimSpace(l.Text); text != "" {
			lines = append(lines, text)
		}
	}
	if len(lines) < 2 || runeCount(lines[0]) > 40 {
		return false
	}
	below := strings.Join(lines[1:], "\n")
	lowered := monitorTitle.MatchString(lines[0]) && loweredTo.MatchString(below)
	if !lowered && (!offerTitle.MatchString(lines[0]) || !offerText.MatchString(below) || holdsKindHeading(n)) || ofArticle.MatchString(below) {
		return false
	}
	return !corpus.HasAmount(below) || p.pricesBeside(n)
}

// pricesBeside reports whether prices stand in the main content outside of an element.
func (p *page) pricesBeside(n *node) bool {
	found := false
	eachText(p.main, func(t *node) {
		if !found && strings.ContainsAny(t.text, "円¥￥") && !t.within(n) {
			found = true
		}
	})
	return found
}
