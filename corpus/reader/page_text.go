package reader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/corpus/anatomy"
)

// textLines collects running text as a browser shows it: white space is one
// space, a line break of the source between Japanese characters is nothing.
type textLines struct {
	lines []anatomy.Line
	cur   strings.Builder
	no    int  // line of the source on which cur begins
	last  rune // of cur
	space bool // white space is pending
	broke bool // it holds a line break of the source
	pre   bool // white space is kept
}

// text adds the characters of a text node.
func (t *textLines) text(s string, line int) {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '\n':
				line++
				if t.pre {
					t.lineBreak()
				} else {
					t.space, t.broke = true, true
				}
				continue
			case c == ' ' || c == '\t' || c == '\f' || c == '\r':
				if t.pre {
					t.put(rune(c), line)
				} else {
					t.space = true
				}
				continue
			case c < ' ' || c == 0x7f:
				continue
			}
			t.gap(rune(c), s[i-1:])
			t.put(rune(c), line)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '\u00a0':
			if t.cur.Len() > 0 {
				t.space = true
			}
		case '\u200b', '\ufeff', '\u00ad', '\u2060':
		default:
			t.gap(r, s[i:])
			t.put(r, line)
		}
		i += n
	}
}

// gap resolves pending white space before a character; rest begins with it.
func (t *textLines) gap(next rune, rest string) {
	if !t.space {
		return
	}
	broke := t.broke
	t.space, t.broke = false, false
	switch {
	case t.cur.Len() == 0:
	case broke && beginsItem(rest):
		t.lineBreak()
	case broke && isWide(t.last) && isWide(next):
	case t.last == '　' || next == '　':
	default:
		t.cur.WriteByte(' ')
		t.last = ' '
	}
}

func (t *textLines) put(r rune, line int) {
	if t.cur.Len() == 0 {
		if r == '　' && !t.pre {
			return // an indented paragraph
		}
		t.no = line
	}
	t.cur.WriteRune(r)
	t.last = r
}

// lineBreak ends the line.
func (t *textLines) lineBreak() {
	s := strings.TrimRight(t.cur.String(), " 　\t")
	if s != "" {
		t.lines = append(t.lines, anatomy.Line{Text: s, No: t.no})
	}
	t.cur.Reset()
	t.last, t.space, t.broke = 0, false, false
}

// take returns the lines so far and begins anew.
func (t *textLines) take() []anatomy.Line {
	t.lineBreak()
	out := t.lines
	t.lines = nil
	return out
}

// isWide reports whether a line break beside a character is no space: kana, kanji
// and full-width marks.
func isWide(r rune) bool {
	return r >= 0x2E80 && r <= 0xA4CF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE4F || r >= 0xFF00 && r <= 0xFFEF || r >= 0x20000 && r <= 0x3FFFF
}

// beginsItem reports whether a line of the source begins as list items written by
// hand do: such lines are not run together.
func beginsItem(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("・●■◆◇○※✓✔★☆▶►•①②③④⑤⑥⑦⑧⑨⑩", r):
		return true
	case r == '-' || r == '*':
		return strings.HasPrefix(s[n:], " ")
	case r >= '0' && r <= '9':
		rest := strings.TrimLeft(s, "0123456789")
		return len(s)-len(rest) <= 2 && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, "．") || strings.HasPrefix(rest, "）"))
	}
	return false
}

// joinText joins the lines of what stands on one line in the end: nothing comes
// between Japanese characters, a space between others.
func joinText(lines []anatomy.Line) string {
	if len(lines) == 1 {
		return lines[0].Text
	}
	var b strings.Builder
	last := rune(0)
	for _, l := range lines {
		first, _ := utf8.DecodeRuneInString(l.Text)
		if last != 0 && !(isWide(last) && isWide(first)) {
			b.WriteByte(' ')
		}
		b.WriteString(l.Text)
		last, _ = utf8.DecodeLastRuneInString(l.Text)
	}
	return b.String()
}

// runeCount counts the characters of s that are not white space.
func runeCount(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
