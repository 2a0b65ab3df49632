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
			if ended && section >= 0 {
				add()
				h := out[section]
				cur = anatomy.Part{Heading: h.text(), Level: levels[section], Line: h.lines[0].No}
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

// relativeLevels are the levels of the headings among the blocks, without gaps: 1
// for the outermost. Headings by their looks are below the marked ones, those that
// look alike beside one another; questions are below all.
func relativeLevels(out []*block) []int {
	levels := make([]int, len(out))
	type open struct {
		rank int
		look string
	}
	var stack []open
	for i, b := range out {
		if !b.heading() {
			continue
		}
		o := open{rank: b.level * 10}
		if b.level == styledLevel && b.node != nil {
			o.look = b.node.tag + "." + strings.Join(strings.Fields(b.node.attr("class")), ".")
			for depth, s := range stack {
				if s.look == o.look {
					stack = stack[:depth]
					break
				}
			}
			if len(stack) > 0 && stack[len(stack)-1].rank >= styledLevel*10 {
				o.rank = min(stack[len(stack)-1].rank+1, questionLevel*10-1)
			}
		}
		for len(stack) > 0 && stack[len(stack)-1].rank >= o.rank {
			stack = stack[:len(stack)-1]
		}
		stack = append(stack, o)
		levels[i] = len(stack)
	}
	return levels
}
