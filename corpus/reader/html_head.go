package reader

import (
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
