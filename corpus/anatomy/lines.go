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
	pos := 0
	word := false
	for _, w := range []string{"STEP", "Step", "step", "ＳＴＥＰ", "ステップ"} {
		if strings.HasPrefix(s, w) {
			pos, word = len(w), true
			pos += spaceLen(s[pos:])
			if pos < len(s) && (s[pos] == '.' || s[pos] == '-') {
				pos++
			}
			break
		}
	}
	paren := false
	if !word {
		if r == '(' || r == '（' {
			pos, paren = n, true
		}
	}
	digits := 0
	for pos < len(s) {
		r, n := utf8.DecodeRuneInString(s[pos:])
		if r >= '０' && r <= '９' {
			r += '0' - '０'
		}
		if r < '0' || r > '9' || digits == 2 {
			break
		}
		number = number*10 + int(r-'0')
		digits++
		pos += n
	}
	if digits == 0 || number == 0 {
		return 0, 0
	}
	rest := s[pos:]
	r, n = utf8.DecodeRuneInString(rest)
	switch {
	case paren:
		if r != ')' && r != '）' {
			return 0, 0
		}
	case strings.ContainsRune(".．)）", r):
		// 「1.5倍」 and 「3.3万円」 are numbers, not marks.
		if next := firstRune(rest[n:]); r != ')' && r != '）' && (next >= '0' && next <= '9' || next >= '０' && next <= '９') {
			return 0, 0
		}
	case word && (rest == "" || r == ' ' || r == '　' || r == ':' || r == '：'):
	case word:
		n = 0
	default:
		return 0, 0
	}
	if rest != "" {
		pos += n
	}
	return number, pos + spaceLen(s[pos:])
}

// spaceLen is the length of the white space at the start of s.
func spaceLen(s string) int { return len(s) - len(strings.TrimLeft(s, " \t　")) }

// runes counts the code points of s.
func runes(s string) int { return utf8.RuneCountInString(s) }

// isTableRow reports whether a line is a row of a Markdown table.
func isTableRow(line string) bool {
	t := strings.TrimSpace(line)
	return len(t) > 2 && t[0] == '|' && strings.Count(t, "|") >= 2
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
	t := strings.TrimRight(strings.TrimSpace(line), "」』）)】 　")
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
