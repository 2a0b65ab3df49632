package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
)

// shape is what a line can be in a text whose headings are not marked.
type shape int

// isMarked reports whether a line begins with a mark that pages put before
// headings, or stands in 【】 as a whole.
func isMarked(line string) bool {
	t := strings.TrimSpace(line)
	if t == "" {
		return false
	}
	return strings.ContainsRune(headingMarks, firstRune(t)) || isBracketed(t)
}

// isBracketed reports whether a line stands in 【】 as a whole: 「【飲み方】」.
func isBracketed(line string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, "【") && strings.HasSuffix(t, "】") && strings.Count(t, "【") == 1
}

// unmark takes the mark off a heading.
func unmark(line string) string {
	t := strings.TrimSpace(line)
	if isBracketed(t) {
		return strings.TrimSuffix(strings.TrimPrefix(t, "【"), "】")
	}
	return strings.TrimSpace(strings.TrimLeft(t, headingMarks+" 　"))
}

// shapeOf is the shape of a line by itself.
func shapeOf(line string) shape {
	t := strings.TrimSpace(line)
	if !isMarked(t) && bulletLen(t) > 0 || isTableRow(t) || isFAQMark(t) || sourceLine(t) || notHeading(t) {
		return prose
	}
	limit := maxHeading
	if isQuestion(t) {
		limit = maxQuestion
	}
	if len(t) > 4*limit || runes(t) > limit || endsSentence(t) || strings.Contains(t, "。") || hasAnySuffix(t, "、", "：", ":") {
		return prose
	}
	if _, n := numberMark(t); n == 0 {
		if _, _, ok := keyValue(t); ok {
			return prose
		}
	}
	if !hasLetters(t) || corpus.HasAmount(t) || isMeasure(t) {
		return cell
	}
	return candidate
}

// CanBeHeading reports whether a line that stands apart, in bold, can be a
// heading: short, no sentence, no price, no note.
func CanBeHeading(line string) bool {
	return shapeOf(line) == candidate || isFAQMark(line) && questionLen(line) > 0 && runes(line) <= maxQuestion
}

// notHeading reports lines that are short but never headings: notes, addresses of
// pages, quotations, calls to act.
func notHeading(t string) bool {
	switch firstRune(t) {
	case '※', '＊', '*', '→', '⇒', '>', '#':
		return true
	}
	if strings.HasPrefix(t, "http") || strings.HasPrefix(t, "注)") || strings.HasPrefix(t, "注）") || strings.HasPrefix(t, "注:") {
		return true
	}
	if strings.HasPrefix(t, "「") && strings.HasSuffix(t, "」") && strings.Count(t, "「") == 1 {
		return true
	}
	for _, end := range []string{"ください", "下さい", "ませ", "ください!", "ください！", "ましょう", "ましょう!", "ましょう！", "どうぞ"} {
		if strings.HasSuffix(t, end) {
			return true
		}
	}
	for _, end := range []string{"です", "ます", "ました", "ません", "でした"} {
		if strings.HasSuffix(t, end) {
			h := readHeading(t)
			return h.kind == "" || h.weak || strings.Contains(t, "、")
		}
	}
	return false
}

// isMeasure reports whether a line is just a number with its unit: 30分, 5回, なし.
func isMeasure(t string) bool { return measure.MatchString(fold(t)) }

var measure = regexp.MustCompile(`^(?:約?[0-9.,]+(?:[~〜-][0-9.,]+)?(?:分|時間|日|日間|週間|か月|ヶ月|ヵ月|カ月|年|回|本|cc|ml|mg|%|歳|名|人)(?:程度|前後|ほど|以上|以内)?|なし|あり|無し|有り|可|不可|○|×|△|◎)$`)
