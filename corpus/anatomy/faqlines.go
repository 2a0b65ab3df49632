package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
)

// faqLine is a line under よくある質問: what it is may be known by its mark.
type faqLine struct {
	Line
	asks, answers bool
}

var (
	// answerInside begins an answer in the line of its question: 「Q. …？ A. …」. A
	// lone letter must come right after the end of the question: ビタミン A is none.
	answerInside = regexp.MustCompile(`(?:[?？。!！\s　]\s*(?:[AaＡａ][.．]?[0-9０-９]{0,2}\s*[.．:：、)）]|[【\[][AaＡａ][0-9０-９]{0,2}[】\]]|(?:回答|お?答え|アンサー)\s*[:：])|[?？]\s*[AaＡａ][\s　])`)
	// answerBehind is a question with its answer behind a colon, an arrow or a dash: a
	// term and its description on one line.
	answerBehind = regexp.MustCompile(`^(.{3,}?[?？])\s*(?:[:：→⇒➡]|[—–―-]{1,2}\s)\s*(\S.*)$`)
	// answerAfter is one with a sentence behind nothing but a space.
	answerAfter = regexp.MustCompile(`^(.{3,}?[?？])[ 　]+(\S.*。)$`)
)

// faqLines takes lines apart that hold a question with its answer: on one line, in
// a row of a table.
func faqLines(lines []Line, inFAQ bool) []faqLine {
	out := make([]faqLine, 0, len(lines))
	rows := inFAQ && rowsAsk(lines)
	spaced := inFAQ && allPairs(lines)
	for _, l := range lines {
		if q, a, ok := pairOfLine(l.Text, inFAQ); ok {
			out = append(out, faqLine{Line: Line{q, l.No}, asks: true}, faqLine{Line: Line{a, l.No}, answers: true})
			continue
		}
		if m := answerAfter.FindStringSubmatch(strings.TrimSpace(l.Text)); spaced && m != nil {
			out = append(out, faqLine{Line: Line{m[1], l.No}, asks: true}, faqLine{Line: Line{m[2], l.No}, answers: true})
			continue
		}
		if c := cells(l.Text); rows && isTableRow(l.Text) {
			if !isFAQHeader(c) {
				out = append(out, faqLine{Line: Line{c[0], l.No}, asks: true}, faqLine{Line: Line{strings.Join(c[1:], " "), l.No}, answers: true})
			}
			continue
		}
		l.Text = markOfRow(l.Text)
		n := questionLen(l.Text)
		out = append(out, faqLine{l, n > 0 && n < len(strings.TrimRight(l.Text, " 　")), answerLen(l.Text) > 0})
	}
	return out
}

// allPairs reports whether every line is a question with its answer behind a space.
func allPairs(lines []Line) bool {
	pairs := 0
	for _, l := range lines {
		switch t := strings.TrimSpace(l.Text); {
		case t == "":
		case questionLen(t) > 0 || !answerAfter.MatchString(t):
			return false
		default:
			pairs++
		}
	}
	return pairs > 0
}

// markOfRow makes a marked line of a row 「| Q | 痛みますか？ |」; other lines stay as
// they are.
func markOfRow(line string) string {
	if !isTableRow(line) {
		return line
	}
	c := cells(line)
	if mark := loneMarkOf(c[0]); mark != "" && len(c) > 1 {
		return mark + " " + strings.Join(c[1:], " ")
	}
	return line
}

// pairOfLine parts a line that holds a question and its answer.
func pairOfLine(line string, inFAQ bool) (q, a string, ok bool) {
	if n := questionLen(line); n > 0 {
		// The sign before the mark belongs to the question.
		if m := answerInside.FindStringIndex(line[n:]); m != nil && m[0] > 0 {
			at := n + m[0] + len(string(firstRune(line[n+m[0]:])))
			return strings.TrimSpace(line[:at]), strings.TrimSpace(line[at:]), true
		}
	}
	if !inFAQ || !strings.ContainsAny(line, ":：→⇒➡—–―-") {
		return "", "", false
	}
	if m := answerBehind.FindStringSubmatch(strings.TrimSpace(line)); m != nil && runes(m[1]) <= maxQuestion && !strings.Contains(m[1], "。") {
		return m[1], m[2], true
	}
	return "", "", false
}

// isFAQHeader reports whether a row is 「質問 | 回答」.
func isFAQHeader(c []string) bool {
	return len(c) >= 2 && slices.Contains([]string{"質問", "ご質問", "q", "question"}, bare(c[0])) && slices.Contains([]string{"回答", "答え", "お答え", "a", "answer"}, bare(c[1]))
}

// rowsAsk reports whether the rows of a table are questions with their answers.
func rowsAsk(lines []Line) bool {
	rows, asking := 0, 0
	for _, l := range lines {
		if !isTableRow(l.Text) {
			continue
		}
		c := cells(l.Text)
		if isFAQHeader(c) {
			return true
		}
		rows++
		if len(c) == 2 && isQuestion(c[0]) {
			asking++
		}
	}
	return rows > 1 && rows == asking
}

// splitFAQ cuts a part at its questions: a part for each question, after what
// comes before the first. The rest of the part keeps heading and level. In a part
// of another kind (inFAQ false) a question needs its answer's mark, or to be
// declared as one. Nil: there are no questions.
func (r *reading) splitFAQ(p Part, inFAQ bool) []Part {
	if p.Question {
		return nil // the format says which lines answer it
	}
	lines := faqLines(p.Lines, inFAQ)
	var starts []int
	answered, marked := false, false
	for i, l := range lines {
		switch {
		case l.asks:
			starts, marked = append(starts, i), true
		case l.answers:
			answered = answered || len(starts) > 0
		case len(r.asked) > 0 && r.isAsked(l.Text) && hasTextBelow(lines, i):
			starts, answered = append(starts, i), true
		case inFAQ && !marked && bareQuestion(lines, i):
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 || !inFAQ && !answered && !markedAlike(lines, starts) {
		return nil
	}
	out := []Part{{Heading: p.Heading, Level: p.Level, Line: p.Line, Lines: plainLines(lines[:starts[0]]), Links: p.Links, Refs: p.Refs}}
	for n, start := range starts {
		end := len(lines)
		if n+1 < len(starts) {
			end = starts[n+1]
		}
		out = append(out, questionPart(p, lines[start:end]))
	}
	return out
}

// markedAlike reports whether lines are several questions, each with its mark and with
// text below: their answers need none.
func markedAlike(lines []faqLine, starts []int) bool {
	for n, i := range starts {
		end := len(lines)
		if n+1 < len(starts) {
			end = starts[n+1]
		}
		if !lines[i].asks || !isQuestion(lines[i].Text) || !hasTextBelow(lines[:end], i) {
			return false
		}
	}
	return len(starts) >= 2
}

// questionPart makes a part of a question and what follows it. A question can go on
// over several lines, up to the mark of its answer.
func questionPart(p Part, lines []faqLine) Part {
	t := strings.TrimSpace(lines[0].Text)
	heading, rest := strings.TrimSpace(t[bulletLen(t):]), lines[1:]
	if at := slices.IndexFunc(rest, func(l faqLine) bool { return l.answers }); at > 0 && at <= 3 && !isQuestion(heading) {
		lines := []string{heading}
		for _, l := range rest[:at] {
			lines = append(lines, strings.TrimSpace(l.Text))
		}
		if whole := strings.Join(lines, ""); isQuestion(whole) && runes(whole) <= 2*maxQuestion {
			heading, rest = whole, rest[at:]
		}
	}
	return Part{Heading: heading, Level: p.Level + 1, Line: lines[0].No, Lines: plainLines(rest), Links: p.Links, Question: true}
}

func plainLines(lines []faqLine) []Line {
	out := make([]Line, len(lines))
	for i, l := range lines {
		out[i] = l.Line
	}
	return out
}

func hasTextBelow(lines []faqLine, i int) bool {
	return slices.ContainsFunc(lines[i+1:], func(l faqLine) bool { return !isBlank(l.Text) })
}

// bareQuestion reports whether line i asks a question by itself, with its answer
// below: short, alone in its sentence, at the start of a paragraph or after a
// sentence that ended.
func bareQuestion(lines []faqLine, i int) bool {
	t := strings.TrimSpace(lines[i].Text)
	if t == "" || len(t) > 4*maxQuestion || runes(t) > maxQuestion || !asks(t) || strings.Contains(strings.TrimSuffix(t, "。"), "。") || isTableRow(t) {
		return false
	}
	if i > 0 && !isBlank(lines[i-1].Text) && !(endsSentence(lines[i-1].Text) && strings.ContainsRune("?？", lastRune(t))) {
		return false
	}
	for _, l := range lines[i+1:] {
		if !isBlank(l.Text) {
			return !isQuestion(l.Text) || endsSentence(l.Text)
		}
	}
	return false
}

// asks reports whether a line asks something, or asks to be told it.
func asks(t string) bool {
	return isQuestion(t) || hasAnySuffix(t, "教えてください", "教えてください。", "教えて下さい", "教えて下さい。")
}

// settleQuestions decides which parts are questions: what the format takes for one
// outside of よくある質問 is one only among its like (a list of tests with their
// descriptions has none). Questions on the level of the heading よくある質問 itself go
// below it.
func settleQuestions(parts []Part) []Part {
	var kinds kindStack
	faq := 0 // level of an open FAQ section without subsections
	for i := 0; i < len(parts); i++ {
		p := &parts[i]
		asking := p.Heading != "" && (isQuestion(p.Heading) || questionLen(p.Heading) > 0)
		if faq > 0 && asking && max(p.Level, 1) == faq && !asksWhatIs(p.Heading) {
			for j := i; j < len(parts) && (j == i || max(parts[j].Level, 1) > faq); j++ {
				parts[j].Level = max(parts[j].Level, 1) + 1
			}
		}
		kind := kinds.open(p.Heading, p.Level)
		switch {
		case kind == corpus.KindFAQ && readHeading(p.Heading).kind == corpus.KindFAQ && !asking:
			faq = max(p.Level, 1)
		case faq > 0 && max(p.Level, 1) <= faq:
			faq = 0
		}
		if p.Question && kind != corpus.KindFAQ {
			end := i
			asked := 0
			for end < len(parts) && parts[end].Question && parts[end].Level == p.Level {
				if isQuestion(parts[end].Heading) || questionLen(parts[end].Heading) > 0 {
					asked++
				}
				end++
			}
			if asked*2 <= end-i {
				for j := i; j < end; j++ {
					parts[j].Question = false
				}
			}
			for j := i + 1; j < end; j++ {
				kinds.open(parts[j].Heading, parts[j].Level)
			}
			i = end - 1
		}
	}
	return parts
}

// asksWhatIs reports whether a heading asks what its subject is: that opens a
// section (インプラントとは？) as often as it asks.
func asksWhatIs(heading string) bool {
	f := fold(heading)
	i := strings.Index(f, "とは")
	return i >= 0 && whatIs(f[i:]) > 0 && questionLen(heading) == 0
}

// declareFAQs finds the pairs that the file declares as data among the parts, which
// are then known to be questions, and appends those that the text does not have.
func (r *reading) declareFAQs(parts []Part, declared []corpus.FAQ) []Part {
	if len(declared) == 0 {
		return parts
	}
	text := ""
	var missing []corpus.FAQ
	for _, f := range declared {
		q := bareQuestionText(f.Question)
		if q == "" || strings.TrimSpace(f.Answer) == "" {
			continue
		}
		found := false
		for i := range parts {
			p := &parts[i]
			if p.Heading != "" && sameQuestion(bareQuestionText(p.Heading), q) && !allBlank(p.Lines) {
				p.Question, found = true, true
			}
		}
		r.asked = append(r.asked, q)
		if !found {
			found = slices.ContainsFunc(parts, func(p Part) bool {
				return slices.ContainsFunc(p.Lines, func(l Line) bool { return r.holdsQuestion(l.Text, q) })
			})
		}
		if !found {
			if text == "" {
				text = bareText(parts)
			}
			found = strings.Contains(text, firstRunes(bare(f.Answer), 25)) && runes(bare(f.Answer)) >= 12
		}
		if !found {
			missing = append(missing, f)
		}
	}
	return append(parts, declaredParts(parts, missing)...)
}

// holdsQuestion reports whether a line is a question, or begins with it.
func (r *reading) holdsQuestion(line, q string) bool {
	return len(line) <= 8*maxQuestion && !isBlank(line) && strings.HasPrefix(bareQuestionText(line), q)
}

// isAsked reports whether a line is a question that the file declares.
func (r *reading) isAsked(line string) bool {
	if len(line) > 4*maxQuestion || isBlank(line) {
		return false
	}
	b := bareQuestionText(line)
	return slices.ContainsFunc(r.asked, func(q string) bool { return sameQuestion(b, q) })
}

// bareQuestionText is a question in the form in which questions are compared.
func bareQuestionText(s string) string { return strings.TrimRight(bare(question(s)), "?!.。、") }

// sameQuestion reports whether two questions are the same, or one begins with the
// other and is not much shorter.
func sameQuestion(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || runes(a) >= 6 && strings.HasPrefix(b, a) && len(a)*5 >= len(b)*2
}

func bareText(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		for _, l := range p.Lines {
			b.WriteString(bare(l.Text))
		}
	}
	return b.String()
}

// declaredParts are a section よくある質問 with the pairs that stand nowhere in the text.
func declaredParts(parts []Part, faqs []corpus.FAQ) []Part {
	if len(faqs) == 0 {
		return nil
	}
	at := 1
	if len(parts) > 0 {
		last := parts[len(parts)-1]
		at = max(last.Line, 1)
		if n := len(last.Lines); n > 0 {
			at = max(at, last.Lines[n-1].No)
		}
	}
	out := []Part{{Heading: "よくある質問", Level: 1, Line: at}}
	for _, f := range faqs {
		lines := SplitLines(strings.TrimSpace(f.Answer), at)
		for i := range lines {
			lines[i].No = at
		}
		out = append(out, Part{Heading: strings.TrimSpace(f.Question), Level: 2, Line: at, Lines: lines, Question: true})
	}
	return out
}
