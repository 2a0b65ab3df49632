// Package present writes what articles hold the way people read it in Japanese: amounts,
// days, names, links that may be followed, marked snippets, a text as paragraphs, lists and
// tables. Pages are left to the front ends.
package present

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/search"
)

// Segment is a stretch of text that is marked or not.
type Segment struct {
	Text string
	Mark bool
}

// Segments cuts a text at its marks, which are pairs of code points. Marks that
// do not fit the text are left out: the text itself is never.
func Segments(m search.Marked) []Segment {
	runes := []rune(m.Text)
	shown := asLines(runes)
	cut := func(start, end int) string {
		return strings.ReplaceAll(string(shown[start:end]), string(gone), "")
	}
	var out []Segment
	pos := 0
	for _, mark := range m.Marks {
		start, end := mark[0], mark[1]
		if start < pos || end <= start || end > len(runes) {
			continue
		}
		if start > pos {
			out = append(out, Segment{Text: tight(cut(pos, start))})
		}
		out = append(out, Segment{Text: cut(start, end), Mark: true})
		pos = end
	}
	if pos < len(runes) {
		out = append(out, Segment{Text: tight(cut(pos, len(runes)))})
	}
	return out
}

// gone stands in the place of a rune that is not shown.
const gone = '\x00'

// asLines shows tables and lists as the lines that a snippet has of them: the outer bars
// of a row go, those between cells stay as a thin line, and an item begins with a dot.
func asLines(text []rune) []rune {
	out := slices.Clone(text)
	for start := 0; start < len(out); {
		end := start
		for end < len(out) && out[end] != '\n' {
			end++
		}
		line := out[start:end]
		if isPartOfRow(line) {
			hideBars(line)
		} else if at := itemMark(line); at >= 0 {
			line[at], line[at+1] = '・', gone
		}
		start = end + 1
	}
	return out
}

// itemMark is where a line has the mark of a list's item, a dash or a star with a space
// behind it; -1 where it has none.
func itemMark(line []rune) int {
	at := 0
	for at < len(line) && line[at] == ' ' {
		at++
	}
	if at+2 < len(line) && strings.ContainsRune("-*+", line[at]) && line[at+1] == ' ' {
		return at
	}
	return -1
}

// isPartOfRow tells a row of a table, or what a snippet has of one.
func isPartOfRow(line []rune) bool {
	s := strings.Trim(string(line), " …")
	bars := strings.Count(s, "|")
	return bars >= 2 && (s[0] == '|' || s[len(s)-1] == '|')
}

func hideBars(row []rune) {
	if strings.Trim(string(row), "|-: ") == "" { // the rule below a table's head
		for i := range row {
			row[i] = gone
		}
		return
	}
	for i, r := range row {
		if r != '|' {
			continue
		}
		before, after := strings.Trim(string(row[:i]), " …\x00"), strings.Trim(string(row[i+1:]), " …|")
		if row[i] = '｜'; before == "" || after == "" {
			row[i] = gone
		}
	}
}

// tight takes away blank lines: in a snippet every line counts.
func tight(s string) string {
	for strings.Contains(s, "\n\n") {
		s = strings.ReplaceAll(s, "\n\n", "\n")
	}
	return s
}

// Yen writes an amount as people say it: 8,000円, 12万円, 12万5,000円.
func Yen(n int) string {
	man, rest := n/10_000, n%10_000
	switch {
	case man == 0:
		return Thousands(n) + "円"
	case rest == 0:
		return Thousands(man) + "万円"
	}
	return Thousands(man) + "万" + Thousands(rest) + "円"
}

// Thousands writes a number with commas: 12,000.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Spread writes bounds of which either may be unknown; empty when both are.
func Spread(lo, hi *int, word func(int) string) string {
	switch {
	case lo == nil && hi == nil:
		return ""
	case hi == nil:
		return word(*lo) + "〜"
	case lo == nil:
		return "〜" + word(*hi)
	case *lo == *hi:
		return word(*lo)
	}
	return word(*lo) + "〜" + word(*hi)
}

// Cost is a treatment's own price; empty when it is unknown.
func Cost(c corpus.Cost) string {
	unit := map[string]string{"session": "1回", "site": "1部位", "tooth": "1歯", "vial": "1本", "month": "1か月"}[c.Per]
	if s := Spread(c.MinYen, c.MaxYen, Yen); s != "" {
		return strings.TrimSpace(unit + " " + s)
	}
	if s := Spread(c.CourseMinYen, c.CourseMaxYen, Yen); s != "" {
		return "コース " + s
	}
	return ""
}

// Downtime is the length of recovery; empty when it is unknown.
func Downtime(d corpus.Downtime) string {
	if d.MinDays != nil && d.MaxDays != nil && *d.MinDays == 0 && *d.MaxDays == 0 {
		return "ほぼなし"
	}
	days := func(n int) string { return strconv.Itoa(n) + "日" }
	if d.MinDays != nil && d.MaxDays != nil && *d.MinDays != *d.MaxDays {
		return fmt.Sprintf("%d〜%d日", *d.MinDays, *d.MaxDays)
	}
	return Spread(d.MinDays, d.MaxDays, days)
}

// Date is a day as people read it and as machines do; both empty when unknown.
type Date struct{ Text, ISO string }

// DateOf writes a day; nil and the zero time are unknown.
func DateOf(t *time.Time) Date {
	if t == nil || t.IsZero() {
		return Date{}
	}
	return Date{Text: fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day()), ISO: t.Format(time.DateOnly)}
}

// Supervisors names who supervised an article.
func Supervisors(list []corpus.Supervisor) string {
	names := make([]string, 0, len(list))
	for _, s := range list {
		name := s.Name
		var more []string
		for _, part := range []string{s.Title, s.Affiliation} {
			if part != "" {
				more = append(more, part)
			}
		}
		if s.Representative != "" {
			more = append(more, "代表 "+s.Representative)
		}
		if len(more) > 0 {
			name += "（" + strings.Join(more, "・") + "）"
		}
		names = append(names, name)
	}
	return strings.Join(names, "、")
}

// Link returns an address that may stand in a page: of the web or of this
// server. Anything else becomes empty.
func Link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return u.String()
	case u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		return u.String()
	}
	return ""
}

// External reports whether an address leads away from this server.
func External(address string) bool { return !strings.HasPrefix(address, "/") }

// LabelOf is what people read for a value of a closed list.
func LabelOf(labels []corpus.Label, value string) string {
	for _, l := range labels {
		if l.Value == value {
			return l.Text
		}
	}
	return value
}

// Headings is a heading path with the passage's own heading at its end: of a question, that
// is not part of the path.
func Headings(path []string, heading string) []string {
	out := make([]string, 0, len(path)+1)
	for _, h := range path {
		if h != "" {
			out = append(out, h)
		}
	}
	switch last := len(out) - 1; {
	case heading == "":
	case last >= 0 && SameHeading(out[last], heading):
		out[last] = heading
	default:
		out = append(out, heading)
	}
	return out
}

// SameHeading reports whether a section's heading is the question itself, but for a mark
// before it (Q1.).
func SameHeading(heading, question string) bool {
	return question != "" && strings.HasSuffix(heading, question)
}

// SourceText names a cited work.
func SourceText(s corpus.Source) string {
	text := s.Name
	if s.Title != "" {
		text += "「" + s.Title + "」"
	}
	if s.Year != nil {
		text += fmt.Sprintf("（%d年）", *s.Year)
	}
	return text
}
