package reader

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
)

// WordPressParts is what the posts of an export refer to and stands elsewhere in
// it: reusable blocks, tables, the addresses of images. What it keeps is limited;
// beyond that, articles are read without it, and their notes say so. The zero value
// is not usable, see NewWordPressParts.
type WordPressParts struct {
	blocks map[string]string // content by number: wp_block, blog_parts
	tables map[string]string // HTML by TablePress' own number
	images map[string]string // addresses by number
	size   int               // bytes that are kept
}

// maxWordPressParts is how much is kept of an export for what refers to it.
const maxWordPressParts = 64 << 20

// NewWordPressParts returns parts of an export of which nothing was read.
func NewWordPressParts() *WordPressParts {
	return &WordPressParts{blocks: map[string]string{}, tables: map[string]string{}, images: map[string]string{}}
}

// Add keeps an item that others may refer to. Others are ignored.
func (w *WordPressParts) Add(p *WordPressPost) {
	switch {
	case p.ID == "" || p.Locked:
	case p.Type == "attachment" && p.AttachmentURL != "":
		w.keep(w.images, p.ID, p.AttachmentURL)
	case p.Status != "publish":
	case p.Type == "wp_block", p.Type == "blog_parts":
		w.keep(w.blocks, p.ID, p.Content)
	case p.Type == "tablepress_table":
		number := p.Meta["_tablepress_export_table_id"]
		if table := tablePressTable(p.Content); number != "" && table != "" {
			w.keep(w.tables, number, table)
		}
	}
}

func (w *WordPressParts) keep(in map[string]string, key, value string) {
	const overhead = 64 // of a map's entry
	if n := len(key) + len(value) + overhead; w.size+n <= maxWordPressParts {
		w.size += n
		in[key] = value
	}
}

// tablePressTable makes a table of the rows of cells that the plugin stores.
func tablePressTable(content string) string {
	var rows [][]string
	if err := json.Unmarshal([]byte(content), &rows); err != nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("<table>")
	for i, row := range rows {
		cell := "td"
		if i == 0 {
			cell = "th" // the plugin's own default
		}
		b.WriteString("<tr>")
		for _, text := range row {
			fmt.Fprintf(&b, "<%s>%s</%s>", cell, text, cell)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>")
	return b.String()
}

var (
	blockRef      = regexp.MustCompile(`<!--\s+wp:block\s+\{[^}]*"ref":\s*"?(\d+)`)
	partShortcode = regexp.MustCompile(`\[(blog_parts|table)\s+[^\]]*?\bid\s*=\s*["']?([\w-]+)`)
)

// Missing reports whether a post refers to something that was not added.
func (w *WordPressParts) Missing(p *WordPressPost) bool {
	for _, m := range blockRef.FindAllStringSubmatch(p.Content, -1) {
		if _, ok := w.blocks[m[1]]; !ok {
			return true
		}
	}
	for _, m := range partShortcode.FindAllStringSubmatch(p.Content, -1) {
		in := w.blocks
		if m[1] == "table" {
			in = w.tables
		}
		if _, ok := in[m[2]]; !ok {
			return true
		}
	}
	image := p.Meta["_thumbnail_id"]
	return image != "" && w.images[image] == ""
}

// wpContent is the content of a post being turned into HTML.
type wpContent struct {
	parts *WordPressParts
	post  *WordPressPost
	notes []string
	open  []string // parts that are being put in: one that holds itself is put in once
	put   int      // parts that were put in
	size  int      // bytes of them
}

// Limits of what is put into one post: parts that hold one another would grow
// without end.
const (
	maxPutParts = 500
	maxPutBytes = corpus.MaxArticleBytes
)

// html is the content of a post as visitors would get it, but for what only a
// theme or a plugin can make. Notes say what is missing.
func (w *WordPressParts) html(p *WordPressPost) (content string, notes []string) {
	c := &wpContent{parts: w, post: p}
	return strings.TrimSpace(c.render(p.Content)), c.notes
}

// note says, once, what is missing.
func (c *wpContent) note(format string, args ...any) {
	if n := fmt.Sprintf(format, args...); !slices.Contains(c.notes, n) {
		c.notes = append(c.notes, n)
	}
}

// render turns stored content into HTML: blocks where there are any, else the
// paragraphs that the classic editor leaves to be made of blank lines.
func (c *wpContent) render(content string) string {
	content = strings.ReplaceAll(strings.ReplaceAll(content, "\r\n", "\n"), "\r", "\n")
	if strings.Contains(content, "<!-- wp:") {
		return c.shortcodes(c.blocks(content))
	}
	return paragraphs(c.shortcodes(content))
}

// part puts in what stands elsewhere in the export.
func (c *wpContent) part(id, what string) string {
	content, ok := c.parts.blocks[id]
	if !ok {
		c.note("%s %s is not in the export: what it says is missing", what, id)
		return ""
	}
	if slices.Contains(c.open, id) {
		return ""
	}
	if c.put++; c.put > maxPutParts || c.size+len(content) > maxPutBytes || len(c.open) > 10 {
		c.note("more parts are put into this post than it can hold: the rest is missing")
		return ""
	}
	c.size += len(content)
	c.open = append(c.open, id)
	out := c.render(content)
	c.open = c.open[:len(c.open)-1]
	return out
}

// footnotes are kept beside the content of a post.
func (c *wpContent) footnotes() string {
	var notes []struct {
		ID      string `json:"id"`
		Content string `json:"content"`
	}
	if err := json.Unmarshal([]byte(c.post.Meta["footnotes"]), &notes); err != nil || len(notes) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n<ol class=\"wp-block-footnotes\">")
	for _, n := range notes {
		fmt.Fprintf(&b, "<li id=\"%s\">%s</li>", html.EscapeString(n.ID), n.Content)
	}
	b.WriteString("</ol>\n")
	return b.String()
}

// shownText is a text among the attributes of a block: its own key and that of the
// list which it stands in.
type shownText struct{ key, list, text string }

// blockTexts are the texts for people among the attributes of a block, in their
// order: a plugin that makes its HTML when the page is shown keeps them there.
func blockTexts(attrs string) []shownText {
	d := json.NewDecoder(bytes.NewReader([]byte(attrs)))
	var out []shownText
	if err := jsonTexts(d, "", "", 0, &out); err != nil {
		return nil
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(a shownText) bool {
		again := seen[a.text]
		seen[a.text] = true
		return again
	})
}

// jsonTexts adds the texts of the value that comes next.
func jsonTexts(d *json.Decoder, key, list string, depth int, out *[]shownText) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case string:
		if isForPeople(key, t) {
			*out = append(*out, shownText{lastWord(key), list, t})
		}
	case json.Delim:
		from := len(*out)
		for d.More() {
			k := key
			if t == '{' {
				name, err := d.Token()
				if err != nil {
					return err
				}
				k, _ = name.(string)
			} else if depth < 50 {
				list = key
			}
			if err := jsonTexts(d, k, list, depth+1, out); err != nil {
				return err
			}
		}
		if isTechnical(key) {
			*out = (*out)[:from]
		}
		_, err = d.Token()
	}
	return err
}

var indexedKey = regexp.MustCompile(`^(?:.*_)?\d+_`)

// lastWord is a key without the number of the row that it belongs to:
// items_0_question is the question.
func lastWord(key string) string { return strings.ToLower(indexedKey.ReplaceAllString(key, "")) }

// isTechnical reports whether an attribute is of no concern to a reader.
func isTechnical(key string) bool {
	k := strings.ToLower(key)
	for _, part := range []string{"metadata", "class", "style", "color", "font", "icon", "url", "href", "src", "anchor", "placeholder", "image", "media", "template", "variation", "slug", "lock"} {
		if strings.Contains(k, part) {
			return true
		}
	}
	return k == "id" || strings.HasPrefix(k, "_") || strings.HasSuffix(k, "id") && k != "id" && len(k) <= 8
}

// isForPeople reports whether the text of an attribute is to be read by visitors.
func isForPeople(key, text string) bool {
	if isTechnical(key) || strings.TrimSpace(text) == "" {
		return false
	}
	if hasJapanese(text) {
		return true
	}
	switch lastWord(key) {
	case "title", "heading", "question", "answer", "content", "text", "description", "caption":
		return true
	}
	return false
}

func hasJapanese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x3040 && r <= 0x30FF || r >= 0x3400 && r <= 0x9FFF })
}

// attributeHTML makes HTML of the texts of attributes: pairs of a question and an
// answer, titles, paragraphs.
func attributeHTML(texts []shownText) string {
	var b strings.Builder
	for i := 0; i < len(texts); i++ {
		t := texts[i]
		switch {
		case i+1 < len(texts) && isQuestion(t) && isAnswer(texts[i+1]):
			fmt.Fprintf(&b, "<details class=\"faq\"><summary>%s</summary>%s</details>\n", t.text, paragraphs(texts[i+1].text))
			i++
		case t.key == "title" || t.key == "heading":
			fmt.Fprintf(&b, "<h3>%s</h3>\n", t.text)
		default:
			b.WriteString(paragraphs(t.text) + "\n")
		}
	}
	return b.String()
}

func isQuestion(a shownText) bool {
	switch a.key {
	case "question", "q", "faq_question", "faq_q", "question_text":
		return true
	case "title":
		l := strings.ToLower(a.list)
		return strings.Contains(l, "faq") || strings.Contains(l, "question") || strings.Contains(l, "accordion")
	}
	return false
}

func isAnswer(a shownText) bool {
	switch a.key {
	case "answer", "a", "faq_answer", "faq_a", "answer_text", "content", "text", "description":
		return true
	}
	return false
}
