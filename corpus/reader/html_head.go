package reader

import (
	"regexp"
	"strings"
)

// pageHead is what a page says of itself in its head.
type pageHead struct {
	title     string // <title>
	titleLine int
	siteName  string
	meta      map[string]string // by name or property, in lower case
	lines     map[string]int
	canonical string
	lang      string
	data      []dataBlock
}

// dataBlock is the text of a script of JSON-LD.
type dataBlock struct {
	text string
	line int
}

// readHead reads what stands in the head of a page, wherever in it that stands.
func (p *page) readHead() {
	h := &p.head
	h.meta, h.lines = map[string]string{}, map[string]int{}
	h.lang = p.root.attr("lang")
	each(p.root, func(n *node) bool {
		switch n.tag {
		case "svg":
			return false
		case "title":
			if h.title == "" {
				h.title, h.titleLine = strings.Join(strings.Fields(plainText(n)), " "), n.line
			}
			return false
		case "meta":
			p.readMeta(n)
		case "link":
			if strings.EqualFold(n.attr("rel"), "canonical") && h.canonical == "" {
				h.canonical = strings.TrimSpace(n.attr("href"))
			}
		case "style":
			if n.first != nil {
				p.style.add(n.first.text)
			}
			return false
		case "script":
			if strings.EqualFold(strings.TrimSpace(n.attr("type")), "application/ld+json") && n.first != nil {
				h.data = append(h.data, dataBlock{n.first.text, n.first.line})
			}
			return false
		}
		return true
	})
	h.siteName = h.meta["og:site_name"]
}

func (p *page) readMeta(n *node) {
	key := strings.ToLower(strings.TrimSpace(n.attr("property")))
	if key == "" {
		key = strings.ToLower(strings.TrimSpace(n.attr("name")))
	}
	if key == "" {
		return
	}
	value := strings.TrimSpace(n.attr("content"))
	if p.head.meta[key] == "" && value != "" {
		p.head.meta[key], p.head.lines[key] = value, n.line
	}
}

var metaDateText = regexp.MustCompile(`(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})`)

// metaDate takes the dates of the page from a line about it that is dropped.
func (p *page) metaDate(n *node) {
	each(n, func(c *node) bool {
		if c.tag == "time" {
			p.timeElement(c)
		}
		return true
	})
	text := plainText(n)
	for _, m := range metaDateText.FindAllStringSubmatchIndex(text, -1) {
		t, ok := parseDate(text[m[2]:m[3]] + "-" + text[m[4]:m[5]] + "-" + text[m[6]:m[7]])
		if !ok {
			continue
		}
		to := &p.draft.Article.Published
		if before := text[:m[0]]; strings.HasSuffix(strings.TrimRight(before, " :：日"), "更新") || strings.Contains(before, "最終") {
			to = &p.draft.Article.Updated
		}
		if *to == nil {
			*to = &t
		}
	}
}

// timeElement takes a date of the page from a time element that says which it is.
func (p *page) timeElement(n *node) {
	a := &p.draft.Article
	name := n.attr("itemprop") + " " + n.attr("class")
	switch {
	case strings.Contains(name, "datePublished"), strings.Contains(name, "published"), strings.Contains(name, "entry-date"):
		p.date(&a.Published, n.attr("datetime"), n.line)
	case strings.Contains(name, "dateModified"), strings.Contains(name, "updated"), strings.Contains(name, "modified"):
		p.date(&a.Updated, n.attr("datetime"), n.line)
	case strings.Contains(name, "lastReviewed"):
		p.date(&a.Reviewed, n.attr("datetime"), n.line)
	}
}
