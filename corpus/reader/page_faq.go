package reader

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shirube/corpus/anatomy"
)

// questionLevel is the level of a question of an FAQ among headings.
const questionLevel = 9

var (
	faqWords      = tagSet("faq faqs qa question questions qanda")
	qWords        = tagSet("q question ques")
	aWords        = tagSet("a answer ans")
	openerWords   = tagSet("trigger toggle btn button head header heading title ttl tit tab summary label")
	accordionWord = tagSet("accordion acc accordions collapse toggle ac details qa faq")
	questionStart = regexp.MustCompile(`^(?:[QＱ]\s*[0-9０-９]{0,2}\s*[.．:：、）)]|[QＱ][0-9０-９]{0,2}\s|質問\s*[0-9０-９]{0,2}\s*[:：.])`)
)

// maxAsked is how many characters a question can have.
const maxAsked = 140

// question reads an element that is the question of an FAQ, or the label of an
// accordion, where it is one.
func (w *blocks) question(n *node) bool {
	if w.inHeading || w.inCell || n.size.text < 3 || n.size.text > maxAsked || !w.asks(n) {
		return false
	}
	lines, links := w.headingText(n)
	if len(lines) == 0 {
		return false
	}
	w.ask(n, lines, links)
	return true
}

// ask opens the part of a question.
func (w *blocks) ask(n *node, lines []anatomy.Line, links []anatomy.Link) {
	b := &block{lines: lines, node: n, level: questionLevel, links: links}
	b.question = w.isFAQ(n, joinText(lines))
	if !b.question {
		b.level = styledLevel
	}
	w.emit(b)
	w.answer = nil
	for c := n; c.parent != nil && c != w.main; c = c.parent {
		if textAfter(c) {
			w.answer = c.parent
			break
		}
	}
}

// textAfter reports whether siblings after an element hold text.
func textAfter(n *node) bool {
	for s := n.next; s != nil; s = s.next {
		if s.drop == "" && s.size.text > 0 {
			return true
		}
	}
	return false
}

// asks reports whether an element is shown as a question, or as what opens an
// accordion.
func (w *blocks) asks(n *node) bool {
	if n.hasWord(aWords) && !n.hasWord(qWords) {
		return false
	}
	if isLoneMark(plainTextShort(n)) {
		return false
	}
	named := n.hasWord(qWords) && !hasSection(n)
	if !named && !isOpener(n) && !(inAccordion(n, 2) && n.hasWord(openerWords)) {
		return false
	}
	if hasSection(n) || containsAnswer(n) {
		return false
	}
	return textAfter(n) || n.parent != nil && n.parent != w.main && onlyText(n.parent, n) && textAfter(n.parent)
}

// isOpener reports whether an element opens another: a label of a check box, a
// button of an accordion.
func isOpener(n *node) bool {
	switch n.tag {
	case "label":
		return n.attr("for") != ""
	case "button":
		return n.has("aria-expanded") || n.has("aria-controls") || inAccordion(n, 4) || n.has("data-target") || n.has("data-bs-target")
	}
	return n.has("aria-expanded") || n.has("aria-controls") && n.tag != "a"
}

// inAccordion reports whether one of the next few elements around n is called an
// accordion or an FAQ.
func inAccordion(n *node, steps int) bool {
	for a := n.parent; a != nil && steps > 0; a, steps = a.parent, steps-1 {
		if a.hasWord(accordionWord) || a.tag == "amp-accordion" {
			return true
		}
	}
	return false
}

// plainTextShort is the text of an element where it is short enough for a mark.
func plainTextShort(n *node) string {
	if n.size.text > 4 {
		return ""
	}
	return plainText(n)
}

// hasSection reports whether an element holds parts of a page, and so is no line.
func hasSection(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		switch c.tag {
		case "ul", "ol", "dl", "table", "section":
			found = true
		}
		return !found
	})
	return found
}

// containsAnswer reports whether an element holds the answer beside the question.
func containsAnswer(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		found = found || c.hasWord(aWords) && !c.hasWord(qWords) && c.size.text > 1 || headingLevel(c.tag) > 0 && textUnder(c) > 0 || c.prev != nil && answersAbove(c)
		return !found
	})
	return found
}

// isFAQ reports whether what is asked belongs to an FAQ, and is not just the label
// of something that opens.
func (w *blocks) isFAQ(n *node, text string) bool {
	if w.faqLevel > 0 || questionStart.MatchString(text) {
		return true
	}
	if asksSomething(text) {
		return true
	}
	for a := n; a != nil && a != w.main; a = a.parent {
		if a.hasWord(faqWords) || strings.Contains(a.attr("itemtype"), "Question") || strings.Contains(a.attr("itemtype"), "FAQPage") {
			return true
		}
	}
	return false
}

// asksSomething reports whether a text ends as a question does.
func asksSomething(text string) bool {
	t := strings.TrimRight(text, " 　」』）)。")
	for _, end := range []string{"？", "?", "ますか", "ですか", "でしょうか", "ませんか"} {
		if strings.HasSuffix(t, end) {
			return true
		}
	}
	return false
}

// details reads what a summary opens.
func (w *blocks) details(n *node) {
	w.flush()
	before := w.at
	w.at = n
	for c := n.first; c != nil; c = c.next {
		if c.tag != "summary" || c.drop != "" {
			w.walk(c)
			continue
		}
		lines, links := w.headingText(c)
		if len(lines) > 0 {
			w.ask(c, lines, links)
			w.answer = n
		}
	}
	w.flush()
	w.close(n)
	w.at = before
}

// close ends the answer to a question with the element that holds it.
func (w *blocks) close(n *node) {
	if w.answer == n && n != nil {
		w.emit(&block{node: n, ends: true})
		w.answer = nil
	}
}

// maxTerm is how many characters a description can have that stands on one line
// with its term.
const maxTerm = 60

// definitions reads terms with their descriptions: questions with answers, parts
// of the page with headings, or lines.
func (w *blocks) definitions(n *node) {
	w.flush()
	pairs := termsOf(n)
	faq, long := w.isFAQList(n, pairs), isLongList(pairs)
	before := w.at
	w.at = n
	var term *node
	first := true
	for _, c := range pairs {
		switch {
		case c.drop != "":
			w.listNode(c)
		case c.tag != "dt" && c.tag != "dd":
			w.endTerm(term, &first)
			term = nil
			w.walk(c)
			w.flush()
		case c.tag == "dt" && (faq || long):
			lines, links := w.headingText(c)
			if len(lines) == 0 {
				continue
			}
			b := &block{lines: lines, node: c, level: styledLevel, links: links}
			if faq {
				b.level, b.question = questionLevel, true
			}
			w.emit(b)
		case c.tag == "dt":
			w.endTerm(term, &first)
			term = c
		case faq || long:
			w.at = c
			w.children(c)
			w.flush()
		default:
			w.described(term, c, &first)
			term = nil
		}
	}
	w.endTerm(term, &first)
	w.at = before
	if faq {
		w.emit(&block{node: n, ends: true})
	}
}

// termsOf are the dt and dd of a list, wherever groups of them stand, with what stands
// loose between them: pages put notes there, though none belongs there.
func termsOf(n *node) []*node {
	var out []*node
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.tag == "dt" || c.tag == "dd":
			out = append(out, c)
		case c.tag != "" && c.drop == "" && c.tag != "dl" && holdsTerms(c):
			out = append(out, termsOf(c)...)
		case c.tag != "" || strings.TrimSpace(c.text) != "":
			out = append(out, c)
		}
	}
	return out
}

// holdsTerms reports whether an element groups terms or descriptions of the list that
// it stands in.
func holdsTerms(n *node) bool {
	found := false
	each(n, func(c *node) bool {
		found = found || c.tag == "dt" || c.tag == "dd"
		return !found && c.tag != "dl"
	})
	return found
}

// isFAQList reports whether the terms of a list are questions.
func (w *blocks) isFAQList(n *node, pairs []*node) bool {
	asked, terms := 0, 0
	for _, c := range pairs {
		if c.tag != "dt" {
			continue
		}
		terms++
		t := strings.TrimSpace(plainText(c))
		if questionStart.MatchString(t) || strings.HasSuffix(t, "？") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, "か") || strings.HasSuffix(t, "か。") {
			asked++
		}
	}
	if terms == 0 {
		return false
	}
	for a := n; a != nil && a != w.main; a = a.parent {
		if a.hasWord(faqWords) {
			return asked > 0 || a == n
		}
	}
	return asked*2 > terms || w.faqLevel > 0 && asked > 0
}

// isLongList reports whether the descriptions of a list are texts of their own.
func isLongList(pairs []*node) bool {
	descriptions, prose, parts := 0, 0, 0
	for _, c := range pairs {
		switch {
		case c.tag == "dd" && c.drop == "":
			descriptions++
			prose += c.size.prose
			if isPart(c) {
				parts++
			}
		case c.tag == "dt" && c.size.text > maxStyled:
			return false
		}
	}
	return descriptions > 0 && (prose > maxTerm*descriptions || parts > 0)
}

// described puts a short description behind its term.
func (w *blocks) described(term, c *node, first *bool) {
	from := len(w.out)
	w.at = c
	w.children(c)
	w.flush()
	out := w.out[from:]
	if len(out) > 0 && !*first {
		out[0].tight = true
	}
	var head []anatomy.Line
	if term != nil {
		head, _ = w.headingText(term)
	}
	if len(head) == 0 {
		return
	}
	*first = false
	t := joinText(head)
	if len(out) == 1 && len(out[0].lines) == 1 && utf8.RuneCountInString(out[0].lines[0].Text) <= maxTerm && !out[0].heading() {
		l := &out[0].lines[0]
		l.Text = strings.TrimRight(t, ":：") + "：" + l.Text
		l.No = head[0].No
		return
	}
	b := &block{lines: []anatomy.Line{{Text: t, No: head[0].No}}, node: term}
	if len(out) > 0 {
		b.tight = out[0].tight
		out[0].tight = true
	}
	w.out = append(w.out, nil)
	copy(w.out[from+1:], w.out[from:])
	w.out[from] = b
}

// endTerm keeps a term that has no description.
func (w *blocks) endTerm(term *node, first *bool) {
	if term == nil {
		return
	}
	if lines, links := w.headingText(term); len(lines) > 0 {
		w.emit(&block{lines: lines, node: term, tight: !*first, links: links})
		*first = false
	}
}
