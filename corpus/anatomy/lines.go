package anatomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// bullets begin a list item where white space or text follows.
const bullets = "•・■□✓✔☑●○◆◇▪▫‣◎★☆►▶❖➤◯▼▽"

// headingMarks are bullets that pasted pages also put before headings.
const headingMarks = "■□●◆◇▼▽★☆◎❖"

// listMark returns the length of the mark of a list item with the white space
// around it, 0 where the line is no list item: 「• 」「- 」「① 」「1. 」「(1) 」.
func listMark(line string) int {
	indent := len(line) - len(strings.TrimLeft(line, " \t　"))
	s := line[indent:]
	if n := bulletLen(s); n > 0 {
		return indent + n
	}
	if _, n := numberMark(s); n > 0 {
		return indent + n
	}
	return 0
}

// bulletLen is the length of a bullet at the start of s and the space after it.
func bulletLen(s string) int {
	if s == "" {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune(bullets, r):
		if strings.TrimSpace(s[n:]) == "" {
			return 0
		}
	case r == '-' || r == '*' || r == '+' || r == '–':
		if n >= len(s) || s[n] != ' ' {
			return 0
		}
	default:
		return 0
	}
	return n + spaceLen(s[n:])
}

// numberMark reads the mark of a numbered item or step: 「1.」「2）」「(3)」「④」
// 「STEP 1」「ステップ1：」. It returns the number and the length of the mark with
// the space after it; the length is 0 where there is none.
func numberMark(s string) (number, length int) {
	r, n := utf8.DecodeRuneInString(s)
	if r >= '①' && r <= '⑳' {
		return int(r-'①') + 1, n + spaceLen(s[n:])
	}
	pos := stepWord(s)
	step, paren := pos > 0, false
	if !step && (r == '(' || r == '（') {
		pos, paren = n, true
	}
	number, digits := markDigits(s[pos:])
	pos += digits
	if number == 0 {
		return 0, 0
	}
	end := closingMark(s[pos:], step, paren)
	if end < 0 {
		return 0, 0
	}
	pos += end
	return number, pos + spaceLen(s[pos:])
}

// stepWord is the length of 「STEP.」 at the start of s, the space after it included.
func stepWord(s string) int {
	for _, w := range []string{"STEP", "Step", "step", "ＳＴＥＰ", "ステップ"} {
		if strings.HasPrefix(s, w) {
			pos := len(w) + spaceLen(s[len(w):])
			if pos < len(s) && (s[pos] == '.' || s[pos] == '-') {
				pos++
			}
			return pos
		}
	}
	return 0
}

// markDigits reads at most two digits, and returns how many bytes they are.
func markDigits(s string) (number, length int) {
	for count := 0; count < 2; count++ {
		r, n := utf8.DecodeRuneInString(s[length:])
		if r >= '０' && r <= '９' {
			r += '0' - '０'
		}
		if r < '0' || r > '9' {
			break
		}
		number = number*10 + int(r-'0')
		length += n
	}
	return number, length
}

// closingMark is the length of what ends the mark of a number; -1 where nothing
// does, and the number is no mark.
func closingMark(s string, step, paren bool) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case paren:
		if r == ')' || r == '）' {
			return n
		}
	case s != "" && strings.ContainsRune(")）", r):
		return n
	case s != "" && strings.ContainsRune(".．", r):
		// 「1.5倍」 and 「3.3万円」 are numbers, not marks.
		if _, digits := markDigits(s[n:]); digits == 0 {
			return n
		}
	case step:
		if s != "" && strings.ContainsRune(" 　:：", r) {
			return n
		}
		return 0
	}
	return -1
}

// spaceLen is the length of the white space at the start of s.
func spaceLen(s string) int { return len(s) - len(strings.TrimLeft(s, " \t　")) }

// runes counts the code points of s.
func runes(s string) int { return utf8.RuneCountInString(s) }

// isTableRow reports whether a line is a row of a Markdown table, with its outer
// bars or without them.
func isTableRow(line string) bool {
	t := strings.TrimSpace(line)
	if len(t) > 2 && t[0] == '|' {
		return strings.Count(t, "|") >= 2
	}
	return strings.Contains(t, " | ") && len(t) <= maxNoise && !endsSentence(t)
}

// cells are the cells of a table row, trimmed.
func cells(line string) []string {
	t := strings.Trim(strings.TrimSpace(line), "|")
	parts := strings.Split(t, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// endsSentence reports whether a line ends as a sentence does, closing brackets
// aside. A question or exclamation mark does not count: headings have them.
func endsSentence(line string) bool {
	t := strings.TrimRight(strings.TrimSpace(line), "」』）)】 　")
	return strings.HasSuffix(t, "。") || strings.HasSuffix(t, "｡") || strings.HasSuffix(t, "．")
}

// isQuestion reports whether a line asks something: it ends in a question mark,
// or as a question does without one.
func isQuestion(line string) bool {
	t := strings.TrimRight(strings.TrimSpace(line), "」』）)】〉》＞≫ 　+＋▼▽") // accordions have a sign behind
	if strings.HasSuffix(t, "?") || strings.HasSuffix(t, "？") {
		return true
	}
	for _, end := range []string{"ですか", "ますか", "でしょうか", "ませんか", "のですか", "んですか", "ますか。", "ですか。", "でしょうか。"} {
		if strings.HasSuffix(t, end) {
			return true
		}
	}
	return false
}

// hasLetters reports whether s has any letter: a line without one is a rule, a
// number or decoration.
func hasLetters(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// keyValue splits 「施術時間：30分」 into its short key and its value; ok is false
// for a line that is no such pair.
func keyValue(line string) (key, value string, ok bool) {
	t := strings.TrimSpace(line)
	i := strings.IndexAny(t, ":：")
	if i <= 0 {
		return "", "", false
	}
	_, n := utf8.DecodeRuneInString(t[i:])
	key, value = strings.TrimSpace(t[:i]), strings.TrimSpace(t[i+n:])
	if value == "" || strings.HasPrefix(value, "//") || runes(key) > 12 {
		return "", "", false
	}
	return key, value, true
}
