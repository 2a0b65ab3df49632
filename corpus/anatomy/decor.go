package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"

	"shirube/internal/text"
)

// Pages decorate their Japanese headings with English ones and with numbers: FLOW
// over 施術の流れ, 01 beside a point. Which of the two is marked as the heading differs.

// decorWords are the words of such decoration, in normal form.
var decorWords = setOf(strings.Fields(`about access after aftercare and answer attention before benefit benefits campaign care case cases caution check checklist clinic column comparison concept
	contact contents cost demerit detail details doctor doctors down downtime effect effects example examples faq feature features fee first flow for gallery greeting guide how information
	introduction lineup list mechanism medical menu merit merits message method news notice of option options our outline overview plan point points policy price prices problem problems procedure
	profile q&a qa question questions reason reasons recommend recommended reference references reservation reserve result results review reviews risk risks safety scroll service side staff step steps
	summary supervision supervisor support target the to treatment treatments trouble troubles type types us voice voices what who why with worries you your no vol part`)...)

var (
	decorNumber = regexp.MustCompile(`^(?:no\.?|vol\.?|part\.?|#|＃|-|–|—|\s)*\d{1,2}\.?(?:\s|-|–|—)*$`)
	decorSplit  = regexp.MustCompile(`[^a-z&]+`)
)

// maxDecor is the length in bytes of the longest line that can be decoration.
const maxDecor = 40

// isDecor reports whether a line is nothing but decoration: English heading words,
// with a number or without. Numbers alone count where they are written as ordinals
// (01).
func isDecor(line string) bool {
	t := strings.TrimSpace(line)
	if t == "" || len(t) > maxDecor {
		return false
	}
	if t[0] >= 0x80 && firstRune(t) < 0xFF00 {
		return false // kana and kanji; full-width letters are decoration too
	}
	f := fold(t)
	if decorNumber.MatchString(f) {
		return strings.Contains(f, "0") && strings.Trim(f, "-–— #.no")[0] == '0'
	}
	words := 0
	for _, w := range decorSplit.Split(f, -1) {
		if w == "" {
			continue
		}
		if !decorWords[w] {
			return false
		}
		words++
	}
	return words > 0 && strings.IndexFunc(f, func(r rune) bool { return text.IsKanji(r) || text.IsHiragana(r) || text.IsKatakana(r) }) < 0
}

// dropDecor takes the decoration beside headings out of the lines: the last line
// before a heading, the first one below it. An English heading with its Japanese
// one on the line below becomes one heading of both.
func (r *reading) dropDecor(parts []Part) []Part {
	for i := range parts {
		p := &parts[i]
		if p.Heading != "" && isDecor(p.Heading) {
			p.Lines = joinSubtitle(p)
		} else if p.Heading != "" {
			p.Lines = r.withoutDecor(p.Lines, firstText(p.Lines))
		}
		if i+1 < len(parts) && parts[i+1].Heading != "" && !p.Question {
			p.Lines = r.withoutDecor(p.Lines, lastText(p.Lines))
		}
	}
	return parts
}

// withoutDecor blanks line i where it is decoration.
func (r *reading) withoutDecor(lines []Line, i int) []Line {
	if i < 0 || !isDecor(lines[i].Text) {
		return lines
	}
	r.drop(lines[i], whyRule)
	out := slices.Clone(lines)
	out[i].Text = ""
	return out
}

// joinSubtitle moves the Japanese heading below an English one up to it.
func joinSubtitle(p *Part) []Line {
	i := firstText(p.Lines)
	if i < 0 {
		return p.Lines
	}
	t := strings.TrimSpace(p.Lines[i].Text)
	below := readHeading(t).kind
	if runes(t) > 24 || shapeOf(t) != candidate || below == "" || asks(t) {
		return p.Lines
	}
	if below != corpus.KindFAQ && readHeading(p.Heading).kind == corpus.KindFAQ {
		return p.Lines // what follows the last answer: 「監修」
	}
	p.Heading = strings.TrimSpace(p.Heading) + " " + t
	return p.Lines[i+1:]
}

// firstText and lastText are the indexes of the first and the last line that is
// not blank; -1 where there is none.
func firstText(lines []Line) int {
	return slices.IndexFunc(lines, func(l Line) bool { return !isBlank(l.Text) })
}

func lastText(lines []Line) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if !isBlank(lines[i].Text) {
			return i
		}
	}
	return -1
}
