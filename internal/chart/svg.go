package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// fonts are those of the console's pages; a page's style sheet does not reach into an <img>.
const fonts = `Hiragino Sans, Hiragino Kaku Gothic ProN, Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, Meiryo, system-ui, sans-serif`

// allowed are the elements that a chart has, and their attributes. A style's declarations
// become attributes, so that a policy without styles shows them.
func allowed(element, attribute string) bool {
	switch element {
	case "path":
		switch attribute {
		case "d", "stroke", "stroke-width", "stroke-dasharray", "fill":
			return true
		}
	case "circle":
		switch attribute {
		case "cx", "cy", "r", "stroke", "stroke-width", "stroke-dasharray", "fill":
			return true
		}
	case "text":
		switch attribute {
		case "x", "y", "text-anchor", "transform", "fill", "font-size":
			return true
		}
	}
	return false
}

// clean writes the SVG of the library anew: paths, circles and texts, with the attributes that
// draw them, and nothing else. That the fonts are a reader's, and that the text is
// Japanese, is said once. The texts of ends are held at their end: how wide a text is only
// the browser knows.
func clean(drawn []byte, width, height int, ends map[string]bool) ([]byte, error) {
	in := xml.NewDecoder(bytes.NewReader(drawn))
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="ja" width="%d" height="%d" viewBox="0 0 %d %d" font-family="%s">`,
		width, height, width, height, fonts)
	open := 0
	var text *xml.StartElement // that waits for what is written in it
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("chart: what was drawn is no SVG: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "svg" {
				continue
			}
			if !allowed(t.Name.Local, "fill") {
				return nil, fmt.Errorf("chart: an element <%s> was drawn", t.Name.Local)
			}
			open++
			if t.Name.Local == "text" {
				t = t.Copy()
				text = &t
				continue
			}
			element(&out, t)
		case xml.EndElement:
			if t.Name.Local != "svg" {
				open--
				out.WriteString("</" + t.Name.Local + ">")
			}
		case xml.CharData:
			if text != nil {
				if ends[string(t)] {
					heldAtEnd(text, string(t))
				}
				element(&out, *text)
				text = nil
			}
			if open > 0 {
				if err := xml.EscapeText(&out, t); err != nil {
					return nil, fmt.Errorf("chart: %w", err)
				}
			}
		}
	}
	out.WriteString("</svg>")
	return out.Bytes(), nil
}

// element writes the beginning of an element.
func element(out *bytes.Buffer, t xml.StartElement) {
	out.WriteString("<" + t.Name.Local)
	write := func(name, value string) {
		if allowed(t.Name.Local, name) {
			out.WriteString(" " + name + `="`)
			_ = xml.EscapeText(out, []byte(value)) // a buffer takes all
			out.WriteByte('"')
		}
	}
	for _, a := range t.Attr {
		if a.Name.Local != "style" {
			write(a.Name.Local, strings.Join(strings.Fields(a.Value), " "))
			continue
		}
		for _, d := range strings.Split(a.Value, ";") {
			if name, value, ok := strings.Cut(d, ":"); ok {
				write(strings.TrimSpace(name), strings.TrimSpace(value))
			}
		}
	}
	out.WriteByte('>')
}

// heldAtEnd moves the place of a text from its beginning to its end.
func heldAtEnd(t *xml.StartElement, text string) {
	for i, a := range t.Attr {
		if x, err := strconv.Atoi(a.Value); err == nil && a.Name.Local == "x" {
			t.Attr[i].Value = strconv.Itoa(x + int(math.Ceil(widthOf(text)*fontSize)))
			t.Attr = append(t.Attr, xml.Attr{Name: xml.Name{Local: "text-anchor"}, Value: "end"})
			return
		}
	}
}
