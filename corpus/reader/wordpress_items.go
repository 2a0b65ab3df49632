package reader

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// exportItem is an item of an export as it stands there.
type exportItem struct {
	line int
	xml  []byte // valid until the next item
	why  string // it is not whole, and why
}

// itemScanner cuts an export into items without reading what is in them, so that
// a broken one does no harm to the others.
type itemScanner struct {
	src  io.Reader
	buf  []byte
	r, w int
	err  error // of src
	line int   // of buf[r]

	head   []byte // what stands before the first item
	item   []byte
	mode   scanMode
	inside bool
	tooBig bool
	begun  int  // line on which the item begins
	items  int  // that were begun
	closed bool // the end of the channel was seen
}

type scanMode int

const (
	inMarkup scanMode = iota
	inCDATA
	inComment
)

const (
	maxWordPressHead = 8 << 20  // authors, categories, tags
	maxTag           = 16 << 10 // a tag of an export has no attributes worth naming
)

func newItemScanner(src io.Reader) *itemScanner {
	return &itemScanner{src: src, buf: make([]byte, 4*sampleBytes), line: 1}
}

// fill reads more; false: there is no more.
func (s *itemScanner) fill() bool {
	if s.err != nil {
		return false
	}
	if s.r > 0 {
		s.w = copy(s.buf, s.buf[s.r:s.w])
		s.r = 0
	}
	for range 100 {
		var n int
		n, s.err = s.src.Read(s.buf[s.w:])
		s.w += n
		if n > 0 || s.err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// take goes on by n bytes, which are part of what is being read.
func (s *itemScanner) take(n int) {
	b := s.buf[s.r : s.r+n]
	s.line += bytes.Count(b, []byte("\n"))
	s.r += n
	switch {
	case s.inside && len(s.item)+n > maxWordPressItem:
		s.tooBig = true
		s.item = s.item[:0]
	case s.inside && !s.tooBig:
		s.item = append(s.item, b...)
	case s.items == 0 && len(s.head)+n <= maxWordPressHead:
		s.head = append(s.head, b...)
	}
}

// next returns the next item; io.EOF after the last.
func (s *itemScanner) next() (*exportItem, error) {
	for {
		if s.r == s.w && !s.fill() {
			return s.end()
		}
		switch s.mode {
		case inCDATA:
			s.until("]]>")
		case inComment:
			s.until("-->")
		default:
			if item := s.markup(); item != nil {
				return item, nil
			}
		}
	}
}

// end is what remains where the source ends.
func (s *itemScanner) end() (*exportItem, error) {
	if !errors.Is(s.err, io.EOF) {
		return nil, s.err
	}
	if s.inside {
		s.inside = false
		return &exportItem{line: s.begun, why: "the export ends within this item: it was not read"}, nil
	}
	return nil, io.EOF
}

// until takes what stands before the end of a CDATA section or of a comment, and
// that end.
func (s *itemScanner) until(end string) {
	if i := bytes.Index(s.buf[s.r:s.w], []byte(end)); i >= 0 {
		s.take(i + len(end))
		s.mode = inMarkup
		return
	}
	s.take(max(s.w-s.r-(len(end)-1), 0)) // the end may have begun
	if !s.fill() {
		s.take(s.w - s.r)
	}
}

// markup takes text up to a tag and the tag. It returns an item that ends there.
func (s *itemScanner) markup() *exportItem {
	i := bytes.IndexByte(s.buf[s.r:s.w], '<')
	if i < 0 {
		s.take(s.w - s.r)
		return nil
	}
	s.take(i)
	const longest = len("<![CDATA[")
	for s.w-s.r < longest && s.fill() {
	}
	rest := s.buf[s.r:s.w]
	switch {
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		s.take(longest)
		s.mode = inCDATA
		return nil
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.take(len("<!--"))
		s.mode = inComment
		return nil
	}
	end := bytes.IndexByte(rest, '>')
	for end < 0 && len(rest) < maxTag && s.fill() {
		rest = s.buf[s.r:s.w]
		end = bytes.IndexByte(rest, '>')
	}
	if end < 0 || end >= maxTag {
		s.take(1) // no tag
		return nil
	}
	return s.tag(rest[:end+1])
}

// tag takes a tag.
func (s *itemScanner) tag(tag []byte) *exportItem {
	switch {
	case isTag(tag, "<item"):
		var broken *exportItem
		if s.inside {
			broken = &exportItem{line: s.begun, why: "this item of the export has no end: it was not read"}
		}
		s.inside, s.tooBig, s.item, s.begun = true, false, s.item[:0], s.line
		s.items++
		s.take(len(tag))
		return broken
	case isTag(tag, "</item") && s.inside:
		s.take(len(tag))
		s.inside = false
		if s.tooBig {
			return &exportItem{line: s.begun, why: fmt.Sprintf("this item of the export is larger than %d MiB: it was not read", maxWordPressItem>>20)}
		}
		return &exportItem{line: s.begun, xml: s.item}
	case isTag(tag, "</channel") && !s.inside:
		s.closed = true
	}
	s.take(len(tag))
	return nil
}

// isTag reports whether a tag is of a name, which is given with what precedes it.
func isTag(tag []byte, name string) bool {
	return bytes.HasPrefix(tag, []byte(name)) && strings.IndexByte("> \t\r\n/", tag[len(name)]) >= 0
}

// wordPressItem reads what is in an item.
func (f *file) wordPressItem(item *exportItem) (*WordPressPost, error) {
	data := f.legalXML(item)
	post, err := decodeItem(data)
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		// A bare & is the fault that themes and plugins make most.
		if repaired := escapeAmpersands(data); len(repaired) != len(data) {
			if again, err := decodeItem(repaired); err == nil {
				f.warn(item.line, "an unescaped & in this item was read as it stands")
				post, syntax = again, nil
			}
		}
	}
	if syntax != nil {
		return nil, fmt.Errorf("line %d: %s", item.line+syntax.Line-1, syntax.Msg)
	}
	if post == nil {
		return nil, err
	}
	post.Line = item.line
	return post, nil
}

// legalXML replaces what XML does not allow in a text, such as the control
// characters that are pasted from other programs, so that an article is not lost
// for them. The number of lines stays.
func (f *file) legalXML(item *exportItem) []byte {
	data := item.xml
	if !utf8.Valid(data) {
		f.warn(item.line, "invalid UTF-8 in this item was replaced by U+FFFD")
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	legal := func(r rune) bool {
		return r >= ' ' && r != 0xFFFE && r != 0xFFFF || r == '\n' || r == '\r' || r == '\t'
	}
	if bytes.IndexFunc(data, func(r rune) bool { return !legal(r) }) < 0 {
		return data
	}
	return bytes.Map(func(r rune) rune {
		if legal(r) {
			return r
		}
		return -1
	}, data)
}

var entity = regexp.MustCompile(`^&(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);`)

// escapeAmpersands escapes each & of the markup that begins no entity.
func escapeAmpersands(data []byte) []byte {
	var out bytes.Buffer
	for len(data) > 0 {
		at := bytes.IndexAny(data, "&<")
		if at < 0 {
			break
		}
		out.Write(data[:at])
		data = data[at:]
		switch {
		case bytes.HasPrefix(data, []byte("<![CDATA[")):
			end := bytes.Index(data, []byte("]]>"))
			if end < 0 {
				end = len(data)
			}
			out.Write(data[:end])
			data = data[end:]
		case data[0] == '&' && !entity.Match(data[:min(len(data), 40)]):
			out.WriteString("&amp;")
			data = data[1:]
		default:
			out.WriteByte(data[0])
			data = data[1:]
		}
	}
	out.Write(data)
	return out.Bytes()
}

// decodeItem reads the elements of an item.
func decodeItem(data []byte) (*WordPressPost, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Entity = xml.HTMLEntity
	p := &itemDecoder{d: d, post: &WordPressPost{Meta: map[string]string{}}}
	if err := p.children(p.element); err != nil {
		return nil, err
	}
	p.finish()
	return p.post, nil
}

type itemDecoder struct {
	d    *xml.Decoder
	post *WordPressPost

	date, dateGMT, modified, modifiedGMT, pubDate string
}

// children calls f at every child of the element that begins next. F reads the
// child to its end.
func (p *itemDecoder) children(f func(xml.StartElement) error) error {
	for depth := 0; ; {
		token, err := p.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				depth++
				continue
			}
			if err := f(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text reads an element to its end, and returns the text of it alone.
func (p *itemDecoder) text() (string, error) {
	var b strings.Builder
	for depth := 1; ; {
		token, err := p.d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return b.String(), nil
			}
		}
	}
}

func (p *itemDecoder) element(e xml.StartElement) error {
	name := e.Name.Local
	if e.Name.Space != "" {
		name = e.Name.Space + ":" + name
	}
	post := p.post
	if to := p.field(name); to != nil {
		s, err := p.text()
		if to != &post.Content {
			s = strings.TrimSpace(s)
		}
		*to = s
		return err
	}
	switch name {
	case "wp:post_password":
		s, err := p.text()
		post.Locked = s != ""
		return err
	case "category":
		return p.term(e)
	case "wp:postmeta":
		return p.meta()
	}
	return p.d.Skip()
}

// field is where the text of an element goes that is nothing but a text.
func (p *itemDecoder) field(name string) *string {
	switch name {
	case "title":
		return &p.post.Title
	case "link":
		return &p.post.Link
	case "guid":
		return &p.post.GUID
	case "dc:creator":
		return &p.post.Author
	case "content:encoded":
		return &p.post.Content
	case "excerpt:encoded":
		return &p.post.Excerpt
	case "wp:post_id":
		return &p.post.ID
	case "wp:post_type":
		return &p.post.Type
	case "wp:status":
		return &p.post.Status
	case "wp:attachment_url":
		return &p.post.AttachmentURL
	case "wp:post_date":
		return &p.date
	case "wp:post_date_gmt":
		return &p.dateGMT
	case "wp:post_modified":
		return &p.modified
	case "wp:post_modified_gmt":
		return &p.modifiedGMT
	case "pubDate":
		return &p.pubDate
	}
	return nil
}

func (p *itemDecoder) term(e xml.StartElement) error {
	t := WordPressTerm{}
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "domain":
			t.Taxonomy = a.Value
		case "nicename":
			t.Slug = a.Value
		}
	}
	s, err := p.text()
	if t.Name = strings.TrimSpace(s); t.Name != "" {
		p.post.Terms = append(p.post.Terms, t)
	}
	return err
}

// meta reads a custom field: only those that are of use here are kept.
func (p *itemDecoder) meta() error {
	var key, value string
	for {
		token, err := p.d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if wantedField(key) && value != "" {
				p.post.Meta[key] = value
			}
			return nil
		case xml.StartElement:
			s, err := p.text()
			if err != nil {
				return err
			}
			switch t.Name.Local {
			case "meta_key":
				key = strings.TrimSpace(s)
			case "meta_value":
				value = strings.TrimSpace(s)
			}
		}
	}
}

func wantedField(key string) bool {
	switch key {
	case "_thumbnail_id", "footnotes", "_tablepress_export_table_id":
		return true
	}
	for _, name := range descriptionFields() {
		if key == name {
			return true
		}
	}
	return false
}

// finish makes times of what the item says.
func (p *itemDecoder) finish() {
	p.post.Published = wordPressTime(p.dateGMT, p.date)
	if p.post.Published == nil {
		if t, err := time.Parse(time.RFC1123Z, p.pubDate); err == nil && t.Year() > 0 {
			t = t.UTC()
			p.post.Published = &t
		}
	}
	p.post.Modified = wordPressTime(p.modifiedGMT, p.modified)
}

// wordPressTime reads a time of an export: in UTC where it is given so, else by
// the clock of the site, which is taken to be in Japan. Nil: none was given.
func wordPressTime(gmt, local string) *time.Time {
	const layout = "2006-01-02 15:04:05"
	if t, err := time.Parse(layout, gmt); err == nil && t.Year() > 0 {
		return &t
	}
	if t, err := time.ParseInLocation(layout, local, tokyo()); err == nil && t.Year() > 0 {
		t = t.UTC()
		return &t
	}
	return nil
}

var (
	siteElement   = regexp.MustCompile(`(?s)<(title|link|language|wp:base_blog_url|wp:base_site_url)>(.*?)</`)
	authorElement = regexp.MustCompile(`(?s)<wp:author>.*?</wp:author>`)
	authorField   = regexp.MustCompile(`(?s)<wp:(author_login|author_display_name)>(.*?)</wp:`)
)

// readSite reads what stands before the first item.
func readSite(head []byte) *WordPressSite {
	s := &WordPressSite{Authors: map[string]string{}}
	said := map[string]string{}
	for _, m := range siteElement.FindAllSubmatch(head, -1) {
		if name := string(m[1]); said[name] == "" {
			said[name] = markupText(m[2])
		}
	}
	s.Title, s.Lang = said["title"], strings.ToLower(said["language"])
	if lang, _, _ := strings.Cut(s.Lang, "-"); lang != "" {
		s.Lang = lang
	}
	for _, name := range []string{"wp:base_blog_url", "link", "wp:base_site_url"} {
		if s.URL = strings.TrimSuffix(webAddress(said[name]), "/"); s.URL != "" {
			break
		}
	}
	for _, a := range authorElement.FindAll(head, -1) {
		fields := map[string]string{}
		for _, m := range authorField.FindAllSubmatch(a, -1) {
			fields[string(m[1])] = markupText(m[2])
		}
		if login := fields["author_login"]; login != "" {
			s.Authors[login] = fields["author_display_name"]
		}
	}
	return s
}

// markupText is the text of an element without children.
func markupText(b []byte) string {
	s := strings.TrimSpace(string(b))
	if inner, ok := strings.CutPrefix(s, "<![CDATA["); ok {
		return strings.TrimSpace(strings.TrimSuffix(inner, "]]>"))
	}
	return PlainHTML(s)
}
