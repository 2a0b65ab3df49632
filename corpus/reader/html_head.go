package reader

import (
	"regexp"
	"strings"
	"time"
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
	a, text := &p.draft.Article, plainText(n)
	for _, m := range metaDateText.FindAllStringSubmatchIndex(text, -1) {
		t, ok := parseDate(text[m[2]:m[3]] + "-" + text[m[4]:m[5]] + "-" + text[m[6]:m[7]])
		if !ok {
			continue
		}
		before := strings.TrimRight(text[:m[0]], " :：日")
		switch {
		case strings.HasSuffix(before, "更新"), strings.Contains(before, "最終"):
			p.compareDate(p.dates.updated, t, "updated", n.line)
			if a.Updated == nil {
				a.Updated = &t
			}
		default:
			if strings.HasSuffix(before, "公開") || strings.HasSuffix(before, "投稿") {
				p.compareDate(p.dates.published, t, "published", n.line)
			}
			if a.Published == nil {
				a.Published = &t
			}
		}
	}
}

// pageDates are the dates that a page declares as data; nil: it declares none.
type pageDates struct{ published, updated, reviewed *time.Time }

// compareDate warns, once of each, where a page shows another day than its data
// declares. A time in UTC is of the day that it is in Japan, too.
func (p *page) compareDate(declared *time.Time, shown time.Time, what string, line int) {
	const day = time.DateOnly
	if declared == nil || shown.Format(day) == declared.Format(day) || shown.In(tokyo()).Format(day) == declared.In(tokyo()).Format(day) || shown.Format(day) == declared.In(tokyo()).Format(day) {
		return
	}
	if p.compared[what] {
		return
	}
	if p.compared == nil {
		p.compared = map[string]bool{}
	}
	p.compared[what] = true
	p.warn(line, "the page shows that it was %s on %s, its JSON-LD says %s", what, shown.Format(day), declared.Format(day))
}

// timeElement takes a date of the page from a time element that says which it is,
// and compares it with what the page declares.
func (p *page) timeElement(n *node) {
	a := &p.draft.Article
	name := n.attr("itemprop") + " " + n.attr("class")
	to, declared, what := &a.Published, p.dates.published, "published"
	switch {
	case strings.Contains(name, "datePublished"), strings.Contains(name, "published"), strings.Contains(name, "entry-date"):
	case strings.Contains(name, "dateModified"), strings.Contains(name, "updated"), strings.Contains(name, "modified"):
		to, declared, what = &a.Updated, p.dates.updated, "updated"
	case strings.Contains(name, "lastReviewed"):
		to, declared, what = &a.Reviewed, p.dates.reviewed, "reviewed"
	default:
		return
	}
	if t, ok := parseDate(n.attr("datetime")); ok {
		p.compareDate(declared, t, what, n.line)
	}
	p.date(to, n.attr("datetime"), n.line)
}

// checkTimes compares the dates in the time elements of the main content that were
// not dropped as a line about the page.
func (p *page) checkTimes() {
	each(p.main, func(n *node) bool {
		if n.tag == "time" {
			p.timeElement(n)
		}
		return true
	})
}
