package reader

import "strings"

// dropAlways drops what is nowhere part of an article: scripts, styles, embedded
// pages, forms, what is hidden.
func (p *page) dropAlways(n *node) {
	for c := n.first; c != nil; c = c.next {
		if c.tag == "" {
			continue
		}
		if why := p.neverText(c); why != "" {
			p.dropNode(c, why)
			continue
		}
		p.dropAlways(c)
	}
}

func (p *page) neverText(n *node) string {
	switch n.tag {
	case "script":
		return whyScript
	case "style", "link", "meta", "base", "title":
		return whyStyle
	case "noscript":
		return whyNoscript
	case "template":
		return whyTemplate
	case "svg":
		if !hasDrawnText(n) {
			return whyEmbed
		}
	case "iframe", "object", "embed", "video", "audio", "canvas", "map":
		return whyEmbed
	case "amp-ad", "amp-auto-ads", "amp-embed", "amp-sticky-ad", "ins":
		if n.tag != "ins" || n.hasWord(tagSet("adsbygoogle ad ads")) {
			return whyBanner
		}
	case "amp-sidebar":
		return whyNavigation
	case "amp-social-share":
		return whyShare
	case "amp-consent", "amp-user-notification":
		return whyCookie
	case "amp-iframe", "amp-youtube", "amp-analytics", "amp-state", "amp-lightbox":
		return whyEmbed
	case "input", "textarea", "select":
		return whyForm
	case "form":
		if !isASPForm(n) && !p.tellsInBox(n) {
			return whyForm
		}
	case "dialog":
		if !p.tellsInBox(n) {
			return whyPopup
		}
		return ""
	}
	if p.isHidden(n) {
		return whyHidden
	}
	if isToggle(n) {
		return whyButton
	}
	return ""
}

// toggleSigns are what pages show beside what opens and closes.
const toggleSigns = "+＋－−–-▼▽▾▿△▲▴∨∧⌄⌃﹀︿↓↑›❯>＞»⊕⊖"

// isToggle reports whether an element is nothing but the sign of what opens and closes,
// in the question or the label that does so. In a cell such a sign says something.
func isToggle(n *node) bool {
	if n.size.text == 0 || n.size.text > 2 || strings.Trim(strings.TrimSpace(plainText(n)), toggleSigns) != "" {
		return false
	}
	opens := false
	for a, steps := n, 0; a != nil && steps < 4; a, steps = a.parent, steps+1 {
		switch a.tag {
		case "td", "th", "dd", "li":
			return opens
		case "summary", "button", "dt", "h2", "h3", "h4", "h5", "h6":
			opens = true
		}
		opens = opens || a.hasWord(qWords) || a.hasWord(openerWords) || steps > 0 && a.hasWord(accordionWord)
	}
	return opens
}

// tellsInBox reports whether what pages use for asking and for showing on demand holds
// a part of the article.
func (p *page) tellsInBox(n *node) bool {
	return n.size.prose > 0 && n.size.linked*3 <= n.size.text && (holdsKindHeading(n) || holdsQuestions(n) || p.tellsOfTreatment(n, whyPopup))
}

// isASPForm recognises a form around the whole page, as some servers put it.
func isASPForm(n *node) bool {
	blocks := 0
	each(n, func(c *node) bool {
		if headingLevel(c.tag) > 0 || c.tag == "p" || c.tag == "main" || c.tag == "table" {
			blocks++
		}
		return blocks < 12
	})
	return blocks >= 12
}

// isHidden reports whether an element is never shown. What an accordion or a tab
// opens is shown on demand.
func (p *page) isHidden(n *node) bool {
	hidden := n.has("hidden") && n.attr("hidden") != "until-found" || n.attr("aria-hidden") == "true" && n.tag != "a" || hiddenStyle(n.attr("style")) || p.style.hides(n)
	return hidden && !opensOnDemand(n)
}

func hiddenStyle(style string) bool {
	s := strings.ToLower(strings.ReplaceAll(style, " ", ""))
	return strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden")
}

var panelWords = tagSet("panel accordion acc collapse answer answers a faq qa content contents body tab tabs tabpanel pane toggle detail details more slide ans text txt inner dd")

// opensOnDemand reports whether a hidden element is the panel of an accordion or
// of a tab: its own name says so, or what stands before it opens it.
func opensOnDemand(n *node) bool {
	if n.tag == "dd" || n.attr("role") == "tabpanel" || n.attr("role") == "region" {
		return true
	}
	if n.isBlock() && n.hasWord(panelWords) && !n.hasWord(tagSet("modal popup nav navi menu drawer")) {
		return true
	}
	if n.isBlock() && answersAbove(n) {
		return true
	}
	for s := n.prev; s != nil; s = s.prev {
		if s.tag == "" {
			if strings.TrimSpace(s.text) == "" {
				continue
			}
			return false
		}
		return s.tag == "dt" || s.tag == "label" || s.has("aria-controls") || s.has("aria-expanded") || s.tag == "button" && s.size.links == 0 && n.isBlock() && !n.hasWord(tagSet("menu nav navi drawer"))
	}
	return false
}
