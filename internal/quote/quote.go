// Package quote writes passages down for somebody who was not there when they were found: as
// plain text, as Markdown and as HTML for a mail. Nothing is quoted without its title, address,
// supervision, date of review and sources, an effect never without the risks that its article
// tells, and what has to be known of the treatment (not insured, not approved) comes along. The
// three formats say the same. Which passages these are is left to internal/search.
package quote

import (
	"slices"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/search"
)

// Document is what is quoted for one case: passages by article, with a note of who quotes.
type Document struct {
	Note     string // by staff; empty: none
	Articles []Article
}

// Article is an article of which passages are quoted. No text in it has a control character.
type Article struct {
	Title       string
	URL         string // safe to follow; with a host where one is known
	Supervision string // empty: not known
	Reviewed    string // the day, as people read it; empty: not known
	Notices     []string
	Passages    []Passage
	// Risks are what the article says of risks, where a passage tells of an effect, but for
	// those that are among Passages.
	Risks []Passage
	// Riskless: a passage tells of an effect, and the article of no risk.
	Riskless bool
}

// Passage is a stretch of an article in its own words.
type Passage struct {
	ID      string
	Kind    string // as people call it
	Heading string // empty: it has none
	Lines   []string
	Sources []Source // empty: it cites none
}

// Source is a cited work.
type Source struct {
	Text string
	URL  string // empty: not known
}

// Words that stand in quotes, whatever they quote.
const (
	unknown     = "記載なし"
	riskTitle   = "この治療のリスク・副作用（同じ記事から）"
	noRisks     = "この記事には、リスク・副作用の説明が見つかりませんでした。受ける前に、医師に確認してください。"
	noteTitle   = "メモ"
	titleLabel  = "記事"
	urlLabel    = "URL"
	byLabel     = "監修"
	dayLabel    = "最終確認日"
	sourceLabel = "出典"
)

// Of makes a document of passages, in their order: an article stands where its first passage
// does. siteURL, such as "https://example.jp" and without a slash at its end, makes whole
// addresses of paths; empty: paths stay. Passages that are nil are passed over.
func Of(note, siteURL string, list ...*search.Quotable) Document {
	d := Document{Note: strings.Join(lines(note), "\n")}
	at := map[string]int{}
	for _, q := range list {
		if q == nil {
			continue
		}
		i, known := at[q.Article.ID]
		if !known {
			i = len(d.Articles)
			at[q.Article.ID] = i
			d.Articles = append(d.Articles, articleOf(&q.Article, siteURL, q.Notices))
		}
		a := &d.Articles[i]
		if !holds(a.Passages, q.ID) {
			a.Passages = append(a.Passages, passageOf(&q.PassageView))
		}
		if q.Riskless {
			a.Riskless = true
		}
		for j := range q.Risks {
			if q.TellsEffect && !holds(a.Risks, q.Risks[j].ID) {
				a.Risks = append(a.Risks, passageOf(&q.Risks[j]))
			}
		}
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		a.Risks = slices.DeleteFunc(a.Risks, func(p Passage) bool { return holds(a.Passages, p.ID) })
	}
	return d
}

func holds(list []Passage, id string) bool {
	return slices.ContainsFunc(list, func(p Passage) bool { return p.ID == id })
}

func articleOf(a *search.ArticleSummary, siteURL string, notices []string) Article {
	out := Article{
		Title: line(a.Title), URL: address(a.URL, siteURL), Supervision: line(present.Supervisors(a.Supervisors)),
		Reviewed: present.DateOf(a.Reviewed).Text, Notices: notices,
	}
	if out.Title == "" {
		out.Title = line(a.ID)
	}
	return out
}

// address is a link that may be followed, with a host where one is known.
func address(link, siteURL string) string {
	out := onOneLine(present.Link(link))
	if out != "" && !present.External(out) {
		out = siteURL + out
	}
	return out
}

// onOneLine is an address without what would end it, or is not seen in it.
func onOneLine(address string) string { return strings.ReplaceAll(line(address), " ", "%20") }

func passageOf(p *search.PassageView) Passage {
	out := Passage{
		ID: p.ID, Kind: present.LabelOf(corpus.KindLabels(), string(p.Kind)),
		Heading: line(strings.Join(present.Headings(p.Path, p.Heading), " › ")), Lines: lines(p.Text),
	}
	for _, s := range p.Sources {
		out.Sources = append(out.Sources, Source{Text: line(present.SourceText(s)), URL: webAddress(s.URL)})
	}
	return out
}

// webAddress is an address of the web: a source's path on this server is none.
func webAddress(s string) string {
	if link := present.Link(s); link != "" && present.External(link) {
		return onOneLine(link)
	}
	return ""
}

// lines are those of a text, tables and lists as people write them in a mail, without blank ones.
func lines(s string) []string {
	var shown strings.Builder
	for _, segment := range present.Segments(search.Marked{Text: strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)}) {
		shown.WriteString(segment.Text)
	}
	var out []string
	for l := range strings.SplitSeq(shown.String(), "\n") {
		if l = line(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// line is a text on one line, without characters that are no text: controls, and marks that
// change the direction in which others are read.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '　':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// supervision is who answers for the article, and since when.
func (a *Article) supervision() string {
	return byLabel + "：" + orUnknown(a.Supervision) + " ／ " + dayLabel + "：" + orUnknown(a.Reviewed)
}

// title is what a passage is under.
func (p *Passage) title() string { return strings.TrimSpace("【" + p.Kind + "】" + p.Heading) }

func orUnknown(s string) string {
	if s == "" {
		return unknown
	}
	return s
}
