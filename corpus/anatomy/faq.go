package anatomy

import (
	"regexp"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// The marks of questions and answers at the start of a line, in normal form:
// 「Q1.」「Q：」「(Q)」「質問2：」「【Q】」「Q 痛みは…」, 「A.」「A1：」「回答：」「答え:」. A mark is
// followed by a separator or by something that is not a latin letter or digit.
var (
	questionMark = regexp.MustCompile(pattern.Joined(`^(?:
		[―—–─]{2,}
		|[【\[〔(《〈<]q\s?[-‐–]?\s?[0-9]{0,2}[】\]〕)》〉>]
		|q[0-9]{0,2}\p{So}
		|q(?:\.?\s?[-‐–]?\s?[0-9]{1,2}(?:\s*[.:、,)\]/|]|\s)|\s*[.:、,。)\]/|]|\s|[「『])
		|question\s?[0-9]{0,2}\s*[:.]
		|(?:質問|ご質問)\s?[0-9]{0,2}\s*[:.)]
		|問\s?[0-9]{1,2}(?:\s*[:.、)]|\s)
		|問\s*:
		|問い\s?[0-9]{0,2}(?:\s*[:.、)]|\s)
		|【質問[0-9]{0,2}】
	)\s*`))
	answerMark = regexp.MustCompile(pattern.Joined(`^(?:
		[【\[〔(《〈<]a\s?[-‐–]?\s?[0-9]{0,2}[】\]〕)》〉>]
		|a[0-9]{0,2}\p{So}
		|a(?:\.?\s?[-‐–]?\s?[0-9]{1,2}(?:\s*[.:、,)\]/|]|\s)|\s*[.:、,。)\]/|]|\s)
		|answer\s?[0-9]{0,2}\s*[:.]
		|(?:回答|答え|お答え|アンサー)\s?[0-9]{0,2}\s*[:.)]
		|答\s?[0-9]{1,2}(?:\s*[:.、)]|\s)
		|答\s*:
		|(?:答え|こたえ)\s?[0-9]{0,2}\s
		|【(?:回答|答え)[0-9]{0,2}】
	)\s*`))
	// bareMark is a letter right before the question, 「Q痛みは…」, bareAnswer the same
	// of its answer. Words that begin with the letter are none: Qスイッチ.
	bareMark   = regexp.MustCompile(`^q[0-9]{0,2}[\p{Hiragana}\p{Han}「]`)
	bareAnswer = regexp.MustCompile(`^[aAａＡ]([\p{Hiragana}\p{Katakana}\p{Han}「0-9])`)
)

// isFAQMark reports whether a line begins with the mark of a question or an answer.
func isFAQMark(line string) bool { return questionLen(line) > 0 || answerLen(line) > 0 }

// questionLen is the length in bytes of the mark of a question at the start of a
// line, list bullet and white space included; 0 where there is none.
func questionLen(line string) int {
	if n := markLen(line, questionMark, "QqＱｑ質問ご【[〔(（《〈<＜―—–─"); n > 0 {
		return n
	}
	return bareQuestionLen(line)
}

// answerLen is the same of an answer.
func answerLen(line string) int {
	return markLen(line, answerMark, "AaＡａ回答お答こア【[〔(（《〈<＜")
}

// bareQuestionLen is the length of a letter Q right before a question.
func bareQuestionLen(line string) int {
	start := spaceLen(line)
	if start >= len(line) || !strings.ContainsRune("QqＱｑ", firstRune(line[start:])) || !isQuestion(line) {
		return 0
	}
	m := bareMark.FindString(fold(firstRunes(line[start:], 4)))
	if m == "" {
		return 0
	}
	return start + len(firstRunes(line[start:], runes(m)-1))
}

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
	end := start + len(firstRunes(line[start:], runes(m)))
	return end + pictureLen(line[end:])
}

// pictureLen is the length of the picture signs at the start of a line and the space
// after them: 「🙋 」.
func pictureLen(s string) int {
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.Is(unicode.So, r) || r == 0xFE0F || r == 0x200D })
	if len(rest) == len(s) {
		return 0
	}
	return len(s) - len(strings.TrimLeft(rest, " \t　"))
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
	h = h[pictureLen(h):]
	if n := questionLen(h); n > 0 && n < len(h) {
		h = h[n:]
	} else if _, n := numberMark(h); n > 0 && n < len(h) {
		h = h[n:]
	}
	h = strings.TrimRight(strings.TrimSpace(h), " 　+＋▼▽∨﹀⌄")
	if inner := strings.TrimPrefix(h, "「"); strings.IndexAny(inner, "「」") == len(inner)-len("」") {
		h = strings.TrimSuffix(inner, "」") // all of it is quoted; a mark Q「 took the first bracket
	}
	for _, frame := range []string{"【】", "〈〉", "《》", "＜＞", "≪≫"} {
		first, last := firstRune(frame), lastRune(frame)
		if firstRune(h) == first && lastRune(h) == last && strings.Count(h, string(first)) == 1 {
			h = strings.TrimSuffix(strings.TrimPrefix(h, string(first)), string(last))
		}
	}
	return strings.TrimSpace(h)
}

// answerTo is answer, for a question that may have had a letter right before it.
func answerTo(heading, text string) string {
	if t := strings.TrimSpace(text); answerLen(t) == 0 && bareQuestionLen(strings.TrimSpace(heading)) > 0 {
		if m := bareAnswer.FindStringSubmatchIndex(t); m != nil {
			text = t[m[2]:]
		}
	}
	return answer(text)
}

// answer is the text of an answer without its mark: A., 回答：, an arrow.
func answer(text string) string {
	text = text[answerLen(text):]
	text = text[pictureLen(text):]
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
				r.article.FAQs = append(r.article.FAQs, corpus.FAQ{Question: question(p.Heading), Answer: answerTo(p.Heading, p.Text()), Section: s.ID})
			}
			continue
		}
		if !s.question && s.head.kind == corpus.KindFAQ && !isQuestion(s.Heading) {
			continue // the section's own heading, once more
		}
		if !s.question && (s.inAnswer() || s.followsQuestions()) {
			continue
		}
		if !s.question && (s.parent == nil || s.parent.Kind != corpus.KindFAQ || r.hasChildren(i) && !isQuestion(s.Heading)) {
			continue
		}
		r.article.FAQs = append(r.article.FAQs, corpus.FAQ{
			Question: question(s.Heading), Answer: answerTo(s.Heading, s.Text), Section: s.ID,
		})
		s.question = true
	}
}

// inAnswer reports whether a section is a part of the answer to a question above it,
// though its heading may ask as well.
func (s *section) inAnswer() bool {
	for p := s.parent; p != nil; p = p.parent {
		if p.question && (p.Text != "" || !isQuestion(s.Heading)) {
			return true
		}
	}
	return false
}

// leastLeading is how many questions stand first that show how the others are marked.
const leastLeading = 2

// followsQuestions reports whether a section among questions is none of them: the first
// are marked as such, and it is not, and does not ask.
func (s *section) followsQuestions() bool {
	return !s.question && s.parent != nil && s.parent.Kind == corpus.KindFAQ && s.parent.leading >= leastLeading && !isQuestion(s.Heading)
}

// noteQuestion counts a section among the questions that stand first below its parent.
func (s *section) noteQuestion() {
	s.marked = s.question
	switch p := s.parent; {
	case p == nil || p.other:
	case s.marked:
		p.leading++
	default:
		p.other = true
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
	return noiseReason(heading) != "" || strings.HasSuffix(b, "こちら") || strings.HasSuffix(b, "こちらから") || strings.HasSuffix(b, "お問い合わせ") || strings.HasSuffix(b, "ください") || strings.HasSuffix(b, "まずは相談から") || strings.HasSuffix(b, "まずはご相談を")
}
