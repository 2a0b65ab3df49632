// Package anatomy reads what a treatment article says from its headings and
// text: which kind each section is, questions with answers, cited sources, who
// supervised it, cost, downtime, effects, risks and contraindications. Where
// headings and text come from in a file is left to corpus/reader; the model and
// the cut into passages to corpus; names of things to internal/lexicon.
package anatomy

import (
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// Lexicon is what the anatomy asks of a lexicon.
type Lexicon interface {
	// Find returns the concepts named in s, leftmost-longest, in order.
	Find(s string) []lexicon.Mention
	// Lookup returns the concept of which name is a name, nil if there is none.
	Lookup(name string) *lexicon.Concept
	// SourceType returns the corpus.SourceType of a cited organisation or work.
	SourceType(name string) string
}

// Draft is an article as a format's reader hands it over: what the file
// declares, and its headings with the lines under them.
type Draft struct {
	// Article is what the file declares. A field that is set here is not read
	// from the text.
	Article corpus.Article
	Parts   []Part
	// Unmarked: headings are not marked in the file and must be found among the
	// lines of the first part.
	Unmarked bool
	// At is the line of a container that the whole article stands on; 0 where
	// the lines of the parts are lines of the source themselves.
	At int
	// Supports lists, by index into Article.Sources, the headings of the sections
	// that a declared source supports.
	Supports map[int][]string
	// FAQs are pairs that the file declares as data beside its text (JSON-LD). What
	// the text repeats adds nothing.
	FAQs []corpus.FAQ
	// Dropped is what the format itself took out: comments, scripts.
	Dropped []corpus.Dropped
}

// Part is one heading with the lines under it, up to the next heading. The part
// before the first heading has no Heading and Level 0.
type Part struct {
	Heading string
	Level   int // 1 is a section of the article, 2 a subsection, …
	Line    int // 1-based line of the heading in the source; of the text where there is no heading
	Lines   []Line
	Links   []Link
	Refs    []string // names of the footnotes that the text refers to
	// Question: the heading is the question of an FAQ entry, and the lines are its
	// answer, by the format itself: a term with its description, an accordion.
	Question bool

	tail     bool // cut off the end of the part before
	supports bool // what it cites supports the part that it was cut off
}

// Line is a line of text without its line break, and its 1-based number in the
// source.
type Line struct {
	Text string
	No   int
}

// Link is a link in the text of a part: the words that carry it and where it leads.
type Link struct {
	Text, URL string
}

// Text joins the lines, without blank lines at either end and never two of them.
func (p *Part) Text() string {
	text, _ := p.numbered()
	return text
}

// numbered is Text with the number of each of its lines in the source.
func (p *Part) numbered() (text string, numbers []int) {
	lines := p.Lines
	for len(lines) > 0 && isBlank(lines[0].Text) {
		lines = lines[1:]
	}
	for len(lines) > 0 && isBlank(lines[len(lines)-1].Text) {
		lines = lines[:len(lines)-1]
	}
	if len(lines) == 1 {
		return lines[0].Text, []int{lines[0].No}
	}
	size := 0
	for _, l := range lines {
		size += len(l.Text) + 1
	}
	var b strings.Builder
	b.Grow(size)
	numbers = make([]int, 0, len(lines))
	for i, l := range lines {
		if i > 1 && isBlank(l.Text) && isBlank(lines[i-1].Text) {
			continue
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.TrimRight(l.Text, " \t　"))
		numbers = append(numbers, l.No)
	}
	return b.String(), numbers
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// SplitLines cuts a text into numbered lines; first is the number of its first
// line in the source. All of \n, \r\n and \r end a line.
func SplitLines(s string, first int) []Line {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	lines := make([]Line, 0, strings.Count(s, "\n")+1)
	for no := first; ; no++ {
		i := strings.IndexByte(s, '\n')
		if i < 0 {
			return append(lines, Line{s, no})
		}
		lines = append(lines, Line{s[:i], no})
		s = s[i+1:]
	}
}
