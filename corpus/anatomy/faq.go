package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
)

// The marks of questions and answers at the start of a line, in normal form:
// 「Q1.」「Q：」「質問2：」「【Q】」「Q 痛みは…」, 「A.」「A1：」「回答：」「答え:」. A mark is
// followed by a separator or by something that is not a latin letter or digit.
var (
	questionMark = regexp.MustCompile(`^(?:[―—–─]{2,}|[【\[〔]q\s?[0-9]{0,2}[】\]〕]|q(?:\.?\s?[0-9]{1,2}(?:\s*[.:、,)\]]|\s)|\s*[.:、,。)\]]|\s|[「『])|(?:質問|ご質問)\s?[0-9]{0,2}\s*[:.)]|問\s?[0-9]{1,2}(?:\s*[:.、)]|\s)|【質問[0-9]{0,2}】)\s*`)
	answerMark   = regexp.MustCompile(`^(?:[【\[〔]a\s?[0-9]{0,2}[】\]〕]|a(?:\.?\s?[0-9]{1,2}(?:\s*[.:、,)\]]|\s)|\s*[.:、,。)\]]|\s)|(?:回答|答え|お答え|アンサー)\s?[0-9]{0,2}\s*[:.)]|答\s?[0-9]{1,2}(?:\s*[:.、)]|\s)|【(?:回答|答え)[0-9]{0,2}】)\s*`)
)

// isFAQMark reports whether a line begins with the mark of a question or an answer.
func isFAQMark(line string) bool { return questionLen(line) > 0 || answerLen(line) > 0 }

// questionLen is the length in bytes of the mark of a question at the start of a
// line, list bullet and white space included; 0 where there is none.
func questionLen(line string) int {
	return markLen(line, questionMark, "QqＱｑ質問ご【[〔―—–─")
}

// answerLen is the same of an answer.
func answerLen(line string) int { return markLen(line, answerMark, "AaＡａ回答お答ア【[〔") }

func markLen(line string, mark *regexp.Regexp, first string) int {
	start := spaceLen(line)
	start += bulletLen(line[start:])
	if start >= len(line) || !strings.ContainsRune(first, firstRune(line[start:])) {
		return 0
	}
	// A mark is short, and its runes fold one to one.
	folded := fold(firstRunes(line[start:], 12))
	m := mark.FindString(folded)
	if m == "" {
		return 0
	}
	return start + len(firstRunes(line[start:], runes(m)))
}

// firstRunes is the first n code points of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// question is a question heading without its mark.
func question(heading string) string {
	h := strings.TrimSpace(heading)
	if n := questionLen(h); n > 0 && n < len(h) {
		h = h[n:]
	} else if _, n := numberMark(h); n > 0 && n < len(h) {
		h = h[n:]
	}
	h = strings.TrimRight(strings.TrimSpace(h), " 　+＋▼▽∨﹀⌄")
	if inner := strings.TrimPrefix(h, "「"); strings.IndexAny(inner, "「」") == len(inner)-len("」") {
		h = strings.TrimSuffix(inner, "」") // all of it is quoted; a mark Q「 took the first bracket
	}
	return strings.TrimSpace(h)
}

// answer is the text of an answer without its mark: A., 回答：, an arrow.
func answer(text string) string {
	text = text[answerLen(text):]
	return strings.TrimSpace(strings.TrimLeft(text, "→⇒➡⇨ \t\n　"))
}

// readFAQs makes FAQ entries of the question sections.
func (r *reading) readFAQs() {
	if len(r.article.FAQs) > 0 {
		return
	}
	for i, s := range r.sections {
		if s.Kind != corpus.KindFAQ || s.Text == "" {
			continue
		}
		if split := r.splitFAQ(Part{Lines: SplitLines(s.Text, 1)}, true); split != nil && !s.question {
			for _, p := range split[1:] {
				r.article.FAQs = append(r.article.FAQs, corpus.FAQ{Question: question(p.Heading), Answer: answer(p.Text()), Section: s.ID})
			}
			continue
		}
		if !s.question && s.head.kind == corpus.KindFAQ && !isQuestion(s.Heading) {
			continue // the section's own heading, once more
		}
		if !s.question && s.parent != nil && s.parent.question && !isQuestion(s.Heading) {
			continue // a part of the answer above it
		}
		if !s.question && (s.parent == nil || s.parent.Kind != corpus.KindFAQ || r.hasChildren(i) && !isQuestion(s.Heading)) {
			continue
		}
		r.article.FAQs = append(r.article.FAQs, corpus.FAQ{
			Question: question(s.Heading), Answer: answer(s.Text), Section: s.ID,
		})
		s.question = true
	}
}

// hasChildren reports whether the section after i is a subsection of i.
func (r *reading) hasChildren(i int) bool {
	return i+1 < len(r.sections) && r.sections[i+1].Level > r.sections[i].Level
}

// invites reports whether a heading among questions is none: it leads to a form or
// to a telephone.
func invites(heading string) bool {
	if isQuestion(heading) {
		return false
	}
	b := strings.Trim(bare(heading), "▼▽!")
	return noiseReason(heading) != "" || strings.HasSuffix(b, "こちら") || strings.HasSuffix(b, "こちらから") || strings.HasSuffix(b, "お問い合わせ") || strings.HasSuffix(b, "ください")
}
