package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
)

// judgeSections looks for each labelled heading and compares its kind. One that
// is not found is wrong; but where the page does not mark it as a heading, its
// words may stand in a section of the right kind instead.
func judgeSections(p *page, g *gold, a *corpus.Article) {
	folded := make([]string, len(a.Sections))
	for i := range a.Sections {
		folded[i] = fold(a.Sections[i].Heading)
	}
	questions := faqSections(a)
	last := -1
	for i := range g.Sections {
		want := &g.Sections[i]
		at := findHeading(folded, fold(want.Heading), last, questions)
		expected := fmt.Sprintf("%s [%s]", want.Heading, strings.Join(append([]string{want.Kind}, want.Alt...), " "))
		if at < 0 && !want.marked() {
			if s := holder(a, want.Heading); s != nil {
				p.confuse(want, s.Kind)
				p.judge(sectionKind, want.allows(s.Kind), expected, fmt.Sprintf("in the text of %s [%s]", s.Heading, s.Kind))
				continue
			}
		}
		p.judge(sectionFound, at >= 0, expected, "not found")
		if at < 0 {
			p.confuse(want, "")
			p.add(sectionKind, tally{0, 1})
			continue
		}
		last = at
		p.confuse(want, a.Sections[at].Kind)
		p.judge(sectionKind, want.allows(a.Sections[at].Kind), expected, fmt.Sprintf("%s [%s]", strings.Join(a.Sections[at].Path, " > "), a.Sections[at].Kind))
	}
}

func (s *goldSection) allows(k corpus.Kind) bool {
	return string(k) == s.Kind || slices.Contains(s.Alt, string(k))
}

// faqSections marks the sections whose heading is a question.
func faqSections(a *corpus.Article) map[int]bool {
	out := map[int]bool{}
	for i := range a.Sections {
		s := &a.Sections[i]
		out[i] = slices.ContainsFunc(a.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID && f.Question == s.Heading })
	}
	return out
}

// findHeading returns which heading is meant: the same words before a beginning
// before a part, what is no question before questions, and what comes next in
// reading order before what came earlier. -1: none.
func findHeading(headings []string, want string, last int, questions map[int]bool) int {
	best, bestRank := -1, 0
	for i, h := range headings {
		rank := likeness(h, want)
		if rank == 0 {
			continue
		}
		rank *= 4
		if !questions[i] {
			rank += 2
		}
		if i > last {
			rank++
		}
		if rank > bestRank {
			best, bestRank = i, rank
		}
	}
	return best
}

// likeness compares a heading with the one that was labelled: 3 the same, 2 one
// begins with the other, 1 one holds the other. What was read may be shorter, but
// not by half.
func likeness(h, want string) int {
	long, short := h, want
	if len(h) < len(want) {
		if 2*utf8.RuneCountInString(h) < utf8.RuneCountInString(want) {
			return 0
		}
		long, short = want, h
	}
	switch {
	case short == "":
		return 0
	case long == short:
		return 3
	case strings.HasPrefix(long, short):
		return 2
	case strings.Contains(long, short):
		return 1
	}
	return 0
}

// holder returns the first section in whose text a heading stands.
func holder(a *corpus.Article, heading string) *corpus.Section {
	want := letters(heading)
	for i := range a.Sections {
		if want != "" && strings.Contains(letters(a.Sections[i].Text), want) {
			return &a.Sections[i]
		}
	}
	return nil
}
