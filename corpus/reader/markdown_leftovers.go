package reader

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// What site generators, note programs and platforms add to Markdown: lists of attributes
// (kramdown, Pandoc), calls of templates (Liquid, Hugo), boxes (:::, !!!, [!NOTE]), links
// and comments of their own. Nobody reads it; the titles of boxes are text.

// leftoverForm is one of them: what of a line is cut. Groups are kept.
type leftoverForm struct {
	cues string // the line has one of these characters
	form *regexp.Regexp
	line bool // nothing else may stand on the line
}

const attributeList = `\{:?\s*(?:[.#][\w-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s}]+)|-)(?:\s*(?:[.#][\w-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s}]+)))*\s*\}`

var leftoverForms = []leftoverForm{
	{"{", regexp.MustCompile(`^\s*(?:\{:[^{}]*\}\s*)+$`), true},
	{"{", regexp.MustCompile(`\s*` + attributeList), false},
	{"{", regexp.MustCompile(`\{%[^%\n]{0,400}%\}|\{\{[<%]?[^{}\n]{0,400}\}\}|\$\{[\w.]+\}|\{#[^#{}\n]{0,200}#\}`), false},
	{"<", regexp.MustCompile(`<%[^%\n]{0,400}%>`), false},
	{":", regexp.MustCompile(`^\s*:{3,}\s*(?:\{[^{}]*\}|[a-z]+(?:[ -](?:info|warn|warning|alert|danger|tip|note|success|primary|caution|success)\b)?(?:\s*\{[^{}]*\})?)?\s*(.*?)\s*(?::{3,})?$`), true},
	{"=", regexp.MustCompile(`^\s*===\s+"([^"]+)"\s*$`), true},
	{"!?", regexp.MustCompile(`^\s*(?:!!!|\?\?\?\+?)\s*(?:[a-z][\w-]*(?:\s+[a-z][\w-]*)*)?\s*(?:"([^"]*)")?\s*$`), true},
	{"[", regexp.MustCompile(`\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO|ABSTRACT|QUESTION|FAQ|DANGER|EXAMPLE|QUOTE|SUCCESS|note|tip|important|warning|caution|info|question|faq)\][+-]?`), false},
	{"[", regexp.MustCompile(`!\[\[[^\[\]\n]+\]\]|\[\[_?(?i:toc)_?\]\]`), false},
	{"[", regexp.MustCompile(`\[\[(?:[^\[\]|\n]+\|)?([^\[\]|\n]+)\]\]`), false},
	{"[", regexp.MustCompile(`^\s*\[(?:https?://[^\s\]]+:(?:embed|title|cite|image)[^\]\n]*|f:id:[^\]\n]+|:?contents)\]\s*$`), true},
	{"%", regexp.MustCompile(`%%[^%\n]*%%`), false},
	{"\\", regexp.MustCompile(`^\s*\\(?:newpage|pagebreak|clearpage|tableofcontents|noindent|bigskip|medskip|vspace\{[^}]*\})\s*$`), true},
}

// navBlock is a part of the page itself inside of a text: links to other pages, what
// stands under every page of the site.
var navBlock = regexp.MustCompile(`(?is)^[ \t]*<(nav|footer)(?:\s[^<>]*)?>.{0,1000}?</(?:nav|footer)\s*>`)

// cutMarks takes leftovers out, outside of code.
func (m *marked) cutMarks(parsed []byte) {
	fenced := false
	for at := 0; at < len(m.src); {
		end := lineEnd(m.src, at)
		line := m.src[at:end]
		switch {
		case fenceLine.Match(line):
			fenced = !fenced
		case fenced || len(line) == 0:
		case bytes.IndexByte(line, '<') >= 0 && navBlock.Match(m.src[at:min(len(m.src), at+1200)]):
			span := navBlock.FindIndex(m.src[at:min(len(m.src), at+1200)])
			if inner := m.src[at : at+span[1]]; !noteWords.Match(inner) && !bytes.Contains(inner, []byte("監修")) {
				m.cutSpan(parsed, [2]int{at, at + span[1]}, whyNavigation)
				at += span[1]
				continue
			}
		default:
			m.cutLine(parsed, at, end)
		}
		at = end + 1
	}
}

// cutLine takes the leftovers out of a line.
func (m *marked) cutLine(parsed []byte, at, end int) {
	for i := range leftoverForms {
		f := &leftoverForms[i]
		line := m.src[at:end]
		if !bytes.ContainsAny(line, f.cues) {
			continue
		}
		for _, span := range f.form.FindAllSubmatchIndex(line, -1) {
			if span[1] == span[0] || !f.line && bytes.Count(line[:span[0]], []byte("`"))%2 == 1 || m.isCut(at+span[0]) {
				continue
			}
			if f.cues == "!?" && bytes.IndexFunc(line[span[0]:span[1]], isWide) >= 0 && (len(span) < 4 || span[2] < 0) {
				continue
			}
			kept := [2]int{at + span[1], at + span[1]}
			if len(span) >= 4 && span[2] >= 0 {
				kept = [2]int{at + span[2], at + span[3]}
			}
			m.cutSpan(parsed, [2]int{at + span[0], kept[0]}, whyTemplate)
			m.cutSpan(parsed, [2]int{kept[1], at + span[1]}, whyTemplate)
		}
		if i == 0 {
			m.cutByAttributes(parsed, at, end)
		}
	}
}

// isCut reports whether a byte is in what was cut already.
func (m *marked) isCut(at int) bool {
	for _, c := range m.cuts {
		if at >= c[0] && at < c[1] {
			return true
		}
	}
	return false
}

func (m *marked) cutSpan(parsed []byte, span [2]int, why string) {
	if span[1] <= span[0] || len(bytes.TrimSpace(m.src[span[0]:span[1]])) == 0 {
		return
	}
	m.drop(span[0], string(m.src[span[0]:span[1]]), why)
	m.blank(parsed, span)
	m.cuts = append(m.cuts, span)
}

var (
	tocAttribute   = regexp.MustCompile(`^\s*\{:\s*toc\b`)
	classAttribute = regexp.MustCompile(`[.#]([\w-]+)`)
	onlyAttributes = regexp.MustCompile(`^\s*(?:\{:[^{}]*\}\s*)+$`)
)

// cutByAttributes takes out what stands right above a list of attributes that calls it
// a table of contents or a menu.
func (m *marked) cutByAttributes(parsed []byte, at, end int) {
	line := m.src[at:end]
	if at == 0 || !onlyAttributes.Match(line) {
		return
	}
	start := at
	for start > 0 {
		above := lineStart(m.src, start-1)
		if len(bytes.TrimSpace(m.src[above:start])) == 0 {
			break
		}
		start = above
	}
	block := m.src[start:at]
	switch {
	case len(bytes.TrimSpace(block)) == 0:
	case tocAttribute.Match(line):
		m.cutSpan(parsed, [2]int{start, at}, whyContents)
	case bytes.Contains(block, []byte("](")) && !bytes.Contains(block, []byte("。")):
		for _, c := range classAttribute.FindAllSubmatch(line, -1) {
			if why := reasonOf(string(c[1])); why != "" || strings.Contains(string(c[1]), "nav") {
				m.cutSpan(parsed, [2]int{start, at}, orElse(why, whyNavigation))
				return
			}
		}
	}
}

// jumps reports whether a list is nothing but links to other places of the text: a table
// of contents without a heading.
func (m *marked) jumps(n *ast.List) bool {
	items, links := 0, 0
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.TextBlock, *ast.Paragraph:
			items++
			if link, ok := c.FirstChild().(*ast.Link); ok && c.ChildCount() == 1 && bytes.HasPrefix(link.Destination, []byte("#")) {
				links++
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return items >= 2 && links == items
}

// dropJumps drops such a list.
func (m *marked) dropJumps(n *ast.List) {
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering || c.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch c.(type) {
		case *ast.TextBlock, *ast.Paragraph:
			for i := range c.Lines().Len() {
				seg := c.Lines().At(i)
				start, end := lineStart(m.src, seg.Start), lineEnd(m.src, max(seg.Stop-1, seg.Start))
				m.drop(start, m.textOf(c), whyContents)
				m.hide(start, end)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}
