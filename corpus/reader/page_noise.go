package reader

import (
	"strings"
)

// Why a part of a page was dropped, as people read it.
const (
	whyNavigation = "navigation"
	whyBreadcrumb = "breadcrumb"
	whyContents   = "table of contents"
	whyShare      = "share buttons"
	whyBanner     = "banner"
	whyRelated    = "related articles"
	whyAuthor     = "author box"
	whyFooter     = "footer"
	whyHeader     = "page header"
	whyCookie     = "cookie notice"
	whyPopup      = "popup"
	whyHidden     = "hidden"
	whyCopy       = "copy for another screen"
	whyScript     = "script"
	whyStyle      = "style"
	whyNoscript   = "noscript"
	whyComment    = "comment"
	whyTemplate   = "code or template"
	whyForm       = "form"
	whyButton     = "button"
	whyEmbed      = "embedded page"
	whyOutside    = "outside the main content"
	whyTitle      = "repeats the title"
	whySidebar    = "sidebar"
	whyPicture    = "picture"
	whyMeta       = "about the page"
	whyContact    = "contact details"
	whyCounter    = "visitor counter"
	whyComments   = "comments"
)

// fillerWords say nothing about what an element is for: site-header and
// header__inner are both a header.
var fillerWords = tagSet(`l c p u g o m js is has wp the my site page global main common layout local block area box wrap wrapper inner outer container content contents
	amp veu elementor location set st vk wp section sec group unit module item items sp pc fix fixed sticky bottom top left right list lists ul li nav-list 01 02 03 1 2 3 v1 v2 new base app widget
	theme body fl fr clearfix cf column col row flex parts part bg under lower single clinic dental`)

// identReasons are words of a class or id that say, when nothing but filler words
// stands beside them, that the element is no part of the article.
var identReasons = buildReasons(map[string]string{
	whyNavigation: `nav gnav gnavi navi navigation navbar gnavigation globalnav globalnavi globalmenu gmenu drawer hamburger megamenu submenu sidemenu spmenu spnav pagination pager paging
		pagenavi pagenation prevnext pagetop totop gotop backtotop pagetopbtn scrolltop skip skiplink pagelink pagelinks anchorlink anchorlinks localnav localnavi lnav lnavi snav snavi fnav fnavi lonav searchform languageswitcher langswitch recruit recruitment recruits`,
	whyBreadcrumb: `breadcrumb breadcrumbs crumb crumbs topicpath pankuzu bread pan panlist breadlist topicspath`,
	whyContents:   `toc tocbox tablecontents tableofcontents mokuji rtoc eztoc`,
	whyShare:      `share sns social socials snsshare sharebuttons sharebtn snsbtn snsbuttons addtoany sharedaddy snslist`,
	whyRelated:    `related relatedposts relatedpost yarpp recommend recommended recommends popular popularposts ranking relation relatedarticles otherposts newposts recentposts latestposts kanren`,
	whySidebar:    `sidebar side sidenav aside secondary sidecolumn sidecontents subcolumn subcontents subcol colsub colside columnsub columnside subarea subcontent`,
	whyFooter:     `footer foot ft ftr copyright copy copyrights colophon footermenu footernav footnav fixfooter fixedfooter footerfix`,
	whyHeader:     `header hd hdr masthead siteheader globalheader`,
	whyCookie:     `cookie cookies gdpr consent cookiebanner cookieconsent`,
	whyPopup:      `modal popup lightbox overlay exitpopup loading loader preloader splash`,
	whyBanner:     `bn bnr bnrs banner banners bannerarea ad ads adsense advert advertisement adslot pr sponsor sponsored cam campaign campaigns floating floatbtn fixedbtn`,
	whyMeta:       `properties propertytable pageproperties postmeta entrymeta articlemeta meta postedon postdate entrydate date dates update updated published pubdate byline postinfo entryinfo articleinfo entrycategories categories postcategories catlinks entrytags posttags posted timestamp readingtime postcategory`,
	whyButton:     `btn btns button buttons btnarea btnbox btnwrap cta ctas reserve reservation reservations yoyaku tel telbox telarea contactbtn contactbox linkbtn morebtn`,
	whyComments:   `comments commentarea commentlist commentform respond disqus disqusthread wpcomments trackback trackbacks`,
	whyAuthor:     `author authorbox authorinfo writer writerbox authorprofile byline postauthor nickname`,
})

func buildReasons(table map[string]string) map[string]string {
	out := map[string]string{}
	for why, words := range table {
		for _, w := range strings.Fields(words) {
			out[w] = why
		}
	}
	return out
}

// footerOwners are words for parts of an article that have a foot of their own.
var footerOwners = tagSet("card table price modal panel box faq accordion section block case item figure list")

// cardWords are names of cards that lead to another page, whatever stands around them.
var cardWords = []string{"blogcard", "linkcard", "relatedcard", "postcard", "embedcard", "externalcard", "internalcard", "rinker", "kaerebalink", "cstmreba", "pochipp", "booklink", "affiliate", "wpulike", "relpost", "kanrenkiji"}

// isCard reports whether an element is called such a card.
func isCard(n *node) bool {
	for _, id := range n.idents() {
		id = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(id))
		for _, w := range cardWords {
			if strings.Contains(id, w) {
				return true
			}
		}
	}
	return false
}

// typeReasons are the types of schema.org that say what a part of a page is.
var typeReasons = map[string]string{
	"BreadcrumbList": whyBreadcrumb, "SiteNavigationElement": whyNavigation, "WPHeader": whyHeader, "WPFooter": whyFooter, "WPSideBar": whySidebar,
	"WPAdBlock": whyBanner, "Comment": whyComments, "UserComments": whyComments,
}

// typeReason is what the microdata of an element calls it.
func typeReason(n *node) string {
	t := n.attr("itemtype")
	if t == "" {
		return ""
	}
	return typeReasons[t[strings.LastIndexByte(t, '/')+1:]]
}

// splitIdent cuts a class or id into its words, in lower case: l-header__inner is
// l, header, inner; globalNav is global, nav. Element parts after __ are cut off
// into rest.
func splitIdent(s string) []string {
	var words []string
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(s[start:end]))
		}
		start = end
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '-' || c == '_' || c == ':' || c == '/' || c == '.':
			flush(i)
			start = i + 1
		case c >= 'A' && c <= 'Z' && i > 0 && s[i-1] >= 'a' && s[i-1] <= 'z':
			flush(i)
		}
	}
	flush(len(s))
	return words
}

// idents are the classes and the id of an element.
func (n *node) idents() []string {
	out := strings.Fields(n.attr("class"))
	if id := n.attr("id"); id != "" {
		out = append(out, id)
	}
	return out
}

// identReason says what the classes and the id of an element call it, "" where
// they call it nothing that is noise. Parts of something (card__header) are not
// what they are called.
func identReason(n *node) string {
	for _, id := range n.idents() {
		if strings.Contains(id, "__") {
			id, _, _ = strings.Cut(id, "__")
			if id == "" {
				continue
			}
			if why := reasonOf(id); why != "" && why != whyHeader && why != whyBanner {
				return why
			}
			continue
		}
		if why := reasonOf(id); why != "" {
			return why
		}
	}
	return ""
}

func reasonOf(ident string) string {
	words := splitIdent(ident)
	why := identReasons[strings.Join(words, "")]
	if why != "" {
		return why
	}
	if last := words[max(len(words)-1, 0):]; len(words) > 1 && last[0] == "footer" && !footerOwners[words[0]] || len(words) > 1 && words[0] == "campaign" {
		if words[0] == "campaign" {
			return whyBanner
		}
		return whyFooter
	}
	for _, w := range words {
		trimmed := strings.TrimRight(w, "0123456789")
		if r := identReasons[trimmed]; r != "" && trimmed != "" {
			if why != "" && why != r && r != whyNavigation {
				return why
			}
			why = r
			continue
		}
		if !fillerWords[w] && trimmed != "" {
			return ""
		}
	}
	return why
}

// callWords are words of classes of what calls to act, whatever word a theme or a
// page puts beside them: lw-cta, cta-band, entry-banner.
var callWords = tagSet("cta ctas bnr banner banners")

// mostCall is how many characters a call to act has at most.
const mostCall = 120

// callsToAct reports whether an element is called a call to act among other words,
// and is short, without sentences.
func callsToAct(n *node) bool {
	return n.size.text <= mostCall && n.size.prose < leastCall && n.hasWord(callWords)
}

// hasWord reports whether one of the words of an element's classes and id, digits
// at its end aside, is in a set.
func (n *node) hasWord(set map[string]bool) bool {
	if !n.worded {
		n.worded = true
		for _, id := range n.idents() {
			for _, w := range splitIdent(id) {
				n.words = append(n.words, strings.TrimRight(w, "0123456789"))
			}
		}
	}
	for _, w := range n.words {
		if set[w] {
			return true
		}
	}
	return false
}
