package quote

import (
	"regexp"
	"strings"
)

// Markdown is the document as Markdown (CommonMark): passages are block quotes. What comes
// from articles and staff stays text: it makes no heading, link, image or HTML.
func (d Document) Markdown() string {
	var b strings.Builder
	paragraph := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n\n") }
	if d.Note != "" {
		paragraph(marked(strings.Split(d.Note, "\n"), ""))
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		if i > 0 {
			paragraph("---")
		}
		for j := range a.Passages {
			a.Passages[j].markdown(paragraph)
		}
		if len(a.Risks) > 0 {
			paragraph("**", riskTitle, "**")
			for j := range a.Risks {
				a.Risks[j].markdown(paragraph)
			}
		}
		if a.Riskless {
			paragraph("**", noRisks, "**")
		}
		for _, n := range a.Notices {
			paragraph("※ ", inert(n))
		}
		paragraph(
			titleLabel, "：", inert(a.Title), hardBreak,
			urlLabel, "：", markdownLink(orUnknown(a.URL)), hardBreak,
			inert(a.supervision()))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (p *Passage) markdown(paragraph func(...string)) {
	names := make([]string, 0, len(p.Sources))
	for _, s := range p.Sources {
		name := inert(s.Text)
		if s.URL != "" {
			name += " " + markdownLink(s.URL)
		}
		names = append(names, name)
	}
	source := "> （" + sourceLabel + "：" + orUnknown(strings.Join(names, " ／ ")) + "）"
	if len(p.Lines) == 0 {
		paragraph("**", inert(p.title()), "**\n\n", source)
		return
	}
	paragraph("**", inert(p.title()), "**\n\n", marked(p.Lines, "> "), hardBreak, source)
}

// hardBreak ends a line within a paragraph.
const hardBreak = "  \n"

// marked are lines of text, each with a prefix.
func marked(lines []string, prefix string) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = prefix + inert(l)
	}
	return strings.Join(out, hardBreak)
}

// special are the signs that mean something in Markdown anywhere in a line, with that by which
// dialects of it tell addresses.
var special = regexp.MustCompile("[\\\\`*_\\[\\]!|<>~&@]|://")

// begins are the signs that mean something at the beginning of a line.
var begins = regexp.MustCompile(`^(?:[#+=:-]|\d+[.)])`)

// host is the beginning of an address that dialects take for a link.
var host = regexp.MustCompile(`(?i)\bwww\.`)

// inert is a line of text that Markdown shows as it is. Any sign of ASCII may be escaped.
func inert(s string) string {
	s = special.ReplaceAllString(s, `\$0`)
	s = host.ReplaceAllStringFunc(s, func(m string) string { return m[:3] + `\.` })
	return begins.ReplaceAllStringFunc(s, func(m string) string { return m[:len(m)-1] + `\` + m[len(m)-1:] })
}

// web tells an address that may stand between < and >.
var web = regexp.MustCompile(`^https?://[^\s<>\\]+$`)

// markdownLink is an address as a link; what is no whole address stays text.
func markdownLink(address string) string {
	if web.MatchString(address) {
		return "<" + address + ">"
	}
	return inert(address)
}
