package reader

import (
	"regexp"
	"strings"
)

// Marks of a question and of an answer that have a cell of their own.
var (
	questionMark = regexp.MustCompile(`^(?:ご?質問|[QＱ]|問)\s*[0-9０-９]{0,2}\s*[.．:：]?$`)
	answerMark   = regexp.MustCompile(`^(?:ご?回答|お?答え|[AＡ]|答)\s*[0-9０-９]{0,2}\s*[.．:：]?$`)
)

// questionTable reads a table that is an FAQ, where it is one: rows of a question
// and rows of its answer, each behind its mark, or rows with the question in the
// first cell and the answer in the second.
func (w *blocks) questionTable(n *node) bool {
	if w.inCell || w.inHeading {
		return false
	}
	rows := rowsOfTwo(n)
	switch {
	case marksQuestions(rows):
		for i := 0; i+1 < len(rows); i += 2 {
			w.answered(rows[i], rows[i+1])
		}
	case asksInFirst(rows):
		for _, r := range rows {
			w.answered(r[:1], r[1:])
		}
	default:
		return false
	}
	w.emit(&block{node: n, ends: true})
	return true
}

// answered reads the cells of a question and those of its answer, in each the last
// behind its mark.
func (w *blocks) answered(question, answer []*node) {
	last := question[len(question)-1]
	lines, links := w.headingText(last)
	if len(lines) > 0 {
		lines[0].Text = markBefore(question) + lines[0].Text
		w.emit(&block{lines: lines, node: last, level: questionLevel, question: true, links: links})
	}
	last = answer[len(answer)-1]
	before, from := w.at, len(w.out)
	w.at = last
	w.children(last)
	w.flush()
	w.at = before
	if out := w.out[from:]; len(out) > 0 && len(out[0].lines) > 0 {
		out[0].lines[0].Text = markBefore(answer) + out[0].lines[0].Text
	}
}

// markBefore is the mark before the last of some cells, as it stands before a
// question on a line: Q, 質問1：.
func markBefore(cells []*node) string {
	if len(cells) < 2 {
		return ""
	}
	mark := strings.TrimRight(strings.TrimSpace(plainText(cells[0])), ".．:： ")
	if isLoneMark(mark) {
		return mark + " "
	}
	return mark + "："
}

// rowsOfTwo are the rows of a table that has two cells in each; nil of another.
func rowsOfTwo(n *node) [][]*node {
	rows, plain := cellRows(n)
	for _, cells := range rows {
		plain = plain && len(cells) == 2 && span(cells[0], "rowspan") == 1 && span(cells[1], "rowspan") == 1
	}
	if !plain {
		return nil
	}
	return rows
}

// marksQuestions reports whether rows are questions and answers in turn.
func marksQuestions(rows [][]*node) bool {
	for i, r := range rows {
		mark := questionMark
		if i%2 == 1 {
			mark = answerMark
		}
		if r[0].size.text > 8 || !mark.MatchString(strings.TrimSpace(plainText(r[0]))) {
			return false
		}
	}
	return len(rows) >= 2 && len(rows)%2 == 0
}

// asksInFirst reports whether each row has a question in its first cell.
func asksInFirst(rows [][]*node) bool {
	for _, r := range rows {
		if !isAsked(r[0]) || isAsked(r[1]) {
			return false
		}
	}
	return len(rows) >= 2
}
