package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// unit is a piece of a page that is read in one go: a paragraph, a list item, a
// row of a table. Spoken is the same with the readings of ruby, where it has any, and
// head is the first cell of a row, which may be read as a heading over the others.
type unit struct {
	text, spoken, head string
}

// parts takes a page apart into main text and noise, by the labels alone: they
// name every element, or the beginning of every line, that is noise or may be
// kept or not.
func parts(src, ext string, noise, either []string) (main, rest []unit, err error) {
	switch strings.ToLower(ext) {
	case ".html", ".htm", ".xhtml":
		return htmlParts(src, noise, either)
	}
	return lineParts(src, noise, either)
}

func htmlParts(src string, noise, either []string) (main, rest []unit, err error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(src))
	if err != nil {
		return nil, nil, fmt.Errorf("parse: %w", err)
	}
	doc.Find("script,style,template,noscript,head,svg,iframe").Remove()
	for i, selector := range slices.Concat(either, noise) {
		found := doc.Find(selector)
		if found.Length() == 0 {
			return nil, nil, fmt.Errorf("the label %q fits nothing", selector)
		}
		for _, n := range found.Nodes {
			if i >= len(either) {
				rest = append(rest, units(n)...)
			}
		}
		found.Remove()
	}
	for _, n := range doc.Find("body").Nodes {
		main = append(main, units(n)...)
	}
	return main, rest, nil
}

// units cuts the text of an element at the elements that begin a new line; the
// cells of a row stay together.
func units(n *html.Node) []unit {
	var c collector
	c.walk(n, false)
	c.end()
	return c.out
}

type collector struct {
	text, spoken strings.Builder
	ruby         bool
	cells        int // of the row so far
	head         string
	out          []unit
}

func (c *collector) end() {
	if u := (unit{text: strings.Join(strings.Fields(c.text.String()), " ")}); u.text != "" {
		if c.ruby {
			u.spoken = strings.Join(strings.Fields(c.spoken.String()), " ")
		}
		if c.cells == 2 {
			u.head = c.head
		}
		c.out = append(c.out, u)
	}
	c.cells, c.head = 0, ""
	c.text.Reset()
	c.spoken.Reset()
	c.ruby = false
}

func (c *collector) walk(n *html.Node, reading bool) {
	switch n.Type {
	case html.TextNode:
		if !reading {
			c.text.WriteString(n.Data)
		}
		c.spoken.WriteString(n.Data)
		return
	case html.CommentNode:
		return
	}
	if n.Data == "rt" || n.Data == "rp" {
		c.ruby, reading = true, true
	}
	if n.Type == html.ElementNode && (n.Data == "td" || n.Data == "th") {
		if c.cells++; c.cells == 2 {
			c.head = strings.Join(strings.Fields(c.text.String()), " ")
		}
	}
	own := n.Type == html.ElementNode && ownLine(n.Data)
	if own {
		c.end()
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.walk(child, reading)
	}
	if own {
		c.end()
	}
}

// ownLine reports whether an element stands on lines of its own.
func ownLine(name string) bool {
	switch name {
	case "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
		"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
		"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tfoot", "tr", "ul":
		return true
	}
	return false
}

var (
	mdComment = regexp.MustCompile(`(?s)<!--.*?-->|\{/\*.*?\*/\}`)
	mdTag     = regexp.MustCompile(`</?[A-Za-z][^>]*>`)
	mdImage   = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	mdLink    = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	mdNote    = regexp.MustCompile(`\[\^[^\]]+\]:?`)
	mdAttr    = regexp.MustCompile(`\s*\{:?\s*[#.][^{}]*\}\s*$`)
	mdOrdinal = regexp.MustCompile(`^([0-9]+\.|>+)\s`)
)

// lineParts takes Markdown and plain text apart: a line is a unit. Front matter
// is neither main text nor noise.
func lineParts(src string, noise, either []string) (main, rest []unit, err error) {
	for _, fence := range []string{"---\n", "+++\n"} {
		if body, ok := strings.CutPrefix(src, fence); ok {
			if _, after, found := strings.Cut(body, "\n"+fence); found {
				src = after
			}
			break
		}
	}
	src = mdComment.ReplaceAllString(src, "")
	used := map[string]bool{}
	for line := range strings.SplitSeq(src, "\n") {
		t := strings.TrimSpace(line)
		begins := func(beginning string) bool {
			used[beginning] = used[beginning] || strings.HasPrefix(t, beginning)
			return strings.HasPrefix(t, beginning)
		}
		isNoise, mayBe := slices.ContainsFunc(noise, begins), slices.ContainsFunc(either, begins)
		t = mdImage.ReplaceAllString(t, "")
		t = mdLink.ReplaceAllString(t, "$1")
		t = mdNote.ReplaceAllString(mdTag.ReplaceAllString(t, ""), "")
		t = mdAttr.ReplaceAllString(mdOrdinal.ReplaceAllString(t, ""), "")
		switch {
		case t == "" || mayBe:
		case isNoise:
			rest = append(rest, unit{text: t})
		default:
			main = append(main, unit{text: t})
		}
	}
	for _, beginning := range slices.Concat(noise, either) {
		if !used[beginning] {
			return nil, nil, fmt.Errorf("the label %q fits no line", beginning)
		}
	}
	return main, rest, nil
}
