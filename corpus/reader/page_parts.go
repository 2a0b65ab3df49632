package reader

import (
	"strings"

	"shirube/corpus/anatomy"
)

// parts makes the draft's parts of the blocks of a page.
func (p *page) parts(out []*block) {
	levels := relativeLevels(out)
	cur := anatomy.Part{}
	section := -1 // block of the heading of the open section, questions aside
	ended := false
	add := func() {
		if cur.Heading != "" || len(cur.Lines) > 0 {
			if cur.Line == 0 && len(cur.Lines) > 0 {
				cur.Line = cur.Lines[0].No
			}
			p.draft.Parts = append(p.draft.Parts, cur)
		}
	}
	for i, b := range out {
		switch {
		case b.ends:
			ended = cur.Question
		case b.heading():
			add()
			ended = false
			cur = anatomy.Part{Heading: b.text(), Level: levels[i], Line: b.lines[0].No, Question: b.question, Links: b.links}
			if !b.question {
				section = i
			}
		default:
			if b.apart {
				add()
				cur, section, ended = anatomy.Part{}, -1, false
			}
			if ended {
				add()
				cur = anatomy.Part{}
				if section >= 0 {
					h := out[section]
					cur = anatomy.Part{Heading: h.text(), Level: levels[section], Line: h.lines[0].No}
				}
			}
			ended = false
			if len(cur.Lines) > 0 && !b.tight {
				cur.Lines = append(cur.Lines, anatomy.Line{No: b.lines[0].No})
			}
			cur.Lines = append(cur.Lines, b.lines...)
			cur.Links = append(cur.Links, b.links...)
		}
	}
	add()
	p.draft.Unmarked = len(p.draft.Parts) == 1 && p.draft.Parts[0].Heading == ""
}

// open is a heading that is open at some place of the page.
type open struct {
	rank    int
	look    string
	section *node // the section element it stands in
}

// relativeLevels are the levels of the headings among the blocks, without gaps: 1
// for the outermost. Headings by their looks are below the marked ones, those that
// look alike beside one another; questions are below all. The first heading of a
// section that has a name of its own is below no heading of a section beside it.
func relativeLevels(out []*block) []int {
	levels := make([]int, len(out))
	var stack []open
	begun, named := map[*node]bool{}, namedSections(out)
	for i, b := range out {
		if !b.heading() {
			continue
		}
		o := open{rank: b.level * 10, section: sectionOf(b.node)}
		if s := o.section; s != nil && !begun[s] {
			begun[s] = true
			if named[s] {
				stack = leaveSections(stack, b.node)
			}
		}
		if b.level == styledLevel {
			o.look = b.node.tag + "." + strings.Join(strings.Fields(b.node.attr("class")), ".")
			stack, o.rank = styledRank(stack, o)
		}
		for len(stack) > 0 && stack[len(stack)-1].rank >= o.rank {
			stack = stack[:len(stack)-1]
		}
		stack = append(stack, o)
		levels[i] = len(stack)
	}
	return levels
}

// sectionOf is the innermost section element around a node.
func sectionOf(n *node) *node {
	for ; n != nil; n = n.parent {
		if n.tag == "section" {
			return n
		}
	}
	return nil
}

// namedSections are the section elements with an id or a class of their own, which
// says what they are about and not only how they look.
func namedSections(out []*block) map[*node]bool {
	classes, named := map[string]int{}, map[*node]bool{}
	var sections []*node
	for _, b := range out {
		if s := sectionOf(b.node); s != nil && b.heading() && !named[s] {
			named[s] = true
			classes[s.attr("class")]++
			sections = append(sections, s)
		}
	}
	for _, s := range sections {
		named[s] = s.attr("id") != "" || classes[s.attr("class")] == 1 && s.hasName()
	}
	return named
}

// hasName reports whether a class of an element holds a word that says something.
func (n *node) hasName() bool {
	for _, c := range strings.Fields(n.attr("class")) {
		if strings.ContainsAny(c, ":[]/0123456789") {
			continue // a utility: md:flex, py-12
		}
		for _, w := range splitIdent(c) {
			if !fillerWords[w] && len(w) > 2 {
				return true
			}
		}
	}
	return false
}

// leaveSections closes the headings of sections that n does not stand in.
func leaveSections(stack []open, n *node) []open {
	for len(stack) > 0 {
		s := stack[len(stack)-1].section
		if s == nil || n.within(s) {
			break
		}
		stack = stack[:len(stack)-1]
	}
	return stack
}

// styledRank places a heading that only looks like one: beside the open one that
// looks alike, else below.
func styledRank(stack []open, o open) ([]open, int) {
	for depth, s := range stack {
		if s.look == o.look {
			return stack[:depth], s.rank
		}
	}
	if len(stack) > 0 && stack[len(stack)-1].rank >= styledLevel*10 {
		return stack, min(stack[len(stack)-1].rank+1, questionLevel*10-1)
	}
	return stack, o.rank
}
