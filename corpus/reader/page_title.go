package reader

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shirube/corpus/anatomy"
	"shirube/internal/pattern"
)

// titleMarks part a page's name from its site's.
var titleMarks = regexp.MustCompile(`\s*[｜|│┃]\s*|\s+[-–—―:：»«]\s+|\s*【[^】]*】\s*$`)

// siteWords end the name of a clinic or of a site.
var siteWords = regexp.MustCompile(pattern.Joined(`(?i)(?:
	クリニック|医院|病院|歯科|皮膚科|皮ふ科|眼科|外科|内科|診療所|整骨院|歯医者
	|公式(?:サイト|ホームページ|HP)?
	|ホームページ|サイト|clinic|dental|office
)(?:[\s　]*[（(【「].*)?$`))

// takeTitle chooses the title, and takes the headings that are it out of the blocks.
func (p *page) takeTitle(out []*block) []*block {
	a := &p.draft.Article
	if a.Title == "" && !p.fragment {
		a.Title = p.title(out)
	}
	out = p.dropOverTitle(p.dropPath(out))
	kept := out[:0]
	seen := false
	for i, b := range out {
		if b.heading() && (b.level <= 2 || i == 0) && !seen && a.Title != "" && (anatomy.SameHeading(b.text(), a.Title) || anatomy.SameHeading(p.dropSiteName(trimMarks(b.text())), a.Title)) && (b.level == 1 || i == 0) {
			if b.level > 1 {
				seen = true
			}
			p.list(b.lines[0].No, b.text(), whyTitle)
			continue
		}
		if b.level == 1 {
			b.level = 2
		}
		kept = append(kept, b)
	}
	return kept
}

// dropOverTitle drops headings that stand right over the main heading with no text
// of their own: the name of the part of the site.
func (p *page) dropOverTitle(out []*block) []*block {
	for i, b := range out {
		switch {
		case !b.heading() || b.question:
			return out
		case b.level > 1:
			continue
		case i > 0 && anatomy.SameHeading(p.dropSiteName(trimMarks(b.text())), p.draft.Article.Title):
			for _, over := range out[:i] {
				p.list(over.lines[0].No, over.text(), whyHeader)
			}
			return out[i:]
		}
		return out
	}
	return out
}

// title is what the page is called: by its main heading, by its data, by its
// title without the name of the site.
func (p *page) title(out []*block) string {
	var h1 []*block
	for _, b := range out {
		if b.level == 1 && !p.isSiteName(b.text()) {
			h1 = append(h1, b)
		}
	}
	if len(h1) > 0 && utf8.RuneCountInString(h1[0].text()) <= 80 {
		if t := p.saidBySlogan(h1[0].text()); t != "" {
			return t
		}
		return p.dropSiteName(trimMarks(h1[0].text()))
	}
	if t := p.outsideTitle(); t != "" {
		return t
	}
	if t := p.firstInTitle(out); t != "" {
		return t
	}
	for _, t := range []string{p.headline, p.head.meta["og:title"], p.head.title} {
		if t = p.cutSiteName(t); t != "" && !p.isSiteName(t) {
			return trimMarks(t)
		}
	}
	if p.crumb != "" && !p.isSiteName(p.crumb) {
		return p.crumb
	}
	return orElse(p.cutSiteName(p.head.title), orElse(p.cutSiteName(p.head.meta["og:title"]), p.template))
}

// saidBySlogan is the title in the head of a page whose main heading is a sentence that
// says something else: what it promises, and not what it is about.
func (p *page) saidBySlogan(h1 string) string {
	h1 = strings.TrimSpace(h1)
	t := p.cutSiteName(orElse(p.head.title, p.head.meta["og:title"]))
	if !strings.HasSuffix(h1, "。") || t == "" || strings.HasSuffix(t, "。") || p.isSiteName(t) || strings.Contains(squeeze(t), squeeze(strings.Trim(h1, "。"))) {
		return ""
	}
	return trimMarks(t)
}

// firstInTitle is the first heading of the article where the title in the head of the
// page is the same with the name of the site before or behind it, however they are parted.
func (p *page) firstInTitle(out []*block) string {
	for _, b := range out {
		if !b.heading() {
			if runeCount(b.text()) > maxMeta {
				return ""
			}
			continue
		}
		t, whole := strings.TrimSpace(b.text()), p.head.title
		if rest, ok := strings.CutSuffix(whole, t); ok && runeCount(t) >= 4 && endsInMark(rest) {
			return trimMarks(t)
		}
		if rest, ok := strings.CutPrefix(whole, t); ok && runeCount(t) >= 4 && startsInMark(rest) {
			return trimMarks(t)
		}
		return ""
	}
	return ""
}

const siteMarks = ":：|｜-–—»«/／"

func endsInMark(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.ContainsRune(siteMarks, lastRuneOf(s))
}

func startsInMark(s string) bool {
	s = strings.TrimSpace(s)
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(siteMarks, r)
}

func lastRuneOf(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// trimMarks takes the marks off that pages put around titles.
func trimMarks(s string) string {
	if t := strings.TrimSpace(strings.Trim(s, "〜~～-–—─ 　*・")); t != "" {
		return t
	}
	return s
}

// isSiteName reports whether a text is the name of the site and no page's.
func (p *page) isSiteName(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return true
	}
	if p.head.siteName != "" && anatomy.SameHeading(s, p.head.siteName) {
		return true
	}
	return siteWords.MatchString(s) && !anatomy.NamesDepartment(s) && utf8.RuneCountInString(s) <= 24 && !strings.ContainsAny(s, "のとは？?")
}

// cutSiteName is the part of a title that names the page.
func (p *page) cutSiteName(s string) string {
	s = strings.TrimSpace(s)
	parts := titleMarks.Split(s, -1)
	if len(parts) < 2 {
		return s
	}
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" && !p.isSiteName(part) {
			return part
		}
	}
	return strings.TrimSpace(parts[0])
}

// dropSiteName is a heading without the name of the site behind it.
func (p *page) dropSiteName(s string) string {
	for {
		at := titleMarks.FindAllStringIndex(s, -1)
		if len(at) == 0 {
			return s
		}
		last := at[len(at)-1]
		if tail := strings.TrimSpace(s[last[1]:]); tail != "" && !p.isSiteName(tail) && !siteWords.MatchString(strings.Trim(tail, "「」『』")) || last[0] == 0 {
			return s
		}
		s = strings.TrimSpace(s[:last[0]])
	}
}

// outsideTitle is the main heading where it stands before the main content, as
// themes put it, and not in the head of the site. It has to say what the title of
// the page says.
func (p *page) outsideTitle() string {
	if p.main == p.body {
		return ""
	}
	title := ""
	var look func(n *node, header bool)
	look = func(n *node, header bool) {
		for c := n.first; c != nil && title == ""; c = c.next {
			if c == p.main {
				return
			}
			if headingLevel(c.tag) == 1 || headingLevel(c.tag) == 2 {
				t := strings.TrimSpace(plainText(c))
				short := utf8.RuneCountInString(t) <= 60 && !p.isSiteName(t) && !leadsHome(c)
				if short && (!header && c.tag == "h1" || strings.Contains(squeeze(p.head.title), squeeze(t)) && t != "") {
					title = p.dropSiteName(trimMarks(t))
					return
				}
				continue
			}
			if c.tag != "" && c.tag != "nav" {
				look(c, header || c.tag == "header")
			}
		}
	}
	look(p.body, false)
	return title
}

// pathMarks stand between the steps of a breadcrumb.
var pathMarks = regexp.MustCompile(`\s*[>＞›»≫]\s*|\s+/\s+|\s*／\s*|\s+[-–|｜]\s+`)

// dropPath drops a breadcrumb that nothing marks as one: a line over the title that
// ends in what the title says.
func (p *page) dropPath(out []*block) []*block {
	title := squeeze(p.draft.Article.Title)
	for i, b := range out {
		if i > 4 || p.fragment || title == "" {
			break
		}
		text := b.text()
		steps := pathMarks.Split(text, -1)
		last := squeeze(steps[len(steps)-1])
		if b.level > 2 || b.ends || len(steps) < 2 || runeCount(text) > 80 || strings.Contains(text, "。") || b.level > 0 && len(steps) < 3 {
			continue
		}
		if last != "" && (strings.Contains(title, last) || strings.Contains(last, title)) && !strings.Contains(title, squeeze(text)) {
			p.list(b.lines[0].No, text, whyBreadcrumb)
			return append(out[:i:i], out[i+1:]...)
		}
	}
	return out
}
