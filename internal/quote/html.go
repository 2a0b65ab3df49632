package quote

import (
	"html"
	"strings"

	"shirube/internal/present"
)

// HTML is the document as HTML for the body of a mail: a few elements without attributes but
// for the addresses of links, so that every program for mail shows it alike. What comes from
// articles and staff stays text.
func (d Document) HTML() string {
	var b strings.Builder
	element := func(name string, parts ...string) {
		b.WriteString("<" + name + ">" + strings.Join(parts, "") + "</" + name + ">\n")
	}
	if d.Note != "" {
		element("p", broken(strings.Split(d.Note, "\n")))
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		if i > 0 {
			b.WriteString("<hr>\n")
		}
		for j := range a.Passages {
			a.Passages[j].html(element)
		}
		if len(a.Risks) > 0 {
			element("p", "<strong>", riskTitle, "</strong>")
			for j := range a.Risks {
				a.Risks[j].html(element)
			}
		}
		if a.Riskless {
			element("p", "<strong>", noRisks, "</strong>")
		}
		for _, n := range a.Notices {
			element("p", "※ ", html.EscapeString(n))
		}
		element("p",
			titleLabel, "：", htmlLink(a.URL, a.Title), "<br>\n",
			urlLabel, "：", htmlLink(a.URL, orUnknown(a.URL)), "<br>\n",
			html.EscapeString(a.supervision()))
	}
	return b.String()
}

func (p *Passage) html(element func(string, ...string)) {
	element("p", "<strong>", html.EscapeString(p.title()), "</strong>")
	names := make([]string, 0, len(p.Sources))
	for _, s := range p.Sources {
		names = append(names, htmlLink(s.URL, s.Text))
	}
	source := "<small>（" + sourceLabel + "：" + orUnknown(strings.Join(names, " ／ ")) + "）</small>"
	if len(p.Lines) == 0 {
		element("blockquote", source)
		return
	}
	element("blockquote", broken(p.Lines), "<br>\n", source)
}

// broken are lines of text with breaks between them.
func broken(lines []string) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = html.EscapeString(l)
	}
	return strings.Join(out, "<br>\n")
}

// htmlLink is a text that leads to an address where a mail can lead there.
func htmlLink(address, text string) string {
	if address == "" || !present.External(address) {
		return html.EscapeString(text)
	}
	return `<a href="` + html.EscapeString(address) + `">` + html.EscapeString(text) + "</a>"
}
