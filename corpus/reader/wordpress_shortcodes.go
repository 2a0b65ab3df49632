package reader

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// shortcode is a [tag] of a shortcode in content.
type shortcode struct {
	start, end int
	name       string
	attrs      []shownText
	closing    bool // [/name]
	void       bool // [name /]
	pair       int  // index of the tag that closes it, or that it closes; 0: none
}

// shortcodes takes shortcodes out of content. What stands between two tags of one
// is the article's own text and stays, with the title that the tag gives it; what
// a single tag stands for is put in where it is known. Brackets that are no
// shortcode, such as a number of a reference, stay as they are.
func (c *wpContent) shortcodes(s string) string {
	tags := findShortcodes(s)
	if len(tags) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for i := 1; i < len(tags); i++ { // tags[0] is none
		t := tags[i]
		if t.start < at {
			continue // inside of what was left out
		}
		b.WriteString(s[at:t.start])
		at = t.end
		switch {
		case t.closing:
			b.WriteString(closeShortcode(t.name, tags[t.pair].attrs))
		case t.pair == 0:
			b.WriteString(c.single(t))
		case t.name == "caption" || t.name == "wp_caption":
			b.WriteString(caption(s[t.end:tags[t.pair].start]))
			at = tags[t.pair].end
		case forMembers(t.name):
			c.note("what stands in [%s] is for members: it was left out", t.name)
			at = tags[t.pair].end
		case isWithoutText(t.name):
			at = tags[t.pair].end
		default:
			b.WriteString(openShortcode(t.name, t.attrs))
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// isWithoutText reports whether what stands between the tags of a shortcode is no
// text: an address, a list of files.
func isWithoutText(name string) bool {
	return slices.Contains([]string{"embed", "video", "audio", "playlist", "gallery", "iframe", "youtube", "googlemap", "map", "script"}, name)
}

// single is what a shortcode without an end stands for.
func (c *wpContent) single(t shortcode) string {
	id := attributeOf(t.attrs, "id")
	switch {
	case t.name == "table" && id != "":
		if table, ok := c.parts.tables[id]; ok {
			return table
		}
		c.note("the table %s is not in the export: what it says is missing", id)
		return ""
	case t.name == "blog_parts" && id != "":
		return c.part(id, "the part")
	case forMembers(t.name):
		return ""
	}
	var shown []shownText
	body := false
	for _, a := range t.attrs {
		if hasJapanese(a.text) && (isHeadingName(a.key) || isBodyName(a.key)) {
			shown = append(shown, a)
			body = body || isBodyName(a.key)
		}
	}
	if !body {
		return "" // a title alone is that of a form or a list
	}
	return attributeHTML(shown)
}

func attributeOf(attrs []shownText, key string) string {
	for _, a := range attrs {
		if a.key == key {
			return a.text
		}
	}
	return ""
}

func isHeadingName(key string) bool {
	return slices.Contains([]string{"title", "heading", "question", "q", "label", "caption", "head", "ttl", "header", "tab_title", "subtitle"}, key)
}

func isBodyName(key string) bool {
	return slices.Contains([]string{"answer", "a", "text", "content", "description", "body"}, key)
}

// shortcodeTitle is the title that a shortcode shows over what it holds.
func shortcodeTitle(attrs []shownText) string {
	for _, a := range attrs {
		if isHeadingName(a.key) && PlainHTML(a.text) != "" {
			return a.text
		}
	}
	return ""
}

// opensOnClick reports whether a shortcode is one entry of an accordion, the form
// in which questions are written.
func opensOnClick(name string) bool {
	for _, part := range []string{"spoiler", "accordion", "toggle", "faq", "question", "qa"} {
		if strings.Contains(strings.ToLower(name), part) {
			return true
		}
	}
	return false
}

func openShortcode(name string, attrs []shownText) string {
	title := shortcodeTitle(attrs)
	switch {
	case title == "":
		return ""
	case hasWord(name, "faq", "faqs", "question", "qa"):
		return fmt.Sprintf("\n<details class=\"faq\"><summary>%s</summary>", title)
	case opensOnClick(name):
		return fmt.Sprintf("\n<details><summary>%s</summary>", title)
	}
	return fmt.Sprintf("\n<p><strong>%s</strong></p>\n", title)
}

func closeShortcode(name string, attrs []shownText) string {
	if opensOnClick(name) && shortcodeTitle(attrs) != "" {
		return "</details>\n"
	}
	return ""
}

var captionMedia = regexp.MustCompile(`(?s)^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)$`)

// caption is an image with what stands under it.
func caption(inner string) string {
	if m := captionMedia.FindStringSubmatch(inner); m != nil {
		return "\n<figure>" + m[1] + "<figcaption>" + strings.TrimSpace(m[2]) + "</figcaption></figure>\n"
	}
	return inner
}

var shortcodeName = regexp.MustCompile(`^/?([A-Za-z][A-Za-z0-9_-]*)`)

// findShortcodes finds the shortcodes of a text, and which tags belong together.
// The first element is none, so that 0 can mean nothing.
func findShortcodes(s string) []shortcode {
	tags := []shortcode{{}}
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '[')
		if i < 0 {
			break
		}
		at += i
		t, ok := readShortcode(s, at)
		if !ok {
			at++
			continue
		}
		tags = append(tags, t)
		at = t.end
	}
	open := map[string][]int{} // by name
	for i := 1; i < len(tags); i++ {
		t := &tags[i]
		switch list := open[t.name]; {
		case !t.closing && !t.void:
			open[t.name] = append(list, i)
		case t.closing && len(list) > 0:
			t.pair = list[len(list)-1]
			tags[t.pair].pair = i
			open[t.name] = list[:len(list)-1]
		}
	}
	kept := tags[:1]
	renamed := make([]int, len(tags))
	for i := 1; i < len(tags); i++ {
		if isShortcode(tags[i]) {
			renamed[i] = len(kept)
			kept = append(kept, tags[i])
		}
	}
	for i := range kept {
		kept[i].pair = renamed[kept[i].pair]
	}
	if len(kept) == 1 {
		return nil
	}
	return kept
}

// isShortcode tells a shortcode from a word that happens to stand in brackets: it
// has an end, values, or a name that no text has.
func isShortcode(t shortcode) bool {
	switch {
	case t.closing && t.pair == 0:
		return strings.ContainsAny(t.name, "_-") // a left-over
	case t.pair != 0, t.void:
		return true
	case slices.ContainsFunc(t.attrs, func(a shownText) bool { return a.key != "" }):
		return true
	case strings.ContainsAny(t.name, "_-"):
		return t.name == strings.ToLower(t.name)
	}
	return slices.Contains([]string{"toc", "gallery", "embed", "audio", "video", "playlist", "ad", "adsense", "sitemap", "map", "googlemap", "ez-toc", "lwptoc", "no_toc", "author", "profile", "button"}, t.name)
}

// readShortcode reads a tag that begins at a bracket.
func readShortcode(s string, at int) (shortcode, bool) {
	if at > 0 && s[at-1] == '[' {
		return shortcode{}, false // escaped: [[…]] shows the brackets
	}
	m := shortcodeName.FindStringSubmatch(s[at+1:])
	if m == nil {
		return shortcode{}, false
	}
	t := shortcode{start: at, name: m[1], closing: m[0][0] == '/'}
	pos := at + 1 + len(m[0])
	const longest = 16 << 10
	for limit := min(len(s), pos+longest); pos < limit; {
		switch c := s[pos]; {
		case c == ']':
			t.end = pos + 1
			return t, true
		case c == '/' && pos+1 < limit && s[pos+1] == ']':
			t.void = true
			pos++
		case c == ' ' || c == '\n' || c == '\t':
			pos++
		case c == '[' || c == '<' || pos == at+1+len(m[0]):
			return shortcode{}, false // as in [a[ or [word:
		default:
			var a shownText
			a, pos = readAttribute(s, pos, limit)
			t.attrs = append(t.attrs, a)
		}
	}
	return shortcode{}, false
}

// readAttribute reads key="value", key=value or a value alone.
func readAttribute(s string, pos, limit int) (shownText, int) {
	start := pos
	for pos < limit && strings.IndexByte("=] \n\t\"'", s[pos]) < 0 {
		pos++
	}
	if pos >= limit || s[pos] != '=' {
		if pos < limit && (s[pos] == '"' || s[pos] == '\'') {
			text, end := readValue(s, pos, limit)
			return shownText{text: text}, end
		}
		return shownText{text: s[start:pos]}, max(pos, start+1)
	}
	key := strings.ToLower(s[start:pos])
	text, end := readValue(s, pos+1, limit)
	return shownText{key: key, text: text}, end
}

func readValue(s string, pos, limit int) (string, int) {
	if pos < limit && (s[pos] == '"' || s[pos] == '\'') {
		if end := strings.IndexByte(s[pos+1:limit], s[pos]); end >= 0 {
			return s[pos+1 : pos+1+end], pos + end + 2
		}
		pos++
	}
	start := pos
	for pos < limit && strings.IndexByte("] \n\t", s[pos]) < 0 {
		pos++
	}
	return s[start:pos], pos
}
