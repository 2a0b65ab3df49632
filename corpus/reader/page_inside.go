package reader

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

// dropNoise drops the elements inside the main content that are no part of the
// article.
func (p *page) dropNoise(n *node) {
	for c := n.first; c != nil; c = c.next {
		if c.tag == "" || c.drop != "" || headingLevel(c.tag) > 0 || c.tag == "summary" || c.tag == "dt" {
			continue // a heading is kept whole
		}
		if why := p.insideReason(c); why == whyFooter && p.dropAround(c, why) {
			continue
		} else if why != "" {
			p.dropNode(c, why)
			continue
		}
		p.dropNoise(c)
	}
}

// fewProse is how many characters of sentences an element can hold that is still
// noise where its name says so.
const fewProse = 120

// leastCall is how many characters of sentences a call to act must have that is
// kept as text.
const leastCall = 24

// maxMeta is how many characters a line about the page itself can have: its date,
// its category.
const maxMeta = 60

// insideReason says why an element of the main content is no part of the article.
func (p *page) insideReason(n *node) string {
	s := n.size
	if s.text == 0 || s.text > p.main.size.text*3/4 {
		return ""
	}
	if s.links > 0 && s.text <= mostOffer && isCard(n) && !saysRisk(n) {
		return whyRelated
	}
	if n.isBlock() || strings.Contains(n.tag, "-") {
		if why := p.namedReason(n); why != "" {
			return why
		}
	}
	switch n.tag {
	case "button":
		if !isOpener(n) && !isHeadingInside(n) {
			return whyButton
		}
	case "ul", "ol", "div", "dl", "nav", "p", "li", "section", "span", "center", "details", "table", "a", "strong", "small", "figure", "td":
		switch {
		case p.isContents(n), isJump(n):
			return whyContents
		case isSharing(n):
			return whyShare
		case isHours(n):
			return whyContact
		case p.isLinkList(n):
			return whyNavigation
		case isButton(n):
			return whyButton
		}
	}
	if n.tag == "td" && isSideCell(n) {
		return whySidebar
	}
	if why := p.callReason(n); why != "" {
		return why
	}
	return p.headedReason(n)
}

// isSideCell reports whether a cell is the column of links beside the column that
// holds the text of the page.
func isSideCell(n *node) bool {
	s := n.size
	if s.links < 2 || s.prose > 0 || s.linked*10 < s.text*7 || n.parent == nil {
		return false
	}
	for c := n.parent.first; c != nil; c = c.next {
		if c != n && c.tag == "td" && c.size.heads > 0 && c.size.prose >= fewProse {
			return true
		}
	}
	return false
}

// isSharing reports whether an element is links to where pages are shared, with a word
// or two beside them.
func isSharing(n *node) bool {
	s := n.size
	if s.links == 0 || s.prose > 0 || s.text-s.linked > 16 || n.tag == "li" {
		return false
	}
	shares, others := 0, 0
	each(n, func(c *node) bool {
		switch {
		case !isLink(c) || c.size.text == 0:
		case sharesPage(c.attr("href")):
			shares++
		default:
			others++
		}
		return others == 0
	})
	return shares > 0 && others == 0
}

// isHours reports whether a table says on which days and when a clinic is open.
func isHours(n *node) bool {
	if n.tag != "table" || n.size.text > 2*fewProse || n.size.prose > 0 {
		return false
	}
	days := map[string]bool{}
	each(n, func(c *node) bool {
		if (c.tag == "td" || c.tag == "th") && c.size.text > 0 && c.size.text <= 3 {
			if day := weekday.FindStringSubmatch(strings.TrimSpace(plainText(c))); day != nil {
				days[day[1]] = true
			}
		}
		return true
	})
	return len(days) >= 3 && hours.MatchString(plainText(n))
}

var weekday = regexp.MustCompile(`^([日月火水木金土祝])(?:曜日?)?$`)

var hours = regexp.MustCompile(`診療|受付|午前|午後|[0-9０-９]{1,2}[:：時][0-9０-９]{0,2}\s*[〜～~-]|休診|AM|PM`)

// isJump reports whether a list is nothing but one link to another place of the
// page.
func isJump(n *node) bool {
	if n.tag != "ul" && n.tag != "ol" && n.tag != "nav" || n.size.links != 1 || n.size.linked != n.size.text {
		return false
	}
	inside := false
	each(n, func(c *node) bool {
		inside = inside || c.tag == "a" && len(c.attr("href")) > 1 && c.attr("href")[0] == '#'
		return true
	})
	return inside
}

// namedReason judges an element by what its tag, role, class or id calls it. What
// holds sentences, or says risks, is kept, whatever it is called, save what is
// nowhere text.
func (p *page) namedReason(n *node) string {
	why := p.noiseReason(n)
	switch {
	case why == "" && callsToAct(n):
		why = whyBanner
	case why == "" || !p.isNamedNoise(n, why):
		return ""
	}
	if p.isKept(n, why) {
		return ""
	}
	if why == whyMeta {
		p.metaDate(n)
	}
	return why
}

// isNamedNoise reports whether an element is, by what it holds, what its name calls it.
func (p *page) isNamedNoise(n *node, why string) bool {
	s := n.size
	linky := s.linked*10 >= s.text*7
	switch why {
	case whyComments:
		return true
	case whyNavigation, whyBreadcrumb, whyShare, whyContents, whyCookie, whyPopup:
		return s.prose < fewProse || linky
	case whyFooter:
		return n.tag != "footer" || s.prose < fewProse || !inArticle(n) || linky
	case whyHeader:
		return p.unmarked && s.prose < fewProse && !inArticle(n) && !p.holdsTitle(n)
	case whyButton:
		return s.prose < leastCall && s.text < 2*fewProse
	case whyMeta:
		return s.text <= maxMeta
	case whyBanner:
		return s.prose < 2*fewProse && s.heads == 0 || linky || s.prose == 0 && s.text < fewProse
	case whyRelated:
		return s.links > 0 && s.linked*3 >= s.text
	case whySidebar, whyAuthor:
		return (linky || s.prose < fewProse || s.prose*4 < s.text) && !isBoxOfText(n, why)
	}
	return false
}

// isKept reports whether what its name calls noise is a part of the article.
func (p *page) isKept(n *node, why string) bool {
	return p.looksLikeArticle(n, why) || isBoxOfRisks(n, why)
}

// isBoxOfRisks reports whether what is called by a name that designers also give to
// boxes of the article, as to that of a campaign, says its risks, and is not links.
func isBoxOfRisks(n *node, why string) bool {
	switch why {
	case whyBanner, whyButton, whySidebar, whyPopup:
		return n.size.linked*10 < n.size.text*7 && saysRisk(n)
	}
	return false
}

var riskWords = regexp.MustCompile(`副作用|合併症|禁忌|リスク|受けられない|受けられません|受けることができ|妊娠中|授乳中|やけど|火傷|熱傷|内出血|出血|腫れ|赤み|発赤|色素沈着|アレルギー|感染|しびれ|麻痺|痛みが`)

// saysRisk reports whether an element says, outside of links, what can go wrong or
// who must not be treated.
func saysRisk(n *node) bool {
	found := false
	eachText(n, func(t *node) {
		if found || !riskWords.MatchString(t.text) {
			return
		}
		for a := t.parent; a != nil && a != n.parent; a = a.parent {
			if a.drop != "" || isLink(a) || a.tag == "button" {
				return
			}
		}
		found = true
	})
	return found
}

// isBoxOfText reports whether what looks like a sidebar or an author's box is text of
// the article: an aside without links, the one who supervised it.
func isBoxOfText(n *node, why string) bool {
	if why == whyAuthor {
		return strings.Contains(plainText(n), "監修")
	}
	return n.tag == "aside" && n.size.links == 0
}

// holdsTitle reports whether a header of a page without main content holds the
// title of the page and not the name of the site.
func (p *page) holdsTitle(n *node) bool {
	return n.size.heads > 0 && n.size.links < 3
}

func inArticle(n *node) bool {
	for n = n.parent; n != nil; n = n.parent {
		if n.tag == "article" || n.tag == "main" || n.tag == "section" {
			return true
		}
	}
	return false
}

func isHeadingInside(n *node) bool {
	for a := n.parent; a != nil; a = a.parent {
		if headingLevel(a.tag) > 0 || a.tag == "dt" || a.tag == "summary" {
			return true
		}
	}
	return false
}

// isLinkList reports whether an element is nothing but links to other pages of the
// same site: a menu, cards of other articles.
func (p *page) isLinkList(n *node) bool {
	s := n.size
	if s.links < 2 || s.linked*20 < s.text*19 && !onlyMarksBetween(n) || s.prose > 0 || n.tag == "p" && s.links < 3 || n.tag == "table" && s.links < 4 || n.tag == "td" && !arranges(n) {
		return false
	}
	outside := 0
	each(n, func(c *node) bool {
		if c.tag == "a" && strings.HasPrefix(c.attr("href"), "http") && !sharesPage(c.attr("href")) && !p.ownLink(c.attr("href")) {
			outside++
		}
		return true
	})
	return outside*2 < s.links
}

// arranges reports whether a cell is of a table that only arranges the page.
func arranges(td *node) bool {
	for a := td.parent; a != nil; a = a.parent {
		if a.tag == "table" {
			return isLayout(a)
		}
	}
	return false
}

// onlyMarksBetween reports whether nothing but brackets and bars stands between the
// links of a short element.
func onlyMarksBetween(n *node) bool {
	if n.size.text > 2*fewProse || n.size.linked*2 < n.size.text {
		return false
	}
	rest := 0
	eachText(n, func(t *node) {
		for a := t.parent; a != n; a = a.parent {
			if isLink(a) {
				return
			}
		}
		rest += runeCount(strings.Trim(strings.TrimSpace(t.text), "【】[]［］｜|/／・<>＜＞≫»›-—:：●■◆▶★「」()（）←→↑"))
	})
	return rest == 0
}

// ownLink reports whether an address is of the page's own site.
func (p *page) ownLink(href string) bool {
	own := hostOf(orElse(p.head.canonical, p.head.meta["og:url"]))
	return own != "" && own == hostOf(href)
}

func hostOf(url string) string {
	_, rest, found := strings.Cut(url, "://")
	if !found {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(strings.ToLower(host), "www.")
}

// sharesPage reports whether an address is one of those by which pages are shared.
func sharesPage(href string) bool {
	for _, s := range []string{"twitter.com/", "//x.com/", "facebook.com/", "hatena.ne.jp/", "line.me/", "getpocket.com/", "instagram.com/", "youtube.com/channel", "tiktok.com/", "lin.ee/"} {
		if strings.Contains(href, s) {
			return true
		}
	}
	return false
}

var contentsHead = regexp.MustCompile(`^(?:この記事の|本記事の|記事の)?(?:目次|もくじ)|(?i)^(?:table of )?contents$|^INDEX$`)

// isContents reports whether an element is a table of contents: links within the
// page, or a list under 目次.
func (p *page) isContents(n *node) bool {
	s := n.size
	if s.links < 2 || s.linked*10 < s.text*6 || s.prose > 0 {
		return false
	}
	inside := 0
	each(n, func(c *node) bool {
		if c.tag == "a" && (strings.HasPrefix(c.attr("href"), "#") || p.head.canonical != "" && strings.HasPrefix(c.attr("href"), p.head.canonical+"#")) {
			inside++
		}
		return true
	})
	return inside*10 >= s.links*9 && (s.linked*20 >= s.text*17 || contentsHead.MatchString(strings.TrimSpace(firstText(n))))
}

// firstText is the first text in an element.
func firstText(n *node) string {
	for c := n.first; c != nil; c = c.next {
		if c.drop != "" || c.size.text == 0 {
			continue
		}
		if c.tag == "" {
			return c.text
		}
		return firstText(c)
	}
	return ""
}

var (
	buttonWords = tagSet("btn button buttons btns more link links cta bnr banner reserve reservation yoyaku web line tel pagetop")
	buttonText  = regexp.MustCompile(pattern.Joined(`
		(?i)はこちら
		|こちらから|こちらへ|を見る|見てみる|を読む|詳しく|詳細|一覧|もっと|戻る|予約|お?問い?合わ?せ
		|資料請求|申し?込|相談する|相談・予約|電話|LINE|トップ|TOP|ホーム|HOME|ページ|MENU|view more
		|read more|more|→|›|»|次へ|前へ|アクセス|無料|ダウンロード|保存|印刷|上へ$
		|上[にへ](?:もどる|戻る)
	`))
)

// maxButton is how many characters a button can say.
const maxButton = 44

// isButton reports whether an element is nothing but a link that is shown as a
// button, or leads on.
func isButton(n *node) bool {
	s := n.size
	if s.links != 1 || s.linked != s.text || s.text > maxButton || s.heads > 0 || !n.isBlock() && n.tag != "a" {
		return false
	}
	if n.tag == "a" && (n.parent == nil || !onlyText(n.parent, n) && (!looksLikeButton(n) || inSentence(n)) || isHeadingInside(n)) {
		return false
	}
	text := plainText(n)
	if buttonText.MatchString(text) {
		return n.tag != "a" || onlyText(n.parent, n) || looksLikeButton(n)
	}
	link := n
	for link.tag != "a" {
		next := onlyChild(link)
		if next == nil {
			return false
		}
		link = next
	}
	return looksLikeButton(link)
}

// inSentence reports whether a link stands among the words of a sentence: without the
// number to call the sentence says nothing.
func inSentence(a *node) bool {
	if a.parent.size.prose == 0 {
		return false
	}
	beside := func(s *node) bool { return s != nil && s.tag == "" && hasWords(s.text) }
	return beside(a.prev) && beside(a.next)
}

func looksLikeButton(a *node) bool {
	return a.attr("role") == "button" || a.hasWord(buttonWords) || strings.HasPrefix(a.attr("href"), "tel:")
}

var (
	relatedHead = regexp.MustCompile(pattern.Joined(`^(?:
		関連(?:記事|コラム|ページ|リンク|する(?:記事|治療|施術|ページ|コラム)|(?:治療|施術|メニュー))
		|(?:おすすめ|人気|新着|最新|最近|その他)の?(?:記事|コラム|ブログ|投稿|トピックス|お知らせ)
		|あわせて読みたい|合わせて読みたい
		|こちらの?(?:記事|ページ)もおすすめ
		|他の(?:治療|施術|診療|メニュー|記事)
		|その他の(?:治療|施術|診療|メニュー|症例|ブログ|コラム)
		|診療(?:メニュー|案内|科目)$
		|カテゴリー?$|タグ$|アーカイブ
		|(?i:related|recommend|category|archives?|tags?)$
	)`))
	newsHead = regexp.MustCompile(`^(?:お知らせ|新着情報|最新情報|ニュース|トピックス|ブログ|(?i:news|topics|information|blog))(?:\s|$)`)
)

// recruitHead stands over a box for those who look for work.
var recruitHead = regexp.MustCompile(`(?i)^(?:recruit(?:ment|ing)?|採用(?:情報|案内|について)?|求人(?:情報|案内)?|スタッフ募集(?:中)?)$`)

var writerHead = regexp.MustCompile(`(?i)^(?:この記事(?:を書いた人|の(?:著者|筆者|執筆者|ライター))|(?:ライター|著者|筆者|執筆者)(?:プロフィール|紹介|情報)?|書いた人|about the author|written by)(?:$|[\s:：])`)

// isWriter reports whether a box tells who wrote the article, and not who supervised it.
func isWriter(n *node) bool {
	if n.tag != "section" && n.tag != "div" && n.tag != "aside" && n.tag != "dl" || n.size.text > 3*fewProse || !writerHead.MatchString(strings.TrimSpace(firstText(n))) {
		return false
	}
	text := plainText(n)
	return !strings.Contains(text, "監修") && !strings.Contains(text, "参考文献") && !strings.Contains(text, "出典")
}

// headedReason judges a part of the page that is mostly links by its heading.
func (p *page) headedReason(n *node) string {
	s := n.size
	if isWriter(n) {
		return whyAuthor
	}
	if s.text <= 2*fewProse && (n.tag == "section" || n.tag == "div" || n.tag == "aside") && recruitHead.MatchString(strings.TrimSpace(firstText(n))) && !saysRisk(n) {
		return whyNavigation
	}
	if n.tag != "section" && n.tag != "div" && n.tag != "aside" && n.tag != "dl" || s.links == 0 || s.linked*10 < s.text*4 {
		return ""
	}
	head := strings.TrimSpace(firstText(n))
	switch {
	case relatedHead.MatchString(head):
		return whyRelated
	case newsHead.MatchString(head) && s.prose < fewProse:
		return whyRelated
	}
	return ""
}
