package reader

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// maxDepth is how deep elements stand in one another in the tree of a page; what
// is nested deeper stands beside. Browsers have the same limit.
const maxDepth = 512

// maxNodes is how many elements and texts a page may have: memory for about ten
// times the largest pages there are.
const maxNodes = 1 << 20

// node is an element of a page, or a text in it.
type node struct {
	tag   string // name of the element in lower case; "" for a text
	text  string // of a text, entities resolved
	attrs []attribute
	line  int // 1-based line of the source on which it begins
	order int // place in reading order

	parent, first, last, prev, next *node

	words  []string // of class and id, see identWords
	worded bool     // words is set
	closed bool     // an inline element whose end tag came inside a block in it
	drop   string   // why it is no part of the article; "" while it is
	size   size     // set by measure
}

type attribute struct{ key, val string }

// attr is the value of an attribute, "" where there is none.
func (n *node) attr(key string) string {
	for i := range n.attrs {
		if n.attrs[i].key == key {
			return n.attrs[i].val
		}
	}
	return ""
}

// has reports whether the element has an attribute, with a value or without.
func (n *node) has(key string) bool {
	for i := range n.attrs {
		if n.attrs[i].key == key {
			return true
		}
	}
	return false
}

// keptAttrs are the attributes that reading a page needs.
var keptAttrs = map[string]bool{
	"id": true, "class": true, "role": true, "href": true, "src": true, "alt": true, "style": true, "hidden": true, "lang": true,
	"aria-hidden": true, "aria-controls": true, "aria-expanded": true, "aria-label": true, "aria-level": true,
	"itemprop": true, "itemscope": true, "itemtype": true, "datetime": true, "content": true, "name": true, "property": true,
	"type": true, "charset": true, "http-equiv": true, "rel": true, "for": true, "rowspan": true, "colspan": true, "start": true,
	"reversed": true, "value": true, "data-target": true, "data-bs-target": true, "media": true,
	"bgcolor": true,
}

// voidTags have no content and no end tag.
var voidTags = tagSet("area base br col embed hr img input link meta param source track wbr")

// blockTags begin and end lines; all other elements are inline.
var blockTags = tagSet(`address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
	h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol optgroup option p pre section summary table tbody td template tfoot th thead tr ul select iframe video audio object`)

// closesP are the start tags that end an open paragraph.
var closesP = tagSet(`address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
	hgroup hr li main menu nav ol p pre section summary table ul`)

func tagSet(names string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(names) {
		out[n] = true
	}
	return out
}

func (n *node) isBlock() bool { return blockTags[n.tag] }

// tree is a page as elements and texts, with what stands outside of them.
type tree struct {
	root     *node
	body     *node
	comments []comment
	tooMany  bool // it has more than maxNodes; the rest is missing
	count    int  // elements and texts
}

type comment struct {
	line int
	text string
}

// builder makes a tree of tags as they come. It closes what pages leave open as
// browsers do, where that matters for reading.
type builder struct {
	*tree
	stack    []*node
	overflow map[string]int // open elements that are too deep to be on the stack
	line     int
	arena    []node
}

// parseTree reads a page. First is the number of its first line.
func parseTree(src []byte, first int) *tree {
	t := &tree{root: &node{tag: "html", line: first}}
	t.body = &node{tag: "body", line: first}
	b := &builder{tree: t, line: first, overflow: map[string]int{}}
	b.append(t.root, t.body)
	b.stack = []*node{t.root, t.body}
	z := html.NewTokenizer(bytes.NewReader(src))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return t // a reader of bytes ends in no other error
		}
		if b.count > maxNodes {
			t.tooMany = true
			return t
		}
		breaks := bytes.Count(z.Raw(), []byte("\n"))
		switch kind {
		case html.TextToken:
			b.addText(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			b.start(string(name), b.attributes(z, more), kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(string(name))
		case html.CommentToken:
			t.comments = append(t.comments, comment{b.line, string(z.Text())})
		}
		b.line += breaks
	}
}

func (b *builder) attributes(z *html.Tokenizer, more bool) []attribute {
	var out []attribute
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		if keptAttrs[string(key)] {
			if string(key) == "src" && len(val) > 512 {
				val = nil // a picture in place
			}
			out = append(out, attribute{string(key), string(val)})
		}
	}
	return out
}

func (b *builder) top() *node { return b.stack[len(b.stack)-1] }

func (b *builder) newNode() *node {
	if len(b.arena) == 0 {
		b.arena = make([]node, 128)
	}
	n := &b.arena[0]
	b.arena = b.arena[1:]
	b.count++
	n.line, n.order = b.line, b.count
	return n
}

func (b *builder) append(parent, n *node) {
	n.parent, n.prev = parent, parent.last
	if parent.last != nil {
		parent.last.next = n
	} else {
		parent.first = n
	}
	parent.last = n
}

func (b *builder) addText(s string) {
	if s == "" {
		return
	}
	n := b.newNode()
	n.text = s
	b.append(b.top(), n)
}

// start opens an element, after closing those that end where it begins.
func (b *builder) start(name string, attrs []attribute, selfClosing bool) {
	switch name {
	case "html", "body":
		to := b.root
		if name == "body" {
			to = b.body
			to.line = b.line
		}
		to.attrs = append(to.attrs, attrs...)
		return
	case "head":
		return
	}
	b.closeImplied(name)
	n := b.newNode()
	n.tag, n.attrs = name, attrs
	b.append(b.top(), n)
	if voidTags[name] || selfClosing {
		return
	}
	if len(b.stack) >= maxDepth {
		b.overflow[name]++
		return
	}
	b.stack = append(b.stack, n)
}

// closeImplied closes the elements that a start tag ends.
func (b *builder) closeImplied(name string) {
	switch name {
	case "li":
		b.closeWithin("li", "ul", "ol", "menu", "dir")
	case "dt", "dd":
		b.closeWithin("dt", "dl")
		b.closeWithin("dd", "dl")
	case "tr":
		b.closeWithin("tr", "table")
	case "td", "th":
		b.closeWithin("td", "table", "tr")
		b.closeWithin("th", "table", "tr")
	case "thead", "tbody", "tfoot":
		b.closeWithin("thead", "table")
		b.closeWithin("tbody", "table")
		b.closeWithin("tfoot", "table")
	case "option", "optgroup":
		b.closeWithin("option", "select")
	case "rt", "rp":
		b.closeWithin("rt", "ruby")
		b.closeWithin("rp", "ruby")
	case "a":
		if n := b.open("a"); n != nil && !b.blockAbove(n) {
			b.popTo(n)
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		b.closeWithin("p")
		if t := b.top(); headingLevel(t.tag) > 0 {
			b.popTo(t)
		}
		return
	}
	if closesP[name] {
		b.closeWithin("p")
	}
}

// isScope reports whether end tags do not reach out of an element.
func isScope(tag string) bool {
	switch tag {
	case "html", "body", "table", "td", "th", "caption", "template", "object", "button", "svg":
		return true
	}
	return false
}

// closeWithin closes the innermost open element of a name, unless one of the
// limits, or a cell or table, stands between.
func (b *builder) closeWithin(name string, limits ...string) {
	for i := len(b.stack) - 1; i > 1; i-- {
		n := b.stack[i]
		if n.tag == name {
			b.popTo(n)
			return
		}
		for _, l := range limits {
			if n.tag == l {
				return
			}
		}
		if isScope(n.tag) && name != "tr" && name != "tbody" && name != "thead" && name != "tfoot" {
			return
		}
	}
}

// open is the innermost open element of a name within its cell or table.
func (b *builder) open(name string) *node {
	for i := len(b.stack) - 1; i > 1; i-- {
		n := b.stack[i]
		if n.tag == name {
			return n
		}
		if isScope(n.tag) && !isTablePart(name) {
			return nil
		}
	}
	return nil
}

func isTablePart(name string) bool {
	switch name {
	case "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption":
		return true
	}
	return false
}

// blockAbove reports whether a block is open inside an open element.
func (b *builder) blockAbove(n *node) bool {
	for i := len(b.stack) - 1; i > 1 && b.stack[i] != n; i-- {
		if b.stack[i].isBlock() {
			return true
		}
	}
	return false
}

func (b *builder) popTo(n *node) {
	for len(b.stack) > 2 {
		t := b.top()
		b.stack = b.stack[:len(b.stack)-1]
		if t == n {
			break
		}
	}
	for len(b.stack) > 2 && b.top().closed {
		b.stack = b.stack[:len(b.stack)-1]
	}
}

// end closes an element. An end tag without a start tag means nothing, save br.
func (b *builder) end(name string) {
	if b.overflow[name] > 0 {
		b.overflow[name]--
		return
	}
	if name == "br" {
		b.start(name, nil, true)
		return
	}
	n := b.open(name)
	if n == nil && headingLevel(name) > 0 { // <h2>…</h3>
		if t := b.top(); headingLevel(t.tag) > 0 {
			n = t
		}
	}
	switch {
	case n == nil:
	case !n.isBlock() && b.blockAbove(n):
		n.closed = true
	default:
		b.popTo(n)
	}
}

// headingLevel is 1 to 6 for h1 to h6, else 0.
func headingLevel(tag string) int {
	if len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' {
		return int(tag[1] - '0')
	}
	return 0
}
