package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// dropRelated takes out sections that are lists of other pages or a table of
// contents by their heading, with their subsections.
func (r *reading) dropRelated(parts []Part) []Part {
	headings := map[string]bool{}
	for _, p := range parts {
		headings[contentsItem(p.Heading)] = true
	}
	out := make([]Part, 0, len(parts))
	below := 0 // level of the section being dropped
	why := ""
	var kinds kindStack
	for i, p := range parts {
		kind := kinds.open(p.Heading, p.Level)
		if below > 0 && p.Level > below && (why != whyContact && why != whyCampaign || !ofArticle(p.Heading)) {
			r.dropPart(p, why)
			continue
		}
		below = 0
		if p.Heading == "" {
			out = append(out, p)
			continue
		}
		if why = partReason(parts, i, kind, headings); why == "" {
			out = append(out, p)
			continue
		}
		below = max(p.Level, 1)
		if i := textAfterList(p.Lines); i >= 0 && (why == whyContents || why == whyRelated && i > 0) {
			rest := p
			rest.Heading, rest.Level, rest.Line, rest.Lines = "", 0, p.Lines[i].No, p.Lines[i:]
			p.Lines = p.Lines[:i]
			out = append(out, rest)
		}
		if why == whyContact {
			if kept := r.keepTelling(p); len(kept.Lines) > 0 {
				out = append(out, kept)
				continue
			}
		}
		r.dropPart(p, why)
	}
	return out
}

// partReason says by its heading, and by what stands below it, why part i is no part of the
// article; "" where it is one. Kind is what the headings above it make of it.
func partReason(parts []Part, i int, kind corpus.Kind, headings map[string]bool) string {
	p := parts[i]
	h := bare(p.Heading)
	short := isShort(p.Lines) && !hasPrices(p.Lines)
	switch {
	case relatedHeads[h], isAlsoRead(p.Heading):
		return whyRelated
	case isAppeal(p.Heading) && isShort(p.Lines):
		return whyShare
	case headsSiteLines(p):
		return noticeReason(fold(strings.TrimSpace(p.Heading)))
	case tocHeads[h] && (listOnly(p.Lines) || textAfterList(p.Lines) >= 0), looseTocHeads[h] && listsHeadings(p.Lines, headings):
		return whyContents
	case noiseLines[h] != "" && short && !tellsBelow(parts[i+1:], p.Level):
		return noiseLines[h]
	case editorsNotes[h]:
		return whyEditors
	case tellsOfPlace(parts[i:]):
		return whyContact
	case leftEmpty(parts[i:]):
		return whyRule
	case kind != corpus.KindProcedure && kind != corpus.KindFAQ && invitesOnly(p):
		return whyContact
	case offers(p) && (!hasPrices(p.Lines) || pricedBeside(parts, i)):
		return whyCampaign
	}
	return listReason(p, h, short)
}

// leftEmpty reports whether all that stood under the heading of a part was noise: the
// heading of nothing. One that names a kind of section is kept, so that it is seen.
func leftEmpty(parts []Part) bool {
	p := parts[0]
	if len(p.Lines) == 0 || lastText(p.Lines) >= 0 || p.Question || ofArticle(p.Heading) || isQuestion(p.Heading) {
		return false
	}
	return len(parts) == 1 || parts[1].Heading == "" || max(parts[1].Level, 1) <= max(p.Level, 1)
}

// tellsBelow reports whether a part below one of a level gives prices, or says by its
// heading what kind of section it is: MENU over treatments with their prices is no menu
// of the site.
func tellsBelow(parts []Part, level int) bool {
	for i := range parts {
		if max(parts[i].Level, 1) <= max(level, 1) || parts[i].Heading == "" {
			return false
		}
		if hasPrices(parts[i].Lines) || ofArticle(parts[i].Heading) && firstText(parts[i].Lines) >= 0 {
			return true
		}
	}
	return false
}

// listReason is partReason for lists of what else is offered, of news, of how the clinic
// is reached.
func listReason(p Part, h string, short bool) string {
	switch {
	case relatedTreatments[h] && short:
		return whyRelated
	case newsHeading.MatchString(h) && (isNews(p.Lines) || containsAny(h, "一覧", "新着") && short):
		return whyRelated
	case placeHeading.MatchString(fold(p.Heading)):
		return whyContact
	}
	return ""
}

// textAfterList returns the index of the first line of the text that goes on below a list
// of links, to the end in sentences; -1 where none does.
func textAfterList(lines []Line) int {
	first := slices.IndexFunc(lines, func(l Line) bool { return endsSentence(l.Text) && listMark(l.Text) == 0 })
	if first < 0 {
		return -1
	}
	for i, l := range lines {
		if !isBlank(l.Text) && (i < first) == (listMark(l.Text) == 0) {
			return -1
		}
	}
	return first
}

// keepTelling drops what a part says of where the clinic is and when it is open, and
// returns the rest: sentences about the treatment (車で帰れません). Without such a sentence
// nothing is dropped yet.
func (r *reading) keepTelling(p Part) Part {
	tells := func(l Line) bool { return endsSentence(l.Text) && tellingWords.MatchString(l.Text) }
	kept := p
	kept.Lines = nil
	for _, l := range p.Lines {
		if tells(l) {
			kept.Lines = append(kept.Lines, l)
		}
	}
	if len(kept.Lines) > 0 {
		for _, l := range p.Lines {
			if !tells(l) {
				r.drop(l, whyContact)
			}
		}
	}
	return kept
}

// tellingWords are words of what a treatment does, asks or forbids, which directions to a
// clinic do without.
var tellingWords = regexp.MustCompile(pattern.Joined(`
	副作用|合併症|腫れ|赤み|出血|痛み|麻酔|鎮静|点滴|注射|手術|施術の|施術後|治療後|術後|運転|妊娠|授乳
	|服用|内服|絶食|飲酒|入浴|受けられません|できません|避けて|控えて|お控え|持参|同意書|禁忌|アレルギー
	|発熱
`))

// pricedBeside reports whether another part gives prices: where one is the only one, its
// offer is all that the page says of them.
func pricedBeside(parts []Part, i int) bool {
	beside := func(p Part) bool { return hasPrices(p.Lines) }
	return slices.ContainsFunc(parts[:i], beside) || slices.ContainsFunc(parts[i+1:], beside)
}

// ofArticle reports whether a heading names a kind of section that no description of
// a clinic has below it.
func ofArticle(heading string) bool {
	h := readHeading(heading)
	return !h.weak && h.kind != "" && h.kind != corpus.KindOther
}

func (r *reading) dropPart(p Part, why string) {
	r.drop(Line{p.Heading, p.Line}, why)
	for _, l := range p.Lines {
		r.drop(l, why)
	}
}

// listOnly reports whether the lines are nothing but list items.
func listOnly(lines []Line) bool {
	for _, l := range lines {
		if !isBlank(l.Text) && listMark(l.Text) == 0 {
			return false
		}
	}
	return true
}

// listsHeadings reports whether every line is the heading of a part.
func listsHeadings(lines []Line, headings map[string]bool) bool {
	for _, l := range lines {
		if !isBlank(l.Text) && !headings[contentsItem(l.Text)] {
			return false
		}
	}
	return true
}

// isShort reports whether the lines hold no sentence.
func isShort(lines []Line) bool {
	return !slices.ContainsFunc(lines, func(l Line) bool { return len(l.Text) > maxNoise || endsSentence(l.Text) })
}
