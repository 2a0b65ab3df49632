package reader

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"regexp"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// maxData is how many things of JSON-LD are looked at on one page.
const maxData = 2000

// thing is a thing of schema.org: its properties by name.
type thing map[string]any

// readData reads the JSON-LD of a page. What is no JSON is a warning.
func (p *page) readData() {
	seen := 0
	for _, block := range p.head.data {
		text := strings.TrimSpace(block.text)
		text = strings.TrimSuffix(strings.TrimPrefix(text, "<!--"), "-->")
		text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "//<![CDATA["), "//]]>")
		if strings.TrimSpace(text) == "" {
			continue
		}
		var v any
		dec := json.NewDecoder(strings.NewReader(text))
		if err := dec.Decode(&v); err != nil {
			at := dec.InputOffset()
			var se *json.SyntaxError
			if errors.As(err, &se) {
				at = max(at, se.Offset)
			}
			line := block.line + leadingBreaks(block.text) + strings.Count(text[:min(int(at), len(text))], "\n")
			p.warn(line, "the page's JSON-LD is broken and was not read: %v", err)
			continue
		}
		p.data(v, block.line, &seen)
	}
}

// data looks at a value of JSON-LD and at all in it.
func (p *page) data(v any, line int, seen *int) {
	if *seen++; *seen > maxData {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			p.data(e, line, seen)
		}
	case map[string]any:
		t := thing(v)
		p.thing(t, line)
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "about", "breadcrumb", "subjectOf"} {
			if inner, ok := t[key]; ok {
				p.data(inner, line, seen)
			}
		}
	}
}

// is reports whether a thing has a type whose name contains one of the words.
func (t thing) is(words ...string) bool {
	for _, name := range t.strings("@type") {
		for _, w := range words {
			if strings.Contains(name, w) {
				return true
			}
		}
	}
	return false
}

// strings are the texts of a property.
func (t thing) strings(key string) []string {
	switch v := t[key].(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// text is the first text of a property, or the name or address of the thing there.
func (t thing) text(key string) string {
	if s := t.strings(key); len(s) > 0 {
		return strings.TrimSpace(html.UnescapeString(s[0]))
	}
	for _, o := range t.things(key) {
		for _, k := range []string{"name", "url", "@id"} {
			if s := o.text(k); s != "" {
				return s
			}
		}
	}
	return ""
}

// things are the things of a property.
func (t thing) things(key string) []thing {
	switch v := t[key].(type) {
	case map[string]any:
		return []thing{v}
	case []any:
		var out []thing
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = append(out, m)
			}
		}
		return out
	}
	return nil
}

// thing takes what a thing says of the article.
func (p *page) thing(t thing, line int) {
	switch {
	case t.is("Article", "BlogPosting", "MedicalWebPage", "WebPage", "FAQPage", "MedicalScholarlyArticle", "Report"):
		p.article(t, line)
	case t.is("BreadcrumbList"):
		p.crumbs(t)
	case t.is("WebSite", "Organization", "MedicalClinic", "MedicalOrganization", "Dentist", "Physician", "Hospital", "LocalBusiness"):
		if p.head.siteName == "" {
			p.head.siteName = t.text("name")
		}
	}
	if t.is("FAQPage", "QAPage") {
		for _, q := range t.things("mainEntity") {
			p.faq(q)
		}
	} else if t.is("Question") && t["acceptedAnswer"] != nil {
		p.faq(t)
	}
}

// article takes headline, dates, picture and reviewer.
func (p *page) article(t thing, line int) {
	a := &p.draft.Article
	if h := t.text("headline"); h != "" && p.headline == "" {
		p.headline = h
	}
	if t.is("WebPage") && p.headline == "" && !t.is("FAQPage") {
		p.headline = p.cutSiteName(t.text("name"))
	}
	if a.Description == "" {
		a.Description = t.text("description")
	}
	if a.Image == "" {
		a.Image = t.text("image")
	}
	if a.Lang == "" {
		a.Lang = t.text("inLanguage")
	}
	p.date(&a.Published, t.text("datePublished"), line)
	p.date(&a.Updated, t.text("dateModified"), line)
	p.date(&a.Reviewed, t.text("lastReviewed"), line)
	if pub := t.text("publisher"); pub != "" && p.head.siteName == "" {
		p.head.siteName = pub
	}
	for _, r := range t.things("reviewedBy") {
		p.reviewer(r, line)
	}
}

// reviewer keeps who reviewed the page by its data.
func (p *page) reviewer(t thing, line int) {
	name := t.text("name")
	if name == "" {
		return
	}
	s := corpus.Supervisor{Name: name, Title: t.text("jobTitle")}
	if s.Title == "" {
		s.Title = t.text("honorificSuffix")
	}
	for _, key := range []string{"affiliation", "worksFor", "memberOf"} {
		if s.Affiliation == "" {
			s.Affiliation = t.text(key)
		}
	}
	p.reviewers = append(p.reviewers, declared{s, line})
}

// declared is a reviewer with the line on which the page's data names it.
type declared struct {
	corpus.Supervisor
	line int
}

var htmlTags = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)

// plainData is a text of JSON-LD, which may hold HTML and Markdown, as text.
func plainData(s string) string {
	s = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "</p>", "\n", "</li>", "\n", "<li>", "・").Replace(s)
	s = html.UnescapeString(htmlTags.ReplaceAllString(s, ""))
	s = strings.TrimPrefix(s, "A:** ")
	s = strings.ReplaceAll(s, "**", "")
	var lines []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// faq keeps a question with its answer.
func (p *page) faq(t thing) {
	if !t.is("Question") && t["acceptedAnswer"] == nil {
		return
	}
	q := plainData(orElse(t.text("name"), t.text("text")))
	answers := t.things("acceptedAnswer")
	if len(answers) == 0 {
		answers = t.things("suggestedAnswer")
	}
	if q == "" || len(answers) == 0 {
		return
	}
	answer := plainData(answers[0].text("text"))
	if answer == "" {
		return
	}
	for _, f := range p.draft.FAQs {
		if anatomy.SameHeading(f.Question, q) {
			return
		}
	}
	p.draft.FAQs = append(p.draft.FAQs, corpus.FAQ{Question: q, Answer: answer})
}

// crumbs keeps what the breadcrumb calls the page.
func (p *page) crumbs(t thing) {
	items := t.things("itemListElement")
	if len(items) < 2 || p.crumb != "" {
		return
	}
	last := items[len(items)-1]
	if name := orElse(last.text("name"), last.text("item")); !strings.Contains(name, "://") {
		p.crumb = name
	}
}

// date sets a date of the article that is not set.
func (p *page) date(to **time.Time, s string, line int) {
	if *to != nil || s == "" {
		return
	}
	t, ok := parseDate(s)
	if !ok {
		p.warn(line, "%q is no date", s)
		return
	}
	*to = &t
}

// parseDate reads a date as pages declare it, with a time or without. A date
// without a zone is UTC, so that it stays the same day everywhere.
func parseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006/01/02", "2006/1/2", "2006.01.02", "2006.1.2", "2006-1-2", "2006年1月2日", "2006-01", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1990 {
			return t, true
		}
	}
	return time.Time{}, false
}

// trimNul takes out the characters that no text of a page holds.
func trimNul(src []byte) []byte {
	if bytes.IndexByte(src, 0) < 0 {
		return src
	}
	return bytes.ReplaceAll(src, []byte{0}, nil)
}
