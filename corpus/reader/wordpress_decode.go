package reader

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

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
